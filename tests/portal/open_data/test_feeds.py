"""Feeds, as an independent reader understands them."""

import json
from pathlib import Path
from typing import Any

import feedparser
import pytest

from portal.open_data import guide_plans
from portal.open_data.feeds import Feed, Item, atom
from portal.pages import plans
from portal.pages.edition import Edition
from tests.filled import build_site
from tests.site import SETTINGS, small_site

from ..pages.editions import page_at, small, write
from .texts import KNOWN, known, texts


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return known(tmp_path_factory.mktemp("known"))


@pytest.fixture(scope="module")
def files(edition: Edition) -> dict[str, str]:
    return texts(edition)


def parsed(text: str) -> Any:
    """A feed in the eyes of feedparser, which finds nothing wrong with it."""
    feed = feedparser.parse(text.encode())
    assert (feed.bozo, feed.version) == (False, "atom10")
    return feed


def test_the_site_and_each_column_unit_and_topic_have_a_feed_in_both_forms(files: dict[str, str]) -> None:
    columns = "brands bulletins disclosure documents models news stories tasks topics units videos".split()
    places = ["", *(f"{name}/" for name in (*columns, "units/zhongxue", "topics/xuexi"))]
    feeds = [address for address in files if address.endswith(("feed.xml", "feed.json"))]
    assert feeds == [f"{place}feed.{form}" for place in places for form in ("xml", "json")]


def test_a_site_that_does_not_know_its_address_has_no_feed(tmp_path: Path) -> None:
    edition = small(tmp_path)
    assert not [address for address in texts(edition) if "feed" in address]
    assert [other.type for other in page_at(edition, "tasks/").alternates] == ["text/calendar"]


def test_the_page_of_open_data_says_where_feeds_are_or_why_there_are_none(tmp_path: Path) -> None:
    for settings, said, not_said in (
        (KNOWN, "后面加 <code>feed.xml</code>", "没有订阅源"),
        (SETTINGS, "没有订阅源", "feed.xml"),
    ):
        place = tmp_path / (settings.site_url or "none").partition(":")[0]
        build_site(small_site(place / "content"), place / "site", settings, place / "cache")
        page = (place / "site/api/v1/index.html").read_text("utf-8")
        assert said in page
        assert not_said not in page


def test_pages_name_their_feeds_calendars_and_data(tmp_path: Path) -> None:
    edition = known(tmp_path)
    pages = dict([*plans(edition), *guide_plans(edition)])
    shown = ("", "api/v1/", "news/", "tasks/", "units/zhongxue/", "topics/xuexi/", "news/2026/03/dangri/")
    named = {url: [other.url for other in pages[url](edition).alternates] for url in shown}
    assert named == {
        "": ["api/v1/index.json"],
        "api/v1/": ["api/v1/index.json"],
        "news/": ["news/feed.xml", "news/feed.json"],
        "tasks/": ["tasks/feed.xml", "tasks/feed.json", "tasks/due.ics"],
        "units/zhongxue/": ["units/zhongxue/feed.xml", "units/zhongxue/feed.json"],
        "topics/xuexi/": ["topics/xuexi/feed.xml", "topics/xuexi/feed.json"],
        "news/2026/03/dangri/": [],
    }


def test_every_feed_is_valid_for_an_independent_reader(files: dict[str, str]) -> None:
    feeds = {address: parsed(text) for address, text in files.items() if address.endswith("feed.xml")}
    assert {address: feed.feed.id for address, feed in feeds.items()} == {
        address: f"https://portal.example/dj/{address}" for address in feeds
    }
    assert all(feed.feed.updated_parsed and feed.feed.author for feed in feeds.values())


def test_an_entry_says_what_where_when_and_from_whom(files: dict[str, str]) -> None:
    entry = parsed(files["news/feed.xml"]).entries[0]
    picture = [link for link in entry.links if link.rel == "enclosure"]
    assert (entry.title, entry.link, entry.id) == (
        "示例中学开展主题党日（示例）",
        "https://portal.example/dj/news/2026/03/dangri/",
        "https://portal.example/dj/news/2026/03/dangri/",
    )
    assert (entry.published, entry.updated) == ("2026-03-06T09:30:00+08:00", "2026-03-06T09:30:00+08:00")
    assert (entry.author, entry.summary, entry.tags[0].term) == (
        "示例中学",
        "党员教师一起重温入党誓词。",
        "单位动态",
    )
    assert [(link.type, int(link.length) > 0) for link in picture] == [("image/jpeg", True)]


def test_json_feed_says_the_same_as_atom(files: dict[str, str]) -> None:
    for address, text in files.items():
        if address.endswith("feed.xml"):
            other = json.loads(files[address.replace(".xml", ".json")])
            assert other["version"] == "https://jsonfeed.org/version/1.1"
            assert all({"id", "url", "title", "content_text"} <= set(item) for item in other["items"])
            feed = parsed(text)
            assert (other["title"], other["home_page_url"]) == (feed.feed.title, feed.feed.link)
            assert [(item["id"], item["title"], item["date_published"]) for item in other["items"]] == [
                (entry.id, entry.title, entry.published) for entry in feed.entries
            ]


def test_markup_and_emoji_stay_text(tmp_path: Path) -> None:
    words = "第一行 ]]> <b>不是标签</b> &amp; 😀"
    write(
        tmp_path,
        "stories/guai.md",
        "\n".join(f"{name}: '{words}'" for name in ("title", "summary", "source")),
    )
    files = texts(known(tmp_path))
    entry = parsed(files["stories/feed.xml"]).entries[0]
    assert (entry.title, entry.summary, entry.author) == (words, words, words)
    item = json.loads(files["stories/feed.json"])["items"][0]
    assert (item["title"], item["content_text"], item["authors"]) == (words, words, [{"name": words}])


@pytest.mark.parametrize("number", [*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])
def test_what_no_xml_may_hold_is_left_out(edition: Edition, number: int) -> None:
    """Whatever may once slip past the front door; all else is kept."""
    words = f"前{chr(number)}后"
    item = Item(
        url="https://portal.example/a/",
        title=words,
        summary=words,
        published="2026-03-06T09:30:00+08:00",
        updated="2026-03-06T09:30:00+08:00",
        author=words,
        category=words,
        figure=None,
    )
    feed = parsed(atom(edition, Feed(url="", title=words, description=words, items=(item,)), "feed.xml"))
    entry = feed.entries[0]
    found = {
        feed.feed.title,
        feed.feed.subtitle,
        entry.title,
        entry.summary,
        entry.author,
        entry.tags[0].term,
    }
    assert found == {"前后"}


def test_a_corrected_entry_is_updated(tmp_path: Path) -> None:
    write(tmp_path, "stories/gai.md", "change_notes: [{date: 2026-03-08, note: 改正日期}]")
    feed = parsed(texts(known(tmp_path))["stories/feed.xml"])
    assert (feed.feed.updated, feed.entries[0].updated) == (("2026-03-08T00:00:00+08:00",) * 2)
    assert feed.entries[0].published == "2026-03-07T09:30:00+08:00"


def test_a_withdrawn_entry_is_forgotten_and_its_feed_stays(tmp_path: Path) -> None:
    withdrawn = """
        stories/
          deng.md
            ---
            title: 一盏灯
            publish_at: 2026-02-04 09:00
            status: withdrawn
            withdrawn: {at: 2026-02-05 09:00, reason: 重复}
            ---
            一个短故事。
    """
    feed = parsed(texts(known(tmp_path, withdrawn))["stories/feed.xml"])
    assert (feed.entries, feed.feed.updated) == ([], "1970-01-01T00:00:00Z")


def test_a_feed_holds_the_thirty_newest_whatever_is_pinned(tmp_path: Path) -> None:
    for number in range(1, 35):
        pinned = "\npinned_until: 2026-12-31" if number == 1 else ""
        write(tmp_path, f"stories/s{number:02}.md", f"publish_at: 2026-02-01 10:{number:02}{pinned}")
    feed = parsed(texts(known(tmp_path))["stories/feed.xml"])
    assert [entry.id.split("/")[-2] for entry in feed.entries] == [
        "deng",
        *(f"s{number:02}" for number in range(34, 5, -1)),
    ]
