"""Chinese entries in the portal's own format, as many as asked for, the same for the same seed.

Texts are made of phrases such as officers write, so that words repeat as they do in real posts;
units, tags and topics are spread over the entries as on a real portal of about sixty units.
"""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from pathlib import Path

SEED = 35
UNITS = 60
CHARACTERS = 1_700
"""Of a post, as in FINDINGS."""

_WHO = (
    "支部党员 青年教师 党总支书记 志愿者 班主任 退休老教师 教研组 家委会代表 驻村工作队 社区工作者"
).split()
_WHEN = "上午 放学后 周五下午 期中考试前 开学第一周 雨停以后 晚自习前 当天".split()
_DID = (
    "逐间教室核对照明登记 围着长桌把问题一条条摆出来 带着工具走进三个院落 把流程画成一张图贴在窗口 "
    "分组讨论学习资料里的案例 请家长说说真实的难处 把旧课桌修好送到村小 用十五分钟讲清一条规定 "
    "给留守学生补上了一节科学课 把意见办理情况逐条公布"
).split()
_RESULT = (
    "当场能改的当场改好，改不了的写明时间和责任人 大家约定下个月同一天再来看一次 "
    "这份清单后来成了学校的固定做法 一位老人说，话说得明白，心里就踏实 "
    "记录表上多了十七个签名，也多了三条新的建议 有人提出把时间改到晚上，多数人同意"
).split()
_PLACE = "第一会议室 三号教学楼 村文化广场 学校礼堂 社区活动室 实验楼二层 操场看台 图书馆阅览室".split()
_ACTIVITIES = "主题党日 党课 支部党员大会 志愿服务 走基层 学习培训 结对帮扶 组织生活会".split()
_TAGS = (
    "三会一课 志愿服务 结对帮扶 校园安全 家校共育 普法 体育惠民 师德 劳动教育 均衡发展 公开 换届"
).split()


def write_corpus(content: Path, count: int, *, seed: int = SEED) -> None:
    """Write a content folder of `count` news entries in eleven years, sixty units and six topics."""
    draw = random.Random(seed)
    _write(content / "index.md", "title: 基准门户")
    for name, title, kind in (
        ("news", "单位动态", "news"),
        ("topics", "专题", "topic"),
        ("units", "单位", "unit"),
    ):
        _write(content / name / "index.md", f"title: {title}\nkind: {kind}\ndescription: {title}的全部稿件。")
    for number in range(UNITS):
        _write(content / "units" / f"u{number:02}.md", _unit(number), "学校简介。")
    for number in range(6):
        _write(
            content / "topics" / f"t{number}.md",
            f"title: 专题第{number}期\n{_published(datetime(2015, 1, 5))}",
        )
    for number in range(count):
        entry(content, number, count, draw)


def entry(content: Path, number: int, count: int, draw: random.Random) -> Path:
    """Write one news entry and return its path; the higher its number, the later it was published."""
    day = datetime(2016, 1, 4, 8) + timedelta(minutes=number * (5_500_000 // count))
    place, who, activity = draw.choice(_PLACE), draw.choice(_WHO), draw.choice(_ACTIVITIES)
    front = "\n".join(
        (
            f"title: {activity}走进{place}：{who}{draw.choice(_WHEN)}的一件事（{number}）",
            f"unit: u{draw.randrange(UNITS):02}",
            _published(day),
            f"activity: {activity}",
            f"place: {place}",
            "author: 示例教师甲",
            f"tags: [{', '.join(draw.sample(_TAGS, 2))}]",
            f"topics: [t{draw.randrange(6)}]" if number % 9 == 0 else "sample: false",
        )
    )
    path = content / "news" / f"{day:%Y}" / f"{day:%m}" / f"p{number:06}.md"
    _write(path, front, _text(draw))
    return path


def _text(draw: random.Random) -> str:
    paragraphs: list[str] = []
    length = 0
    while length < CHARACTERS:
        sentences = [
            f"{draw.choice(_WHEN)}，{draw.choice(_WHO)}在{draw.choice(_PLACE)}"
            f"{draw.choice(_DID)}，{draw.choice(_RESULT)}。"
            for _ in range(draw.randint(2, 5))
        ]
        paragraphs.append("".join(sentences))
        length += len(paragraphs[-1])
        if len(paragraphs) % 4 == 0:
            paragraphs.append(f"## {draw.choice(_DID)}")
        if len(paragraphs) == 6:
            paragraphs.append("\n".join(f"- {draw.choice(_DID)}；" for _ in range(4)))
    return "\n\n".join(paragraphs)


def _unit(number: int) -> str:
    name = f"示例第{number + 1}学校"
    return f"title: {name}\nname: {name}\nunit_kind: 学校\n{_published(datetime(2015, 1, 5))}"


def _published(day: datetime) -> str:
    return f"publish_at: {day:%Y-%m-%d %H:%M}\nstatus: published"


def _write(path: Path, front: str, body: str = "") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\n{front}\n---\n\n{body}\n", encoding="utf-8")
