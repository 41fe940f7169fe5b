"""党务公开: one item of the directory of party affairs that are disclosed."""

from __future__ import annotations

from ..fields import Choice, Day, Fields, Line, Names, Span, field
from .meta import Kind, Meta, Scope, Validity, choices


class Category(Choice):
    """The eight categories in use on real sites. (NORMS: 党务公开)"""

    DECISIONS = "decisions", "党组织决议决定及执行"
    THOUGHT = "thought", "党的思想建设"
    ORGANISATION = "organisation", "党的组织管理"
    LEADERSHIP = "leadership", "领导班子建设"
    CADRES = "cadres", "干部选任和管理"
    SERVICE = "service", "联系和服务党员群众"
    INTEGRITY = "integrity", "党风廉政建设"
    OTHER = "other", "其他"


class Timing(Choice):
    """For how long or how often an item is disclosed."""

    LONG = "长期"
    REGULAR = "定期"
    STAGED = "逐段"
    OCCASIONAL = "随时"


class Step(Fields):
    """One step of the procedure."""

    by: Line = field("单位", default=...)
    date: Day | None = field("日期")


class Procedure(Fields):
    """提出 → 审核 → 审批 → 实施. (NORMS: 党务公开)"""

    propose: Step | None = field("提出")
    review: Step | None = field("审核")
    approve: Step | None = field("审批")
    implement: Step | None = field("实施")


class DisclosureMeta(Meta):
    """The front matter of a disclosed item; its scope must be stated."""

    catalog_no: Line | None = field("目录编号")
    category: Category = field("公开类别", default=..., example="党的组织管理")
    item: Line = field("公开事项", default=..., example="在这里写公开事项")
    scope: Scope = field("公开范围", "向社会公开的才会上网", default=..., example="public")
    timing: Timing | None = field("公开时限")
    next_due: Day | None = field("下次更新日期")
    way: Names = field("公开方式", default=())
    dept: Line | None = field("责任部门")
    basis: Line | None = field("公开依据")
    procedure: Procedure | None = field("办理程序")
    pre_disclosure: Span | None = field("预公开")
    validity: Validity = field("有效性", default=Validity.CURRENT)


DISCLOSURE = Kind(
    name="disclosure",
    label="党务公开",
    meta=DisclosureMeta,
    template="disclosure_item.html",
    list_template="disclosure.html",
    facets=(choices("category", "公开类别", Category, lambda meta: (meta.category.value,)),),
    skeleton=("unit", "publish_at", "timing", "next_due", "way", "dept", "basis", "summary"),
)
