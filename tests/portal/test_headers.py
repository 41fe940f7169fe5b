"""What servers are told to say with each file."""

from __future__ import annotations

from portal.assets import Assets
from portal.headers import areas, frame_policy, page_headers, policy

ASSETS = Assets(files={}, urls={}, head_script="")


def test_scripts_run_only_from_the_site_itself_and_by_one_hash() -> None:
    rules = dict(rule.split(" ", 1) for rule in policy(ASSETS).split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == f"'self' {ASSETS.head_hash}"
    assert "unsafe" not in policy(ASSETS)


def test_other_sites_frame_the_cards_and_nothing_else() -> None:
    found = areas(ASSETS, ())
    assert "frame-ancestors 'self'" in page_headers(ASSETS)["Content-Security-Policy"]
    assert page_headers(ASSETS)["X-Frame-Options"] == "SAMEORIGIN"
    assert found["embed/v1/"]["Content-Security-Policy"] == frame_policy(())
    assert frame_policy(()).endswith("frame-ancestors *")
    assert "X-Frame-Options" not in found["embed/v1/"]
    assert [area for area, headers in found.items() if "Access-Control-Allow-Origin" in headers] == [
        "embed/v1/",
        "api/v1/",
    ]
    shared = [area for area, said in found.items() if said["Cross-Origin-Resource-Policy"] == "cross-origin"]
    assert shared == ["embed/v1/", "api/v1/", "assets/"]


def test_a_setting_names_the_sites_that_may_embed() -> None:
    """No other origin's script may read a card then; what is open data stays open."""
    found = areas(ASSETS, ("https://a.example", "https://*.b.example"))
    policy = found["embed/v1/"]["Content-Security-Policy"]
    assert policy.endswith("frame-ancestors 'self' https://a.example https://*.b.example")
    assert "Access-Control-Allow-Origin" not in found["embed/v1/"]
    assert found["api/v1/"]["Access-Control-Allow-Origin"] == "*"


def test_what_bears_its_hash_is_kept_for_ever_and_all_else_for_minutes() -> None:
    kept = {area: headers["Cache-Control"] for area, headers in areas(ASSETS, ()).items()}
    short = "public, max-age=300"
    assert kept == {
        "embed/v1/": short,
        "api/v1/": short,
        "assets/": "public, max-age=31536000, immutable",
        "search/v1/": "public, max-age=31536000, immutable",
    }
    assert page_headers(ASSETS)["Cache-Control"] == short
