"""What is looked at before a release, beyond what keeps a single entry out.

A check is a generator of problems; its docstring is the rule and whom it protects.
"""

from __future__ import annotations

from collections.abc import Iterator

from .library import Library
from .problem import Problem


def samples(library: Library) -> Iterator[Problem]:
    """Samples are no content of a real portal: readers would take invented units and people for real."""
    for entry in library.entries:
        if entry.meta.sample:
            yield Problem(
                path=entry.path,
                line=entry.line("sample"),
                message="这是示例稿件。",
                remedy="正式发布前请删去，或换成真实内容并去掉 sample。",
            )
