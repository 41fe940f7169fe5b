"""What a web server is to say with each page, written for `_headers` (static hosts) and for nginx."""

from __future__ import annotations

from .assets import Assets

_FOR_EVER = "public, max-age=31536000, immutable"
"""For files whose names are made of their content."""


def policy(assets: Assets) -> str:
    """The Content-Security-Policy of every page: nothing from elsewhere, no inline script but one."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' {assets.head_hash}",
            "style-src 'self'",
            "img-src 'self'",
            "media-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'self'",
        )
    )


def security_headers(assets: Assets) -> tuple[tuple[str, str], ...]:
    """For every answer."""
    return (
        ("Content-Security-Policy", policy(assets)),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "strict-origin-when-cross-origin"),
        ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    )


def netlify_headers(assets: Assets) -> str:
    """`_headers`, as several static hosts read it."""
    rows = [f"  {name}: {value}" for name, value in security_headers(assets)]
    cached = [
        row for path in ("/assets/*", "/search/v1/*") for row in (path, f"  Cache-Control: {_FOR_EVER}")
    ]
    short = ["/search/index.json", "  Cache-Control: no-cache"]
    return "\n".join(["/*", *rows, *cached, *short, ""])


def nginx_headers(assets: Assets) -> str:
    """A file to include in nginx's `server`; a location that adds one drops the inherited, so all repeat."""
    rows = [f'add_header {name} "{value}" always;' for name, value in security_headers(assets)]
    location = [f"    {row}" for row in rows]
    return "\n".join(
        [
            "# include 这个文件到 nginx 的 server 段里",
            *rows,
            "error_page 404 /404.html;",
            'location ~ "/assets/(pictures/[0-9a-f]{16}-|[a-z-]+\\.[0-9a-f]{12}\\.)|/search/v1/" {',
            *location,
            f'    add_header Cache-Control "{_FOR_EVER}" always;',
            "}",
            "location ~ /search/index\\.json$ {",
            *location,
            '    add_header Cache-Control "no-cache" always;',
            "}",
            "location ~ /(_headers|_nginx\\.conf)$ {",
            "    return 404;",
            "}",
            "",
        ]
    )
