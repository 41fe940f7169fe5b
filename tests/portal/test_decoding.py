"""The bytes of a file become its text, or a reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.decoding import MAX_BYTES, decode

TEXT = "---\ntitle: 学习\n---\n正文内容。\n"


def said(data: bytes) -> list[str]:
    return [str(problem) for problem in decode(data, "x.md")[1]]


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        ("\ufeff\ufeff" + TEXT.replace("学", "学\u200b").replace("正", "\u202e正\u2060\uffff")).encode(),
    ],
    ids=["utf-8", "with a mark", "Windows", "old Macintosh", "invisible"],
)
def test_marks_line_ends_and_what_nobody_can_see_make_no_difference(data: bytes) -> None:
    assert decode(data, "x.md") == (TEXT, ())


def test_words_line_and_page_breaks_become_blanks() -> None:
    assert decode("一\x0b二\u2028三\x85四".encode(), "x.md") == ("一 二 三 四", ())


def test_control_characters_are_taken_out_and_told() -> None:
    assert decode("一\n二\x08三\x9f".encode(), "x.md")[0] == "一\n二三"
    assert said("一\n二\x08三".encode()) == ["x.md:2: 提醒：有看不见的控制字符。已自动去掉，请核对这一行。"]


SAVE = "请用记事本打开，选“另存为”，编码选 UTF-8，再保存。"
UTF_16 = "x.md: 文件的编码是 UTF-16（记事本里叫 Unicode），不是 UTF-8。" + SAVE
COPY = "请把文字复制到新的 .md 文件里"


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (TEXT.encode("gbk"), "x.md:4: 文件的编码不是 UTF-8（像是 GBK）。" + SAVE),
        (TEXT.encode("gb18030"), "x.md:4: 文件的编码不是 UTF-8（像是 GBK）。" + SAVE),
        (b"---\ntitle: caf\xe9\n", "x.md:2: 文件的编码不是 UTF-8。" + SAVE),
        (TEXT.encode("utf-16"), UTF_16),
        (TEXT.encode("utf-16-le"), UTF_16),
        (TEXT.encode("utf-16-be"), UTF_16),
        (TEXT.encode("utf-32"), UTF_16),
        ("学习".encode("gbk"), "x.md: 文字成了乱码，可能是用别的编码保存的。" + SAVE),
        (TEXT.encode().decode("latin-1").encode(), "x.md: 文字成了乱码，可能是用别的编码保存的。" + SAVE),
        (
            "一\n学\ufffd\ufffd".encode(),
            "x.md:2: 有乱码“\ufffd”，原来的字已经丢失。请找到原稿，重新复制这一行。",
        ),
        ("锟斤拷".encode(), "x.md:1: 有乱码“锟斤拷”，原来的字已经丢失。请找到原稿，重新复制这一行。"),
        (b"a\nb\0", f"x.md:2: 文件里有空字符，可能已经损坏。{COPY}，用 UTF-8 编码保存。"),
        (
            b"PK\3\4\0\0",
            "x.md: 这不是文字文件，是改了名字的 Word、PDF 或图片。"
            f"{COPY}；要供人下载的文件请写进 attachments。",
        ),
        (
            b"a" * (MAX_BYTES + 1),
            "x.md: 文件超过了 1 MB，太大了。一篇稿件请控制在 1 MB 以内；图片不要贴进文字里。",
        ),
    ],
)
def test_what_is_no_utf_8_has_no_text(data: bytes, problem: str) -> None:
    assert (decode(data, "x.md")[0], said(data)) == ("", [problem])


@given(st.binary(max_size=200))
def test_any_bytes_give_a_text_or_an_error(data: bytes) -> None:
    text, problems = decode(data, "x.md")
    assert text == "" or all(problem.severity == "warning" for problem in problems)
    assert not {*"\0\r\x0b\x85\ufeff"} & {*text}
