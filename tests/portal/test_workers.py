"""One executor for many processes, one for none."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor

import pytest

from portal.workers import SerialExecutor, make_executor


def test_one_worker_is_this_process() -> None:
    with make_executor(1) as executor:
        assert isinstance(executor, SerialExecutor)
        assert list(executor.map(abs, [-1, 2])) == [1, 2]


def test_more_workers_are_processes() -> None:
    with make_executor(2) as executor:
        assert isinstance(executor, ProcessPoolExecutor)
        assert list(executor.map(abs, [-1, 2])) == [1, 2]


def test_what_work_raises_reaches_whoever_asked_for_it() -> None:
    with make_executor(1) as executor, pytest.raises(ZeroDivisionError):
        executor.submit(divmod, 1, 0).result()
