"""Which element may stand where: the part of HTML's content model that authors break.

A sanitiser looks at each element on its own. A `li` without a list, a paragraph in a heading or a link in a
link is still no valid HTML, and browsers and screen readers each mend it in their own way.
"""

from collections.abc import Set
from typing import Final


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


VOID: Final = _names("br col hr img wbr")
PHRASING: Final = _names(
    "a abbr b br cite code del em i img ins kbd mark q rp rt ruby s samp small span strong sub sup u var wbr"
)
HEADINGS: Final = _names("h1 h2 h3 h4 h5 h6")
BLOCKS: Final = HEADINGS | _names(
    "blockquote caption col colgroup dd details div dl dt figcaption figure hr li ol p pre summary table"
    " tbody td tfoot th thead tr ul"
)
IMPLIED: Final = {"dl": "dd", "ol": "li", "ul": "li"}
"""What stands directly in a list belongs to an item that the author forgot."""
ITEMS: Final = _names("dd dt li")
ONCE: Final = _names("caption figcaption summary")
"""At most one of these in its parent."""

_TEXT_ONLY: Final = PHRASING | HEADINGS | _names("caption dt figcaption p pre summary th")
"""Elements that hold text and no blocks; `a`, `ins` and `del` too, which keeps the rule simple."""
_PARENTS: Final = {
    child: _names(parents)
    for parents, children in {
        "colgroup": "col",
        "details": "summary",
        "dl": "dd dt",
        "figure": "figcaption",
        "ol ul": "li",
        "ruby": "rp rt",
        "table": "caption colgroup tbody tfoot thead",
        "tbody tfoot thead": "tr",
        "tr": "td th",
    }.items()
    for child in children.split()
}


def may_stand(name: str, parent: str, ancestors: Set[str]) -> bool:
    """Whether an element may be a child of this parent."""
    if name == "a" and "a" in ancestors:
        return False
    if name in _PARENTS:
        return parent in _PARENTS[name]
    return name in PHRASING or parent not in _TEXT_ONLY
