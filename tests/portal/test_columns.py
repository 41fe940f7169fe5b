"""The content folder as a tree of columns."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from portal import columns
from portal.columns import Column, ColumnFields, Stamp, Tree, scan
from portal.kinds.news import NEWS
from portal.problem import Problem

from ..site import draw

POST = "---\ntitle: 标题\n---\n"


def said(root: Path) -> list[str]:
    return sorted(str(problem) for problem in scan(root)[1])


def test_files_are_told_apart_by_where_they_lie(tmp_path: Path) -> None:
    drawing = """
        index.md
        about.md
        news/
          index.md
          a.md
          2026/
            index.md
            b/
              index.md
              c.jpg
        .hidden.md
        ~$a.docx
        Thumbs.db
    """
    tree, problems = scan(draw(tmp_path, drawing))
    status = (tmp_path / "news/2026/b/c.jpg").stat()
    stamp = Stamp(status.st_size, status.st_ctime_ns, status.st_mtime_ns, status.st_ino)
    assert problems == ()
    assert tree == Tree(
        root=tmp_path,
        home=True,
        columns=("news",),
        entries=("news/2026/b/index.md", "news/2026/index.md", "news/a.md"),
        pages=("about.md",),
        others={"news/2026/b/c.jpg": stamp},
    )


def test_a_folder_without_an_index_is_told_once(tmp_path: Path) -> None:
    drawing = """
        wenti/
          a.md
          b/
            c.md
    """
    assert said(draw(tmp_path, drawing)) == [
        "wenti: 文件夹 wenti 还不是栏目，里面的 2 篇稿件不会发布。"
        "请在 wenti 里放一个 index.md，写明 title 和 kind。"
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("news/a.md", "news/a/index.md"),
        ("news/Abc.md", "news/abc.md"),
        ("news/strasse.md", "news/straße.md"),
        ("news/A.pdf", "news/a.pdf"),
        ("index.md", "index/index.md"),
    ],
)
def test_of_two_files_with_one_address_the_first_is_kept(tmp_path: Path, first: str, second: str) -> None:
    for path in (first, second, "news/index.md"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(b"")
    if len(list((tmp_path / "news").iterdir())) == 2 and first.casefold() == second.casefold():
        pytest.skip("this file system folds case")
    tree, problems = scan(tmp_path)
    assert [str(problem) for problem in problems] == [
        f"{second}: 和 {first} 的网址相同（或只差大小写）。请给其中一个改名。"
    ]
    assert second not in (*tree.entries, *tree.pages, *tree.others)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has neither pipes nor ordinary links")
def test_links_pipes_and_sockets_are_told_and_not_followed(tmp_path: Path) -> None:
    content = draw(tmp_path / "c", "news/\n  index.md\n  a.md")
    (tmp_path / "secret.md").write_text(POST)
    for name, target in {
        "b.md": "a.md",
        "c.md": "../../secret.md",
        "d": "..",
        "e": "e",
        "f.md": "no",
    }.items():
        (content / "news" / name).symlink_to(target)
    os.mkfifo(content / "news/g.md")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(os.path.relpath(content / "news/h.md"))
    link = "这是一个快捷方式（链接），不是文件本身。请把文件本身放进来。"
    odd = "这不是普通文件。请删去它。"
    assert said(content) == [
        *(f"news/{name}: {link}" for name in ("b.md", "c.md", "d", "e", "f.md")),
        *(f"news/{name}: {odd}" for name in ("g.md", "h.md")),
    ]
    assert scan(content)[0].entries == ("news/a.md",)


def test_a_folder_that_cannot_be_opened_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root may open everything, so the system's answer is put on here."""
    content = draw(tmp_path, "news/\n  index.md\n  a/\n    b.md")
    opened = os.scandir

    def scandir(path: Path) -> object:
        if Path(path).name == "a":
            raise PermissionError
        return opened(path)

    monkeypatch.setattr(os, "scandir", scandir)
    assert said(content) == ["news/a/: 这个文件夹打不开。请检查它是否还在、是否有权限读取。"]


def test_a_content_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert said(tmp_path / "none") == [".: 这个文件夹打不开。请检查它是否还在、是否有权限读取。"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_a_name_that_is_no_utf_8_is_told(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"\xd1\xa7\xff.md")).write_bytes(b"")
    remedy = "请改名，只用汉字、字母、数字和连字符。"
    assert said(tmp_path) == [f"ѧ\ufffd.md: 文件名“ѧ\ufffd.md”在 Windows 或网址里不能用。{remedy}"]


@pytest.mark.parametrize("kind", ["news", "单位动态"])
def test_a_columns_kind_is_its_name_or_its_label(kind: str) -> None:
    column = Column(name="news", fields=ColumnFields(title="动态", kind=kind))
    assert (column.kind, column.title, column.url) == (NEWS, "动态", "news/")


@pytest.mark.parametrize(
    ("kind", "message", "hint"),
    [("newz", "写成了“newz”，没有这种稿件。", "是不是 news？"), (None, "写成了“”，没有这种稿件。", "")],
)
def test_an_unknown_kind_suggests_the_nearest(kind: Any, message: str, hint: str) -> None:
    with pytest.raises(ValidationError) as error:
        ColumnFields(title="动态", kind=kind)
    said = error.value.errors()[0]["ctx"]
    assert (said["message"], said["remedy"].split("可以写")[0]) == (message, hint)


def test_a_file_that_goes_away_while_the_folder_is_looked_at_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Office programs save through a file that is there for a moment."""
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4")
    listed = columns._files

    def with_another(root: Path, below: str, problems: list[Problem]) -> Iterator[str]:
        yield from listed(root, below, problems)
        if not below:
            yield "~a.tmp"

    monkeypatch.setattr(columns, "_files", with_another)
    assert list(scan(tmp_path)[0].others) == ["a.pdf"]
