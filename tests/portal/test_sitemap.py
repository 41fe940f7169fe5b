"""What search engines are told."""

from __future__ import annotations

from xml.etree import ElementTree

from portal.sitemap import MOST, robots_txt, sitemaps

HOME = "https://example.org/dj/"


def rows(data: bytes) -> list[tuple[str, str | None]]:
    """Addresses and days of a sitemap or of an index of sitemaps."""
    found = ElementTree.fromstring(data)
    return [(each.findtext("{*}loc", ""), each.findtext("{*}lastmod")) for each in found]


def test_the_sitemap_lists_pages_with_the_day_their_content_changed() -> None:
    listed = {"tags/三会一课/": "", "": "2026-03-06"}
    assert {path: data.decode() for path, data in sitemaps(listed, HOME).items()} == {
        "sitemap.xml": '<?xml version="1.0" encoding="utf-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        "  <url>\n"
        "    <loc>https://example.org/dj/</loc>\n"
        "    <lastmod>2026-03-06</lastmod>\n"
        "  </url>\n"
        "  <url>\n"
        "    <loc>https://example.org/dj/tags/%E4%B8%89%E4%BC%9A%E4%B8%80%E8%AF%BE/</loc>\n"
        "  </url>\n"
        "</urlset>\n"
    }


def test_a_sitemap_of_too_many_addresses_is_split_and_names_its_parts() -> None:
    listed = {f"news/{number:06}/": f"2026-03-{number % 28 + 1:02}" for number in range(2 * MOST + 1)}
    files = sitemaps(listed, HOME)
    index = rows(files.pop("sitemap.xml"))
    assert index == [
        (f"{HOME}sitemap-{number}.xml", f"2026-03-{day}")
        for number, day in ((1, 28), (2, 28), (3, listed[max(listed)][-2:]))
    ]
    assert list(files) == [loc.removeprefix(HOME) for loc, _ in index]
    assert [len(rows(data)) for data in files.values()] == [MOST, MOST, 1]
    assert [row for data in files.values() for row in rows(data)] == [
        (HOME + address, day) for address, day in listed.items()
    ]


def test_robots_are_told_of_the_sitemap_only_where_the_site_knows_its_address() -> None:
    assert robots_txt("") == "User-agent: *\nAllow: /\n"
    assert robots_txt("https://example.org/") == (
        "User-agent: *\nAllow: /\nSitemap: https://example.org/sitemap.xml\n"
    )
