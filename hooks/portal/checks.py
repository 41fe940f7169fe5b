"""The rules that no single field can break, and those of a release.

A check is a generator of problems; its docstring is the rule and, where it protects someone, whom.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from .entry import Entry
from .kinds.brand import BrandMeta
from .kinds.meta import Status
from .kinds.news import NewsMeta
from .kinds.story import StoryMeta
from .library import Library
from .problem import Problem
from .publication import broken_seal, missing_reviews
from .settings import Settings

_LATEST = 2
"""Days between an event and the news of it. (NORMS: Freshness)"""
_STORY_MINUTES = 3


def doubts(entry: Entry, settings: Settings) -> Iterator[Problem]:
    """What the rules say about one entry."""
    for check in _CHECKS:
        yield from check(entry, settings)


def _published_when(entry: Entry, settings: Settings) -> Iterator[Problem]:
    """What is published has a time of publication; without one it would never appear."""
    if entry.meta.status in (Status.PUBLISHED, Status.WITHDRAWN) and entry.meta.publish_at is None:
        yield _at(entry, "status")(
            message="没有发布时间。", remedy="请加上一行，例如 publish_at: 2026-03-06 09:30。"
        )


def _withdrawn_why(entry: Entry, settings: Settings) -> Iterator[Problem]:
    """Readers of a withdrawn entry are told the reason. (NORMS: 三审三校)"""
    if entry.meta.status is Status.WITHDRAWN and entry.meta.withdrawn is None:
        yield _at(entry, "status")(
            message="撤下了，但没有写原因。", remedy="请加上 withdrawn:，下面缩进写 reason: 撤下的原因。"
        )


def _over_before_it_begins(entry: Entry, settings: Settings) -> Iterator[Problem]:
    """An entry that goes offline before it goes online is never seen."""
    start, end = entry.meta.publish_at, entry.meta.unpublish_at
    if start and end and end <= start:
        yield _warn(entry, "unpublish_at")(
            message="下线时间不晚于发布时间，读者永远看不到。", remedy="请核对这两个时间。"
        )


def _reviewed(entry: Entry, settings: Settings) -> Iterator[Problem]:
    """Changed text is unreviewed text: nobody answers for it. (NORMS: 三审三校)"""
    if not (entry.meta.reviews or settings.reviews):
        return
    warn = _warn(entry, "reviews")
    if broken_seal(entry.meta, entry.seal):
        yield warn(message="终审之后又改动过，暂不发布。", remedy="请重新送审。")
    elif entry.meta.status is Status.PUBLISHED and (
        missing := missing_reviews(entry.meta, entry.seal, settings.reviews)
    ):
        steps = "、".join(step.label for step in missing)
        yield warn(message=f"还没有完成{steps}，暂不发布。", remedy="请完成审核。")


def _whose(entry: Entry, settings: Settings) -> Iterator[Problem]:
    """News says which unit it is from, or from where it was reprinted."""
    meta = entry.meta
    if isinstance(meta, NewsMeta) and meta.status is Status.PUBLISHED and not (meta.unit or meta.reprint):
        yield _warn(entry, "unit")(
            message="没有写是哪个单位的。",
            remedy="请加上一行 unit:，写 units 文件夹里单位文件的名字；转载的请写 reprint。",
        )


def _timely(entry: Entry, settings: Settings) -> Iterator[Problem]:
    """News of an activity is out within two days. (NORMS: Freshness)"""
    meta = entry.meta
    if not isinstance(meta, NewsMeta) or not meta.publish_at or not meta.event_date:
        return
    days = (meta.publish_at.date() - meta.event_date).days
    if days > _LATEST:
        yield _warn(entry, "publish_at")(
            message=f"活动在 {meta.event_date}，发布在 {meta.publish_at.date()}，晚了 {days} 天。",
            remedy=f"活动动态请在 {_LATEST} 天内发布；日期写错的请改正。",
        )


def _short(entry: Entry, settings: Settings) -> Iterator[Problem]:
    """A story takes three minutes at most."""
    most = _STORY_MINUTES * settings.reading_speed
    if isinstance(entry.meta, StoryMeta) and entry.characters > most:
        yield _warn(entry, "title")(
            message=f"正文有 {entry.characters} 个字，{_STORY_MINUTES} 分钟读不完。",
            remedy=f"微故事请控制在 {most} 个字以内。",
        )


_CHECKS: tuple[Callable[[Entry, Settings], Iterator[Problem]], ...] = (
    _published_when,
    _withdrawn_why,
    _over_before_it_begins,
    _reviewed,
    _whose,
    _timely,
    _short,
)


def one_brand_each(entries: Iterable[Entry]) -> Iterator[Problem]:
    """A unit has one brand. (directive: 一单位一品牌)"""
    first: dict[str, Entry] = {}
    for entry in entries:
        unit = entry.meta.unit
        if not isinstance(entry.meta, BrandMeta) or not unit or entry.meta.status is not Status.PUBLISHED:
            continue
        if (other := first.setdefault(unit, entry)) is not entry:
            yield _warn(entry, "unit")(
                message=f"单位“{unit}”已有品牌“{other.meta.title}”（{other.path}）。",
                remedy="一个单位只报一个品牌，请核对单位，或把不用的改成 status: archived。",
            )


def samples(library: Library) -> Iterator[Problem]:
    """Samples are no content of a real portal: readers would take invented units and people for real."""
    for entry in library.entries:
        if entry.meta.sample:
            yield _at(entry, "sample")(
                message="这是示例稿件。", remedy="正式发布前请删去，或换成真实内容并去掉 sample。"
            )


def _at(entry: Entry, field: str) -> Callable[..., Problem]:
    return partial(Problem, path=entry.path, line=entry.line(field))


def _warn(entry: Entry, field: str) -> Callable[..., Problem]:
    return partial(_at(entry, field), severity="warning")
