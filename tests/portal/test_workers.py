"""One executor for many processes, one for none."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from typing import Any, TypeVar

import pytest

from portal import workers
from portal.workers import SerialExecutor, bounded_map, make_executor

T = TypeVar("T")
OWNER = """
import time
from portal.workers import make_executor

with make_executor(2) as executor:
    list(executor.map(abs, range(4)))
    print("at work", flush=True)
    time.sleep(60)
"""


def test_one_worker_is_this_process() -> None:
    with make_executor(1) as executor:
        assert isinstance(executor, SerialExecutor)
        assert list(executor.map(abs, [-1, 2])) == [1, 2]


def test_more_workers_are_processes() -> None:
    with make_executor(2) as executor:
        assert isinstance(executor, ProcessPoolExecutor)
        assert list(executor.map(abs, [-1, 2])) == [1, 2]


@pytest.mark.skipif(os.name != "posix", reason="elsewhere a worker does not write to its owner's pipe")
def test_workers_end_with_the_process_that_was_killed() -> None:
    """Their output comes to its end when nobody is left to write to it."""
    owner = subprocess.Popen([sys.executable, "-c", OWNER], stdout=subprocess.PIPE, text=True)
    assert owner.stdout
    assert owner.stdout.readline() == "at work\n"
    owner.kill()
    assert owner.communicate(timeout=20)[0] == ""


def test_what_work_raises_reaches_whoever_asked_for_it() -> None:
    with make_executor(1) as executor, pytest.raises(ZeroDivisionError):
        executor.submit(divmod, 1, 0).result()


@pytest.mark.parametrize("count", [1, 2])
def test_a_bounded_map_keeps_the_order(count: int) -> None:
    with make_executor(count) as executor:
        assert list(bounded_map(executor, abs, range(-60, 0))) == list(range(60, 0, -1))


def test_a_bounded_map_takes_no_more_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_AHEAD", 3)
    taken: list[int] = []

    def items() -> Iterator[int]:
        for number in range(10):
            taken.append(number)
            yield number

    results = bounded_map(_Idle(), abs, items())
    with pytest.raises(TimeoutError):
        next(results)
    assert taken == [0, 1, 2]


@pytest.mark.parametrize("ends", ["closed", "failed"])
def test_nothing_of_a_bounded_map_is_under_way_when_it_ends(ends: str) -> None:
    done: list[int] = []

    def work(number: int) -> int:
        time.sleep(0.02 * number)
        done.append(number)
        return 1 // number

    with ThreadPoolExecutor(2) as executor:
        results = bounded_map(executor, work, [1, 0, 4, 3] if ends == "failed" else [1, 2, 4, 3])
        assert next(results) == 1
        if ends == "closed":
            results.close()
        else:
            with pytest.raises(ZeroDivisionError):
                next(results)
        before = list(done)
        time.sleep(0.2)
        assert done == before


class _Idle(Executor):
    """Takes work and does none of it."""

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        return _Never()


class _Never(Future[Any]):
    def result(self, timeout: float | None = None) -> Any:
        return super().result(0)
