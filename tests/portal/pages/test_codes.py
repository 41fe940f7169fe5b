"""The four forms as code: what each holds, how small each stays, and what strict editors leave of them."""

from html import escape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from portal.pages.codes import UNKNOWN, handout
from portal.pages.edition import Edition
from portal.pages.embeds import embed_of, embedded

from .editions import page_at, small, with_settings, write

KNOWN = with_settings(site_url="https://dangjian.jiaoti.my.example.gov.cn/")
LONG = "字" * 300
NASTY = "<img src=x onerror=hit()>\"'&lt;"


def codes(edition: Edition, key: str, kind: str) -> dict[str, str]:
    return {code.form: code.text for code in handout(edition, key, kind).codes}


def crowded(root: Path) -> Edition:
    """The small site with more news, and with brands of long and of hostile words."""
    for number in range(1, 7):
        write(root, f"news/2026/03/n{number}.md", f"title: 第{number}次活动：{LONG[:60]}\nunit: zhongxue")
    for name, words in (("long", LONG), ("nasty", NASTY.replace("'", "''"))):
        fields = "".join(f"{field}: '{words}'\n" for field in ("title", "brand_name", "slogan"))
        write(root, f"brands/{name}.md", f"{fields}phase: 推广\nlevel: 国家级\nsample: true")
    return small(root, settings=KNOWN)


def test_the_codes_of_a_brand(tmp_path: Path) -> None:
    found = codes(
        small(tmp_path, settings=with_settings(site_url="https://portal.example/")), "brands/hongzhu", "brand"
    )
    style = (
        "border:0;width:100%;min-height:0;max-height:none;color-scheme:light;"
        "height:if(supports(frame-sizing:content-height):auto;else:170px);frame-sizing:content-height"
    )
    frame = (
        '<iframe src="https://portal.example/embed/v1/brands/hongzhu/" title="党建品牌：红烛" width="100%" '
        f'height="170" loading="lazy" style="{style}"></iframe>'
    )
    script = '<script src="https://portal.example/embed/v1/embed.js" async></script>'
    assert found["A"] == frame
    assert found["B"] == f"{frame}\n{script}"
    assert found["C"] == (
        '<dj-brand key="brands/hongzhu"><a href="https://portal.example/brands/hongzhu/">党建品牌：红烛</a></dj-brand>'
        f"\n{script}"
    )
    assert found["D"].startswith("<table ")
    assert "内容截至 2026-02-02" in found["D"]


def test_without_an_address_the_code_says_where_it_belongs(tmp_path: Path) -> None:
    given = handout(small(tmp_path), "brands/hongzhu", "brand")
    assert (given.site, given.unknown) == (UNKNOWN, True)
    assert all(UNKNOWN in code.text for code in given.codes)


def test_if_only_some_sites_may_embed_the_element_is_not_offered(tmp_path: Path) -> None:
    """Its data would have to be read by all or by none."""
    edition = small(tmp_path, settings=with_settings(embed_sites=["https://a.example"]))
    assert list(codes(edition, "news", "column")) == ["A", "B", "D"]


def test_a_unit_shows_its_brand_and_its_five_latest_news(tmp_path: Path) -> None:
    embed = embed_of(crowded(tmp_path), "units/zhongxue", "unit")
    assert embed.text.startswith("党建品牌：")
    assert [item.url for item in embed.items] == [f"news/2026/03/n{number}/" for number in range(1, 6)]


def test_pages_hand_out_their_own_codes(tmp_path: Path) -> None:
    edition = small(tmp_path)
    for url, key, kind in (
        ("brands/hongzhu/", "brands/hongzhu", "brand"),
        ("models/jia/", "models/jia", "model"),
        ("units/zhongxue/", "units/zhongxue", "unit"),
        ("news/", "news", "column"),
    ):
        page = page_at(edition, url)
        assert (page.card, page.model.embed) == (key, handout(edition, key, kind))
    assert page_at(edition, "tasks/").model.embed is None
    assert page_at(edition, "news/by-year/2026/").model.embed is None


def test_hostile_words_are_escaped_in_every_form(tmp_path: Path) -> None:
    for form, code in codes(crowded(tmp_path), "brands/nasty", "brand").items():
        assert "<img src=x" not in code, form
        assert "&lt;img src=x onerror=hit()&gt;" in code, form


def test_the_table_stays_small_whatever_it_holds(tmp_path: Path) -> None:
    """Less than 1.5 KB: with so many of the latest as there is room for."""
    edition = crowded(tmp_path)
    sizes = {key: len(codes(edition, key, kind)["D"].encode()) for key, kind in embedded(edition)}
    assert {key: size for key, size in sizes.items() if size > 1536} == {}
    assert codes(edition, "units/zhongxue", "unit")["D"].count("/news/2026/03/n") >= 3


def long_addresses(root: Path, sign: str) -> Edition:
    """The small site with a brand, a model and news of long words at the longest addresses there can be."""
    words = f"'{sign.replace(chr(39), chr(39) * 2) * 300}'"
    deep = f"{'层' * 60}/{'层' * 60}"
    for number in range(6):
        write(root, f"news/{deep}/{'新' * 58}{number}.md", f"title: {words}\nunit: zhongxue")
    fields = f"title: {words}\nsummary: {words}\nsample: true"
    brand = f"{fields}\nbrand_name: {words}\nslogan: {words}\nphase: 推广\nlevel: 国家级"
    write(root, f"brands/{deep}/{'重' * 59}.md", brand)
    model = f"{fields}\nname: {words}\nmotto: {words}\nhonor_kind: person\nlife_status: 已撤销"
    write(root, f"models/{deep}/{'重' * 59}.md", model)
    settings = with_settings(site_url=KNOWN.site_url, site_name=sign * 40, description="门户")
    return small(root, settings=settings)


@pytest.mark.parametrize("sign", ["字", "𠮷", "'"], ids=["Chinese", "rare Chinese", "escaped"])
def test_with_the_longest_addresses_the_table_keeps_its_link_and_its_date(tmp_path: Path, sign: str) -> None:
    """Such an address keeps its Chinese; what has no room is left out."""
    edition = long_addresses(tmp_path, sign)
    tables = {key: codes(edition, key, kind)["D"] for key, kind in embedded(edition)}
    assert {key: len(code) for key, code in tables.items() if len(code.encode()) > 1500} == {}
    for key, code in tables.items():
        assert Editor(code).kept == code
        assert f"/{key}/" in code or f"/{key.rpartition('/')[2]}/" in code
        assert "内容截至 2026-" in code
        assert ("荣誉已撤销" in code) == (key.startswith("models/") and key != "models/jia")


WHITELIST = {
    "table": {"width", "border", "align", "valign", "class", "style"},
    "tbody": {"align", "valign", "class", "style"},
    "tr": {"rowspan", "align", "valign", "class", "style"},
    "td": {"width", "rowspan", "colspan", "align", "valign", "class", "style"},
    "p": {"class", "style"},
    "a": {"href", "target", "title", "class", "style"},
    "img": {"src", "alt", "title", "width", "height", "id"},
    "section": {"class"},
    "div": {"class"},
    "span": {"class", "style"},
    "br": set(),
}
"""What a strict rich-text editor keeps; everything else goes, with what is in it. (FINDINGS: UEditor)"""


class Editor(HTMLParser):
    """What is left of a code that was pasted into such an editor and saved."""

    def __init__(self, code: str) -> None:
        super().__init__(convert_charrefs=True)
        self.kept = ""
        self._removed: list[str] = []
        self.feed(code)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in WHITELIST or self._removed:
            self._removed += [tag] * (tag not in ("img", "br"))
            return
        kept = [(name, value or "") for name, value in attrs if name in WHITELIST[tag]]
        self.kept += f"<{tag}{''.join(f' {name}={quoted(value)}' for name, value in kept)}>"

    def handle_endtag(self, tag: str) -> None:
        if self._removed:
            self._removed.pop()
        else:
            self.kept += f"</{tag}>"

    def handle_data(self, data: str) -> None:
        self.kept += "" if self._removed else escaped(data)


def escaped(text: str) -> str:
    """As the codes write it."""
    return escape(text).replace("&quot;", "&#34;").replace("&#x27;", "&#39;")


def quoted(value: str) -> str:
    return f'"{escaped(value)}"'


@pytest.mark.parametrize("form", ["A", "B", "C"])
def test_a_strict_editor_removes_the_living_forms(tmp_path: Path, form: str) -> None:
    """So the filter is as strict as the editors that schools have."""
    assert Editor(codes(small(tmp_path), "news", "column")[form]).kept.strip() == ""


def test_a_strict_editor_leaves_the_table_byte_for_byte(tmp_path: Path) -> None:
    edition = crowded(tmp_path)
    for key, kind in embedded(edition):
        code = codes(edition, key, kind)["D"]
        assert Editor(code).kept == code, key
    assert (
        Editor("<div style='a'><section style='b'>c</section></div>").kept
        == "<div><section>c</section></div>"
    )
