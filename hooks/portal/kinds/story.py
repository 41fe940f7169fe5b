"""微故事: a true story that takes three minutes at most."""

from __future__ import annotations

from .meta import Kind, Meta


class StoryMeta(Meta):
    """The front matter of a story; its reading time is computed."""


STORY = Kind(
    name="story",
    label="微故事",
    meta=StoryMeta,
    template="story.html",
    skeleton=("unit", "publish_at", "author", "summary", "cover"),
)
