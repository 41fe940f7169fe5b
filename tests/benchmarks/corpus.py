"""Chinese posts, as many as asked for, the same for the same seed: for the portal and for its peers.

Texts are made of phrases such as officers write, so that words repeat as they do in real posts;
units, tags and topics are spread over the posts as on a real portal of about sixty units.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

SEED = 35
UNITS = 60
TOPICS = 6
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
_AUTHOR = "示例教师甲"
_LONG_AGO = datetime(2015, 1, 5)
_COLUMNS = (("news", "单位动态", "news"), ("topics", "专题", "topic"), ("units", "单位", "unit"))
"""Folder, title, kind."""


@dataclass(frozen=True, kw_only=True)
class Post:
    """A news post, whatever program it is written for."""

    number: int
    published: datetime
    title: str
    unit: int
    activity: str
    place: str
    tags: tuple[str, ...]
    topic: int | None
    text: str
    """Markdown."""

    @property
    def path(self) -> str:
        """news/2016/01/p000001.md"""
        return f"news/{self.published:%Y/%m}/p{self.number:06}.md"


def posts(count: int, *, seed: int = SEED) -> Iterator[Post]:
    """So many posts over eleven years, the oldest first."""
    draw = random.Random(seed)
    for number in range(count):
        yield _post(number, count, draw)


def write_corpus(content: Path, count: int, *, seed: int = SEED) -> None:
    """Write a content folder of the portal: `count` posts, sixty units and six topics."""
    _write(content / "index.md", "title: 基准门户")
    for name, title, kind in _COLUMNS:
        _write(content / name / "index.md", f"title: {title}\nkind: {kind}\ndescription: {title}的全部稿件。")
    for number in range(UNITS):
        name = _unit(number)
        about = f"title: {name}\nname: {name}\nunit_kind: 学校\n{_published(_LONG_AGO)}"
        _write(content / "units" / f"u{number:02}.md", about, "学校简介。")
    for number in range(TOPICS):
        _write(content / "topics" / f"t{number}.md", f"title: {_topic(number)}\n{_published(_LONG_AGO)}")
    for post in posts(count, seed=seed):
        fields = (
            f"title: {post.title}",
            f"unit: u{post.unit:02}",
            _published(post.published),
            f"activity: {post.activity}",
            f"place: {post.place}",
            f"author: {_AUTHOR}",
            f"tags: [{', '.join(post.tags)}]",
            "sample: false" if post.topic is None else f"topics: [t{post.topic}]",
        )
        _write(content / post.path, "\n".join(fields), post.text)


def write_for_hugo(content: Path, count: int, *, seed: int = SEED) -> None:
    """Write the same posts for Hugo: what the portal finds out, such as years, are taxonomies there."""
    _write(content / "_index.md", "title: 基准门户")
    for name, title, _ in (*_COLUMNS, ("years", "年份", ""), ("activities", "活动", "")):
        _write(content / name / "_index.md", f"title: {title}\ndescription: {title}的全部稿件。")
    for number in range(UNITS):
        _write(content / "units" / f"u{number:02}" / "_index.md", f"title: {_unit(number)}", "学校简介。")
    for number in range(TOPICS):
        _write(content / "topics" / f"t{number}" / "_index.md", f"title: {_topic(number)}")
    for post in posts(count, seed=seed):
        fields = (
            f"title: {post.title}",
            f"units: [u{post.unit:02}]",
            f"date: {post.published:%Y-%m-%dT%H:%M:00+08:00}",
            f'years: ["{post.published:%Y}"]',
            f'months: ["{post.published:%Y-%m}"]',
            f"activities: [{post.activity}]",
            f"place: {post.place}",
            f"author: {_AUTHOR}",
            f"tags: [{', '.join(post.tags)}]",
            "topics: []" if post.topic is None else f"topics: [t{post.topic}]",
        )
        _write(content / post.path, "\n".join(fields), post.text)


def write_for_mkdocs(content: Path, count: int, *, seed: int = SEED) -> None:
    """Write the same posts for plain MkDocs, which makes no lists of them."""
    _write(content / "index.md", "title: 基准门户")
    for post in posts(count, seed=seed):
        _write(content / post.path, f"title: {post.title}", post.text)


def _post(number: int, count: int, draw: random.Random) -> Post:
    place, who, activity = draw.choice(_PLACE), draw.choice(_WHO), draw.choice(_ACTIVITIES)
    return Post(
        number=number,
        published=datetime(2016, 1, 4, 8) + timedelta(minutes=number * (5_500_000 // count)),
        title=f"{activity}走进{place}：{who}{draw.choice(_WHEN)}的一件事（{number}）",
        unit=draw.randrange(UNITS),
        activity=activity,
        place=place,
        tags=tuple(draw.sample(_TAGS, 2)),
        topic=draw.randrange(TOPICS) if number % 9 == 0 else None,
        text=_text(draw),
    )


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
    return f"示例第{number + 1}学校"


def _topic(number: int) -> str:
    return f"专题第{number}期"


def _published(day: datetime) -> str:
    return f"publish_at: {day:%Y-%m-%d %H:%M}\nstatus: published"


def _write(path: Path, front: str, body: str = "") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\n{front}\n---\n\n{body}\n", encoding="utf-8", newline="\n")
