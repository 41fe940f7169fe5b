"""Who may see an entry: default deny, in one place. (DESIGN: Rules that protect people)"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Any

from .kinds.disclosure import DisclosureMeta
from .kinds.meta import Meta, Review, ReviewStep, Scope, Status

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
_AS_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode


class Visibility(Enum):
    """What the public may see of an entry."""

    FULL = "full"
    LINE = "line"
    """Of a disclosed item for the party or a unit: its line in the directory, if the settings keep one."""
    NOTICE = "notice"
    """Only that it was withdrawn, when, and why."""
    NONE = "none"


def visibility(meta: Meta, seal: str, policy: tuple[ReviewStep, ...], now: datetime) -> Visibility:
    """What of an entry the public may see at this moment, `now` being aware of its time zone."""
    if meta.publish_at is None or meta.publish_at > now:
        return Visibility.NONE
    if meta.status is Status.WITHDRAWN and meta.scope is Scope.PUBLIC and meta.withdrawn:
        return Visibility.NOTICE
    if meta.status is not Status.PUBLISHED or (meta.unpublish_at is not None and meta.unpublish_at <= now):
        return Visibility.NONE
    if (meta.reviews or policy) and (broken_seal(meta, seal) or missing_reviews(meta, seal, policy)):
        return Visibility.NONE
    if meta.scope is Scope.PUBLIC:
        return Visibility.FULL
    listed = isinstance(meta, DisclosureMeta) and meta.scope in (Scope.PARTY, Scope.UNIT)
    return Visibility.LINE if listed else Visibility.NONE


def missing_reviews(meta: Meta, seal: str, policy: tuple[ReviewStep, ...]) -> tuple[ReviewStep, ...]:
    """The steps the policy asks for that nobody has taken for exactly this text."""
    done = {review.step for review in meta.reviews if _is_of(review, seal)}
    return tuple(step for step in policy if step not in done)


def _is_of(review: Review, seal: str) -> bool:
    """Whether a review judged this text; a final one has to say so."""
    if review.sha256 is None:
        return review.step is not ReviewStep.FINAL
    return review.sha256 == seal


def broken_seal(meta: Meta, seal: str) -> bool:
    """Whether the text changed after the last of the final reviews that stored its hash."""
    sealed = [review.sha256 for review in meta.reviews if review.step is ReviewStep.FINAL and review.sha256]
    return bool(sealed) and sealed[-1] != seal


def seal_of(values: Mapping[str, Any], body: str) -> str:
    """SHA-256 of what a review judges: the body, and the front matter but for the records about it."""
    return _hash([{key: value for key, value in values.items() if key not in _UNSEALED}, body])


def digest_of(values: Mapping[str, Any], seal: str) -> str:
    """SHA-256 of front matter and body, however the file spells them; `seal` is `seal_of` them."""
    return _hash([{key: values[key] for key in _UNSEALED if key in values}, seal])


def _hash(said: list[Any]) -> str:
    return hashlib.sha256(_AS_JSON(said).encode("utf-8", "surrogatepass")).hexdigest()
