"""The HTML an author may use: an allowlist, applied to whatever came out of Markdown.

Authors are not trusted with HTML. nh3 parses as a browser does and writes what is allowed in one canonical
form (lower case, attributes in double quotes, all of it balanced), which is what the assembly relies on.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import Final

import nh3

from portal.body.content_model import BLOCKS, PHRASING, VOID

_TAGS: Final = PHRASING | BLOCKS
_ATTRIBUTES: Final = {
    "*": {"class", "dir", "id", "lang", "style"},
    "a": {"href", "title"},
    "abbr": {"title"},
    "col": {"span"},
    "colgroup": {"span"},
    "details": {"open"},
    "div": {"align"},
    "img": {"alt", "src", "title"},
    "ol": {"reversed", "start", "type"},
    "p": {"align"},
    "td": {"align", "colspan", "rowspan"},
    "th": {"align", "colspan", "rowspan", "scope"},
}
_WITH_CONTENT: Final = set(
    "iframe math noembed noframes noscript object script style svg template textarea title xml".split()
)
"""Elements whose content goes with them: it is no text to read."""

_cleaner: Final = nh3.Cleaner(
    tags=set(_TAGS),
    clean_content_tags=_WITH_CONTENT,
    attributes=_ATTRIBUTES,
    filter_style_properties={"text-align"},
    link_rel=None,
    url_schemes={"http", "https", "mailto", "tel"},
)

_TAG: Final = re.compile(r"<(/?)([a-zA-Z][^\s/<>\"']*+)((?:\"[^\"]*+\"|'[^']*+'|[^<>\"'])*+)>")
_HANDLER: Final = re.compile(r"[\s\"'/](on\w+)\s*=", re.IGNORECASE)
_STYLE: Final = re.compile(r"[\s\"'/]style\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_ALIGNMENT: Final = re.compile(r"\s*(?:text-align\s*:\s*[a-z]+\s*;?\s*)?$", re.IGNORECASE)
_ADDRESS: Final = re.compile(
    r"[\s\"'/](?:href|src)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE
)


def sanitise(html: str) -> str:
    """The allowed part of the HTML, in nh3's canonical form."""
    return _cleaner.clean(html)


def depth_of(html: str) -> int:
    """About how deep elements lie in unsanitised HTML: for tens of thousands nh3 needs quadratic time."""
    depth = deepest = 0
    for slash, name, _ in _TAG.findall(html):
        if slash:
            depth -= 1
        elif name.lower() not in VOID:
            depth += 1
            deepest = max(depth, deepest)
    return deepest


def removed(html: str) -> Iterator[tuple[str, str]]:
    """Each thing the sanitiser takes out: its name for the author, and the words to look for in the text.

    What Word leaves behind (`o:p`) is not mentioned: nobody wrote it, and its text stays.
    """
    for slash, name, attributes in _TAG.findall(html):
        if slash:
            continue
        if name.lower() not in _TAGS and ":" not in name:
            yield f"<{name.lower()}>", f"<{name}"
        for handler in _HANDLER.findall(attributes):
            yield f"{handler.lower()}=", handler
        for style in _STYLE.findall(attributes):
            if not _ALIGNMENT.match("".join(style)):
                yield "style=", "style"


def addresses(html: str) -> Iterator[tuple[str, str]]:
    """Every address of a link or picture in unsanitised HTML, unescaped, after its element's name."""
    for _, name, attributes in _TAG.findall(html):
        if name.lower() in ("a", "img"):
            for quoted in _ADDRESS.findall(attributes):
                yield name.lower(), unescape("".join(quoted))
