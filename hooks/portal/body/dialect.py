"""The Markdown that officers write, as HTML that nobody has sanitised yet.

Python-Markdown's grammar, changed where Chinese text from Word and WeChat would stumble over it. Every part
of a grammar costs time in every paragraph, so a text is read by a parser that knows only the parts whose mark
the text holds; parsers are kept and used again, as making one takes longer than reading a post.
"""

import re
from collections import defaultdict
from html import escape
from typing import Final
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockprocessors import (
    CodeBlockProcessor,
    HashHeaderProcessor,
    ListIndentProcessor,
    ParagraphProcessor,
    SetextHeaderProcessor,
)
from markdown.extensions.abbr import AbbrExtension, AbbrTreeprocessor
from markdown.extensions.admonition import AdmonitionExtension, AdmonitionProcessor
from markdown.extensions.attr_list import AttrListExtension, AttrListTreeprocessor
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import SubstituteTagInlineProcessor
from markdown.preprocessors import Preprocessor

from portal.body import indentation

CJK: Final = (
    r"\u2014\u2018-\u201d\u2026\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff60\U00020000-\U0003ffff"
)
"""Characters and punctuation without blanks between them: the inside of a regular expression's set."""

FENCE: Final = re.compile(r"(`{3,}|~{3,})[ ]*([\w+#.-]*)[^`]*$")

_MARKS: Final = {
    "html": ("<",),
    "entities": ("&",),
    "escapes": ("\\",),
    "code": ("`",),
    "images": ("![",),
    "references": ("]:",),
    "fences": ("```", "~~~"),
    "tables": ("|",),
    "footnotes": ("[^",),
    "attributes": ("{",),
    "definitions": (": ",),
    "abbreviations": ("*[",),
    "admonitions": ("!!!",),
    "marks": ("~~", "=="),
    "indents": ("\n ",),
    "links": ("](",),
    "emphasis": ("*", "_", "~~", "=="),
    "breaks": ("  \n", "\\\n"),
    "headings": ("#",),
    "underlines": ("=", "-"),
    "rules": tuple(f"{sign}{gap}{sign}" for sign in "-_*" for gap in ("", " ", "  ")),
    "numbers": (". ",),
    "bullets": ("- ", "* ", "+ "),
    "quotes": (">",),
}
"""By the name of a part of the grammar, what a text must hold to need it; plain strings are found fastest.

They are found anywhere, since a block may stand within a list or a quotation; tabs are blanks by then.
"""

_NAMES: Final = [(mark.strip(" ")[0], mark, name) for name, marks in _MARKS.items() for mark in marks]
"""The same, mark by mark, each with its first sign: a single character is found ten times as fast."""

_SIGNS: Final = "".join(sorted({sign for sign, _, _ in _NAMES}))

_PATTERNS: Final = {
    "html": ("autolink", "automail", "html"),
    "entities": ("entity",),
    "escapes": ("escape",),
    "code": ("backtick",),
    "images": ("image_link",),
    "references": ("reference", "short_reference", "image_reference", "short_image_ref"),
    "links": ("link",),
    "emphasis": ("em_strong",),
    "breaks": ("linebreak",),
}
"""Python-Markdown's own inline patterns that a text without the mark cannot match."""

_BLOCKS: Final = {
    "references": "reference",
    "headings": "hashheader",
    "underlines": "setextheader",
    "rules": "hr",
    "numbers": "olist",
    "bullets": "ulist",
    "quotes": "quote",
}
"""And its block processors."""

_ADMONITIONS: Final = {
    word: (kind, title)
    for kind, titles in {
        "note": "note说明 info说明 abstract摘要 quote引文 example示例",
        "tip": "tip提示 success完成 question问答",
        "warning": "warning注意 important重要 caution注意 attention注意",
        "danger": "danger警告 error错误",
    }.items()
    for english, title in (re.split("(?=[^a-z])", pair, maxsplit=1) for pair in titles.split())
    for word in (english, title)
}
"""By the word an officer writes, English or Chinese, the class of the box and its title."""

_TAB: Final = 4
"""Blanks; what Python-Markdown makes of a tab."""

_idle: Final[defaultdict[frozenset[str], list[Markdown]]] = defaultdict(list)
"""Parsers at rest. Whoever takes one out has it alone, and one that failed is not put back."""


class Unreadable(Exception):
    """Python-Markdown itself failed: its releases each had some odd text on which they did."""


def to_html(text: str) -> str:
    """The text as HTML, with whatever the author put into it, or Unreadable or a RecursionError."""
    text = text.expandtabs(_TAB)
    lines = f"\n{text}\n"
    signs = {sign for sign in _SIGNS if sign in lines}
    parts = frozenset(name for sign, mark, name in _NAMES if sign in signs and mark in lines)
    try:
        parser = _idle[parts].pop()
    except IndexError:
        parser = _make_parser(parts)
    try:
        html = parser.reset().convert(text)
    except RecursionError:
        raise
    except Exception as error:
        raise Unreadable from error
    _idle[parts].append(parser)
    return html


def _make_parser(parts: frozenset[str]) -> Markdown:
    abbreviations = AbbrExtension()
    extensions = {
        "tables": TableExtension(use_align_attribute=True),
        "footnotes": FootnoteExtension(BACKLINK_TEXT="↩", BACKLINK_TITLE="返回正文中的注释 {}"),
        "attributes": AttrListExtension(),
        "definitions": DefListExtension(),
        "abbreviations": abbreviations,
        "admonitions": AdmonitionExtension(),
    }
    chosen = [extension for name, extension in extensions.items() if name in parts]
    parser = Markdown(extensions=[SaneListExtension(), *chosen], output_format="html")
    blocks = parser.parser.blockprocessors
    blocks.register(_ChineseCodeBlock(parser.parser), "code", 80)
    blocks.register(_ListContent(parser.parser), "indent", 90)
    blocks.register(_SpacedHeading(parser.parser), "hashheader", 70)
    blocks.register(_UnderlinedHeading(parser.parser), "setextheader", 60)
    blocks.register(_Paragraph(parser.parser), "paragraph", 10)
    parser.inlinePatterns.register(SubstituteTagInlineProcessor(r"(?:[ ]{2,}|\\)\n", "br"), "linebreak", 100)
    for name, patterns in _PATTERNS.items():
        for pattern in patterns if name not in parts else ():
            parser.inlinePatterns.deregister(pattern)
    for name, block in _BLOCKS.items():
        if name not in parts:
            blocks.deregister(block)
    if "escapes" not in parts:
        parser.treeprocessors.deregister("unescape")
    if "html" in parts:
        parser.preprocessors.register(_WordRemains(parser), "word", 22)
    else:
        parser.preprocessors.deregister("html_block")
    if "fences" in parts:
        parser.preprocessors.register(_Fences(parser), "fences", 25)
    if "indents" in parts:
        parser.preprocessors.register(_Indents(parser), "indents", 15)
    if "attributes" in parts:
        parser.treeprocessors.register(_Attributes(parser), "attr_list", 8)
    if "abbreviations" in parts:
        words = abbreviations.abbrs  # type: ignore[attr-defined]
        parser.treeprocessors.register(_Abbreviations(parser, words), "abbr", 7)
    if "admonitions" in parts:
        blocks.register(_Admonition(parser.parser), "admonition", 105)
    if "marks" in parts and parser.delimiters is not None:
        parser.delimiters.add("~", "del", double=True)
        parser.delimiters.add("=", "mark", double=True)
    return parser


class _Fences(Preprocessor):
    """Code between fences, whatever stands after the first fence; one never closed stays as it is written."""

    def run(self, lines: list[str]) -> list[str]:
        out: list[str] = []
        start = 0
        fence: re.Match[str] | None = None
        for line in lines:
            out.append(line)
            if fence is None:
                fence, start = FENCE.match(line), len(out)
            elif closes(line, fence):
                out[start - 1 :] = ["", self._code(fence[2], out[start:-1]), ""]
                fence = None
        return out

    def _code(self, language: str, lines: list[str]) -> str:
        of = f' class="language-{escape(language)}"' if language else ""
        code = "".join(f"{escape(line)}\n" for line in lines)
        return self.md.htmlStash.store(f"<pre><code{of}>{code}</code></pre>")


def closes(line: str, fence: re.Match[str]) -> bool:
    """Whether a line ends the code that began with a fence."""
    end = line.rstrip()
    return end.startswith(fence[1]) and not end.strip(fence[1][0])


class _WordRemains(Preprocessor):
    """Comments, and the conditions and declarations that Word leaves behind, are nothing to read.

    Python-Markdown shows some of them as text, and older releases crash on `<![>`. Code keeps them. What lies
    in a comment is not taken possessively: before 3.11.5 Python then found no comment at all.
    """

    RE = re.compile(
        r"(?P<code>(?<!`)(?P<ticks>`++)[^`]++(?P=ticks)(?!`))"
        r"|<!--(?:(?!<!--|-->).)*-->|<!--|<!\[[^<>]*+>|<![a-z][^<>]*+>|<\?[^<>]*+>",
        re.DOTALL | re.IGNORECASE,
    )

    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines)
        if "<!" not in text and "<?" not in text:
            return lines
        return self.RE.sub(lambda found: found["code"] or "", text).split("\n")


class _Indents(Preprocessor):
    """Lists within lists with two or three blanks, once code and HTML are out of the way."""

    def run(self, lines: list[str]) -> list[str]:
        needed = indentation.NEEDED.search("\n".join(lines))
        return list(indentation.indent_by_four(lines)) if needed else lines


class _SpacedHeading(HashHeaderProcessor):
    """A heading needs a blank after its signs: `#党建 话题` is a topic as people write it in WeChat."""

    RE = re.compile(
        r"(?:^|\n)(?P<level>#{1,6})(?P<header>(?:[ \u3000](?:\\.|[^\\\n])*?)?)[ \u3000]*#*[ ]*(?:\n|$)"
    )

    def test(self, parent: Element, block: str) -> bool:
        return "#" in block and super().test(parent, block)  # such an expression is slow in long paragraphs


class _UnderlinedHeading(SetextHeaderProcessor):
    """The same as everywhere; most paragraphs are a single line, which cannot be one."""

    def test(self, parent: Element, block: str) -> bool:
        return "\n" in block and super().test(parent, block)


class _ChineseCodeBlock(CodeBlockProcessor):
    """Four blanks make code, but not of Chinese: officers indent their paragraphs as Word does."""

    CHINESE = re.compile(f"[{CJK}]")

    def test(self, parent: Element, block: str) -> bool:
        return block.startswith("    ") and not self.CHINESE.search(block)


class _ListContent(ListIndentProcessor):
    """The next item of a list may follow a paragraph of the one before without an empty line between."""

    NEXT = re.compile(r"\n(?=[ ]{0,3}(?:[-*+]|\d+\.)[ ])")

    def run(self, parent: Element, blocks: list[str]) -> None:
        if found := self.NEXT.search(blocks[0]):
            blocks[0:1] = [blocks[0][: found.start()], blocks[0][found.end() :]]
        super().run(parent, blocks)


class _Paragraph(ParagraphProcessor):
    """A list or a table may follow a line of text without an empty line between."""

    RE = re.compile(
        r"\n(?=[ ]{0,3}(?:[-*+]|1\.)[ ]+\S|[ ]{0,3}\|[^\n]*\|[ ]*\n[ ]{0,3}\|[ :|-]+\|[ ]*(?:\n|$))"
    )

    def run(self, parent: Element, blocks: list[str]) -> None:
        if not self.parser.state.isstate("list") and (found := self.RE.search(blocks[0])):
            blocks[0:1] = [blocks[0][: found.start()], blocks[0][found.end() :]]
        super().run(parent, blocks)


class _Attributes(AttrListTreeprocessor):
    """Attribute lists open with a colon, a dot, a hash or a name: `{{ }}` and `{% %}` are text."""

    _LIST = r"\{(?=[:.#]|[a-z]+=):?[ ]*([^}\n ][^\n]*)\}"
    HEADER_RE = re.compile(rf"[ ]+{_LIST}[ ]*$")  # type: ignore[misc]
    BLOCK_RE = re.compile(rf"\n[ ]*{_LIST}[ ]*$")  # type: ignore[misc]
    INLINE_RE = re.compile(rf"^{_LIST}")  # type: ignore[misc]


class _Abbreviations(AbbrTreeprocessor):
    """An abbreviation may touch Chinese characters, which for Python's `\\b` are letters too."""

    def run(self, root: Element) -> None:
        if self.abbrs:
            longest_first = sorted(self.abbrs, key=lambda word: (-len(word), word))
            words = "|".join(map(re.escape, longest_first))
            self.RE = re.compile(rf"(?<![A-Za-z0-9])(?:{words})(?![A-Za-z0-9])")
            self.iter_element(root)


class _Admonition(AdmonitionProcessor):
    """A box has one of four classes, and a Chinese title unless the author gives one."""

    def get_class_and_title(self, match: re.Match[str]) -> tuple[str, str | None]:
        word = match.group(1).lower().split()[0]
        kind, name = _ADMONITIONS.get(word, ("note", match.group(1)))
        return kind, name if match.group(2) is None else match.group(2) or None
