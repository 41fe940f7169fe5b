"""The posts that builds are measured on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ..site import load
from .corpus import TOPICS, UNITS, posts, write_corpus, write_for_hugo, write_for_mkdocs


def test_the_same_seed_gives_the_same_posts() -> None:
    assert list(posts(5)) == list(posts(5))
    assert [post.text for post in posts(5)] != [post.text for post in posts(5, seed=36)]


def test_the_portal_reads_every_post_without_a_problem(tmp_path: Path) -> None:
    write_corpus(tmp_path, 20)

    loaded, problems = load(tmp_path)

    assert problems == ()
    assert {column: len(found) for column, found in loaded.library.in_column.items()} == {
        "news": 20,
        "topics": TOPICS,
        "units": UNITS,
    }


@pytest.mark.parametrize("write", [write_corpus, write_for_hugo, write_for_mkdocs])
def test_every_program_gets_the_same_texts(write: Callable[[Path, int], None], tmp_path: Path) -> None:
    write(tmp_path, 5)

    written = {post.path: (tmp_path / post.path).read_text("utf-8") for post in posts(5)}

    assert [text.split("\n---\n\n", 1)[1] for text in written.values()] == [
        f"{post.text}\n" for post in posts(5)
    ]
