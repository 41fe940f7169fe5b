"""书记项目: one task of the “3+2” plan."""

from __future__ import annotations

from ..fields import Choice, Day, Due, EntryRefs, Fields, Line, Several, Text, field
from .meta import Kind, Meta, choices
from .unit import UnitKind


class PlanLine(Choice):
    """Three projects and two works. (directive, 二 and 三)"""

    STANDARDIZE = "standardize", "规范化强基"
    DEMONSTRATE = "demonstrate", "示范性带动"
    SMART = "smart", "智慧型扬帆"
    GUIDE = "guide", "教育引导群众"
    ORGANIZE = "organize", "提高组织化程度"


class State(Choice):
    """How far a task has come."""

    PLANNED = "planned", "未开始"
    DOING = "doing", "进行中"
    DONE = "done", "已完成"
    ACCEPTED = "accepted", "已验收"
    CLOSED = "closed", "已销号"


class Cadence(Choice):
    """How often a task comes round."""

    MONTHLY = "按月"
    QUARTERLY = "按季"
    HALF_YEARLY = "半年"
    YEARLY = "全年"
    STANDING = "常态"


class Rectification(Fields):
    """What an inspection found, and what came of it."""

    issue: Line = field("问题", default=...)
    measure: Line | None = field("整改措施")
    due: Day | None = field("整改期限")
    closed_at: Day | None = field("整改完成日期")


class TaskMeta(Meta):
    """The front matter of a task."""

    line: PlanLine = field("所属工程或工作", default=..., example="standardize")
    applies_to: Several[UnitKind] = field("适用单位", default=())
    path: Text | None = field("实现路径")
    due: Due | None = field("完成时限", "日期，或文件里的原话")
    acceptance: Text | None = field("验收标准")
    owner_unit: Line | None = field("责任单位", "units 文件夹里单位文件的名字")
    owner_post: Line | None = field("责任人岗位", "写岗位，不写姓名")
    cadence: Cadence | None = field("频次")
    state: State = field("进展", default=State.PLANNED)
    proofs: EntryRefs = field("佐证", "稿件在 content 里的路径", default=())
    rectification: Rectification | None = field("整改")


TASK = Kind(
    name="task",
    label="书记项目",
    meta=TaskMeta,
    template="task.html",
    list_template="board.html",
    facets=(
        choices("line", "工程和工作", PlanLine, lambda meta: (meta.line.value,)),
        choices("state", "进展", State, lambda meta: (meta.state.value,)),
    ),
    dated=False,
    skeleton=("publish_at", "path", "due", "acceptance", "owner_unit", "owner_post", "cadence", "state"),
)
