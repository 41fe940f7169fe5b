"""Only what is published, public, due, reviewed and sealed reaches the site: by any way, in any file.

One content folder is drawn with an entry of each kind in each state that keeps it from the public, and a
public one of each kind that links to all of them and names them wherever a field can name an entry. Every
text, file name and file holds a token that occurs nowhere else, so that a leak says where it comes from.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PIL import Image

from portal.kinds import KINDS
from portal.problem import errors
from portal.settings import Settings
from tests.filled import build_site, draw, entry, every_field, files_of, photo, seal
from tests.portal.search.shelf import spelled

FOLDERS = {kind: {"story": "stories", "unit": "units", "topic": "topics"}.get(kind, kind) for kind in KINDS}
"""Of each kind's column; a plain page lies at the top, and only its files in a folder."""

Change = dict[str, object]
STATES: dict[str, Change] = {
    "without a status": {"status": None},
    "draft": {"status": "draft"},
    "in review": {"status": "in_review"},
    "archived": {"status": "archived"},
    "withdrawn without a reason": {"status": "withdrawn", "withdrawn": None},
    "for the party": {"scope": "party"},
    "for the unit": {"scope": "unit"},
    "for some": {"scope": "restricted"},
    "undated": {"publish_at": None},
    "in a minute": {"publish_at": "2026-03-10 12:01"},
    "until now": {"unpublish_at": "2026-03-10 12:00"},
    "with a mistake": {"event_date": "2026-02-30"},
    "not reviewed": {},
    "reviewed by one": {},
    "changed after review": {},
    "for the party, draft": {"scope": "party", "status": "draft"},
    "for the party, in a minute": {"scope": "party", "publish_at": "2026-03-10 12:01"},
    "for the party, until now": {"scope": "party", "unpublish_at": "2026-03-10 12:00"},
    "for the party, not reviewed": {"scope": "party"},
    "for the party, changed after review": {"scope": "party"},
}
"""What keeps an entry from the public; nothing else is wrong with it."""

PUBLIC, WITHDRAWN = "public", "withdrawn"

RECORDS = (
    "consent_ref",
    "folder",
    "kind",
    "reviews.0.post",
    "reviews.1.post",
    "secrecy.checked_by",
    "wechat.account",
    "withdrawn.reason",
)
"""What the office writes down about an entry for itself."""
REMARKS = ("comment", "remark", "unused reference")
ORIGINALS = ("body.jpg", "cover.jpg", "logo.jpg", "poster.jpg")
UNNAMED = (
    "icon.svg",
    "page.html",
    "plain.md.bak",
    "run.js",
    "unnamed.jpg",
    "unnamed.pdf",
    "unnamed.txt",
    "~$unnamed.docx",
)
"""Files that lie beside an entry, and that it does not name."""
WORDS = Settings(
    site_name="示例门户",
    site_url="https://portal.example/",
    description="示例",
    reviews=("first", "final"),
)
_TOKEN = re.compile(rb"zq[0-9]{5}x")


@dataclass(kw_only=True)
class Tokens:
    """Words that occur nowhere else, and what each was written for."""

    uses: dict[str, str] = field(default_factory=dict)

    def new(self, use: str) -> str:
        token = f"zq{len(self.uses):05}x"
        self.uses[token] = use
        return token

    def found_in(self, site: Path) -> set[str]:
        """The uses of all tokens in the files of a site, in its search index and in their names."""
        files = files_of(site)
        index = (text.encode() for _, text in spelled(site / "search"))
        data = b"\n".join([*(path.encode() for path in files), *files.values(), *index])
        return {self.uses[token.decode()] for token in _TOKEN.findall(data)}


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """The content folder, before it is written."""

    files: dict[str, str | bytes]
    tokens: Tokens
    paths: dict[tuple[str, str], str]
    """Kind and state → the entry's path, without `.md`."""


def everything() -> Drawn:
    """All kinds in all states."""
    tokens = Tokens()
    paths = {
        (kind, state): name if kind == "page" else f"{FOLDERS[kind]}/{name}"
        for kind in KINDS
        for state in (*STATES, WITHDRAWN, PUBLIC)
        for name in [tokens.new(f"{kind} {state}: file name") if state in STATES else f"{kind}-{state}"]
    }
    drawn = Drawn(files={}, tokens=tokens, paths=paths)
    hidden = [path for (_, state), path in paths.items() if state in STATES]
    drawn.files["index.md"] = entry(
        {"title": "首页", "lead": [path for path in hidden if "/" in path]},
        tokens.new("home: body"),
        tokens.new("home: remark"),
    )
    for kind in [kind for kind in KINDS if kind != "page"]:
        drawn.files[f"{FOLDERS[kind]}/index.md"] = entry(
            {"title": KINDS[kind].label, "kind": kind, "owner": tokens.new(f"column of {kind}: owner")},
            tokens.new(f"column of {kind}: body"),
            tokens.new(f"column of {kind}: remark"),
        )
    for kind, state in paths:
        draw_entry(drawn, kind, state, hidden)
    return drawn


def draw_entry(drawn: Drawn, kind: str, state: str, hidden: list[str]) -> None:
    """One entry with its files, in a state."""
    path = drawn.paths[kind, state]
    name = path.rsplit("/", 1)[-1]

    def say(use: str) -> str:
        return drawn.tokens.new(f"{kind} {state}: {use}")

    def beside(file: str) -> str:
        drawn.files[f"{path}/{file}"] = content_of(file, say(file))
        return f"{name}/{file}"

    given = {
        **files_named(kind, beside),
        **entries_named(drawn, kind, hidden if state == PUBLIC else []),
        "publish_at": "2026-03-01 09:30",
        "unpublish_at": None,
        "status": WITHDRAWN if state == WITHDRAWN else "published",
        "scope": "public",
        "reviews": None,
        "quarter": "2026Q1",
        "tags": [say("tags.0")],
        **STATES.get(state, {}),
    }
    for file in UNNAMED:
        beside(file)
    values = every_field(KINDS[kind].meta, say, given)
    body = text(say, f"{name}/", [] if state != PUBLIC else hidden, depth=path.count("/"))
    values["reviews"] = reviews(say, seal(values, body), state)
    if "changed" in state:
        body += say("a late word")
    beside("body.jpg")
    drawn.files[f"{path}.md"] = entry(values, body, say("remark"))


def reviews(say: Callable[[str], str], sealed: str, state: str) -> list[dict[str, str]]:
    """The reviews that the settings ask for, as far as the state has them."""
    first = {"step": "first", "by": say("reviews.0.by"), "post": say("reviews.0.post")}
    final = {"step": "final", "by": say("reviews.1.by"), "post": say("reviews.1.post"), "sha256": sealed}
    return [] if "not reviewed" in state else [first] if "by one" in state else [first, final]


def content_of(file: str, token: str) -> str | bytes:
    """What a file of this name begins with, and the token."""
    match Path(file).suffix:
        case ".jpg":
            return photo(token)
        case ".mp4":
            return b"\x00\x00\x00\x18ftypmp42" + token.encode()
        case ".vtt":
            return f"WEBVTT\n\n00:00.000 --> 00:01.000\n{token}\n"
        case _:
            return token


def files_named(kind: str, beside: Callable[[str], str]) -> Change:
    """The fields that name a file beside the entry."""
    own = {
        "brand": {"logo.src": "logo.jpg"},
        "video": {"src": "film.mp4", "poster": "poster.jpg", "captions": "captions.vtt"},
    }
    named = {"cover.src": "cover.jpg", "attachments.0.src": "attachment.csv", **own.get(kind, {})}
    return {use: beside(file) for use, file in named.items()}


def entries_named(drawn: Drawn, kind: str, hidden: list[str]) -> Change:
    """The fields that name other entries: the public ones, and after them all that are hidden."""

    def stems(named: str) -> list[str]:
        keys = [f"{named}-{PUBLIC}"]
        return keys + [path.split("/")[1] for path in hidden if path.startswith(f"{FOLDERS[named]}/")]

    proofs = [drawn.paths["news", PUBLIC], *(path for path in hidden if "/" in path)]
    unit = stems("unit")[-1] if kind in ("story", "task") else stems("unit")[0]
    return {
        "unit": unit,
        "owner_unit": unit,
        "promoted_to": stems("unit"),
        "topics": stems("topic"),
        "evidence": proofs,
        "proofs": proofs,
        "replaced_by": next((path for path in hidden if path.startswith("document/")), None),
    }


def text(say: Callable[[str], str], folder: str, hidden: list[str], *, depth: int) -> str:
    """A body with something in each place that a body has, and links to the hidden entries."""
    root = "../" * depth
    links = [f"[别的稿件]({root}{path}.md) [又一次](/{path}/)" for path in hidden]
    return "\n\n".join(
        [
            f"## {say('heading')}",
            f"{say('paragraph')}[^a] <!-- {say('comment')} -->",
            f"[^a]: {say('note')}",
            f'![{say("alternative")}]({folder}body.jpg "{say("caption")}")',
            f"```\n{say('code')}\n```",
            f"[unused]: https://example.com/{say('unused reference')}",
            *links,
        ]
    )


@dataclass(frozen=True, kw_only=True)
class Made:
    """A site, and the tokens of what it was made from."""

    site: Path
    tokens: Tokens

    def of(self, state: str) -> set[str]:
        """What readers find of the entries in this state: `kind: use`."""
        found = (use.partition(f" {state}: ") for use in self.tokens.found_in(self.site))
        return {f"{kind}: {use}" for kind, is_of_state, use in found if is_of_state}


def make(folder: Path, files: Mapping[str, str | bytes], *, internal_lines: bool = False) -> Path:
    """The site of these files."""
    settings = WORDS.model_copy(update={"internal_lines": internal_lines})
    built = build_site(draw(folder / "content", files), folder / "site", settings, folder.parent / "cache")
    unsound = [problem for problem in errors(built.problems) if PUBLIC in problem.path]
    assert unsound == []
    return folder / "site"


@pytest.fixture(scope="module")
def drawn() -> Drawn:
    return everything()


@pytest.fixture(scope="module")
def made(drawn: Drawn, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The site as a public one is built: without lines for what is not public."""
    return Made(site=make(tmp_path_factory.mktemp("denied"), drawn.files), tokens=drawn.tokens)


@pytest.fixture(scope="module")
def made_with_lines(drawn: Drawn, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The same with `internal_lines`."""
    site = make(tmp_path_factory.mktemp("lines"), drawn.files, internal_lines=True)
    return Made(site=site, tokens=drawn.tokens)


@pytest.mark.parametrize("state", STATES)
def test_nothing_of_an_entry_that_is_not_for_the_public_is_in_any_file(made: Made, state: str) -> None:
    """Not even its name, where a public entry links to it."""
    assert made.of(state) == set()


def test_of_a_withdrawn_entry_only_the_reason_is_left(made: Made) -> None:
    assert made.of(WITHDRAWN) == {f"{kind}: withdrawn.reason" for kind in KINDS}


def test_of_a_public_entry_all_is_shown_but_the_office_s_own_records(made: Made) -> None:
    """So no test here is blind. A field shows itself in one kind at least."""
    written = {use.partition(f" {PUBLIC}: ")[2] for use in made.tokens.uses.values()}
    shown = {use.partition(": ")[2] for use in made.of(PUBLIC)}
    assert shown == written - {"", *RECORDS, *REMARKS, *ORIGINALS, *UNNAMED}


def test_columns_and_the_home_page_keep_their_remarks_to_themselves(made: Made) -> None:
    """And what is written below their settings: it is no text for a page."""
    leaked = {use for use in made.tokens.found_in(made.site) if use.startswith(("home: ", "column of "))}
    assert leaked == set()


def test_what_is_hidden_does_not_change_a_byte_of_the_site(drawn: Drawn, made: Made, tmp_path: Path) -> None:
    """Each hidden entry might as well be an empty file, with nothing beside it."""
    bare = {path: content for path, content in drawn.files.items() if not _TOKEN.search(path.encode())}
    bare |= {f"{path}.md": "" for (_, state), path in drawn.paths.items() if state in STATES}
    assert files_of(make(tmp_path, bare)) == files_of(made.site)


@pytest.mark.parametrize("state", ["for the party", "for the unit"])
def test_of_an_item_for_the_party_or_the_unit_the_directory_may_keep_a_line(
    made_with_lines: Made, state: str
) -> None:
    """With `internal_lines`, and of disclosed items only."""
    line = {"catalog_no", "dept", "item", "way.0"}
    assert made_with_lines.of(state) == {f"disclosure: {use}" for use in line}


@pytest.mark.parametrize(
    "state", [state for state in STATES if state not in ("for the party", "for the unit")]
)
def test_of_what_is_hidden_for_another_reason_the_directory_keeps_no_line(
    made_with_lines: Made, state: str
) -> None:
    assert made_with_lines.of(state) == set()


def test_pictures_tell_nothing_but_what_is_to_be_seen(made: Made) -> None:
    """No place, no camera, no comment, no profile."""
    told: dict[str, object] = {}
    for file in sorted((made.site / "assets" / "pictures").iterdir()):
        with Image.open(file) as picture:
            words = {key: value for key, value in picture.info.items() if isinstance(value, str | bytes)}
            told |= {file.name: words} if words or picture.getexif() else {}
    assert told == {}


def test_no_file_that_could_run_is_copied_from_the_content(made: Made) -> None:
    """All scripts, styles and drawings of the site are the portal's own."""
    own = re.compile(
        r"assets/((portal|archive|found|search-[a-z]+)\.[0-9a-f]+\.(css|js)|favicon\.[0-9a-f]+\.svg)"
    )
    able = (
        path
        for path in files_of(made.site)
        if path.endswith((".css", ".htm", ".js", ".svg", ".xhtml", ".xml"))
    )
    assert [path for path in able if not own.fullmatch(path)] == ["opensearch.xml", "sitemap.xml"]
