"""The recipe: from the content folder to a finished site.

    content ─look_at→ files ─load_library→ library ─plans→ pages ─Drawing→ HTML ─publish→ site/

What an earlier build remembers saves work and changes nothing: the site is byte for byte what it
would be without.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from . import memory, recipe
from .assets import Assets, read_assets
from .drawing import Brush, Drawing, Drawings
from .fields import BEIJING
from .files import Role
from .headers import netlify_headers, nginx_headers
from .library import Library
from .memory import Memory, Outcome
from .opensearch import opensearch_xml
from .pages import plans
from .pages.archive import ARCHIVE
from .pages.edition import Edition
from .pages.site import Site, make_site
from .pictures import cached_file
from .problem import Problem, errors
from .reading import Content, Loaded, Progress, load_library, look_at
from .release import Files, MissingFile, Source, Unchanged, held, locked, publish, releases
from .settings import Settings
from .sitemap import robots_txt, sitemap_xml

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
    memory: Memory = field(default_factory=Memory, repr=False, compare=False)
    """What it left for the next build, for a process that goes on."""


def build(
    project: Project,
    now: datetime,
    executor: Executor,
    progress: Progress,
    *,
    keep_going: bool = False,
    before: Memory | None = None,
) -> Built:
    """Build a project as it stands at `now`; with errors only if `keep_going`, then without those entries.

    `before` is what the last build of the same project left, if this process has it still.
    """
    with locked(project.site):
        return _locked(project, now, executor, progress, keep_going, before)


def _locked(
    project: Project,
    now: datetime,
    executor: Executor,
    progress: Progress,
    keep_going: bool,
    before: Memory | None,
) -> Built:
    file = memory.place(project.cache, project.content, project.site)
    before = before or memory.recall(file, recipe.program())
    content = look_at(project.content)
    inputs = _inputs(project, content)
    if (outcome := before.outcome) and _stands(project, outcome, inputs, now):
        return _built(outcome, before, drawn=0)
    try:
        return _build(project, content, inputs, now, executor, progress, before, file, keep_going)
    except MissingFile:
        return _build(project, content, inputs, now, executor, progress, Memory(), file, keep_going)


def _build(
    project: Project,
    content: Content,
    inputs: bytes,
    now: datetime,
    executor: Executor,
    progress: Progress,
    before: Memory,
    file: Path,
    keep_going: bool,
) -> Built:
    settings = project.settings
    loaded, problems = load_library(content, settings, now, project.cache, executor, progress, before.reading)
    entries = len(loaded.library.entries)
    if errors(problems) and not keep_going:
        left = memory.remember(file, recipe.program(), replace(before, reading=loaded.reading), before)
        return Built(problems=problems, entries=entries, pages=0, drawn=0, released=False, memory=left)
    edition = Edition(library=loaded.library, places=loaded.places, settings=settings, now=now)
    drawing = Drawing(edition, plans(edition), _brush(project, edition, before.drawings), before.drawings)
    drawn = len(drawing.stale)
    search = _search(project, loaded.library, file, executor, before)
    released = publish(
        project.site,
        _files(project, loaded, drawing, search.files(), edition, executor, progress),
        when=now,
        sources={entry.path: content.hashes[entry.path].hex() for entry in loaded.library.entries},
    )
    outcome = Outcome(
        inputs=inputs,
        today=now.astimezone(BEIJING).date(),
        since=now,
        until=loaded.next_change(now),
        release=released.id,
        problems=problems,
        entries=entries,
        pages=len(drawing.pages),
    )
    after = Memory(reading=loaded.reading, drawings=drawing.remember(), outcome=outcome)
    left = memory.remember(file, recipe.program(), after, before)
    search.remember()
    return _built(outcome, left, drawn=drawn)


def _built(outcome: Outcome, left: Memory, drawn: int) -> Built:
    return Built(
        problems=outcome.problems,
        entries=outcome.entries,
        pages=outcome.pages,
        drawn=drawn,
        released=True,
        memory=left,
    )


def _inputs(project: Project, content: Content) -> bytes:
    """A fingerprint of all that a build is made from, but for the time."""
    said = (content.fingerprint, recipe.look(project.overrides), project.settings)
    return hashlib.blake2b(repr(said).encode(), digest_size=16).digest()


def _stands(project: Project, outcome: Outcome, inputs: bytes, now: datetime) -> bool:
    """Whether an earlier build would come out the same now, and is what readers see."""
    same = outcome.inputs == inputs and outcome.today == now.astimezone(BEIJING).date()
    in_time = outcome.since <= now and (outcome.until is None or now < outcome.until)
    if not (same and in_time) or errors(outcome.problems):
        return False
    return any(release.current and release.id == outcome.release for release in releases(project.site))


def _brush(project: Project, edition: Edition, before: Drawings) -> Brush:
    frame = make_site(edition)
    said = repr((recipe.look(project.overrides), project.settings, frame))
    look = hashlib.sha256(said.encode()).hexdigest()
    return Brush(overrides=project.overrides, site=frame, look=look, code=dict(before.code))


def _files(
    project: Project,
    loaded: Loaded,
    drawing: Drawing,
    search: Files,
    edition: Edition,
    executor: Executor,
    progress: Progress,
) -> Files:
    """Every file of the site: its path, and its bytes, the file that holds them, or that it is as it was."""
    assets = read_assets(project.overrides)
    frame = make_site(edition)
    kept = [(_path(url), Unchanged(page.sha256)) for url, page in drawing.pages.items()]
    return chain(
        kept,
        ((page.path, html) for page, html in drawing.draw(executor, progress)),
        assets.files.items(),
        _media(project, loaded.library),
        search,
        _for_machines(drawing, assets, frame, project.settings.description),
    )


def _search(project: Project, library: Library, file: Path, executor: Executor, before: Memory) -> Search:
    """What the search box reads; where no build came to its end before, nothing is believed of one."""
    from .search.document import labels, listed  # takes as long as all else where nothing changed
    from .search.index import Search

    found = listed(library)
    place = file.with_name(file.name.replace("memory", "search"))
    believe = before.outcome is not None
    return Search(found, labels(library, found), place, project.site, executor, believe=believe)


def _path(url: str) -> str:
    return f"{url}index.html" if not url or url.endswith("/") else url


def _for_machines(
    drawing: Drawing, assets: Assets, frame: Site, description: str
) -> Iterator[tuple[str, Source]]:
    """What servers and search engines read; made last, when all pages are known."""
    yield "_headers", netlify_headers(assets).encode()
    yield "_nginx.conf", nginx_headers(assets).encode()
    yield "robots.txt", robots_txt(frame.site_url).encode()
    if site_url := frame.site_url:
        listed = {url: page.modified for url, page in drawing.pages.items() if page.listed}
        yield "sitemap.xml", sitemap_xml(listed, site_url)
        icon = site_url + assets.urls["favicon.svg"]
        yield "opensearch.xml", opensearch_xml(frame.name, description, site_url + ARCHIVE.url, icon)


def _media(project: Project, library: Library) -> Iterator[tuple[str, Source]]:
    """The pictures' variants, never an original; attachments, films and captions as they are."""
    variants = {variant.path: variant for picture in library.pictures.values() for variant in picture.files}
    before = held(project.site) if variants else {}
    for path, variant in sorted(variants.items()):
        same = path in before and before[path].sha256 == variant.sha256
        yield path, Unchanged(variant.sha256) if same else cached_file(project.cache / "pictures", variant)
    for path in sorted(_as_they_are(library)):
        yield path, project.content / path


def _as_they_are(library: Library) -> set[str]:
    return {use.path for entry in library.entries for use in entry.files if use.role is not Role.PICTURE}
