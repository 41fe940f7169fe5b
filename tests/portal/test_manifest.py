"""A manifest is read only as it would have been written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.release.manifest import BadManifest, File, Manifest, is_safe, load

HASH = "0f" * 32
WRITTEN = Manifest(
    files={"a.html": File(0, HASH), "b/索引.html": File(812, HASH)}, sources={"news/a.md": HASH}
).dump()

PATHS = st.text(min_size=1, max_size=12).filter(is_safe)
HASHES = st.binary(min_size=32, max_size=32).map(bytes.hex)


@given(
    files=st.dictionaries(PATHS, st.builds(File, st.integers(0, 10**15 - 1), HASHES)),
    sources=st.dictionaries(PATHS, HASHES),
)
def test_what_was_written_is_read_back(files: dict[str, File], sources: dict[str, str]) -> None:
    written = Manifest(files=files, sources=sources)
    assert load(written.dump()) == written


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("}\n],\n", "},\n],\n"),
        ("},\n", "}\n"),
        ("},\n", "}, \n"),
        ('"size": 812', '"size": 0812'),
        ('"size": 812', '"size": -1'),
        ("b/索引.html", "b/../索引.html"),
        ("b/索引.html", "a.html"),
        ("b/索引.html", "Z.html"),
        ("0f" * 32, "0F" * 32),
        ("]}\n", "]}\n\n"),
        ("]}\n", "]}"),
        ('{"portal_manifest": 1', '{"portal_manifest": 2'),
        ('"sources"', '"source"'),
    ],
)
def test_what_we_would_not_have_written_is_refused(old: str, new: str) -> None:
    assert old in WRITTEN.decode()
    with pytest.raises(BadManifest):
        load(WRITTEN.decode().replace(old, new).encode())


@pytest.mark.parametrize("end", range(0, len(WRITTEN), 7))
def test_one_that_was_cut_short_is_refused(end: int) -> None:
    with pytest.raises(BadManifest):
        load(WRITTEN[:end])
