"""The pages that every site has: the site map and 404."""

from pathlib import Path

from portal.pages.edition import Edition
from portal.pages.furniture import MissingPage, SitemapPage, plain_pages
from portal.pages.shelves import Ref
from portal.reading import Loaded

from .editions import drawn, edition_of, model_at, page_at, small, with_settings, write

COLUMNS = (
    Ref(title="党建品牌", url="brands/"),
    Ref(title="督查通报", url="bulletins/"),
    Ref(title="党务公开", url="disclosure/"),
    Ref(title="制度文件", url="documents/"),
    Ref(title="先进典型", url="models/"),
    Ref(title="单位动态", url="news/"),
    Ref(title="微故事", url="stories/"),
    Ref(title="书记项目", url="tasks/"),
    Ref(title="专题", url="topics/"),
    Ref(title="单位", url="units/"),
    Ref(title="党建视频", url="videos/"),
)


def test_the_site_map_names_every_column_topic_unit_and_plain_page(edition: Edition) -> None:
    page = page_at(edition, "sitemap/")
    assert page.model == SitemapPage(
        title="站点地图",
        groups=(
            ("栏目", COLUMNS),
            ("专题", (Ref(title="学习", url="topics/xuexi/"),)),
            ("单位", (Ref(title="示例中学", url="units/zhongxue/"),)),
            ("查找", (Ref(title="检索与归档", url="archive/"), Ref(title="标签", url="tags/"))),
            (
                "共享",
                (Ref(title="嵌入到学校网站", url="embed/"), Ref(title="开放数据和订阅", url="api/v1/")),
            ),
            ("关于", (Ref(title="关于本站", url="about/"),)),
        ),
    )
    assert (page.template, page.description, page.listed) == (
        "sitemap.html",
        "全部栏目、专题、单位和页面，一页列清。",
        True,
    )


def test_groups_without_links_are_left_out_of_the_site_map(tmp_path: Path) -> None:
    edition = drawn(tmp_path, "index.md\n  ---\n  title: 示例门户\n  ---")
    assert [name for name, _ in model_at(edition, "sitemap/").groups] == ["查找", "共享"]


def test_plain_pages_stand_in_the_order_of_their_files(tmp_path: Path) -> None:
    for name, title in (("contact", "联系我们"), ("accessibility", "无障碍声明"), ("caogao", "草稿")):
        write(tmp_path, f"{name}.md", f"title: {title}" + "\nstatus: draft" * (name == "caogao"))
    assert [ref.title for ref in plain_pages(small(tmp_path))] == ["关于本站", "无障碍声明", "联系我们"]


def test_404_offers_the_columns_and_the_archive(loaded: Loaded) -> None:
    page = page_at(edition_of(loaded, with_settings(nav=["units", "news"])), "404.html")
    assert page.model == MissingPage(
        title="找不到这个页面",
        columns=(Ref(title="单位", url="units/"), Ref(title="单位动态", url="news/")),
        archive=Ref(title="检索与归档", url="archive/"),
    )
    assert (page.listed, page.meta, page.open_graph, page.json_ld) == (False, (), (), "")
