"""Who does the work: processes, or this one alone."""

from __future__ import annotations

import gc
import os
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from multiprocessing import parent_process
from threading import Thread
from typing import Any, TypeVar

S = TypeVar("S")
T = TypeVar("T")

_AHEAD = 2 + 2 * (os.cpu_count() or 1)
"""Pieces of work under way at once: enough to keep workers busy, few enough to hold in memory."""


class SerialExecutor(Executor):
    """Does each piece of work at once, in this process: for debugging, tests and small trees."""

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """The work, done."""
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


def make_executor(workers: int | None = None) -> Executor:
    """As many processes as there are cores, or as asked for; one worker is this process."""
    count = workers or os.cpu_count() or 1
    if count == 1:
        return SerialExecutor()
    return ProcessPoolExecutor(max_workers=count, initializer=_begin)


def _begin() -> None:
    """What a worker process does first."""
    gc.disable()
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A worker would wait for ever for work from a process that was killed."""
    if parent := parent_process():
        parent.join()
        os._exit(1)


def bounded_map(executor: Executor, function: Callable[[S], T], items: Iterable[S]) -> Generator[T]:
    """What the function makes of each, in order; no more of them are taken than there is room for.

    Nothing is under way any more when it ends, is closed or fails.
    """
    under_way: deque[Future[T]] = deque()
    try:
        for item in items:
            under_way.append(executor.submit(function, item))
            while under_way and (len(under_way) >= _AHEAD or under_way[0].done()):
                yield under_way[0].result()
                under_way.popleft()
        while under_way:
            yield under_way[0].result()
            under_way.popleft()
    finally:
        wait([future for future in under_way if not future.cancel()])


@contextmanager
def uncollected() -> Iterator[None]:
    """No search for garbage meanwhile: a build keeps nearly all it makes, and looking through that
    again and again took a third of its time.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
