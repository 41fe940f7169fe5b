"""Posts to search: words by Zipf's law from the 3 755 common characters.

Seven clauses of ten come from a stock, as the formulas of office prose do; the others are made for the post.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from itertools import accumulate

from portal.search.document import Document

SEED = 35
CHARACTERS = 1_400
WORDS = 6_000
STOCK = 6_000
UNITS = 60
KINDS = (("news", 80), ("stories", 8), ("models", 4), ("brands", 4), ("disclosure", 4))
SPECIAL = (
    "“3+2”书记项目",
    "互联网+党建",
    "绵教体党发〔2017〕35号",
    "中共绵阳市教育和体育局委员会",
    "三会一课",
    "黨員與學校",
    "iPad 2016款",
    "第12届3月6日",
    "党员",
    "中学",
    "党员教师",
    "主题党日",
)
LEVELS = ("国家级", "省级", "市级", "系统级", "校级")
PHASES = ("申报", "立项", "培育", "中期", "验收", "推广")
CATEGORIES = ("党的组织管理", "领导班子建设", "党风廉政建设", "其他")


class Writer:
    """Makes posts, the same for the same seed."""

    def __init__(self, seed: int = SEED) -> None:
        self._draw = random.Random(seed)
        common = [
            bytes((high, low)).decode("gb2312") for high in range(0xB0, 0xD7) for low in range(0xA1, 0xFF)
        ]
        self._draw.shuffle(common)
        weights = [*accumulate(1 / (rank + 4) ** 1.2 for rank in range(len(common)))]
        sizes = self._draw.choices((1, 2, 3, 4), (10, 65, 15, 10), k=WORDS)
        self._words = ["".join(self._draw.choices(common, cum_weights=weights, k=size)) for size in sizes]
        self._zipf = [*accumulate(1 / (rank + 3) for rank in range(WORDS))]
        self._names = [
            "".join(self._draw.choices(common, k=self._draw.choice((2, 3, 3, 4)))) for _ in range(2000)
        ]
        self._stock = [self._fresh() for _ in range(STOCK)]
        self._often = [*accumulate(1 / (rank + 30) for rank in range(STOCK))]

    def posts(self, count: int) -> Iterator[Document]:
        """So many posts, the newest first."""
        for number in range(count):
            yield self._post(number, count)

    def _fresh(self) -> str:
        return "".join(self._draw.choices(self._words, cum_weights=self._zipf, k=self._draw.randint(3, 8)))

    def _clause(self) -> str:
        chance = self._draw.random()
        if chance < 0.04:
            return self._draw.choice(SPECIAL)
        if chance < 0.06:
            return self._draw.choice(self._names) + "说"
        if chance < 0.75:
            return self._draw.choices(self._stock, cum_weights=self._often)[0]
        return self._fresh()

    def _post(self, number: int, count: int) -> Document:
        draw = self._draw
        moment = 1_790_000_000 - number * (330_000_000 // count)
        kind = draw.choices([name for name, _ in KINDS], [share for _, share in KINDS])[0]
        date = time.strftime("%Y-%m-%d", time.gmtime(moment + 8 * 3600))
        facets: dict[str, tuple[str, ...]] = {
            "column": (kind,),
            "unit": (f"u{int(UNITS * draw.random() ** 2):02}",),
            "year": (date[:4],),
        }
        if kind == "models":
            facets["honour"] = tuple(sorted(draw.sample(LEVELS, draw.randint(1, 2))))
        if kind == "brands":
            facets["phase"] = (draw.choice(PHASES),)
        if kind == "disclosure":
            facets["category"] = (draw.choice(CATEGORIES),)
        unit = f"示例第{facets['unit'][0][1:]}中学"
        return Document(
            url=f"{kind}/{date[:4]}/p{number:06}/",
            title="，".join((self._clause(), self._clause()))[:40],
            date=date,
            time=moment,
            path=f"{kind}/{date[:4]}/p{number:06}.md",
            kind="news",
            thumb=None,
            sample=False,
            facets=facets,
            parts=(self._fresh(), unit, draw.choice(self._names), draw.choice(self._words), self._text()),
        )

    def _text(self) -> str:
        lines, length = [], 0
        while length < CHARACTERS:
            clauses = [self._clause() for _ in range(self._draw.randint(8, 30))]
            line = "".join(one + self._draw.choice("，，，。；、") for one in clauses)
            lines.append(line[:-1] + "。")
            length += len(lines[-1])
        return "\n".join(lines)
