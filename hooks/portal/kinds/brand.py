"""党建品牌: a unit's branded project, run in six phases."""

from __future__ import annotations

from ..fields import BesideFile, Choice, Day, EntryRefs, Fields, Groups, Line, Lines, Names, Text, field
from .meta import Kind, Level, Meta, choices


class Phase(Choice):
    """The phases of a branded project, in their order. (directive: 实行项目化管理)"""

    APPLIED = "申报"
    APPROVED = "立项"
    GROWING = "培育"
    MIDTERM = "中期"
    ACCEPTED = "验收"
    PROMOTED = "推广"


class Logo(Fields):
    """The brand's mark."""

    src: BesideFile = field("图片", default=...)
    alt: Line = field("说明", default=...)
    meaning: Line | None = field("寓意")


class Result(Fields):
    """One figure that shows what the brand achieved."""

    metric: Line = field("指标", default=...)
    value: Line = field("数值", default=...)
    date: Day | None = field("统计日期")


class BrandMeta(Meta):
    """The front matter of a brand."""

    brand_name: Line = field("品牌名称", default=..., example="示例品牌")
    slogan: Line | None = field("品牌口号")
    logo: Logo | None = field("品牌标识")
    connotation: Text | None = field("品牌内涵")
    carrier: Text | None = field("品牌载体")
    measures: Lines = field("主要做法", default=())
    results: Groups[Result] = field("品牌成效", default=())
    phase: Phase = field("所处阶段", default=..., example="申报")
    phases: dict[Phase, Day] = field("各阶段日期", "例如 申报: 2026-03-01", default={})
    level: Level | None = field("品牌级别")
    promoted_to: Names = field("推广到", "单位文件的名字", default=())
    evidence: EntryRefs = field("佐证", "稿件在 content 里的路径", default=())


BRAND = Kind(
    name="brand",
    label="党建品牌",
    meta=BrandMeta,
    template="brand.html",
    list_template="brands.html",
    facets=(
        choices("phase", "所处阶段", Phase, lambda meta: (meta.phase.value,)),
        choices("level", "品牌级别", Level, lambda meta: (meta.level.value,) if meta.level else ()),
    ),
    skeleton=("unit", "publish_at", "slogan", "connotation", "carrier", "measures", "summary"),
)
