"""Bytes put by until they are needed: few in memory, many in a temporary file."""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile, gettempdir

from .failure import located

_IN_MEMORY = 1 << 22
"""Bytes from which on there is a file. Nobody else can see it, and it goes with the spool."""


class Spool:
    """Pieces by number, in the order in which they came; raises `OSError` where there is no room."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115
        weakref.finalize(self, self._file.close)
        self._ends = [0]

    def put(self, piece: bytes) -> int:
        """Put a piece by; returns its number."""
        with located(gettempdir()):
            self._file.seek(self._ends[-1])
            self._file.write(piece)
        self._ends.append(self._ends[-1] + len(piece))
        return len(self) - 1

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __iter__(self) -> Iterator[bytes]:
        return map(self.get, range(len(self)))

    def get(self, number: int) -> bytes:
        """The piece of this number."""
        start, end = self._ends[number : number + 2]
        with located(gettempdir()):
            self._file.seek(start)
            return self._file.read(end - start)
