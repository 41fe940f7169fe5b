"""From the bytes of a file to its text, or the reason why there is none."""

from __future__ import annotations

import re

from .problem import Problem

MAX_BYTES = 1_000_000
"""Of a whole file; 300 000 Chinese characters are a book."""

_SAVE_AS = "请用记事本打开，选“另存为”，编码选 UTF-8，再保存。"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff", b"-\0", b"\0-", b"\0\0")
"""How UTF-16 and UTF-32 begin, with their mark or with the first `-`."""
_OFFICE = (b"PK\3\4", b"\xd0\xcf\x11\xe0", b"%PDF", b"\xff\xd8\xff", b"\x89PNG", b"{\\rtf")
"""How Word files, PDF and pictures begin."""
_LINE_ENDS = re.compile(r"\r\n?")
_BREAKS = re.compile(r"[\x0b\x0c\x85\u2028\u2029]")
"""Word's line and page breaks; YAML would end a line here."""
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1f\x7f-\x9f]")
_INVISIBLE = re.compile(r"[\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufdd0-\ufdef\ufeff\ufffe\uffff]")
"""What comes along when a text is copied from WeChat or a web page; nobody can see it, or miss it."""
_HAN = re.compile(r"[\u4e00-\u9fff]")
_MISREAD = re.compile(r"[\u0370-\u07ff]{2}|[ä-é][\x80-\xbf]{2}")
"""GBK that happens to be valid UTF-8 is Greek to N'Ko (学习 → ѧϰ); UTF-8 read as Latin is 学 → å\xad¦."""
_LOST = ("\ufffd", "锟斤拷", "烫烫烫")
"""What is left where a program could not read a character."""


def decode(data: bytes, path: str) -> tuple[str, tuple[Problem, ...]]:
    """The text of a file, with \\n line ends; problems say why there is none, or what was taken out."""
    if problem := _no_text(data, path):
        return "", (problem,)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        message = f"文件的编码不是 UTF-8{_guess(data)}。"
        return "", (_at(path, data.count(b"\n", 0, error.start), message, _SAVE_AS),)
    text = _LINE_ENDS.sub("\n", text)
    if not _HAN.search(text) and _MISREAD.search(text):
        return "", (_at(path, None, "文字成了乱码，可能是用别的编码保存的。", _SAVE_AS),)
    if lost := [(text.index(sign), sign) for sign in _LOST if sign in text]:
        start, sign = min(lost)
        message = f"有乱码“{sign}”，原来的字已经丢失。"
        return "", (_at(path, text.count("\n", 0, start), message, "请找到原稿，重新复制这一行。"),)
    return _visible(text, path)


def _no_text(data: bytes, path: str) -> Problem | None:
    if len(data) > MAX_BYTES:
        remedy = "一篇稿件请控制在 1 MB 以内；图片不要贴进文字里。"
        return _at(path, None, "文件超过了 1 MB，太大了。", remedy)
    if data.startswith(_OFFICE):
        remedy = "请把文字复制到新的 .md 文件里；要供人下载的文件请写进 attachments。"
        return _at(path, None, "这不是文字文件，是改了名字的 Word、PDF 或图片。", remedy)
    if data.startswith(_UTF_16):
        return _at(path, None, "文件的编码是 UTF-16（记事本里叫 Unicode），不是 UTF-8。", _SAVE_AS)
    if (start := data.find(b"\0")) >= 0:
        remedy = "请把文字复制到新的 .md 文件里，用 UTF-8 编码保存。"
        return _at(path, data.count(b"\n", 0, start), "文件里有空字符，可能已经损坏。", remedy)
    return None


def _guess(data: bytes) -> str:
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return "（像是 GBK）"


def _visible(text: str, path: str) -> tuple[str, tuple[Problem, ...]]:
    """The text without what nobody can see; control characters may stand for something lost."""
    if text.replace("\n", "").replace("\u3000", "").isprintable():  # as nearly all are, and found faster
        return text, ()
    text = _INVISIBLE.sub("", _BREAKS.sub(" ", text))
    if not (found := _CONTROL.search(text)):
        return text, ()
    line = text.count("\n", 0, found.start()) + 1
    warning = Problem(
        path=path,
        line=line,
        message="有看不见的控制字符。",
        remedy="已自动去掉，请核对这一行。",
        severity="warning",
    )
    return _CONTROL.sub("", text), (warning,)


def _at(path: str, lines_before: int | None, message: str, remedy: str) -> Problem:
    line = 0 if lines_before is None else lines_before + 1
    return Problem(path=path, line=line, message=message, remedy=remedy)
