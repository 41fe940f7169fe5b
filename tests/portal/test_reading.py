"""From the content folder to the library."""

from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from portal.reading import load_library, look_at

from ..site import NOW, SETTINGS, draw, load, picture, said, small_site


def test_worker_processes_read_the_same(tmp_path: Path) -> None:
    content = small_site(tmp_path / "content")
    steps: list[tuple[str, int, int]] = []
    with ProcessPoolExecutor(2) as executor:
        loaded, problems = load_library(
            look_at(content),
            SETTINGS,
            NOW,
            tmp_path / "cache",
            executor,
            lambda what, done, total: steps.append((what, done, total)),
        )
    alone, none = load(content)
    assert (loaded.library, problems) == (alone.library, none)
    assert (steps[0], steps[-1]) == (("读取稿件", 1, len(steps)), ("读取稿件", len(steps), len(steps)))


def test_a_folder_without_anything_misses_its_home_page(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    loaded, problems = load(tmp_path / "content")
    assert loaded.library.home.title == "首页"
    assert said(problems) == [
        "index.md: 还没有网站首页的设置。请在 content 里放一个 index.md，写上 title: 网站名称。"
    ]


@pytest.mark.skipif(not hasattr(Path, "symlink_to"), reason="needs links")
def test_a_home_page_outside_the_folder_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("---\ntitle: 秘密\n---\n", encoding="utf-8")
    content = draw(tmp_path / "content", "about.md\n  ---\n  title: 关于\n  ---")
    (content / "index.md").symlink_to(tmp_path / "secret.md")
    assert load(content)[0].library.home.title == "首页"


def test_a_text_that_nobody_would_see_is_told(tmp_path: Path) -> None:
    content = draw(tmp_path / "content", "index.md\n  ---\n  title: 示例\n  ---\n  正文")
    assert said(load(content)[1]) == [
        "index.md:4: 提醒：这里的正文不会显示。介绍栏目的话，请写进 description；其余的请另写一篇稿件。"
    ]


def test_an_entry_whose_picture_is_damaged_is_left_out_and_told(tmp_path: Path) -> None:
    content = small_site(tmp_path / "content")
    (content / "news/2026/03/dangri/taolun.jpg").write_bytes(picture()[:-400])
    loaded, problems = load(content)
    assert [line.split("。")[0] for line in said(problems)] == [
        "news/2026/03/dangri/index.md:19: 图片“taolun.jpg”：这张图片不完整或已损坏，打不开"
    ]
    assert "news/2026/03/dangri" not in loaded.library.by_key
    assert "brands/hongzhu" in loaded.library.by_key


def test_what_leads_nowhere_is_told_along_with_what_is_wrong_in_the_file_itself(tmp_path: Path) -> None:
    """Else an officer mends one mistake to be told of the next."""
    content = small_site(tmp_path / "content")
    front = "title: 学习\nunit: zhongxeu\npublish_at: 3月6号\ntopics: [xuexx]\nstatus: published"
    (content / "news/huai.md").write_text(f"---\n{front}\n---\n见[上文](meiyou.md)。\n", encoding="utf-8")
    brand = "title: 品牌\nphase: 培育\nevidence: [news/mei]\npromoted_to: [zhongxeu]"
    (content / "brands/huai.md").write_text(f"---\n{brand}\n---\n", encoding="utf-8")
    assert [words.partition("。")[0] for words in said(load(content)[1])] == [
        "brands/huai.md:1: 缺少品牌名称（brand_name）",
        "brands/huai.md:4: 找不到稿件“news/mei”",
        "brands/huai.md:5: 没有“zhongxeu”这个单位",
        "news/huai.md:3: 没有“zhongxeu”这个单位",
        "news/huai.md:4: 发布时间写成了“3月6号”",
        "news/huai.md:5: 没有“xuexx”这个专题",
        "news/huai.md:8: 链接“meiyou.md”找不到目标",
    ]


UNUSED = "这个文件不会发布。要供读者下载的，请写进稿件的 attachments；不需要的请移走。"
RUNNABLE = "这种文件里可以藏程序，从不发布。请移走；图片请另存为 PNG，资料请另存为 PDF。"


@pytest.mark.parametrize(
    ("name", "words"),
    [("a.docx", UNUSED), ("a.json", UNUSED), ("noext", UNUSED)]
    + [(f"a.{suffix}", RUNNABLE) for suffix in "svg SVG html htm js php xml css exe".split()],
)
def test_a_file_that_no_entry_names_is_told(tmp_path: Path, name: str, words: str) -> None:
    content = small_site(tmp_path / "content")
    (content / "news" / name).write_bytes(b"x")
    assert said(load(content)[1]) == [f"news/{name}: 提醒：{words}"]


@pytest.mark.parametrize("name", ["a.jpg", "a.MP4", "Thumbs.db", ".htaccess", "~$a.docx"])
def test_spare_pictures_and_the_systems_files_are_not(tmp_path: Path, name: str) -> None:
    content = small_site(tmp_path / "content")
    (content / "news" / name).write_bytes(b"x")
    assert said(load(content)[1]) == []


def test_nothing_of_a_draft_a_broken_or_a_hidden_entry_is_public(tmp_path: Path) -> None:
    library = load(small_site(tmp_path / "content"))[0].library
    public = "".join(repr(entry) for entry in library.entries)
    assert [words for words in ("还没有写完", "撤下以前", "只在党内") if words in public] == []
