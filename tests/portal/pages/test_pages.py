"""Every page of the site: where it is, and that nothing but the answers to its questions makes it."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from portal.pages import plans
from portal.pages.edition import Edition
from portal.pages.page import Page

from ...site import NOW
from .editions import drawn, small, with_settings

SMALL_SITE = """
    .
    brands/
    brands/by-unit/zhongxue/
    brands/by-year/2026/
    brands/by-phase/培育/
    brands/coverage/
    bulletins/
    bulletins/by-year/2026/
    disclosure/
    disclosure/by-year/2026/
    disclosure/by-category/decisions/
    documents/
    documents/by-year/2026/
    documents/by-year/2025/
    documents/by-validity/废止/
    models/
    models/by-unit/zhongxue/
    models/by-year/2026/
    models/by-honor/person/
    models/by-level/校级/
    news/
    news/by-unit/zhongxue/
    news/by-year/2026/
    news/by-activity/主题党日/
    stories/
    stories/by-unit/zhongxue/
    stories/by-year/2026/
    tasks/
    tasks/by-line/demonstrate/
    tasks/by-state/doing/
    topics/
    topics/by-year/2026/
    units/
    units/by-kind/学校/
    videos/
    videos/by-year/2026/
    bulletins/2026q1/
    news/2026/03/dangri/
    topics/xuexi/
    videos/kaimen/
    stories/deng/
    disclosure/jueyi/
    brands/hongzhu/
    models/jia/
    tasks/pinpai/
    documents/banfa-2026/
    about/
    units/zhongxue/
    documents/banfa-2025/
    news/2026/03/chexia/
    archive/
    archive/2026/03/
    archive/2026/02/
    archive/2026/01/
    archive/2026/
    archive/2025/01/
    archive/2025/
    tags/
    embed/
    embed/v1/brands/hongzhu/
    embed/v1/models/jia/
    embed/v1/units/zhongxue/
    embed/v1/brands/
    embed/v1/bulletins/
    embed/v1/disclosure/
    embed/v1/documents/
    embed/v1/models/
    embed/v1/news/
    embed/v1/stories/
    embed/v1/topics/
    embed/v1/videos/
    embed/v1/404.html
    sitemap/
    404.html
"""


def test_the_small_site_has_these_pages(edition: Edition) -> None:
    """Columns and their filters, entries, what was withdrawn, the archive, cards for others, furniture."""
    assert [url or "." for url, _ in plans(edition)] == SMALL_SITE.split()


def test_every_page_can_be_made_and_is_where_its_plan_says(edition: Edition) -> None:
    made = [(url, make(edition)) for url, make in plans(edition)]
    assert [page.url for _, page in made] == [url for url, _ in made]


CROWDED = """
    index.md
      ---
      title: 示例门户
      ---
    dongtai/
      index.md
        ---
        title: 单位动态
        kind: news
        ---
      a.md
        ---
        title: 甲
        unit: xuexiao
        tags: [学习, "2"]
        publish_at: 2026-03-01 09:00
        status: published
        ---
        甲
      b.md
        ---
        title: 乙
        unit: xuexiao
        tags: [学习, page]
        publish_at: 2026-03-02 09:00
        status: published
        ---
        乙
    jingyan/
      index.md
        ---
        title: 经验做法
        kind: news
        ---
      a.md
        ---
        title: 甲
        unit: xuexiao
        tags: [学习]
        publish_at: 2025-03-01 09:00
        status: published
        ---
        甲
    pinpai/
      index.md
        ---
        title: 品牌
        kind: brand
        ---
    units/
      index.md
        ---
        title: 单位
        kind: unit
        ---
      xuexiao.md
        ---
        title: 示例学校
        name: 示例学校
        unit_kind: 学校
        publish_at: 2026-01-01 09:00
        status: published
        ---
        学校
"""


@pytest.mark.parametrize("page_size", [1, 2, 20])
def test_no_two_pages_have_one_address(tmp_path: Path, page_size: int) -> None:
    """Two columns of news, a column without entries, tags that look like numbers of pages."""
    crowded = drawn(tmp_path, CROWDED, settings=with_settings(page_size=page_size))
    counts = Counter(url for url, _ in plans(crowded))
    assert [url for url, count in counts.items() if count > 1] == []
    assert all(make(crowded).url == url for url, make in plans(crowded))


def test_an_edition_plans_the_same_pages_in_the_same_order_every_time(tmp_path: Path) -> None:
    first, second = ([url for url, _ in plans(small(tmp_path / name))] for name in "ab")
    assert first == second


def test_pages_made_in_another_order_are_equal(tmp_path: Path) -> None:
    there = small(tmp_path / "a")
    forwards = {url: make(there) for url, make in plans(there)}
    back = small(tmp_path / "b")
    backwards = {url: make(back) for url, make in reversed(list(plans(back)))}
    assert backwards == forwards


UNIT = """
    units/
      zhongxue.md
        ---
        title: 示例中学
        name: 示例第一中学
        short: 一中
        unit_kind: 学校
        publish_at: 2026-01-01 09:00
        status: published
        ---
        学校简介。
"""
BRAND = """
    brands/
      hongzhu.md
        ---
        title: 红烛
        brand_name: 红烛
        unit: zhongxue
        phase: 中期
        publish_at: 2026-02-02 09:00
        status: published
        ---
        ## 做法

        结对帮扶。
"""
MORE_NEWS = """
    news/
      2026/
        02/
          dangke.md
            ---
            title: 示例中学的党课
            unit: zhongxue
            publish_at: 2026-02-20 09:30
            tags: [党课]
            status: published
            ---
            见[品牌](../../../brands/hongzhu.md)。
"""
HIDDEN = """
    brands/
      hongzhu.md
        ---
        title: 红烛
        brand_name: 红烛
        unit: zhongxue
        phase: 培育
        publish_at: 2026-02-02 09:00
        status: draft
        ---
        ## 做法

        结对帮扶。
"""


def heard(edition: Edition) -> Iterator[tuple[str, Page, dict[object, bytes]]]:
    """Every page with the questions it asked and the fingerprints of their answers."""
    for url, make in list(plans(edition)):
        edition.listen()
        page = make(edition)
        asked = edition.heard()
        yield url, page, {question: edition.fingerprint(question) for question in asked}


@pytest.mark.parametrize(
    ("edit", "days"),
    [(UNIT, 0), (BRAND, 0), (MORE_NEWS, 0), (HIDDEN, 0), ("", 100)],
    ids=["a unit is renamed", "a brand moves on", "news is added", "a brand is taken back", "time passes"],
)
def test_a_page_whose_answers_are_the_same_is_the_same(tmp_path: Path, edit: str, days: int) -> None:
    """This is what makes an exact incremental build possible: whatever changed, a question tells."""
    old = {url: (page, answers) for url, page, answers in heard(small(tmp_path))}
    later = small(tmp_path, edit, now=NOW + timedelta(days=days))
    kept = {url: page for url, page, answers in heard(later) if url in old and answers == old[url][1]}
    assert {url: old[url][0] for url in kept} == kept
    assert 10 < len(kept) < len(old)
