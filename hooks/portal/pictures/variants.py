"""From an original to the bytes that are published: upright, in sRGB, in several widths, and nothing else."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from typing import Any, Final, Literal

import PIL
from PIL import ExifTags, Image, ImageCms

from .inspection import FORMATS

Format = Literal["webp", "jpeg", "png"]

WIDTHS: Final = (480, 960, 1600)
FALLBACK_WIDTH: Final = 960
ENCODERS: Final[dict[Format, dict[str, Any]]] = {
    "webp": {"format": "WEBP", "quality": 80, "method": 4},
    "jpeg": {"format": "JPEG", "quality": 82, "progressive": True, "optimize": True},
    "png": {"format": "PNG", "optimize": True},
}
RECIPE: Final = repr((1, WIDTHS, FALLBACK_WIDTH, ENCODERS, PIL.__version__))
"""What decides, besides the original, which bytes come out; the number stands for the code of this module."""

MAX_SCANS: Final = 1000
"""A progressive JPEG has about ten scans; each may be a few bytes and cost a walk over all pixels."""

_TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What undoes each EXIF orientation."""


@dataclass(frozen=True, kw_only=True)
class Variant:
    """One published file of a picture."""

    width: int
    height: int
    format: Format
    size: int
    """In bytes."""
    sha256: str
    """Of its content."""

    @property
    def path(self) -> str:
        """Where it is on the site, relative to the site's root; its name comes from its content."""
        return f"assets/pictures/{self.sha256[:16]}-{self.width}.{self.format}"


@dataclass(frozen=True, kw_only=True)
class Picture:
    """The published files of one original."""

    variants: tuple[Variant, ...]
    """WebP, the narrowest first."""
    fallback: Variant
    """JPEG, or PNG where the original is transparent."""

    @property
    def width(self) -> int:
        """Of the widest variant, as `height`."""
        return self.variants[-1].width

    @property
    def height(self) -> int:
        return self.variants[-1].height

    @property
    def files(self) -> tuple[Variant, ...]:
        """All that has to be on the site."""
        return (*self.variants, self.fallback)


def decode(data: bytes) -> Image.Image:
    """All pixels of a picture that passed inspection; raises any exception if its bytes are broken."""
    if data.count(b"\xff\xda") > MAX_SCANS:
        raise ValueError("a scan bomb")
    image = Image.open(io.BytesIO(data), formats=FORMATS)
    image.draft(None, (WIDTHS[-1], WIDTHS[-1]))  # a huge JPEG at 1/2, 1/4 or 1/8, still larger than needed
    image.load()
    return image


def develop(image: Image.Image) -> tuple[Picture, dict[Variant, bytes]]:
    """The picture that an original becomes, and the content of its files."""
    image = _bare(_srgb(_shrunk(_direct(_upright(image)), WIDTHS[-1])))
    encoded = [_encode(_shrunk(image, width), "webp") for width in WIDTHS if width < image.width]
    encoded.append(_encode(image, "webp"))
    fallback = _encode(_shrunk(image, FALLBACK_WIDTH), "png" if image.mode == "RGBA" else "jpeg")
    picture = Picture(variants=tuple(variant for variant, _ in encoded), fallback=fallback[0])
    return picture, dict([*encoded, fallback])


def _upright(image: Image.Image) -> Image.Image:
    """Not by `ImageOps.exif_transpose`: it rewrites the EXIF, and any damaged tag there makes it raise."""
    try:
        turn = _TURNS.get(image.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception:  # damaged EXIF raises nearly anything
        return image
    return image if turn is None else image.transpose(turn)


def _direct(image: Image.Image) -> Image.Image:
    """The same as RGB or RGBA, whether it was grey, 16-bit or had a palette; CMYK needs its profile yet."""
    if image.mode == "CMYK":
        return image
    if image.mode == "I;16":  # Pillow would cut all levels above 255 to white
        return image.point(lambda level: level * (1 / 257)).convert("L").convert("RGB")
    mode = "RGBA" if image.has_transparency_data else "RGB"
    return image if image.mode == mode else image.convert(mode)


def _shrunk(image: Image.Image, width: int) -> Image.Image:
    if image.width <= width:
        return image
    height = max(1, round(image.height * width / image.width))
    return image.resize((width, height), Image.Resampling.LANCZOS)


def _srgb(image: Image.Image) -> Image.Image:
    """The same colours as the web has them; a profile that is broken or for other pixels is passed over."""
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    if profile := image.info.get("icc_profile"):
        try:
            own, srgb = ImageCms.getOpenProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
            return ImageCms.buildTransform(own, srgb, image.mode, mode).apply(image)
        except ImageCms.PyCMSError:
            pass
    return image.convert(mode)


def _bare(image: Image.Image) -> Image.Image:
    """Only the pixels, since Pillow writes what it finds in `info`, and alpha only if it hides anything."""
    opaque = image.mode == "RGB" or image.getchannel("A").getextrema() == (255, 255)
    bare = image.convert("RGB" if opaque else "RGBA")
    bare.info = {}
    return bare


def _encode(image: Image.Image, format: Format) -> tuple[Variant, bytes]:
    stream = io.BytesIO()
    image.save(stream, **ENCODERS[format])
    data = stream.getvalue()
    digest = hashlib.sha256(data).hexdigest()
    return Variant(width=image.width, height=image.height, format=format, size=len(data), sha256=digest), data
