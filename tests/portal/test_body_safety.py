"""Nothing an author can write reaches a reader as anything but text, pictures of this site and links."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.body import Image, Link, render_body
from portal.body.addresses import target_of

ATTACKS = Path(__file__).parents[1] / "fixtures" / "body" / "attacks.txt"

VOID = {"br", "col", "hr", "img", "wbr"}
TEXT = set(
    "a abbr b br cite code del em i img ins kbd mark q rp rt ruby s samp small span strong sub sup u var"
    " wbr".split()
)
BLOCKS = set(
    "blockquote caption col colgroup dd details div dl dt figcaption figure h2 h3 h4 h5 h6 hr li ol p pre"
    " summary table tbody td tfoot th thead tr ul".split()
)
HOLDS_NO_BLOCKS = TEXT | {
    "caption",
    "dt",
    "figcaption",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "p",
    "pre",
    "summary",
    "th",
}
BELONGS_TO = {
    "dd": {"dl"},
    "dt": {"dl"},
    "figcaption": {"figure"},
    "li": {"ol", "ul"},
    "rt": {"ruby"},
    "summary": {"details"},
    "td": {"tr"},
    "th": {"tr"},
}
ATTRIBUTES = {
    **dict.fromkeys(("dir", "id", "lang", "title"), re.compile(r".*", re.DOTALL)),
    **dict.fromkeys(("colspan", "rowspan", "span", "start"), re.compile(r"\d{1,4}")),
    **dict.fromkeys(("open", "reversed"), re.compile(r".*")),
    "aria-label": re.compile(r"表格 \d+|注释|返回正文中的注释 \d+"),
    "class": re.compile(
        r"(align-(left|center|right)|admonition(-title)?|note|tip|warning|danger|footnote(-ref|-backref)?"
        r"|language-[\w+#.-]+|table| )+"
    ),
    "href": re.compile(r"https?://\S+|mailto:\S+|tel:\S+|#body-\S+|LINK"),
    "rel": re.compile("noopener noreferrer external"),
    "role": re.compile("region|doc-endnotes"),
    "scope": re.compile("row|col"),
    "src": re.compile("IMAGE"),
    "alt": re.compile(r".*", re.DOTALL),
    "tabindex": re.compile("0"),
    "type": re.compile("[1aAiI]"),
}
"""Every attribute that may come out, with its possible values."""


class Page(HTMLParser):
    """A reader that believes nothing: each tag, attribute and value must be known, and all must balance."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open_tags: list[str] = []
        self.ids: list[str] = []
        self.fragments: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        parent = self.open_tags[-1] if self.open_tags else "div"
        assert tag in TEXT | BLOCKS, tag
        assert tag in TEXT or parent not in HOLDS_NO_BLOCKS, (tag, self.open_tags)
        assert parent in BELONGS_TO.get(tag, {parent}), (tag, self.open_tags)
        assert parent not in ("ol", "ul") or tag == "li", (tag, self.open_tags)
        assert tag != "a" or "a" not in self.open_tags
        assert len(dict(attrs)) == len(attrs), attrs
        assert tag != "a" or "aria-label" not in dict(attrs) or "href" in dict(attrs), attrs
        for name, value in attrs:
            assert value is not None
            assert ATTRIBUTES[name].fullmatch(value), (name, value)
            self.see(name, value)
        if tag not in VOID:
            self.open_tags.append(tag)

    def see(self, name: str, value: str) -> None:
        if name == "id":
            assert value.startswith("body-")
            assert not re.search(r"\s", value)
            self.ids.append(value)
        elif name == "href" and value.startswith("#"):
            self.fragments.append(value[1:])

    def handle_endtag(self, tag: str) -> None:
        assert self.open_tags.pop() == tag

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)

    def handle_pi(self, data: str) -> None:
        raise AssertionError(data)

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(data)


def check(text: str) -> None:
    """Render a text and read the result with distrust."""
    body, problems = render_body(text, "news/a.md")
    for part in body.parts:
        if isinstance(part, Link):
            assert target_of(part.href) == "site"
        elif isinstance(part, Image):
            assert target_of(part.src) == "site"
    html = body.html(lambda link: "LINK", lambda image: '<img src="IMAGE" alt="">')
    page = Page()
    page.feed(html)
    page.close()
    assert page.open_tags == []
    assert len(set(page.ids)) == len(page.ids)
    assert set(page.fragments) <= set(page.ids)
    assert {heading.id for heading in body.headings} <= set(page.ids)
    levels = [1, *(heading.level for heading in body.headings)]
    assert all(1 < level <= before + 1 for before, level in pairwise(levels))
    assert "\x02" not in html + body.text
    last_line = text.count("\n") + text.count("\r") + 1
    assert all(0 <= problem.line <= last_line for problem in problems)


def attacks() -> Iterator[object]:
    kind, number = "", 0
    for line in ATTACKS.read_text(encoding="utf-8").splitlines()[1:]:
        if line.startswith("== "):
            kind, number = line[3:], 0
        else:
            number += 1
            yield pytest.param(line.replace("⏎", "\n"), id=f"{kind} {number}")


@pytest.mark.parametrize("text", list(attacks()))
def test_an_attack_comes_out_harmless(text: str) -> None:
    """Alone, within other text, in a list, in a quotation, in a table cell and in a block of HTML."""
    check(text)
    check(f"前{text}后")
    check(f"- {text}\n\n    {text}\n> {text}")
    check(f"| a | b |\n|---|---|\n| {text} | {text} |")
    check(f"<div>{text}</div>\n\n## {text}")


def test_all_attacks_together_come_out_harmless() -> None:
    """One attack may open what the next one uses."""
    texts = [line.replace("⏎", "\n") for line in ATTACKS.read_text(encoding="utf-8").splitlines()]
    check("\n\n".join(texts))
    check("\n".join(reversed(texts)))
    check("".join(texts[::3]))


WORDS = """
<script> </script> <p> </p> <b> <a href=x> <a </a> <ul> <li> </ul> <table> <td> <tr> </table> <img src=a
alt=b> <img <svg> <math> <style> <textarea> <title> <!-- --> <![ ]> <? ?> <![CDATA[ ]]> <details>
<summary> <dl> <dt> <dd> <ruby> <rt> <h1> </h1> <figure> <figcaption> <pre> </pre> <template> <div </div>
<br> <hr> onclick=x style= href= id=x class=note = > < / " ' & &lt; &#x3c; &#2; &colon; javascript:
https://x.cn // \\ [ ] ( ) ! [^1] [^1]: [a]: ![a](b) [a](b) [a](#b) ![ # ## ### - * ** *** _ ~~ == ` ``
``` ~~~ | |-|-| |---| > + 1. : {: } {: #x } {{ {% !!! !!!note *[a]: {#x} "t" 党建 a 1
"""
BLANKS = ["\n", "\n\n", " ", "  \n", "    ", "\t", "\x00", "\x02", "\x03", "\u3000", "\r\n", "\\\n"]
PIECES = st.sampled_from(WORDS.split()) | st.sampled_from(BLANKS)


@given(st.lists(PIECES, max_size=40).map("".join))
@settings(max_examples=400, deadline=None)
def test_any_mixture_of_markup_comes_out_harmless(text: str) -> None:
    check(text)


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_text_comes_out_harmless(text: str) -> None:
    check(text)


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("../brands/a.md#x", "site"),
        ("/news/", "site"),
        ("附件（一）：名单.docx", "site"),
        ("?page=2", "site"),
        ("#a", "fragment"),
        ("https://www.gov.cn:8080/a", "foreign"),
        (" https://www.gov.cn", "foreign"),
        ("HTTP://党建.中国?x", "foreign"),
        ("mailto:a@example.org?subject=x", "contact"),
        ("tel:+86 816-1234567", "contact"),
        ("", None),
        (" ", None),
        ("//example.com", None),
        ("\t//example.com", None),
        ("/\t/example.com", None),
        ("/\\example.com", None),
        ("https://a@b.cn", None),
        ("https:example.com", None),
        ("java\nscript:alert(1)", None),
        ("\x01javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("ftp://example.com", None),
        ("C:/x.doc", None),
        ("mailto:x", None),
    ],
)
def test_an_address_is_judged_as_browsers_read_it(address: str, target: str | None) -> None:
    assert target_of(address) == target
