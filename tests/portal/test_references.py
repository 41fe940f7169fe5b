"""Where links lead, and what is said about those that lead nowhere."""

from pathlib import Path
from urllib.parse import unquote

import pytest

from portal.references import Places, Target

from ..site import draw, load, said

DRAWING = """
    index.md
      ---
      title: 示例
      ---
    about.md
      ---
      title: 关于
      publish_at: 2026-01-01 00:00
      status: published
      ---
    news/
      index.md
        ---
        title: 动态
        kind: news
        ---
      a.md
        ---
        title: 甲
        unit: yi
        publish_at: 2026-01-01 00:00
        attachments: [{{src: biao.pdf}}]
        status: published
        ---
        ## 一、做法

        {link}
      biao.pdf
      qita.pdf
      draft.md
        ---
        title: 草稿
        ---
      broken.md
        ---
        title：坏
        ---
      Sub/
        index.md
          ---
          title: 乙
          publish_at: 2026-01-01 00:00
          unit: yi
          status: published
          ---
    units/
      index.md
        ---
        title: 单位
        kind: unit
        ---
      yi.md
        ---
        title: 示例一中
        name: 示例第一中学
        unit_kind: 学校
        publish_at: 2026-01-01 00:00
        status: published
        ---
"""


def places(root: Path, link: str = "") -> tuple[Places, list[str], list[str]]:
    """The places, the public entries, and what is said about a link of news/a.md."""
    loaded, problems = load(draw(root, DRAWING.format(link=link)))
    lines = [line for line in said(problems) if line.startswith("news/a.md")]
    return loaded.places, [entry.key for entry in loaded.library.entries], lines


@pytest.mark.parametrize(
    ("href", "target"),
    [
        ("", Target(url="news/a/", key="news/a")),
        ("#一-做法", Target(url="news/a/#body-一-做法", key="news/a")),
        ("a.md#一、做法", Target(url="news/a/#body-一-做法", key="news/a")),
        ("a.md#%E4%B8%80%E5%81%9A%E6%B3%95", Target(url="news/a/#body-一-做法", key="news/a")),
        ("a.md#没有", None),
        ("Sub/index.md", Target(url="news/Sub/", key="news/Sub")),
        ("Sub/", Target(url="news/Sub/", key="news/Sub")),
        ("sub/index.md", None),
        ("/news/a.md?x=1", Target(url="news/a/", key="news/a")),
        ("../about.md", Target(url="about/", key="about")),
        ("../units/yi", Target(url="units/yi/", key="units/yi")),
        ("../units/", Target(url="units/")),
        ("../index.md", Target(url="")),
        ("biao.pdf", Target(url="news/biao.pdf")),
        ("qita.pdf", None),
        ("draft.md", Target(url="news/", hidden=True)),
        ("broken.md", Target(url="news/", hidden=True)),
        ("../../etc/passwd", None),
        ("%00", None),
    ],
)
def test_a_link_leads_to_an_entry_a_column_or_an_attachment(
    tmp_path: Path, href: str, target: Target | None
) -> None:
    found, _, _ = places(tmp_path / "content")
    public = {entry.key: entry for entry in found.entries.values() if entry.stem != "draft"}
    assert found.target(found.entries["news/a.md"], href, public) == target


@pytest.mark.parametrize(
    ("href", "remedy"),
    [
        ("qita.pdf", "要供读者下载的文件，请写进 attachments。"),
        ("none.pdf", "要供读者下载的文件，请放在稿件旁边，并写进 attachments。"),
        ("../../b.md", "链接指到了 content 文件夹外面，请改成里面的稿件。"),
        ("a.md#没有", "目标稿件里没有这个小标题，请核对 # 后面的文字。"),
        ("yi.md", "是不是 ../units/yi.md？"),
        ("a.html", "是不是 a.md？"),
        ("sub/index.md", "是不是 Sub/index.md？"),
        ("%E6%97%A0.md", "请核对路径；链到别的稿件时写它的 .md 文件。"),
    ],
)
def test_a_dead_link_is_told_with_a_way_out(tmp_path: Path, href: str, remedy: str) -> None:
    _, public, lines = places(tmp_path / "content", f"[链接]({href})")
    assert lines == [f"news/a.md:10: 链接“{unquote(href)}”找不到目标。{remedy}"]
    assert "news/a" not in public


@pytest.mark.parametrize("href", ["draft.md", "broken.md"])
def test_a_link_to_what_is_not_public_yet_harms_nothing(tmp_path: Path, href: str) -> None:
    _, public, lines = places(tmp_path / "content", f"[链接]({href})")
    assert ("news/a" in public, lines) == (True, [])


@pytest.mark.parametrize(
    "unit", ["Yi", "yii", "units/yi", "yi.md", "示例一中", "示例第一中学", "../units/yi.md"]
)
def test_an_unknown_unit_suggests_the_nearest_by_key_name_or_title(tmp_path: Path, unit: str) -> None:
    content = draw(tmp_path, DRAWING.format(link="").replace("unit: yi", f"unit: {unit}", 1))
    assert [line for line in said(load(content)[1]) if line.startswith("news/a.md")] == [
        f"news/a.md:3: 没有“{unit}”这个单位。是不是 yi（示例一中）？"
    ]


def test_a_broken_units_column_harms_no_news(tmp_path: Path) -> None:
    content = draw(tmp_path, DRAWING.format(link="").replace("kind: unit", "kind: units"))
    loaded, problems = load(content)
    assert [entry.key for entry in loaded.library.entries] == ["about", "news/Sub", "news/a"]
    assert [line.split("。")[0] for line in said(problems) if "broken" not in line] == [
        "units/index.md:3: 稿件种类写成了“units”，没有这种稿件",
    ]


def test_a_lead_story_that_is_not_there_is_told(tmp_path: Path) -> None:
    drawing = DRAWING.format(link="").replace(
        "title: 示例\n", "title: 示例\n      lead: [news/aa, news/draft]\n", 1
    )
    problems = load(draw(tmp_path, drawing))[1]
    assert [line for line in said(problems) if line.startswith("index.md")] == [
        "index.md: 找不到稿件“news/aa”。是不是 news/a？"
    ]
