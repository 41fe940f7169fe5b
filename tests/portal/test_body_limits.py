"""No text hangs or crashes a build, however it was made."""

import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import suppress

import pytest

from portal.body import Body, Limits, render_body
from portal.body.limits import OutOfTime, within

SLOW = "正文处理了 0.3 秒还没有完。"
DEEP = "正文里列表、引用或者 HTML 标签一层套一层，套得太深。"
BRISK = Limits(seconds=0.3)
BRACKETS = "[" * 20_000 + "](a.md)"
"""Each bracket may begin a link, so Python-Markdown looks for the end of each."""

CRASHES_OF_WORD = [
    "<![>",
    "<![if !mso]>x<![endif]>",
    "一<![",
    "<!",
    "<!--",
    "<!-->",
    "<?xml",
    "<?",
    "</",
    "<![CDATA[",
]


def messages(text: str, limits: Limits = BRISK) -> tuple[Body, list[str]]:
    body, problems = render_body(text, "news/a.md", limits=limits)
    return body, [problem.message for problem in problems]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(BRACKETS, SLOW, id="opening brackets"),
        pytest.param("![" * 20_000, SLOW, id="pictures never ended"),
        pytest.param("[a](" * 12_000, SLOW, id="addresses never ended"),
        pytest.param("[^" * 20_000, SLOW, id="notes never ended"),
        pytest.param('<a "' * 10_000, SLOW, id="attributes never ended"),
        pytest.param("<a " * 20_000, "这一行有 60000 个字符，超过了 50000 个。", id="tags never ended"),
        pytest.param(">" * 2_000, DEEP, id="quotations in quotations"),
        pytest.param("1. " * 3_000, DEEP, id="lists in lists on one line"),
        pytest.param("\n".join("    " * level + "- x" for level in range(40)), DEEP, id="lists in lists"),
        pytest.param("<div>" * 5_000, DEEP, id="elements in elements"),
        pytest.param("<b>" * 5_000, DEEP, id="inline elements in inline elements"),
        pytest.param("<div>\n" * 80_000, DEEP, id="more levels than the sanitiser can bear"),
        pytest.param("字" * 400_000, "这一行有 400000 个字符，超过了 50000 个。", id="one line"),
        pytest.param("字" * 5_000_000, "正文有 5000000 个字符，超过了 500000 个。", id="a line of 5 MB"),
        pytest.param("字\n" * 300_000, "正文有 600000 个字符，超过了 500000 个。", id="too many lines"),
    ],
)
def test_a_text_beyond_the_limits_is_a_problem(text: str, message: str) -> None:
    limits = BRISK if message == SLOW else Limits()
    assert messages(text, limits) == (Body(), [message])


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[" * 20_000, id="opening brackets"),
        pytest.param("*" * 50_000, id="asterisks"),
        pytest.param("*a " * 10_000, id="asterisks and words"),
        pytest.param("_a" * 20_000, id="underscores"),
        pytest.param("~~a" * 5_000, id="tildes"),
        pytest.param("a`" * 10_000, id="backticks"),
        pytest.param("&" * 40_000, id="ampersands"),
        pytest.param("<!" * 20_000, id="declarations"),
        pytest.param("一" + "<!--" * 12_000, id="comments never ended"),
        pytest.param("|" * 20_000 + "\n" + "|-" * 10_000, id="pipes"),
        pytest.param("# " * 20_000, id="hashes"),
        pytest.param("```\n" * 2_000, id="fences"),
        pytest.param(" " * 40_000 + "x", id="blanks"),
        pytest.param("一\n" * 10_000, id="lines"),
        pytest.param("- 一\n" * 3_000, id="items"),
    ],
)
def test_a_long_run_of_signs_costs_little(text: str) -> None:
    body, problems = messages(text, Limits())
    assert body != Body()
    assert problems == []


@pytest.mark.parametrize("text", CRASHES_OF_WORD)
def test_what_word_leaves_behind_crashes_nothing(text: str) -> None:
    for near in (text, f"一{text}二", f"- {text}\n\n{text}", f"<p>{text}</p>\n\n{text}"):
        assert render_body(near, "news/a.md")[1] == ()


def test_ordinary_depth_is_allowed() -> None:
    text = "\n".join("    " * level + "- x" for level in range(8))
    assert messages(text, Limits()) == (render_body(text, "news/a.md")[0], [])


def test_a_long_line_is_named_by_its_number() -> None:
    problem = render_body("一\n\n" + "字" * 60_000, "news/a.md", first_line=20)[1][0]
    assert (problem.line, problem.message) == (22, "这一行有 60000 个字符，超过了 50000 个。")


def test_the_next_text_is_as_good_as_ever() -> None:
    """A parser that was cut off is thrown away."""
    before = render_body("[a](b.md) [c] ![d](e.png)", "news/a.md")
    for text in (BRACKETS, "1. " * 3_000, "![" * 20_000):
        messages(text)
        assert render_body("[a](b.md) [c] ![d](e.png)", "news/a.md") == before


def test_handler_and_timer_are_as_before() -> None:
    if sys.platform == "win32":
        pytest.skip("no timer")
    handler = signal.getsignal(signal.SIGVTALRM)
    messages(BRACKETS)
    assert signal.getsignal(signal.SIGVTALRM) == handler
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0.0, 0.0)


def test_another_thread_is_limited_too() -> None:
    """A preview server renders in threads, where no signal arrives."""
    with ThreadPoolExecutor() as threads:
        outcomes = list(threads.map(messages, [BRACKETS, "一", BRACKETS]))
    assert [found for _, found in outcomes] == [[SLOW], [], [SLOW]]


def test_a_worker_process_is_limited_too() -> None:
    with ProcessPoolExecutor(1) as processes:
        found = processes.submit(render_body, BRACKETS, "news/a.md", 1, BRISK).result()
    assert found == render_body(BRACKETS, "news/a.md", 1, BRISK)


def endless() -> None:
    while True:
        with suppress(Exception):
            sum(range(1000))


def wrong() -> None:
    raise ValueError("ours")


@pytest.mark.parametrize("run", [within, lambda seconds, work: in_thread(seconds, work)])
def test_time_is_up_for_work_that_catches_exceptions(
    run: Callable[[float, Callable[[], None]], None],
) -> None:
    with pytest.raises(OutOfTime):
        run(0.1, endless)


@pytest.mark.parametrize("run", [within, lambda seconds, work: in_thread(seconds, work)])
def test_errors_of_the_work_come_through(run: Callable[[float, Callable[[], None]], None]) -> None:
    with pytest.raises(ValueError, match="ours"):
        run(5, wrong)


def in_thread(seconds: float, work: Callable[[], None]) -> None:
    """Call `within` away from the main thread, and raise here what it raised there."""
    with ThreadPoolExecutor(1) as threads:
        assert threads.submit(threading.current_thread).result() is not threading.main_thread()
        threads.submit(within, seconds, work).result()
