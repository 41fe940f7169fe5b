"""专题: entries of all columns under one heading; they join by their `topics`."""

from __future__ import annotations

from ..fields import Flag, Span, field
from .meta import Kind, Meta


class TopicMeta(Meta, Span):
    """The front matter of a topic."""

    archived: Flag = field("已归档", "true 表示专题已结束，不再更新", default=False)


TOPIC = Kind(
    name="topic",
    label="专题",
    meta=TopicMeta,
    template="topic.html",
    list_template="topics.html",
    skeleton=("publish_at", "summary", "cover"),
)
