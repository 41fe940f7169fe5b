"""One Markdown file, read, validated and rendered."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.columns import HomeFields
from portal.entry import read_entry, read_fields
from portal.files import FileUse, Role
from portal.kinds import KINDS
from portal.problem import errors

from ..site import draw

DRAWING = """
    brands/
      hongzhu/
        index.md
          ---
          title: 红烛
          brand_name: 红烛
          phase: 培育
          cover: {src: cover.jpg, alt: 封面}
          logo:
            src: logo.png
            alt: 标识
          attachments:
            - src: biao.pdf
          ---
          一 二

          ![三](tu/san.jpg)
        cover.jpg
        logo.png
        biao.pdf
        tu/
          san.jpg
"""
PATH = "brands/hongzhu/index.md"


def test_an_entry_knows_its_names(tmp_path: Path) -> None:
    read = read_entry(draw(tmp_path, DRAWING), PATH, "brand")
    entry, problems = read.entry, read.problems
    assert entry is not None, problems
    assert (entry.url, entry.key, entry.stem, entry.column, entry.kind, entry.characters) == (
        "brands/hongzhu/",
        "brands/hongzhu",
        "hongzhu",
        "brands",
        KINDS["brand"],
        2,
    )


def test_an_entry_knows_the_lines_of_its_fields(tmp_path: Path) -> None:
    entry = read_entry(draw(tmp_path, DRAWING), PATH, "brand").entry
    assert entry is not None
    assert [entry.line(field) for field in ("title", "logo", "summary")] == [2, 6, 1]


def test_an_entry_knows_every_file_it_names(tmp_path: Path) -> None:
    entry = read_entry(draw(tmp_path, DRAWING), PATH, "brand").entry
    assert entry is not None
    assert entry.files == (
        FileUse(role=Role.PICTURE, path="brands/hongzhu/cover.jpg", line=5),
        FileUse(role=Role.PICTURE, path="brands/hongzhu/logo.png", line=7),
        FileUse(role=Role.ATTACHMENT, path="brands/hongzhu/biao.pdf", line=10),
        FileUse(role=Role.PICTURE, path="brands/hongzhu/tu/san.jpg", line=14),
    )


def test_mistakes_of_the_fields_the_body_and_the_files_are_told_together(tmp_path: Path) -> None:
    content = draw(tmp_path, "a.md\n  ---\n  title: 标题\n  editor: [[甲]]\n  ---\n  ```\n  代码")
    read = read_entry(content, "a.md", "page")
    entry, problems = read.entry, read.problems
    assert entry is None
    assert [str(problem) for problem in problems] == [
        "a.md:3: 编辑第 1 项写成了列表，这里只写一句。请直接写在冒号后面，去掉“- ”或方括号。",
        "a.md:5: 代码块以“```”开始，没有结束。请在代码的最后另起一行，只写 ```。",
    ]


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    read = read_entry(tmp_path, "a.md", "page")
    entry, problems = read.entry, read.problems
    assert entry is None
    assert [str(problem) for problem in problems] == ["a.md: 文件打不开。请检查它是否还在、是否有权限读取。"]


def test_a_file_that_may_not_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root may read everything, so the system's answer is put on here."""

    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", refuse)
    assert [str(problem) for problem in read_fields(tmp_path, "index.md", HomeFields)[2]] == [
        "index.md: 文件打不开。请检查它是否还在、是否有权限读取。"
    ]


WORDS = (
    b"---\n title: \xe5 name: status published cover {src a.jpg, alt x} - [x](y.md) ![z](/a) # \0 \xff".split(
        b" "
    )
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.binary(max_size=300) | st.lists(st.sampled_from(WORDS), max_size=12).map(b" ".join))
def test_any_bytes_give_either_an_entry_or_an_error(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.md").write_bytes(data)
    read = read_entry(tmp_path, "a.md", "page")
    entry, problems = read.entry, read.problems
    assert (entry is None) == bool(errors(problems))
