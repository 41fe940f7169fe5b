"""The command `portal`, as an officer uses it: what it says, and the exit code."""

import errno
import gc
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

import click
import pytest

from portal import cli as command
from portal.kinds import KINDS
from portal.problem import Problem

from ..project import ENVIRONMENT, WRONG, project, spoil, tree
from ..site import load, said


@dataclass(frozen=True, kw_only=True)
class Run:
    """What a command did: its exit code, and what it said on either stream."""

    code: int
    out: str
    err: str


Portal = Callable[..., Run]


@pytest.fixture
def portal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Portal]:
    """The command, run in a project of its own on the day of these tests."""
    project(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", ENVIRONMENT["SOURCE_DATE_EPOCH"])

    def run(*words: str) -> Run:
        monkeypatch.setattr("sys.argv", ["portal", *words])
        with pytest.raises(SystemExit) as ended:
            command.main()
        said = capsys.readouterr()
        code = ended.value.code
        return Run(code=code if isinstance(code, int) else 0, out=said.out, err=said.err)

    yield run
    gc.enable()  # a command that ends with its process leaves it off


BUILD = ("build", "--workers", "1")
CHECK = ("check", "--workers", "1")
STARVED = "内存不够，或有人结束了正在工作的进程。"
COMMANDS = "、".join(sorted(command.cli.commands))


def test_a_build_says_what_it_made_and_where(portal: Portal, tmp_path: Path) -> None:
    assert portal(*BUILD) == Run(
        code=0, out=f"网站已生成：13 篇稿件，75 个页面，这次重画 75 个，在 {tmp_path / 'site'}。\n", err=""
    )


def test_a_second_build_says_that_nothing_had_to_be_drawn(portal: Portal, tmp_path: Path) -> None:
    portal(*BUILD)
    assert portal(*BUILD) == Run(
        code=0, out=f"网站已生成：13 篇稿件，75 个页面，这次重画 0 个，在 {tmp_path / 'site'}。\n", err=""
    )


def test_a_build_says_that_it_mended_the_site(portal: Portal, tmp_path: Path) -> None:
    portal(*BUILD)
    before = tree(tmp_path / "site")
    (tmp_path / "site/about/index.html").unlink()
    run = portal(*BUILD)
    assert run.err == "网站里的 about/index.html 被人改动过，或不见了；整个网站已恢复原样。\n"
    assert (run.code, tree(tmp_path / "site")) == (0, before)


def test_a_build_with_errors_leaves_the_site_and_says_what_to_do(portal: Portal, tmp_path: Path) -> None:
    portal(*BUILD)
    before = tree(tmp_path / "site")
    spoil(tmp_path)
    assert portal(*BUILD) == Run(
        code=1,
        out="",
        err=f"{WRONG}\n共 1 个错误，0 个提醒。\n"
        "有错误，网站没有更新。改好以后再运行一次；或加 --keep-going 先跳过有错误的稿件。\n",
    )
    assert tree(tmp_path / "site") == before


def test_who_keeps_going_is_told_what_was_left_out(portal: Portal, tmp_path: Path) -> None:
    """The exit code still says that something is wrong."""
    spoil(tmp_path)
    assert portal(*BUILD, "--keep-going") == Run(
        code=1,
        out=f"网站已生成：13 篇稿件，75 个页面，这次重画 75 个，在 {tmp_path / 'site'}。\n",
        err=f"{WRONG}\n共 1 个错误，0 个提醒。\n跳过了 1 个文件：news/huai.md\n",
    )


def test_warnings_are_told_and_do_not_fail_a_build(portal: Portal, tmp_path: Path) -> None:
    text = "---\ntitle: 标题\npublish_at: 2026-03-06 09:30\nstatus: published\n---\n正文\n"
    (tmp_path / "content/news/x.md").write_text(text, encoding="utf-8")
    run = portal(*BUILD)
    assert (run.code, run.err.splitlines()[-1]) == (0, "共 0 个错误，1 个提醒。")


def test_another_tree_is_built_with_the_same_templates(portal: Portal, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "index.md").write_text("---\ntitle: 另一个\n---\n", encoding="utf-8")
    run = portal(*BUILD, "--content", "other", "--site", "public/other")
    place = tmp_path / "public/other"
    assert (run.code, run.out) == (0, f"网站已生成：0 篇稿件，8 个页面，这次重画 8 个，在 {place}。\n")
    assert (place / "index.html").is_file()
    assert not (tmp_path / "site").exists()


def test_the_settings_may_lie_elsewhere(
    portal: Portal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path / "content")
    assert portal(*BUILD, "--config", "../mkdocs.yml").code == 0
    assert (tmp_path / "site/index.html").is_file()


def test_a_folder_with_other_files_is_never_taken_for_the_site(portal: Portal, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/thesis.docx").write_bytes(b"mine")
    run = portal(*BUILD, "--site", "mine")
    assert (run.code, run.err) == (
        2,
        f"{tmp_path / 'mine'} 里有别的文件，不能用来放网站。请换一个文件夹，或先移走里面的东西。\n",
    )
    assert tree(tmp_path / "mine") == {"thesis.docx": b"mine"}


def test_a_check_without_mistakes(portal: Portal, tmp_path: Path) -> None:
    assert portal(*CHECK) == Run(code=0, out="检查完毕，没有错误。\n", err="")
    assert not (tmp_path / "site").exists()


def test_a_check_with_mistakes_fails(portal: Portal, tmp_path: Path) -> None:
    spoil(tmp_path)
    assert portal(*CHECK) == Run(code=1, out="", err=f"{WRONG}\n共 1 个错误，0 个提醒。\n")


def test_a_check_before_a_release_fails_on_samples(portal: Portal) -> None:
    assert portal(*CHECK, "--release") == Run(
        code=1,
        out="",
        err="news/2026/03/dangri/index.md:15: 这是示例稿件。正式发布前请删去，或换成真实内容并去掉 sample。\n"
        "共 1 个错误，0 个提醒。\n",
    )


@pytest.mark.parametrize(
    ("words", "path"),
    [
        (("news", "dangke"), "news/2026/03/dangke.md"),
        (("brands", "honghua"), "brands/2026/03/honghua.md"),
        (("brand", "honghua"), "brands/2026/03/honghua.md"),
        (("units", "erzhong"), "units/erzhong.md"),
        (("news", "主题党日"), "news/2026/03/主题党日.md"),
        (("news", "dangke.md"), "news/2026/03/dangke.md"),
        (("news",), "news/2026/03/news-10-090000.md"),
    ],
    ids=["a column", "another", "a kind", "an undated kind", "Chinese", "with its suffix", "no name"],
)
def test_a_new_entry_is_where_the_command_says(
    portal: Portal, tmp_path: Path, words: tuple[str, ...], path: str
) -> None:
    place = tmp_path / "content" / path
    assert portal("new", *words) == Run(
        code=0, out=f"新稿件在 {place}，请打开填写。写完后把 status 改成 published。\n", err=""
    )
    assert place.read_text(encoding="utf-8").startswith("---\ntitle: 在这里写标题")


def test_a_new_entry_of_each_column_passes_validation_as_it_stands(portal: Portal, tmp_path: Path) -> None:
    """It is a draft, so it is not published before its officer says so."""
    before = {entry.key for entry in load(tmp_path / "content")[0].library.entries}
    columns = [path.parent.name for path in (tmp_path / "content").glob("*/index.md")]
    (tmp_path / "content/videos/2026/03").mkdir(parents=True)
    (tmp_path / "content/videos/2026/03/film.mp4").write_bytes(b"\0\0\0\x18ftypmp42")
    assert [portal("new", column, "x").code for column in columns] == [0] * len(columns)
    loaded, problems = load(tmp_path / "content")
    assert said(problems) == []
    assert {entry.key for entry in loaded.library.entries} == before


def filled(text: str, **values: str) -> str:
    """A skeleton as an officer fills it: optional fields uncommented where there is a value for them."""
    rows = []
    for row in text.split("\n"):
        name = row.removeprefix("# ").partition(":")[0]
        rows.append(f"{name}: {values.pop(name)}" if name in values and ":" in row else row)
    assert values == {}, "the skeleton has no such fields"
    return "\n".join(rows)


FILLED = {
    "news": {
        "unit": "zhongxue",
        "activity": "党课",
        "event_date": "2026-03-10",
        "author": "[示例甲]",
        "photographer": "示例乙",
    },
    "models": {
        "unit": "zhongxue",
        "position": "教师",
        "motto": "站稳讲台",
        "honors": "{title: 示例, level: 校级}",
    },
    "brands": {"slogan": "点亮", "connotation": "内涵", "carrier": "载体", "measures": "[结对]"},
    "disclosure": {
        "timing": "定期",
        "next_due": "2026-06-30",
        "way": "[网站]",
        "dept": "办公室",
        "basis": "条例",
    },
    "documents": {"doc_no": "示发〔2026〕3号", "issuer": "示例", "issued": "2026-03-01", "validity": "现行"},
    "stories": {"unit": "zhongxue", "author": "示例甲"},
    "videos": {"duration": "1:05", "transcript": "第一句。"},
    "tasks": {
        "path": "清单",
        "due": "2026-12-31",
        "acceptance": "有清单",
        "cadence": "按月",
        "state": "doing",
    },
    "bulletins": {"doc_no": "示发〔2026〕4号"},
    "topics": {"summary": "专题"},
    "units": {"short": "二中", "party_org": "支部"},
}


def test_there_is_a_filled_entry_for_every_kind_that_has_a_column() -> None:
    assert len(FILLED) == len(KINDS) - 1


@pytest.mark.parametrize("column", FILLED)
def test_a_filled_and_published_skeleton_reaches_the_site(
    portal: Portal, tmp_path: Path, column: str
) -> None:
    portal("new", column, "x")
    path = next((tmp_path / "content" / column).rglob("x.md"))
    (path.parent / "film.mp4").write_bytes(b"\0\0\0\x18ftypmp42")
    text = filled(path.read_text(encoding="utf-8"), **FILLED[column], status="published")
    path.write_text(text, encoding="utf-8")
    loaded, problems = load(tmp_path / "content")
    assert [problem for problem in problems if problem.severity == "error"] == []
    key = path.relative_to(tmp_path / "content").with_suffix("").as_posix()
    assert key in loaded.library.by_key


def test_nothing_is_ever_overwritten(portal: Portal, tmp_path: Path) -> None:
    portal("new", "units", "x")
    path = tmp_path / "content/units/x.md"
    path.write_text("写好的稿件", encoding="utf-8")
    assert portal("new", "units", "x") == Run(code=2, out="", err=f"{path} 已经有了。请换一个文件名。\n")
    assert path.read_text(encoding="utf-8") == "写好的稿件"


@pytest.mark.parametrize(
    "name",
    [
        "../x",
        "../../../../x",
        "a/b",
        "/x",
        "..",
        ".",
        "a\\b",
        "a:b",
        "a?b",
        "con",
        "x.",
        " x",
        "index",
        "a\tb",
        "字" * 61,
    ],
)
def test_a_name_that_no_file_can_have_everywhere_is_refused(
    portal: Portal, tmp_path: Path, name: str
) -> None:
    """Nothing is written, in the content folder or outside it."""
    before = tree(tmp_path)
    run = portal("new", "news", name)
    assert (run.code, run.out, run.err.count("\n")) == (2, "", 1)
    assert tree(tmp_path) == before


def test_an_unknown_column_is_told_with_those_there_are(portal: Portal) -> None:
    assert portal("new", "nwes") == Run(
        code=2,
        out="",
        err="没有“nwes”这个栏目。可以写：brands（党建品牌）、bulletins（督查通报）、disclosure（党务公开）、"
        "documents（制度文件）、models（先进典型）、news（单位动态）、stories（微故事）、tasks（书记项目）、"
        "topics（专题）、units（单位）、videos（党建视频）。\n",
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("buidl",),
            f"没有这个命令。可以用：{COMMANDS}。运行 portal -h 或 portal 命令 -h 看说明。",
        ),
        (("build", "--nope"), "没有 --nope 这个选项。运行 portal -h 或 portal 命令 -h 看说明。"),
        (("build", "--workers", "0"), "workers 的值不对。运行 portal -h 或 portal 命令 -h 看说明。"),
        (("build", "--workers", "many"), "workers 的值不对。运行 portal -h 或 portal 命令 -h 看说明。"),
        (("check", "extra"), "命令的写法不对。运行 portal -h 或 portal 命令 -h 看说明。"),
        (("new",), "缺少 KIND。运行 portal -h 或 portal 命令 -h 看说明。"),
        (
            ("build", "--config", "nope.yml"),
            "找不到设置文件 nope.yml。请在门户的文件夹里运行，或用 --config 指明。",
        ),
        (
            ("new", "news", "--config", "nope.yml"),
            "找不到设置文件 nope.yml。请在门户的文件夹里运行，或用 --config 指明。",
        ),
        (("serve", "--address", "nope"), "address 的值不对。运行 portal -h 或 portal 命令 -h 看说明。"),
        (("serve", "--address", "a:port"), "address 的值不对。运行 portal -h 或 portal 命令 -h 看说明。"),
        (("serve", "--address", "a:65536"), "address 的值不对。运行 portal -h 或 portal 命令 -h 看说明。"),
    ],
    ids=lambda words: " ".join(words) if isinstance(words, tuple) else "",
)
def test_a_misuse_is_one_line_in_chinese(portal: Portal, words: tuple[str, ...], said: str) -> None:
    assert portal(*words) == Run(code=2, out="", err=f"{said}\n")


@pytest.mark.parametrize(
    "words",
    [("build", "--content", "nope"), ("serve", "--content", "nope"), ("check", "--content", "mkdocs.yml")],
)
def test_a_folder_of_posts_that_is_not_there_is_told(
    portal: Portal, tmp_path: Path, words: tuple[str, ...]
) -> None:
    remedy = "请核对 --content，或 mkdocs.yml 里的 docs_dir。"
    told = f"找不到稿件文件夹 {tmp_path / words[-1]}。{remedy}\n"
    assert portal(*words) == Run(code=2, out="", err=told)


@pytest.mark.parametrize("site", ["content", "content/out", ".", "/"])
def test_a_site_in_the_folder_of_posts_or_around_it_is_refused(
    portal: Portal, tmp_path: Path, site: str
) -> None:
    remedy = "请另选一个：写在 --site 后面，或 mkdocs.yml 的 site_dir。"
    folders = f"放网站的文件夹 {tmp_path / site} 和稿件文件夹 {tmp_path / 'content'}"
    told = f"{folders} 不能一个在另一个里面。{remedy}\n"
    assert portal("build", "--site", site) == Run(code=2, out="", err=told)


@pytest.mark.parametrize("place", [".cache", ".cache/portal", ".cache/portal/pictures"])
@pytest.mark.parametrize("words", [BUILD, CHECK])
def test_a_cache_that_cannot_be_written_is_told_in_one_line(
    portal: Portal, tmp_path: Path, place: str, words: tuple[str, ...]
) -> None:
    (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / place).write_bytes(b"")
    run = portal(*words)
    assert (run.code, run.out, run.err.count("\n")) == (2, "", 1)
    assert run.err.startswith("没有做完：这个位置上已经有另一个文件（")
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize("words", [BUILD, CHECK, ("new", "news"), ("serve",)], ids=lambda words: words[0])
def test_a_wrong_setting_is_one_line_whatever_the_command(
    portal: Portal, tmp_path: Path, words: tuple[str, ...]
) -> None:
    with (tmp_path / "mkdocs.yml").open("a", encoding="utf-8") as stream:
        stream.write("extra: {portal: {page_size: many}}\n")
    assert portal(*words) == Run(
        code=2,
        out="",
        err="mkdocs.yml 的设置 page_size：每页条数写成了“many”。请写一个大于零的整数。\n",
    )


@pytest.mark.parametrize("words", [(), ("-h",), ("build", "--help"), ("new", "-h")])
def test_help_is_in_chinese(portal: Portal, words: tuple[str, ...]) -> None:
    run = portal(*words)
    shown = run.out or run.err
    assert run.code == (0 if words else 2)
    assert ("党建门户" in shown) if words in ((), ("-h",)) else ("设置文件" in shown)


def test_an_interruption_leaves_the_site_and_says_so(
    portal: Portal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    portal(*BUILD)
    before = tree(tmp_path / "site")

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "build_project", interrupted)
    run = portal(*BUILD)
    assert (run.code, run.err.strip()) == (130, "已中断，现有的网站没有改动。")
    assert tree(tmp_path / "site") == before


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.ENOSPC, "full", "there"), "磁盘空间不够（there）。请清理磁盘，再运行一次。"),
        (
            OSError(errno.EIO, "Input/output error"),
            "读写文件时出错，Input/output error。请检查磁盘，再运行一次。",
        ),
        (BrokenProcessPool(), f"{STARVED}请腾出内存（例如用 --workers 1），再运行一次。"),
        (MemoryError(), f"{STARVED}请腾出内存（例如用 --workers 1），再运行一次。"),
    ],
)
def test_what_the_system_refuses_is_one_line(
    portal: Portal, monkeypatch: pytest.MonkeyPatch, error: Exception, said: str
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(command, "build_project", refuse)
    assert portal(*BUILD) == Run(code=2, out="", err=f"没有做完：{said}\n")


def test_our_own_mistakes_crash(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(command, "build_project", wrong)
    monkeypatch.setattr("sys.argv", ["portal", *BUILD])
    with pytest.raises(ZeroDivisionError):
        command.main()


@pytest.mark.parametrize(("title", "code"), [("示例", 0), ("", 1)])
def test_a_command_of_its_own_ends_with_all_it_had_to_say(
    portal: Portal, tmp_path: Path, title: str, code: int
) -> None:
    (tmp_path / "content/news/more.md").write_text(f"---\ntitle: {title}\n---\n", encoding="utf-8")
    expected = portal(*BUILD)
    shutil.rmtree(tmp_path / ".cache")
    ran = subprocess.run(
        [sys.executable, "-m", "portal", *BUILD], cwd=tmp_path, capture_output=True, encoding="utf-8"
    )
    assert expected == Run(code=ran.returncode, out=ran.stdout, err=ran.stderr)
    assert ran.returncode == code


def test_progress_is_one_line_that_goes_away() -> None:
    written: list[str] = []
    with command.Progress(written.append) as progress:
        progress._live = True
        for done in range(1, 121):
            progress("读取稿件", done, 120)
    assert written == [
        "\r读取稿件：41%（50/120）\033[K",
        "\r读取稿件：83%（100/120）\033[K",
        "\r读取稿件：100%（120/120）\033[K",
        "\r\033[K",
    ]


def test_progress_is_not_for_files_and_pipes() -> None:
    written: list[str] = []
    with command.Progress(written.append) as progress:
        progress("读取稿件", 1, 1)
    assert written == []


def test_every_option_and_command_says_what_it_is_for() -> None:
    """In Chinese, since officers read it."""
    wordless = [
        f"{name} {option.name}"
        for name, found in command.cli.commands.items()
        for option in found.params
        if isinstance(option, click.Option) and not _chinese(option.help or "")
    ]
    wordless += [name for name, found in command.cli.commands.items() if not _chinese(found.help or "")]
    assert wordless == []


def _chinese(text: str) -> bool:
    return any("\u4e00" <= sign <= "\u9fff" for sign in text)


def test_problems_are_counted_by_how_bad_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    problems = [
        Problem(path="a.md", line=3, message="甲。", remedy="乙。"),
        Problem(path="b.md", line=0, message="丙。", remedy="丁。", severity="warning"),
    ]
    command._say(tuple(problems))
    assert capsys.readouterr().err == "a.md:3: 甲。乙。\nb.md: 提醒：丙。丁。\n共 1 个错误，1 个提醒。\n"
