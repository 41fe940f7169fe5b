"""What may come in as a picture, judged by its first bytes and never by its name."""

from __future__ import annotations

import os
import re
import warnings
from collections.abc import Iterator
from typing import BinaryIO, Final

from PIL import Image

from ..problem import Problem, Severity

FORMATS: Final = ("JPEG", "PNG", "GIF", "BMP", "WEBP")
MAX_BYTES: Final = 30 * 2**20
MAX_PIXELS: Final = 60_000_000
MAX_SIDE: Final = 16_383
"""The longest side that WebP can hold, in pixels."""
SMALL: Final = 200
"""A photo narrower than this many pixels is blurred in an article."""

Words = tuple[str, str]
"""What is wrong, and the remedy."""

UNREADABLE: Final = ("这张图片读不出来。", "请检查它是否还在内容目录里、能否打开，再重新放一次。")
DAMAGED: Final = ("这张图片不完整或已损坏，打不开。", "请从手机、相机或原网页重新取一份，替换这个文件。")
_SMALLER: Final = "请用看图软件把长边缩小到 4000 像素以内，另存为 JPEG。"

_MAGIC: Final = re.compile(rb"\xff\xd8\xff|\x89PNG\r\n\x1a\n|GIF8|BM|RIFF.{4}WEBP", re.DOTALL)
_MARKUP = rb"(?:\xef\xbb\xbf)?\s*(?=<)"
_KINDS: Final[tuple[tuple[bytes, Words], ...]] = (
    (
        _MARKUP + rb".*?<(?:\w+:)?svg\b",
        ("这是 SVG 矢量图，里面可以藏脚本，网站不发布。", "请另存为 PNG 后再用。"),
    ),
    (
        _MARKUP,
        ("这个文件里是网页代码，不是图片。", "请打开原网页，在图片上点右键选“图片另存为”，重新保存一次。"),
    ),
    (
        rb".{4}ftyp(?:hei|hev|mif1|msf1|avi[fs])",
        (
            "这是 HEIC 或 AVIF 格式的照片，不少浏览器打不开。",
            "请在电脑上打开后另存为 JPEG；苹果手机在“设置—相机—格式”里选“兼容性最佳”，以后拍的就是 JPEG。",
        ),
    ),
    (
        rb"\xd7\xcd\xc6\x9a|[\x01\x02]\x00\x09\x00|\x01\x00\x00\x00.{36} EMF",
        (
            "这是 Word 里的图元文件（WMF 或 EMF），浏览器打不开。",
            "请在 Word 里的图上点右键选“另存为图片”，格式选 JPEG 或 PNG。",
        ),
    ),
    (
        rb"II\*\x00|MM\x00\*",
        ("这是 TIFF 格式的图片，浏览器打不开。", "请用“画图”打开后另存为 JPEG。"),
    ),
    (
        rb"%PDF|PK\x03\x04|\xd0\xcf\x11\xe0",
        ("这是文档或压缩包，不是图片。", "请把里面的图片另存为 JPEG；要供人下载的文件请写进 attachments。"),
    ),
    (rb"", ("这个文件不是图片。", "请换成 JPEG 或 PNG 图片。")),
)


def inspect_picture(source: str, stream: BinaryIO) -> tuple[Problem, ...]:
    """What is wrong with a picture as far as its header tells; no pixel is decoded.

    `source` is its path below content/. A picture without an error here may still turn out to be truncated.
    """
    with warnings.catch_warnings(action="ignore"):  # Pillow's, in English, of what is judged here
        return tuple(fault(source, words, severity=severity) for severity, words in _findings(stream))


def fault(source: str, words: Words, *, severity: Severity = "error") -> Problem:
    """A problem of a picture as a whole."""
    return Problem(path=source, line=0, message=words[0], remedy=words[1], severity=severity)


def _findings(stream: BinaryIO) -> Iterator[tuple[Severity, Words]]:
    size = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    head = stream.read(4096)
    if not size:
        yield "error", ("这是空文件（0 字节）。", DAMAGED[1])
    elif size > MAX_BYTES:
        yield "error", (f"这个文件超过 {MAX_BYTES // 2**20} MB。", _SMALLER)
    elif not _MAGIC.match(head):
        yield "error", _foreign(head)
    else:
        yield from _header_findings(stream)


def _foreign(head: bytes) -> Words:
    return next(words for start, words in _KINDS if re.match(start, head, re.DOTALL | re.IGNORECASE))


def _header_findings(stream: BinaryIO) -> Iterator[tuple[Severity, Words]]:
    try:
        image = Image.open(stream, formats=FORMATS)
        moving = getattr(image, "is_animated", False) and image.format != "MPO"  # a phone's still in layers
        width, height, photo = *image.size, not image.has_transparency_data
    except Image.DecompressionBombError:
        yield "error", (f"这张图片超过 {MAX_PIXELS // 10_000} 万像素。", _SMALLER)
    except Exception:  # Pillow's readers raise whatever broken bytes lead them into
        yield "error", DAMAGED
    else:
        yield from _size_findings(width, height, photo=photo)
        if moving:
            yield "warning", ("这是动图，网站上只显示第一幅，不会动。", "需要动态效果的，请改用视频。")


def _size_findings(width: int, height: int, *, photo: bool) -> Iterator[tuple[Severity, Words]]:
    measured = f"这张图片是 {width}×{height} 像素"
    if width * height > MAX_PIXELS:
        yield "error", (f"{measured}，超过 {MAX_PIXELS // 10_000} 万像素。", _SMALLER)
    elif max(width, height) > MAX_SIDE:
        yield "error", (f"{measured}，长边超过 {MAX_SIDE} 像素。", "请裁成几张，或缩小后另存为 JPEG。")
    elif photo and width < SMALL:
        yield "warning", (f"{measured}，太小，放到网页上会模糊。", "请换用原图，不要用缩略图或截图。")
