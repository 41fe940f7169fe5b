"""A release is made beside the live site and takes its place; until then, nothing has happened."""

from __future__ import annotations

import builtins
import errno
import io
import itertools
import json
import os
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from datetime import datetime, timedelta, timezone
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from portal.release import (
    DamagedFile,
    File,
    Files,
    ForeignFolder,
    MissingFile,
    Released,
    ReleaseFailed,
    Slot,
    Slots,
    Source,
    Unchanged,
    held,
    intact,
    locked,
    publish,
    releases,
    rollback,
)
from portal.release.manifest import walk
from portal.workers import bounded_map, make_executor

OPEN, RMDIR, SYMLINK = open, os.rmdir, os.symlink
NOON = datetime(2026, 3, 6, 12, 0, tzinfo=timezone(timedelta(hours=8)))


def put(site: Path, files: Files, *, when: datetime = NOON, keep: int = 5) -> Released:
    return publish(site, lambda _: files, when=when, keep=keep)


def tree(folder: Path) -> dict[str, str]:
    """The texts of all files of a site but its manifest, by path."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "manifest.json")
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in files}


def shelf(site: Path) -> list[str]:
    """What lies beside the site, releases by their numbers alone."""
    return sorted(name.partition("-")[0] for name in os.listdir(site.with_name(f".{site.name}.releases")))


def same(text: bytes) -> Unchanged:
    return Unchanged(sha256(text).hexdigest())


@pytest.fixture(params=["links", "folders"])
def site(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the site is to be, on a file system with links and on one without."""
    if request.param == "folders":
        monkeypatch.setattr(os, "symlink", refusing(errno.EPERM))
    return tmp_path / "site"


def refusing(number: int) -> Callable[..., None]:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    return refuse


def test_a_first_release_makes_the_folder_and_its_parents(site: Path) -> None:
    place = site / "www" / "党建"
    put(place, [("index.html", b"a"), ("news/x/index.html", b"b")])
    assert tree(place) == {"index.html": "a", "news/x/index.html": "b"}


def test_a_release_replaces_the_whole_site(site: Path) -> None:
    put(site, [("index.html", b"old"), ("gone/index.html", b"old")])
    put(site, [("index.html", b"new")])
    assert tree(site) == {"index.html": "new"}


def test_where_there_are_links_the_site_is_one_that_survives_a_move_of_its_parent(tmp_path: Path) -> None:
    put(tmp_path / "www" / "site", [("index.html", b"a")])
    (tmp_path / "www").rename(tmp_path / "moved")
    assert (tmp_path / "moved" / "site").is_symlink()
    assert tree(tmp_path / "moved" / "site") == {"index.html": "a"}


def test_where_there_are_no_links_the_site_is_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "symlink", refusing(errno.EPERM))
    put(tmp_path / "site", [("index.html", b"a")])
    assert not (tmp_path / "site").is_symlink()


# What a file consists of


def test_a_file_given_by_its_path_is_copied_and_not_linked(site: Path, tmp_path: Path) -> None:
    (tmp_path / "list.pdf").write_bytes(b"%PDF")
    put(site, [("news/list.pdf", tmp_path / "list.pdf")])
    (tmp_path / "list.pdf").write_bytes(b"changed by its author")
    assert tree(site) == {"news/list.pdf": "%PDF"}


def test_an_unchanged_file_is_the_same_file_as_before(site: Path) -> None:
    put(site, [("a/index.html", b"a"), ("b/index.html", b"b")])
    before = (site / "a/index.html").stat().st_ino
    put(site, [("a/index.html", same(b"a")), ("b/index.html", b"new")])
    assert (site / "a/index.html").stat().st_ino == before
    assert tree(site) == {"a/index.html": "a", "b/index.html": "new"}


def test_equal_bytes_and_equal_copies_share_the_old_file(site: Path, tmp_path: Path) -> None:
    (tmp_path / "list.pdf").write_bytes(b"%PDF")
    files: Files = [("a.html", b"a"), ("list.pdf", tmp_path / "list.pdf")]
    put(site, files)
    assert put(site, [*files, ("b.html", b"b")]).linked == 2


def test_another_process_may_fill_a_slot(site: Path) -> None:
    """What it wrote belongs to the release; what the site has already it does not write."""
    put(site, [("a/index.html", b"a"), ("b/index.html", b"old")])
    before = (site / "a/index.html").stat().st_ino

    def files(slot: Slots) -> Iterator[tuple[str, Unchanged | File]]:
        with make_executor(2) as executor:
            for path, text in (("a/index.html", b"a"), ("b/index.html", b"new"), ("c/d/index.html", b"c")):
                yield path, executor.submit(slot(path).fill, text).result()

    released = publish(site, files, when=NOON)
    assert tree(site) == {"a/index.html": "a", "b/index.html": "new", "c/d/index.html": "c"}
    assert (site / "a/index.html").stat().st_ino == before
    assert (released.linked, released.files, intact(site)) == (1, held(site), released.id)


def test_a_slot_that_cannot_be_filled_says_why(tmp_path: Path) -> None:
    slot = Slot(place=os.fspath(tmp_path / "gone" / "index.html"), live="", held=None)
    with make_executor(2) as executor, pytest.raises(ReleaseFailed, match=r"文件不见了（.*index\.html）"):
        executor.submit(slot.fill, b"").result()


@pytest.mark.parametrize("fails", ["page", "release"])
def test_no_slot_of_a_release_that_came_to_nothing_is_filled(site: Path, fails: str) -> None:
    """Whoever is about to fill one is waited for, or would find the next release in its place."""
    put(site, [("index.html", b"old")])
    before = shelf(site)

    def fill(slot: Slot) -> Unchanged | File:
        time.sleep(0.05)
        return slot.fill(b"new")

    def files(slot: Slots) -> Iterator[tuple[str, Unchanged | File]]:
        paths = [f"{number}/index.html" for number in range(6)]
        with closing(bounded_map(executor, fill, map(slot, paths))) as made:
            for path, file in zip(paths, made, strict=True):
                if path == paths[1] and fails == "page":
                    raise ZeroDivisionError
                yield ("manifest.json" if path == paths[1] else path), file

    with ThreadPoolExecutor(1) as executor:
        with pytest.raises(ZeroDivisionError if fails == "page" else ValueError) as failed:
            publish(site, files, when=NOON)
        publish(site, lambda slot: ((path, slot(path).fill(b"next")) for path in ["2/index.html"]), when=NOON)
        assert failed.tb  # it keeps the generator: so it was closed, not merely forgotten
    assert tree(site) == {"2/index.html": "next"}
    assert len(shelf(site)) == len(before) + 1


def test_what_differs_from_its_manifest_is_written_anew(site: Path) -> None:
    """Someone changed a page on the server, to one of the same length: the next build makes it right."""
    put(site, [("a.html", b"good"), ("b.html", b"b")])
    (site / "a.html").chmod(0o644)
    (site / "a.html").write_bytes(b"evil")
    put(site, [("a.html", b"good"), ("b.html", b"b")])
    assert tree(site) == {"a.html": "good", "b.html": "b"}


@pytest.mark.parametrize("text", [b"never released", b"b"])
def test_a_file_that_is_not_as_it_is_said_to_be_is_missing(site: Path, text: bytes) -> None:
    put(site, [("a.html", b"a"), ("b.html", b"b")])
    with pytest.raises(MissingFile, match=r"a\.html"):
        put(site, [("b.html", b"new"), ("a.html", same(text))])
    assert tree(site) == {"a.html": "a", "b.html": "b"}


def test_an_unchanged_file_that_was_cut_short_or_removed_is_missing(site: Path) -> None:
    put(site, [("a.html", b"a"), ("b.html", b"b")])
    (site / "a.html").chmod(0o644)
    (site / "a.html").write_bytes(b"")
    (site / "b.html").unlink()
    for path, text in (("a.html", b"a"), ("b.html", b"b")):
        with pytest.raises(MissingFile, match=path):
            put(site, [(path, same(text))])


def tamper(file: Path, text: bytes) -> None:
    """Change or add a file as somebody on the server would, some time after the release was made."""
    if file.exists():
        file.chmod(0o644)
    file.write_bytes(text)
    for changed in (file, file.parent):
        os.utime(changed, (time.time() + 60, time.time() + 60))


def test_an_unchanged_file_that_was_changed_to_one_of_the_same_size_is_missing(site: Path) -> None:
    put(site, [("a.html", b"good")])
    tamper(site / "a.html", b"evil")
    with pytest.raises(MissingFile, match=r"a\.html"):
        put(site, [("a.html", same(b"good")), ("b.html", b"b")])


def test_an_unchanged_file_that_was_only_touched_is_still_the_same(site: Path) -> None:
    put(site, [("a.html", b"good")])
    tamper(site / "a.html", b"good")
    put(site, [("a.html", same(b"good")), ("b.html", b"b")])
    assert tree(site) == {"a.html": "good", "b.html": "b"}


def disguise(file: Path) -> None:
    """Put another file in the place of one, of the same size and older."""
    said = file.read_bytes()
    file.unlink()
    file.write_bytes(said[::-1])
    os.utime(file, (0, 0))
    os.utime(file.parent, (time.time() + 60, time.time() + 60))


def redirect(file: Path) -> None:
    """Put a link to the same bytes in the place of a file."""
    away = file.parents[2] / "away"
    shutil.copy(file, away)
    file.unlink()
    SYMLINK(away, file)


DAMAGE: list[Callable[[Path], object]] = [
    lambda site: tamper(site / "a/index.html", b"evil"),
    lambda site: tamper(site / "a/index.html", b"longer than it was"),
    lambda site: (site / "a/index.html").unlink(),
    lambda site: shutil.rmtree(site / "a"),
    lambda site: disguise(site / "a/index.html"),
    lambda site: disguise(site / "b.html"),
    lambda site: redirect(site / "a/index.html"),
]
damage = pytest.mark.parametrize("damage", DAMAGE)


@damage
def test_a_live_release_that_was_changed_is_not_taken_for_the_same(
    site: Path, damage: Callable[[Path], object]
) -> None:
    """All files of the draft are as the manifest says, for it is made of an expired release."""
    pages: Files = [("a/index.html", b"good"), ("b.html", b"by")]
    for number in range(4):
        put(site, [("index.html", str(number % 2).encode()), *pages], keep=2)
    assert intact(site) == releases(site)[-1].id
    damage(site)
    assert intact(site) is None
    unchanged: Files = [("a/index.html", same(b"good")), ("b.html", same(b"by"))]
    try:
        assert put(site, [("index.html", b"1"), *unchanged]).changed
    except DamagedFile:  # the expired release shares the changed file: whoever builds makes all anew
        assert put(site, [("index.html", b"1"), *pages]).changed
    assert tree(site) == {"a/index.html": "good", "b.html": "by", "index.html": "1"}
    assert intact(site) == releases(site)[-1].id


@damage
def test_a_release_that_was_changed_is_not_gone_back_to(site: Path, damage: Callable[[Path], object]) -> None:
    fill(site, 2)
    put(site, [("index.html", b"2"), ("a/index.html", b"good"), ("b.html", b"by")])
    damage(site)
    put(site, [("index.html", b"3")])
    told: list[str] = []
    rollback(site, tell=told.append)
    assert (tree(site)["index.html"], told) == ("1", ["有的版本里有文件被人改动过，已经跳过。"])


def test_where_all_earlier_releases_were_changed_the_last_is_gone_back_to(site: Path) -> None:
    """The file is one and the same in all of them, and the post that has to go away cannot wait."""
    fill(site, 3)
    tamper(site / "same.html", b"SAME")
    put(site, [("index.html", b"3"), ("same.html", b"same")])
    told: list[str] = []
    rollback(site, tell=told.append)
    assert tree(site)["index.html"] == "2"
    assert told == ["更早的版本都有文件被人改动过。退回以后请用 portal verify 核对，再生成一次。"]


def test_a_strangers_file_makes_no_release_and_keeps_nobody_from_going_back(site: Path) -> None:
    fill(site, 2)
    tamper(site / ".DS_Store", b"strange")
    assert intact(site) == releases(site)[-1].id
    assert not put(site, [("index.html", b"1"), ("same.html", same(b"same"))]).changed
    put(site, [("index.html", b"2"), ("same.html", same(b"same"))])
    told: list[str] = []
    rollback(site, tell=told.append)
    assert (tree(site)["index.html"], told) == ("1", [])


def test_what_is_changed_while_a_release_is_made_of_it_is_noticed(tmp_path: Path) -> None:
    """Through the link that both have."""
    site = tmp_path / "site"
    put(site, [("index.html", b"0"), ("a/index.html", b"good")])

    def files() -> Iterator[tuple[str, Source]]:
        yield "a/index.html", same(b"good")
        tamper(site / "a/index.html", b"evil")
        yield "index.html", b"1"

    with pytest.raises(DamagedFile, match=r"a/index\.html"):
        put(site, files())
    assert tree(site)["index.html"] == "0"


def test_without_a_site_nothing_is_held(site: Path) -> None:
    assert held(site) == {}
    with pytest.raises(MissingFile):
        put(site, [("a.html", same(b"a"))])


def test_what_is_held_is_what_was_released(site: Path) -> None:
    released = put(site, [("a.html", b"a")])
    assert held(site) == released.files == {"a.html": (1, sha256(b"a").hexdigest())}


@pytest.mark.parametrize(
    "path", ["../a", "/etc/passwd", "a//b", "a/./b", "a\\b", "C:/a", "", "a/", "manifest.json", ".unfinished"]
)
def test_a_path_that_leads_elsewhere_is_our_own_mistake(tmp_path: Path, path: str) -> None:
    said = f"^{path.replace(chr(92), chr(92) * 2)}$"
    with pytest.raises(ValueError, match=said):
        put(tmp_path / "site", [(path, b"")])
    with pytest.raises(ValueError, match=said):
        publish(tmp_path / "site", lambda slot: [(path, slot(path).fill(b""))], when=NOON)


@pytest.mark.parametrize("paths", [("a", "a"), ("a", "a/b"), ("a/b", "a")])
def test_two_files_in_one_place_are_refused(site: Path, paths: tuple[str, str]) -> None:
    with pytest.raises(ReleaseFailed, match="已经有另一个文件"):
        put(site, [(path, b"") for path in paths])
    with pytest.raises(ReleaseFailed, match="已经有另一个文件"):
        publish(site, lambda slot: ((path, slot(path).fill(b"")) for path in paths), when=NOON)


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such permissions")
def test_files_are_read_only_and_all_may_read_them_whatever_the_mask(tmp_path: Path) -> None:
    mask = os.umask(0o077)
    try:
        put(tmp_path / "site", [("a/index.html", b"a")])
    finally:
        os.umask(mask)
    found = [tmp_path / "site" / path for path in ("", "a", "a/index.html", "manifest.json")]
    assert [oct(path.stat().st_mode & 0o777) for path in found] == ["0o755", "0o755", "0o444", "0o444"]


def test_where_files_cannot_be_linked_they_are_copied(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(site, [("a.html", b"a")])
    monkeypatch.setattr(os, "link", refusing(errno.EPERM))
    put(site, [("a.html", same(b"a")), ("b.html", b"b")])
    assert tree(site) == {"a.html": "a", "b.html": "b"}


# The manifest


def test_the_manifest_says_size_and_hash_of_each_file_and_names_no_date(tmp_path: Path) -> None:
    files: list[tuple[str, Source]] = [("通知/index.html", "好".encode()), ("a.html", b"")]
    sources = {"news/b.md": "b" * 64, "news/a.md": "a" * 64}
    publish(tmp_path / "one", lambda _: files, when=NOON, sources=sources)
    publish(tmp_path / "two", lambda _: files[::-1], when=NOON + timedelta(days=1), sources=sources)
    text = (tmp_path / "one" / "manifest.json").read_text("utf-8")
    assert json.loads(text) == {
        "portal_manifest": 1,
        "files": [
            {"path": "a.html", "size": 0, "sha256": sha256(b"").hexdigest()},
            {"path": "通知/index.html", "size": 3, "sha256": sha256("好".encode()).hexdigest()},
        ],
        "sources": [{"path": "news/a.md", "sha256": "a" * 64}, {"path": "news/b.md", "sha256": "b" * 64}],
    }
    assert text.count("\n") == 9
    assert (tmp_path / "two" / "manifest.json").read_text("utf-8") == text


def test_a_linked_site_has_the_manifest_of_one_written_anew(site: Path, tmp_path: Path) -> None:
    put(site, [("a.html", b"a"), ("b.html", b"b")])
    put(site, [("a.html", same(b"a")), ("b.html", b"new")])
    put(tmp_path / "clean", [("a.html", b"a"), ("b.html", b"new")])
    assert (site / "manifest.json").read_bytes() == (tmp_path / "clean" / "manifest.json").read_bytes()


# What goes wrong


def test_an_error_in_the_last_page_leaves_the_old_site_whole_and_nothing_beside_it(site: Path) -> None:
    def failing() -> Iterator[tuple[str, bytes]]:
        yield "index.html", b"new"
        raise ZeroDivisionError

    put(site, [("index.html", b"old")])
    before = shelf(site)
    with pytest.raises(ZeroDivisionError):
        put(site, failing())
    assert (tree(site), shelf(site)) == ({"index.html": "old"}, before)


@pytest.mark.parametrize("generations", [0, 1, 2, 4])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS])
def test_a_disk_that_fails_at_any_step_leaves_a_whole_site_and_the_next_build_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, generations: int, number: int
) -> None:
    """After two releases the third is made from nothing, after four the fifth is made of one that expired."""

    def files(generation: int) -> Files:
        return [("a/index.html", b"a"), ("b/index.html", str(generation).encode())]

    for steps in range(100):
        site = tmp_path / str(steps) / "site"
        for generation in range(generations):
            put(site, files(generation), keep=2)
        before = tree(site)
        with monkeypatch.context() as patch:
            disk = FailingDisk(patch, steps, number)
            said = ""
            try:
                put(site, files(8), keep=2)
            except ReleaseFailed as error:
                said = str(error)
        assert said == "" or said.startswith("网站没有更新，原来的网站没有变：磁盘")
        assert tree(site) == (before if said else {"a/index.html": "a", "b/index.html": "8"})
        put(site, files(9), keep=2)
        assert tree(site) == {"a/index.html": "a", "b/index.html": "9"}
        assert len([name for name in shelf(site) if name.isdigit()]) <= 3, steps
        if not disk.failed:
            return
    pytest.fail("the disk failed for ever")


class FailingDisk:
    """After so many steps, whatever could need space fails."""

    def __init__(self, patch: pytest.MonkeyPatch, steps: int, number: int) -> None:
        self._left = steps
        self._number = number
        self.failed = False
        for name in ("link", "mkdir", "chmod", "rename", "replace", "symlink"):
            patch.setattr(os, name, self._guard(getattr(os, name)))
        for module in (builtins, io):
            patch.setattr(module, "open", self._guard(open))

    def _guard(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if call is OPEN and "r" in (args[1] if len(args) > 1 else "r"):
                return call(*args, **kwargs)
            if self._left == 0:
                self.failed = True
                raise OSError(self._number, os.strerror(self._number))
            self._left -= 1
            return call(*args, **kwargs)

        return guarded


def test_a_write_that_fails_half_way_leaves_the_old_site(tmp_path: Path) -> None:
    """The kernel's own limit on the size of files stands for the end of the disk."""
    resource = pytest.importorskip("resource")
    put(tmp_path / "site", [("index.html", b"old")])
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limits[1]))
    try:
        with pytest.raises(ReleaseFailed, match="原来的网站没有变"):
            put(tmp_path / "site", [("index.html", b"new"), ("film.mp4", bytes(200_000))])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)
    assert (tree(tmp_path / "site"), shelf(tmp_path / "site")) == ({"index.html": "old"}, ["000001", "lock"])


def test_a_source_that_has_gone_is_named(site: Path, tmp_path: Path) -> None:
    with pytest.raises(ReleaseFailed, match=r"文件不见了（.*gone\.pdf）"):
        put(site, [("list.pdf", tmp_path / "gone.pdf")])


# Folders that are not ours


@pytest.mark.parametrize("files", [[], [("index.html", b"x")]])
def test_a_folder_with_strange_files_is_refused_and_nothing_is_touched(tmp_path: Path, files: Files) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "thesis.docx").write_bytes(b"mine")
    (tmp_path / "site" / "manifest.json").write_bytes(b'{"name": "another program"}')
    with pytest.raises(ForeignFolder, match="别的文件"):
        put(tmp_path / "site", files)
    assert tree(tmp_path) == {"site/thesis.docx": "mine"}


def test_a_file_or_a_link_to_elsewhere_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "link").symlink_to(tmp_path)
    for name in ("file", "link"):
        with pytest.raises(ForeignFolder):
            put(tmp_path / name, [])
    assert sorted(os.listdir(tmp_path)) == ["file", "link"]


def test_a_release_is_not_taken_for_a_site(site: Path) -> None:
    """As where a path was resolved, and with it the link."""
    put(site, [("index.html", b"old")])
    put(site, [("index.html", b"new")])
    with pytest.raises(ForeignFolder, match="网站的一个版本"):
        put(releases(site)[0].folder, [("index.html", b"wrong")])
    assert texts(site) == ["old", "new"]


def test_an_empty_folder_is_taken(site: Path) -> None:
    site.mkdir()
    put(site, [("index.html", b"a")])
    assert tree(site) == {"index.html": "a"}


def test_a_site_of_the_portal_before_it_had_manifests_is_taken_over_as_a_release(site: Path) -> None:
    (site / "news").mkdir(parents=True)
    (site / ".portal").write_bytes(b"")
    (site / "news/index.html").write_bytes(b"old")
    put(site, [("news/index.html", same(b"old")), ("index.html", b"new")])
    assert tree(site) == {"news/index.html": "old", "index.html": "new"}
    rollback(site)
    assert tree(site) == {"news/index.html": "old"}


def test_a_copy_of_a_site_can_be_released_into(site: Path, tmp_path: Path) -> None:
    """As a folder, where it was a link: what `cp -rL` or a restored backup leaves."""
    put(site, [("index.html", b"old")])
    copy = tmp_path / "copy"
    shutil.copytree(site, copy)
    put(copy, [("index.html", b"new")])
    assert (tree(copy), tree(rollback(copy).folder)) == ({"index.html": "new"}, {"index.html": "old"})


def test_a_strangers_file_in_an_old_release_is_neither_published_nor_removed(site: Path) -> None:
    put(site, [("index.html", b"0")])
    (site / "notes.txt").write_bytes(b"mine")
    for number in range(1, 6):
        put(site, [("index.html", str(number).encode())], keep=2)
        assert tree(site) == {"index.html": str(number)}
    assert [path.read_bytes() for path in site.parent.rglob("notes.txt")] == [b"mine"]


def test_a_folder_on_the_shelf_that_is_not_ours_stays(site: Path) -> None:
    put(site, [("index.html", b"0")])
    strange = site.with_name(".site.releases") / "000000-20260101-000000" / "notes.txt"
    strange.parent.mkdir()
    strange.write_bytes(b"mine")
    for number in range(1, 6):
        put(site, [("index.html", str(number).encode())], keep=2)
    assert strange.read_bytes() == b"mine"


# Earlier releases


def texts(site: Path) -> list[str]:
    return [(release.folder / "index.html").read_text("utf-8") for release in releases(site)]


def fill(site: Path, count: int, keep: int = 3) -> None:
    for number in range(count):
        put(site, [("index.html", str(number).encode()), ("same.html", b"same")], keep=keep)


def test_the_last_releases_are_kept_and_listed_the_oldest_first(site: Path) -> None:
    fill(site, 6)
    assert texts(site) == ["3", "4", "5"]
    assert [release.current for release in releases(site)] == [False, False, True]
    assert {release.time for release in releases(site)} == {datetime(2026, 3, 6, 12, 0)}


def test_one_release_that_expired_stays_to_make_the_next_one_of(site: Path) -> None:
    fill(site, 6)
    live = [] if not site.is_symlink() else ["000006"]
    journal = ["live"] if not site.is_symlink() else []
    assert shelf(site) == ["000003", "000004", "000005", *live, *journal, "lock"]


def test_a_release_made_of_an_expired_one_has_just_its_own_files(site: Path) -> None:
    pages: list[Files] = [
        [("a/x.html", b"1"), ("b/c/x.html", b"1"), ("d", b"1"), ("e/f/x.html", b"1"), ("g.html", b"1")],
        [("a/x.html", b"2"), ("g.html", b"1")],
        [("a/x.html", b"3"), ("g.html", b"1")],
        [("a/x.html", b"4"), ("g.html", b"1")],
        [("a/x.html", b"4"), ("d/y.html", b"5"), ("e", b"5"), ("b/x.html", b"5"), ("g.html", b"1")],
    ]
    for files in pages:
        put(site, files, keep=3)
    expected = {"a/x.html": "4", "b/x.html": "5", "d/y.html": "5", "e": "5", "g.html": "1"}
    assert (tree(site), (site / "b/c").exists()) == (expected, False)


@pytest.mark.parametrize("alone", [True, False])
def test_in_an_expired_release_a_folder_becomes_a_file_beside_one_that_is_being_made(
    site: Path, alone: bool
) -> None:
    other = [] if alone else ["p/index.html"]
    for paths in (["p/q/r/x", *other], ["a"], ["b"], ["c"]):
        put(site, [(path, b"old") for path in paths], keep=3)

    def files(slot: Slots) -> Iterator[tuple[str, Unchanged | File]]:
        slots = {path: slot(path) for path in (*other, "p/q")}
        yield from ((path, place.fill(b"new")) for path, place in slots.items())

    publish(site, files, when=NOON, keep=3)
    assert tree(site) == dict.fromkeys(sorted([*other, "p/q"]), "new")


@pytest.mark.parametrize(
    "change", ["none", "strange file", "strange file at the top", "lost file", "copied", "replaced"]
)
def test_what_was_done_to_an_expired_release_does_not_reach_the_next_one(
    site: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    files: list[tuple[str, Source]] = [("a/b/same.html", b"same"), ("a/b/other.html", b"other")]
    for number in range(4):
        put(site, [("index.html", str(number).encode()), *files], keep=3)
    expired = site.with_name(".site.releases") / "000001-20260306-120000"
    assert (expired / "a/b/same.html").exists()
    match change:
        case "strange file":
            (expired / "a/b/strange.html").write_bytes(b"strange")
        case "strange file at the top":
            (expired / "strange.html").write_bytes(b"strange")
        case "lost file":
            (expired / "a/b/same.html").unlink()
        case "copied":
            shutil.copytree(expired / "a", expired / "c")
            shutil.rmtree(expired / "a")
            (expired / "c").rename(expired / "a")
        case "replaced":
            (expired / "a/b/same.html").unlink()
            (expired / "a/b/same.html").write_bytes(b"SAME")
    looked: list[str | Path] = []

    def looking(folder: str | Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
        looked.append(folder)
        return walk(folder)

    monkeypatch.setattr("portal.release.tree.walk", looking)
    put(site, [("index.html", b"4"), *files], keep=3)
    assert tree(site) == {"a/b/other.html": "other", "a/b/same.html": "same", "index.html": "4"}
    assert bool(looked) == (change != "none")


def test_ids_keep_their_order_though_the_clock_goes_back_or_stands_still(tmp_path: Path) -> None:
    for number, hours in enumerate((0, 0, -24)):
        put(tmp_path / "site", [("index.html", str(number).encode())], when=NOON + timedelta(hours=hours))
    assert [release.id for release in releases(tmp_path / "site")] == [
        "000001-20260306-120000",
        "000002-20260306-120000",
        "000003-20260305-120000",
    ]


def test_a_build_that_changes_nothing_makes_no_release(site: Path) -> None:
    fill(site, 1)
    again = put(site, [("index.html", b"0"), ("same.html", same(b"same"))])
    assert (again.changed, again.id, texts(site)) == (False, releases(site)[0].id, ["0"])


def test_each_rollback_goes_one_release_further_back(site: Path) -> None:
    fill(site, 3)
    assert [(rollback(site).id[:6], tree(site)["index.html"]) for _ in range(2)] == [
        ("000002", "1"),
        ("000001", "0"),
    ]
    with pytest.raises(ReleaseFailed, match="没有更早的版本"):
        rollback(site)
    assert tree(site)["index.html"] == "0"


def test_after_a_rollback_and_a_build_the_release_given_up_is_not_gone_back_to(site: Path) -> None:
    fill(site, 3)
    rollback(site)
    put(site, [("index.html", b"mended"), ("same.html", same(b"same"))])
    assert texts(site) == ["0", "1", "mended"]
    rollback(site)
    assert tree(site)["index.html"] == "1"


def test_without_a_site_there_is_nothing_to_roll_back(site: Path) -> None:
    with pytest.raises(ReleaseFailed, match="没有更早的版本"):
        rollback(site)
    assert releases(site) == ()


def test_where_the_live_release_is_gone_the_last_one_is_gone_back_to(tmp_path: Path) -> None:
    site = tmp_path / "site"
    fill(site, 3)
    shutil.rmtree(site.resolve())
    assert (rollback(site).id[:6], tree(site)["index.html"]) == ("000002", "1")
    site.unlink()
    assert (rollback(site).id[:6], tree(site)["index.html"]) == ("000002", "1")


def test_releases_outlive_the_name_that_readers_use(tmp_path: Path) -> None:
    """Somebody removes the link: the next build makes it, with all that went before."""
    fill(tmp_path / "site", 2)
    (tmp_path / "site").unlink()
    put(tmp_path / "site", [("index.html", b"2")])
    assert texts(tmp_path / "site") == ["0", "1", "2"]


# Killed, and at the same time


@pytest.mark.parametrize("moves", range(4))
@pytest.mark.parametrize("takeover", [False, True])
def test_a_switch_of_folders_that_is_cut_short_is_completed_by_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moves: int, takeover: bool
) -> None:
    site = tmp_path / "site"
    with monkeypatch.context() as patch:
        patch.setattr(os, "symlink", refusing(errno.EPERM))
        fill(site, 2)
    with monkeypatch.context() as patch:
        if not takeover:
            patch.setattr(os, "symlink", refusing(errno.EPERM))
        patch.setattr(os, "rename", stopping(os.rename, moves))
        with suppress(KeyboardInterrupt):
            put(site, [("index.html", b"2"), ("same.html", same(b"same"))])
    if not takeover:
        monkeypatch.setattr(os, "symlink", refusing(errno.EPERM))
    with suppress(ReleaseFailed), locked(site):
        pass
    assert tree(site)["index.html"] in ("1", "2")
    put(site, [("index.html", b"3")])
    assert (tree(site), texts(site)[0]) == ({"index.html": "3"}, "0")


def stopping(call: Callable[..., None], times: int) -> Callable[..., None]:
    left = iter(range(times))

    def stopped(*args: object) -> None:
        if next(left, None) is None:
            raise KeyboardInterrupt
        call(*args)

    return stopped


def test_a_folder_that_cannot_be_put_in_place_gives_way_to_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "symlink", refusing(errno.EPERM))
    fill(tmp_path / "site", 1)
    rename, calls = os.rename, itertools.count(1)

    def broken_once(source: Path, target: Path) -> None:
        if next(calls) == 2:
            raise OSError(errno.EIO, "broken")
        rename(source, target)

    monkeypatch.setattr(os, "rename", broken_once)
    with pytest.raises(ReleaseFailed, match="原来的网站没有变"):
        put(tmp_path / "site", [("index.html", b"1")])
    assert tree(tmp_path / "site")["index.html"] == "0"


def test_a_folder_that_is_held_for_a_moment_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Virus scanners hold what was just written."""
    monkeypatch.setattr(os, "symlink", refusing(errno.EPERM))
    rename, refusals = os.rename, iter([True, True])

    def held_twice(source: Path, target: Path) -> None:
        if next(refusals, False):
            raise PermissionError(errno.EACCES, "held")
        rename(source, target)

    monkeypatch.setattr(os, "rename", held_twice)
    fill(tmp_path / "site", 1)
    assert tree(tmp_path / "site")["index.html"] == "0"


def test_what_a_killed_build_left_is_removed_by_the_next(tmp_path: Path) -> None:
    site = tmp_path / "site"
    fill(site, 1)
    for number, files in ((2, [".unfinished"]), (3, [".unfinished", "a/index.html"]), (4, [])):
        left = tmp_path / ".site.releases" / f"{number:06d}-20260306-120000"
        left.mkdir()
        for name in files:
            (left / name).parent.mkdir(exist_ok=True)
            (left / name).write_bytes(b"")
    put(site, [("index.html", b"1")])
    assert shelf(site) == ["000001", "000005", "lock"]


def test_what_was_written_while_a_draft_was_removed_goes_with_the_next(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(site, [("index.html", b"old")])
    before = shelf(site)
    slots: list[Slot] = []

    def files(slot: Slots) -> Iterator[tuple[str, bytes]]:
        slots.append(slot("a/index.html"))
        raise ZeroDivisionError
        yield

    def rmdir(path: str) -> None:
        if not os.path.exists(slots[0].place):
            slots[0].fill(b"late")
        RMDIR(path)

    with monkeypatch.context() as late:
        late.setattr(os, "rmdir", rmdir)
        with pytest.raises(ZeroDivisionError):
            publish(site, files, when=NOON)
    assert {*shelf(site)} - {*before} == {"000002"}
    put(site, [("index.html", b"new")])
    assert (tree(site), "000002" in shelf(site)) == ({"index.html": "new"}, False)


def test_a_second_build_waits_and_says_so(site: Path) -> None:
    said: list[str] = []
    inside, leave = threading.Event(), threading.Event()

    def slow() -> Iterator[tuple[str, bytes]]:
        yield "index.html", b"first"
        inside.set()
        leave.wait(10)

    first = threading.Thread(target=lambda: put(site, slow()))
    first.start()
    inside.wait(10)

    def tell(line: str) -> None:
        said.append(line)
        leave.set()

    publish(site, lambda _: [("index.html", b"second")], when=NOON, tell=tell)
    first.join()
    assert said == ["另一个程序正在更新网站，等它结束……"]
    assert texts(site) == ["first", "second"]


def test_a_second_build_refuses_in_the_end(site: Path) -> None:
    inside, leave = threading.Event(), threading.Event()

    def hold() -> None:
        with locked(site):
            inside.set()
            leave.wait(10)

    holder = threading.Thread(target=hold)
    holder.start()
    inside.wait(10)
    with (
        pytest.raises(ReleaseFailed, match="请等它结束后再试"),
        locked(site, patience=0.1, tell=lambda line: None),
    ):
        pytest.fail("two have the site")
    leave.set()
    holder.join()


def test_a_build_that_holds_the_site_while_it_reads_can_release(site: Path) -> None:
    with locked(site):
        fill(site, 1)
    assert texts(site) == ["0"]
