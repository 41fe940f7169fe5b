"""The 3+2 board: five lines, and how far their tasks have come."""

from portal.kinds.task import PlanLine, State
from portal.pages.board import Board, Chart, PlanLineView, board
from portal.pages.cards import TaskRow

SERIES = ("未开始", "进行中", "已完成", "已验收", "已销号")


def task(
    line: PlanLine = PlanLine.SMART,
    state: State = State.DOING,
    *,
    late: bool = False,
    counted: bool = True,
) -> TaskRow:
    return TaskRow(
        title="任务",
        url="tasks/x/",
        line=line.value,
        state=state.value,
        state_label=state.label,
        path="",
        due="",
        late=late,
        acceptance="",
        owner="",
        counted=counted,
    )


def test_a_board_without_tasks_has_no_lines() -> None:
    assert board([], "tasks/") == Board(
        lines=(),
        chart=Chart(title="各项工程和工作的任务进展", desc="", series=SERIES, rows=()),
        total=0,
        done=0,
        late=0,
    )


def test_a_line_counts_its_tasks_by_state() -> None:
    """Done, accepted and closed are finished; one third is 33 per cent."""
    tasks = [
        task(state=State.PLANNED, late=True),
        task(state=State.DOING),
        task(state=State.DOING, late=True),
        task(state=State.PLANNED),
        task(state=State.ACCEPTED),
        task(state=State.CLOSED),
    ]
    assert board(tasks, "tasks/") == Board(
        lines=(
            PlanLineView(
                code="smart",
                label="智慧型扬帆",
                group="三大工程",
                url="tasks/#smart",
                tasks=tuple(tasks),
                counts=(
                    ("planned", "未开始", 2),
                    ("doing", "进行中", 2),
                    ("done", "已完成", 0),
                    ("accepted", "已验收", 1),
                    ("closed", "已销号", 1),
                ),
                total=6,
                done=2,
                late=2,
                percent=33,
            ),
        ),
        chart=Chart(
            title="各项工程和工作的任务进展",
            desc="智慧型扬帆共 6 项，已完成 2 项，逾期 2 项",
            series=SERIES,
            rows=(("智慧型扬帆", (2, 2, 0, 1, 1)),),
        ),
        total=6,
        done=2,
        late=2,
    )


def test_lines_stand_in_the_order_of_the_plan_three_projects_then_two_works() -> None:
    lines = board([task(line) for line in reversed(PlanLine)], "tasks/").lines
    assert [(line.label, line.group) for line in lines] == [
        ("规范化强基", "三大工程"),
        ("示范性带动", "三大工程"),
        ("智慧型扬帆", "三大工程"),
        ("教育引导群众", "两项工作"),
        ("提高组织化程度", "两项工作"),
    ]


def test_samples_are_shown_and_not_counted() -> None:
    tasks = [task(state=State.DONE, counted=False), task(late=True, counted=False), task()]
    made = board(tasks, "tasks/")
    assert (made.total, made.done, made.late, made.lines[0].percent) == (1, 0, 0, 0)
    assert [count for _, _, count in made.lines[0].counts] == [0, 1, 0, 0, 0]
    assert made.lines[0].tasks == tuple(tasks)


def test_a_line_of_samples_only_has_made_no_progress() -> None:
    line = board([task(state=State.DONE, counted=False)], "tasks/").lines[0]
    assert (line.total, line.percent) == (0, 0)
