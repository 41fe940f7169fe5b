"""sitemap.xml and robots.txt, for search engines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from urllib.parse import quote

MOST = 45_000
"""Addresses in one file; the protocol allows 50 000. (sitemaps.org)"""
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"

Rows = Iterable[tuple[str, str]]
"""Addresses from the site's root, each with the day its content last changed, 2026-03-06, or nothing."""


def sitemaps(listed: Mapping[str, str], site_url: str) -> dict[str, bytes]:
    """The sitemap of these addresses by path; if they are too many, sitemap.xml names the parts.

    `site_url` ends in a slash.
    """
    rows = sorted(listed.items())
    if len(rows) <= MOST:
        return {"sitemap.xml": _xml("urlset", "url", rows, site_url)}
    starts = range(0, len(rows), MOST)
    parts = {f"sitemap-{number}.xml": rows[start : start + MOST] for number, start in enumerate(starts, 1)}
    index = [(path, max(day for _, day in part)) for path, part in parts.items()]
    return {
        "sitemap.xml": _xml("sitemapindex", "sitemap", index, site_url),
        **{path: _xml("urlset", "url", part, site_url) for path, part in parts.items()},
    }


def _xml(whole: str, each: str, rows: Rows, site_url: str) -> bytes:
    lines = [f'<?xml version="1.0" encoding="utf-8"?>\n<{whole} xmlns="{_NAMESPACE}">']
    start = escape(site_url)
    for address, modified in rows:
        changed = f"\n    <lastmod>{modified}</lastmod>" if modified else ""
        lines.append(f"  <{each}>\n    <loc>{start}{quote(address)}</loc>{changed}\n  </{each}>")
    return "\n".join([*lines, f"</{whole}>\n"]).encode()


def robots_txt(site_url: str) -> str:
    """Everything may be read; where the sitemap is, if the site knows its own address."""
    return "User-agent: *\nAllow: /\n" + (f"Sitemap: {site_url}sitemap.xml\n" if site_url else "")
