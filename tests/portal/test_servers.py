"""The headers in the words of four servers: read back, they all say the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote
from xml.etree import ElementTree

import pytest

from portal.assets import Assets
from portal.headers import areas, page_headers
from portal.servers import SERVER_FILES, server_files
from portal.settings import Settings

ASSETS = Assets(files={}, urls={}, head_script="")
SETTINGS = Settings(site_name="门户", description="门户", site_url="https://portal.example/dj/")
SITES = SETTINGS.model_copy(update={"embed_sites": ("https://a.example",)})
FOLDERS = ["news", "embed", "api", "公开"]
PATHS = {
    "": "",
    "news/2026/a/": "",
    "404.html": "",
    "feed.xml": "",
    "robots.txt": "",
    "embed/": "",
    "公开/a/": "",
    "embed/v1/brands/a/": "embed/v1/",
    "embed/v1/embed.js": "embed/v1/",
    "api/v1/news/1.json": "api/v1/",
    "assets/portal.0123456789ab.css": "assets/",
}
"""Paths, and the areas they are in."""

Said = dict[str, str]


def files(settings: Settings) -> dict[str, str]:
    return dict(server_files(ASSETS, settings, FOLDERS))


def expected(settings: Settings, path: str) -> Said:
    area = PATHS[path]
    return dict(areas(ASSETS, settings.embed_sites)[area] if area else page_headers(ASSETS))


def static_host(settings: Settings, path: str, merge: Callable[[str, str], str]) -> Said:
    """What a static host sends, that makes one header of two by `merge`."""
    found: Said = {}
    for line in files(settings)["_headers"].splitlines():
        if not line.startswith(" "):
            rule = re.escape(line).replace(r"\*", ".*")
            holds = re.fullmatch(rule, f"/{quote(path)}") is not None
        elif holds:
            name, _, value = line.strip().partition(": ")
            found[name] = merge(found[name], value) if name in found else value
    return found


def nginx(settings: Settings, path: str) -> Said:
    """The first location that fits, else what is said outside; one that adds a header inherits none."""
    outside, *places = re.split(r'^location ~ "', files(settings)["_nginx.conf"], flags=re.MULTILINE)
    for place in places:
        pattern, _, inside = place.partition('" {')
        if re.search(pattern, f"/dj/{path}"):
            return dict(re.findall(r'add_header (\S+) "(.*)" always;', inside.partition("\n}")[0]))
    return dict(re.findall(r'add_header (\S+) "(.*)" always;', outside))


def apache(settings: Settings, path: str) -> Said:
    """The files of all folders above the path, the inner ones last."""
    found: Said = {}
    folders = ["", *(f"{part}/" for part in ("assets", "api/v1", "embed/v1") if path.startswith(f"{part}/"))]
    for folder in folders:
        for line in files(settings).get(f"{folder}.htaccess", "").splitlines():
            if dropped := re.fullmatch(r"Header always unset (\S+)", line):
                del found[dropped[1]]
            if said := re.fullmatch(r'Header always set (\S+) "(.*)"', line):
                found[said[1]] = said[2]
    return found


def iis(settings: Settings, path: str) -> Said:
    """The custom headers of the root, then those of the location; to add one that is there is an error."""
    root = ElementTree.fromstring(files(settings)["web.config"])
    within = [
        root,
        *(place for place in root.findall("location") if path.startswith(place.attrib["path"] + "/")),
    ]
    found: Said = {}
    for place in within:
        for change in place.findall("system.webServer/httpProtocol/customHeaders/*"):
            name = change.attrib["name"]
            if change.tag == "remove":
                del found[name]
            else:
                assert name not in found
                found[name] = change.attrib["value"]
    return found


SERVERS: dict[str, Callable[[Settings, str], Said]] = {
    "_headers": lambda settings, path: static_host(settings, path, lambda first, last: last),
    "nginx": nginx,
    "Apache": apache,
    "IIS": iis,
}


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("settings", [SETTINGS, SITES], ids=["all may embed", "one may"])
@pytest.mark.parametrize("server", SERVERS)
def test_every_server_says_the_same(server: str, settings: Settings, path: str) -> None:
    assert SERVERS[server](settings, path) == expected(settings, path)


@pytest.mark.parametrize("path", PATHS)
def test_a_host_that_joins_two_rules_ends_with_a_policy_no_looser_and_no_stricter(path: str) -> None:
    """Some send both values: then both policies hold, and that of all files takes nothing away."""
    joined = static_host(SETTINGS, path, "{}, {}".format)
    own = expected(SETTINGS, path)
    policies = joined.pop("Content-Security-Policy").split(", ")
    assert joined == {name: value for name, value in own.items() if name != "Content-Security-Policy"}
    assert policies[-1] == own["Content-Security-Policy"]
    shared = dict(rule.split(" ", 1) for rule in policies[0].split("; "))
    assert "frame-ancestors" not in shared
    for rule in policies[-1].split("; "):
        name, _, sources = rule.partition(" ")
        allowed = {*shared.get(name, sources).split(), "'none'"}
        assert set(sources.split()) <= allowed or sources == "*", rule


def test_no_server_sends_what_is_for_servers() -> None:
    found = files(SETTINGS)
    assert {path.rpartition("/")[2] for path in found} == set(SERVER_FILES)
    refused = re.findall(r'location ~ "(.*)" {\n    return 404|FilesMatch "(.*)"', "\n".join(found.values()))
    patterns = [pattern for pair in refused for pattern in pair if pattern]
    assert len(patterns) == 2
    for name in SERVER_FILES:
        assert all(re.search(pattern, f"/{name}") or re.search(pattern, name) for pattern in patterns)
    hidden = ElementTree.fromstring(found["web.config"]).iterfind(".//hiddenSegments/add")
    assert {each.attrib["segment"] for each in hidden} | {"web.config"} == set(SERVER_FILES)


def test_the_error_page_is_where_the_settings_say_the_site_is() -> None:
    assert "error_page 404 /dj/404.html;" in files(SETTINGS)["_nginx.conf"]
    assert "ErrorDocument 404 /dj/404.html" in files(SETTINGS)[".htaccess"]
    unknown = SETTINGS.model_copy(update={"site_url": None})
    assert "error_page 404 /404.html;" in files(unknown)["_nginx.conf"]


def test_nginx_compares_paths_as_they_read() -> None:
    chinese = SETTINGS.model_copy(update={"site_url": f"https://portal.example/{quote('党建')}/"})
    found = files(chinese)["_nginx.conf"]
    assert 'location ~ "^/党建/embed/v1/"' in found
    assert "error_page 404 /党建/404.html;" in found


def test_a_frame_whose_card_is_no_more_shows_a_page_of_its_own() -> None:
    found = files(SETTINGS)
    place = next(part for part in found["_nginx.conf"].split("location ~ ") if "embed/v1" in part)
    assert place.startswith('"^/dj/embed/v1/" {\n    error_page 404 /dj/embed/v1/404.html;')
    assert found["embed/v1/.htaccess"].startswith("ErrorDocument 404 /dj/embed/v1/404.html\n")
    assert not any(
        "ErrorDocument" in found[f"{area}/.htaccess"] for area in ("api/v1", "assets", "search/v1")
    )


def test_feeds_calendars_and_captions_are_sent_as_what_they_are() -> None:
    found = files(SETTINGS)
    sent = {"feed.xml": "application/atom+xml", "due.ics": "text/calendar", "a.zh.vtt": "text/vtt"}
    for name, media in sent.items():
        place = next(part for part in found["_nginx.conf"].split("location ~ ") if media in part)
        assert re.search(place.split('"')[1], f"/dj/news/{name}")
        assert f"default_type {media};\n    charset utf-8;" in place, "bare, so that it can be compressed"
        assert media in found[".htaccess"]
    mapped = ElementTree.fromstring(found["web.config"]).iterfind(".//mimeMap")
    assert {(each.attrib["fileExtension"], each.attrib["mimeType"]) for each in mapped} >= {
        (".ics", "text/calendar"),
        (".webp", "image/webp"),
    }


def test_apache_compresses_texts_where_it_can_and_starts_where_it_cannot() -> None:
    inside = files(SETTINGS)[".htaccess"].partition("<IfModule mod_filter.c>")[2].partition("</IfModule>")[0]
    module, packed = inside.strip().splitlines()
    assert module == "<IfModule mod_deflate.c>"
    ours = {"text/html", "text/calendar", "application/atom+xml", "application/feed+json"}
    assert ours <= set(packed.split())
