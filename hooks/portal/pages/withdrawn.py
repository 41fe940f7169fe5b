"""What is left of an entry that was withdrawn: a page that says so, with the reason."""

from __future__ import annotations

from dataclasses import dataclass

from .cards import minute
from .edition import Edition, question
from .page import Crumb, Page
from .shelves import Ref, column_ref


@dataclass(frozen=True, kw_only=True)
class WithdrawnPage:
    """That an entry was withdrawn, when, and why."""

    title: str
    withdrawn_at: str
    reason: str
    column: Ref


@question
def notice(edition: Edition, key: str) -> tuple[str, str, str]:
    """Of a withdrawn entry, its column, when it was withdrawn, and why; nothing else is left."""
    entry = next(entry for entry in edition.library.withdrawn if entry.key == key)
    assert entry.meta.withdrawn is not None
    return entry.column, minute(entry.meta.withdrawn.at), entry.meta.withdrawn.reason


def withdrawn_page(edition: Edition, key: str) -> Page:
    """What is left at the address of a withdrawn entry: no title, no text, the reason."""
    name, withdrawn_at, reason = notice(edition, key)
    column = column_ref(edition, name)
    title = "稿件已撤下"
    return Page(
        url=f"{key}/",
        template="withdrawn.html",
        title=title,
        section=column.url,
        trail=(Crumb(title=column.title, url=column.url),),
        listed=False,
        model=WithdrawnPage(title=title, withdrawn_at=withdrawn_at, reason=reason, column=column),
    )
