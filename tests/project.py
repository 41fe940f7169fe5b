"""Projects like ours in a folder of their own: the small site, its settings, our templates and hooks."""

import os
from pathlib import Path

from .site import NOW, small_site

ROOT = Path(__file__).parents[1]
ENVIRONMENT = {**os.environ, "SOURCE_DATE_EPOCH": str(int(NOW.timestamp())), "PYTHONUTF8": "1"}
"""For a command that is to run on the day of these tests."""

_SETTINGS = f"""
site_name: 示例门户
docs_dir: content
site_dir: site
theme:
  name: material
  custom_dir: {ROOT / "overrides"}
  language: zh
  font: false
hooks:
  - {ROOT / "hooks/main.py"}
plugins: []
"""

BROKEN = """---
title: 坏的
unit: zhongxue
publish_at: 3月6号
status: published
---
正文
"""
WRONG = "news/huai.md:4: 发布时间写成了“3月6号”。请写成 2026-03-06 09:30。"


def project(root: Path, more: str = "") -> Path:
    """Make the folder `root` a project, with more settings; returns it."""
    small_site(root / "content")
    (root / "mkdocs.yml").write_text(_SETTINGS + more, encoding="utf-8")
    return root


def spoil(root: Path) -> None:
    """Add an entry with one mistake, of which `WRONG` is what is said."""
    (root / "content/news/huai.md").write_text(BROKEN, encoding="utf-8")


def tree(folder: Path) -> dict[str, bytes]:
    """All files of a folder, which may be a link to where it lies, by path."""
    folder = folder.resolve()
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
