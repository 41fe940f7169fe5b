"""From a page to its HTML, by templates drawn in the tests."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import pytest
from jinja2 import UndefinedError

from portal.assets import Assets
from portal.pages.page import Page
from portal.pages.shelves import Ref
from portal.pages.site import Site
from portal.theme import Theme, material_templates

ASSETS = Assets(
    files={}, urls={"portal.css": "assets/portal.0123.css"}, head_script="if (1 < 2 && '</') { x = \"y\" }"
)
SITE = Site(
    name="示例门户",
    lang="zh-CN",
    site_url="",
    columns=(Ref(title="单位动态", url="news/"),),
    links=(),
    friends=(),
    footer=(),
    mourning=False,
    trusted_hosts=(),
)


@dataclass(frozen=True, kw_only=True)
class Model:
    """What the drawn templates show."""

    text: str = ""


def theme(root: Path, template: str, site: Site = SITE, header: str = "", footer: str = "") -> Theme:
    """A theme whose page.html, header and footer are these."""
    (root / "partials").mkdir()
    parts = {"page.html": template, "partials/header.html": header, "partials/footer.html": footer}
    for name, text in parts.items():
        (root / name).write_text(text, encoding="utf-8")
    return Theme(root, ASSETS, site)


def page(url: str = "news/", text: str = "", section: str = "") -> Page:
    return Page(url=url, template="page.html", title="标题", model=Model(text=text), section=section)


@pytest.mark.parametrize(
    ("at", "addresses"),
    [
        ("", ["./", "news/", "news/a/#p", "tags/%E5%85%9A%E8%AF%BE/", "assets/portal.0123.css"]),
        (
            "about/",
            ["../", "../news/", "../news/a/#p", "../tags/%E5%85%9A%E8%AF%BE/", "../assets/portal.0123.css"],
        ),
        (
            "news/2026/a/",
            [
                "../../../",
                "../../../news/",
                "../../../news/a/#p",
                "../../../tags/%E5%85%9A%E8%AF%BE/",
                "../../../assets/portal.0123.css",
            ],
        ),
    ],
)
def test_addresses_are_relative_to_the_page(tmp_path: Path, at: str, addresses: list[str]) -> None:
    """So that the site works under any path of any host, and from a folder."""
    places = ("", "news/", "news/a/#p", "tags/党课/")
    template = " ".join((*(f"{{{{ url('{place}') }}}}" for place in places), "{{ asset('portal.css') }}"))
    assert theme(tmp_path, template).render(page(at)).split() == addresses


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("a b/", "../a%20b/"),
        ("a%b?c/", "../a%25b%3Fc/"),
        ('"><script>/', "../%22%3E%3Cscript%3E/"),
        ("tasks/#line", "../tasks/#line"),
        ("x/#做法", "../x/#%E5%81%9A%E6%B3%95"),
    ],
)
def test_whatever_an_address_holds_it_stays_an_address(tmp_path: Path, written: str, address: str) -> None:
    assert theme(tmp_path, "{{ url(model.text) }}").render(page(text=written)) == f"{address}\n"


@pytest.mark.parametrize(
    ("site_url", "address"),
    [
        ("", "/news/"),
        ("https://example.org/", "/news/"),
        ("https://example.org/jiaoti/dj/", "/jiaoti/dj/news/"),
    ],
)
def test_404_is_shown_at_any_depth_so_its_links_start_at_the_sites_root(
    tmp_path: Path, site_url: str, address: str
) -> None:
    made = theme(tmp_path, "{{ url('news/') }}", replace(SITE, site_url=site_url))
    assert made.render(page("404.html")) == f"{address}\n"


def test_a_page_is_drawn_from_its_model_and_its_site(tmp_path: Path) -> None:
    """With one newline at its end, however the template ends."""
    columns = "{% for column in site.columns %}\n{{ column.title }}\n{% endfor %}"
    template = columns + "\n{{ page.title }}{{ model.text }}\n\n\n"
    assert theme(tmp_path, template).render(page(text="！")) == "单位动态\n标题！\n"


def test_texts_are_escaped(tmp_path: Path) -> None:
    html = theme(tmp_path, '<p title="{{ model.text }}">{{ model.text }}').render(page(text="<i>\"&'</i>"))
    escaped = "&lt;i&gt;&#34;&amp;&#39;&lt;/i&gt;"
    assert html == f'<p title="{escaped}">{escaped}\n'


@pytest.mark.parametrize("values", [("model.text|safe", "model.text"), ("model.text", "model.text|safe")])
def test_what_is_html_once_is_text_elsewhere(tmp_path: Path, values: tuple[str, str]) -> None:
    """The two are equal to Python, whichever comes first."""
    html = theme(tmp_path, "".join(f"{{{{ {value} }}}}\n" for value in values)).render(page(text="<b>&</b>"))
    shown = {"model.text": "&lt;b&gt;&amp;&lt;/b&gt;", "model.text|safe": "<b>&</b>"}
    assert html == "".join(f"{shown[value]}\n" for value in values)


def test_the_heads_script_stands_as_it_is_since_its_hash_allows_it(tmp_path: Path) -> None:
    html = theme(tmp_path, "{{ reading_head_html }}").render(page())
    assert html == f"<script>{ASSETS.head_script}</script>\n"


@pytest.mark.parametrize(
    "template", ["{{ model.nothing }}", "{{ nothing }}", "{% if page.nothing %}{% endif %}", "{{ config }}"]
)
def test_a_template_that_asks_for_what_there_is_not_fails(tmp_path: Path, template: str) -> None:
    with pytest.raises(UndefinedError):
        theme(tmp_path, template).render(page())


def test_a_template_that_asks_for_an_asset_there_is_not_fails(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        theme(tmp_path, "{{ asset('nothing.css') }}").render(page())


def test_an_icon_is_decoration(tmp_path: Path) -> None:
    """Its meaning stands in words beside it, so it is hidden from those who listen."""
    html = theme(tmp_path, "{{ icon('material/magnify') }}").render(page())
    assert html.startswith('<svg class="icon" aria-hidden="true" focusable="false" xmlns=')
    assert html.rstrip().endswith("</svg>")


def test_an_icon_that_material_does_not_have_is_our_mistake(tmp_path: Path) -> None:
    with pytest.raises(LookupError, match="material/nothing"):
        theme(tmp_path, "{{ icon('material/nothing') }}").render(page())


def test_a_template_of_ours_goes_before_materials(tmp_path: Path) -> None:
    assert (material_templates() / "404.html").is_file()
    made = theme(tmp_path, "{% include '404.html' %}")
    (tmp_path / "404.html").write_text("我们的", encoding="utf-8")
    assert made.render(page()) == "我们的\n"


def test_the_header_knows_the_section_and_the_way_to_the_root(tmp_path: Path) -> None:
    made = theme(
        tmp_path,
        "{{ chrome.header_html }}|{{ chrome.footer_html }}",
        header="\n<a href=\"{{ url('') }}\">{{ section }}</a>\n",
        footer="<b>{{ site.name }}</b>\n",
    )
    assert made.render(page("news/a/", section="news/")) == '<a href="../../">news/</a>|<b>示例门户</b>\n'


class Counting:
    """A site that counts how often its name is asked for, which the header does once."""

    site_url = ""

    def __init__(self) -> None:
        self.asked = 0

    @property
    def name(self) -> str:
        self.asked += 1
        return "示例门户"


def test_header_and_footer_are_drawn_once_for_each_section_and_depth(tmp_path: Path) -> None:
    site = Counting()
    made = theme(tmp_path, "{{ chrome.header_html }}", cast(Site, site), header="{{ site.name }}")
    counts = []
    for url, section in [
        ("news/a/", "news/"),
        ("news/b/", "news/"),
        ("news/", "news/"),
        ("brands/a/", "brands/"),
        ("news/c/", "news/"),
        ("404.html", ""),
        ("", ""),
    ]:
        made.render(page(url, section=section))
        counts.append(site.asked)
    assert counts == [1, 1, 2, 3, 3, 4, 5]
