"""A value in a file, from one build to the next: believed only if whole, and of the same program.

The file is what the program calls itself, the hash of the rest, and the rest, pickled. It may be deleted or
damaged at any time: what cannot be believed is made anew.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Any

_HASH = hashlib.sha256().digest_size


def load(file: Path, program: str) -> Any:
    """What was saved; nothing where there is none, or none to believe."""
    try:
        data = memoryview(file.read_bytes())
    except OSError:
        return None
    pickled = data[len(program) + _HASH :]
    if data[: len(program) + _HASH] != _head(pickled, program):
        return None
    return pickle.loads(pickled)


def save(file: Path, program: str, value: object) -> None:
    """Keep a value for the next build; if there is no room for it, that build is only slower."""
    pickled = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    fresh = file.with_name(f".{secrets.token_hex(6)}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with fresh.open("xb") as stream:
            stream.write(_head(pickled, program))
            stream.write(pickled)
        os.replace(fresh, file)
    except OSError:
        with suppress(OSError):
            fresh.unlink()


def _head(pickled: bytes | memoryview, program: str) -> bytes:
    return program.encode("ascii") + hashlib.sha256(pickled).digest()
