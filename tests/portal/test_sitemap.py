"""What search engines are told."""

from __future__ import annotations

from portal.sitemap import robots_txt, sitemap_xml


def test_the_sitemap_lists_pages_with_the_day_their_content_changed() -> None:
    listed = {"tags/三会一课/": "", "": "2026-03-06"}
    assert sitemap_xml(listed, "https://example.org/dj/").decode() == (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        "  <url>\n"
        "    <loc>https://example.org/dj/</loc>\n"
        "    <lastmod>2026-03-06</lastmod>\n"
        "  </url>\n"
        "  <url>\n"
        "    <loc>https://example.org/dj/tags/%E4%B8%89%E4%BC%9A%E4%B8%80%E8%AF%BE/</loc>\n"
        "  </url>\n"
        "</urlset>\n"
    )


def test_robots_are_told_of_the_sitemap_only_where_the_site_knows_its_address() -> None:
    assert robots_txt("") == "User-agent: *\nAllow: /\n"
    assert robots_txt("https://example.org/") == (
        "User-agent: *\nAllow: /\nSitemap: https://example.org/sitemap.xml\n"
    )
