"""What a web server is to say with each file: security, who may embed, who may read, how long to keep it."""

from __future__ import annotations

from collections.abc import Mapping

from .assets import Assets
from .pages.embeds import EMBED
from .pages.subscriptions import API

Headers = Mapping[str, str]

_FOR_EVER = "public, max-age=31536000, immutable"
"""For files whose names are made of their content."""
_SHORT = 300
"""Seconds: soon enough for what was corrected or withdrawn."""


def policy(assets: Assets, *framing: str) -> str:
    """The Content-Security-Policy of every page: nothing from elsewhere, no inline script but one."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' {assets.head_hash}",
            "style-src 'self'",
            "img-src 'self'",
            "media-src 'self'",
            "connect-src 'self'",
            "frame-src 'self'",
            "manifest-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            *framing,
        )
    )


def frame_policy(sites: tuple[str, ...]) -> str:
    """The policy of a page that stands in other sites' frames: of all, or only of these."""
    ancestors = " ".join(["'self'", *sites]) if sites else "*"
    sources = "script-src 'self'; style-src 'self'; img-src 'self'"
    return f"default-src 'none'; {sources}; form-action 'none'; base-uri 'none'; frame-ancestors {ancestors}"


def common_headers() -> Headers:
    """With every file."""
    return {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    }


def page_headers(assets: Assets) -> Headers:
    """With what is in none of the areas below, which other sites can neither frame nor read."""
    return {
        **common_headers(),
        "Content-Security-Policy": policy(assets, "frame-ancestors 'self'"),
        "X-Frame-Options": "SAMEORIGIN",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": f"public, max-age={_SHORT}",
    }


def areas(assets: Assets, embed_sites: tuple[str, ...]) -> Mapping[str, Headers]:
    """By the folder they are for, the headers of what other sites may use.

    If only some sites may embed, no other origin's script reads a card: a static server can name one origin
    or all, so the card drawn by a script is not offered then. What is open data stays open.
    """
    pages = page_headers(assets)
    shared = {**pages, "Cross-Origin-Resource-Policy": "cross-origin"}
    readable = {"Access-Control-Allow-Origin": "*"}
    return {
        EMBED: {
            **common_headers(),
            "Content-Security-Policy": frame_policy(embed_sites),
            "Cross-Origin-Resource-Policy": "cross-origin",
            **({} if embed_sites else readable),
            "Cache-Control": pages["Cache-Control"],
        },
        API: {**shared, **readable},
        "assets/": {**shared, "Cache-Control": _FOR_EVER},
        "search/v1/": {**pages, "Cache-Control": _FOR_EVER},
    }
