"""From sanitised HTML to a Body, in one pass over its tags.

Raw HTML and Markdown have become the same by now. What is left to do needs the whole text: levels and ids of
headings, links within the text, captions, scrollable tables, and the content model of HTML, which a sanitiser
does not know (a `li` without a list, a paragraph in a heading). A tag that may not stand where it stands is
left out, its content stays.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape, unescape
from itertools import groupby
from typing import Final
from urllib.parse import unquote

from portal.body import complaints
from portal.body.addresses import encode, target_of
from portal.body.anchors import Anchors
from portal.body.attributes import write_attributes
from portal.body.content_model import BLOCKS, HEADINGS, IMPLIED, ITEMS, ONCE, VOID, may_stand
from portal.body.parts import Body, Heading, Image, Link
from portal.body.preparation import prepare
from portal.body.source import Source

_TAG: Final = re.compile(
    r"<(?P<plain>p|li)>(?P<text>[^<]+)</(?P=plain)>"
    r"|<(?P<end>/?)(?P<name>[a-z][a-z0-9]*)(?P<attributes>(?: [^\s\"=<>]+=\"[^\"]*\")*)>"
)
"""A tag, or the whole of an element that holds but text, as most do."""
_ATTRIBUTE: Final = re.compile(r" ([^\s\"=<>]+)=\"([^\"]*)\"")
_BLANK: Final = re.compile(r"(?:\s|&nbsp;)*")


class TooDeep(Exception):
    """Elements lie within elements beyond the limit."""


@dataclass(kw_only=True)
class _Open:
    """An element whose end has not come; one that is left out has its parent's name and no end."""

    name: str
    end: str = ""
    at: int = 0
    """Where its start is in the parts."""
    words: int = 0
    """How many pieces of text stand before it."""
    shown: int = 0
    """How many things to see stand before it."""
    id: str = ""
    """What the author calls a heading."""
    silent: bool = False
    """Whether its text is no reading matter."""
    implied: bool = False
    """Whether nobody wrote it."""
    had: set[str] = field(default_factory=set)
    """Which children that may come only once have come."""


def assemble(html: str, source: Source, depth: int) -> Body:
    """The body, with everything wrong in it reported to the source."""
    assembly = _Assembly(source=source, depth=depth)
    html = prepare(html)
    position = 0
    for tag in _TAG.finditer(html):
        assembly.write(html[position : tag.start()])
        position = tag.end()
        if tag["plain"]:
            assembly.plain(tag["plain"], tag["text"])
        elif tag["end"]:
            assembly.close()
        else:
            assembly.open(tag["name"], tag["attributes"])
    assembly.write(html[position:])
    return assembly.body()


@dataclass(kw_only=True)
class _Assembly:
    source: Source
    depth: int
    parts: list[str | Link | Image] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=lambda: [_Open(name="div")])
    headings: list[Heading] = field(default_factory=list)
    levels: list[int] = field(default_factory=list)
    """The author's levels of the headings above the present one."""
    anchors: Anchors = field(default_factory=Anchors)
    fragments: list[tuple[int, str, str]] = field(default_factory=list)
    """Links within the text: place in the parts, target, and the spoken name of one back from a note."""
    tables: int = 0
    shown: int = 0
    """How many things came that can be seen or linked to; what adds none to them is empty."""
    silent: int = 0
    """How many open elements hold no reading matter (the number of a note, a pronunciation)."""

    def plain(self, name: str, html: str) -> None:
        """Take a paragraph or an item that holds but text: at one go, where nothing can be wrong with it."""
        usual = self.stack[-1].name in ("ol", "ul") if name == "li" else len(self.stack) == 1
        if not usual or self.silent or len(self.stack) > self.depth or _BLANK.fullmatch(html):
            self.open(name, "")
            self.write(html)
            self.close()
            return
        self.shown += 1
        self.parts.append(f"<{name}>{html}</{name}>")
        self.words += ("\n", unescape(html).replace("\n", " "), "\n")

    def write(self, html: str) -> None:
        """Take a piece of text, still escaped."""
        if not html:
            return
        parent = self.stack[-1].name
        if not _BLANK.fullmatch(html):
            if parent in IMPLIED:
                self._imply(parent)
            self.shown += 1
        self.parts.append(html)
        if not self.silent:
            self.words.append(unescape(html) if parent == "pre" else unescape(html).replace("\n", " "))

    def open(self, name: str, attributes: str) -> None:
        """Take a start tag with its attributes."""
        parent = self.stack[-1]
        if parent.implied and name in ITEMS:
            self._end()
            parent = self.stack[-1]
        if parent.name in IMPLIED and not (name in ITEMS and may_stand(name, parent.name, set())):
            parent = self._imply(parent.name)
        if not self._may_stand(name, parent):
            if name not in VOID:
                self._push(_Open(name=parent.name, had=parent.had))
            return
        if name in BLOCKS:
            self.words.append("\n")
        values = {key: unescape(value) for key, value in _ATTRIBUTE.findall(attributes)} if attributes else {}
        if name in VOID:
            self._void(name, values)
        elif name == "a":
            self._link(values)
        else:
            self._element(name, values)

    def close(self) -> None:
        """Take an end tag; nh3 balances them, so it belongs to the innermost open element."""
        if self.stack[-1].implied:
            self._end()
        self._end()

    def body(self) -> Body:
        """Everything that was taken."""
        for place, target, name in self.fragments:
            self.parts[place] = self._resolve(target, name)
        lines = (" ".join(line.split()) for line in "".join(self.words).split("\n"))
        text = "\n".join(filter(None, lines))
        return Body(parts=tuple(_merge(self.parts)), headings=tuple(self.headings), text=text)

    def _may_stand(self, name: str, parent: _Open) -> bool:
        if not may_stand(name, parent.name, {opened.name for opened in self.stack} if name == "a" else set()):
            return False
        if name in ONCE:
            if name in parent.had:
                return False
            parent.had.add(name)
        return True

    def _push(self, opened: _Open) -> _Open:
        if len(self.stack) > self.depth:
            raise TooDeep
        opened.at, opened.words, opened.shown = len(self.parts), len(self.words), self.shown
        self.stack.append(opened)
        return opened

    def _imply(self, parent: str) -> _Open:
        item = IMPLIED[parent]
        opened = self._push(_Open(name=item, end=f"</{item}>", implied=True))
        self.parts.append(f"<{item}>")
        return opened

    def _end(self) -> None:
        opened = self.stack.pop()
        if not opened.end:
            return
        self.parts.append(opened.end)
        if opened.name in BLOCKS:
            self.words.append("\n")
        if opened.name in HEADINGS:
            self._end_heading(opened)
        elif opened.name == "a":
            self._end_link(opened)
        elif opened.name == "p" and self._is_empty(opened):
            self._forget(opened)
        self.silent -= opened.silent

    def _void(self, name: str, values: dict[str, str]) -> None:
        if name == "img":
            self._image(values)
            return
        if name == "br":
            self.words.append("\n")
        self.parts.append(f"<{name}{self._attributes(values)}>")

    def _element(self, name: str, values: dict[str, str]) -> None:
        if name in HEADINGS:
            self._heading(name, values)
            return
        opened = self._push(_Open(name=name, end=f"</{name}>"))
        start = f"<{name}{self._attributes(values)}>" if values else f"<{name}>"
        if name == "table":
            self.tables += 1
            start = f'<div class="table" role="region" tabindex="0" aria-label="表格 {self.tables}">{start}'
            opened.end = "</table></div>"
        elif name in ("rt", "rp"):
            self._silence(opened)
        elif name == "div" and values.get("class") == "footnote":
            start = f'{start[:-1]} role="doc-endnotes" aria-label="注释">'
        self.parts.append(start)

    def _silence(self, opened: _Open) -> None:
        opened.silent = True
        self.silent += 1

    def _attributes(self, values: dict[str, str]) -> str:
        if not values.get("id", "").strip():
            return write_attributes(values)
        self.shown += 1
        return f' id="{self.anchors.add(values["id"])}"{write_attributes(values)}'

    def _heading(self, name: str, values: dict[str, str]) -> None:
        level = int(name[1])
        while self.levels and self.levels[-1] >= level:
            self.levels.pop()
        self.levels.append(level)
        tag = f"h{min(len(self.levels) + 1, 6)}"
        self._push(_Open(name=tag, end=f"</{tag}>", id=values.pop("id", "")))
        self.parts.append(self._attributes(values))

    def _end_heading(self, opened: _Open) -> None:
        text = " ".join("".join(self.words[opened.words :]).split())
        start = f"<{opened.name}{self.parts[opened.at]}"
        if text:
            id_ = self.anchors.add(opened.id.strip() or text, text)
            self.headings.append(Heading(level=int(opened.name[1]), id=id_, text=text))
            start = f'{start} id="{id_}"'
        self.parts[opened.at] = f"{start}>"

    def _link(self, values: dict[str, str]) -> None:
        opened = self._push(_Open(name="a", end="</a>"))
        given, href = "href" in values, values.pop("href", "")
        kind = values.get("class", "")
        back = kind == "footnote-backref"
        if back or kind == "footnote-ref":
            self._silence(opened)
        name = values.get("title", "") if back else ""
        rest = f"{self._attributes(values)}>"
        target = target_of(href)
        if target == "site":
            line = complaints.line_of_address(self.source, href)
            self.parts += ['<a href="', Link(href=href, line=line), f'"{rest}']
        elif target == "fragment":
            self.fragments.append((len(self.parts) + 1, href[1:], name))
            self.parts += ["<a", "", rest]
        elif target:
            rel = ' rel="noopener noreferrer external"' if target == "foreign" else ""
            self.parts += [f'<a href="{escape(encode(href))}"{rel}', rest]
        else:
            if href.strip():
                complaints.bad_address(self.source, href)
            elif given:
                complaints.no_address(self.source)
            self.parts.append(f"<a{rest}")

    def _end_link(self, opened: _Open) -> None:
        if not self._is_empty(opened):
            return
        for link in self.parts[opened.at :]:
            if isinstance(link, Link):
                complaints.no_link_text(self.source, link.line, link.href)
        self._forget(opened)

    def _is_empty(self, opened: _Open) -> bool:
        return self.shown == opened.shown

    def _forget(self, opened: _Open) -> None:
        del self.parts[opened.at :]
        self.fragments = [fragment for fragment in self.fragments if fragment[0] < opened.at]

    def _resolve(self, target: str, name: str) -> str:
        """The `href` of a link within the text, or nothing if it leads nowhere."""
        if found := self.anchors.find(target):
            return f' href="#{found}"' + (f' aria-label="{escape(name)}"' if name else "")
        if name:
            complaints.unused_note(self.source, unquote(target).partition(":")[2])
        else:
            complaints.dead_fragment(self.source, target)
        return ""

    def _image(self, values: dict[str, str]) -> None:
        src, alt, caption = (values.get(key, "").strip() for key in ("src", "alt", "title"))
        if target_of(src) != "site":
            if src:
                complaints.foreign_image(self.source, src)
            return
        line = complaints.line_of_address(self.source, src)
        if not alt:
            complaints.no_alternative(self.source, line, src)
        self.shown += 1
        self.parts.append(Image(src=src, alt=alt, caption=caption, line=line))


def _merge(parts: list[str | Link | Image]) -> Iterator[str | Link | Image]:
    """The same parts with neighbouring texts made one."""
    for kind, group in groupby(parts, key=type):
        if kind is str:
            yield "".join(map(str, group))
        else:
            yield from group
