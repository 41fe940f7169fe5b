"""What a command costs, with all processes that it starts. Linux, or another Unix with less exact memory."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

_PAUSE = 0.5
"""Seconds between two looks at the memory; each takes some hundredths of one where there are many processes,
and with ten in a second a build on two cores took a tenth longer.
"""
_UNIT = 1 if sys.platform == "darwin" else 1024
"""Of `ru_maxrss`, in bytes."""


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What one run of a command took."""

    cpu: float
    """Seconds, user and system, of the command and its children."""
    wall: float
    """Seconds."""
    memory: int
    """Bytes at the peak: of the largest process, or of all at once, with shared pages counted once."""
    others: float
    """CPU seconds that everything else on the machine took meanwhile; 0 where that cannot be known."""


class CommandFailed(Exception):
    """A measured command ended with an error."""


def cost(command: list[str], *, cwd: Path, env: Mapping[str, str]) -> Cost:
    """Run a command in a session of its own; raises `CommandFailed` with what it said.

    What earlier ones left to be written to the disk is written first, or this one would pay for it.
    """
    os.sync()
    with tempfile.TemporaryFile() as said:
        busy, start = _busy(), time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=cwd,
            env={**_surroundings(), **env},
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        with watched(process.pid) as peaks:
            _, status, used = os.wait4(process.pid, 0)
            wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        cpu = used.ru_utime + used.ru_stime
        others = max(0.0, _busy() - busy - cpu)
        if process.returncode:
            said.seek(0)
            raise CommandFailed(f"{' '.join(command)}\n{said.read().decode(errors='replace')}")
    return Cost(cpu=cpu, wall=wall, memory=max(*peaks, used.ru_maxrss * _UNIT), others=others)


def _surroundings() -> dict[str, str]:
    """Ours, but for what keeps Python from remembering what it compiled: users do not set it."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def least(costs: Iterable[Cost]) -> Cost:
    """The least of several runs of the same, figure by figure: whatever disturbs a run only adds to it."""
    runs = list(costs)
    return Cost(
        cpu=min(run.cpu for run in runs),
        wall=min(run.wall for run in runs),
        memory=min(run.memory for run in runs),
        others=max(run.others for run in runs),
    )


@contextmanager
def watched(leader: int) -> Iterator[list[int]]:
    """What a process and those of its session, or its children, hold in memory: looked at again and again."""
    over, seen = threading.Event(), [0]

    def look() -> None:
        while not over.wait(_PAUSE):
            seen.append(_memory(leader))

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield seen
    finally:
        over.set()
        watcher.join()


def _memory(leader: int) -> int:
    """Bytes that they hold now; 0 for one process, whose peak the system knows."""
    processes = list(_processes(leader))
    return sum(map(_own, processes)) if len(processes) > 1 else 0


def _processes(leader: int) -> Iterator[Path]:
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            about = (folder / "stat").read_text().rpartition(")")[2].split()
            if leader in (int(folder.name), int(about[1]), int(about[3])):
                yield folder


def _own(process: Path) -> int:
    """A process's part of the memory: what it shares with others is divided among them."""
    with suppress(OSError):
        for line in (process / "smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


def _busy() -> float:
    """CPU seconds that this machine has worked since it was started."""
    with suppress(OSError):
        user, nice, system, _, _, irq, softirq, *_ = map(
            int, Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]
        )
        return (user + nice + system + irq + softirq) / os.sysconf("SC_CLK_TCK")
    return 0.0
