"""督查通报: what the quarter's inspection found."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BeforeValidator

from ..fields import Line, field, quoted, wrong
from .meta import Kind, Meta


def _quarter(value: object) -> str:
    if isinstance(value, str) and re.fullmatch(r"20[0-9]{2}Q[1-4]", value):
        return value
    raise wrong(f"写成了{quoted(value)}。", "请写成年份、Q 和季度，例如 2026Q1。")


class BulletinMeta(Meta):
    """The front matter of a bulletin."""

    quarter: Annotated[str, BeforeValidator(_quarter)] = field("季度", default=..., example="2026Q1")
    doc_no: Line | None = field("文号")


BULLETIN = Kind(
    name="bulletin",
    label="督查通报",
    meta=BulletinMeta,
    template="bulletin.html",
    skeleton=("doc_no", "publish_at", "summary"),
)
