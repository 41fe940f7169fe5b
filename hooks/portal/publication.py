"""Who may see an entry: default deny, in one place. (DESIGN: Rules that protect people)"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Any

from .kinds.common import Meta, ReviewStep, Scope, Status

_UNSEALED = (
    "reviews",
    "status",
    "secrecy",
    "withdrawn",
    "adoptions",
    "wechat",
    "pinned_until",
    "unpublish_at",
)
"""What may change after the final review without changing what was reviewed."""


class Visibility(Enum):
    """What the public may see of an entry."""

    FULL = "full"
    NOTICE = "notice"
    """Only that it was withdrawn, when, and why."""
    NONE = "none"


def visibility(meta: Meta, seal: str, policy: tuple[ReviewStep, ...], now: datetime) -> Visibility:
    """What of an entry the public may see at this moment, `now` being aware of its time zone."""
    if meta.scope is not Scope.PUBLIC or meta.publish_at is None or meta.publish_at > now:
        return Visibility.NONE
    if meta.status is Status.WITHDRAWN:
        return Visibility.NOTICE if meta.withdrawn else Visibility.NONE
    if meta.status is not Status.PUBLISHED or (meta.unpublish_at is not None and meta.unpublish_at <= now):
        return Visibility.NONE
    if broken_seal(meta, seal):
        return Visibility.NONE
    return Visibility.FULL if not missing_reviews(meta, seal, policy) else Visibility.NONE


def missing_reviews(meta: Meta, seal: str, policy: tuple[ReviewStep, ...]) -> tuple[ReviewStep, ...]:
    """The steps the policy asks for that nobody has taken for exactly this text."""
    done = {review.step for review in meta.reviews if review.sha256 in (None, seal)}
    if any(review.step is ReviewStep.FINAL and review.sha256 is None for review in meta.reviews):
        done.discard(ReviewStep.FINAL)
    return tuple(step for step in policy if step not in done)


def broken_seal(meta: Meta, seal: str) -> bool:
    """Whether the text changed after a final review that stored its hash."""
    return any(
        review.step is ReviewStep.FINAL and review.sha256 is not None and review.sha256 != seal
        for review in meta.reviews
    )


def seal_of(values: Mapping[str, Any], body: str) -> str:
    """SHA-256 of what a review judges: the body, and the front matter but for the records about it."""
    judged = {key: value for key, value in values.items() if key not in _UNSEALED}
    text = json.dumps([judged, body], ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
