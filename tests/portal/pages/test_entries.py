"""The page of an entry: what all kinds share, and what each kind adds."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from markupsafe import Markup

from portal.body import Heading
from portal.kinds.brand import BrandMeta
from portal.pages.article import AdoptionView, AttachmentView, Block, EntryPage, ReprintView, size
from portal.pages.brands import PhaseView, phase_views
from portal.pages.cards import Badge, Figure, card, disclosure_row, task_row
from portal.pages.edition import Edition
from portal.pages.entries import (
    BulletinPage,
    HonorGroup,
    NewsPage,
    TopicPage,
    period,
    quarter_name,
)
from portal.pages.page import Crumb
from portal.pages.shelves import Ref
from portal.reading import Loaded

from ...site import picture
from .editions import drawn, model_at, page_at, small, with_settings, write

SCHOOL = Ref(title="示例中学", url="units/zhongxue/")
NEWS = "news/2026/03/dangri"


def test_the_whole_page_of_a_piece_of_news(edition: Edition, loaded: Loaded) -> None:
    def shown(path: str, alt: str) -> Figure:
        return Figure(picture=loaded.library.pictures[f"{NEWS}/{path}"], alt=alt)

    assert model_at(edition, f"{NEWS}/") == NewsPage(
        title="示例中学开展主题党日",
        subtitle="",
        kind="news",
        badges=(Badge(label="示例", tone="sample"),),
        unit=SCHOOL,
        published="2026-03-06 09:30",
        published_iso="2026-03-06T09:30:00+08:00",
        event_date="2026-03-05",
        source="示例中学",
        reprint=None,
        signatures=(("供稿", "示例教师甲"),),
        summary="党员教师一起重温入党誓词。",
        cover=shown("cover.jpg", "教师在会议室里"),
        body=(
            Markup(
                "<p>党员教师重温了入党誓词，见"
                '<a href="../../../../brands/hongzhu/#body-做法">品牌</a>。</p>\n<p>'
            ),
            shown("taolun.jpg", "教师在讨论"),
            Markup('</p>\n<p>附件在<a href="../../../../news/2026/03/dangri/biao.pdf">这里</a>。</p>'),
        ),
        headings=(),
        minutes=1,
        characters=22,
        attachments=(AttachmentView(title="报名表", url=f"{NEWS}/biao.pdf", size="1 KB", format="PDF"),),
        change_notes=(),
        topics=(Ref(title="学习", url="topics/xuexi/"),),
        tags=(),
        adoptions=(),
        newer=None,
        older=None,
        related=(
            Block(title="所属品牌", cards=(card(edition, "brands/hongzhu"),)),
            Block(
                title="同一单位",
                cards=(card(edition, "stories/deng"), card(edition, "models/jia")),
                url="units/zhongxue/",
            ),
        ),
        activity="主题党日",
        place="",
    )


def test_the_frame_of_an_entry(edition: Edition) -> None:
    page = page_at(edition, f"{NEWS}/")
    assert (page.template, page.title, page.section, page.trail, page.modified, page.listed) == (
        "news.html",
        "示例中学开展主题党日",
        "news/",
        (Crumb(title="单位动态", url="news/"),),
        "2026-03-06",
        True,
    )


def test_a_plain_page_stands_in_no_column(edition: Edition) -> None:
    page = page_at(edition, "about/")
    assert (type(page.model), page.template, page.section, page.trail) == (EntryPage, "page.html", "", ())


def news(root: Path, front: str = "unit: zhongxue", text: str = "正文", **settings: Any) -> Any:
    """The model of one more piece of news, news/2026/03/x, on the small site."""
    write(root, "news/2026/03/x.md", front, text)
    return model_at(small(root, settings=with_settings(**settings)), "news/2026/03/x/")


@pytest.mark.parametrize(
    ("written", "href"),
    [
        ("y.md", "../../../../news/2026/03/y/"),
        ("./dangri/index.md", "../../../../news/2026/03/dangri/"),
        ("../../../brands/hongzhu.md", "../../../../brands/hongzhu/"),
        ("/brands/hongzhu.md", "../../../../brands/hongzhu/"),
        ("../../../brands/hongzhu.md#做法", "../../../../brands/hongzhu/#body-做法"),
        ("../../index.md", "../../../../news/"),
        ("../../../brands/index.md", "../../../../brands/"),
        ("../../../index.md", "../../../../"),
        ("../../../about.md", "../../../../about/"),
        ("biao.pdf", "../../../../news/2026/03/biao.pdf"),
        ("报名 表.pdf", "../../../../news/2026/03/%E6%8A%A5%E5%90%8D%20%E8%A1%A8.pdf"),
        ("学习.md", "../../../../news/2026/03/%E5%AD%A6%E4%B9%A0/"),
        ("#小标题", "#body-小标题"),
        ("https://example.org/a?b=1&c=2", "https://example.org/a?b=1&amp;c=2"),
    ],
    ids=[
        "the same folder",
        "a folder below",
        "another column",
        "from the root",
        "a heading there",
        "its own column",
        "another column's list",
        "home",
        "a plain page",
        "an attachment",
        "a name with a blank",
        "a Chinese name",
        "a heading here",
        "elsewhere",
    ],
)
def test_a_link_in_a_text_as_seen_from_its_page(tmp_path: Path, written: str, href: str) -> None:
    for name in ("y", "学习"):
        write(tmp_path, f"news/2026/03/{name}.md", "unit: zhongxue")
    for name in ("biao.pdf", "报名 表.pdf"):
        (tmp_path / "content/news/2026/03" / name).write_bytes(b"%PDF-1.4\n")
    front = "unit: zhongxue\nattachments: [{src: biao.pdf}, {src: 报名 表.pdf}]"
    model = news(tmp_path, front, f"## 小标题\n\n[这里](<{written}>)")
    assert re.findall(r'href="([^"]*)"', "".join(map(str, model.body))) == [href]


def test_a_link_from_a_plain_page_starts_one_folder_up(tmp_path: Path) -> None:
    write(tmp_path, "guanyu.md", "", "见[品牌](brands/hongzhu.md)。")
    body = model_at(small(tmp_path), "guanyu/").body
    assert body == (Markup('<p>见<a href="../brands/hongzhu/">品牌</a>。</p>'),)


@pytest.mark.parametrize("hidden", ["caogao.md", "chexia.md"])
def test_a_link_to_what_the_public_may_not_see_leads_to_its_column(tmp_path: Path, hidden: str) -> None:
    """A dead link would tell that there is something; the entry's title is not told either."""
    model = news(tmp_path, text=f"[这里]({hidden})")
    assert model.body == (Markup('<p><a href="../../../../news/">这里</a></p>'),)


def test_pictures_of_a_text_are_figures_between_its_pieces(tmp_path: Path) -> None:
    """With what the author wrote as the words for those who do not see them, and as the caption."""
    (tmp_path / "content/news/2026/03").mkdir(parents=True)
    (tmp_path / "content/news/2026/03/图 1.jpg").write_bytes(picture(640, 480))
    model = news(tmp_path, text='前\n\n![教师甲](<图 1.jpg> "图为讨论现场")\n\n后')
    first, shown, last = model.body
    assert (first, last) == (
        Markup("<p>前</p>\n<figure>"),
        Markup("<figcaption>图为讨论现场</figcaption></figure>\n<p>后</p>"),
    )
    assert (shown.alt, shown.caption, shown.picture.fallback.width) == ("教师甲", "图为讨论现场", 640)


def test_an_entry_without_a_text_has_an_empty_body(tmp_path: Path) -> None:
    assert news(tmp_path, text="").body == ()


def test_the_contents_name_two_levels_of_headings(tmp_path: Path) -> None:
    model = news(tmp_path, text="## 甲\n\n### 乙\n\n#### 丙")
    assert model.headings == (
        Heading(level=2, id="body-甲", text="甲"),
        Heading(level=3, id="body-乙", text="乙"),
    )


@pytest.mark.parametrize(("characters", "minutes"), [(1, 1), (599, 1), (601, 2), (1000, 2), (1001, 3)])
def test_reading_time_is_whole_minutes_at_least_one(tmp_path: Path, characters: int, minutes: int) -> None:
    assert news(tmp_path, text="字" * characters).minutes == minutes


def test_the_reading_speed_is_a_setting(tmp_path: Path) -> None:
    assert news(tmp_path, text="字" * 300, reading_speed=100).minutes == 3


def test_who_made_and_who_reviewed_it(tmp_path: Path) -> None:
    """供稿, 摄影, 编辑, then the reviews in their order; of two of one step the later counts."""
    front = """unit: zhongxue
author: [示例甲, 示例乙]
photographer: 示例丙
editor: 示例丁
reviews:
  - {step: second, by: 示例己}
  - {step: first, by: 示例戊}
  - {step: first, by: 示例庚}"""
    assert news(tmp_path, front).signatures == (
        ("供稿", "示例甲、示例乙"),
        ("摄影", "示例丙"),
        ("编辑", "示例丁"),
        ("初审", "示例庚"),
        ("复审", "示例己"),
    )


def test_nobody_named_is_no_signature(tmp_path: Path) -> None:
    assert news(tmp_path).signatures == ()


def test_a_reprint_says_where_it_first_appeared(tmp_path: Path) -> None:
    front = "reprint: {source: 示例报, url: 'https://example.org/1', date: 2026-03-01}\nsource: 示例报"
    model = news(tmp_path, front)
    assert (model.reprint, model.source, model.unit) == (
        ReprintView(source="示例报", url="https://example.org/1", date="2026-03-01"),
        "示例报",
        None,
    )


def test_what_was_corrected_and_when(tmp_path: Path) -> None:
    notes = "change_notes:\n  - {date: 2026-03-08, note: 改正人名}\n  - {date: 2026-03-09, note: 改正日期}"
    write(tmp_path, "news/2026/03/x.md", f"unit: zhongxue\n{notes}")
    page = page_at(small(tmp_path), "news/2026/03/x/")
    assert page.model.change_notes == (("2026-03-08", "改正人名"), ("2026-03-09", "改正日期"))
    assert page.modified == "2026-03-09"


def test_where_else_it_was_used(tmp_path: Path) -> None:
    front = """unit: zhongxue
adoptions:
  - {level: 市级, media: 示例日报, title: 示例, url: 'https://example.org/', at: 2026-03-09}
  - {media: 示例网}"""
    assert news(tmp_path, front).adoptions == (
        AdoptionView(
            level="市级", media="示例日报", title="示例", url="https://example.org/", date="2026-03-09"
        ),
        AdoptionView(level="", media="示例网", title="", url="", date=""),
    )


def test_an_attachment_without_a_title_is_called_by_its_file(tmp_path: Path) -> None:
    (tmp_path / "content/news/2026/03").mkdir(parents=True)
    (tmp_path / "content/news/2026/03/清单.pdf").write_bytes(b"%PDF-1.4\n" + b" " * 24_000)
    assert news(tmp_path, "unit: zhongxue\nattachments: {src: 清单.pdf}").attachments == (
        AttachmentView(title="清单", url="news/2026/03/清单.pdf", size="24 KB", format="PDF"),
    )


@pytest.mark.parametrize(
    ("count", "words"),
    [(1, "1 KB"), (1499, "1 KB"), (24_300, "24 KB"), (999_499, "999 KB"), (1_000_000, "1.0 MB")],
)
def test_a_files_size_in_words(count: int, words: str) -> None:
    assert size(count) == words


def test_topics_and_tags_are_links_and_a_hidden_topic_is_not(tmp_path: Path) -> None:
    write(tmp_path, "topics/caogao.md", "status: draft")
    model = news(tmp_path, "unit: zhongxue\ntopics: [xuexi, caogao]\ntags: [三会一课]")
    assert (model.topics, model.tags) == (
        (Ref(title="学习", url="topics/xuexi/"),),
        (Ref(title="三会一课", url="tags/三会一课/"),),
    )


def test_the_next_newer_and_older_entry_of_the_column(tmp_path: Path) -> None:
    for number in (1, 2, 3):
        write(tmp_path, f"stories/s{number}.md", f"unit: zhongxue\npublish_at: 2026-03-0{number} 09:00")
    edition = small(tmp_path)
    pairs = [
        tuple(other and other.url for other in (page.newer, page.older))
        for page in (model_at(edition, f"stories/{name}/") for name in ("s3", "s2", "deng"))
    ]
    assert pairs == [
        (None, "stories/s2/"),
        ("stories/s3/", "stories/s1/"),
        ("stories/s1/", None),
    ]


def test_undated_kinds_have_no_neighbours(tmp_path: Path) -> None:
    model = model_at(small(write(tmp_path, "tasks/x.md", "line: smart")), "tasks/x/")
    assert (model.newer, model.older) == (None, None)


RELATED = """
    index.md
      ---
      title: 示例门户
      ---
    news/
      index.md
        ---
        title: 单位动态
        kind: news
        ---
    brands/
      index.md
        ---
        title: 品牌
        kind: brand
        ---
    topics/
      index.md
        ---
        title: 专题
        kind: topic
        ---
    units/
      index.md
        ---
        title: 单位
        kind: unit
        ---
"""


def blocks(root: Path) -> dict[str, list[str]]:
    """What stands under news/x, by heading."""
    model = model_at(drawn(root, RELATED), "news/x/")
    return {block.title: [item.url.split("/")[1] for item in block.cards] for block in model.related}


def test_related_entries_by_brand_then_topic_then_mention_then_unit_none_twice(tmp_path: Path) -> None:
    """An entry that could stand in several blocks stands in the first; the entry itself in none."""
    evidence = "evidence: [news/x, news/b1, news/b2]"
    write(tmp_path, "units/u.md", "name: 单位\nunit_kind: 学校")
    write(tmp_path, "topics/t.md", "title: 专题甲")
    write(tmp_path, "brands/p.md", f"brand_name: 品牌\nunit: u\nphase: 申报\n{evidence}")
    write(tmp_path, "news/x.md", "unit: u\ntopics: [t]")
    write(tmp_path, "news/b1.md", "unit: u\ntopics: [t]", "见[这里](x.md)")
    write(tmp_path, "news/b2.md", "unit: u")
    write(tmp_path, "news/t1.md", "unit: u\ntopics: [t]", "见[这里](x.md)")
    write(tmp_path, "news/m1.md", "unit: u", "见[这里](x.md)")
    for number in range(6):
        write(tmp_path, f"news/u{number}.md", "unit: u")
    assert blocks(tmp_path) == {
        "所属品牌": ["p"],
        "同一品牌": ["b1", "b2"],
        "专题：专题甲": ["t1"],
        "提到本文的稿件": ["m1"],
        "同一单位": ["u0", "u1", "u2", "u3"],
    }


def test_a_block_holds_four_and_leads_to_the_rest(tmp_path: Path) -> None:
    write(tmp_path, "topics/t.md", "title: 专题甲")
    for name in ("x", "a", "b", "c", "d", "e"):
        write(tmp_path, f"news/{name}.md", "topics: [t]\nreprint: {source: 示例报}")
    model = model_at(drawn(tmp_path, RELATED), "news/x/")
    assert [(block.title, len(block.cards), block.url) for block in model.related] == [
        ("专题：专题甲", 4, "topics/t/")
    ]


def test_nothing_related_is_no_block(tmp_path: Path) -> None:
    write(tmp_path, "news/x.md", "reprint: {source: 示例报}")
    assert blocks(tmp_path) == {}


MODEL = """unit: zhongxue
title: 示例教师乙：把课堂搬到山里
name: 示例教师乙
honor_kind: person
position: 支部委员
honors:
  - {title: 校优秀党员, level: 校级, year: 2025, awarded_by: 示例中学}
  - {title: 省先进个人, level: 省级, year: 2020}
  - {title: 市先进个人, level: 市级, year: 2019}
  - {title: 市优秀党员, level: 市级, year: 2024}
  - {title: 市先锋, level: 市级, year: 2024}
  - {title: 市表扬, level: 市级}
motto: 站稳讲台
quotes: [一句话, 又一句]
pledge: 不让一个孩子掉队
term: 2026 年度
public_notice: {from: 2026-02-01, to: 2026-02-08}
life_status: 在职
consent_ref: 内部编号"""


def test_honours_stand_by_level_the_highest_first_then_by_year_the_latest_first(tmp_path: Path) -> None:
    model = model_at(small(write(tmp_path, "models/yi.md", MODEL)), "models/yi/")
    assert model.honors == (
        HonorGroup(level="省级", items=(("省先进个人", "", "2020"),)),
        HonorGroup(
            level="市级",
            items=(
                ("市优秀党员", "", "2024"),
                ("市先锋", "", "2024"),
                ("市先进个人", "", "2019"),
                ("市表扬", "", ""),
            ),
        ),
        HonorGroup(level="校级", items=(("校优秀党员", "示例中学", "2025"),)),
    )


def test_what_else_a_model_shows(tmp_path: Path) -> None:
    """Its title without the name that stands above it; never the number of the consent."""
    model = model_at(small(write(tmp_path, "models/yi.md", MODEL)), "models/yi/")
    assert (model.name, model.headline, model.honor_kind, model.position) == (
        "示例教师乙",
        "把课堂搬到山里",
        "先进个人",
        "支部委员",
    )
    assert (model.motto, model.quotes, model.pledge, model.term, model.public_notice) == (
        "站稳讲台",
        ("一句话", "又一句"),
        "不让一个孩子掉队",
        "2026 年度",
        "2026-02-01 至 2026-02-08",
    )
    assert (model.life_status, model.revoked) == ("在职", False)
    assert "内部编号" not in repr(model)


def test_a_models_title_that_is_its_name_leaves_no_headline(edition: Edition) -> None:
    assert model_at(edition, "models/jia/").headline == ""


def test_a_revoked_model_is_marked(tmp_path: Path) -> None:
    front = "unit: zhongxue\nname: 示例教师乙\nhonor_kind: person\nlife_status: 已撤销"
    model = model_at(small(write(tmp_path, "models/yi.md", front)), "models/yi/")
    assert (model.life_status, model.revoked) == ("已撤销", True)


def test_who_writes_of_a_model_is_part_of_its_page_and_not_related_again(tmp_path: Path) -> None:
    """Its brand stands among the related; the news that mentions it does not."""
    for name in ("a", "b", "c", "d", "e"):
        write(tmp_path, f"news/{name}.md", "unit: zhongxue", "见[甲](../models/jia.md)。")
    brand = "brand_name: 红烛\nunit: zhongxue\nphase: 培育\nevidence: [models/jia]"
    write(tmp_path, "units/er.md", "name: 第二中学\nunit_kind: 学校")
    write(tmp_path, "brands/er.md", brand.replace("zhongxue", "er"))
    model = model_at(small(tmp_path), "models/jia/")
    assert [item.url for item in model.mentions] == [f"news/{name}/" for name in "abcde"]
    assert [(block.title, [item.url for item in block.cards]) for block in model.related] == [
        ("所属品牌", ["brands/er/"]),
        ("同一单位", ["news/2026/03/dangri/", "stories/deng/", "brands/hongzhu/"]),
    ]


def test_the_phases_of_a_brand_lie_behind_or_ahead() -> None:
    phases = {"申报": date(2025, 3, 1), "立项": date(2025, 5, 1), "推广": date(2027, 1, 1)}
    meta = BrandMeta.model_validate(
        {"title": "红烛", "brand_name": "红烛", "phase": "培育", "phases": phases}
    )
    assert phase_views(meta) == [
        PhaseView(label="申报", date="2025-03-01", state="done"),
        PhaseView(label="立项", date="2025-05-01", state="done"),
        PhaseView(label="培育", date="", state="current"),
        PhaseView(label="中期", date="", state="todo"),
        PhaseView(label="验收", date="", state="todo"),
        PhaseView(label="推广", date="2027-01-01", state="todo"),
    ]


BRAND = """title: 红烛引路
brand_name: 红烛
unit: er
slogan: 点亮
logo: {src: biaozhi.png, alt: 一支红烛, meaning: 照亮别人}
connotation: 内涵
carrier: 载体
measures: [结对, 送课]
results: [{metric: 结对学生, value: 40 名, date: 2026-01-31}, {metric: 送课, value: 12 次}]
phase: 推广
level: 市级
promoted_to: [zhongxue, caogao]
evidence: [news/2026/03/dangri, news/2026/03/caogao]"""


def test_what_a_brand_shows(tmp_path: Path) -> None:
    """Units and evidence as far as they have pages."""
    write(tmp_path, "units/er.md", "name: 第二中学\nunit_kind: 学校")
    write(tmp_path, "units/caogao.md", "name: 还没有发布\nunit_kind: 学校\nstatus: draft")
    write(tmp_path, "brands/er.md", BRAND)
    (tmp_path / "content/brands/biaozhi.png").write_bytes(picture(form="PNG"))
    edition = small(tmp_path)
    model = model_at(edition, "brands/er/")
    assert (model.brand_name, model.slogan, model.logo.alt, model.logo_meaning) == (
        "红烛",
        "点亮",
        "一支红烛",
        "照亮别人",
    )
    assert (model.connotation, model.carrier, model.measures, model.level) == (
        "内涵",
        "载体",
        ("结对", "送课"),
        "市级",
    )
    assert model.results == (("结对学生", "40 名", "2026-01-31"), ("送课", "12 次", ""))
    assert model.promoted_to == (SCHOOL,)
    assert model.evidence == (card(edition, NEWS),)


def test_a_brands_evidence_is_not_related_again(edition: Edition) -> None:
    """The news both proves the brand and links to it; the task only mentions it."""
    model = model_at(edition, "brands/hongzhu/")
    assert [item.url for item in model.evidence] == [f"{NEWS}/"]
    assert [(block.title, [item.url for item in block.cards]) for block in model.related] == [
        ("提到本文的稿件", ["tasks/pinpai/"]),
        ("同一单位", ["stories/deng/", "models/jia/"]),
    ]


ITEM = """catalog_no: A01
category: 党的思想建设
item: 学习计划
scope: public
timing: 定期
next_due: 2026-03-20
way: [网站, 公开栏]
dept: 示例办公室
basis: 示例条例
procedure:
  propose: {by: 示例办公室, date: 2026-01-05}
  approve: {by: 示例党委, date: 2026-01-08}
  implement: {by: 示例办公室}
pre_disclosure: {from: 2026-01-01}
validity: 修订"""


def test_what_a_disclosed_item_shows(tmp_path: Path) -> None:
    """Of the four steps those that are recorded, in their order."""
    edition = small(write(tmp_path, "disclosure/x.md", ITEM))
    model = model_at(edition, "disclosure/x/")
    assert (model.catalog_no, model.category, model.item, model.scope) == (
        "A01",
        Ref(title="党的思想建设", url="disclosure/by-category/thought/"),
        "学习计划",
        "向社会公开",
    )
    assert (model.timing, model.next_due, model.due_badge, model.way, model.dept, model.basis) == (
        "定期",
        "2026-03-20",
        Badge(label="10 天后到期", tone="warn"),
        "网站、公开栏",
        "示例办公室",
        "示例条例",
    )
    assert model.steps == (
        ("提出", "示例办公室", "2026-01-05"),
        ("审批", "示例党委", "2026-01-08"),
        ("实施", "示例办公室", ""),
    )
    assert model.pre_disclosure == "2026-01-01 起"
    assert model.validity == Badge(label="修订", tone="warn")
    assert disclosure_row(edition, "disclosure/x").due_badge == model.due_badge


def test_an_item_of_which_little_is_recorded(edition: Edition) -> None:
    model = model_at(edition, "disclosure/jueyi/")
    assert (model.steps, model.pre_disclosure, model.due_badge, model.way) == ((), "", None, "")


def test_an_items_category_leads_to_a_list_that_is_there(edition: Edition) -> None:
    category = model_at(edition, "disclosure/jueyi/").category
    assert model_at(edition, category.url).current == f"公开类别：{category.title}"


def test_a_repealed_document_names_its_successor_and_that_one_names_it(edition: Edition) -> None:
    old, new = (model_at(edition, f"documents/banfa-{year}/") for year in (2025, 2026))
    assert (old.replaced_by, old.replaces, old.validity) == (
        Ref(title="示例办法（修订）", url="documents/banfa-2026/"),
        (),
        Badge(label="废止", tone="muted"),
    )
    assert (new.replaced_by, new.replaces) == (None, (Ref(title="示例办法", url="documents/banfa-2025/"),))


def test_what_else_a_document_shows(tmp_path: Path) -> None:
    front = """doc_no: 示发〔2026〕2号
issuer: 示例委员会
issued: 2026-01-01
effective: 2026-02-01
validity: 现行
official_url: https://example.org/2
key_points: [要点一, 要点二]
full_text: true"""
    model = model_at(small(write(tmp_path, "documents/x.md", front)), "documents/x/")
    assert (model.doc_no, model.issuer, model.issued, model.effective, model.validity) == (
        "示发〔2026〕2号",
        "示例委员会",
        "2026-01-01",
        "2026-02-01",
        Badge(label="现行", tone="ok"),
    )
    assert (model.official_url, model.key_points, model.official) == (
        "https://example.org/2",
        ("要点一", "要点二"),
        True,
    )


def test_what_a_film_shows(edition: Edition) -> None:
    """Its transcript by paragraphs, its poster also as the one file that a player can show."""
    model = model_at(edition, "videos/kaimen/")
    assert (model.video_url, model.video_type, model.captions_url, model.duration) == (
        "videos/kaimen/kaimen.mp4",
        "video/mp4",
        "videos/kaimen/kaimen.vtt",
        "1:05",
    )
    assert model.transcript == ("第一句。", "第二句。")
    assert (model.poster.alt, model.poster_url) == ("开门", model.poster.picture.fallback.path)


def test_a_film_of_which_little_is_there(tmp_path: Path) -> None:
    write(tmp_path, "videos/x.md", "src: duan.webm")
    (tmp_path / "content/videos/duan.webm").write_bytes(b"\x1a\x45\xdf\xa3")
    model = model_at(small(tmp_path), "videos/x/")
    assert (model.video_type, model.poster, model.poster_url, model.captions_url, model.duration) == (
        "video/webm",
        None,
        "",
        "",
        "",
    )
    assert model.transcript == ()


def test_what_a_task_shows(tmp_path: Path) -> None:
    front = """line: standardize
applies_to: [学校, 民办]
path: 建立清单
due: 2017 年底前
acceptance: 有清单
owner_unit: zhongxue
owner_post: 书记
cadence: 按季
state: doing
proofs: [news/2026/03/dangri, news/2026/03/caogao]
rectification: {issue: 清单不全, measure: 补齐, due: 2026-04-01}"""
    edition = small(write(tmp_path, "tasks/x.md", front))
    model = model_at(edition, "tasks/x/")
    assert model.row == task_row(edition, "tasks/x")
    assert (model.path, model.due, model.acceptance, model.owner, model.cadence) == (
        "建立清单",
        "2017 年底前",
        "有清单",
        "示例中学 书记",
        "按季",
    )
    assert (model.line, model.applies_to) == (
        Ref(title="规范化强基", url="tasks/#standardize"),
        ("学校", "民办"),
    )
    assert model.rectification == (
        ("问题", "清单不全"),
        ("整改措施", "补齐"),
        ("整改期限", "2026-04-01"),
    )
    assert model.proofs == (card(edition, NEWS),)


def test_a_task_that_names_no_units_says_未明确(tmp_path: Path) -> None:
    model = model_at(small(write(tmp_path, "tasks/x.md", "line: smart")), "tasks/x/")
    assert (model.applies_to, model.path, model.rectification, model.proofs) == (
        ("未明确",),
        "未明确",
        (),
        (),
    )


def test_a_bulletin_names_its_quarter(edition: Edition) -> None:
    model = model_at(edition, "bulletins/2026q1/")
    assert type(model) is BulletinPage
    assert (model.quarter, model.doc_no) == ("2026 年第一季度", "")


@pytest.mark.parametrize(("code", "words"), [("2026Q1", "2026 年第一季度"), ("2030Q4", "2030 年第四季度")])
def test_a_quarter_in_words(code: str, words: str) -> None:
    assert quarter_name(code) == words


def test_a_topic_shows_its_entries_by_column(tmp_path: Path) -> None:
    write(tmp_path, "stories/x.md", "unit: zhongxue\ntopics: [xuexi]")
    write(tmp_path, "news/x.md", "unit: zhongxue\ntopics: [xuexi]")
    edition = small(tmp_path)
    model = model_at(edition, "topics/xuexi/")
    assert type(model) is TopicPage
    assert (model.period, model.archived) == ("2026-03-01 至 2026-12-31", False)
    assert model.groups == (
        Block(title="单位动态", cards=(card(edition, "news/x"), card(edition, NEWS))),
        Block(title="微故事", cards=(card(edition, "stories/x"),)),
    )


def test_a_column_whose_name_begins_like_another_is_another(tmp_path: Path) -> None:
    (tmp_path / "content/newspaper").mkdir(parents=True)
    index = "---\ntitle: 报纸\nkind: news\n---\n"
    (tmp_path / "content/newspaper/index.md").write_text(index, encoding="utf-8")
    write(tmp_path, "newspaper/x.md", "unit: zhongxue\ntopics: [xuexi]")
    groups = model_at(small(tmp_path), "topics/xuexi/").groups
    assert [(block.title, [item.url for item in block.cards]) for block in groups] == [
        ("单位动态", [f"{NEWS}/"]),
        ("报纸", ["newspaper/x/"]),
    ]


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (date(2026, 5, 6), date(2026, 5, 12), "2026-05-06 至 2026-05-12"),
        (date(2026, 5, 6), None, "2026-05-06 起"),
        (None, date(2026, 5, 12), "至 2026-05-12"),
        (None, None, ""),
    ],
)
def test_a_period_in_words(start: date | None, end: date | None, words: str) -> None:
    assert period(start, end) == words
