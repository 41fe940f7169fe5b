"""The files that an entry names, and what is wrong with them."""

from pathlib import Path

import pytest

from portal.columns import scan
from portal.files import FileUse, Role, doubts

from ..site import draw, picture

HEADS = {
    "a.pdf": b"%PDF-1.4",
    "a.docx": b"PK\3\4",
    "a.doc": b"\xd0\xcf\x11\xe0",
    "a.csv": "项目,数量".encode(),
    "A.TXT": "说明".encode(),
}


def said(root: Path, role: Role, path: str) -> list[str]:
    tree = scan(root)[0]
    known = {*tree.others, *tree.entries, *tree.pages}
    uses = (FileUse(role=role, path=path, line=5),)
    return [str(problem) for problem in doubts(root, known, "news/x.md", uses)]


@pytest.mark.parametrize("name", HEADS)
def test_files_that_are_what_their_suffix_says_are_fine(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(HEADS[name])
    assert said(tmp_path, Role.ATTACHMENT, name) == []


def test_films_captions_and_pictures_are_fine(tmp_path: Path) -> None:
    draw(tmp_path, "a.mp4\na.vtt\na.jpg")
    uses = [(Role.FILM, "a.mp4"), (Role.CAPTIONS, "a.vtt"), (Role.PICTURE, "a.jpg")]
    assert [said(tmp_path, role, path) for role, path in uses] == [[], [], []]


@pytest.mark.parametrize("path", ["none.pdf", "folder", "folder/../a.pdf", "../a.pdf", "a.pdf/b"])
def test_what_is_no_file_is_not_found(tmp_path: Path, path: str) -> None:
    draw(tmp_path, "a.pdf\nfolder/\n  b.md")
    assert said(tmp_path, Role.ATTACHMENT, path) == [
        f"news/x.md:5: 找不到附件“{path}”。请把文件放到稿件旁边，并核对文件名。"
    ]


@pytest.mark.parametrize(
    "path", ["robots.txt", "assets/a.pdf", "api/v1/a.csv", "_files/a.pdf", "news/feed.xml/a.pdf"]
)
def test_a_file_in_a_place_that_the_portal_needs_is_told(tmp_path: Path, path: str) -> None:
    (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / path).write_bytes(HEADS["a.csv"] if path[-1] in "tv" else HEADS["a.pdf"])
    assert said(tmp_path, Role.ATTACHMENT, path) == [
        f"news/x.md:5: 附件“{path}”的位置门户自己要用。请给文件改名，或移到稿件所在的文件夹。"
    ]


def test_a_file_whose_case_differs_is_shown(tmp_path: Path) -> None:
    assert said(draw(tmp_path, "A.PDF"), Role.ATTACHMENT, "a.pdf") == [
        "news/x.md:5: 找不到附件“a.pdf”。文件夹里的是“A.PDF”，大小写要一致。"
    ]


@pytest.mark.parametrize(("role", "name"), [(Role.ATTACHMENT, "a.pdf"), (Role.PICTURE, "a.jpg")])
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, role: Role, name: str) -> None:
    """As one that went away since the folder was looked at."""
    use = FileUse(role=role, path=f"news/{name}", line=5)
    assert [str(problem) for problem in doubts(tmp_path, {use.path}, "news/x.md", (use,))] == [
        f"news/x.md:5: {role}“{name}”打不开。请检查它是否还在、是否有权限读取。"
    ]


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").symlink_to("/etc/hostname")
    assert said(tmp_path, Role.ATTACHMENT, "a.pdf") == [
        "news/x.md:5: 找不到附件“a.pdf”。请把文件放到稿件旁边，并核对文件名。"
    ]


@pytest.mark.parametrize("name", ["a.html", "a.svg", "a.exe", "a.md", "a.jpg", "a"])
def test_other_formats_are_no_attachments(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"x")
    allowed = "pdf、doc、docx、xls、xlsx、ppt、pptx、wps、et、csv、txt、zip"
    assert said(tmp_path, Role.ATTACHMENT, name) == [
        f"news/x.md:5: 附件“{name}”的格式不能发布。可以用：{allowed}。"
    ]


@pytest.mark.parametrize(
    ("role", "name", "data"),
    [
        (Role.ATTACHMENT, "a.pdf", b""),
        (Role.ATTACHMENT, "a.pdf", b"<html><script>"),
        (Role.ATTACHMENT, "a.doc", b"<html>"),
        (Role.ATTACHMENT, "a.txt", b" \n<!doctype html>"),
        (Role.FILM, "a.mp4", b"<html>"),
        (Role.CAPTIONS, "a.vtt", b"1\n00:00"),
    ],
)
def test_a_suffix_that_lies_is_told(tmp_path: Path, role: Role, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    assert said(tmp_path, role, name) == [
        f"news/x.md:5: {role}“{name}”是空的，或内容和扩展名不符。请在电脑上打开核对，再另存一份。"
    ]


@pytest.mark.parametrize("mark", [b"\xa9xyz+31.46+104.74/", b"com.apple.quicktime.location.ISO6709"])
def test_a_film_that_says_where_it_was_taken_is_refused(tmp_path: Path, mark: bytes) -> None:
    (tmp_path / "a.mp4").write_bytes(b"\0\0\0\x18ftypmp42" + b"\0" * (1 << 20) + mark)
    assert said(tmp_path, Role.FILM, "a.mp4") == [
        "news/x.md:5: 视频“a.mp4”里记着拍摄地点。请用剪辑软件重新导出一份，去掉位置信息。"
    ]


def test_a_pictures_problem_is_told_where_the_entry_shows_it(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"<html>")
    (tmp_path / "b.jpg").write_bytes(picture(100, 80))
    assert [
        line.split("。")[0] for name in ("a.jpg", "b.jpg") for line in said(tmp_path, Role.PICTURE, name)
    ] == [
        "news/x.md:5: 图片“a.jpg”：这个文件里是网页代码，不是图片",
        "news/x.md:5: 提醒：图片“b.jpg”：这张图片是 100×80 像素，太小，放到网页上会模糊",
    ]
