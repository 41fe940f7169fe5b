"""Whatever was edited since the last build, the site is byte for byte what a clean build makes of it."""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal import drawing, memory, recipe
from portal.build import Built, Project, build
from portal.pages import edition
from portal.reading import ContentChanged
from portal.workers import SerialExecutor, make_executor

from .portal.search.reader import Reader, reading
from .site import NOW, SETTINGS, picture, small_site

OVERRIDES = Path(__file__).parents[1] / "overrides"
EXAMPLES = int(os.environ.get("PORTAL_EXAMPLES", "6"))
"""Sequences of edits to try; `make test-long` tries many more."""


class Office:
    """A content folder that somebody edits, with the site that is built from it after each edit."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.content = small_site(root / "content")
        self.overrides = root / "overrides"
        shutil.copytree(OVERRIDES, self.overrides)
        self.settings = SETTINGS.model_copy(update={"site_url": "https://portal.example/"})
        self.now = NOW

    def build(self, name: str = "site", cache: str = "cache", *, keep_going: bool = True) -> Built:
        """Build what there is now, without what is broken unless that is to stop it."""
        project = self.project(name, cache)
        return build(project, self.now, SerialExecutor(), lambda *_: None, keep_going=keep_going)

    def project(self, name: str = "site", cache: str = "cache") -> Project:
        """What is built, and where to."""
        return Project(
            content=self.content,
            site=self.root / name,
            overrides=self.overrides,
            cache=self.root / cache,
            settings=self.settings,
        )

    def clean(self) -> dict[str, bytes]:
        """What a build makes that remembers nothing."""
        (self.root / "clean").unlink(missing_ok=True)
        for name in (".clean.releases", "clean-cache"):
            shutil.rmtree(self.root / name, ignore_errors=True)
        self.build("clean", "clean-cache")
        return tree(self.root / "clean")

    def entries(self) -> list[Path]:
        """All Markdown files but the home page's."""
        return [path for path in sorted(self.content.rglob("*.md")) if path.parent != self.content]

    def edit(self, path: Path, pattern: str, text: str) -> None:
        """Replace the first match, if there is one."""
        words = path.read_text("utf-8")
        path.write_text(re.sub(pattern, text, words, count=1, flags=re.MULTILINE), "utf-8")


def tree(site: Path) -> dict[str, bytes]:
    """All files of a site."""
    root = site.resolve()
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


Edit = Callable[[Office, Path, int], None]


def retitle(office: Office, path: Path, number: int) -> None:
    office.edit(path, r"^title: .*$", f"title: 改过的标题{number}")


def rewrite(office: Office, path: Path, number: int) -> None:
    path.write_text(path.read_text("utf-8") + f"\n又写了第{number}段。\n", "utf-8")


def unpublish(office: Office, path: Path, number: int) -> None:
    office.edit(path, r"^status: published$", "status: draft")


def publish(office: Office, path: Path, number: int) -> None:
    office.edit(path, r"^status: draft$", "status: published")


def reschedule(office: Office, path: Path, number: int) -> None:
    office.edit(path, r"^publish_at: .*$", f"publish_at: 2026-03-{number % 28 + 1:02} 10:{number % 60:02}")


def retag(office: Office, path: Path, number: int) -> None:
    office.edit(path, r"^title: (.*)$", rf"title: \1\ntags: [标签{number % 3}]\ntopics: [xuexi]")


def pin(office: Office, path: Path, number: int) -> None:
    office.edit(path, r"^title: (.*)$", rf"title: \1\npinned_until: 2026-03-{number % 28 + 1:02}")


def break_it(office: Office, path: Path, number: int) -> None:
    office.edit(path, r"^title: (.*)$", "titel: 写错了")


def delete(office: Office, path: Path, number: int) -> None:
    path.unlink()


def rename(office: Office, path: Path, number: int) -> None:
    if path.name != "index.md":
        path.rename(path.with_name(f"gaiming{number}.md"))


def copy(office: Office, path: Path, number: int) -> None:
    if path.name != "index.md":
        shutil.copy(path, path.with_name(f"fuben{number}.md"))


def repaint(office: Office, path: Path, number: int) -> None:
    pictures = sorted(office.content.rglob("*.jpg"))
    pictures[number % len(pictures)].write_bytes(picture(300 + number, 200))


def restyle(office: Office, path: Path, number: int) -> None:
    template = office.overrides / "news.html"
    template.write_text(template.read_text("utf-8") + f"{{# {number} #}}\n", "utf-8")


def resettle(office: Office, path: Path, number: int) -> None:
    changes: list[dict[str, object]] = [
        {"page_size": 2},
        {"due_soon_days": 90},
        {"internal_lines": True},
        {"reading_speed": 200},
    ]
    office.settings = office.settings.model_copy(update=changes[number % len(changes)])


def wait(office: Office, path: Path, number: int) -> None:
    office.now += timedelta(days=number % 40, hours=number % 24)


EDITS: tuple[Edit, ...] = (
    retitle,
    rewrite,
    unpublish,
    publish,
    reschedule,
    retag,
    pin,
    break_it,
    delete,
    rename,
    copy,
    repaint,
    restyle,
    resettle,
    wait,
)


WORDS = ("", "党员", "示例", "的", "改过的标题", "第", "标签1", "2026", "一", "党员 示例", "没有这样的话")


def answers(office: Office, reader: Reader, name: str) -> list[Any]:
    """What the search box of a site says to some queries."""
    reader.open(office.root / name / "search")
    return [reader.search(word, size=50) for word in WORDS]


def but_search(files: dict[str, bytes]) -> dict[str, bytes]:
    """The files of a site but for its search index, which may have other bytes until it is made anew."""
    listed = json.loads(files["manifest.json"])
    listed["files"] = [file for file in listed["files"] if not file["path"].startswith("search/")]
    kept = {path: data for path, data in files.items() if not path.startswith("search/")}
    return {**kept, "manifest.json": json.dumps(listed).encode()}


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with reading() as found, pytest.MonkeyPatch.context() as patch:
        patch.setattr("portal.search.index.LEAST", 0)
        yield found


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
@given(
    st.lists(
        st.tuples(st.sampled_from(EDITS), st.integers(0, 100), st.integers(0, 100)), min_size=1, max_size=6
    )
)
def test_any_edits_give_what_a_clean_build_gives(reader: Reader, edits: list[tuple[Edit, int, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        office = Office(Path(folder))
        office.build()
        for edit, which, number in edits:
            if entries := office.entries():
                edit(office, entries[which % len(entries)], number)
            office.build()
            clean = office.clean()
            assert but_search(tree(office.root / "site")) == but_search(clean), edit.__name__
            assert answers(office, reader, "site") == answers(office, reader, "clean"), edit.__name__


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = Office(tmp_path)
    office.build()
    return office


def test_when_nothing_changed_nothing_is_drawn(office: Office) -> None:
    assert office.build().drawn == 0


def test_what_was_read_is_remembered_though_a_mistake_stops_the_release(tmp_path: Path) -> None:
    office = Office(tmp_path)
    break_it(office, office.content / "stories" / "deng.md", 1)
    assert not office.build(keep_going=False).released
    file = memory.place(tmp_path / "cache", office.content, tmp_path / "site")
    read = memory.unpack(memory.recall(file, recipe.program())).reading.entries
    assert (read["stories/deng.md"].entry, read["about.md"].entry is None) == (None, False)


def test_a_changed_sentence_is_drawn_on_its_own_page_only(office: Office) -> None:
    path = office.content / "documents" / "banfa-2025.md"
    office.edit(path, r"^title: (.*)$", r"title: \1\nsummary: 这是摘要")
    office.build()
    rewrite(office, path, 1)
    assert office.build().drawn == 1


def test_a_card_is_worked_out_again_only_where_its_entry_or_its_unit_changed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    card = edition._QUESTIONS["cards.card"]

    def noted(at: edition.Edition, key: str) -> object:
        made.append(key)
        return card(at, key)

    monkeypatch.setitem(edition._QUESTIONS, "cards.card", noted)
    path = office.content / "documents" / "banfa-2025.md"
    office.edit(path, r"^title: (.*)$", r"title: \1\nsummary: 这是摘要")
    office.build()
    made.clear()
    rewrite(office, path, 1)
    office.build()
    assert "documents/banfa-2025" in made
    assert "news/2026/03/dangri" not in made
    made.clear()
    office.edit(office.content / "units" / "zhongxue.md", r"^name: .*$", "name: 另一所中学\nshort: 另一中")
    office.build()
    assert "news/2026/03/dangri" in made
    assert but_search(tree(office.root / "site")) == but_search(office.clean())


def test_a_file_that_was_only_touched_changes_nothing(office: Office) -> None:
    for path in office.content.rglob("*"):
        os.utime(path, (0, 0))
    assert office.build().drawn == 0


def test_a_new_day_draws_only_what_changes_with_the_day(office: Office) -> None:
    office.edit(
        office.content / "stories" / "deng.md", r"^title: (.*)$", r"title: \1\npinned_until: 2026-03-10"
    )
    office.build()
    office.now += timedelta(days=1)
    drawn = office.build().drawn
    assert 0 < drawn < office.build().pages / 2
    assert but_search(tree(office.root / "site")) == but_search(office.clean())


@pytest.mark.parametrize("damage", [b"", b"nonsense", b"\x80\x05K\x01."])
def test_a_damaged_memory_is_not_believed(office: Office, damage: bytes) -> None:
    before = tree(office.root / "site")
    file = memory.place(office.root / "cache", office.content, office.root / "site")
    whole = file.read_bytes()
    for data in (damage, whole[:-1], whole[:200] + b"!" + whole[201:], recipe.program().encode()):
        file.write_bytes(data)
        office.build()
        assert tree(office.root / "site") == before


def test_without_its_cache_a_build_makes_the_same(office: Office) -> None:
    before = tree(office.root / "site")
    shutil.rmtree(office.root / "cache")
    office.build()
    assert tree(office.root / "site") == before


def test_pictures_that_vanished_from_the_cache_are_made_again(office: Office) -> None:
    before = tree(office.root / "site")
    shutil.rmtree(office.root / "cache" / "pictures")
    rewrite(office, office.entries()[0], 1)
    office.build()
    assert set(but_search(tree(office.root / "site"))) == set(but_search(before))


def test_a_site_that_was_removed_is_built_again(office: Office) -> None:
    before = tree(office.root / "site")
    (office.root / "site").unlink()
    shutil.rmtree(office.root / ".site.releases")
    office.build()
    assert tree(office.root / "site") == before


def test_a_template_that_is_saved_during_a_build_ends_it(office: Office) -> None:
    """Else some pages would have the old look and some the new, and no later build would know."""
    before = tree(office.root / "site")
    restyle(office, office.content, 1)
    template = office.overrides / "base.html"
    fresh = template.read_text("utf-8").replace("</head>", "<!-- 刚改的 --></head>")

    def save(what: str, done: int, total: int) -> None:
        if (what, done) == ("生成页面", total):
            template.write_text(fresh, "utf-8")

    with pytest.raises(ContentChanged, match=r"^overrides 在生成网站的过程中又改动了"):
        build(office.project(), office.now, SerialExecutor(), save)
    assert tree(office.root / "site") == before
    office.build()
    assert tree(office.root / "site") == office.clean()


def test_what_editors_leave_beside_a_template_is_not_noticed(office: Office) -> None:
    """Whoever opens a template does not end the build that is under way, nor have all drawn anew."""
    rewrite(office, office.content / "stories" / "deng.md", 1)
    beside = (".base.html.swp", "base.html~", "#base.html#", ".DS_Store")

    def open_it(what: str, done: int, total: int) -> None:
        if (what, done) == ("生成页面", total):
            for name in beside:
                (office.overrides / name).write_bytes(b"\0")

    assert build(office.project(), office.now, SerialExecutor(), open_it).released
    assert office.build().drawn == 0


def test_what_workers_compiled_is_not_compiled_again_by_the_next_build(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That took a twentieth of the first edit after a build of everything."""
    drawing._theme.cache_clear()
    with make_executor(2) as executor:
        build(office.project("other", "other-cache"), office.now, executor, lambda *_: None)
    rewrite(office, office.content / "news/2026/03/dangri/index.md", 1)
    compiled: list[object] = []
    monkeypatch.setattr("portal.theme._Environment.compile", lambda *given, **_: compiled.append(given))
    drawing._theme.cache_clear()
    assert office.build("other", "other-cache").drawn
    assert not compiled
