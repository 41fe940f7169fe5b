"""Which names are fit for a file, and which addresses they become."""

import pytest

from portal.paths import beside, unfit, url_of


def said(path: str, *, folder: bool = False) -> str | None:
    problem = unfit(path, folder=folder)
    return str(problem) if problem else None


@pytest.mark.parametrize(
    "name",
    ["a.md", "学习.md", "新建 文本文档.md", "a(1).md", "【一】.md", "a.tar.gz", "index.md", "common.md"],
)
def test_ordinary_names_are_fit(name: str) -> None:
    assert said(f"news/{name}") is None


@pytest.mark.parametrize(
    "name",
    "con.md aux com1.md lpt9.txt.md nul a:b.md a?b.md a*b.md a|b.md a<b.md a%20b.md a#b.md a\\b.md "
    'a"b.md a..md a. ...'.split(),
)
def test_names_that_windows_or_an_address_cannot_hold_are_told(name: str) -> None:
    remedy = "请改名，只用汉字、字母、数字和连字符。"
    assert said(f"news/{name}") == f"news/{name}: 文件名“{name}”在 Windows 或网址里不能用。{remedy}"


@pytest.mark.parametrize("name", [" a.md", "a .md", "a "])
def test_blanks_at_the_ends_of_a_name_are_told(name: str) -> None:
    assert "在 Windows 或网址里不能用" in str(said(f"news/{name}"))


@pytest.mark.parametrize("sign", ["\n", "\x7f", "\u200b", "\u202e", "\udcd1"])
def test_signs_that_nobody_can_see_are_shown_as_a_mark(sign: str) -> None:
    remedy = "请改名，只用汉字、字母、数字和连字符。"
    assert (
        said(f"news/a{sign}b.md")
        == f"news/a\ufffdb.md: 文件名“a\ufffdb.md”在 Windows 或网址里不能用。{remedy}"
    )


@pytest.mark.parametrize(
    ("path", "folder", "words"),
    [
        ("news/" + "字" * 61 + ".md", False, "文件名太长了。请改短，汉字不超过 60 个。"),
        ("news/" + "a" * 100 + "/" + "b" * 100, True, "文件夹和文件名加起来太长了。请改短到 200 个字以内。"),
        ("news/cafe\u0301.md", False, "文件名用了拆开的字符（常见于从苹果电脑复制）。请重新输入文件名。"),
        ("news/x.md", True, "这是文件夹，名字却以 .md 结尾。请去掉文件夹名字里的 .md。"),
        ("news/a.MD", False, "稿件的文件名不能以 .MD 结尾。请改名为 a.md。"),
        ("news/a.markdown", False, "稿件的文件名不能以 .markdown 结尾。请改名为 a.md。"),
        ("news/Index.md", False, "index.md 要全部小写。请改名为 index.md。"),
    ],
)
def test_other_unfit_names_are_told(path: str, folder: bool, words: str) -> None:
    assert said(path, folder=folder) == f"{path}: {words}"


@pytest.mark.parametrize(
    "path",
    "archive.md archive/a.md 404.md tags/index.md news/by-unit/a.md news/page.md news/page/2.md "
    "news/2026/by-year.md brands/coverage.md Archive.md news/feed.xml/a.md robots.txt/index.md".split(),
)
def test_the_portals_own_addresses_are_taken(path: str) -> None:
    assert said(path) == f"{path}: 这个网址门户自己要用。请给文件（或文件夹）改一个名字。"


@pytest.mark.parametrize("path", ["news/archive.md", "news/standby-a.md", "pages.md"])
def test_addresses_like_them_are_free(path: str) -> None:
    assert said(path) is None


@pytest.mark.parametrize(
    ("path", "url"),
    [("index.md", ""), ("about.md", "about/"), ("news/a.md", "news/a/"), ("news/a/index.md", "news/a/")],
)
def test_an_address_is_the_path_without_its_suffix(path: str, url: str) -> None:
    assert url_of(path) == url


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("a.jpg", "news/x/a.jpg"),
        ("./a.jpg", "news/x/a.jpg"),
        ("../b.md", "news/b.md"),
        ("/units/c.md", "units/c.md"),
        ("%E5%9B%BE.jpg", "news/x/图.jpg"),
        ("../../", ""),
        ("../../../d.md", None),
        ("%2e%2e/../../d.md", None),
    ],
)
def test_a_name_is_relative_to_the_file_that_says_it_and_never_leads_out(name: str, path: str | None) -> None:
    assert beside("news/x/index.md", name) == path
