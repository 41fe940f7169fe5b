"""The project that `mkdocs.yml` describes, and the hooks, called as a host would."""

import tempfile
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from portal.adapter import Host, beijing_now, build_project, check_project, columns_of, load_project
from portal.build import Project
from portal.fields import BEIJING
from portal.settings import Settings, WrongSetting

from ..project import ROOT, WRONG, project, spoil, tree
from ..site import NOW, said


def quiet(what: str, done: int, total: int) -> None:
    """Nobody watches."""


def test_a_project_is_what_the_settings_say(tmp_path: Path) -> None:
    more = "site_url: https://example.org/dj/\nextra: {portal: {page_size: 7}}\n"
    assert load_project(project(tmp_path, more) / "mkdocs.yml") == Project(
        content=tmp_path / "content",
        site=tmp_path / "site",
        overrides=ROOT / "overrides",
        cache=tmp_path / ".cache/portal",
        settings=Settings(
            site_name="示例门户",
            site_url="https://example.org/dj/",
            description="示例门户",
            page_size=7,
        ),
    )


def test_the_command_line_may_name_other_folders(tmp_path: Path) -> None:
    made = load_project(
        project(tmp_path) / "mkdocs.yml",
        docs_dir=str(tmp_path / "content/news"),
        site_dir=str(tmp_path / "public"),
    )
    assert (made.content, made.site) == (tmp_path / "content/news", tmp_path / "public")


def test_a_project_knows_its_columns(tmp_path: Path) -> None:
    columns = columns_of(load_project(project(tmp_path) / "mkdocs.yml"))
    assert [(column.name, column.title) for column in columns][:2] == [
        ("brands", "党建品牌"),
        ("bulletins", "督查通报"),
    ]


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (
            "extra: {portal: {page_size: many}}",
            "mkdocs.yml 的设置 page_size：每页条数写成了“many”。请写一个大于零的整数。",
        ),
        ("extra: {portal: 3}", "mkdocs.yml 的设置 extra: portal: 要分项填写。请对照 README 里的设置说明。"),
        ("a: [", "mkdocs.yml 读不出来："),
        ("site_url: abc", "mkdocs.yml 里的设置不对："),
        ("site_name: [a]", "mkdocs.yml 里的设置不对："),
    ],
    ids=["ours", "ours altogether", "YAML", "an address", "a type"],
)
def test_a_wrong_setting_is_told_in_one_line(tmp_path: Path, more: str, message: str) -> None:
    with pytest.raises(WrongSetting) as error:
        load_project(project(tmp_path, more) / "mkdocs.yml")
    assert message in str(error.value)
    assert "\n" not in str(error.value)


def test_now_is_the_time_in_beijing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    before = datetime.now(BEIJING)
    now = beijing_now()
    assert now.tzinfo == BEIJING
    assert before <= now <= datetime.now(BEIJING)


def test_source_date_epoch_fixes_the_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))
    assert beijing_now() == NOW


@pytest.mark.parametrize("value", ["abc", "2026-03-10", "1e9", "9" * 20])
def test_a_source_date_epoch_that_is_no_time_is_a_wrong_setting(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", value)
    with pytest.raises(WrongSetting, match="SOURCE_DATE_EPOCH"):
        beijing_now()


def test_a_project_is_built_as_it_stands_at_a_moment(tmp_path: Path) -> None:
    made = load_project(project(tmp_path) / "mkdocs.yml")
    built = build_project(made, NOW, progress=quiet, workers=1)
    assert (built.released, built.entries, (tmp_path / "site/index.html").is_file()) == (True, 13, True)


def test_checking_a_project_writes_no_site(tmp_path: Path) -> None:
    spoil(project(tmp_path))
    problems = check_project(load_project(tmp_path / "mkdocs.yml"), NOW, progress=quiet, workers=1)
    assert said(problems) == [WRONG]
    assert not (tmp_path / "site").exists()


def test_a_release_of_the_real_thing_has_no_samples(tmp_path: Path) -> None:
    made = load_project(project(tmp_path) / "mkdocs.yml")
    plain, strict = (
        check_project(made, NOW, progress=quiet, workers=1, release=release) for release in (False, True)
    )
    assert (said(plain), said(strict)) == (
        [],
        ["news/2026/03/dangri/index.md:15: 这是示例稿件。正式发布前请删去，或换成真实内容并去掉 sample。"],
    )


class Theme:
    """As much of a host's theme as the hooks touch."""

    def __init__(self) -> None:
        self.custom_dir = str(ROOT / "overrides")
        self.static_templates = {"404.html", "sitemap.xml"}


class Files(list[str]):
    """A host's collection of files."""


def configuration(root: Path) -> dict[str, object]:
    """What a host hands to the hooks."""
    return {
        "config_file_path": str(root / "mkdocs.yml"),
        "docs_dir": str(root / "content"),
        "site_dir": str(root / "site"),
        "theme": Theme(),
        "site_name": "示例门户",
    }


def hosted(root: Path, command: str = "build") -> Host:
    """Call the hooks in a host's order; returns them."""
    host, config = Host(), configuration(root)
    host.on_startup(command, dirty=False)
    config = host.on_config(config)
    Path(str(config["site_dir"]), "nothing.txt").write_text("what a host may leave", encoding="utf-8")
    assert host.on_files(Files(["a.md"]), config) == Files()
    host.on_post_build(config)
    return host


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary files, on the day of these tests."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_a_host_is_kept_from_the_site_until_the_portal_writes_it(tmp_path: Path, temporary: Path) -> None:
    """It gets an empty folder of its own, none of the files and none of its own templates."""
    project(tmp_path)
    host, config = Host(), configuration(tmp_path)
    host.on_startup("build", dirty=False)
    config = host.on_config(config)
    staging = Path(str(config["site_dir"]))
    assert (staging.parent, list(staging.iterdir())) == (temporary, [])
    assert isinstance(theme := config["theme"], Theme)
    assert theme.static_templates == set()
    assert host.on_files(Files(["news/2026/03/caogao.md"]), config) == Files()


def test_at_the_end_the_site_is_where_the_settings_say(tmp_path: Path, temporary: Path) -> None:
    """And of the temporary folder nothing is left."""
    hosted(project(tmp_path))
    assert (tmp_path / "site/index.html").is_file()
    assert list(temporary.iterdir()) == []


def test_errors_end_a_build_and_leave_the_old_site(
    tmp_path: Path, temporary: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hosted(project(tmp_path))
    before = tree(tmp_path / "site")
    spoil(tmp_path)
    with pytest.raises(SystemExit) as ended:
        hosted(tmp_path)
    assert (ended.value.code, capsys.readouterr().err) == (1, f"{WRONG}\n")
    assert tree(tmp_path / "site") == before
    assert list(temporary.iterdir()) == []


def test_a_preview_shows_what_can_be_shown_and_leaves_the_site_alone(
    tmp_path: Path, temporary: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It has a folder of its own, which the host's server is told to serve."""
    spoil(project(tmp_path))
    host = hosted(tmp_path, "serve")
    assert (tmp_path / ".cache/portal/preview/index.html").is_file()
    assert not (tmp_path / "site").exists()
    assert capsys.readouterr().err == f"{WRONG}\n"
    server = host.on_serve(SimpleNamespace(root=""), configuration(tmp_path), None)
    assert server.root == str(tmp_path / ".cache/portal/preview")


def test_a_wrong_setting_ends_a_host_in_one_line(tmp_path: Path, temporary: Path) -> None:
    host, config = Host(), {**configuration(project(tmp_path)), "extra": {"portal": {"page_size": 0}}}
    with pytest.raises(SystemExit) as ended:
        host.on_config(config)
    assert ended.value.code == ("mkdocs.yml 的设置 page_size：每页条数写成了“0”。请写一个大于零的整数。")
    assert list(temporary.iterdir()) == []


def test_a_wrong_moment_ends_a_host_in_one_line(
    tmp_path: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "today")
    with pytest.raises(SystemExit) as ended:
        hosted(project(tmp_path))
    assert "SOURCE_DATE_EPOCH" in str(ended.value.code)
    assert not (tmp_path / "site").exists()


def test_every_hook_is_one_that_mkdocs_calls() -> None:
    """What the file of hooks forgets to name is never called."""
    text = (ROOT / "hooks/main.py").read_text(encoding="utf-8")
    hooks = [name for name in vars(Host) if name.startswith("on_")]
    assert [name for name in hooks if f"{name} = _host.{name}\n" not in text] == []
