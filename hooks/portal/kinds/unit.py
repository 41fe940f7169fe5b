"""单位: a school, department or organisation of the system; its file's name is its key."""

from __future__ import annotations

from ..fields import Choice, Flag, Line, Url, field
from .meta import Kind, Meta, choices


class UnitKind(Choice):
    """What sort of unit it is."""

    OFFICE = "机关"
    SCHOOL = "学校"
    SUBORDINATE = "直属单位"
    COLLEGE = "高职"
    PRIVATE = "民办"
    SOCIAL = "社会组织"


class PartyOrg(Choice):
    """The form of its party organisation."""

    COMMITTEE = "党委"
    GENERAL_BRANCH = "总支"
    BRANCH = "支部"


class UnitMeta(Meta):
    """The front matter of a unit."""

    name: Line = field("单位全称", default=..., example="示例第一中学")
    short: Line | None = field("简称", "列表里显示，不填就用全称")
    unit_kind: UnitKind = field("单位类别", default=..., example="学校")
    party_org: PartyOrg | None = field("党组织形式")
    pilot: Flag = field("试点单位", default=False)
    site_url: Url | None = field("单位网站")
    phone: Line | None = field("办公电话", "只写公开的办公电话")
    folder: Line | None = field("供稿文件夹", internal=True)


UNIT = Kind(
    name="unit",
    label="单位",
    meta=UnitMeta,
    template="unit.html",
    list_template="units.html",
    facets=(choices("kind", "单位类别", UnitKind, lambda meta: (meta.unit_kind.value,)),),
    dated=False,
    skeleton=("short", "party_org", "publish_at", "status"),
)
