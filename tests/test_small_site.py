"""One small site with an entry of every kind and nothing wrong."""

from pathlib import Path

from portal.build import Project, build
from portal.kinds import KINDS
from portal.workers import SerialExecutor

from .site import NOW, SETTINGS, load, said, small_site


def test_nothing_is_wrong_with_it(tmp_path: Path) -> None:
    _, problems = load(small_site(tmp_path / "content"))
    assert said(problems) == []


def test_it_has_every_kind_of_entry(tmp_path: Path) -> None:
    loaded, _ = load(small_site(tmp_path / "content"))
    assert {entry.kind_name for entry in loaded.library.entries} == set(KINDS)


def test_the_public_sees_what_is_published_and_for_everybody_the_newest_first(tmp_path: Path) -> None:
    loaded, _ = load(small_site(tmp_path / "content"))
    assert [entry.key for entry in loaded.library.entries] == [
        "bulletins/2026q1",
        "news/2026/03/dangri",
        "topics/xuexi",
        "videos/kaimen",
        "stories/deng",
        "disclosure/jueyi",
        "brands/hongzhu",
        "models/jia",
        "tasks/pinpai",
        "documents/banfa-2026",
        "about",
        "units/zhongxue",
        "documents/banfa-2025",
    ]


def test_a_withdrawn_entry_leaves_its_notice(tmp_path: Path) -> None:
    loaded, _ = load(small_site(tmp_path / "content"))
    assert [entry.key for entry in loaded.library.withdrawn] == ["news/2026/03/chexia"]


def test_an_item_for_the_party_leaves_a_line_only_if_the_settings_keep_one(tmp_path: Path) -> None:
    content = small_site(tmp_path / "content")
    keeping = SETTINGS.model_copy(update={"internal_lines": True})
    lines = [
        [entry.key for entry in load(content, settings)[0].library.internal]
        for settings in (SETTINGS, keeping)
    ]
    assert lines == [[], ["disclosure/dangfei"]]


def test_it_becomes_a_site_without_leave_for_mistakes(tmp_path: Path) -> None:
    project = Project(
        content=small_site(tmp_path / "content"),
        overrides=Path(__file__).parents[1] / "overrides",
        site=tmp_path / "site",
        cache=tmp_path / "cache",
        settings=SETTINGS,
    )
    built = build(project, NOW, SerialExecutor(), lambda *_: None)
    assert (said(built.problems), built.released) == ([], True)
