"""What `<dj-brand>` and oEmbed read, and how small everything stays that other sites load."""

import gzip
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from portal.pages import embeds
from portal.pages.cards import Figure
from portal.pages.embeds import EMBED
from portal.pictures import Picture, Variant
from tests.filled import build_site
from tests.project import tree
from tests.site import picture, small_site

from ..pages.editions import small, with_settings, write
from .texts import KNOWN, known, texts

WIDE = "𠮷" * 400
"""Four bytes each in UTF-8: no text is heavier."""
DEEP = f"{'层' * 60}/{'层' * 60}"
"""With a name below it, about as long as a path may be: nine bytes a character in an address."""


def card(files: dict[str, str], key: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(files[f"{EMBED}{key}/card.json"])
    return found


def test_a_card_says_what_stands_in_the_frame(tmp_path: Path) -> None:
    """With addresses from the portal's root: wherever a copy of it is, the copy asks no other place."""
    found = card(texts(known(tmp_path)), "units/zhongxue")
    image = found.pop("picture")
    assert found == {
        "version": 1,
        "id": "units/zhongxue",
        "kind": "unit",
        "label": "单位党建",
        "title": "示例中学",
        "url": "units/zhongxue/",
        "text": "党建品牌：红烛",
        "facts": ["培育阶段"],
        "items": [
            {
                "title": "示例中学开展主题党日",
                "url": "news/2026/03/dangri/",
                "date": "2026-03-06",
            }
        ],
        "sample": False,
        "updated": "2026-03-06",
        "source": "来源：示例门户 · 内容截至 2026-03-06",
        "withdrawn": None,
    }
    assert image["src"].startswith("assets/pictures/")


def test_a_withdrawn_brand_leaves_a_stub(tmp_path: Path) -> None:
    write(
        tmp_path,
        "brands/jiu.md",
        "title: 旧品牌\nbrand_name: 旧品牌\nphase: 申报\nstatus: withdrawn\n"
        "withdrawn: {at: 2026-03-01 10:00, reason: 重复}",
    )
    found = card(texts(small(tmp_path)), "brands/jiu")
    assert (found["title"], found["withdrawn"]) == (
        "这项内容已撤下",
        {"at": "2026-03-01 10:00", "reason": "重复"},
    )
    assert "旧品牌" not in json.dumps(found, ensure_ascii=False)


def test_the_card_of_a_column_that_holds_nothing_yet_says_so(tmp_path: Path) -> None:
    column = """
        yuandi/
          index.md
            ---
            title: 学习园地
            kind: news
            ---
    """
    found = card(texts(known(tmp_path, column)), "yuandi")
    assert (found["text"], found["items"], found["source"]) == ("还没有内容", [], "来源：示例门户")


def test_a_revoked_honour_is_said_to_be(tmp_path: Path) -> None:
    write(tmp_path, "models/yi.md", "name: 乙\nhonor_kind: person\nlife_status: 已撤销")
    assert "荣誉已撤销" in card(texts(small(tmp_path)), "models/yi")["facts"]


def test_oembed_hands_out_the_frame(tmp_path: Path) -> None:
    found = json.loads(texts(known(tmp_path))[f"{EMBED}brands/hongzhu/oembed.json"])
    assert (found["version"], found["type"], found["title"]) == ("1.0", "rich", "红烛")
    assert found["html"].startswith('<iframe src="https://portal.example/dj/embed/v1/brands/hongzhu/"')
    assert {"width", "height", "provider_name", "provider_url", "thumbnail_url"} <= set(found)


def test_oembed_needs_full_addresses(tmp_path: Path) -> None:
    assert not [address for address in texts(small(tmp_path)) if address.endswith("oembed.json")]


@pytest.fixture(scope="module")
def heavy(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A site in which every text and address of the cards is as long and as heavy as it may be."""
    root = tmp_path_factory.mktemp("heavy")
    content = small_site(root / "content")
    front = f"title: {WIDE}\nunit: zhongxue\nsummary: {WIDE}"
    for number in range(6):
        write(root, f"news/{DEEP}/{'新' * 58}{number}.md", front)
    write(
        root,
        f"brands/{DEEP}/{'重' * 60}/index.md",
        f"{front}\nbrand_name: {WIDE}\nslogan: {WIDE}\nphase: 推广\nlevel: 国家级\n"
        f"logo: {{src: l.png, alt: {WIDE}}}",
    )
    write(
        root,
        f"models/{DEEP}/{'重' * 59}.md",
        f"{front}\nname: {WIDE}\nhonor_kind: person\nposition: {WIDE}\nmotto: {WIDE}\nlife_status: 已撤销",
    )
    (content / "brands" / DEEP / ("重" * 60) / "l.png").write_bytes(picture(1600, 1600, "PNG"))
    settings = with_settings(site_url=KNOWN.site_url, site_name=WIDE[:100], description="d")
    built = build_site(content, root / "site", settings, root / "cache")
    assert [str(problem) for problem in built.problems if problem.severity == "error"] == []
    return tree(root / "site")


def test_a_framed_page_is_at_most_8_kb_and_its_picture_100_kb(heavy: dict[str, bytes]) -> None:
    pages = {path: data for path, data in heavy.items() if path.startswith(EMBED) and path.endswith(".html")}
    assert len(pages) > 10
    assert {path: len(data) for path, data in pages.items() if len(data) > 8 * 1024} == {}
    for data in pages.values():
        sources = [part.partition('"')[0].split("../")[-1] for part in data.decode().split('<img src="')[1:]]
        assert len(sources) <= 1
        assert all(len(heavy[source]) <= 100_000 for source in sources)


def test_a_card_and_what_oembed_gets_are_at_most_4_kb(heavy: dict[str, bytes]) -> None:
    sizes = {
        path: len(data) for path, data in heavy.items() if path.startswith(EMBED) and path.endswith(".json")
    }
    assert len(sizes) > 20
    assert {path: size for path, size in sizes.items() if size > 4 * 1024} == {}
    assert max(sizes.values()) > 3 * 1024, "the heaviest there can be are among them"


def test_as_many_of_the_latest_are_shown_as_there_is_room_for(
    tmp_path: Path, heavy: dict[str, bytes]
) -> None:
    """Five, unless their addresses are long."""
    front = f"unit: zhongxue\ntitle: {'题' * 40}"
    for number in range(6):
        write(tmp_path, f"news/2026/03/示例中学开展主题党日活动{number}.md", front)
    usual = card(texts(known(tmp_path)), "news")
    crowded = json.loads(heavy[f"{EMBED}news/card.json"])
    assert (len(usual["items"]), len(crowded["items"])) == (5, 1)


def test_the_script_for_other_sites_is_at_most_1_5_kb_compressed_and_ascii(heavy: dict[str, bytes]) -> None:
    """Bare ASCII, since a page in GBK reads it as GBK."""
    script = heavy[f"{EMBED}embed.js"]
    assert len(gzip.compress(script, 6)) <= 1536
    assert script.isascii()


def test_a_picture_that_is_too_large_is_left_out(tmp_path: Path) -> None:
    small_one = Variant(width=480, height=480, format="webp", size=100_000, sha256="0" * 64)
    for variant, there in ((small_one, True), (replace(small_one, size=100_001), False)):
        figure = Figure(picture=Picture(variants=(variant,), fallback=variant), alt="图")
        assert (embeds._picture(figure) is not None) == there
