"""What servers are told to say."""

from __future__ import annotations

from portal.assets import Assets
from portal.headers import netlify_headers, nginx_headers, policy

ASSETS = Assets(files={}, urls={}, head_script="")


def test_scripts_run_only_from_the_site_itself_and_by_one_hash() -> None:
    rules = dict(rule.split(" ", 1) for rule in policy(ASSETS).split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == f"'self' {ASSETS.head_hash}"
    assert "unsafe" not in policy(ASSETS)


def test_static_hosts_get_the_policy_for_all_paths_and_long_caching_for_assets() -> None:
    lines = netlify_headers(ASSETS).splitlines()
    assert lines[0] == "/*"
    assert f"  Content-Security-Policy: {policy(ASSETS)}" in lines
    for_ever = "  Cache-Control: public, max-age=31536000, immutable"
    assert lines[-6:] == [
        "/assets/*",
        for_ever,
        "/search/v1/*",
        for_ever,
        "/search/index.json",
        "  Cache-Control: no-cache",
    ]


def test_nginx_repeats_the_headers_where_a_location_adds_one() -> None:
    """An add_header inside a location drops the inherited ones."""
    outside, inside = nginx_headers(ASSETS).split("location ~ ", 1)
    assert outside.count("add_header") == inside.split("\n}")[0].count("add_header") - 1 == 5
