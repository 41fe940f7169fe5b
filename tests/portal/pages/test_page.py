"""What every page has."""

import pytest

from portal.pages.page import Page


def page(url: str) -> Page:
    return Page(url=url, template="page.html", title="标题", model=None)


@pytest.mark.parametrize(
    ("url", "path", "root"),
    [
        ("", "index.html", ""),
        ("about/", "about/index.html", "../"),
        ("news/2026/a/", "news/2026/a/index.html", "../../../"),
        ("404.html", "404.html", ""),
    ],
)
def test_a_pages_file_and_its_way_up_follow_from_its_address(url: str, path: str, root: str) -> None:
    assert (page(url).path, page(url).root) == (path, root)


def test_a_page_says_nothing_that_it_was_not_given() -> None:
    bare = page("about/")
    assert (bare.section, bare.trail, bare.description, bare.meta, bare.open_graph, bare.json_ld) == (
        "",
        (),
        "",
        (),
        (),
        "",
    )
    assert (bare.modified, bare.listed) == ("", True)
