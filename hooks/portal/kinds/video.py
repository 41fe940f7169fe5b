"""党建视频: a film with captions and a transcript."""

from __future__ import annotations

from ..fields import BesideFile, Seconds, Text, field
from .meta import Kind, Meta


class VideoMeta(Meta):
    """The front matter of a video; all its files lie beside it."""

    src: BesideFile = field("视频文件", "mp4 或 webm，放在稿件旁边", default=..., example="film.mp4")
    poster: BesideFile | None = field("视频封面")
    duration: Seconds | None = field("时长", "分:秒，例如 1:05")
    captions: BesideFile | None = field("字幕文件", "vtt 格式，放在稿件旁边")
    transcript: Text | None = field("文字稿", "给听不到或不方便播放的人")


VIDEO = Kind(
    name="video",
    label="党建视频",
    meta=VideoMeta,
    template="video.html",
    list_template="videos.html",
    skeleton=("unit", "publish_at", "poster", "duration", "captions", "transcript", "summary"),
)
