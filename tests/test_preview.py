"""What somebody sees who writes is what a build would publish."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from portal import memory, recipe
from portal.preview import Preview
from portal.reading import ContentChanged, look_at

from .test_incremental import (
    Office,
    break_it,
    copy,
    delete,
    rename,
    repaint,
    resettle,
    restyle,
    retitle,
    rewrite,
    tree,
    unpublish,
    wait,
)

FOR_MACHINES = (
    r"(.*/)?\.htaccess|_headers|_nginx\.conf|web\.config|"
    r"robots\.txt|sitemap[^/]*\.xml|opensearch\.xml|manifest\.json"
)
"""What only web servers, search engines and `portal verify` read: a preview leaves it out."""


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


@pytest.fixture
def preview(office: Office) -> Preview:
    folder = office.root / "preview"
    folder.mkdir()
    found = Preview(folder)
    show(office, found)
    return found


def show(office: Office, preview: Preview) -> set[str]:
    """Look at the content again; the files with which something is wrong."""
    return {problem.path for problem in preview.show(office.project(), office.now, lambda *_: None)}


def asked(preview: Preview, paths: set[str]) -> dict[str, bytes]:
    """What the preview has when all these files are asked for."""
    for path in paths:
        preview.provide(path)
    return tree(preview.site)


def for_readers(site: dict[str, bytes]) -> dict[str, bytes]:
    """The files of a site but for those that a preview leaves out."""
    return {path: data for path, data in site.items() if not re.fullmatch(FOR_MACHINES, path)}


def test_every_file_is_that_of_a_build(office: Office, preview: Preview) -> None:
    office.build()
    site = tree(office.root / "site")
    assert asked(preview, {*site}) == for_readers(site)


def test_so_it_is_after_any_edit(office: Office, preview: Preview) -> None:
    """Search has to be right and no more: its files may be others until they are made anew."""
    steps = (retitle, copy, rewrite, restyle, unpublish, repaint, delete, resettle, rename, wait)
    for number, edit in enumerate(steps):
        entries = office.entries()
        edit(office, entries[number * 7 % len(entries)], number)
        show(office, preview)
        office.build()
        site = {path: data for path, data in tree(office.root / "site").items() if "search/" not in path}
        shown = asked(preview, {*site, "search/index.json"})
        found = {path: data for path, data in shown.items() if not path.startswith("search/")}
        assert found == for_readers(site), edit.__name__
        assert "search/index.json" in shown


def test_a_file_is_made_when_it_is_asked_for(preview: Preview) -> None:
    assert not preview.site.exists()
    for path in ("stories/deng/index.html", "nowhere/index.html", "../content/index.md"):
        preview.provide(path)
    assert [*tree(preview.site)] == ["stories/deng/index.html"]


def test_what_is_wrong_is_told_and_left_out(office: Office, preview: Preview) -> None:
    assert show(office, preview) == set()
    preview.provide("stories/deng/index.html")
    break_it(office, office.content / "stories/deng.md", 1)
    assert show(office, preview) == {"stories/deng.md"}
    preview.provide("stories/deng/index.html")
    assert tree(preview.site) == {}


def test_a_page_whose_text_was_saved_again_has_to_be_looked_at_first(
    office: Office, preview: Preview
) -> None:
    show(office, preview)
    rewrite(office, office.content / "stories/deng.md", 7)
    with pytest.raises(ContentChanged):
        preview.provide("stories/deng/index.html")
    show(office, preview)
    preview.provide("stories/deng/index.html")
    assert "又写了第7段" in (preview.site / "stories/deng/index.html").read_text("utf-8")


def test_the_next_preview_need_not_read_what_this_one_read(office: Office, preview: Preview) -> None:
    rewrite(office, office.content / "stories/deng.md", 1)
    show(office, preview)
    preview.remember()
    project = office.project()
    place = memory.place(project.cache, project.content, project.cache / "preview")
    read = memory.unpack(memory.recall(place, recipe.program())).reading.entries
    assert {path: found.sha256 for path, found in read.items()} == {
        path: sha256 for path, sha256 in look_at(office.content).hashes.items() if path in read
    }
    assert read.keys() >= {"stories/deng.md", "about.md"}
