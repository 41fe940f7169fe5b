"""Plain pages: about, contact, the accessibility statement."""

from __future__ import annotations

from ..fields import Line, field
from .meta import Kind, Meta


class PageMeta(Meta):
    """The front matter of a plain page."""

    kind: Line | None = field("种类", "固定写 page，也可以不写", internal=True)


PAGE = Kind(name="page", label="页面", meta=PageMeta, template="page.html", dated=False)
