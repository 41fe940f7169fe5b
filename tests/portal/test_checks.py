"""The rules that no single field can break."""

from pathlib import Path

import pytest

from portal.checks import samples
from portal.settings import Settings

from ..site import SETTINGS, load, said, small_site


def told(root: Path, folder: str, kind: str, front: str, settings: Settings = SETTINGS) -> list[str]:
    """What is said about one entry x.md of this kind, and about nothing else."""
    content = small_site(root / "content")
    (content / folder / "x.md").write_text(f"---\ntitle: 标题\n{front}\n---\n正文\n", encoding="utf-8")
    return said(load(content, settings)[1])


PUBLISHED = "unit: zhongxue\nstatus: published\n"
DATED = PUBLISHED + "publish_at: 2026-03-06 09:30\n"


@pytest.mark.parametrize(
    ("front", "problem"),
    [
        (PUBLISHED, "4: 没有发布时间。请加上一行，例如 publish_at: 2026-03-06 09:30。"),
        (
            "publish_at: 2026-03-06 09:30\nstatus: withdrawn",
            "4: 撤下了，但没有写原因。请加上 withdrawn:，下面缩进写 reason: 撤下的原因。",
        ),
        (
            DATED + "unpublish_at: 2026-03-06 09:30",
            "6: 提醒：下线时间不晚于发布时间，读者永远看不到。请核对这两个时间。",
        ),
        (
            "status: published\npublish_at: 2026-03-06 09:30",
            "1: 提醒：没有写是哪个单位的。"
            "请加上一行 unit:，写 units 文件夹里单位文件的名字；转载的请写 reprint。",
        ),
        (
            DATED + "event_date: 2026-03-03",
            "5: 提醒：活动在 2026-03-03，发布在 2026-03-06，晚了 3 天。"
            "活动动态请在 2 天内发布；日期写错的请改正。",
        ),
        (
            DATED + "reviews: [{step: 终审, by: 示例, sha256: 0}]",
            "6: 提醒：终审之后又改动过，暂不发布。请重新送审。",
        ),
    ],
)
def test_a_piece_of_news_that_breaks_a_rule(tmp_path: Path, front: str, problem: str) -> None:
    assert told(tmp_path, "news", "news", front) == [f"news/x.md:{problem}"]


@pytest.mark.parametrize(
    "front",
    [
        DATED,
        DATED + "event_date: 2026-03-04",
        DATED.replace("2026-03-06", "2027-01-01"),
        "publish_at: 2026-03-06 09:30\nstatus: published\nreprint: {source: 示例报}",
        "status: draft",
        "status: withdrawn\npublish_at: 2026-03-06 09:30\nwithdrawn: {reason: 重复}",
    ],
    ids=["dated", "two days", "in the future", "reprinted", "a draft", "withdrawn with a reason"],
)
def test_a_piece_of_news_that_breaks_none(tmp_path: Path, front: str) -> None:
    assert told(tmp_path, "news", "news", front) == []


def test_reviews_that_the_office_asks_for_are_missed(tmp_path: Path) -> None:
    asking = Settings.model_validate({**SETTINGS.model_dump(), "reviews": ["初审", "终审"]})
    lines = [line for line in told(tmp_path, "news", "news", DATED, asking) if line.startswith("news/x.md")]
    assert lines == ["news/x.md:1: 提醒：还没有完成初审、终审，暂不发布。请完成审核。"]


def test_a_story_takes_three_minutes_at_most(tmp_path: Path) -> None:
    slow = SETTINGS.model_copy(update={"reading_speed": 1})
    lines = told(tmp_path, "stories", "story", DATED, slow)
    assert lines == ["stories/deng.md:2: 提醒：正文有 6 个字，3 分钟读不完。微故事请控制在 3 个字以内。"]


def test_a_unit_has_one_brand(tmp_path: Path) -> None:
    assert told(tmp_path, "brands", "brand", DATED + "brand_name: 二\nphase: 申报") == [
        "brands/x.md:3: 提醒：单位“zhongxue”已有品牌“红烛”（brands/hongzhu.md）。"
        "一个单位只报一个品牌，请核对单位，或把不用的改成 status: archived。"
    ]


def test_samples_are_told_before_a_release(tmp_path: Path) -> None:
    loaded, problems = load(small_site(tmp_path / "content"))
    assert problems == ()
    assert said(tuple(samples(loaded.library))) == [
        "news/2026/03/dangri/index.md:15: 这是示例稿件。正式发布前请删去，或换成真实内容并去掉 sample。"
    ]
