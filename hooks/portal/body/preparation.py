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
_UNTITLED_DETAILS: Final = re.compile(rf"(<details{_ATTRIBUTES}>)(?!\s*<summary)")
_PRE: Final = re.compile(r"(<pre.*?</pre>)", re.DOTALL)
_INLINE_TAGS: Final = rf"(?:</?(?:a|abbr|b|code|del|em|i|mark|s|span|strong|u){_ATTRIBUTES}>)*"
_LINE_BREAK: Final = re.compile(rf"\n(?={_INLINE_TAGS}[{CJK}])")
_CJK_BEFORE: Final = re.compile(rf"[{CJK}]{_INLINE_TAGS}$")
_FAR_ENOUGH: Final = 300
"""Characters to look back over the tags before a line break."""


def prepare(html: str) -> str:
    """The HTML with captions, without empty headings, and without line breaks in the middle of Chinese."""
    if "<img" in html:
        html = _IMAGES.sub(lambda images: _figures(images[1]), html)
    if "<h" in html:
        html = _EMPTY_HEADING.sub("", html)
    if "<th" in html:
        html = _EMPTY_HEADER_CELL.sub(r"<td\1></td>", html)
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
    if "<pre" not in html:
        return _LINE_BREAK.sub(_break, html.replace(" \n", "\n"))
    return "".join(
        piece if piece.startswith("<pre") else _LINE_BREAK.sub(_break, piece.replace(" \n", "\n"))
        for piece in _PRE.split(html)
    )


def _break(found: re.Match[str]) -> str:
    before = found.string[max(0, found.start() - _FAR_ENOUGH) : found.start()]
    return "" if _CJK_BEFORE.search(before) else "\n"
