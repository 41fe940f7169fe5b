"""How entries look in lists: a card of each kind, its badges and dates."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from portal.kinds.meta import Validity
from portal.pages.cards import (
    Badge,
    BrandCard,
    Card,
    DisclosureRow,
    DocumentCard,
    Figure,
    ModelCard,
    TaskRow,
    card,
    cards,
    clock,
    day,
    disclosure_row,
    due_badge,
    figure,
    minute,
    task_row,
    unit_ref,
    validity_badge,
)
from portal.pages.edition import Edition
from portal.pages.shelves import Ref
from portal.reading import Loaded

from ...site import NOW
from .editions import edition_of, small, with_settings, write

SCHOOL = Ref(title="示例中学", url="units/zhongxue/")
SAMPLE = Badge(label="示例", tone="sample")


def picture_of(loaded: Loaded, path: str, alt: str) -> Figure:
    return Figure(picture=loaded.library.pictures[path], alt=alt)


def test_a_card_of_news(edition: Edition, loaded: Loaded) -> None:
    assert card(edition, "news/2026/03/dangri") == Card(
        title="示例中学开展主题党日",
        url="news/2026/03/dangri/",
        kind="news",
        column=Ref(title="单位动态", url="news/"),
        date="2026-03-06",
        unit=SCHOOL,
        summary="党员教师一起重温入党誓词。",
        figure=picture_of(loaded, "news/2026/03/dangri/cover.jpg", "教师在会议室里"),
        badges=(SAMPLE,),
        facts=("主题党日",),
    )


def test_a_card_of_a_model_adds_the_name_the_post_and_the_motto(edition: Edition) -> None:
    assert card(edition, "models/jia") == ModelCard(
        title="示例教师甲",
        url="models/jia/",
        kind="model",
        column=Ref(title="先进典型", url="models/"),
        date="2026-02-01",
        unit=SCHOOL,
        summary="事迹。",
        facts=("先进个人", "校级"),
        name="示例教师甲",
        honor_kind="先进个人",
        motto="站稳讲台",
    )


def test_a_card_of_a_brand_adds_its_mark_and_its_phase(edition: Edition, loaded: Loaded) -> None:
    assert card(edition, "brands/hongzhu") == BrandCard(
        title="红烛",
        url="brands/hongzhu/",
        kind="brand",
        column=Ref(title="党建品牌", url="brands/"),
        date="2026-02-02",
        unit=SCHOOL,
        summary="做法 结对帮扶。",
        facts=("培育",),
        brand_name="红烛",
        logo=picture_of(loaded, "brands/logo.png", "一支红烛"),
        phase="培育",
        phase_index=2,
    )


def test_a_card_of_a_document_adds_its_number_and_dates(edition: Edition) -> None:
    assert card(edition, "documents/banfa-2026") == DocumentCard(
        title="示例办法（修订）",
        url="documents/banfa-2026/",
        kind="document",
        column=Ref(title="制度文件", url="documents/"),
        date="2026-01-02",
        summary="新的办法。",
        doc_no="示发〔2026〕1号",
        issued="2026-01-01",
        validity=Badge(label="效力未注明", tone="muted"),
    )


@pytest.mark.parametrize(
    ("key", "facts"),
    [
        ("disclosure/jueyi", ("党组织决议决定及执行",)),
        ("documents/banfa-2025", ("废止",)),
        ("stories/deng", ("约 1 分钟",)),
        ("videos/kaimen", ("1:05",)),
        ("tasks/pinpai", ("示范性带动", "进行中")),
        ("topics/xuexi", ()),
        ("bulletins/2026q1", ()),
        ("units/zhongxue", ()),
        ("about", ()),
    ],
)
def test_the_facts_of_the_other_kinds(edition: Edition, key: str, facts: tuple[str, ...]) -> None:
    assert (type(card(edition, key)), card(edition, key).facts) == (
        DocumentCard if key.startswith("documents/") else Card,
        facts,
    )


def test_a_plain_page_is_in_no_column_so_its_card_leads_home(edition: Edition) -> None:
    assert card(edition, "about").column == Ref(title="首页", url="")


def test_a_film_is_shown_by_its_poster(edition: Edition, loaded: Loaded) -> None:
    poster = picture_of(loaded, "videos/kaimen/poster.jpg", "视频画面：开门")
    assert card(edition, "videos/kaimen").figure == poster


def test_cards_come_in_the_order_of_the_keys(edition: Edition) -> None:
    assert [item.title for item in cards(edition, ["stories/deng", "brands/hongzhu"])] == ["一盏灯", "红烛"]


def test_a_missing_summary_is_the_beginning_of_the_text(tmp_path: Path) -> None:
    """Ninety characters at most, the last of them an ellipsis; line breaks become blanks."""
    for name, text in TEXTS.items():
        write(tmp_path, f"news/{name}.md", "unit: zhongxue", text)
    long, short = cards(small(tmp_path), ["news/long", "news/short"])
    assert long.summary == "甲" * 44 + " " + "乙" * 44 + "…"
    assert short.summary == "甲" * 45 + " " + "乙" * 44


TEXTS = {"long": "甲" * 44 + "\n\n" + "乙" * 46, "short": "甲" * 45 + "\n\n" + "乙" * 44}


@pytest.mark.parametrize(
    ("front", "badges"),
    [
        ("unit: zhongxue", ()),
        ("unit: zhongxue\nsample: true", (SAMPLE,)),
        ("unit: zhongxue\npinned_until: 2026-03-11", (Badge(label="置顶", tone="pinned"),)),
        ("unit: zhongxue\npinned_until: 2026-03-10", (Badge(label="置顶", tone="pinned"),)),
        ("unit: zhongxue\npinned_until: 2026-03-09", ()),
        ("reprint: {source: 示例报}", (Badge(label="转载", tone="muted"),)),
        (
            "reprint: {source: 示例报}\nsample: true\npinned_until: 2026-03-10",
            (SAMPLE, Badge(label="置顶", tone="pinned"), Badge(label="转载", tone="muted")),
        ),
    ],
    ids=["none", "sample", "until tomorrow", "until today", "until yesterday", "reprinted", "all"],
)
def test_the_badges_beside_a_title(tmp_path: Path, front: str, badges: tuple[Badge, ...]) -> None:
    assert card(small(write(tmp_path, "news/x.md", front)), "news/x").badges == badges


def test_a_model_whose_honour_was_revoked_says_so(tmp_path: Path) -> None:
    front = "unit: zhongxue\nname: 示例教师乙\nhonor_kind: person\nlife_status: 已撤销"
    badges = card(small(write(tmp_path, "models/yi.md", front)), "models/yi").badges
    assert badges == (Badge(label="荣誉已撤销", tone="muted"),)


@pytest.mark.parametrize(
    ("days", "badge"),
    [
        (-400, Badge(label="逾期 400 天", tone="late")),
        (-1, Badge(label="逾期 1 天", tone="late")),
        (0, Badge(label="今天到期", tone="warn")),
        (1, Badge(label="1 天后到期", tone="warn")),
        (30, Badge(label="30 天后到期", tone="warn")),
        (31, None),
    ],
)
def test_how_a_due_date_stands_today(edition: Edition, days: int, badge: Badge | None) -> None:
    assert due_badge(edition, NOW.date() + timedelta(days=days)) == badge


def test_what_is_never_due_has_no_badge(edition: Edition) -> None:
    assert due_badge(edition, None) is None


def test_how_soon_is_soon_is_a_setting(loaded: Loaded) -> None:
    edition = edition_of(loaded, with_settings(due_soon_days=5))
    badges = [due_badge(edition, NOW.date() + timedelta(days=days)) for days in (5, 6)]
    assert badges == [Badge(label="5 天后到期", tone="warn"), None]


def test_a_line_of_the_directory(edition: Edition) -> None:
    assert disclosure_row(edition, "disclosure/jueyi") == DisclosureRow(
        number="",
        item="支部决议",
        category="decisions",
        url="disclosure/jueyi/",
        scope="向社会公开",
        timing="长期",
        updated="2026-02-03",
        due="2026-06-30",
    )


def test_an_item_for_the_party_has_a_line_and_no_address(tmp_path: Path) -> None:
    edition = small(tmp_path, settings=with_settings(internal_lines=True))
    assert disclosure_row(edition, "disclosure/dangfei") == DisclosureRow(
        number="",
        item="党费收缴",
        category="organisation",
        url="",
        scope="在全党公开",
        updated="2026-02-03",
    )


def test_a_task_on_the_board_says_未明确_for_what_the_plan_leaves_open(edition: Edition) -> None:
    assert task_row(edition, "tasks/pinpai") == TaskRow(
        title="一单位一品牌",
        url="tasks/pinpai/",
        line="demonstrate",
        state="doing",
        state_label="进行中",
        path="未明确",
        due="2026-12-31",
        late=False,
        acceptance="未明确",
        owner="示例中学",
        proofs=(Ref(title="红烛", url="brands/hongzhu/"),),
        counted=True,
    )


def task(root: Path, front: str) -> TaskRow:
    """One more task on the small site."""
    return task_row(small(write(root, "tasks/x.md", f"line: smart\n{front}")), "tasks/x")


def test_a_task_of_which_the_plan_says_nothing(tmp_path: Path) -> None:
    assert task(tmp_path, "sample: true") == TaskRow(
        title="标题",
        url="tasks/x/",
        line="smart",
        state="planned",
        state_label="未开始",
        path="未明确",
        due="未明确",
        late=False,
        acceptance="未明确",
        owner="未明确",
        badges=(SAMPLE,),
        counted=False,
    )


@pytest.mark.parametrize(
    ("front", "owner"),
    [
        ("owner_unit: zhongxue\nowner_post: 书记", "示例中学 书记"),
        ("owner_post: 书记", "书记"),
        ("owner_unit: zhongxue", "示例中学"),
    ],
)
def test_who_owns_a_task(tmp_path: Path, front: str, owner: str) -> None:
    assert task(tmp_path, front).owner == owner


@pytest.mark.parametrize(
    ("front", "due", "late"),
    [
        ("due: 2026-03-09", "2026-03-09", True),
        ("due: 2026-03-09\nstate: doing", "2026-03-09", True),
        ("due: 2026-03-10\nstate: doing", "2026-03-10", False),
        ("due: 2026-03-09\nstate: done", "2026-03-09", False),
        ("due: 2026-03-09\nstate: accepted", "2026-03-09", False),
        ("due: 2026-03-09\nstate: closed", "2026-03-09", False),
        ("due: 2017 年底前", "2017 年底前", False),
    ],
)
def test_a_task_is_late_the_day_after_its_due_date_unless_it_is_done(
    tmp_path: Path, front: str, due: str, late: bool
) -> None:
    """Words that set no date are shown as they stand, and nothing is late by them."""
    row = task(tmp_path, front)
    assert (row.due, row.late) == (due, late)


def test_a_proof_that_is_not_for_the_public_is_left_out(tmp_path: Path) -> None:
    front = "proofs: [brands/hongzhu, news/2026/03/caogao]"
    assert task(tmp_path, front).proofs == (Ref(title="红烛", url="brands/hongzhu/"),)


@pytest.mark.parametrize("key", [None, "", "nowhere"])
def test_a_unit_without_a_page_is_no_link(edition: Edition, key: str | None) -> None:
    assert unit_ref(edition, key) is None


def test_a_figure_has_its_words(edition: Edition, loaded: Loaded) -> None:
    path = "news/2026/03/dangri/taolun.jpg"
    assert figure(edition, path, "讨论", "图为讨论现场") == Figure(
        picture=loaded.library.pictures[path], alt="讨论", caption="图为讨论现场"
    )


@pytest.mark.parametrize(
    ("validity", "tone"),
    [(Validity.CURRENT, "ok"), (Validity.REVISED, "warn"), (Validity.REPEALED, "muted")],
)
def test_validity_has_a_word_and_a_tone(validity: Validity, tone: str) -> None:
    assert validity_badge(validity) == Badge(label=validity.value, tone=tone)


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0, "0:00"), (65, "1:05"), (3599, "59:59"), (3661, "1:01:01")]
)
def test_a_length_of_time_reads_like_a_clock(seconds: int, shown: str) -> None:
    assert clock(seconds) == shown


def test_dates_and_times_are_written_one_way_and_nothing_stays_nothing() -> None:
    assert (day(NOW), day(date(2026, 3, 6)), minute(NOW), day(None), minute(None)) == (
        "2026-03-10",
        "2026-03-06",
        "2026-03-10 09:00",
        "",
        "",
    )
