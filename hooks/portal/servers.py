"""The headers in the words of four servers: static hosts (`_headers`), nginx, Apache and IIS.

All say the same. nginx knows the site's path from the settings, else the root; a static host's is the root.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote, unquote, urlsplit
from xml.etree import ElementTree

from .assets import Assets
from .headers import Headers, areas, common_headers, page_headers, policy
from .pages.embeds import EMBED, MISSING
from .settings import Settings

SERVER_FILES = ("_headers", "_nginx.conf", ".htaccess", "web.config")
"""Names of files that a server reads and does not send."""
_AT_TOP = (
    "",
    "embed/",
    "404.html",
    "feed.json",
    "feed.xml",
    "manifest.json",
    "opensearch.xml",
    "robots.txt",
    "sitemap.xml",
)
"""What a static host cannot tell by its folder."""
_TYPES = {
    "feed.xml": "application/atom+xml",
    "feed.json": "application/feed+json",
    ".ics": "text/calendar",
    ".webp": "image/webp",
    ".vtt": "text/vtt",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".webm": "video/webm",
}
"""Media types by name or ending that servers often do not know."""
_PACKED = (
    "text/html text/css text/javascript text/calendar text/vtt image/svg+xml application/javascript"
    " application/json application/feed+json application/atom+xml application/xml"
)
"""What Apache compresses, where it can."""
_ADD = 'add_header {} "{}" always;'
_SET = 'Header always set {} "{}"'


def server_files(assets: Assets, settings: Settings, folders: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The files by path; `folders` are those of the pages, at the top of the site."""
    pages, shared = page_headers(assets), areas(assets, settings.embed_sites)
    base = f"{urlsplit(settings.site_url or '').path.rstrip('/')}/"
    own = sorted(folder for folder in folders if not any(area.startswith(f"{folder}/") for area in shared))
    yield "_headers", _static_host(assets, own, pages, shared.items())
    yield "_nginx.conf", _nginx(pages, shared.items(), unquote(base))
    yield ".htaccess", _apache(pages, base)
    for area, headers in shared.items():
        missing = [f"ErrorDocument 404 {base}{MISSING}"] if area == EMBED else []
        yield f"{area}.htaccess", "\n".join([*missing, *_apache_area(headers, pages), ""])
    yield "web.config", _iis(pages, shared.items())


def _static_host(
    assets: Assets, folders: list[str], pages: Headers, shared: Iterable[tuple[str, Headers]]
) -> str:
    """`_headers`. Where two rules meet, hosts differ in which holds: so they meet only in what all share.

    Where both of two policies hold, as on most hosts, that of all files takes nothing from another.
    """
    rules: list[tuple[str, Headers]] = [
        ("/*", {**common_headers(), "Content-Security-Policy": policy(assets)}),
        *((f"/{place}", _without(pages, common_headers())) for place in _AT_TOP),
        *((f"/{quote(folder)}/*", _without(pages, common_headers())) for folder in folders),
        *((f"/{area}*", _without(headers, common_headers())) for area, headers in shared),
    ]
    lines = [line for place, headers in rules for line in (place, *_rows("  {}: {}", headers))]
    return "\n".join([*lines, ""])


def _rows(form: str, headers: Headers) -> list[str]:
    return [form.format(name, value) for name, value in headers.items()]


def _without(headers: Headers, others: Headers) -> Headers:
    return {name: value for name, value in headers.items() if others.get(name) != value}


def _nginx(pages: Headers, shared: Iterable[tuple[str, Headers]], base: str) -> str:
    """To include in a `server`; a location that adds one header drops the inherited, so each has all.

    Of locations by pattern the first holds; addresses are compared as they read, not in percent.
    """
    names = "|".join(map(re.escape, SERVER_FILES))
    places = [(rf"/({names})$", ["return 404;"])]
    for area, headers in shared:
        missing = [f"error_page 404 {base}{MISSING};"] if area == EMBED else []
        places.append((f"^{re.escape(base + area)}", [*missing, *_rows(_ADD, headers)]))
    for name in ("/feed.xml", "/feed.json", ".ics", ".vtt"):
        media = _TYPES[name.lstrip("/")]
        # Not "text/calendar; charset=utf-8": gzip_types would not know it.
        media_rows = ["types { }", f"default_type {media};", "charset utf-8;", f"charset_types {media};"]
        places.append((f"{re.escape(name)}$", [*media_rows, *_rows(_ADD, pages)]))
    return "\n".join(
        [
            "# 在 nginx 的 server 段里写：include 本文件的路径; root 也要写在 server 段里，不要用 alias。",
            *_rows(_ADD, pages),
            f"error_page 404 {base}404.html;",
            *(line for place, inside in places for line in _location(place, inside)),
            "",
        ]
    )


def _location(place: str, inside: list[str]) -> list[str]:
    return [f'location ~ "{place}" {{', *(f"    {line}" for line in inside), "}"]


def _apache(pages: Headers, base: str) -> str:
    """The site's own `.htaccess`."""
    lines = [
        "# Apache 2.4：要启用 mod_headers，并允许本文件（AllowOverride FileInfo AuthConfig）",
        f"ErrorDocument 404 {base}404.html",
        "AddDefaultCharset utf-8",
        "AddCharset utf-8 .css .ics .js .vtt .xml",
        *(f"AddType {media} {name}" for name, media in _TYPES.items() if name.startswith(".")),
    ]
    for name, media in _TYPES.items():
        if not name.startswith("."):
            lines += [f'<Files "{name}">', f"    ForceType {media}", "</Files>"]
    packed = "<IfModule mod_deflate.c>", f"    AddOutputFilterByType DEFLATE {_PACKED}", "</IfModule>"
    lines += ["<IfModule mod_filter.c>", *packed, "</IfModule>"]
    names = "|".join(map(re.escape, SERVER_FILES))
    lines += [f'<FilesMatch "^({names})$">', "    Require all denied", "</FilesMatch>"]
    return "\n".join([*lines, *_rows(_SET, pages), ""])


def _apache_area(headers: Headers, pages: Headers) -> list[str]:
    """A folder's own `.htaccess`, on top of the one above it."""
    dropped = [f"Header always unset {name}" for name in pages if name not in headers]
    return [*dropped, *_rows(_SET, _without(headers, pages))]


def _iis(pages: Headers, shared: Iterable[tuple[str, Headers]]) -> str:
    """`web.config`: what a folder says otherwise is taken away before it is said anew."""
    root = ElementTree.Element("configuration")
    server = ElementTree.SubElement(root, "system.webServer")
    _custom_headers(server, pages, ())
    content = ElementTree.SubElement(server, "staticContent")
    for ending, media in _TYPES.items():
        if ending.startswith("."):
            ElementTree.SubElement(content, "remove", fileExtension=ending)
            ElementTree.SubElement(content, "mimeMap", fileExtension=ending, mimeType=media)
    errors = ElementTree.SubElement(server, "httpErrors", errorMode="Custom")
    ElementTree.SubElement(errors, "remove", statusCode="404")
    ElementTree.SubElement(errors, "error", statusCode="404", path="404.html", responseMode="File")
    security = ElementTree.SubElement(server, "security")
    filtering = ElementTree.SubElement(security, "requestFiltering")
    segments = ElementTree.SubElement(filtering, "hiddenSegments")
    for name in SERVER_FILES[:3]:
        ElementTree.SubElement(segments, "add", segment=name)
    for area, headers in shared:
        location = ElementTree.SubElement(root, "location", path=area.rstrip("/"))
        inside = ElementTree.SubElement(location, "system.webServer")
        changed = [name for name in pages if headers.get(name) != pages[name]]
        _custom_headers(inside, _without(headers, pages), changed)
    ElementTree.indent(root)
    text = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'


def _custom_headers(server: ElementTree.Element, headers: Headers, removed: Iterable[str]) -> None:
    protocol = ElementTree.SubElement(server, "httpProtocol")
    custom = ElementTree.SubElement(protocol, "customHeaders")
    for name in removed:
        ElementTree.SubElement(custom, "remove", name=name)
    for name, value in headers.items():
        ElementTree.SubElement(custom, "add", name=name, value=value)
