"""The code that a school's web editor pastes: four forms of one card, for what its editor keeps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import quote

from markupsafe import Markup

from .edition import Edition
from .embeds import EMBED, Embed, embed_of

UNKNOWN = "https://门户网址/"
"""Stands in the code while the site does not know its address; the page's script fills it in."""
_SMALL = 1_500
"""Bytes of the card without scripts and frames: what rich-text editors keep must be short."""
_SHORT = 24
"""Characters of a title in it."""
_LONG = 300
"""Bytes of an address: a longer one keeps its Chinese, which is three bytes a character and not nine."""
_FRAME = "border:0;width:100%;min-height:0;max-height:none;color-scheme:light"
_GROWS = "height:if(supports(frame-sizing:content-height):auto;else:{height}px);frame-sizing:content-height"
"""As high as its content where the browser can, else as high as it mostly is."""


_TABLE = Markup(
    '<table width="100%" style="border:1px solid #e4dfd8;border-top:3px solid #b71c1c;background:#fff">'
    '<tbody><tr>{}<td style="padding:12px;font-size:15px;line-height:1.6;color:#1f2328">{}</td></tr>'
    "</tbody></table>"
)
_IMAGE = Markup(
    '<td width="72" valign="top" style="padding:12px 0 12px 12px"><img src="{}" width="72" alt="{}"></td>'
)
_LEAD = Markup(
    '<p style="margin:0;font-size:18px"><a href="{}" target="_blank" style="color:#b71c1c">{}</a></p>'
)
_TEXT = Markup('<p style="margin:4px 0">{}</p>')
_ITEM = Markup('<p style="margin:4px 0"><a href="{}" target="_blank">{}</a> {}</p>')
_LAST = Markup('<p style="margin:4px 0 0;font-size:13px;color:#595959">{}</p>')


@dataclass(frozen=True, kw_only=True)
class Code:
    """One form: its letter, its name, for whom it is, and the code itself."""

    form: str
    name: str
    when: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Handout:
    """All that a page hands out of one card."""

    title: str
    label: str
    codes: tuple[Code, ...]
    site: str
    """The address with which the code begins."""
    unknown: bool
    """Whether that is not known yet."""


def handout(edition: Edition, key: str, kind: str) -> Handout:
    """The codes of a card."""
    embed = embed_of(edition, key, kind)
    root = root_of(edition)
    frame, script = frame_code(root, embed), _script(root)
    forms = [
        ("A", "框架", "编辑器能保留框架（iframe）、不能保留脚本。内容自动更新。", frame),
        ("B", "框架加脚本", "框架和脚本都能保留。内容自动更新，旧浏览器里高度也正好。", f"{frame}\n{script}"),
        (
            "C",
            "元素",
            "能保留脚本，想在学校的样式表里设置卡片的字体和颜色。内容自动更新。",
            f"{_element(root, embed)}\n{script}",
        ),
        (
            "D",
            "静态卡片",
            "框架和脚本都会被删掉。内容不会自动更新，卡片上写着截至日期。",
            _table(root, embed),
        ),
    ]
    return Handout(
        title=embed.title,
        label=embed.label,
        codes=tuple(
            Code(form=form, name=name, when=when, text=text)
            for form, name, when, text in forms
            if form != "C" or not edition.settings.embed_sites
        ),
        site=root,
        unknown=root == UNKNOWN,
    )


def root_of(edition: Edition) -> str:
    """With which all addresses in the code begin."""
    return f"{edition.settings.site_url.rstrip('/')}/" if edition.settings.site_url else UNKNOWN


def height_of(embed: Embed) -> int:
    """About how many pixels high a card is on a phone."""
    return 150 + 20 * bool(embed.picture) + 60 * len(embed.items)


def frame_code(root: str, embed: Embed) -> str:
    """Form A; the height is for browsers that do not know better."""
    height = height_of(embed)
    return str(
        Markup(
            '<iframe src="{}" title="{}" width="100%" height="{}" loading="lazy" style="{}"></iframe>'
        ).format(
            f"{root}{EMBED}{quote(embed.key)}/",
            f"{embed.label}：{embed.title}",
            height,
            f"{_FRAME};{_GROWS.format(height=height)}",
        )
    )


def _script(root: str) -> str:
    return f'<script src="{root}{EMBED}embed.js" async></script>'


def _element(root: str, embed: Embed) -> str:
    """Form C; whatever goes wrong, the link inside is there."""
    return str(
        Markup('<dj-brand key="{}"><a href="{}">{}：{}</a></dj-brand>').format(
            quote(embed.key), f"{root}{quote(embed.url)}", embed.label, embed.title
        )
    )


def _table(root: str, embed: Embed) -> str:
    """Form D: as much of the card as there is room for, the link and the date at the least."""
    *richer, barest = _shorter(embed)
    codes = (_card(root, card) for card in richer)
    return next((code for code in codes if len(code.encode()) <= _SMALL), _card(root, barest))


def _shorter(embed: Embed) -> Iterator[Embed]:
    """The card, and what is left as more of it is left out; that an honour was revoked is always said."""
    for most in range(len(embed.items), -1, -1):
        yield replace(embed, items=embed.items[:most])
    plain = replace(embed, items=(), picture=None)
    yield plain
    source = f"内容截至 {embed.updated}" if embed.updated else ""
    yield replace(plain, title=_short(embed.title), text="", facts=embed.facts[-1:], source=source)


def _card(root: str, embed: Embed) -> str:
    """A table with inline styles: what strict editors leave as it is."""
    picture = embed.picture
    last = (*["示例"] * embed.sample, *embed.facts, embed.source)
    rows = [
        _LEAD.format(_address(root, embed.url), embed.title),
        *(_TEXT.format(text) for text in [embed.text] if text),
        *(_ITEM.format(_address(root, item.url), _short(item.title), item.date[5:]) for item in embed.items),
        _LAST.format(" · ".join(part for part in last if part)),
    ]
    image = _IMAGE.format(f"{root}{picture.image.path}", _short(picture.alt)) if picture else ""
    return str(_TABLE.format(image, Markup("").join(rows)))


def _address(root: str, url: str) -> str:
    quoted = quote(url)
    readable = "".join(quote(sign) if sign.isascii() else sign for sign in url)
    return f"{root}{quoted if len(quoted) <= _LONG else readable}"


def _short(text: str) -> str:
    return text if len(text) <= _SHORT else f"{text[: _SHORT - 1]}…"
