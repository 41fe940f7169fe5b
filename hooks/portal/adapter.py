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
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from .build import Built, Project, build
from .checks import samples
from .columns import Column, scan
from .fields import BEIJING
from .memory import Memory
from .problem import Problem
from .reading import ContentChanged, Progress, load_library, look_at, read_columns
from .release import ReleaseFailed
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
    errors, _ = config.validate()
    for name, wrong in errors:
        raise WrongSetting(f"mkdocs.yml 里的设置不对：{name}：{' '.join(str(wrong).split())}")
    return project_of(config)


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
            built = build_project(
                self._project, beijing_now(), progress=lambda *_: None, keep_going=self._previewing
            )
        except (WrongSetting, ReleaseFailed, ContentChanged) as error:
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
    before: Memory | None = None,
) -> Built:
    """Build a project as it stands at `now`; `before` is what the last build left, if it is at hand."""
    with uncollected(), make_executor(workers) as executor:
        return build(project, now, executor, progress, keep_going=keep_going, before=before)


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


class Preview:
    """The site as it stands, built anew whenever something is saved.

    MkDocs' server shows it and reloads the browsers, but it neither reads the content nor looks at each file
    twice a second: what the last build left is at hand, and the system tells what was saved.
    """

    def __init__(self, config_file: Path, **overriding: str) -> None:
        self._config_file = config_file
        self._overriding = overriding
        self._memory: Memory | None = None
        self.project = self._load()

    def _load(self) -> Project:
        project = load_project(self._config_file, **self._overriding)
        return replace(project, site=project.cache / "preview")

    def build(self) -> None:
        """Show what can be shown, and say what is wrong; a wrong setting leaves all as it was."""
        try:
            self.project = self._load()
            built = build_project(
                self.project, beijing_now(), progress=lambda *_: None, keep_going=True, before=self._memory
            )
        except (WrongSetting, ReleaseFailed, ContentChanged) as error:
            print(error, file=sys.stderr)
            return
        self._memory = built.memory
        for problem in built.problems:
            print(problem, file=sys.stderr)

    def serve(self, address: str) -> None:
        """Answer at this address until somebody ends it."""
        from mkdocs.livereload import LiveReloadServer
        from watchdog.observers import Observer

        host, _, port = address.rpartition(":")
        site, mount = self.project.site, urlsplit(self.project.settings.site_url or "/").path
        server = LiveReloadServer(self.build, host, int(port), str(site), mount)
        server.observer = Observer()  # type: ignore[assignment]
        server.error_handler = lambda code: (site / "404.html").read_bytes() if code == 404 else None
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
