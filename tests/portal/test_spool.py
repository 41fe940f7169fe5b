"""What is put by comes back as it was, from memory or from a file."""

from __future__ import annotations

from tempfile import gettempdir

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import spool
from portal.spool import Spool


@given(st.lists(st.binary(max_size=40)))
def test_pieces_come_back_in_any_order(pieces: list[bytes]) -> None:
    put = Spool()
    assert [put.put(piece) for piece in pieces] == list(range(len(pieces)))
    assert len(put) == len(pieces)
    assert list(put) == pieces
    assert [put.get(number) for number in reversed(range(len(pieces)))] == pieces[::-1]


def test_many_lie_in_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool, "_IN_MEMORY", 10)
    put = Spool()
    pieces = [bytes([number]) * 8 for number in range(4)]
    for number, piece in enumerate(pieces):
        assert put.get(put.put(piece)) == piece
        assert list(put) == pieces[: number + 1]


def test_a_disk_without_room_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """`/dev/full` would be the same, but not everywhere."""
    monkeypatch.setattr(spool, "_IN_MEMORY", 1)
    monkeypatch.setattr("tempfile.TemporaryFile", _refuse)
    put = Spool()
    with pytest.raises(OSError, match="No space") as told:
        put.put(b"12")
    assert told.value.filename == gettempdir()


def _refuse(*_: object, **__: object) -> None:
    raise OSError(28, "No space left on device")
