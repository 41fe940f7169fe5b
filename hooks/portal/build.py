"""The recipe: from the content folder to a finished site.

    content ─look_at→ files ─load_library→ library ─plans→ pages ─Drawing→ HTML ─publish→ site/

What an earlier build remembers saves work and changes nothing: the site is byte for byte what it
would be without.
"""

from __future__ import annotations

import hashlib
from collections.abc import Generator, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from . import memory, recipe
from .assets import Assets, read_assets
from .columns import stamp_of
from .drawing import Brush, Drawing, Drawings
from .fields import BEIJING
from .files import Role
from .library import Library
from .memory import Memory, Outcome
from .open_data import guide_plans, text_plans
from .opensearch import opensearch_xml
from .pages import Plan, plans
from .pages.archive import ARCHIVE
from .pages.edition import Edition
from .pages.page import path_of
from .pages.site import Site, make_site
from .pictures import Variant, cached_file, is_whole
from .problem import Problem, errors
from .reading import Content, Progress, changed, load_library, look_at
from .release import (
    DamagedFile,
    File,
    Files,
    MissingFile,
    Slots,
    Source,
    Unchanged,
    held,
    intact,
    locked,
    publish,
)
from .servers import server_files
from .settings import Settings
from .sitemap import robots_txt, sitemaps

if TYPE_CHECKING:
    from .search.index import Search


@dataclass(frozen=True, kw_only=True)
class Project:
    """What is built, with what, and where to."""

    content: Path
    site: Path
    overrides: Path
    cache: Path
    settings: Settings


@dataclass(frozen=True, kw_only=True)
class Built:
    """What a build made, and what was wrong with the content."""

    problems: tuple[Problem, ...]
    entries: int
    pages: int
    drawn: int
    """Pages that had to be drawn; the others are what they were."""
    released: bool
    """Whether the site is up to date; errors leave the old one as it was."""
    mended: str = ""
    """A file of the live site that somebody had changed or removed; the site is as it was made again."""


@dataclass(frozen=True, kw_only=True)
class _Inputs:
    """All that a build is made from, but for the time."""

    project: Project
    content: Content
    look: str
    """A hash of all templates, styles and scripts."""

    @property
    def fingerprint(self) -> bytes:
        """Sixteen bytes that differ when anything in it does."""
        said = (self.content.fingerprint, self.look, self.project.settings)
        return hashlib.blake2b(repr(said).encode(), digest_size=16).digest()


def build(
    project: Project,
    now: datetime,
    executor: Executor,
    progress: Progress,
    *,
    keep_going: bool = False,
) -> Built:
    """Build a project as it stands at `now`; with errors only if `keep_going`, then without those entries."""
    with locked(project.site):
        return _locked(project, now, executor, progress, keep_going)


def _locked(
    project: Project, now: datetime, executor: Executor, progress: Progress, keep_going: bool
) -> Built:
    file = memory.place(project.cache, project.content, project.site)
    before = memory.recall(file, recipe.program())
    inputs = _Inputs(project=project, content=look_at(project.content), look=recipe.look(project.overrides))
    if (outcome := before.outcome) and _stands(outcome, inputs, now):
        return _built(outcome, drawn=0)
    try:
        return _build(inputs, now, executor, progress, memory.unpack(before), file, keep_going)
    except MissingFile as missing:
        built = _build(inputs, now, executor, progress, Memory(), file, keep_going)
        return replace(built, mended=missing.path) if isinstance(missing, DamagedFile) else built


def _build(
    inputs: _Inputs,
    now: datetime,
    executor: Executor,
    progress: Progress,
    before: Memory,
    file: Path,
    keep_going: bool,
) -> Built:
    project, content = inputs.project, inputs.content
    settings = project.settings
    loaded, problems = load_library(content, settings, now, project.cache, executor, progress, before.reading)
    hashes = {path: found.sha256 for path, found in loaded.reading.entries.items()}  # of what was read
    entries = len(loaded.library.entries)
    if errors(problems) and not keep_going:
        memory.remember(file, recipe.program(), replace(before, reading=loaded.reading), before)
        return Built(problems=problems, entries=entries, pages=0, drawn=0, released=False)
    edition = Edition(library=loaded.library, places=loaded.places, settings=settings, now=now)
    brush = make_brush(project, edition, inputs.look, before.drawings)
    drawing = Drawing(edition, all_plans(edition), brush, before.drawings)
    drawn = sum(_is_page(url) for url, _ in drawing.stale)
    believe = before.outcome is not None  # else no build before this came to its end
    beside = _media(project, loaded.library, content, believe=believe)
    place = file.with_name(file.name.replace("memory", "search"))
    search = make_search(loaded.library, place, project.site, executor, believe=believe)
    released = publish(
        project.site,
        partial(_files, inputs, drawing, beside, search.files(), edition, executor, progress),
        when=now,
        sources={entry.path: hashes[entry.path].hex() for entry in loaded.library.entries},
    )
    outcome = Outcome(
        inputs=replace(inputs, content=replace(content, hashes={**content.hashes, **hashes})).fingerprint,
        today=now.astimezone(BEIJING).date(),
        since=now,
        until=loaded.next_change(now),
        release=released.id,
        problems=problems,
        entries=entries,
        pages=sum(map(_is_page, drawing.pages)),
    )
    after = Memory(reading=loaded.reading, drawings=drawing.remember(), outcome=outcome)
    memory.remember(file, recipe.program(), after, before)
    search.remember()
    return _built(outcome, drawn=drawn)


def _built(outcome: Outcome, drawn: int) -> Built:
    return Built(
        problems=outcome.problems,
        entries=outcome.entries,
        pages=outcome.pages,
        drawn=drawn,
        released=True,
    )


def _stands(outcome: Outcome, inputs: _Inputs, now: datetime) -> bool:
    """Whether an earlier build would come out the same now, and is what readers see."""
    same = outcome.inputs == inputs.fingerprint and outcome.today == now.astimezone(BEIJING).date()
    in_time = outcome.since <= now and (outcome.until is None or now < outcome.until)
    if not (same and in_time) or errors(outcome.problems):
        return False
    return intact(inputs.project.site) == outcome.release


def all_plans(edition: Edition) -> Iterator[Plan]:
    """Everything that is drawn, in an order that does not change from build to build."""
    return chain(plans(edition), guide_plans(edition), text_plans(edition))


def make_brush(project: Project, edition: Edition, look: str, before: Drawings) -> Brush:
    """What draws the pages of an edition, with the templates that were compiled before."""
    frame = make_site(edition)
    said = hashlib.sha256(repr((look, project.settings, frame)).encode()).hexdigest()
    return Brush(overrides=project.overrides, site=frame, look=said, code=dict(before.code))


def _files(
    inputs: _Inputs,
    drawing: Drawing,
    beside: Files,
    search: Files,
    edition: Edition,
    executor: Executor,
    progress: Progress,
    slot: Slots,
) -> Generator[tuple[str, Source | File]]:
    """Every file of the site: its path, and its bytes, the file that holds them, or that it is as it was.

    Closing it ends the drawing.

    Raises `ContentChanged` where a template, style or script was saved meanwhile: some pages may have the old
    look and some the new.
    """
    project = inputs.project
    assets = read_assets(project.overrides)
    frame = make_site(edition)
    kept = [(path_of(url), Unchanged(page.sha256)) for url, page in drawing.pages.items()]
    yield from kept
    yield from drawing.draw(slot, executor, progress)
    yield from assets.files.items()
    yield from beside
    yield from search
    yield from _for_machines(project, drawing, assets, frame)
    if recipe.look(project.overrides) != inputs.look:
        raise changed(project.overrides.name)


def make_search(
    library: Library, place: Path, site: Path, executor: Executor, *, believe: bool = True
) -> Search:
    """The index of a library for this site; what it leaves for the next one lies at `place`."""
    from .search.document import labels, listed  # takes as long as all else where nothing changed
    from .search.index import Search

    return Search(listed(library), labels(library), place, site, executor, believe=believe)


def _is_page(url: str) -> bool:
    return path_of(url).endswith(".html")


def _for_machines(
    project: Project, drawing: Drawing, assets: Assets, frame: Site
) -> Iterator[tuple[str, Source]]:
    """What servers and search engines read; made last, when all pages are known."""
    folders = {folder for url in drawing.pages for folder, slash, _ in [url.partition("/")] if slash}
    for path, text in server_files(assets, project.settings, folders):
        yield path, text.encode()
    yield "robots.txt", robots_txt(frame.site_url).encode()
    if site_url := frame.site_url:
        listed = {url: page.modified for url, page in drawing.pages.items() if page.listed}
        yield from sitemaps(listed, site_url).items()
        icon = site_url + assets.urls["favicon.svg"]
        about = project.settings.description
        yield "opensearch.xml", opensearch_xml(frame.name, about, site_url + ARCHIVE.url, icon)


def media(project: Project, library: Library) -> Iterator[tuple[str, Path]]:
    """The pictures' variants, never an original; attachments, films and captions as they are."""
    for path, variant in sorted(_variants(library).items()):
        yield path, cached_file(project.cache / "pictures", variant)
    for path in sorted(_as_they_are(library)):
        yield path, project.content / path


def _media(
    project: Project, library: Library, content: Content, *, believe: bool
) -> Iterator[tuple[str, Source]]:
    """The same, without reading the variants that the site has already, if it is to be believed.

    A variant that is damaged in the cache is a `MissingFile`; a file that was saved since the folder was
    looked at, and so may be other than what was found fit to be published, is `ContentChanged`.
    """
    variants = _variants(library)
    before = held(project.site) if variants and believe else {}
    for path, file in media(project, library):
        variant = variants.get(path)
        same = variant and path in before and before[path].sha256 == variant.sha256
        if variant and not same and not is_whole(file.parent, variant):
            raise MissingFile(path)
        yield path, Unchanged(before[path].sha256) if same else file
        if not variant and stamp_of(file) != content.tree.others[path]:  # by now it is copied
            raise changed(path)


def _variants(library: Library) -> dict[str, Variant]:
    return {variant.path: variant for picture in library.pictures.values() for variant in picture.files}


def _as_they_are(library: Library) -> set[str]:
    return {use.path for entry in library.entries for use in entry.files if use.role is not Role.PICTURE}
