"""What is left of an entry that was withdrawn."""

from pathlib import Path

from portal.pages.edition import Edition
from portal.pages.page import Crumb
from portal.pages.shelves import Ref
from portal.pages.withdrawn import WithdrawnPage

from .editions import model_at, page_at, small, write


def test_a_withdrawn_entry_leaves_when_and_why_and_nothing_else(edition: Edition) -> None:
    """No title, no text, no address of it in any list; search engines are asked to forget it."""
    page = page_at(edition, "news/2026/03/chexia/")
    assert page.model == WithdrawnPage(
        title="稿件已撤下",
        withdrawn_at="2026-03-02 10:00",
        reason="内容重复",
        column=Ref(title="单位动态", url="news/"),
    )
    assert (page.title, page.section, page.trail, page.listed) == (
        "稿件已撤下",
        "news/",
        (Crumb(title="单位动态", url="news/"),),
        False,
    )
    assert "已撤下的稿件" not in repr(page)
    assert "撤下以前的正文" not in repr(page)


def test_a_plain_page_may_be_withdrawn_too(tmp_path: Path) -> None:
    write(tmp_path, "tongzhi.md", "status: withdrawn\nwithdrawn: {reason: 过期}")
    model = model_at(small(tmp_path), "tongzhi/")
    assert (model.withdrawn_at, model.reason, model.column) == ("", "过期", Ref(title="首页", url=""))
