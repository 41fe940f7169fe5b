"""A new entry, filled in as far as the portal can."""

from pathlib import Path

import pytest

from portal.columns import Column, ColumnFields
from portal.front_matter import parse_source
from portal.kinds import KINDS
from portal.skeleton import NameRefused, new_entry, skeleton
from portal.validation import validate

from ..site import NOW


def column(kind: str) -> Column:
    return Column(name="lanmu", fields=ColumnFields(title="栏目", kind=kind))


def test_a_new_piece_of_news_shows_what_to_fill_in() -> None:
    assert skeleton(KINDS["story"], NOW) == (
        "---\n"
        "title: 在这里写标题  # 标题。30 个字以内最好读\n"
        "# unit:  # 单位。units 文件夹里单位文件的名字，不带 .md\n"
        "publish_at: 2026-03-10 09:00  # 发布时间。北京时间，例如 2026-03-06 09:30；到了时间才会上网\n"
        "# author:  # 供稿\n"
        "# summary:  # 摘要。一两句话，会出现在列表里\n"
        "# cover:  # 封面\n"
        "status: draft  # 状态：draft、in_review、published、withdrawn、archived\n"
        "---\n\n"
        "在这里写正文。段落之间空一行；小标题前面写 ## 和一个空格。\n"
    )


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_entry_of_any_kind_has_no_mistake(kind: str) -> None:
    source, problems = parse_source(skeleton(KINDS[kind], NOW), "x.md")
    assert source is not None
    assert (problems, validate(source, KINDS[kind].meta, "x.md")[1]) == ((), ())


def test_a_dated_entry_lies_in_its_year_and_month(tmp_path: Path) -> None:
    paths = [new_entry(tmp_path, column(kind), "a", NOW) for kind in ("news", "unit")]
    assert [path.relative_to(tmp_path).as_posix() for path in paths] == ["lanmu/2026/03/a.md", "lanmu/a.md"]


def test_nothing_is_ever_overwritten(tmp_path: Path) -> None:
    path = new_entry(tmp_path, column("unit"), "a", NOW)
    path.write_text("写好的稿件", encoding="utf-8")
    with pytest.raises(NameRefused):
        new_entry(tmp_path, column("unit"), "a", NOW)
    assert path.read_text(encoding="utf-8") == "写好的稿件"
