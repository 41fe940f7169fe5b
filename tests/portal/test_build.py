"""From the content folder to the finished site."""

import hashlib
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from html import unescape
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from portal.build import Built, Project, build
from portal.reading import Content, ContentChanged, Progress, look_at
from portal.release.manifest import MANIFEST, load
from portal.settings import Settings
from portal.workers import SerialExecutor

from ..project import ROOT, tree
from ..site import NOW, SETTINGS, draw, picture, said, small_site

OVERRIDES = ROOT / "overrides"


def quiet(what: str, done: int, total: int) -> None:
    """Nobody watches."""


def built(
    root: Path,
    *,
    now: datetime = NOW,
    progress: Progress = quiet,
    keep_going: bool = False,
    **settings: Any,
) -> Built:
    """Build the folder `content` into `site`, both in `root`."""
    made = Project(
        content=root / "content",
        overrides=OVERRIDES,
        site=root / "site",
        cache=root / "cache",
        settings=Settings.model_validate({**SETTINGS.model_dump(exclude_unset=True), **settings}),
    )
    return build(made, now, SerialExecutor(), progress, keep_going=keep_going)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the small site is built."""
    root = tmp_path_factory.mktemp("made")
    small_site(root / "content")
    built(root)
    return root


@pytest.fixture(scope="module")
def site(made: Path) -> dict[str, bytes]:
    """The files of the small site."""
    return tree(made / "site")


BROKEN = """
    news/2026/03/huai.md
      ---
      title: 坏的
      unit: zhongxue
      publish_at: 3月6号
      status: published
      ---
      正文
"""
WRONG = "news/2026/03/huai.md:4: 发布时间写成了“3月6号”。请写成 2026-03-06 09:30。"


def test_errors_leave_the_old_site_untouched(tmp_path: Path) -> None:
    small_site(tmp_path / "content")
    built(tmp_path)
    before = tree(tmp_path / "site")
    draw(tmp_path / "content", BROKEN)
    result = built(tmp_path)
    assert (said(result.problems), result.released, result.pages) == ([WRONG], False, 0)
    assert tree(tmp_path / "site") == before


def test_errors_make_no_site_where_there_was_none(tmp_path: Path) -> None:
    draw(small_site(tmp_path / "content"), BROKEN)
    assert built(tmp_path).released is False
    assert not (tmp_path / "site").exists()


def test_who_keeps_going_gets_the_rest_without_what_is_broken(tmp_path: Path, site: dict[str, bytes]) -> None:
    """As if the broken entry were not there."""
    draw(small_site(tmp_path / "content"), BROKEN)
    result = built(tmp_path, keep_going=True)
    assert (said(result.problems), result.released) == ([WRONG], True)
    assert tree(tmp_path / "site") == site


def test_warnings_do_not_stop_a_build(tmp_path: Path) -> None:
    warned = (
        "news/x.md\n  ---\n  title: 标题\n  publish_at: 2026-03-06 09:30\n  status: published\n  ---\n  正文"
    )
    draw(small_site(tmp_path / "content"), warned)
    result = built(tmp_path)
    assert ([problem.severity for problem in result.problems], result.released) == (["warning"], True)


def test_a_build_says_how_much_it_made(tmp_path: Path) -> None:
    small_site(tmp_path / "content")
    result = built(tmp_path)
    html = [path for path in tree(tmp_path / "site") if path.endswith(".html")]
    assert result == Built(problems=(), pages=len(html), drawn=len(html), entries=13, released=True)


def test_a_build_of_the_same_content_draws_nothing(tmp_path: Path, site: dict[str, bytes]) -> None:
    small_site(tmp_path / "content")
    first, second = built(tmp_path), built(tmp_path)
    assert second == replace(first, drawn=0)
    assert tree(tmp_path / "site") == site


def test_after_an_edit_only_what_it_touches_is_drawn(tmp_path: Path) -> None:
    """A corrected word in a story's text: its page, and the lists that show its opening."""
    small_site(tmp_path / "content")
    built(tmp_path)
    story = tmp_path / "content/stories/deng.md"
    story.write_text(story.read_text("utf-8").replace("一个短故事", "一个小故事"), encoding="utf-8")
    result = built(tmp_path)
    assert 0 < result.drawn < result.pages / 2


def test_two_builds_make_the_same_bytes(tmp_path: Path, site: dict[str, bytes]) -> None:
    """In another folder, without a cache, an hour later."""
    small_site(tmp_path / "content")
    built(tmp_path, now=NOW + timedelta(hours=1))
    assert tree(tmp_path / "site") == site


def test_a_build_over_a_site_makes_the_bytes_of_a_clean_one(tmp_path: Path, site: dict[str, bytes]) -> None:
    """What was there before leaves nothing behind."""
    small_site(tmp_path / "content")
    draw(tmp_path / "content", BROKEN.replace("3月6号", "2026-03-06 09:30"))
    built(tmp_path)
    assert "news/2026/03/huai/index.html" in tree(tmp_path / "site")
    (tmp_path / "content/news/2026/03/huai.md").unlink()
    built(tmp_path)
    assert tree(tmp_path / "site") == site


_ELSEWHERE = """
import sys
from pathlib import Path
from portal.build import Project, build
from portal.workers import make_executor
from tests.site import NOW, SETTINGS
root, overrides = map(Path, sys.argv[1:3])
project = Project(content=root / "content", overrides=overrides, site=root / "site", cache=root / "cache",
                  settings=SETTINGS)
if __name__ == "__main__":
    with make_executor(2) as executor:
        build(project, NOW, executor, lambda *_: None)
"""


def test_two_workers_of_another_process_make_the_same_bytes(tmp_path: Path, site: dict[str, bytes]) -> None:
    """Whatever order sets and dictionaries have there."""
    small_site(tmp_path / "content")
    subprocess.run(
        [sys.executable, "-c", _ELSEWHERE, str(tmp_path), str(OVERRIDES)],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "35"},
        check=True,
    )
    assert tree(tmp_path / "site") == site


def test_long_work_says_how_far_it_is(tmp_path: Path) -> None:
    small_site(tmp_path / "content")
    heard: list[tuple[str, int, int]] = []
    result = built(tmp_path, progress=lambda what, done, total: heard.append((what, done, total)))
    pages = [(done, total) for what, done, total in heard if what == "生成页面"]
    assert list(dict.fromkeys(what for what, _, _ in heard)) == ["读取稿件", "生成页面"]
    assert pages == [(number, len(pages)) for number in range(1, len(pages) + 1)]
    assert len(pages) > result.pages, "calendars and the like are drawn as pages are"


HOME = "index.md\n  ---\n  title: 示例门户\n  ---\n"
POST = (
    "    ---\n    title: 标题\n    publish_at: 2026-03-06 09:30\n    status: published\n    ---\n    正文\n"
)


def column(name: str, kind: str, post: str = "") -> str:
    entry = f"  a.md\n{POST}" if post else ""
    return f"{name}/\n  index.md\n    ---\n    title: 栏目\n    kind: {kind}\n    ---\n{entry}"


@pytest.mark.parametrize(
    ("drawing", "pages"),
    [
        ("about.md\n  ---\n  title: 关于\n  ---\n  正文", 8),
        (HOME, 8),
        (HOME + column("news", "news", POST), 14),
        (HOME + column("documents", "document", POST), 14),
        (HOME + column("topics", "topic", POST), 14),
        (
            HOME
            + "".join(
                column(f"c{number}", kind)
                for number, kind in enumerate(
                    "news model brand disclosure document story video task bulletin topic unit page".split()
                )
            ),
            30,
        ),
    ],
    ids=["no home page", "nothing", "only news", "only documents", "only topics", "empty columns"],
)
def test_a_portal_with_little_in_it_is_built(tmp_path: Path, drawing: str, pages: int) -> None:
    draw(tmp_path / "content", drawing)
    result = built(tmp_path, keep_going=True)
    assert (result.released, result.pages) == (True, pages)


def test_a_folder_without_anything_is_a_mistake(tmp_path: Path) -> None:
    """And the old site stays."""
    (tmp_path / "content").mkdir()
    result = built(tmp_path)
    assert (said(result.problems), result.released) == (
        ["index.md: 还没有网站首页的设置。请在 content 里放一个 index.md，写上 title: 网站名称。"],
        False,
    )


_ADDRESS = re.compile(r'\s(?:href|src|srcset|poster|data-src)="([^"]*)"')


def addresses(html: bytes) -> list[str]:
    """Where a page's links and files lead."""
    found = [unescape(value) for value in _ADDRESS.findall(html.decode())]
    return [part.split()[0] for value in found for part in value.split(", ") if part.strip()]


def test_every_address_of_every_page_leads_to_a_file_of_the_site(site: dict[str, bytes]) -> None:
    """Relative to the page, so under any path; only a 404, which is shown anywhere, starts at the root."""
    dead = []
    for path, data in site.items():
        for href in addresses(data) if path.endswith(".html") else ():
            parts = urlsplit(href)
            if parts.scheme in ("https", "mailto") or href.startswith("#"):
                continue
            place = unquote(parts.path)
            rooted = place.startswith("/")
            target = normpath(join("." if rooted else dirname(path), place.lstrip("/")))
            if rooted is not path.endswith("404.html") or not (
                target in site or normpath(f"{target}/index.html") in site
            ):
                dead.append((path, href))
    assert dead == []


def test_no_page_knows_where_the_site_will_be(site: dict[str, bytes]) -> None:
    assert [path for path, data in site.items() if b"http://localhost" in data or b"file:" in data] == []


def test_under_a_sub_path_only_404_and_what_machines_read_differ(
    tmp_path: Path, site: dict[str, bytes]
) -> None:
    """The visible page is the same everywhere: links do not change with the address of the site.

    The page about open data lists the feeds, which only a site that knows its address has, and what is
    handed out to other sites holds the address.
    """
    small_site(tmp_path / "content")
    built(tmp_path, site_url="https://example.org/jiaoti/dj/")
    moved = tree(tmp_path / "site")
    new = {path.rpartition("/")[2] for path in set(moved) - set(site)}
    assert new == {"opensearch.xml", "sitemap.xml", "feed.xml", "feed.json", "oembed.json"}
    body = {path: data.partition(b"<body")[2] for path, data in moved.items() if path.endswith(".html")}
    own = {path: data for path, data in body.items() if b"data-embed-codes" not in data}
    differ = [path for path, data in own.items() if data != site[path].partition(b"<body")[2]]
    assert differ == ["404.html", "api/v1/index.html", "embed/v1/404.html"]
    missing = (moved["404.html"], moved["embed/v1/404.html"])
    links = [href for page in missing for href in addresses(page) if href.startswith("/")]
    assert links
    assert all(href.startswith("/jiaoti/dj/") for href in links)


def test_machines_find_what_they_look_for(site: dict[str, bytes]) -> None:
    """A sitemap needs full addresses, so it is there only where the site knows its own."""
    assert {path for path in site if "/" not in path} == {
        ".htaccess",
        "404.html",
        "_headers",
        "_nginx.conf",
        "index.html",
        "manifest.json",
        "robots.txt",
        "web.config",
    }


def test_a_picture_that_was_damaged_in_the_cache_is_made_again(tmp_path: Path) -> None:
    """Even where a build believed it that came to no end."""
    small_site(tmp_path / "content")
    built(tmp_path)
    before = {*(tmp_path / "cache" / "pictures").iterdir()}
    next((tmp_path / "content").rglob("*.jpg")).write_bytes(picture(301, 200))
    wrong = tmp_path / "content" / "news" / "huai.md"
    wrong.write_text(BROKEN, encoding="utf-8")
    assert not built(tmp_path).released
    fresh = {*(tmp_path / "cache" / "pictures").iterdir()} - before
    for file in fresh:
        os.truncate(file, 50)
    wrong.unlink()
    built(tmp_path)
    published = [*(tmp_path / "site" / "assets" / "pictures").iterdir()]
    assert {file.name for file in fresh if file.suffix != ".json"} <= {file.name for file in published}
    for file in published:
        assert hashlib.sha256(file.read_bytes()).hexdigest().startswith(file.name.partition("-")[0])


def edited(file: Path) -> None:
    file.chmod(0o644)
    data = file.read_bytes()
    file.write_bytes(bytes([data[0] ^ 1]) + data[1:])
    os.utime(file, (time.time() + 60, time.time() + 60))


@pytest.mark.parametrize("damage", [edited, Path.unlink])
@pytest.mark.parametrize(
    ("pattern", "told"),
    [
        ("about/index.html", True),
        ("assets/pictures/*", True),
        ("search/*/*.bin", True),
        ("assets/*.css", False),
        ("news/2026/03/dangri/biao.pdf", False),
        ("robots.txt", False),
    ],
)
def test_what_was_changed_on_the_server_is_made_right(
    tmp_path: Path, site: dict[str, bytes], pattern: str, told: bool, damage: Callable[[Path], None]
) -> None:
    """By a build with nothing to do, and by one with something else to do; one that makes the file anyway
    does not notice.
    """
    small_site(tmp_path / "content")
    built(tmp_path)
    file = min((tmp_path / "site").glob(pattern))
    damage(file)
    mended = file.relative_to(tmp_path / "site").as_posix() if told else ""
    assert built(tmp_path).mended == mended
    assert tree(tmp_path / "site") == site

    damage(min((tmp_path / "site").glob(pattern)))
    story = tmp_path / "content/stories/deng.md"
    text = story.read_text("utf-8")
    story.write_text(text.replace("一个短故事", "一个小故事"), encoding="utf-8")
    assert built(tmp_path).released
    story.write_text(text, encoding="utf-8")
    assert built(tmp_path).released
    assert tree(tmp_path / "site") == site


def meanwhile(change: Callable[[], object]) -> Progress:
    """Do this when the first post has been read."""

    def progress(what: str, done: int, total: int) -> None:
        if (what, done) == ("读取稿件", 1):
            change()

    return progress


def test_a_file_saved_during_a_build_is_not_published_unseen(tmp_path: Path, site: dict[str, bytes]) -> None:
    """Even if it was saved before it was looked at: the next build says what it was made from."""
    small_site(tmp_path / "content")
    file = tmp_path / "content/news/2026/03/dangri/biao.pdf"
    before = file.read_bytes()
    with pytest.raises(ContentChanged, match=r"^news/2026/03/dangri/biao\.pdf 在生成网站的过程中又改动了"):
        built(tmp_path, progress=meanwhile(lambda: file.write_bytes(b"%PDF-1.4 new")))
    assert tree(tmp_path / "site") == {}
    file.write_bytes(before)
    assert built(tmp_path).released
    assert tree(tmp_path / "site") == site


def test_a_post_saved_during_a_build_is_in_the_manifest_as_it_was_read(tmp_path: Path) -> None:
    small_site(tmp_path / "content")
    story = tmp_path / "content/stories/deng.md"
    fresh = story.read_bytes().replace("一个短故事".encode(), "一个小故事".encode())
    built(tmp_path, progress=meanwhile(lambda: story.write_bytes(fresh)))
    assert "一个小故事" in (tmp_path / "site/stories/deng/index.html").read_text("utf-8")
    sources = load((tmp_path / "site" / MANIFEST).read_bytes()).sources
    assert sources["stories/deng.md"] == hashlib.sha256(fresh).hexdigest()


def test_what_was_there_for_a_moment_during_a_build_does_not_stay(
    tmp_path: Path, site: dict[str, bytes]
) -> None:
    small_site(tmp_path / "content")
    story = tmp_path / "content/stories/deng.md"
    before = story.read_bytes()
    passing = before.replace("一个短故事".encode(), "一个小故事".encode())
    built(tmp_path, progress=meanwhile(lambda: story.write_bytes(passing)))
    story.write_bytes(before)
    built(tmp_path)
    assert tree(tmp_path / "site") == site


def test_a_column_s_index_that_is_saved_when_a_build_begins_ends_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_site(tmp_path / "content")

    def looking(content: Path) -> Content:
        found = look_at(content)
        (content / "news/index.md").write_text("---\ntitle: 改名\nkind: news\n---\n", "utf-8")
        return found

    monkeypatch.setattr("portal.build.look_at", looking)
    with pytest.raises(ContentChanged, match=r"^news/index\.md "):
        built(tmp_path)


def test_pictures_are_published_made_anew_and_other_files_as_they_are(
    made: Path, site: dict[str, bytes]
) -> None:
    """Of pictures never the original; of films, captions and attachments those of public entries."""
    beside = {path: data for path, data in site.items() if not path.endswith(".html") and "/" in path}
    content = tree(made / "content")
    as_they_are = {path: data for path, data in beside.items() if path in content}
    assert sorted(as_they_are) == [
        "news/2026/03/dangri/biao.pdf",
        "videos/kaimen/kaimen.mp4",
        "videos/kaimen/kaimen.vtt",
    ]
    assert all(content[path] == data for path, data in as_they_are.items())
    originals = {data for path, data in content.items() if path.endswith((".jpg", ".png"))}
    assert not originals & set(site.values())
    kinds = {Path(path).suffix for path in set(beside) - set(as_they_are)}
    assert {".webp", ".css", ".js"} <= kinds


FUTURE = """
    news/x.md
      ---
      title: 明天的稿件
      unit: zhongxue
      publish_at: 2026-03-11 09:00
      unpublish_at: 2026-03-12 09:00
      attachments: {src: mingtian.pdf}
      status: published
      ---
      正文
    news/mingtian.pdf
"""


@pytest.mark.parametrize(
    ("now", "shown"),
    [
        (datetime(2026, 3, 11, 8, 59, tzinfo=NOW.tzinfo), False),
        (datetime(2026, 3, 11, 9, 0, tzinfo=NOW.tzinfo), True),
        (datetime(2026, 3, 12, 8, 59, tzinfo=NOW.tzinfo), True),
        (datetime(2026, 3, 12, 9, 0, tzinfo=NOW.tzinfo), False),
    ],
)
def test_the_moment_of_the_build_decides_what_is_published(
    tmp_path: Path, now: datetime, shown: bool
) -> None:
    """Before it and after it neither the title nor the file is anywhere in the site."""
    draw(small_site(tmp_path / "content"), FUTURE)
    assert built(tmp_path, now=now).released
    made = tree(tmp_path / "site")
    traces = [path for path, data in made.items() if "mingtian" in path or "明天的稿件".encode() in data]
    assert bool(traces) is shown


def test_the_day_of_the_build_decides_whether_the_site_is_grey(tmp_path: Path) -> None:
    small_site(tmp_path / "content")
    grey = []
    for day in (4, 5):
        now = datetime(2026, 4, day, 23, 59, tzinfo=NOW.tzinfo)
        built(tmp_path, now=now, mourning={"from": "2026-04-04"})
        files = tree(tmp_path / "site")
        pages = [files[path] for path in files if path.endswith(".html") and not path.startswith("embed/v1/")]
        grey.append({b'class="mourning"' in data for data in pages})
    assert grey == [{True}, {False}]


def test_every_page_is_a_whole_document_with_one_main_heading(site: dict[str, bytes]) -> None:
    for path, data in site.items():
        if path.endswith(".html"):
            html = data.decode()
            counts = [html.count(tag) for tag in ("<!doctype html>", "<main ", "<h1", "</html>\n")]
            assert (path, counts) == (path, [1, 1, 1, 1])


def _unlink(content: Path) -> None:
    """A link and what it leads to go together."""
    (content / "brands/hongzhu.md").unlink()
    (content / "brands/logo.png").unlink()
    for path, words in {
        "news/2026/03/dangri/index.md": "见[品牌](../../../../brands/hongzhu.md#做法)",
        "tasks/pinpai.md": "proofs: [brands/hongzhu]\n",
    }.items():
        (content / path).write_text((content / path).read_text("utf-8").replace(words, ""), "utf-8")


def _become(kind: str, column: str) -> Callable[[Path], None]:
    """A column's entries become entries of another kind."""

    def edit(content: Path) -> None:
        index = content / column / "index.md"
        index.write_text(re.sub("kind: .*", f"kind: {kind}", index.read_text("utf-8")), "utf-8")
        for path in (content / column).rglob("*.md"):
            if path != index:
                front = "title: 标题\npublish_at: 2026-03-01 09:00\nstatus: published"
                path.write_text(f"---\n{front}\n---\n正文\n", encoding="utf-8")

    return edit


@pytest.mark.parametrize(
    "edit",
    [_unlink, _become("story", "tasks"), _become("story", "disclosure"), _become("story", "bulletins")],
    ids=["a link goes with its target", "tasks", "disclosed items", "bulletins"],
)
def test_what_pages_once_asked_about_may_be_gone_or_another_thing(
    tmp_path: Path, edit: Callable[[Path], None]
) -> None:
    """Then the earlier build helps less, and the site is that of a clean one."""
    small_site(tmp_path / "a/content")
    built(tmp_path / "a")
    small_site(tmp_path / "b/content")
    for name in "ab":
        edit(tmp_path / name / "content")
        assert built(tmp_path / name).released
    assert tree(tmp_path / "a/site") == tree(tmp_path / "b/site")
