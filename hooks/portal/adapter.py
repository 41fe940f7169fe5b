"""The one module that knows MkDocs: its configuration, its hooks, its server.

MkDocs 1 no longer moves and a fork goes on, so nothing here needs more of it than a configuration
to read and events to be called by; both `mkdocs` and `properdocs` build the same site.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from .build import Built, Project, build
from .checks import samples
from .columns import Column, scan
from .failure import Failure, explained
from .fields import BEIJING
from .pages.page import path_of
from .preview import Preview
from .problem import Problem
from .reading import ContentChanged, Progress, load_library, look_at, read_columns
from .settings import WrongSetting, read_settings
from .workers import make_executor, uncollected

Config = Any
"""`MkDocsConfig` of MkDocs or of ProperDocs."""


def load_project(config_file: Path, **overriding: str) -> Project:
    """The project of this configuration file; raises `WrongSetting` with one line where it is wrong."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    os.environ.setdefault("DISABLE_MKDOCS_2_WARNING", "true")
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.exceptions import ConfigurationError

    config = MkDocsConfig(config_file_path=os.path.abspath(config_file))
    try:
        with config_file.open("rb") as stream:
            config.load_file(stream)
    except (OSError, ConfigurationError) as error:
        raise WrongSetting(f"{config_file} 读不出来：{' '.join(str(error).split())}") from None
    config.load_dict(overriding)
    _refuse_one_in_another(config)
    errors, _ = config.validate()
    for name, wrong in errors:
        raise WrongSetting(f"mkdocs.yml 里的设置不对：{name}：{' '.join(str(wrong).split())}")
    return project_of(config)


def _refuse_one_in_another(config: Config) -> None:
    """What MkDocs would say of the two folders, in Chinese and of whichever setting they come from."""
    given = [config[name] for name in ("docs_dir", "site_dir")]
    if not all(isinstance(folder, str) for folder in given):
        return
    root = os.path.dirname(config.config_file_path)
    content, site = (Path(os.path.abspath(os.path.join(root, folder))) for folder in given)
    if not content.is_dir():
        raise WrongSetting(f"找不到稿件文件夹 {content}。请核对 --content，或 mkdocs.yml 里的 docs_dir。")
    there, here = content.resolve(), site.parent.resolve() / site.name
    if there.is_relative_to(here) or here.is_relative_to(there):
        raise WrongSetting(
            f"放网站的文件夹 {site} 和稿件文件夹 {content} 不能一个在另一个里面。"
            "请另选一个：写在 --site 后面，或 mkdocs.yml 的 site_dir。"
        )


def project_of(config: Config) -> Project:
    """The project of a configuration that is already loaded."""
    root = Path(config["config_file_path"]).parent
    return Project(
        content=Path(config["docs_dir"]),
        site=Path(config["site_dir"]),
        overrides=Path(config["theme"].custom_dir or root / "overrides"),
        cache=root / ".cache" / "portal",
        settings=read_settings(config),
    )


def beijing_now() -> datetime:
    """The only place that asks the clock; SOURCE_DATE_EPOCH fixes it for builds that are to be repeated."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return datetime.now(BEIJING)
    try:
        return datetime.fromtimestamp(int(epoch), BEIJING)
    except (ValueError, OverflowError, OSError):
        raise WrongSetting(
            f"环境变量 SOURCE_DATE_EPOCH 写成了“{epoch}”，应当是从 1970 年起的秒数。"
        ) from None


class Host:
    """The hooks: MkDocs reads the configuration and calls; the portal reads, draws and writes."""

    def __init__(self) -> None:
        self._project: Project | None = None
        self._staging: Path | None = None
        self._previewing = False

    def on_startup(self, command: str, dirty: bool) -> None:
        """A preview shows what can be shown; a build stops at errors."""
        self._previewing = command == "serve"

    def on_config(self, config: Config) -> Config:
        """MkDocs empties its `site_dir` before it builds, so it gets an empty one of its own."""
        try:
            project = project_of(config)
        except WrongSetting as error:
            raise SystemExit(str(error)) from None
        if self._previewing:
            project = replace(project, site=project.cache / "preview")
        self._project = project
        self._staging = Path(tempfile.mkdtemp(prefix="mkdocs-"))
        config["site_dir"] = str(self._staging)
        config["theme"].static_templates.clear()
        return config

    def on_files(self, files: Any, config: Config) -> Any:
        """None of the files is left to MkDocs: it would publish drafts, originals and scripts."""
        return type(files)([])

    def on_post_build(self, config: Config) -> None:
        """Build the site where MkDocs would have; errors end the command, the old site stays."""
        assert self._project is not None
        assert self._staging is not None
        shutil.rmtree(self._staging, ignore_errors=True)
        config["site_dir"] = str(self._project.site)
        try:
            with explained():
                built = build_project(
                    self._project, beijing_now(), progress=lambda *_: None, keep_going=self._previewing
                )
        except Failure as error:
            raise SystemExit(str(error)) from None
        for problem in built.problems:
            print(problem, file=sys.stderr)
        if not built.released:
            raise SystemExit(1)

    def on_serve(self, server: Any, config: Config, builder: Any) -> Any:
        """The preview is served from where it was published."""
        assert self._project is not None
        server.root = str(self._project.site)
        return server


def build_project(
    project: Project,
    now: datetime,
    *,
    progress: Progress,
    workers: int | None = None,
    keep_going: bool = False,
) -> Built:
    """Build a project as it stands at `now`."""
    with uncollected(), make_executor(workers) as executor:
        return build(project, now, executor, progress, keep_going=keep_going)


def check_project(
    project: Project,
    now: datetime,
    *,
    progress: Progress,
    workers: int | None = None,
    release: bool = False,
) -> tuple[Problem, ...]:
    """All that is wrong with a project's content, as for a release of the real thing if `release`."""
    with make_executor(workers) as executor:
        content = look_at(project.content)
        loaded, problems = load_library(content, project.settings, now, project.cache, executor, progress)
    return (*problems, *samples(loaded.library)) if release else problems


def columns_of(project: Project) -> tuple[Column, ...]:
    """The columns of the content folder."""
    return read_columns(scan(project.content)[0])[1]


class PreviewServer:
    """The preview at an address: it is made anew, and browsers told, whenever something is saved.

    The server is MkDocs', but it neither reads the content nor looks at each file twice a second: the system
    tells what was saved, and a page is made when it is asked for.
    """

    def __init__(self, folder: Path, config_file: Path, **overriding: str) -> None:
        """`folder` is empty, for the files that browsers ask for."""
        self._preview = Preview(folder)
        self._config_file = config_file
        self._overriding = overriding
        self.project = load_project(config_file, **overriding)

    def look(self) -> None:
        """Show what can be shown, and say what is wrong; what stops that leaves all as it was."""
        try:
            with explained():
                self.project = load_project(self._config_file, **self._overriding)
                problems = self._preview.show(self.project, beijing_now(), lambda *_: None)
        except Failure as error:
            print(error, file=sys.stderr)
            return
        for problem in problems:
            print(problem, file=sys.stderr)

    def serve(self, address: str) -> None:
        """Answer at this address until somebody ends it."""
        from mkdocs.livereload import LiveReloadServer

        host, _, port = address.rpartition(":")
        mount = urlsplit(self.project.settings.site_url or "/").path
        server = LiveReloadServer(self.look, host, int(port), str(self._preview.site), mount)
        server.set_app(partial(self._answer, server))
        server.observer = _observer()
        server.error_handler = lambda code: self._missing() if code == 404 else None
        for path in (self.project.content, self.project.overrides, self._config_file):
            server.watch(str(path))
        try:
            server.serve()  # type: ignore[no-untyped-call]
        except KeyboardInterrupt:
            pass
        except OSError as error:
            raise WrongSetting(
                f"地址 {address} 用不了，可能有别的程序在用：{error.strerror}。请用 --address 换一个端口。"
            ) from None
        finally:
            server.shutdown()
            self._preview.remember()

    def _answer(self, server: Any, environ: dict[str, Any], start_response: Any) -> Any:
        """Have the file there that is asked for, then let the server answer."""
        path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "ignore")
        if path.startswith(server.mount_path):
            url = path.removeprefix(server.mount_path)
            self._provide(path_of(url))
            if url and not url.endswith("/"):
                self._provide(path_of(f"{url}/"))  # the server sends to the folder whoever left out the slash
        return server.serve_request(environ, start_response)

    def _provide(self, path: str) -> None:
        try:
            self._preview.provide(path)
        except ContentChanged:
            self.look()
            self._preview.provide(path)

    def _missing(self) -> bytes:
        self._provide("404.html")
        return (self._preview.site / "404.html").read_bytes()


def _observer() -> Any:
    """The system's news of changed files, without that of files merely read, which a build does itself."""
    from watchdog.events import FileCreatedEvent, FileDeletedEvent, FileModifiedEvent, FileMovedEvent
    from watchdog.observers import Observer

    changes = [FileCreatedEvent, FileDeletedEvent, FileModifiedEvent, FileMovedEvent]

    class Changes(Observer):  # type: ignore[valid-type, misc]
        def schedule(self, handler: Any, path: str, *, recursive: bool = False, **_: Any) -> Any:
            return super().schedule(handler, path, recursive=recursive, event_filter=changes)

    return Changes()
