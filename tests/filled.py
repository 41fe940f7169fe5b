"""Content folders drawn for a test: a value in every field of every kind, and the site built from them."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from PIL import Image

from portal import fields
from portal.build import Built, Project, build
from portal.fields import BEIJING, Choice, Fields
from portal.front_matter import parse_source
from portal.publication import seal_of
from portal.settings import Settings
from portal.workers import SerialExecutor

OVERRIDES = Path(__file__).parents[1] / "overrides"
NOW = datetime(2026, 3, 10, 12, 0, tzinfo=BEIJING)

Say = Callable[[str], str]
"""What to write in a text field, by its place: `honors.0.title`."""
Given = Mapping[str, object]
"""What a field has to hold, by its place; None leaves it out."""

_PLAIN: dict[object, object] = {
    fields.Day: "2026-01-05",
    fields.Moment: "2026-01-05 09:30",
    fields.Year: "2025",
    fields.Flag: "false",
    fields.Seconds: "1:05",
    fields.Url: "https://example.com/",
}


def every_field(group: type[Fields], say: Say, given: Given, at: str = "") -> dict[str, object]:
    """The front matter of this group with a value in every field."""
    hints = get_type_hints(group, include_extras=True)
    values = {
        info.alias or name: _value(hints[name], say, given, f"{at}{name}")
        for name, info in group.model_fields.items()
    }
    return {name: value for name, value in values.items() if value is not None}


def _value(hint: Any, say: Say, given: Given, at: str) -> object:
    inside = get_args(hint)
    if at in given:
        return given[at]
    if hint in _PLAIN:
        return _PLAIN[hint]
    if hint in (str, fields.Due):
        return say(at)
    if isinstance(hint, type) and issubclass(hint, Choice):
        return next(iter(hint)).value
    if isinstance(hint, type) and issubclass(hint, Fields):
        return every_field(hint, say, given, f"{at}.")
    if get_origin(hint) is tuple:
        return [_value(inside[0], say, given, f"{at}.0")]
    if get_origin(hint) is dict:
        return {str(_value(inside[0], say, given, at)): _value(inside[1], say, given, at)}
    assert get_origin(hint) in (Annotated, Union, UnionType), f"{at}: what to write for {hint}?"
    return _value(inside[0], say, given, at)


def entry(values: Mapping[str, object], body: str = "", remark: str = "") -> str:
    """A file with this front matter, a row for each field, and this body."""
    rows = [f"{name}: {json.dumps(value)}" for name, value in values.items()]
    return "\n".join(["---", *rows, f"# {remark}", "---", "", body, ""])


def seal(values: Mapping[str, object], body: str) -> str:
    """What the final review of this entry stores."""
    source, problems = parse_source(entry(values, body), "news/a.md")
    assert source, problems
    return seal_of(source.values, source.body)


def photo(words: str) -> bytes:
    """A picture as a camera writes it: the place and these words in its EXIF, a colour of their own."""
    stream = BytesIO()
    colour = sha256(words.encode()).digest()
    exif = Image.Exif()
    exif[0x010E] = words  # ImageDescription
    exif[0x8825] = {1: "N", 2: (31.0, 28.0, 3.0), 3: "E", 4: (104.0, 40.0, 45.0)}  # GPS
    Image.new("RGB", (240, 160), (colour[0], colour[1], colour[2])).save(
        stream, "JPEG", exif=exif, comment=words
    )
    return stream.getvalue()


def draw(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """A folder with these files, by their paths."""
    for path, content in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def build_site(content: Path, site: Path, settings: Settings, cache: Path) -> Built:
    """The site as it stands at `NOW`, without the entries that have mistakes."""
    project = Project(content=content, overrides=OVERRIDES, site=site, cache=cache, settings=settings)
    return build(project, NOW, SerialExecutor(), lambda *_: None, keep_going=True)


def files_of(site: Path) -> dict[str, bytes]:
    """Every file of a site, by its path."""
    files = (file for file in sorted(site.rglob("*")) if file.is_file())
    return {file.relative_to(site).as_posix(): file.read_bytes() for file in files}
