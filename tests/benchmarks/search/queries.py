"""Three hundred queries in classes, with the posts that each has to find, by reading them all."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from portal.search.document import FACETS, Document
from portal.search.normalise import STOP, normalise

EACH = 23
"""Queries of a class."""
_HAN = re.compile("[\u4e00-\u9fff]+")


@dataclass(frozen=True, kw_only=True)
class Query:
    """What somebody types, and what has to come of it."""

    group: str
    text: str
    found: frozenset[int]
    """The posts, by number, the newest being 0."""
    facets: dict[str, dict[str, int]]


def queries(posts: Sequence[Document], each: int = EACH, seed: int = 35) -> Iterator[Query]:
    """Queries cut out of the posts, in classes."""
    draw = random.Random(seed)
    texts = [STOP.join(normalise(text) for text in (post.title, *post.parts)) for post in posts]

    def run(size: int) -> str:
        """So many Chinese characters that stand together in some post."""
        while True:
            found = draw.choice(_HAN.findall(draw.choice(texts)))
            if len(found) >= size:
                start = draw.randrange(len(found) - size + 1)
                return str(found[start : start + size])

    def across() -> str:
        """Over a mark of punctuation."""
        while True:
            text = draw.choice(texts)
            at = draw.randrange(8, len(text) - 8)
            if text[at] in "，。、；" and STOP not in text[at - 4 : at + 5]:
                return text[at - draw.randint(1, 4) : at + draw.randint(2, 5)]

    names = [post.parts[2] for post in posts]
    words = [post.parts[3] for post in posts if len(post.parts[3]) > 1]
    classes: dict[str, Callable[[], str]] = {
        "words": lambda: draw.choice(words),
        "names": lambda: draw.choice(names),
        "two characters": lambda: run(2),
        "three and four characters": lambda: run(draw.choice((3, 4))),
        "across boundaries": across,
        "single characters": lambda: run(1),
        "digits and Latin": lambda: draw.choice(
            ("2016", "iPad", "ipad 2016", "12", "3月6日", "2017", "35号", "Pad")
        ),
        "office signs": lambda: draw.choice(
            ("“3+2”", "3+2", "互联网+", "〔2017〕35号", "〔2017〕", "互联网+党建", "“3+2”书记项目")
        ),
        "in nearly every post": lambda: draw.choice(
            ("中学", "党员", "示例第", "示例", "的", "，", "党员教师")
        ),
        "traditional": lambda: draw.choice(
            ("黨員", "黨員與學校", "書記項目", "互聯網", "綿陽市教育", "學校")
        ),
        "two terms": lambda: f"{run(2)} {draw.choice(words)}",
        "long": lambda: run(draw.choice((10, 12, 14))),
        "absent": lambda: run(2) + "龘" + run(1),
    }
    for group, make in classes.items():
        for _ in range(each):
            yield _query(group, make(), posts, texts)


def _query(group: str, text: str, posts: Sequence[Document], texts: Sequence[str]) -> Query:
    terms = [term for term in normalise(text).split(STOP) if term]
    found = frozenset(number for number, one in enumerate(texts) if all(term in one for term in terms))
    facets = {
        name: dict(Counter(value for number in found for value in posts[number].facets.get(name, ())))
        for name in FACETS
    }
    return Query(group=group, text=text, found=found, facets=facets)
