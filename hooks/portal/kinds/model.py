"""先进典型: the people, posts, teams, units and industries that set an example."""

from __future__ import annotations

from ..fields import Choice, Fields, Groups, Line, Lines, Span, Text, Year, field
from .meta import Kind, Level, Meta, choices


class HonorKind(Choice):
    """What is honoured. (directive: 党员示范岗、示范团队、示范单位、示范行业, and persons)"""

    PERSON = "person", "先进个人"
    POST = "post", "示范岗"
    TEAM = "team", "示范团队"
    UNIT = "unit", "示范单位"
    INDUSTRY = "industry", "示范行业"


class LifeStatus(Choice):
    """What has become of the honoured since."""

    ACTIVE = "在职"
    RETIRED = "退休"
    DECEASED = "已故"
    MOVED = "调离"
    REVOKED = "已撤销"


class Honor(Fields):
    """One honour."""

    title: Line = field("名称", default=...)
    level: Level = field("级别", default=...)
    awarded_by: Line | None = field("授予单位")
    year: Year | None = field("授予年份")


class ModelMeta(Meta):
    """The front matter of a model."""

    name: Line = field("姓名或名称", default=..., example="示例教师甲")
    honor_kind: HonorKind = field("典型类别", default=..., example="person")
    position: Line | None = field("岗位职务")
    honors: Groups[Honor] = field("荣誉", default=())
    motto: Line | None = field("座右铭")
    quotes: Lines = field("原话", default=())
    pledge: Text | None = field("承诺")
    term: Line | None = field("年度", "例如 2026 年度")
    public_notice: Span | None = field("公示期")
    life_status: LifeStatus | None = field("现况")
    consent_ref: Line | None = field("本人同意书编号", "只作留存，不公开", internal=True)


def _levels(meta: ModelMeta) -> tuple[str, ...]:
    return tuple(sorted({honor.level.value for honor in meta.honors}))


MODEL = Kind(
    name="model",
    label="先进典型",
    meta=ModelMeta,
    template="model.html",
    list_template="models.html",
    facets=(
        choices("honor", "典型类别", HonorKind, lambda meta: (meta.honor_kind.value,)),
        choices("level", "荣誉级别", Level, _levels),
    ),
    skeleton=("unit", "publish_at", "position", "motto", "honors", "summary", "cover"),
)
