"""What officers get wrong in front matter, one row at a time."""

import pytest

from portal.slips import slip, slips, unexplained

ROWS = [
    ("\ttitle: 标题", "用了制表符（Tab 键）缩进。"),
    ("\u3000\u3000src: a.jpg", "“src: a.jpg”的前面有全角空格。"),
    ("----", "“----”不能用来结束稿件信息。"),
    ("...", "“...”不能用来结束稿件信息。"),
    ("———", "“———”不能用来结束稿件信息。"),
    ("title：标题", "“title：标题”用了中文冒号。"),
    ("标题：学习", "“标题：学习”用了中文冒号。"),
    ("title:标题", "“title:标题”的冒号后面没有空格。"),
    ("title:\u00a0标题", "“title: 标题”的冒号后面没有空格。"),
    ("-学习", "“-学习”的短横后面没有空格。"),
    ('title: "C:\\用户"', '“title: "C:\\用户"”的双引号里有反斜杠 \\。'),
    ('title: "标题', '“title: "标题”的引号没有配对。'),
    ("title: '标题", "“title: '标题”的引号没有配对。"),
    ('title: "标题"很好', '“title: "标题"很好”的引号后面还有文字。'),
    ('title: "他说"你好"了"', '“title: "他说"你好"了"”的引号后面还有文字。'),
    ("tags: [一, 二", "“tags: [一, 二”的括号没有配对。"),
    ("tags: [一, 二]]", "“tags: [一, 二]]”的括号没有配对。"),
    ("cover: {src: a.jpg", "“cover: {src: a.jpg”的括号没有配对。"),
    *(
        (f"title: {sign}学习", f"“title: {sign}学习”里的内容以 {sign} 开头，这个符号在这里另有用处。")
        for sign in "@`%*&!,]}|>"
    ),
    ("- @学习", "“- @学习”里的内容以 @ 开头，这个符号在这里另有用处。"),
    ("title: 党日: 学习", "“title: 党日: 学习”里多了一个英文冒号。"),
    ("title: 学习:", "“title: 学习:”里多了一个英文冒号。"),
    ("正文第一段。", "“正文第一段。”不是“名称: 内容”的写法。"),
]


@pytest.mark.parametrize(("row", "message"), ROWS, ids=[row for row, _ in ROWS])
def test_a_slip_is_told_by_its_looks(row: str, message: str) -> None:
    words = slip(row)
    assert words is not None
    assert words[0] == message


@pytest.mark.parametrize(
    "row",
    [
        "title: 标题",
        "title:",
        "title:\t标题",
        "  - 一",
        "- src: a.pdf",
        "# 备注",
        'title: "党日: 学习"',
        "title: '他说“好”'",
        "tags: [一, 二]",
        "cover: {src: a.jpg, alt: 图}",
        "url: https://www.12371.cn/",
        "publish_at: 2026-03-06 09:30",
        "title: 学习：体会",
        "title: “学习”",
        "transcript: |",
        "",
    ],
)
def test_a_row_that_is_right_has_no_slip(row: str) -> None:
    assert slip(row) is None


def test_a_second_colon_is_mended_with_the_authors_own_words() -> None:
    assert slip("title: 他说: “好”") == (
        "“title: 他说: “好””里多了一个英文冒号。",
        '请用引号把内容括起来：title: "他说: “好”"；或者把里面的冒号改成中文冒号。',
    )


def test_every_row_is_told_but_those_in_a_block_of_text() -> None:
    rows = ["title：一", "transcript: |", "  第一段：", "", "  @人", "unit:二"]
    assert [(number, words[0]) for number, words in slips(rows)] == [
        (0, "“title：一”用了中文冒号。"),
        (5, "“unit:二”的冒号后面没有空格。"),
    ]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (["title: 标题", "  unit: a"], "“unit: a”的缩进不对。"),
        (["title: 标题", "- 一"], "“- 一”不知道是哪一项的列表。"),
        (["tags:", "  - 一", "  二", "status: draft"], "上面的“二”少了“- ”，或占了几行。"),
        (["title: 标题", "--- more"], "“--- more”的写法有误。"),
    ],
)
def test_where_every_row_looks_right_the_place_is_told(rows: list[str], message: str) -> None:
    assert unexplained(rows, len(rows) - 1)[0] == message
