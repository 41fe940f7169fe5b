"""The frame of every page."""

from datetime import datetime

import pytest

from portal.fields import BEIJING
from portal.pages.edition import Edition
from portal.pages.shelves import Ref
from portal.pages.site import Site, in_mourning, make_site
from portal.reading import Loaded

from .editions import edition_of, with_settings


def test_the_frame_of_a_site_whose_settings_say_little(edition: Edition) -> None:
    made = make_site(edition)
    assert made == Site(
        name="示例门户",
        lang="zh-CN",
        site_url="",
        columns=made.columns,
        links=(
            Ref(title="检索与归档", url="archive/"),
            Ref(title="站点地图", url="sitemap/"),
            Ref(title="嵌入到学校网站", url="embed/"),
            Ref(title="开放数据和订阅", url="api/v1/"),
            Ref(title="关于本站", url="about/"),
        ),
        friends=(),
        footer=(),
        mourning=False,
        trusted_hosts=(),
    )
    assert [column.url for column in made.columns] == (
        "brands/ bulletins/ disclosure/ documents/ models/ news/ stories/ tasks/ topics/ units/ videos/"
    ).split()


def test_the_frame_of_a_site_whose_settings_say_all(loaded: Loaded) -> None:
    settings = with_settings(
        site_url="https://example.org/dj",
        nav=["units", "nowhere", "news"],
        friends=[{"title": "共产党员网", "url": "https://www.12371.cn/"}],
        footer={
            "organizer": "示例委员会",
            "operator": "示例中心",
            "contact": "0816-0000000",
            "address": "示例路 1 号",
            "site_id": "5107000001",
            "icp": "示ICP备1号",
            "police": "示公网安备1号",
        },
        mourning={"from": "2026-03-10"},
        trusted_hosts=["gov.cn"],
    )
    made = make_site(edition_of(loaded, settings))
    assert made == Site(
        name="示例门户",
        lang="zh-CN",
        site_url="https://example.org/dj/",
        columns=(Ref(title="单位", url="units/"), Ref(title="单位动态", url="news/")),
        links=made.links,
        friends=(("共产党员网", "https://www.12371.cn/"),),
        footer=(
            ("主办单位", "示例委员会", ""),
            ("承办单位", "示例中心", ""),
            ("联系方式", "0816-0000000", ""),
            ("地址", "示例路 1 号", ""),
            ("网站标识码", "5107000001", ""),
            ("ICP备案号", "示ICP备1号", "https://beian.miit.gov.cn/"),
            ("公网安备号", "示公网安备1号", "https://beian.mps.gov.cn/"),
        ),
        mourning=True,
        trusted_hosts=("gov.cn",),
    )


def test_an_item_of_the_foot_that_is_not_set_is_left_out(loaded: Loaded) -> None:
    made = make_site(edition_of(loaded, with_settings(footer={"icp": "示ICP备1号"})))
    assert made.footer == (("ICP备案号", "示ICP备1号", "https://beian.miit.gov.cn/"),)


@pytest.mark.parametrize(
    ("day", "grey"), [(3, False), (4, True), (5, True), (6, False), (12, False), (13, True), (14, False)]
)
def test_the_site_is_grey_from_the_first_day_to_the_last(loaded: Loaded, day: int, grey: bool) -> None:
    """A span without an end is one day."""
    settings = with_settings(mourning=[{"from": "2026-04-04", "to": "2026-04-05"}, {"from": "2026-04-13"}])
    now = datetime(2026, 4, day, 0, 0, tzinfo=BEIJING)
    assert in_mourning(edition_of(loaded, settings, now)) is grey
