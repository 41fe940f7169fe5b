"""Changes to sanitised HTML that have to look ahead, and so cannot wait for the pass over its tags."""

import re
from typing import Final

from portal.body.dialect import CJK

_ATTRIBUTES: Final = r"(?: [a-z]+=\"[^\"]*\")*"
_IMAGES: Final = re.compile(rf"<p>((?:\s|<br>|<img{_ATTRIBUTES}>)+)</p>")
_IMAGE: Final = re.compile(rf"<img{_ATTRIBUTES}>")
_TITLE: Final = re.compile(r" title=\"([^\"]*[^\"\s][^\"]*)\"")
_EMPTY_HEADING: Final = re.compile(rf"<h([1-6]){_ATTRIBUTES}>(?:\s|<br>)*</h\1>")
_EMPTY_HEADER_CELL: Final = re.compile(rf"<th({_ATTRIBUTES})>\s*</th>")
_EMPTY_ROW: Final = re.compile(rf"<tr{_ATTRIBUTES}>\s*</tr>")
_UNREAD_RUBY: Final = re.compile(rf"<ruby{_ATTRIBUTES}>((?:(?!</?ruby|<rt).)*)</ruby>", re.DOTALL)
_UNTITLED_DETAILS: Final = re.compile(rf"(<details{_ATTRIBUTES}>)(?!\s*<summary)")
_PRE: Final = re.compile(r"(<pre.*?</pre>)", re.DOTALL)
_INLINE_TAGS: Final = rf"(?:</?(?:a|abbr|b|code|del|em|i|mark|s|span|strong|u){_ATTRIBUTES}>)*"
_LINE_BREAK: Final = re.compile(rf"\n(?={_INLINE_TAGS}[{CJK}])")
_BLANKS_AT_BREAK: Final = re.compile(r" *\n *")
_CJK_BEFORE: Final = re.compile(rf"[{CJK}]{_INLINE_TAGS}$")
_FAR_ENOUGH: Final = 300
"""Characters to look back over the tags before a line break."""


def prepare(html: str) -> str:
    """The HTML with captions, without empty headings and rows, and without line breaks amid Chinese."""
    if "<img" in html:
        html = _IMAGES.sub(lambda images: _figures(images[1]), html)
    if "<h" in html:
        html = _EMPTY_HEADING.sub("", html)
    if "<table" in html:
        html = _EMPTY_ROW.sub("", _EMPTY_HEADER_CELL.sub(r"<td\1></td>", html))
    if "<ruby" in html:
        html = _UNREAD_RUBY.sub(r"\1", html)
    if "<details" in html:
        html = _UNTITLED_DETAILS.sub(r"\1<summary>详情</summary>", html)
    return _join_lines(html)


def _figures(images: str) -> str:
    """Pictures that have a paragraph to themselves: those with a title get it as their caption."""

    def figure(image: str) -> str:
        title = _TITLE.search(image)
        return f"<figure>{image}<figcaption>{title[1]}</figcaption></figure>" if title else f"<p>{image}</p>"

    return "\n".join(map(figure, _IMAGE.findall(images)))


def _join_lines(html: str) -> str:
    """Take out the line breaks between Chinese characters, which a browser would show as blanks."""
    pieces = _PRE.split(html) if "<pre" in html else [html]
    return "".join(piece if piece.startswith("<pre") else _join(piece) for piece in pieces)


def _join(html: str) -> str:
    if " \n" in html or "\n " in html:
        html = _BLANKS_AT_BREAK.sub("\n", html)
    return _LINE_BREAK.sub(_break, html)


def _break(found: re.Match[str]) -> str:
    before = found.string[max(0, found.start() - _FAR_ENOUGH) : found.start()]
    return "" if _CJK_BEFORE.search(before) else "\n"
