"""What becomes of an author's Markdown."""

import pickle
from collections.abc import Iterator
from html import escape
from pathlib import Path

import pytest

from portal import body
from portal.body import Body, Heading, Image, Link, dialect, render_body
from portal.problem import Problem

EXAMPLES = Path(__file__).parents[1] / "fixtures" / "body" / "constructs.txt"


def examples() -> Iterator[object]:
    for block in EXAMPLES.read_text(encoding="utf-8").split("\n=== ")[1:]:
        name, _, example = block.partition("\n")
        markdown, _, html = example.partition("\n---→\n")
        yield pytest.param(markdown, html.strip("\n"), id=name)


def html_of(body: Body) -> str:
    return body.html(
        lambda link: link.href, lambda image: f'<img src="{escape(image.src)}" alt="{escape(image.alt)}">'
    )


def body_of(text: str) -> Body:
    return render_body(text, "news/a.md")[0]


def problems_of(text: str, first_line: int = 1) -> list[tuple[int, str, str]]:
    _, problems = render_body(text, "news/a.md", first_line)
    return [(problem.line, problem.message, problem.severity) for problem in problems]


@pytest.mark.parametrize(("markdown", "html"), list(examples()))
def test_harmless_markdown_is_kept(markdown: str, html: str) -> None:
    """Each example of the fixture gives exactly its HTML, and nobody is told off for it."""
    body, problems = render_body(markdown, "news/a.md")
    assert html_of(body).strip("\n") == html
    assert problems == ()


def test_a_body_has_gaps_for_links_and_images() -> None:
    """What only the whole site can resolve is left open, with its line."""
    body = body_of("前言\n\n见[红烛](../brands/红烛.md?a=1&b=2 '品牌')\n\n![校门](a b.jpg '图为\"校门\"')")
    assert body.parts == (
        '<p>前言</p>\n<p>见<a href="',
        Link(href="../brands/红烛.md?a=1&b=2", line=3),
        '" title="品牌">红烛</a></p>\n<figure>',
        Image(src="a b.jpg", alt="校门", caption='图为"校门"', line=5),
        "<figcaption>图为&quot;校门&quot;</figcaption></figure>",
    )


def test_the_address_a_link_resolves_to_is_escaped() -> None:
    html = body_of("[x](a.md)").html(lambda link: '/a/?b=1&c="', lambda image: "")
    assert html == '<p><a href="/a/?b=1&amp;c=&quot;">x</a></p>'


def test_a_body_crosses_process_borders() -> None:
    body, problems = render_body("# 题\n\n[x](a.md) ![](b.png)", "news/a.md")
    assert pickle.loads(pickle.dumps((body, problems))) == (body, problems)


def test_headings_start_at_two_and_skip_no_level() -> None:
    """Readers with screen readers move by levels; the page itself has the first."""
    body = body_of("### 甲\n\n##### 乙\n\n#### 丙\n\n# 丁\n\n## **戊** `x`")
    assert [(heading.level, heading.text) for heading in body.headings] == [
        (2, "甲"),
        (3, "乙"),
        (3, "丙"),
        (2, "丁"),
        (3, "戊 x"),
    ]


def test_headings_with_one_text_have_their_own_ids() -> None:
    assert body_of("## 做法\n\n## 做法\n\n## 做法！\n\n## ？").headings == (
        Heading(level=2, id="body-做法", text="做法"),
        Heading(level=2, id="body-做法-2", text="做法"),
        Heading(level=2, id="body-做法-3", text="做法！"),
        Heading(level=2, id="body-x", text="？"),
    )


def test_plain_text_has_a_line_for_each_block() -> None:
    """Search may not find words across paragraphs; notes' numbers and pronunciations are no text."""
    body = body_of(
        "## 题\n\n一段[^1]**粗**\n换行\nEnglish\nwords\n\n- 甲\n- 乙\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n"
        "<ruby>绵<rt>mián</rt></ruby>州&nbsp;&amp;\n\n![图](a.png '说明')\n\n[^1]: 注释"
    )
    assert body.text.split("\n") == [
        *("题", "一段粗换行 English words", "甲", "乙", "a", "b", "1", "2", "绵州 &", "说明", "注释"),
    ]


def test_an_empty_text_gives_an_empty_body() -> None:
    assert render_body(" \n\n", "news/a.md") == (Body(), ())


def test_control_characters_and_invisible_marks_disappear() -> None:
    """They break feeds (U+000B comes with Word) or turn text around (U+202E)."""
    assert html_of(body_of("党\x0b的\x00建\u202e设\u200b\ufeff\ud800")) == "<p>党的建设</p>"
    assert html_of(body_of("党&#11;的&#x202e;建&#x200B;设")) == "<p>党的建设</p>"


def test_every_character_that_nobody_can_see_is_noticed() -> None:
    characters = map(chr, range(0x110000))
    assert [c for c in characters if body._visible(c) != body._INVISIBLE.sub("", c)] == []


def test_line_ends_of_windows_count_once() -> None:
    assert problems_of("一\r\n\r\n![](a.png)") == [
        (3, "图片“a.png”没有替代文字，看不见图片的人不知道它是什么。", "error")
    ]


def test_parsers_are_used_again_without_memory() -> None:
    """Nothing of one text shows in the next: no note, no reference, no abbreviation, no number."""
    first = "a[^1] [x] CPC\n\n[^1]: n\n[x]: y.md\n*[CPC]: z\n\n| a |\n|---|\n"
    second = "a[^1] [x] CPC\n\n[^2]: n\n[z]: y.md\n*[CBC]: z\n\n| a |\n|---|\n"
    alone = html_of(body_of(second))
    body_of(first)
    assert html_of(body_of(second)) == alone
    assert "[^1] [x] CPC</p>" in alone


@pytest.mark.parametrize(("markdown", "html"), list(examples()))
def test_a_parser_with_every_part_of_the_grammar_reads_the_same(markdown: str, html: str) -> None:
    """Leaving out the parts whose mark a text does not hold saves time and changes nothing."""
    everything = dialect._make_parser(frozenset(dialect._MARKS))
    assert dialect.to_html(markdown) == everything.convert(markdown)


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        pytest.param(
            "一\n\n```python\nx\n\n二",
            [(3, "代码块以“```”开始，没有结束。", "error")],
            id="a fence never closed",
        ),
        pytest.param(
            "![甲](a.png)\n![](a.png)\n\n![ ](b.png)",
            [
                (2, "图片“a.png”没有替代文字，看不见图片的人不知道它是什么。", "error"),
                (4, "图片“b.png”没有替代文字，看不见图片的人不知道它是什么。", "error"),
            ],
            id="pictures without an alternative",
        ),
        pytest.param(
            "一\n\n![甲](https://example.com/a.png)\n![乙](data:image/png;base64,AAAA)\n"
            "<img src='//x.cn/a.gif'>",
            [
                (3, "图片“https://example.com/a.png”不在本站，已去掉。", "error"),
                (4, "图片“data:image/png;base64,AAAA”不在本站，已去掉。", "error"),
                (5, "图片“//x.cn/a.gif”不在本站，已去掉。", "error"),
            ],
            id="pictures from elsewhere",
        ),
        pytest.param(
            "[a](javascript:alert(1))\n\n[b](//example.com)\n\n[c](\\\\\\\\server\\x)\n\n[d](C:/x.doc)",
            [
                (1, "链接地址“javascript:alert(1)”不能用，已去掉。", "error"),
                (3, "链接地址“//example.com”不能用，已去掉。", "error"),
                (5, "链接地址“\\\\server\\x”不能用，已去掉。", "error"),
                (7, "链接地址“C:/x.doc”不能用，已去掉。", "error"),
            ],
            id="addresses that lead nowhere good",
        ),
        pytest.param(
            "[](a.md)\n\n[空]()",
            [
                (1, "链接“a.md”没有文字，读者看不见。", "error"),
                (3, "有一个链接没有写地址。", "error"),
            ],
            id="half a link",
        ),
        pytest.param(
            "一\n\n[上](#没有)",
            [(3, "链接“#没有”在本文里没有对应的标题。", "warning")],
            id="a place that the text does not have",
        ),
        pytest.param(
            "一\n\n[^甲]: 乙",
            [(3, "注释“[^甲]”在正文里没有被引用。", "warning")],
            id="a note nobody refers to",
        ),
        pytest.param(
            "一\n\n<script>x</script>\n\n二<font color=red>红</font>\n\n"
            "<p onclick='x' style='color:red'>三</p>",
            [
                (3, "“<script>”不能用在正文里，已去掉。", "warning"),
                (5, "“<font>”不能用在正文里，已去掉。", "warning"),
                (7, "“onclick=”不能用在正文里，已去掉。", "warning"),
                (7, "“style=”不能用在正文里，已去掉。", "warning"),
            ],
            id="HTML that is taken out",
        ),
    ],
)
def test_a_mistake_is_named_with_its_line(text: str, problems: list[tuple[int, str, str]]) -> None:
    assert problems_of(text) == problems


def test_a_problem_has_file_line_and_remedy() -> None:
    assert render_body("一\n![](a.png)", "news/a.md", first_line=10)[1] == (
        Problem(
            path="news/a.md",
            line=11,
            message="图片“a.png”没有替代文字，看不见图片的人不知道它是什么。",
            remedy="请写成 ![图片里是什么](a.png)。",
        ),
    )


def test_code_about_html_is_no_html() -> None:
    """A text may explain what it may not do."""
    assert problems_of("用 `<script>` 和\n\n```\n<iframe onclick='x' style='y'>\n```") == []
