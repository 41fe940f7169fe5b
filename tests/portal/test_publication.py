"""Who may see an entry: nobody, unless everything speaks for it."""

from datetime import datetime, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.fields import BEIJING
from portal.kinds.disclosure import DisclosureMeta
from portal.kinds.meta import ReviewStep, Scope, Status
from portal.kinds.news import NewsMeta
from portal.publication import Visibility, broken_seal, missing_reviews, seal_of, visibility

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=BEIJING)
PAST, FUTURE = "2026-03-10 08:59", "2026-03-10 09:01"
SEAL = "a" * 64
FINAL = {"step": "final", "by": "示例", "sha256": SEAL}
WITHDRAWN = {"reason": "重复"}


def news(**values: Any) -> NewsMeta:
    return NewsMeta.model_validate(
        {"title": "标题", "status": "published", "publish_at": PAST, "withdrawn": WITHDRAWN, **values}
    )


def seen(meta: NewsMeta | DisclosureMeta, *policy: ReviewStep) -> Visibility:
    return visibility(meta, SEAL, policy, NOW)


def test_what_is_published_for_everybody_and_due_is_seen() -> None:
    assert seen(news()) is Visibility.FULL


def test_of_all_states_scopes_and_times_only_two_show_anything() -> None:
    shown = {
        (status.value, scope.value, when): found
        for status, scope, when in product(Status, Scope, (None, PAST, FUTURE))
        if (found := seen(news(status=status.value, scope=scope.value, publish_at=when)))
        is not Visibility.NONE
    }
    assert shown == {
        ("published", "public", PAST): Visibility.FULL,
        ("withdrawn", "public", PAST): Visibility.NOTICE,
    }


def test_an_entry_is_seen_from_its_very_minute_until_the_minute_it_goes_offline() -> None:
    minute = "2026-03-10 09:00"
    assert seen(news(publish_at=minute)) is Visibility.FULL
    assert seen(news(unpublish_at=minute)) is Visibility.NONE
    assert visibility(news(unpublish_at=minute), SEAL, (), NOW - timedelta(seconds=1)) is Visibility.FULL


def test_a_withdrawn_entry_without_a_reason_leaves_nothing() -> None:
    assert seen(news(status="withdrawn", withdrawn=None)) is Visibility.NONE


@pytest.mark.parametrize(
    ("scope", "found"),
    [
        ("public", Visibility.FULL),
        ("party", Visibility.LINE),
        ("unit", Visibility.LINE),
        ("restricted", Visibility.NONE),
    ],
)
def test_a_disclosed_item_for_the_party_or_a_unit_may_leave_its_line(scope: str, found: Visibility) -> None:
    values = {"title": "一", "category": "其他", "item": "一", "status": "published", "publish_at": PAST}
    assert seen(DisclosureMeta.model_validate({**values, "scope": scope})) is found
    overdue = {**values, "scope": scope, "unpublish_at": PAST}
    assert seen(DisclosureMeta.model_validate(overdue)) is Visibility.NONE


FIRST, SECOND, LAST = ReviewStep


@pytest.mark.parametrize(
    ("reviews", "missing"),
    [
        ([], (FIRST, LAST)),
        ([{"step": "first", "by": "甲"}], (LAST,)),
        ([{"step": "first", "by": "甲"}, FINAL], ()),
        ([{"step": "first", "by": "甲"}, {"step": "final", "by": "乙"}], (LAST,)),
        ([{"step": "first", "by": "甲", "sha256": "b"}, FINAL], (FIRST,)),
        ([{"step": "first", "by": "甲"}, {"step": "final", "by": "乙"}, FINAL], ()),
    ],
)
def test_the_policy_asks_for_reviews_and_the_final_one_must_name_the_text(
    reviews: list[dict[str, str]], missing: tuple[ReviewStep, ...]
) -> None:
    meta = news(reviews=reviews)
    assert missing_reviews(meta, SEAL, (FIRST, LAST)) == missing
    assert seen(meta, FIRST, LAST) is (Visibility.NONE if missing else Visibility.FULL)


@pytest.mark.parametrize(
    ("hashes", "broken"),
    [([], False), ([SEAL], False), (["b"], True), (["b", SEAL], False), ([SEAL, "b"], True)],
)
def test_the_last_final_review_seals_the_text_whatever_the_policy(hashes: list[str], broken: bool) -> None:
    meta = news(reviews=[{**FINAL, "sha256": value} for value in hashes])
    assert broken_seal(meta, SEAL) is broken
    assert seen(meta) is (Visibility.NONE if broken else Visibility.FULL)


@pytest.mark.parametrize("key", ["title", "scope", "publish_at", "summary", "sample"])
def test_what_is_reviewed_changes_the_seal(key: str) -> None:
    assert seal_of({key: "a"}, "") != seal_of({key: "b"}, "")


@pytest.mark.parametrize("key", ["reviews", "status", "secrecy", "withdrawn", "adoptions", "wechat"])
def test_records_about_the_text_do_not_change_the_seal(key: str) -> None:
    assert seal_of({key: "a"}, "正文") == seal_of({}, "正文")


def test_the_body_changes_the_seal() -> None:
    assert seal_of({}, "正文") != seal_of({}, "正文。")


@given(
    st.sampled_from(list(Status)),
    st.sampled_from(list(Scope)),
    st.sampled_from([None, PAST, FUTURE]),
    st.sampled_from([None, PAST, FUTURE]),
    st.lists(st.sampled_from([FINAL, {"step": "final", "by": "乙"}, {**FINAL, "sha256": "b"}])),
    st.lists(st.sampled_from(list(ReviewStep)), unique=True),
)
def test_nothing_is_seen_that_anything_speaks_against(
    status: Status,
    scope: Scope,
    start: str | None,
    end: str | None,
    reviews: list[dict[str, str]],
    policy: list[ReviewStep],
) -> None:
    meta = news(status=status, scope=scope, publish_at=start, unpublish_at=end, reviews=reviews)
    against = (
        status is not Status.PUBLISHED
        or scope is not Scope.PUBLIC
        or start != PAST
        or end == PAST
        or broken_seal(meta, SEAL)
        or missing_reviews(meta, SEAL, tuple(policy))
    )
    assert (seen(meta, *policy) is Visibility.FULL) is not bool(against)
