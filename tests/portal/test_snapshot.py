"""A value that was saved comes back, or nothing does."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.snapshot import load, save

PROGRAM = "0123abcd"
VALUE = {"标题": ("一", 2, None)}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    found = tmp_path / "cache" / "memory"
    save(found, PROGRAM, VALUE)
    return found


def test_what_was_saved_comes_back(file: Path) -> None:
    assert load(file, PROGRAM) == VALUE
    save(file, PROGRAM, [1])
    assert load(file, PROGRAM) == [1]


def test_nothing_comes_back_where_nothing_was_saved(tmp_path: Path) -> None:
    assert load(tmp_path / "memory", PROGRAM) is None


def test_another_program_does_not_believe_it(file: Path) -> None:
    assert load(file, PROGRAM[:-1]) is None
    assert load(file, PROGRAM.upper()) is None


def test_no_part_of_it_is_believed(file: Path) -> None:
    data = file.read_bytes()
    for end in range(len(data)):
        file.write_bytes(data[:end])
        assert load(file, PROGRAM) is None


def test_with_any_byte_changed_it_is_not_believed(file: Path) -> None:
    data = file.read_bytes()
    for place in range(len(data)):
        file.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
        assert load(file, PROGRAM) is None


def test_where_it_cannot_be_saved_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "memory").mkdir()
    save(tmp_path / "memory", PROGRAM, VALUE)
    assert [path.name for path in tmp_path.iterdir()] == ["memory"]
    (tmp_path / "file").write_bytes(b"")
    save(tmp_path / "file" / "memory", PROGRAM, VALUE)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "memory"]
