"""One site in which each file is wrong in its own way: all of it is told, and the rest is published."""

from pathlib import Path

from .site import draw, load, said

FIXTURE = Path(__file__).parent / "fixtures/wrong"
TEXT = "---\ntitle: 学习\n---\n会议。\n"
BYTES = {
    "news/gbk.md": TEXT.encode("gbk"),
    "news/utf16.md": TEXT.encode("utf-16"),
    "news/kongzifu.md": TEXT.replace("会", "\0").encode(),
    "news/kongzhi.md": TEXT.replace("会", "\x08").encode(),
    "news/luanma.md": TEXT.replace("会", "\ufffd").encode(),
    "news/wendang.md": b"PK\3\4" + TEXT.encode(),
    "news/tab.md": TEXT.replace("title", "\ttitle").encode(),
    "news/quanjiao.md": TEXT.replace("title", "\u3000title").encode(),
    "news/juda.md": b"x" * 1_000_001,
    "news/haode/index.md": TEXT.encode(),
}


def wrong_site(root: Path) -> Path:
    content = draw(root, (FIXTURE / "content.txt").read_text(encoding="utf-8"))
    for path, data in BYTES.items():
        (content / path).parent.mkdir(exist_ok=True)
        (content / path).write_bytes(data)
    (content / "news/lianjie2.md").symlink_to("haode.md")
    return content


def test_all_that_is_wrong_is_told_in_the_order_of_the_files(tmp_path: Path) -> None:
    _, problems = load(wrong_site(tmp_path / "content"))
    assert said(problems) == (FIXTURE / "problems.txt").read_text(encoding="utf-8").splitlines()


def test_what_is_right_is_published(tmp_path: Path) -> None:
    loaded, _ = load(wrong_site(tmp_path / "content"))
    assert [entry.path for entry in loaded.library.entries] == [
        "news/chidao.md",
        "news/haode.md",
        "units/zhongxue.md",
    ]
