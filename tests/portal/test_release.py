"""The site is written beside the live one and then takes its place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.release import Files, ForeignFolder, release


def tree(folder: Path) -> dict[str, bytes]:
    """All files of a folder but the mark, by path."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != ".portal")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_a_first_release_makes_the_folder_and_its_parents(tmp_path: Path) -> None:
    release(tmp_path / "var" / "www" / "site", [("index.html", b"a"), ("news/x/index.html", b"b")])
    assert tree(tmp_path / "var" / "www" / "site") == {"index.html": b"a", "news/x/index.html": b"b"}


def test_a_release_replaces_the_whole_site_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    site = tmp_path / "site"
    release(site, [("index.html", b"old"), ("gone/index.html", b"old")])
    release(site, [("index.html", b"new")])
    assert tree(tmp_path) == {"site/index.html": b"new"}


def test_files_are_copied_from_where_they_lie(tmp_path: Path) -> None:
    (tmp_path / "list.pdf").write_bytes(b"%PDF")
    release(tmp_path / "site", [("news/list.pdf", tmp_path / "list.pdf")])
    assert tree(tmp_path / "site") == {"news/list.pdf": b"%PDF"}


def test_an_error_in_the_last_page_leaves_the_old_site_whole(tmp_path: Path) -> None:
    def failing() -> Iterator[tuple[str, bytes | Path]]:
        yield "index.html", b"new"
        raise ZeroDivisionError

    site = tmp_path / "site"
    release(site, [("index.html", b"old")])
    with pytest.raises(ZeroDivisionError):
        release(site, failing())
    assert tree(tmp_path) == {"site/index.html": b"old"}


@pytest.mark.parametrize("files", [[], [("index.html", b"x")]])
def test_a_folder_with_strange_files_is_refused_and_not_touched(tmp_path: Path, files: Files) -> None:
    (tmp_path / "thesis.docx").write_bytes(b"mine")
    with pytest.raises(ForeignFolder, match="别的文件"):
        release(tmp_path, files)
    assert tree(tmp_path) == {"thesis.docx": b"mine"}


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    release(tmp_path / "site", [("index.html", b"a")])
    assert tree(tmp_path / "site") == {"index.html": b"a"}
