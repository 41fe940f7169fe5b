"""Who does the work: processes, or this one alone."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

T = TypeVar("T")


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
    return ProcessPoolExecutor(max_workers=count, initializer=gc.disable)


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
