"""What a page's head tells machines: META set, OpenGraph, JSON-LD."""

import json
from pathlib import Path
from typing import Any

import pytest

from portal.pages import plans
from portal.pages.edition import Edition
from portal.pages.head import absolute, json_ld, open_graph, site_tags
from portal.reading import Loaded

from .editions import edition_of, page_at, small, with_settings, write

SITE = {"site_url": "https://dj.example.org:8443/jiaoti/dj/", "footer": {"site_id": "5107000001"}}
NEWS = "news/2026/03/dangri/"


def known(loaded: Loaded) -> Edition:
    """The small site where it knows its own address."""
    return edition_of(loaded, with_settings(**SITE))


def test_the_home_page_says_whose_site_it_is(loaded: Loaded) -> None:
    assert page_at(known(loaded), "").meta == (
        ("SiteName", "示例门户"),
        ("SiteDomain", "dj.example.org:8443"),
        ("SiteIDCode", "5107000001"),
    )


def test_a_column_adds_what_it_holds(tmp_path: Path) -> None:
    column = """
        news/index.md
          ---
          title: 单位动态
          kind: news
          column_type: 动态
          description: 各单位的党建工作动态
          keywords: [三会一课, 主题党日]
          ---
    """
    assert page_at(small(tmp_path, column), "news/").meta == (
        ("SiteName", "示例门户"),
        ("ColumnName", "单位动态"),
        ("ColumnDescription", "各单位的党建工作动态"),
        ("ColumnKeywords", "三会一课,主题党日"),
        ("ColumnType", "动态"),
    )


def test_an_article_adds_when_and_whence(loaded: Loaded) -> None:
    picture = loaded.library.pictures["news/2026/03/dangri/cover.jpg"].fallback.path
    assert page_at(known(loaded), NEWS).meta == (
        ("SiteName", "示例门户"),
        ("SiteDomain", "dj.example.org:8443"),
        ("SiteIDCode", "5107000001"),
        ("ColumnName", "单位动态"),
        ("ColumnDescription", "各单位的党建工作动态"),
        ("ColumnType", "动态"),
        ("ArticleTitle", "示例中学开展主题党日"),
        ("PubDate", "2026-03-06 09:30"),
        ("ContentSource", "示例中学"),
        ("Author", "示例教师甲"),
        ("Description", "党员教师一起重温入党誓词。"),
        ("Image", f"https://dj.example.org:8443/jiaoti/dj/{picture}"),
        ("Url", f"https://dj.example.org:8443/jiaoti/dj/{NEWS}"),
    )


def test_a_plain_page_is_in_no_column(edition: Edition) -> None:
    assert [name for name, _ in page_at(edition, "about/").meta] == [
        "SiteName",
        "ArticleTitle",
        "PubDate",
        "Description",
    ]


def test_keywords_and_tags_are_told_together(tmp_path: Path) -> None:
    write(tmp_path, "news/x.md", "unit: zhongxue\nkeywords: [师德]\ntags: [三会一课, 党课]\nsource: 示例报")
    meta = dict(page_at(small(tmp_path), "news/x/").meta)
    assert (meta["Keywords"], meta["ContentSource"]) == ("师德,三会一课,党课", "示例报")


def test_a_description_that_repeats_the_title_is_left_out(tmp_path: Path) -> None:
    page = page_at(small(write(tmp_path, "news/x.md", "title: 党课\nunit: zhongxue", "党课")), "news/x/")
    assert "Description" not in dict(page.meta)


def test_a_description_is_at_most_120_characters(tmp_path: Path) -> None:
    page = page_at(small(write(tmp_path, "news/x.md", "unit: zhongxue", "字" * 130)), "news/x/")
    assert page.description == "字" * 119 + "…"


def test_no_tag_on_any_page_is_empty_or_null(edition: Edition, loaded: Loaded) -> None:
    for made in (make(site) for site in (edition, known(loaded)) for _, make in plans(site)):
        values = [value for _, value in (*made.meta, *made.open_graph)]
        assert [value for value in values if value.strip() in ("", "null", "None")] == []


def test_every_listed_page_has_a_description_or_its_column_has_none(edition: Edition) -> None:
    bare = [url for url, make in plans(edition) if (page := make(edition)).listed and not page.description]
    columns = "brands bulletins disclosure documents models stories tasks topics units videos".split()
    assert [url for url in bare if url.split("/")[0] not in columns] == []


def test_a_site_that_does_not_know_its_address_tells_none(edition: Edition) -> None:
    said = "\n".join(
        text
        for _, make in plans(edition)
        for page in (make(edition),)
        for text in (*(value for _, value in (*page.meta, *page.open_graph)), page.json_ld)
    )
    assert said.replace("https://schema.org", "").count("://") == 0


@pytest.mark.parametrize(
    ("site_url", "url", "address"),
    [
        ("", "news/a/", ""),
        ("https://example.org", "", "https://example.org/"),
        ("https://example.org", "news/a/", "https://example.org/news/a/"),
        ("https://example.org/dj", "news/a/", "https://example.org/dj/news/a/"),
        ("https://example.org/dj/", "news/a/", "https://example.org/dj/news/a/"),
        ("https://example.org/", "tags/党课/", "https://example.org/tags/%E5%85%9A%E8%AF%BE/"),
    ],
)
def test_full_addresses(loaded: Loaded, site_url: str, url: str, address: str) -> None:
    settings = with_settings(**({"site_url": site_url} if site_url else {}))
    assert absolute(edition_of(loaded, settings), url) == address


def test_what_is_told_to_those_who_share_an_article(loaded: Loaded) -> None:
    picture = loaded.library.pictures["news/2026/03/dangri/cover.jpg"].fallback.path
    assert page_at(known(loaded), NEWS).open_graph == (
        ("og:title", "示例中学开展主题党日"),
        ("og:type", "article"),
        ("og:site_name", "示例门户"),
        ("og:locale", "zh_CN"),
        ("og:description", "党员教师一起重温入党誓词。"),
        ("og:url", f"https://dj.example.org:8443/jiaoti/dj/{NEWS}"),
        ("og:image", f"https://dj.example.org:8443/jiaoti/dj/{picture}"),
    )


def test_what_is_told_of_a_page_without_a_picture_or_an_address(edition: Edition) -> None:
    assert open_graph(edition, "标题", "news/", "website", "") == (
        ("og:title", "标题"),
        ("og:type", "website"),
        ("og:site_name", "示例门户"),
        ("og:locale", "zh_CN"),
    )


def test_an_article_as_data(loaded: Loaded) -> None:
    picture = loaded.library.pictures["news/2026/03/dangri/cover.jpg"].fallback.path
    assert json.loads(page_at(known(loaded), NEWS).json_ld) == {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": "示例中学开展主题党日",
        "description": "党员教师一起重温入党誓词。",
        "datePublished": "2026-03-06T09:30:00+08:00",
        "inLanguage": "zh-CN",
        "author": [{"@type": "Organization", "name": "示例中学"}],
        "publisher": {"@type": "Organization", "name": "示例门户"},
        "url": f"https://dj.example.org:8443/jiaoti/dj/{NEWS}",
        "image": f"https://dj.example.org:8443/jiaoti/dj/{picture}",
    }


def test_a_corrected_article_tells_the_day_of_its_last_correction(tmp_path: Path) -> None:
    notes = "change_notes: [{date: 2026-03-08, note: 甲}, {date: 2026-03-07, note: 乙}]"
    page = page_at(small(write(tmp_path, "news/x.md", f"unit: zhongxue\n{notes}")), "news/x/")
    assert json.loads(page.json_ld)["dateModified"] == "2026-03-08"


def test_the_site_as_data(edition: Edition) -> None:
    assert json.loads(page_at(edition, "").json_ld) == {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": "示例门户",
        "inLanguage": "zh-CN",
    }


@pytest.mark.parametrize(
    "text", ["</script><script>alert(1)</script>", "<!--<script>", "]]>", "&lt;/script>"]
)
def test_data_cannot_end_its_script_element(text: str) -> None:
    data: dict[str, Any] = {"name": text, "author": [{"name": text}]}
    written = json_ld(data)
    assert not set("<>&") & set(written)
    assert json.loads(written) == {"@context": "https://schema.org", **data}


def test_a_hostile_title_stays_a_text_in_the_data(tmp_path: Path) -> None:
    title = "</script><img src=x onerror=alert(1)>"
    page = page_at(small(write(tmp_path, "news/x.md", f"title: '{title}'\nunit: zhongxue")), "news/x/")
    assert "<" not in page.json_ld
    assert json.loads(page.json_ld)["headline"] == title


def test_the_tags_of_the_site_need_nothing_but_its_name(edition: Edition) -> None:
    assert site_tags(edition) == (("SiteName", "示例门户"),)
