"""Bounds on what one text may cost, so that no entry can hang or crash a build.

Python-Markdown needs quadratic time for some short texts (twenty thousand opening brackets take minutes), so
size alone is no bound and the work is cut off by the clock. There are two ways to do that, because neither
serves everywhere:

- On the main thread of a Unix process (a worker of a process pool runs its tasks there) a timer sends a
  signal. The `re` module looks for signals while it matches, so even one endless match is cut off. The timer
  counts the processor's time and not the wall's: a busy machine must not turn a good entry into a bad one.
- Elsewhere (Windows, or a thread of a preview server, where Python takes no signals) the work runs in a
  thread of its own, which gets an asynchronous exception when its time is up. That exception arrives between
  two steps of the interpreter only, so the caller stops waiting at once and the thread ends by itself a
  little later.
"""

import ctypes
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Final, Never, TypeVar

T = TypeVar("T")

_HAS_TIMER: Final = sys.platform != "win32" and hasattr(signal, "setitimer")


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What one body may need; a text beyond any of these becomes a Problem instead of a body."""

    size: int = 500_000
    """Characters of the whole text: the longest official document we know has a tenth of that."""
    line: int = 50_000
    """Characters of one line."""
    depth: int = 60
    """Elements within elements of the finished HTML; a list in a list counts four."""
    seconds: float = 2.0
    """Processor time (wall time where there is no timer); an ordinary post needs two thousandths of one."""


class OutOfTime(BaseException):
    """The time is up; no Exception, so that no `except Exception` on the way can swallow it."""


def within(seconds: float, work: Callable[[], T]) -> T:
    """Do the work and return its result, or raise OutOfTime."""
    if _HAS_TIMER and threading.current_thread() is threading.main_thread():
        return _with_timer(seconds, work)
    return _in_thread(seconds, work)


def _with_timer(seconds: float, work: Callable[[], T]) -> T:
    def strike(_signal: int, _frame: object) -> Never:
        raise OutOfTime

    handler = signal.signal(signal.SIGVTALRM, strike)
    try:
        before = signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
        try:
            return work()
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, *before)
    finally:
        signal.signal(signal.SIGVTALRM, signal.SIG_DFL if handler is None else handler)


def _in_thread(seconds: float, work: Callable[[], T]) -> T:
    outcome: Future[T] = Future()

    def run() -> None:
        try:
            outcome.set_result(work())
        except BaseException as error:
            outcome.set_exception(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        assert thread.ident is not None
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident), ctypes.py_object(OutOfTime))
        raise OutOfTime
    return outcome.result()
