"""单位动态: what a unit did."""

from __future__ import annotations

from ..fields import Choice, Line, field
from .meta import Kind, Meta, choices


class Activity(Choice):
    """The forms of organisational life and of service."""

    MEMBERS_MEETING = "支部党员大会"
    COMMITTEE = "支部委员会"
    GROUP = "党小组会"
    LECTURE = "党课"
    THEME_DAY = "主题党日"
    DEMOCRATIC_LIFE = "民主生活会"
    ORGANISATIONAL_LIFE = "组织生活会"
    APPRAISAL = "民主评议党员"
    TALKS = "谈心谈话"
    DOUBLE_LIFE = "双重组织生活"
    VOLUNTEERING = "志愿服务"
    GRASSROOTS = "走基层"
    STUDY = "学习培训"
    ELECTION = "换届选举"
    PAIRING = "结对帮扶"
    MASS = "群团活动"
    OTHER = "其他"


class NewsMeta(Meta):
    """The front matter of a piece of news."""

    activity: Activity | None = field("活动形式", "例如 主题党日")
    place: Line | None = field("活动地点")


def _activities(meta: NewsMeta) -> tuple[str, ...]:
    return (meta.activity.value,) if meta.activity else ()


NEWS = Kind(
    name="news",
    label="单位动态",
    meta=NewsMeta,
    template="news.html",
    facets=(choices("activity", "活动形式", Activity, _activities),),
    skeleton=("unit", "publish_at", "event_date", "activity", "author", "photographer", "summary", "cover"),
)
