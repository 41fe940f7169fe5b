"""Nothing that an author writes runs in a reader's browser: with the policy, without it, or by it alone.

The site is drawn with hostile words in every field of every kind, in bodies, columns, settings, tags and
the names of files. A script of theirs would call `hit`.
"""

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle, groupby
from operator import itemgetter
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, Request

from portal import fields
from portal.body import render_body
from portal.columns import ColumnFields
from portal.fields import Fields
from portal.kinds import KINDS
from portal.problem import errors
from portal.settings import Footer, Settings
from tests.browser.server import Server, serving
from tests.browser.sitemap import kinds_of_pages
from tests.filled import build_site, draw, entry, every_field, photo
from tests.hostile import (
    BAD_ENTRIES,
    BAD_FILES,
    BAD_TAGS,
    BAD_URLS,
    FOREIGN,
    LINES,
    NAME,
    POLYGLOT,
    RAW,
    URLS,
    attacks,
)

FOLDERS = {kind: {"unit": "units", "topic": "topics"}.get(kind, kind) for kind in KINDS}
COLUMN_KINDS = [kind for kind in KINDS if kind != "page"]
TAGS = ("' onclick='hit(1)", "{{7+7}}", "a&lt;b&amp;=`$(x)")

CLICK_EVERYTHING = """async () => {
  const ordinary = (address) =>
    address !== null && URL.canParse(address, location) && /^http/.test(new URL(address, location).protocol);
  addEventListener("click", (event) => {
    const link = event.target.closest("a[href], area[href]");
    if (link && ordinary(link.getAttribute("href"))) event.preventDefault();
  });
  addEventListener("submit", (event) => {
    const action = event.submitter?.formAction ?? event.target.action;
    if (ordinary(action) && new URL(action).host === location.host) event.preventDefault();
  });
  const things = "a, area, button, input, summary, form, math, svg *, [onclick]";
  for (const thing of document.querySelectorAll(things)) {
    if (!thing.isConnected || thing.closest("dialog")) continue;
    thing.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, view: window }));
    if (!ordinary(thing.getAttribute("href"))) await new Promise((done) => setTimeout(done));
  }
}"""
"""Starts what a click can start, but stays on the page: ordinary links are not followed.

What a click has replaced is gone: no listener on the page would hear of it.
"""


def settings() -> Settings:
    """Settings in which every text is hostile."""
    given = {"icp": None, "police": None}  # they lead to gov.cn, for which the reader is not asked
    return Settings.model_validate(
        {
            "site_name": POLYGLOT,
            "site_url": "https://portal.example/",
            "description": POLYGLOT,
            "footer": every_field(Footer, lambda _: POLYGLOT, given),
            "friends": [{"title": POLYGLOT, "url": url} for url in URLS],
            "trusted_hosts": list(LINES),
            "page_size": 20,
        }
    )


def content() -> dict[str, str | bytes]:
    """Every kind twice, once with the polyglot in every field and once with all lines in turn."""
    files: dict[str, str | bytes] = {
        "index.md": entry({"title": POLYGLOT, "description": POLYGLOT}, POLYGLOT)
    }
    lines = cycle(LINES)
    for kind in COLUMN_KINDS:
        column = every_field(ColumnFields, lambda _: POLYGLOT, {"kind": kind})
        files[f"{FOLDERS[kind]}/index.md"] = entry(column)
    for kind in KINDS:
        files |= post(kind, "polyglot", lambda _: POLYGLOT, URLS[0])
        files |= post(kind, NAME, lambda _: next(lines), URLS[1])
    return files


def post(kind: str, name: str, say: Callable[[str], str], url: str) -> dict[str, str | bytes]:
    """One entry with its files; `name` is the name of them all."""
    folder = "" if kind == "page" else f"{FOLDERS[kind]}/"
    given = {
        "unit": "polyglot",
        "owner_unit": "polyglot",
        "promoted_to": ["polyglot"],
        "topics": ["polyglot"],
        "tags": list(TAGS),
        "evidence": ["news/polyglot"],
        "proofs": ["news/polyglot"],
        "replaced_by": f"document/{NAME}",
        "publish_at": "2026-03-01 09:30",
        "unpublish_at": None,
        "status": "published",
        "quarter": "2026Q1",
        **files_named(name),
    }
    urls = dict.fromkeys(places_of(KINDS[kind].meta, fields.Url), url)
    values = every_field(KINDS[kind].meta, say, {**given, **urls})
    body = f"## {NAME}\n\n{NAME}\n\n![{NAME}](<{name}/body.jpg>)"
    return {
        f"{folder}{name}.md": entry(values, body),
        f"{folder}{name}/{name}.jpg": photo(name),
        f"{folder}{name}/body.jpg": photo(name),
        f"{folder}{name}/{name}.txt": "hit(1)",
        f"{folder}{name}/{name}.mp4": b"\x00\x00\x00\x18ftypmp42<script>hit(1)</script>",
        f"{folder}{name}/{name}.vtt": f"WEBVTT\n\n00:00.000 --> 00:09.000\n{POLYGLOT}\n",
    }


def files_named(name: str) -> dict[str, object]:
    """The fields that name a file beside the entry; each file has this name, and a suffix."""
    suffixes = {
        "cover.src": "jpg",
        "attachments.0.src": "txt",
        "logo.src": "jpg",
        "src": "mp4",
        "poster": "jpg",
    }
    return {place: f"{name}/{name}.{suffix}" for place, suffix in {**suffixes, "captions": "vtt"}.items()}


def places_of(group: type[Fields], wanted: object, at: str = "") -> Iterator[str]:
    """Where in a group there are fields of this type: `adoptions.0.url`."""
    for name, hint in get_type_hints(group, include_extras=True).items():
        if name in group.model_fields:
            yield from _places(hint, wanted, f"{at}{name}")


def _places(hint: Any, wanted: object, at: str) -> Iterator[str]:
    if hint == wanted:
        yield at
    elif isinstance(hint, type) and issubclass(hint, Fields):
        yield from places_of(hint, wanted, f"{at}.")
    elif get_origin(hint) in (Annotated, Union, UnionType, tuple):
        inner = f"{at}.0" if get_origin(hint) is tuple else at
        yield from _places(get_args(hint)[0], wanted, inner)


@dataclass(kw_only=True)
class Alarm:
    """What must not happen: on which page, what."""

    server: Server
    rung: list[str] = field(default_factory=list)

    def note(self, what: str, where: str) -> None:
        self.rung.append(f"{where.removeprefix(self.server.origin)}: {what}")

    def of(self, context: BrowserContext) -> None:
        """Listen to all that happens in this context."""
        context.expose_binding("hit", lambda source, *_: self.note("a script ran", source["page"].url))
        context.on("page", self.watch)
        context.on("requestfinished", self.notice)
        context.on("requestfailed", self.notice)

    def watch(self, page: Page) -> None:
        def dismiss(dialog: Dialog) -> None:
            self.note("a dialog", page.url)
            dialog.dismiss()

        page.on("dialog", dismiss)
        page.on("popup", lambda popup: self.note(f"a window for {popup.url}", page.url))

    def notice(self, request: Request) -> None:
        """A request for another host, unless the browser stopped it before it left."""
        at_home = request.url.startswith((self.server.origin, "blob:", "data:"))
        if not at_home and request.failure not in ("csp", "origin"):
            self.note(f"asks {request.url}", request.frame.url)


@contextmanager
def alarmed(chromium: Browser, server: Server) -> Iterator[tuple[Page, Alarm]]:
    """A page of a reader, and the alarm of all that happens on it."""
    context = chromium.new_context(base_url=server.home, reduced_motion="reduce")
    alarm = Alarm(server=server)
    alarm.of(context)
    try:
        yield context.new_page(), alarm
    finally:
        context.close()


@dataclass(frozen=True, kw_only=True)
class Sites:
    """The hostile site, and the same as a server would send it that knows no headers."""

    content: Path
    strict: Path
    bare: Path


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Sites:
    folder = tmp_path_factory.mktemp("hostile")
    drawn = draw(folder / "content", content())
    built = build_site(drawn, folder / "strict", settings(), folder / "cache")
    assert errors(built.problems) == ()
    shutil.copytree(folder / "strict", folder / "bare")
    (folder / "bare" / "_headers").write_text("")
    return Sites(content=drawn, strict=folder / "strict", bare=folder / "bare")


def addresses(site: Path) -> list[str]:
    """Of all pages."""
    return [quote(file.relative_to(site).as_posix()) for file in sorted(site.rglob("*.html"))]


def with_main(site: Path, inside: Sequence[str]) -> list[str]:
    """New pages of a site: a real one, each with other markup in its `main`; their addresses."""
    real = (site / "archive" / "2026" / "index.html").read_text(encoding="utf-8")
    before, _, rest = real.partition("<main")
    after = rest.partition("</main>")[2]
    for number, markup in enumerate(inside):
        page = site / "raw" / str(number) / "index.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(f"{before}<main>{markup}</main>{after}", encoding="utf-8")
    return [f"raw/{number}/" for number in range(len(inside))]


@pytest.mark.parametrize("policy", ["strict", "bare"])
def test_nothing_runs_and_nothing_is_asked_elsewhere(chromium: Browser, sites: Sites, policy: str) -> None:
    """On any page without the policy, on one of each kind with it; there not even when all is clicked."""
    site = getattr(sites, policy)
    sample = {quote(path) for path in kinds_of_pages(site, sites.content).values()}
    assert sample
    with serving(site) as server, alarmed(chromium, server) as (page, alarm):
        for path in addresses(site):
            clicked = path.removesuffix("index.html") in sample
            if clicked or policy == "bare":
                page.goto(path)
            if clicked:
                page.evaluate(CLICK_EVERYTHING)
    assert alarm.rung == []


def test_the_policy_alone_lets_nothing_run_or_ask_elsewhere(
    chromium: Browser, sites: Sites, tmp_path: Path
) -> None:
    """Raw attacks in the page, neither on load nor when everything is clicked; one may swallow the next."""
    classes = [[attack for _, attack in group] for _, group in groupby(attacks(), key=itemgetter(0))]
    together = ["\n".join(order) for group in classes for order in (group, group[::-1])]
    site = shutil.copytree(sites.strict, tmp_path / "site")
    paths = with_main(site, [*RAW, *together])
    with serving(site) as server, alarmed(chromium, server) as (page, alarm):
        for path in paths:
            page.goto(path)
            page.evaluate(CLICK_EVERYTHING)
    assert alarm.rung == []


def test_without_the_policy_the_same_attacks_would_run_and_ask_elsewhere(
    chromium: Browser, sites: Sites, tmp_path: Path
) -> None:
    """So the alarm is heard."""
    site = shutil.copytree(sites.bare, tmp_path / "site")
    paths = with_main(
        site,
        [
            "<script>hit(1)</script>",
            "<script src='../../news/polyglot/polyglot.txt'></script>",
            "<a href=javascript:hit(1)>x</a>",
            "<p onclick=alert(1)>x</p>",
            f"<img src={FOREIGN}a.png>",
        ],
    )
    with serving(site) as server, alarmed(chromium, server) as (page, alarm):
        for path in paths:
            page.goto(path)
            page.evaluate(CLICK_EVERYTHING)
    assert [said.partition(": ")[2] for said in alarm.rung] == [
        "a script ran",
        "a script ran",
        "a script ran",
        "a dialog",
        f"asks {FOREIGN}a.png",
    ]


def test_no_body_runs_or_asks_elsewhere_even_without_the_policy(
    chromium: Browser, sites: Sites, tmp_path: Path
) -> None:
    """Also where the text has mistakes, and would be left out."""
    bodies = [render_body(attack, "news/a.md")[0] for _, attack in attacks()]
    html = [body.html(lambda link: link.href, lambda image: "<img src=x.png alt=x>") for body in bodies]
    site = shutil.copytree(sites.bare, tmp_path / "site")
    paths = with_main(site, ["\n".join(html), "\n".join(reversed(html)), *html[::7]])
    with serving(site) as server, alarmed(chromium, server) as (page, alarm):
        for path in paths:
            page.goto(path)
            page.evaluate(CLICK_EVERYTHING)
    assert alarm.rung == []


def test_words_are_shown_as_they_were_written(chromium: Browser, sites: Sites) -> None:
    """Braces too: {{7*7}} is no template."""
    with serving(sites.strict) as server, alarmed(chromium, server) as (page, _):
        page.goto("news/polyglot/")
        shown = (page.title(), page.locator(".entry__subtitle").text_content())
    assert shown == (f"{POLYGLOT} - {POLYGLOT}", POLYGLOT)


def test_a_search_shows_words_as_they_were_written_and_runs_none(chromium: Browser, sites: Sites) -> None:
    """In titles, excerpts and filters, on a server that knows no headers; and on the page that was found."""
    with serving(sites.bare) as server, alarmed(chromium, server) as (page, alarm):
        page.goto(f"archive/?q={quote(POLYGLOT[:30])}")
        results = page.locator("#search-list > li")
        results.first.wait_for()
        titles = results.locator("h3").all_text_contents()
        strange = page.locator(
            "#search-results :is(script, style, svg, h3 img, [onerror], [onload], [onfocus], [onmouseover])"
        ).count()
        found = results.locator("h3 a").first.evaluate("(link) => link.href")
        page.evaluate(CLICK_EVERYTHING)
        page.goto(found)
        page.locator(".found").wait_for()
        page.evaluate(CLICK_EVERYTHING)
    assert POLYGLOT in titles
    assert strange == 0
    assert alarm.rung == []


def test_addresses_lead_where_they_were_written_to(chromium: Browser, sites: Sites) -> None:
    """What looks like an entity in them is none: `&section` is not §ion."""
    with serving(sites.strict) as server, alarmed(chromium, server) as (page, _):
        page.goto("news/polyglot/")
        links = page.locator(".reprint a, .footer__links a[rel]")
        written = [link.get_attribute("href") for link in links.all()]
    assert written == [URLS[0], *URLS]


def astray() -> dict[str, tuple[str, str]]:
    """Name → place and value of what must not be accepted; a place that several kinds have, once."""
    bad = {fields.Url: BAD_URLS, fields.BesideFile: BAD_FILES, fields.EntryRef: BAD_ENTRIES}
    places = {
        place: (FOLDERS[kind], values)
        for kind in COLUMN_KINDS
        for wanted, values in bad.items()
        for place in places_of(KINDS[kind].meta, wanted)
    }
    places["tags.0"] = ("news", BAD_TAGS)
    return {
        f"{folder}/{place.replace('.', '-')}-{number}.md": (place, value)
        for place, (folder, values) in places.items()
        for number, value in enumerate(values)
    }


def test_what_would_lead_astray_is_refused_where_it_is_written(tmp_path: Path) -> None:
    """An address, a file, an entry or a tag in any field; nothing is written outside the site."""
    kinds = {FOLDERS[kind]: kind for kind in COLUMN_KINDS}
    files: dict[str, str | bytes] = {
        "index.md": entry({"title": "首页"}),
        **{f"{folder}/index.md": entry({"title": kind, "kind": kind}) for folder, kind in kinds.items()},
    }
    told = set()
    for path, (place, value) in astray().items():
        given = {"publish_at": "2026-03-01 09:30", "status": "published", **files_named("x"), place: value}
        values = every_field(KINDS[kinds[path.split("/")[0]]].meta, lambda _: "x", given)
        files[path] = entry(values)
        told.add((path, 2 + list(values).index(place.split(".")[0])))
    built = build_site(draw(tmp_path / "content", files), tmp_path / "a" / "site", settings(), tmp_path / "k")
    assert told - {(problem.path, problem.line) for problem in errors(built.problems)} == set()
    assert (built.entries, [found.name for found in (tmp_path / "a").iterdir()]) == (
        0,
        [".site.releases", "site"],
    )
