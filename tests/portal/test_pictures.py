"""Pictures: what may come in, what goes out, and what the cache may be trusted with."""

from __future__ import annotations

import io
import itertools
import os
import pickle
import re
import struct
import zlib
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image, ImageCms, ImageDraw, PngImagePlugin

from portal.pictures import (
    Picture,
    cached_file,
    inspect_picture,
    make_picture,
    make_pictures,
)
from portal.problem import Problem

RED, GREEN, BLUE = (200, 20, 20), (20, 200, 20), (20, 20, 200)
SECRET = "SECRET-31.4679N-104.6796E"
PNG_START = b"\x89PNG\r\n\x1a\n"
DAMAGED = "这张图片不完整或已损坏，打不开。请从手机、相机或原网页重新取一份，替换这个文件。"
SMALLER = "请用看图软件把长边缩小到 4000 像素以内，另存为 JPEG。"


class Serial(Executor):
    """Does the work at once, in this process."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


class Desk:
    """A content folder with a cache beside it."""

    def __init__(self, folder: Path) -> None:
        self.content, self.cache = folder / "content", folder / "cache"
        self.content.mkdir()

    def put(self, name: str, data: bytes) -> str:
        (self.content / name).write_bytes(data)
        return name

    def make(self, data: bytes, name: str = "图.jpg") -> tuple[Picture | None, tuple[Problem, ...]]:
        return make_picture(self.content, self.cache, self.put(name, data))

    def picture(self, data: bytes) -> Picture:
        picture, problems = self.make(data)
        assert picture, problems
        return picture

    def problems(self, data: bytes) -> str:
        return "\n".join(map(str, self.make(data)[1]))

    def open(self, picture: Picture) -> list[Image.Image]:
        return [
            Image.open(io.BytesIO(cached_file(self.cache, variant).read_bytes())) for variant in picture.files
        ]

    def cached(self) -> dict[str, bytes]:
        return {file.name: file.read_bytes() for file in self.cache.iterdir()}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def saved(image: Image.Image, format: str = "JPEG", **options: Any) -> bytes:
    stream = io.BytesIO()
    image.save(stream, format, **options)
    return stream.getvalue()


def plain(width: int = 240, height: int = 120, mode: str = "RGB", colour: Any = RED) -> Image.Image:
    return Image.new(mode, (width, height), colour)


def flag() -> Image.Image:
    """Red on the left, blue on the right."""
    image = plain()
    ImageDraw.Draw(image).rectangle((120, 0, 240, 120), BLUE)
    return image


def badge() -> Image.Image:
    """A red disc on nothing."""
    image = Image.new("RGBA", (240, 240), (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse((20, 20, 220, 220), (*RED, 255))
    return image


def near(pixel: Any, colour: tuple[int, ...]) -> bool:
    return len(pixel) == len(colour) and all(abs(a - b) < 16 for a, b in zip(pixel, colour, strict=True))


def png(width: int, height: int, *chunks: tuple[bytes, bytes], depth: int = 8, colour_type: int = 2) -> bytes:
    header = (b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour_type, 0, 0, 0))
    return PNG_START + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in (header, *chunks, (b"IEND", b""))
    )


def exif(*entries: tuple[int, int, int, bytes]) -> bytes:
    """EXIF made by hand, so that it may be wrong: (tag, type, count, four bytes of value)."""
    packed = b"".join(struct.pack("<HHI4s", *entry) for entry in entries)
    return b"Exif\0\0II*\0\x08\0\0\0" + struct.pack("<H", len(entries)) + packed + b"\0\0\0\0"


def with_secrets(format: str) -> bytes:
    """A picture that tells where it was taken, by every means that its format has."""
    tags = Image.Exif()
    tags[ExifTags.Base.Artist] = SECRET
    tags[ExifTags.Base.Orientation] = 3
    tags.get_ifd(ExifTags.IFD.GPSInfo).update({ExifTags.GPS.GPSMapDatum: SECRET})
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    xmp = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{SECRET}</x:xmpmeta>"
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Comment", SECRET)
    texts.add_itxt("XML:com.adobe.xmp", xmp)
    own: dict[str, dict[str, Any]] = {
        "JPEG": {"comment": SECRET.encode(), "xmp": xmp.encode(), "dpi": (301, 301)},
        "PNG": {"pnginfo": texts, "dpi": (301, 301)},
        "WEBP": {"xmp": xmp.encode()},
    }
    image = plain() if format == "JPEG" else badge()
    return saved(image, format, exif=tags, icc_profile=profile, **own[format])


def parts(data: bytes) -> set[str]:
    """The kinds of segments or chunks that a JPEG, PNG or WebP file is made of."""
    if data.startswith(PNG_START):
        return {kind.decode() for kind in _chunks(data, 8, ">I", name_first=False, extra=4)}
    if data.startswith(b"RIFF"):
        return {kind.decode() for kind in _chunks(data, 12, "<I", name_first=True, extra=0)}
    return {f"{marker[0]:02X}" for marker in re.findall(rb"\xff([\xc0-\xfe])", data)}


def _chunks(data: bytes, start: int, length: str, *, name_first: bool, extra: int) -> list[bytes]:
    kinds = []
    while start < len(data):
        first, second = data[start : start + 4], data[start + 4 : start + 8]
        kind, size = (first, second) if name_first else (second, first)
        (count,) = struct.unpack(length, size)
        kinds.append(kind)
        start += 8 + count + (count % 2 if name_first else 0) + extra
    return kinds


# What goes out


@pytest.mark.parametrize(
    ("original", "variants", "fallback"),
    [
        ((2000, 1000), [(480, 240), (960, 480), (1600, 800)], (960, 480)),
        ((1200, 900), [(480, 360), (960, 720), (1200, 900)], (960, 720)),
        ((960, 540), [(480, 270), (960, 540)], (960, 540)),
        ((300, 400), [(300, 400)], (300, 400)),
        ((2000, 1), [(480, 1), (960, 1), (1600, 1)], (960, 1)),
        ((1, 1), [(1, 1)], (1, 1)),
    ],
)
def test_a_picture_comes_in_three_widths_and_is_never_enlarged(
    desk: Desk, original: tuple[int, int], variants: list[tuple[int, int]], fallback: tuple[int, int]
) -> None:
    picture = desk.picture(saved(plain(*original)))
    assert [(v.width, v.height, v.format) for v in picture.variants] == [(*size, "webp") for size in variants]
    assert (picture.fallback.width, picture.fallback.height, picture.fallback.format) == (*fallback, "jpeg")
    assert (picture.width, picture.height) == variants[-1]


def test_a_variant_says_what_its_file_is(desk: Desk) -> None:
    picture = desk.picture(saved(plain(1000, 500)))
    told = [(v.width, v.height, v.format, v.size) for v in picture.files]
    files = [cached_file(desk.cache, v).stat().st_size for v in picture.files]
    found = [
        (image.width, image.height, str(image.format).lower(), size)
        for image, size in zip(desk.open(picture), files, strict=True)
    ]
    assert told == found


def test_a_huge_jpeg_is_decoded_smaller_and_still_fills_the_widest_variant(desk: Desk) -> None:
    assert desk.picture(saved(plain(6400, 4800))).width == 1600


def test_the_jpeg_is_progressive(desk: Desk) -> None:
    assert desk.open(desk.picture(saved(flag())))[-1].info["progressive"] == 1


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_no_secret_of_the_original_is_in_any_file(desk: Desk, format: str) -> None:
    data = with_secrets(format)
    assert SECRET.encode() in data
    desk.picture(data)
    assert [name for name, found in desk.cached().items() if SECRET.encode() in found] == []


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_files_are_made_of_pixels_and_nothing_else(desk: Desk, format: str) -> None:
    picture = desk.picture(with_secrets(format))
    found = {v.format: parts(cached_file(desk.cache, v).read_bytes()) for v in picture.files}
    jpeg = {"webp": {"VP8 "}, "jpeg": {"D8", "E0", "DB", "C2", "C4", "DA", "D9"}}
    transparent = {"webp": {"VP8X", "ALPH", "VP8 "}, "png": {"IHDR", "IDAT", "IEND"}}
    assert found == (jpeg if format == "JPEG" else transparent)


def test_names_come_from_the_content_and_not_from_the_author(desk: Desk) -> None:
    first, _ = desk.make(saved(flag()), "张三身份证 1.jpg")
    second, _ = desk.make(saved(flag()), "b.jpg")
    assert first
    assert first == second
    assert all(re.fullmatch(r"assets/pictures/[0-9a-f]{16}-240\.(webp|jpeg)", v.path) for v in first.files)


def test_a_picture_is_a_value(desk: Desk) -> None:
    picture = desk.picture(saved(flag()))
    assert {picture: 1} == {pickle.loads(pickle.dumps(picture)): 1}


@pytest.mark.parametrize("orientation", range(1, 9))
def test_pictures_stand_upright(desk: Desk, orientation: int) -> None:
    """A phone lays the picture down and says in EXIF how to turn it up; its first corner is green."""
    lying = plain(240, 240)
    ImageDraw.Draw(lying).rectangle((0, 0, 119, 119), GREEN)
    corner = {1: (0, 0), 2: (1, 0), 3: (1, 1), 4: (0, 1), 5: (0, 0), 6: (1, 0), 7: (1, 1), 8: (0, 1)}
    picture = desk.picture(saved(lying, exif=exif((0x0112, 3, 1, bytes([orientation, 0, 0, 0])))))
    upright = desk.open(picture)[-1]
    green = [
        (x, y) for x in (0, 1) for y in (0, 1) if near(upright.getpixel((60 + x * 120, 60 + y * 120)), GREEN)
    ]
    assert green == [corner[orientation]]


def test_a_lying_photo_gives_the_size_it_has_upright(desk: Desk) -> None:
    picture = desk.picture(saved(plain(2000, 1000), exif=exif((0x0112, 3, 1, b"\6\0\0\0"))))
    assert (picture.width, picture.height) == (1000, 2000)


def test_a_damaged_tag_does_not_lay_a_picture_down(desk: Desk) -> None:
    """`ImageOps.exif_transpose` raises on this one."""
    damaged = exif((0x0103, 2, 4, b"zzz\0"), (0x0112, 3, 1, b"\6\0\0\0"))
    picture = desk.picture(saved(plain(240, 120), exif=damaged))
    assert (picture.width, picture.height) == (120, 240)


@pytest.mark.parametrize("broken", [b"Exif\0\0garbage", b"Exif\0\0II*\0\x08\0\0\0\x05\0\x12", b"Exif\0\0"])
def test_broken_exif_harms_nothing(desk: Desk, broken: bytes) -> None:
    assert desk.make(saved(plain(), exif=broken))[1] == ()


def test_colours_are_brought_to_srgb(desk: Desk) -> None:
    """In the profile of this picture red and green have changed places."""
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = srgb.replace(b"rXYZ", b"----").replace(b"gXYZ", b"rXYZ").replace(b"----", b"gXYZ")
    picture = desk.picture(saved(plain(colour=(250, 0, 0)), icc_profile=swapped))
    red, green, blue = desk.open(picture)[-1].getpixel((9, 9))  # type: ignore[misc]
    assert green > 200 > 120 > red
    assert blue < 120


def test_a_broken_profile_is_passed_over(desk: Desk) -> None:
    picture = desk.picture(saved(plain(), icc_profile=b"no profile"))
    assert near(desk.open(picture)[-1].getpixel((9, 9)), RED)


def test_cmyk_becomes_rgb(desk: Desk) -> None:
    picture = desk.picture(saved(plain(mode="CMYK", colour=(0, 255, 255, 0))))
    assert [image.mode for image in desk.open(picture)] == ["RGB", "RGB"]
    assert near(desk.open(picture)[-1].getpixel((9, 9)), (254, 0, 0))


def test_sixteen_bit_grey_keeps_its_tones(desk: Desk) -> None:
    picture = desk.picture(saved(Image.new("I;16", (240, 9), 0x8080), "PNG"))
    assert near(desk.open(picture)[-1].getpixel((9, 4)), (128, 128, 128))


def test_black_and_white_is_a_picture_too(desk: Desk) -> None:
    picture = desk.picture(saved(Image.new("1", (240, 9), 1), "PNG"))
    assert near(desk.open(picture)[-1].getpixel((9, 4)), (255, 255, 255))


@pytest.mark.parametrize(
    "data",
    [
        saved(badge(), "PNG"),
        saved(badge(), "WEBP"),
        saved(badge().quantize(16), "PNG"),
        saved(badge().convert("LA"), "PNG"),
        saved(badge(), "GIF"),
    ],
    ids=["png", "webp", "palette", "grey", "gif"],
)
def test_what_is_transparent_stays_so_in_webp_and_png(desk: Desk, data: bytes) -> None:
    picture = desk.picture(data)
    corners = [image.convert("RGBA").getpixel((0, 0))[3] for image in desk.open(picture)]  # type: ignore[index]
    assert ([v.format for v in picture.files], corners) == (["webp", "png"], [0, 0])


def test_an_alpha_channel_that_hides_nothing_is_dropped(desk: Desk) -> None:
    """Screenshots often have one; as a PNG they would be ten times as heavy."""
    picture = desk.picture(saved(flag().convert("RGBA"), "PNG"))
    assert [v.format for v in picture.files] == ["webp", "jpeg"]


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "GIF", "BMP"])
def test_the_content_decides_and_not_the_name(desk: Desk, format: str) -> None:
    picture, problems = desk.make(saved(flag(), format), "图.jpg")
    assert picture
    assert problems == ()


@pytest.mark.parametrize("format", ["GIF", "WEBP", "PNG"])
def test_of_a_moving_picture_the_first_frame_stays_and_the_author_is_told(desk: Desk, format: str) -> None:
    moving = saved(plain(colour=RED), format, save_all=True, append_images=[plain(colour=BLUE)], duration=100)
    picture, problems = desk.make(moving)
    assert picture
    assert near(desk.open(picture)[-1].getpixel((9, 9)), RED)
    remedy = "这是动图，网站上只显示第一幅，不会动。需要动态效果的，请改用视频。"
    assert [str(problem) for problem in problems] == [f"图.jpg: 提醒：{remedy}"]


def test_a_phone_s_still_in_layers_does_not_count_as_moving(desk: Desk) -> None:
    layered = saved(flag(), "MPO", save_all=True, append_images=[plain()])
    assert desk.make(layered)[1] == ()


def test_a_tiny_photo_is_published_with_a_warning(desk: Desk) -> None:
    picture, problems = desk.make(saved(plain(120, 90)))
    assert picture
    words = "这张图片是 120×90 像素，太小，放到网页上会模糊。请换用原图，不要用缩略图或截图。"
    assert [str(problem) for problem in problems] == [f"图.jpg: 提醒：{words}"]


def test_a_small_logo_is_no_mistake(desk: Desk) -> None:
    assert desk.make(saved(badge().resize((64, 64)), "PNG"))[1] == ()


# What may not come in

BOMB = zlib.compress(bytes(20_000_000), 9)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "这是空文件（0 字节）。请从手机、相机或原网页重新取一份，替换这个文件。"),
        (b"hello", "这个文件不是图片。请换成 JPEG 或 PNG 图片。"),
        (
            "\ufeff<!DOCTYPE html><p>404</p>".encode(),
            "这个文件里是网页代码，不是图片。请打开原网页，在图片上点右键选“图片另存为”，重新保存一次。",
        ),
        (
            b'<?xml version="1.0"?><!-- x --><svg xmlns="http://www.w3.org/2000/svg"><script/></svg>',
            "这是 SVG 矢量图，里面可以藏脚本，网站不发布。请另存为 PNG 后再用。",
        ),
        (
            b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
            "这是 HEIC 或 AVIF 格式的照片，不少浏览器打不开。请在电脑上打开后另存为 JPEG；"
            "苹果手机在“设置—相机—格式”里选“兼容性最佳”，以后拍的就是 JPEG。",
        ),
        (
            b"\xd7\xcd\xc6\x9a" + bytes(40),
            "这是 Word 里的图元文件（WMF 或 EMF），浏览器打不开。"
            "请在 Word 里的图上点右键选“另存为图片”，格式选 JPEG 或 PNG。",
        ),
        (
            b"\x01\0\0\0" + bytes(36) + b" EMF",
            "这是 Word 里的图元文件（WMF 或 EMF），浏览器打不开。"
            "请在 Word 里的图上点右键选“另存为图片”，格式选 JPEG 或 PNG。",
        ),
        (saved(flag(), "TIFF"), "这是 TIFF 格式的图片，浏览器打不开。请用“画图”打开后另存为 JPEG。"),
        (
            b"PK\x03\x04docx",
            "这是文档或压缩包，不是图片。请把里面的图片另存为 JPEG；要供人下载的文件请写进 attachments。",
        ),
        (saved(flag()) + bytes(30 * 2**20), f"这个文件超过 30 MB。{SMALLER}"),
        (png(60_000, 60_000, (b"IDAT", b"")), f"这张图片超过 6000 万像素。{SMALLER}"),
        (png(8000, 8000, (b"IDAT", b"")), f"这张图片是 8000×8000 像素，超过 6000 万像素。{SMALLER}"),
        (
            png(20_000, 100, (b"IDAT", b"")),
            "这张图片是 20000×100 像素，长边超过 16383 像素。请裁成几张，或缩小后另存为 JPEG。",
        ),
        (png(300, 300, (b"iCCP", b"x\0\0" + BOMB), (b"IDAT", b"")), DAMAGED),
        (png(300, 300, (b"iTXt", b"x\0\1\0\0\0" + BOMB), (b"IDAT", b"")), DAMAGED),
        (png(300, 300, (b"IDAT", zlib.compress(b"\0")), (b"iTXt", b"x\0\1\0\0\0" + BOMB)), DAMAGED),
        (saved(flag())[:-300], DAMAGED),
        (saved(flag())[:60], DAMAGED),
        (saved(flag(), "PNG")[:-40], DAMAGED),
        (saved(flag(), "WEBP")[:-40], DAMAGED),
        (saved(flag(), "GIF")[:-40], DAMAGED),
        (saved(flag(), "BMP")[:-40], DAMAGED),
        (saved(flag(), progressive=True)[:-2] + b"\xff\xda\0\x08\1\1\0\1\x3f\0" * 2000, DAMAGED),
        (PNG_START, DAMAGED),
    ],
    ids=[
        "empty",
        "text",
        "html",
        "svg",
        "heic",
        "wmf",
        "emf",
        "tiff",
        "docx",
        "heavy",
        "bomb",
        "large",
        "long",
        "icc-bomb",
        "text-bomb",
        "late-text-bomb",
        "cut-jpeg",
        "cut-header",
        "cut-png",
        "cut-webp",
        "cut-gif",
        "cut-bmp",
        "scan-bomb",
        "no-header",
    ],
)
def test_what_cannot_be_published_is_explained(desk: Desk, data: bytes, words: str) -> None:
    assert desk.make(data) == (None, desk.make(data)[1])
    assert desk.problems(data) == f"图.jpg: {words}"


def test_inspection_finds_what_the_header_tells_without_the_rest(desk: Desk) -> None:
    head = saved(plain(9000, 8000))[:1000]
    words = f"这张图片是 9000×8000 像素，超过 6000 万像素。{SMALLER}"
    assert [str(p) for p in inspect_picture("a.jpg", io.BytesIO(head))] == [f"a.jpg: {words}"]


UNREADABLE = "这张图片读不出来。请检查它是否还在内容目录里、能否打开，再重新放一次。"


@pytest.mark.parametrize(
    "source", ["missing.jpg", "../outside.jpg", ".", "link.jpg", "pipe.jpg", "loop.jpg", "a\0.jpg"]
)
def test_only_a_file_inside_the_content_folder_is_read(desk: Desk, source: str) -> None:
    outside = desk.content.parent / "outside.jpg"
    outside.write_bytes(saved(flag()))
    (desk.content / "link.jpg").symlink_to(outside)
    (desk.content / "loop.jpg").symlink_to(desk.content / "loop.jpg")
    os.mkfifo(desk.content / "pipe.jpg")
    picture, problems = make_picture(desk.content, desk.cache, source)
    assert (picture, [str(problem) for problem in problems]) == (None, [f"{source}: {UNREADABLE}"])


def test_one_bad_picture_takes_no_other_with_it(desk: Desk) -> None:
    sources = [desk.put("b.jpg", b"hello"), desk.put("c.jpg", saved(flag())), desk.put("a.jpg", b"")]
    pictures, problems = make_pictures(desk.content, [*sources, "c.jpg"], desk.cache, Serial())
    assert list(pictures) == ["c.jpg"]
    assert [problem.path for problem in problems] == ["a.jpg", "b.jpg"]


SEEDS = [
    saved(flag(), exif=exif((0x0112, 3, 1, b"\6\0\0\0"))),
    saved(badge().resize((40, 40)), "PNG"),
    saved(badge().resize((40, 40)), "WEBP"),
    saved(flag().quantize(8), "GIF"),
]


@settings(deadline=None, max_examples=150)
@given(st.sampled_from(SEEDS), st.lists(st.tuples(st.floats(0, 0.999), st.binary(min_size=1, max_size=4))))
def test_no_bytes_make_it_fail(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, blows: list[tuple[float, bytes]]
) -> None:
    for place, blow in blows:
        at = int(place * len(data))
        data = data[:at] + blow + data[at + len(blow) :]
    picture, problems = Desk(tmp_path_factory.mktemp("desk")).make(data)
    assert (picture is None) == any(problem.severity == "error" for problem in problems)


# The cache


def damaged(data: bytes) -> list[bytes | None]:
    """Deleted, emptied, cut, and with one bit changed in the middle or at the end."""
    middle = len(data) // 2
    flipped = data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]
    return [None, b"", data[:-1], flipped, data[:-1] + bytes([data[-1] ^ 1])]


def test_a_damaged_file_of_the_cache_is_made_again(desk: Desk) -> None:
    picture = desk.picture(saved(flag()))
    whole = desk.cached()
    for name, harm in itertools.product(whole, range(5)):
        file = desk.cache / name
        file.unlink()
        if (content := damaged(whole[name])[harm]) is not None:
            file.write_bytes(content)
        assert (desk.picture(saved(flag())), desk.cached()) == (picture, whole), (name, harm)


def test_what_is_in_the_cache_is_not_made_again(desk: Desk) -> None:
    desk.make(saved(flag()), "a.jpg")
    times = {file: file.stat().st_mtime_ns for file in desk.cache.iterdir()}
    desk.make(saved(flag()), "later and elsewhere.png")
    assert {file: file.stat().st_mtime_ns for file in desk.cache.iterdir()} == times


def test_a_warning_is_given_again_from_the_cache(desk: Desk) -> None:
    assert desk.make(saved(plain(120, 90))) == desk.make(saved(plain(120, 90)))


def test_foreign_files_in_the_cache_do_no_harm(desk: Desk) -> None:
    desk.cache.mkdir()
    (desk.cache / f"{'0' * 64}.json").write_text("{}")
    (desk.cache / "left over.tmp").write_bytes(b"half")
    assert desk.picture(saved(flag())) == desk.picture(saved(flag()))


def test_nothing_unfinished_is_left_in_the_cache(desk: Desk) -> None:
    picture = desk.picture(saved(flag()))
    record = re.compile(r"[0-9a-f]{64}\.json")
    names = {Path(variant.path).name for variant in picture.files}
    assert {name for name in desk.cached() if not record.fullmatch(name)} == names


def test_the_recipe_is_part_of_the_key(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.picture(saved(flag()))
    before = len(desk.cached())
    monkeypatch.setattr("portal.pictures.cache.RECIPE", "another Pillow")
    desk.picture(saved(flag()))
    assert len(desk.cached()) == before + 1


@pytest.mark.parametrize("workers", [1, 2])
def test_any_number_of_workers_makes_the_same_bytes(tmp_path: Path, workers: int) -> None:
    (tmp_path / "serial").mkdir()
    (tmp_path / "parallel").mkdir()
    serial, parallel = Desk(tmp_path / "serial"), Desk(tmp_path / "parallel")
    for desk in (serial, parallel):
        sources = [desk.put(f"{n}.png", saved(badge().rotate(n), "PNG")) for n in range(6)]
    one = make_pictures(serial.content, sources, serial.cache, Serial())
    with ProcessPoolExecutor(workers) as executor:
        other = make_pictures(parallel.content, sources, parallel.cache, executor)
    assert (one, serial.cached()) == (other, parallel.cached())


def test_processes_may_share_a_cache(desk: Desk) -> None:
    sources = [desk.put(f"{n}.jpg", saved(flag())) for n in range(8)]
    with ProcessPoolExecutor(2) as executor:
        made = list(executor.map(partial(make_picture, desk.content, desk.cache), sources))
    assert set(made) == {(desk.picture(saved(flag())), ())}
    assert len(desk.cached()) == 3
