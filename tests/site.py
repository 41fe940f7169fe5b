"""Content folders drawn as indented text, and one that has an entry of every kind."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from PIL import Image

from portal.fields import BEIJING
from portal.problem import Problem
from portal.reading import Loaded, load_library, look_at
from portal.settings import Settings
from portal.workers import SerialExecutor

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=BEIJING)
SETTINGS = Settings(site_name="示例门户", description="示例门户")


def draw(root: Path, drawing: str) -> Path:
    """Make the folder that an indented text shows.

    Names ending in / are folders; what is indented below a file's name is its text. A picture, film,
    caption or PDF without a text becomes the least that its suffix promises.
    """
    _draw(root, textwrap.dedent(drawing).strip("\n").split("\n"))
    return root


def load(content: Path, settings: Settings = SETTINGS) -> tuple[Loaded, tuple[Problem, ...]]:
    """What the portal reads from a folder on the day of these tests, in this process."""
    cache = content.parent / f"{content.name}.cache"
    return load_library(look_at(content), settings, NOW, cache, SerialExecutor(), lambda *_: None)


def said(problems: tuple[Problem, ...]) -> list[str]:
    """Problems as an officer reads them."""
    return [str(problem) for problem in problems]


def small_site(root: Path) -> Path:
    """Every kind of entry, with nothing wrong, in the folder `root`."""
    return draw(root, _SMALL)


def picture(width: int = 320, height: int = 240, form: str = "JPEG") -> bytes:
    """A picture of one colour."""
    stream = io.BytesIO()
    Image.new("RGB", (width, height), "#b71c1c").save(stream, form)
    return stream.getvalue()


def _draw(folder: Path, lines: list[str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, inside in _items(lines):
        if name.endswith("/"):
            _draw(folder / name, inside)
        elif inside:
            (folder / name).write_text("\n".join(inside) + "\n", encoding="utf-8", newline="\n")
        else:
            (folder / name).write_bytes(_least(Path(name).suffix))


def _items(lines: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Each line that is not indented, with the lines below it."""
    starts = [number for number, line in enumerate(lines) if line and not line.startswith(" ")]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        inside = textwrap.dedent("\n".join(lines[start + 1 : end])).rstrip("\n")
        yield lines[start], inside.split("\n") if inside else []


def _least(suffix: str) -> bytes:
    match suffix:
        case ".jpg":
            return picture()
        case ".png":
            return picture(form="PNG")
        case ".mp4":
            return b"\0\0\0\x18ftypmp42"
        case ".vtt":
            return b"WEBVTT\n"
        case ".pdf":
            return b"%PDF-1.4\n"
        case _:
            return b""


_SMALL = """
    index.md
      ---
      title: 示例门户
      kind: home
      lead: [news/2026/03/dangri]
      ---
    about.md
      ---
      title: 关于本站
      publish_at: 2026-01-01 09:00
      status: published
      ---
      这里写网站是做什么的。
    news/
      index.md
        ---
        title: 单位动态
        kind: news
        column_type: 动态
        description: 各单位的党建工作动态
        ---
      2026/
        03/
          dangri/
            index.md
              ---
              title: 示例中学开展主题党日
              unit: zhongxue
              publish_at: 2026-03-06 09:30
              event_date: 2026-03-05
              activity: 主题党日
              author: [示例教师甲]
              summary: 党员教师一起重温入党誓词。
              topics: [xuexi]
              cover: {src: cover.jpg, alt: 教师在会议室里}
              attachments:
                - src: biao.pdf
                  title: 报名表
              status: published
              sample: true
              ---
              党员教师重温了入党誓词，见[品牌](../../../../brands/hongzhu.md#做法)。

              ![教师在讨论](taolun.jpg)

              附件在[这里](biao.pdf)。
            cover.jpg
            taolun.jpg
            biao.pdf
          caogao.md
            ---
            title: 还没有写完的稿件
            unit: zhongxue
            ---
            草稿。
          chexia.md
            ---
            title: 已撤下的稿件
            unit: zhongxue
            publish_at: 2026-03-01 09:00
            status: withdrawn
            withdrawn: {at: 2026-03-02 10:00, reason: 内容重复}
            ---
            撤下以前的正文。
    models/
      index.md
        ---
        title: 先进典型
        kind: model
        ---
      jia.md
        ---
        title: 示例教师甲
        name: 示例教师甲
        unit: zhongxue
        honor_kind: person
        honors: [{title: 优秀党员, level: 校级, year: 2025}]
        motto: 站稳讲台
        publish_at: 2026-02-01 09:00
        status: published
        ---
        事迹。
    brands/
      index.md
        ---
        title: 党建品牌
        kind: brand
        ---
      hongzhu.md
        ---
        title: 红烛
        brand_name: 红烛
        unit: zhongxue
        logo: {src: logo.png, alt: 一支红烛}
        phase: 培育
        phases: {申报: 2025-03-01, 立项: 2025-05-01}
        measures: [结对, 送课]
        evidence: [news/2026/03/dangri]
        publish_at: 2026-02-02 09:00
        status: published
        ---
        ## 做法

        结对帮扶。
      logo.png
    disclosure/
      index.md
        ---
        title: 党务公开
        kind: disclosure
        ---
      jueyi.md
        ---
        title: 支部决议
        category: 党组织决议决定及执行
        item: 支部决议
        scope: 向社会公开
        timing: 长期
        next_due: 2026-06-30
        publish_at: 2026-02-03 09:00
        status: published
        ---
        决议的内容。
      dangfei.md
        ---
        title: 党费收缴
        category: 党的组织管理
        item: 党费收缴
        scope: 在全党公开
        publish_at: 2026-02-03 10:00
        status: published
        ---
        只在党内公开的内容。
    documents/
      index.md
        ---
        title: 制度文件
        kind: document
        column_type: 制度
        ---
      banfa-2025.md
        ---
        title: 示例办法
        issued: 2025-01-01
        validity: 废止
        replaced_by: documents/banfa-2026
        publish_at: 2025-01-02 09:00
        status: published
        ---
        旧的办法。
      banfa-2026.md
        ---
        title: 示例办法（修订）
        doc_no: 示发〔2026〕1号
        issued: 2026-01-01
        publish_at: 2026-01-02 09:00
        status: published
        ---
        新的办法。
    stories/
      index.md
        ---
        title: 微故事
        kind: story
        ---
      deng.md
        ---
        title: 一盏灯
        unit: zhongxue
        publish_at: 2026-02-04 09:00
        status: published
        ---
        一个短故事。
    videos/
      index.md
        ---
        title: 党建视频
        kind: video
        ---
      kaimen/
        index.md
          ---
          title: 开门
          src: kaimen.mp4
          poster: poster.jpg
          duration: 1:05
          captions: kaimen.vtt
          transcript: |
            第一句。
            第二句。
          publish_at: 2026-02-05 09:00
          status: published
          ---
          短片。
        kaimen.mp4
        kaimen.vtt
        poster.jpg
    tasks/
      index.md
        ---
        title: 书记项目
        kind: task
        ---
      pinpai.md
        ---
        title: 一单位一品牌
        line: demonstrate
        applies_to: [学校, 机关]
        due: 2026-12-31
        owner_unit: zhongxue
        state: doing
        proofs: [brands/hongzhu]
        publish_at: 2026-01-05 09:00
        status: published
        ---
        任务的说明。
    bulletins/
      index.md
        ---
        title: 督查通报
        kind: bulletin
        ---
      2026q1.md
        ---
        title: 一季度通报
        quarter: 2026Q1
        publish_at: 2026-03-09 09:00
        status: published
        ---
        通报的内容。
    topics/
      index.md
        ---
        title: 专题
        kind: topic
        ---
      xuexi.md
        ---
        title: 学习
        from: 2026-03-01
        to: 2026-12-31
        publish_at: 2026-03-01 09:00
        status: published
        ---
        专题的说明。
    units/
      index.md
        ---
        title: 单位
        kind: unit
        ---
      zhongxue.md
        ---
        title: 示例中学
        name: 示例第一中学
        short: 示例中学
        unit_kind: 学校
        party_org: 支部
        publish_at: 2026-01-01 09:00
        status: published
        ---
        学校简介。
"""
