"""The fields that every entry has, and what makes a kind of entry a kind.

Labels, help texts, error messages, the skeleton of a new entry and the field reference all come
from the definitions in this folder.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import field as attribute
from typing import Any

from ..fields import BesideFile, Choice, Day, Fields, Flag, Groups, Line, Moment, Names, Tags, Url, field


class Status(Choice):
    """Where an entry stands; only a published one reaches the site."""

    DRAFT = "draft", "草稿"
    IN_REVIEW = "in_review", "审核中"
    PUBLISHED = "published", "已发布"
    WITHDRAWN = "withdrawn", "已撤下"
    ARCHIVED = "archived", "已归档"


class Scope(Choice):
    """For whom an entry is; only the first reaches the site. (NORMS: 党务公开)"""

    PUBLIC = "public", "向社会公开"
    PARTY = "party", "在全党公开"
    UNIT = "unit", "在本单位公开"
    RESTRICTED = "restricted", "对特定对象公开"


class Validity(Choice):
    """Whether a rule is in force."""

    CURRENT = "现行"
    REVISED = "修订"
    REPEALED = "废止"


class Level(Choice):
    """How high an honour or a brand stands, the highest first."""

    NATIONAL = "国家级"
    PROVINCIAL = "省级"
    MUNICIPAL = "市级"
    SYSTEM = "系统级"
    SCHOOL = "校级"


class ReviewStep(Choice):
    """The three reviews, by three people. (NORMS: 三审三校)"""

    FIRST = "first", "初审"
    SECOND = "second", "复审"
    FINAL = "final", "终审"


class Reprint(Fields):
    """Where a text was first published by others."""

    source: Line = field("原载", default=...)
    url: Url | None = field("原文网址")
    date: Day | None = field("原载日期")


class Cover(Fields):
    """The picture that stands for an entry in lists."""

    src: BesideFile = field("图片", "稿件旁边的图片文件名", default=..., example="cover.jpg")
    alt: Line = field("说明", "给看不到图的人：图里有什么", default=..., example="图里有什么，用一句话写清楚")


class Attachment(Fields):
    """A file that readers may download."""

    src: BesideFile = field("文件", "稿件旁边的文件名", default=...)
    title: Line | None = field("名称")


class ChangeNote(Fields):
    """What was corrected after publication."""

    date: Day = field("日期", default=...)
    note: Line = field("内容", default=...)


class Review(Fields):
    """One review; the final one stores the hash of what was reviewed."""

    step: ReviewStep = field("环节", default=...)
    by: Line = field("审核人", default=...)
    post: Line | None = field("职务")
    at: Moment | None = field("时间")
    sha256: Line | None = field("所审内容的校验值")


class Secrecy(Fields):
    """Who checked that nothing secret is in the text, and when."""

    checked_by: Line = field("审查人", default=...)
    at: Moment | None = field("时间")


class Withdrawn(Fields):
    """Why an entry was taken off the site; readers see the reason."""

    at: Moment | None = field("时间")
    reason: Line = field("原因", default=...)


class Adoption(Fields):
    """Where else the text was published or used."""

    level: Level | None = field("级别")
    media: Line = field("媒体", default=...)
    title: Line | None = field("标题")
    url: Url | None = field("网址")
    at: Day | None = field("日期")


class Wechat(Fields):
    """When and where the entry was pushed to WeChat."""

    account: Line = field("公众号", default=...)
    pushed_at: Moment | None = field("时间")
    url: Url | None = field("网址")


class Meta(Fields):
    """The front matter that all kinds share."""

    title: Line = field("标题", "30 个字以内最好读", default=..., example="在这里写标题")
    subtitle: Line | None = field("副标题")
    unit: Line | None = field("单位", "units 文件夹里单位文件的名字，不带 .md")
    publish_at: Moment | None = field("发布时间", "北京时间，例如 2026-03-06 09:30；到了时间才会上网")
    event_date: Day | None = field("活动日期", "例如 2026-03-05")
    source: Line | None = field("信息来源", "不填就是本单位")
    reprint: Reprint | None = field("转载", "转载别处的文章时填写")
    author: Names = field("供稿", default=())
    photographer: Names = field("摄影", default=())
    editor: Names = field("编辑", default=())
    summary: Line | None = field(
        "摘要", "一两句话，会出现在列表里", example="用一两句话说清楚：谁、做了什么、结果怎样"
    )
    keywords: Names = field("关键词", default=())
    tags: Tags = field("标签", default=())
    topics: Names = field("专题", "topics 文件夹里专题文件的名字，不带 .md", default=())
    cover: Cover | None = field("封面")
    attachments: Groups[Attachment] = field("附件", default=())
    pinned_until: Day | None = field("置顶到", "例如 2026-03-20，当天结束时取消置顶", internal=True)
    unpublish_at: Moment | None = field("下线时间", "到了时间就从网站上撤下", internal=True)
    change_notes: Groups[ChangeNote] = field("更正说明", default=())
    status: Status = field(
        "状态", "draft 草稿、in_review 审核中、published 已发布", default=Status.DRAFT, internal=True
    )
    scope: Scope = field("公开范围", "不填就是向社会公开", default=Scope.PUBLIC, internal=True)
    reviews: Groups[Review] = field("审核记录", default=(), internal=True)
    secrecy: Secrecy | None = field("保密审查", internal=True)
    withdrawn: Withdrawn | None = field("撤下说明", internal=True)
    adoptions: Groups[Adoption] = field("被采用情况", default=())
    wechat: Wechat | None = field("微信推送", internal=True)
    sample: Flag = field("示例", "true 表示这是示例，不是真实内容", default=False)


@dataclass(frozen=True, kw_only=True)
class Facet:
    """One way to browse a column: its entries by unit, year, level and so on."""

    name: str
    """In addresses: `/brands/by-phase/…/`."""
    label: str
    values: Callable[[Any], tuple[str, ...]]
    """The values of one entry's fields, in codes; none puts it under no value."""
    labels: Callable[[str], str] = str
    """What readers see for a value."""
    order: tuple[str, ...] = ()
    """Values in this order first; others follow by name."""


def choices(name: str, label: str, choice: type[Choice], values: Callable[[Any], tuple[str, ...]]) -> Facet:
    """A facet whose values are those of a `Choice`, in its order."""
    return Facet(
        name=name,
        label=label,
        values=values,
        labels=lambda code: choice(code).label,
        order=tuple(member.value for member in choice),
    )


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What the portal needs to know about one kind of entry."""

    name: str
    label: str
    meta: type[Meta]
    template: str
    """Draws one entry."""
    list_template: str = "column.html"
    """Draws the column that holds entries of this kind."""
    facets: tuple[Facet, ...] = ()
    """Beyond unit and year, which each kind has."""
    dated: bool = True
    """Sorted by publish time, the newest first; if not, by title or as the kind's list has it."""
    skeleton: tuple[str, ...] = attribute(default=())
    """Fields that a new entry's skeleton shows, besides the required ones."""
