"""The 3+2 board: five lines, their tasks, and how far they have come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from ..kinds.task import PlanLine, State
from .cards import TaskRow

_PROJECTS = (PlanLine.STANDARDIZE, PlanLine.DEMONSTRATE, PlanLine.SMART)
_FINISHED = (State.DONE, State.ACCEPTED, State.CLOSED)


@dataclass(frozen=True, kw_only=True)
class Chart:
    """Stacked bars: a row for each label, a number for each series."""

    title: str
    desc: str
    series: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]


@dataclass(frozen=True, kw_only=True)
class PlanLineView:
    """One of the five lines: its tasks, and how many are in each state."""

    code: str
    label: str
    group: str
    url: str
    tasks: tuple[TaskRow, ...]
    counts: tuple[tuple[str, str, int], ...]
    total: int
    done: int
    late: int
    percent: int


@dataclass(frozen=True, kw_only=True)
class Board:
    """The lines that have tasks; samples are shown but not counted. (DESIGN: samples)"""

    lines: tuple[PlanLineView, ...]
    chart: Chart
    total: int
    done: int
    late: int


def board(rows: Iterable[TaskRow], url: str) -> Board:
    """The board of these tasks; `url` is the address of the page on which its lines have their anchors."""
    groups: dict[str, list[TaskRow]] = {line.value: [] for line in PlanLine}
    for row in rows:
        groups[row.line].append(row)
    lines = tuple(_line(PlanLine(code), group, url) for code, group in groups.items() if group)
    return Board(
        lines=lines,
        chart=Chart(
            title="各项工程和工作的任务进展",
            desc="；".join(
                f"{line.label}共 {line.total} 项，已完成 {line.done} 项，逾期 {line.late} 项"
                for line in lines
            ),
            series=tuple(state.label for state in State),
            rows=tuple((line.label, tuple(count for _, _, count in line.counts)) for line in lines),
        ),
        total=sum(line.total for line in lines),
        done=sum(line.done for line in lines),
        late=sum(line.late for line in lines),
    )


def _line(line: PlanLine, group: list[TaskRow], url: str) -> PlanLineView:
    counted = [row for row in group if row.counted]
    states = Counter(row.state for row in counted)
    done = sum(states[state.value] for state in _FINISHED)
    return PlanLineView(
        code=line.value,
        label=line.label,
        group="三大工程" if line in _PROJECTS else "两项工作",
        url=f"{url}#{line.value}",
        tasks=tuple(group),
        counts=tuple((state.value, state.label, states[state.value]) for state in State),
        total=len(counted),
        done=done,
        late=sum(row.late for row in counted),
        percent=round(100 * done / len(counted)) if counted else 0,
    )
