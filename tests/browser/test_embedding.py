"""The portal's cards on schools' websites: on another origin, in real Chromium, in the worst company."""

import re
from collections.abc import Iterator
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, Request, Route

from tests.browser.schools import (
    KEYS,
    NASTY,
    Codes,
    build_portal,
    cards,
    heights,
    school,
    settle,
    show_all,
    visiting,
)
from tests.browser.server import Server, serving

WIDTHS = (240, 360, 1000)
SHADOW = "document.querySelector('dj-brand').shadowRoot"
HEIGHT_BY_STYLE = re.compile(r"height:if\(.*?frame-sizing:content-height")
INSIDE = """() => [...(%s || document).querySelectorAll(".dj h1, .dj h3, .dj p, .dj li")]
  .map((element) => element.innerText.replace(/\\s+/g, " ").trim()).filter(Boolean)"""


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(build_portal(tmp_path_factory.mktemp("portal")), prefix="/dangjian/") as running:
        yield running


@pytest.fixture(scope="module")
def codes(chromium: Browser, portal: Server) -> Codes:
    return Codes(browser=chromium, portal=portal)


def unsized(code: str) -> str:
    """The code as a browser understands it that cannot size a frame by itself."""
    assert HEIGHT_BY_STYLE.search(code)
    return HEIGHT_BY_STYLE.sub("", code)


def assert_fits(page: Page, *keys: str) -> None:
    """Every frame is as high as its card, at the latest in a few seconds, and nothing in it is cut off."""
    for _ in range(50):
        show_all(page)
        found = heights(page)
        if all(frame == card for frame, card in found.values()):
            break
        page.wait_for_timeout(100)
    assert {key.partition("/?")[0].rstrip("/") for key in found} == set(keys)
    assert {key: both for key, both in found.items() if both[0] != both[1]} == {}
    excess = "document.scrollingElement.scrollWidth - innerWidth"
    assert [frame.url for frame in cards(page) if frame.evaluate(excess) > 0] == []


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("width", WIDTHS)
def test_a_frame_is_as_high_as_its_card(
    tmp_path: Path, chromium: Browser, codes: Codes, width: int, scripts: bool
) -> None:
    body = "".join(f"<div style='width:{width}px'>{codes.get(key, 'A')}</div>" for key in KEYS)
    with school(tmp_path, body) as host, visiting(chromium, host, scripts=scripts) as page:
        assert_fits(page, *KEYS)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_script_sizes_frames_in_a_browser_that_cannot(
    tmp_path: Path, chromium: Browser, codes: Codes, width: int
) -> None:
    """Also when the column gets narrower."""
    body = "".join(f"<div style='width:{width}px'>{unsized(codes.get(key, 'B'))}</div>" for key in KEYS)
    with school(tmp_path, body) as host, visiting(chromium, host) as page:
        assert_fits(page, *KEYS)
        page.evaluate("for (const box of document.querySelectorAll('div')) box.style.width = '230px'")
        settle(page)
        assert_fits(page, *KEYS)


@pytest.mark.parametrize("sandbox", ["", "allow-scripts", "allow-popups allow-same-origin"])
def test_a_frame_fits_in_a_sandbox(tmp_path: Path, chromium: Browser, codes: Codes, sandbox: str) -> None:
    body = codes.get("units/zhongxue", "A").replace("<iframe", f'<iframe sandbox="{sandbox}"')
    with school(tmp_path, body) as host, visiting(chromium, host, width=360) as page:
        assert_fits(page, "units/zhongxue")


def test_the_script_sizes_a_sandboxed_frame_though_its_origin_is_null(
    tmp_path: Path, chromium: Browser, codes: Codes
) -> None:
    body = unsized(codes.get("news", "B")).replace("<iframe", '<iframe sandbox="allow-scripts"')
    with school(tmp_path, body) as host, visiting(chromium, host, width=360) as page:
        assert cards(page)[0].evaluate("origin") == "null"
        assert_fits(page, "news")


def test_frames_that_are_added_later_fit_too(tmp_path: Path, chromium: Browser, codes: Codes) -> None:
    body = unsized(codes.get("news", "B"))
    added = unsized(codes.get("brands/hongzhu", "A")) + unsized(codes.get("models/jia", "A"))
    with school(tmp_path, body) as host, visiting(chromium, host, width=360) as page:
        page.evaluate("(code) => document.body.insertAdjacentHTML('beforeend', code)", added)
        settle(page)
        assert_fits(page, "news", "brands/hongzhu", "models/jia")


def test_a_frame_under_a_strict_policy_of_the_host(
    tmp_path: Path, chromium: Browser, portal: Server, codes: Codes
) -> None:
    """Without inline styles and scripts the frame has the height that its attribute says; B fits it."""
    plain, fitted = codes.get("news", "A"), codes.get("news", "B")
    policy = f"default-src 'none'; frame-src {portal.origin}"
    with school(tmp_path / "a", plain, csp=policy) as host, visiting(chromium, host, width=360) as page:
        asked = int(re.search(r'height="(\d+)"', plain)[1])  # type: ignore[index]
        assert [frame for frame, _ in heights(page).values()] == [pytest.approx(asked, abs=4)]
        assert cards(page)[0].locator("h1").inner_text() == "单位动态"
    policy += f"; script-src {portal.origin}"
    with school(tmp_path / "b", fitted, csp=policy) as host, visiting(chromium, host, width=360) as page:
        frame, card = next(iter(heights(page).values()))
        assert card <= frame <= card + 4, "only the default border of a frame is left"


@pytest.mark.parametrize("key", KEYS)
def test_the_element_says_what_the_frame_says(
    tmp_path: Path, chromium: Browser, codes: Codes, key: str
) -> None:
    body = codes.get(key, "A") + codes.get(key, "C")
    with school(tmp_path, body) as host, visiting(chromium, host, width=360) as page:
        framed = cards(page)[0].evaluate(INSIDE % "null")
        assert len(framed) > 2
        assert page.evaluate(INSIDE % SHADOW) == framed


def test_the_element_works_under_a_strict_policy_of_the_host(
    tmp_path: Path, chromium: Browser, portal: Server, codes: Codes
) -> None:
    """It needs no inline style, and the host allows no other."""
    allowed = "; ".join(f"{name} {portal.origin}" for name in ("script-src", "connect-src", "img-src"))
    body = codes.get("brands/hongzhu", "C")
    with (
        school(tmp_path, body, csp=f"default-src 'none'; {allowed}") as host,
        visiting(chromium, host) as page,
    ):
        assert page.evaluate(f"getComputedStyle({SHADOW}.querySelector('.dj')).paddingTop") == "14px"
        assert page.evaluate(f"{SHADOW}.querySelector('img').naturalWidth") > 0


@pytest.mark.parametrize(
    "csp",
    ["default-src 'none'", "default-src 'none'; script-src {portal}", ""],
    ids=["no script", "no data", "no card"],
)
def test_where_the_element_cannot_be_drawn_its_link_stays(
    tmp_path: Path, chromium: Browser, portal: Server, codes: Codes, csp: str
) -> None:
    code = codes.get("brands/hongzhu", "C")
    body = code if csp else code.replace('key="', 'key="no/such/')
    with (
        school(tmp_path, body, csp=csp.format(portal=portal.origin)) as host,
        visiting(chromium, host) as page,
    ):
        link = page.get_by_role("link", name="党建品牌：红烛")
        assert link.is_visible()
        assert link.get_attribute("href") == f"{portal.home}brands/hongzhu/"


def test_a_browser_that_cannot_style_a_shadow_shows_the_link(
    tmp_path: Path, chromium: Browser, codes: Codes
) -> None:
    older = "<script>CSSStyleSheet.prototype.replaceSync = undefined</script>"
    with (
        school(tmp_path, older + codes.get("brands/hongzhu", "C")) as host,
        visiting(chromium, host) as page,
    ):
        assert page.get_by_role("link", name="党建品牌：红烛").is_visible()


def test_the_element_is_drawn_once_however_many_attributes_it_has(
    tmp_path: Path, chromium: Browser, codes: Codes
) -> None:
    """And of two cards asked for in a row, the later stays."""
    asked: list[str] = []
    code = codes.get("news", "C").replace("<dj-brand", '<dj-brand theme="dark" columns="1"')
    with school(tmp_path, "") as host, visiting(chromium, host) as page:
        page.on("request", lambda request: asked.append(request.url))
        draw_index(tmp_path, code)
        page.goto(host.home)
        settle(page)
        assert [url.rpartition("/v1/")[2] for url in asked if url.endswith(".json")] == ["news/card.json"]
        change = """(key) => document.querySelector('dj-brand').setAttribute('key', key)"""
        page.route("**/units/zhongxue/card.json", hold)
        page.evaluate(change, "units/zhongxue")
        page.wait_for_timeout(50)
        page.evaluate(change, "brands/hongzhu")
        page.wait_for_timeout(600)
        assert page.evaluate(f"{SHADOW}.querySelector('h3').innerText") == "红烛"


def hold(route: Route) -> None:
    """Answer late."""
    answer = route.fetch()
    route.request.frame.page.wait_for_timeout(300)
    route.fulfill(response=answer)


def test_if_only_some_sites_may_embed_others_get_the_link(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, chromium: Browser
) -> None:
    """No frame, and no reading of the card by scripts: CORS is off. D needs nothing of the portal."""
    with school(tmp_path / "friend", "") as friend:
        site = build_portal(tmp_path_factory.mktemp("choosy"), embed_sites=[friend.origin])
        with serving(site) as choosy:
            codes = Codes(browser=chromium, portal=choosy).all("brands/hongzhu")
            assert list(codes) == ["A", "B", "D"]
            script = f'<script src="{choosy.home}embed/v1/embed.js"></script>'
            element = f'<dj-brand key="brands/hongzhu"><a href="#a">红烛</a></dj-brand>{script}'
            draw_index(tmp_path / "friend", codes["A"])
            with visiting(chromium, friend, width=360) as page:
                assert_fits(page, "brands/hongzhu")
            with (
                school(tmp_path / "stranger", codes["A"] + element) as stranger,
                visiting(chromium, stranger) as page,
            ):
                assert [frame.url for frame in page.frames if frame.url.startswith(choosy.home)] == []
                assert page.get_by_role("link", name="红烛").is_visible()


def draw_index(folder: Path, body: str) -> None:
    (folder / "index.html").write_text(f"<!doctype html><meta charset=utf-8>{body}", "utf-8")


HOSTILE = """
  * { color: rgb(255, 0, 0) !important; font: 50px/5 serif !important; letter-spacing: 1em !important;
      text-transform: uppercase !important; text-align: right !important; direction: rtl !important; }
  a { display: none !important } p { margin: 90px !important } img { width: 5px !important }
  iframe { height: 40px; min-height: 900px; max-height: 50px; border: 9px solid; width: 50px }
"""
LOOK = """(card) => [card, ...card.querySelectorAll("*")].map((element) => {
  const seen = "color fontSize letterSpacing textTransform textAlign direction marginTop width display";
  return [element.localName, ...seen.split(" ").map((name) => getComputedStyle(element)[name])];
})"""


def test_the_host_s_styles_stay_outside(tmp_path: Path, chromium: Browser, codes: Codes) -> None:
    body = (
        f"<div style='width:400px'>{codes.get('units/zhongxue', 'A')}{codes.get('units/zhongxue', 'C')}</div>"
    )
    looks = []
    for name, style in (("plain", "p { margin: 0 }"), ("hostile", HOSTILE)):
        with school(tmp_path / name, body, style=style) as host, visiting(chromium, host) as page:
            assert_fits(page, "units/zhongxue")
            shadow = page.evaluate_handle(f"{SHADOW}.querySelector('.dj')")
            frame = cards(page)[0].evaluate_handle("document.querySelector('.dj')")
            looks.append((shadow.evaluate(LOOK), frame.evaluate(LOOK)))
    assert looks[0] == looks[1]


@pytest.mark.parametrize("form", ["A", "C", "D"])
def test_hostile_words_of_a_brand_stay_words(
    tmp_path: Path, chromium: Browser, codes: Codes, form: str
) -> None:
    body = "<script>window.hits = 0; hit = () => hits++</script>" + codes.get("brands/nasty", form)
    with school(tmp_path, body) as host, visiting(chromium, host) as page:
        where = cards(page)[0] if form == "A" else page.main_frame
        found = where.evaluate(
            f"""() => {{
                const root = {SHADOW if form == "C" else "document"};
                return [root.textContent || root.body.textContent, root.querySelectorAll("[onerror]").length];
            }}"""
        )
        assert found[0].count(NASTY) >= 2
        assert (found[1], page.evaluate("hits")) == (0, 0)


def test_a_forged_message_is_ignored(tmp_path: Path, chromium: Browser, codes: Codes) -> None:
    """From the page, from another frame on it, and of sizes that no card has."""
    forger = (
        "<script>parent.postMessage({djHeight: 3000}, '*'); parent.postMessage({djHeight: -1}, '*')</script>"
    )
    body = unsized(codes.get("news", "B")) + "<iframe id=other src=forger.html height=80></iframe>"
    with school(tmp_path, body, forger=forger) as host, visiting(chromium, host, width=360) as page:
        page.evaluate("postMessage({ djHeight: 3000 }, '*')")
        for value in ("{djHeight: 99999}", "{djHeight: 'x'}", "{djHeight: NaN}", "null", "'dj'", "{}"):
            cards(page)[0].evaluate(f"parent.postMessage({value}, '*')")
        settle(page)
        assert_fits(page, "news")
        assert page.locator("#other").get_attribute("height") == "80"
        assert page.locator("#other").evaluate("(frame) => frame.style.height") == ""


def test_nothing_is_stored_and_no_third_host_is_asked(
    tmp_path: Path, chromium: Browser, portal: Server, codes: Codes
) -> None:
    asked: list[str] = []
    body = "".join(code for key in KEYS for code in codes.all(key).values())
    with school(tmp_path, body) as host, visiting(chromium, host) as page:

        def note(request: Request) -> None:
            asked.append(request.url)

        page.on("request", note)
        page.reload()
        settle(page)
        assert len(cards(page)) > len(KEYS)
        assert [url for url in asked if not url.startswith((portal.home, host.home))] == []
        assert page.context.cookies() == []
        left = """async () => [document.cookie, localStorage.length, sessionStorage.length,
            (await indexedDB.databases()).length]"""
        assert {tuple(frame.evaluate(left)) for frame in page.frames} == {("", 0, 0, 0)}


def test_a_page_in_gbk_shows_the_element_in_chinese(
    tmp_path: Path, chromium: Browser, portal: Server, codes: Codes
) -> None:
    """A script without a charset of its own is read in that of the page: ours is ASCII."""
    page_of_school = f"<!doctype html><title>示例</title>{codes.get('brands/nasty', 'C')}"
    script = (portal.site / "embed/v1/embed.js").read_bytes()
    with school(tmp_path, "") as host:
        (tmp_path / "gbk.html").write_bytes(page_of_school.encode("gbk"))
        (tmp_path / "_headers").write_text("/gbk.html\n  Content-Type: text/html; charset=gbk\n", "utf-8")
        with visiting(chromium, host) as page:
            page.route("**/embed.js", partial(Route.fulfill, body=script, content_type="text/javascript"))
            page.goto(f"{host.home}gbk.html")
            settle(page)
            assert page.evaluate("document.characterSet") == "GBK"
            assert page.evaluate(f"{SHADOW}.querySelector('.badge').textContent") == "示例"


def test_a_withdrawn_brand_leaves_a_stub_in_every_living_form(
    tmp_path: Path, chromium: Browser, codes: Codes
) -> None:
    body = (codes.get("brands/hongzhu", "A") + codes.get("brands/hongzhu", "C")).replace("hongzhu", "gone")
    with school(tmp_path, body) as host, visiting(chromium, host) as page:
        framed = cards(page)[0].evaluate(INSIDE % "null")
        assert framed == ["党建品牌", "这项内容已撤下", "2026-03-01 10:00 名称重复", "来源：示例门户"]
        assert page.evaluate(INSIDE % SHADOW) == framed


def test_a_brand_that_was_deleted_leaves_a_word_in_its_frame(
    tmp_path: Path, chromium: Browser, portal: Server, codes: Codes
) -> None:
    """As high as it has to be; the element leaves its link. The portal is at a root, as its settings say."""
    body = (codes.get("brands/hongzhu", "A") + codes.get("brands/hongzhu", "C")).replace("hongzhu", "deleted")
    with (
        serving(portal.site) as rooted,
        school(tmp_path, body.replace(portal.home, rooted.home)) as host,
        visiting(chromium, host, width=360) as page,
    ):
        assert_fits(page, "brands/deleted")
        assert cards(page)[0].locator("h1").inner_text() == "这项内容已经不在了"
        assert page.get_by_role("link", name="党建品牌：红烛").is_visible()


def test_attributes_and_custom_properties_set_the_look(
    tmp_path: Path, chromium: Browser, codes: Codes
) -> None:
    """A dark host, an accent, and how many columns at most; where there is no room there is one."""
    element, asked = codes.get("news", "C"), "?theme=dark&columns=1&accent=rgb(1,2,3)&ink=url(x)"
    body = (
        element.replace("<dj-brand", '<dj-brand theme="dark" columns="2"')
        + element.replace("<dj-brand", "<dj-brand class=green")
        + f'<div style="width:240px">{element}</div>'
        + codes.get("news", "A").replace('/news/"', f'/news/{asked}"')
    )
    style = "body { background: #111 } .green { --dj-accent: rgb(0, 128, 0); --dj-font: KaiTi }"
    with school(tmp_path, body, style=style) as host, visiting(chromium, host) as page:
        looks = page.evaluate(
            """() => [...document.querySelectorAll("dj-brand")].map(({ shadowRoot }) => {
                const card = shadowRoot.querySelector(".dj"), list = shadowRoot.querySelector("ul");
                const { backgroundColor, borderTopColor, fontFamily } = getComputedStyle(card);
                const columns = getComputedStyle(list).gridTemplateColumns.split(" ").length;
                const excess = card.scrollWidth - card.clientWidth;
                return [backgroundColor, borderTopColor, columns, excess, fontFamily.split(",")[0]];
            })"""
        )
        dark, white = "rgb(32, 29, 27)", "rgb(255, 255, 255)"
        assert looks == [
            [dark, "rgb(255, 138, 128)", 2, 0, '"PingFang SC"'],
            [white, "rgb(0, 128, 0)", 3, 0, "KaiTi"],
            [white, "rgb(183, 28, 28)", 1, 0, '"PingFang SC"'],
        ]
        framed = cards(page)[0].evaluate(
            """() => {
                const card = document.querySelector(".dj");
                const { backgroundColor, borderTopColor, color } = getComputedStyle(card);
                return [backgroundColor, borderTopColor, color,
                    getComputedStyle(card.querySelector("ul")).gridTemplateColumns.split(" ").length];
            }"""
        )
        assert framed == [dark, "rgb(1, 2, 3)", "rgb(236, 231, 225)", 1]


def test_around_the_card_a_dark_host_is_seen(tmp_path: Path, chromium: Browser, codes: Codes) -> None:
    """The frame's page is see-through, whatever colour scheme the host declares."""
    style = ":root { color-scheme: dark } body { margin: 0; background: rgb(0, 0, 80) }"
    code = unsized(codes.get("brands/hongzhu", "A")).replace('style="', 'style="height:400px;')
    with school(tmp_path, code, style=style) as host, visiting(chromium, host, width=360) as page:
        shot = Image.open(BytesIO(page.screenshot())).convert("RGB")
        assert shot.getpixel((180, 390)) == (0, 0, 80)
