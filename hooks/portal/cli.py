"""The command `portal`: build, serve, check, new. What it says is for officers, in Chinese."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from .adapter import PreviewServer, beijing_now, build_project, check_project, columns_of, load_project
from .build import Built, Project
from .columns import Column
from .failure import Failure, explained
from .problem import Problem, errors
from .release import releases as kept
from .release import rollback as roll_back
from .settings import WrongSetting
from .skeleton import NameRefused, new_entry

_FOLDER = click.Path(path_type=Path)
_config = click.option(
    "--config", "config", type=_FOLDER, default=Path("mkdocs.yml"), show_default=True, help="设置文件。"
)
_content = click.option("--content", type=_FOLDER, help="稿件所在的文件夹，默认按设置文件。")
_site = click.option("--site", type=_FOLDER, help="网站放到哪个文件夹，默认按设置文件。")
_workers = click.option(
    "--workers", type=click.IntRange(min=1), help="同时工作的进程数，默认与处理器核数相同。"
)


def _address(_: click.Context, option: click.Parameter, address: str) -> str:
    """A host and a port."""
    host, _colon, port = address.rpartition(":")
    if not (host and port.isdecimal() and int(port) < 2**16):
        raise click.BadParameter(address, param=option)
    return address


@click.group(help="党建门户：把稿件变成网站。", context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """The group of commands."""


@cli.command(help="生成网站。有错误时不动现有的网站。")
@_config
@_content
@_site
@_workers
@click.option("--keep-going", is_flag=True, help="跳过有错误的稿件，生成其余的。")
def build(
    config: Path, content: Path | None, site: Path | None, workers: int | None, keep_going: bool
) -> Built:
    """Build the site; exit with 1 if anything was an error. What it made is for `main` to hold."""
    gc.disable()  # the command ends soon, and a build makes no garbage to speak of
    project = _project(config, content, site)
    with Progress() as progress:
        built = build_project(
            project, beijing_now(), progress=progress, workers=workers, keep_going=keep_going
        )
    _say(built.problems)
    if built.released and built.mended:
        click.echo(f"网站里的 {built.mended} 被人改动过，或不见了；整个网站已恢复原样。", err=True)
    if built.released:
        click.echo(
            f"网站已生成：{built.entries} 篇稿件，{built.pages} 个页面，"
            f"这次重画 {built.drawn} 个，在 {project.site}。"
        )
    else:
        click.echo(
            "有错误，网站没有更新。改好以后再运行一次；或加 --keep-going 先跳过有错误的稿件。", err=True
        )
    if failed := errors(built.problems):
        if built.released:
            paths = sorted({problem.path for problem in failed})
            click.echo(f"跳过了 {len(paths)} 个文件：{'、'.join(paths)}", err=True)
        sys.exit(1)
    return built


@cli.command(help="检查稿件，不生成网站。")
@_config
@_content
@_workers
@click.option("--release", is_flag=True, help="按正式发布的要求检查：示例稿件也算错误。")
def check(config: Path, content: Path | None, workers: int | None, release: bool) -> None:
    """Say all that is wrong; exit with 1 if anything is an error."""
    project = _project(config, content, None)
    with Progress() as progress:
        problems = check_project(project, beijing_now(), progress=progress, workers=workers, release=release)
    _say(problems)
    if errors(problems):
        sys.exit(1)
    click.echo("检查完毕，没有错误。")


@cli.command(help="预览网站，保存稿件后自动更新。")
@_config
@_content
@click.option(
    "--address", default="127.0.0.1:8000", show_default=True, callback=_address, help="预览的地址和端口。"
)
def serve(config: Path, content: Path | None, address: str) -> None:
    """Preview with live reload."""
    _project(config, content, None)
    overriding = {"docs_dir": os.path.abspath(content)} if content else {}
    for end in (one for one in signal.Signals if one.name in ("SIGTERM", "SIGHUP")):
        if signal.getsignal(end) is not signal.SIG_IGN:  # as nohup leaves it
            signal.signal(end, signal.default_int_handler)
    with TemporaryDirectory(prefix="portal-", ignore_cleanup_errors=True) as folder:
        server = PreviewServer(Path(folder), config, **overriding)
        server.look()
        click.echo(f"请用浏览器打开 http://{address}/ ，按 Ctrl+C 结束。")
        server.serve(address)


@cli.command(help="新建一篇稿件：KIND 是种类或栏目，例如 news、brands。")
@click.argument("kind")
@click.argument("name", required=False)
@_config
@_content
def new(kind: str, name: str | None, config: Path, content: Path | None) -> None:
    """Write a filled-in skeleton and say where it is."""
    project = _project(config, content, None)
    now = beijing_now()
    column = _column(project, kind)
    try:
        path = new_entry(project.content, column, name or f"{column.kind.name}-{now:%d-%H%M%S}", now)
    except NameRefused as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"新稿件在 {path}，请打开填写。写完后把 status 改成 published。")


@cli.command(help="退回到上一个版本的网站。")
@_config
@_site
def rollback(config: Path, site: Path | None) -> None:
    """Switch to the release before the live one."""
    before = roll_back(_project(config, None, site).site)
    click.echo(f"已退回到 {before.time:%Y-%m-%d %H:%M} 生成的版本。")


@cli.command(help="列出保留着的各个版本。")
@_config
@_site
def releases(config: Path, site: Path | None) -> None:
    """List the releases that are kept, and mark the live one."""
    for release in kept(_project(config, None, site).site):
        click.echo(
            f"{release.id}  {release.time:%Y-%m-%d %H:%M}{'  ← 现在的网站' if release.current else ''}"
        )


@cli.command(help="核对网站是否被改动过：PLACE 是文件夹或网址。")
@click.argument("place")
@click.option("--against", type=_FOLDER, help="拿本机上的网站作对照；核对服务器时请用这一项。")
def verify(place: str, against: Path | None) -> None:
    """Compare a copy of the site with what was released; exit with 1 if it differs."""
    from .verify import CannotVerify  # HTTP takes as long to load as a post to be published
    from .verify import verify as differences

    try:
        with Progress() as progress:
            found = differences(place, against=against, progress=progress)
    except CannotVerify as error:
        raise click.ClickException(str(error)) from None
    for difference in found:
        click.echo(str(difference), err=True)
    if found:
        click.echo(f"共 {len(found)} 处不同。", err=True)
        sys.exit(1)
    click.echo("核对完毕，没有不同。")


def main() -> None:
    """Run a command and exit: what the user got wrong is one line in Chinese, not a traceback."""
    try:
        with explained():
            left = cli.main(prog_name="portal", standalone_mode=False)
        sys.exit(left if isinstance(left, int) else 0)
    except click.Abort:
        click.echo("已中断，现有的网站没有改动。", err=True)
        sys.exit(130)
    except click.ClickException as error:
        click.echo(_misused(error), err=True)
    except Failure as error:
        click.echo(str(error), err=True)
    sys.exit(2)


def _misused(error: click.ClickException) -> str:
    """Click's messages are English; officers' are not."""
    match error:
        case click.exceptions.NoArgsIsHelpError():
            return error.message
        case click.NoSuchOption():
            said = f"没有 {error.option_name} 这个选项。"
        case click.MissingParameter():
            said = f"缺少 {error.param.human_readable_name if error.param else '参数'}。"
        case click.BadParameter():
            said = f"{error.param.human_readable_name if error.param else '参数'} 的值不对。"
        case click.UsageError() if error.ctx is not None and error.ctx.command is cli:
            commands = "、".join(sorted(cli.commands))
            said = f"没有这个命令。可以用：{commands}。"
        case click.UsageError():
            said = "命令的写法不对。"
        case _:
            return error.message
    return f"{said}运行 portal -h 或 portal 命令 -h 看说明。"


def _project(config: Path, content: Path | None, site: Path | None) -> Project:
    overriding = {
        name: os.path.abspath(path) for name, path in (("docs_dir", content), ("site_dir", site)) if path
    }
    if not config.is_file():
        raise WrongSetting(f"找不到设置文件 {config}。请在门户的文件夹里运行，或用 --config 指明。")
    return load_project(config, **overriding)


def _column(project: Project, kind: str) -> Column:
    columns = columns_of(project)
    found = [column for column in columns if kind in (column.name, column.kind.name)]
    if not found:
        names = "、".join(f"{column.name}（{column.title}）" for column in columns)
        raise click.ClickException(f"没有“{kind}”这个栏目。可以写：{names}。")
    return next((column for column in found if column.name == kind), found[0])


def _say(problems: tuple[Problem, ...]) -> None:
    for problem in problems:
        click.echo(str(problem), err=True)
    counts = Counter(problem.severity for problem in problems)
    if problems:
        click.echo(f"共 {counts['error']} 个错误，{counts['warning']} 个提醒。", err=True)


class Progress(AbstractContextManager["Progress"]):
    """One line that tells how far long work is, on a terminal only."""

    def __init__(self, write: Callable[[str], Any] = sys.stderr.write) -> None:
        self._write = write
        self._shown = ""
        self._live = sys.stderr.isatty()

    def __call__(self, what: str, done: int, total: int) -> None:
        text = (
            f"{what}：{done * 100 // max(total, 1)}%（{done}/{total}）"
            if done % 50 == 0 or done == total
            else ""
        )
        if self._live and text:
            self._write(f"\r{text}\033[K")
            self._shown = text

    def __exit__(self, *error: object) -> None:
        if self._shown:
            self._write("\r\033[K")
