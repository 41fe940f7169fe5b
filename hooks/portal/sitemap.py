"""sitemap.xml and robots.txt, for search engines."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote
from xml.etree import ElementTree

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemap_xml(listed: Mapping[str, str], site_url: str) -> bytes:
    """The sitemap of these addresses, with the day each page's content last changed, if that is known.

    `site_url` ends in a slash.
    """
    root = ElementTree.Element("urlset", xmlns=_NAMESPACE)
    for address, modified in sorted(listed.items()):
        url = ElementTree.SubElement(root, "url")
        ElementTree.SubElement(url, "loc").text = site_url + quote(address)
        if modified:
            ElementTree.SubElement(url, "lastmod").text = modified
    ElementTree.indent(root)
    text = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()


def robots_txt(site_url: str) -> str:
    """Everything may be read; where the sitemap is, if the site knows its own address."""
    return "User-agent: *\nAllow: /\n" + (f"Sitemap: {site_url}sitemap.xml\n" if site_url else "")
