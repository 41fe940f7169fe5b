"""What the browser tests need of this machine, found where it is usual or installed on Debian.

Run as a program it makes the machine ready: as root on Debian it installs what is missing, anywhere else
it says in Chinese and English what to install, and fails.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

# The shell has the same engine but no windows around it, and opens a page four times as fast.
HEADLESS_SHELL = "chromium-headless-shell"
CHROMIUM_NAMES = (
    HEADLESS_SHELL,
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "microsoft-edge-stable",
    "msedge",
)
CHROMIUM_ARGS = (
    "--no-sandbox",  # root has no other way, and the tests open our own pages only
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass(frozen=True, kw_only=True)
class Need:
    """A thing the tests cannot do without."""

    debian: str
    """The name of its Debian package."""
    chinese: str
    english: str


CHROMIUM = Need(
    debian="chromium",
    chinese="Chromium、Chrome 或 Edge 浏览器（装在别处时，用环境变量 CHROMIUM 写明它的路径）",
    english="Chromium, Chrome or Edge (if it is in an unusual place, name its path in CHROMIUM)",
)
SHELL = replace(CHROMIUM, debian=HEADLESS_SHELL)
FONTS = Need(
    debian="fonts-noto-cjk",
    chinese="中文字体，例如 Noto Sans CJK",
    english="a Chinese font, such as Noto Sans CJK",
)
JAVA = Need(debian="default-jre-headless", chinese="Java 11 或更新版本", english="Java 11 or newer")
NPM = Need(debian="npm", chinese="Node.js 18 或更新版本（带 npm）", english="Node.js 18 or newer, with npm")


def main() -> None:
    """Make this machine ready for the browser tests, or say what a person must install."""
    if can_install():
        found = chromium()
        if found is None or found.name == CHROMIUM.debian:
            install([SHELL])
        if missing := list(missing_needs()):
            install(missing)
    if missing := list(missing_needs()):
        sys.exit(instructions(missing))


def missing_needs() -> Iterator[Need]:
    """What this machine lacks."""
    if not chromium():
        yield CHROMIUM
    if not has_chinese_font():
        yield FONTS
    if not shutil.which("java"):
        yield JAVA
    if not shutil.which("npm"):
        yield NPM


def chromium() -> Path | None:
    """The browser that CHROMIUM names, else the first one found in PATH or in its usual folder."""
    if named := os.environ.get("CHROMIUM"):
        return Path(named) if Path(named).is_file() else None
    on_path = (shutil.which(name) for name in CHROMIUM_NAMES)
    return next((Path(found) for found in on_path if found), None) or next(
        (place for place in usual_places() if place.is_file()), None
    )


def usual_places() -> Iterator[Path]:
    """Where macOS and Windows keep their browsers."""
    for applications in (Path("/Applications"), Path.home() / "Applications"):
        for name in ("Chromium", "Google Chrome", "Microsoft Edge"):
            yield applications / f"{name}.app" / "Contents" / "MacOS" / name
    for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
        if folder := os.environ.get(variable):
            yield Path(folder) / "Chromium" / "Application" / "chrome.exe"
            yield Path(folder) / "Google" / "Chrome" / "Application" / "chrome.exe"
            yield Path(folder) / "Microsoft" / "Edge" / "Application" / "msedge.exe"


def has_chinese_font() -> bool:
    """Whether Chinese text has a shape here; macOS and Windows always have one."""
    if sys.platform != "linux":
        return True
    if not shutil.which("fc-list"):
        return False
    listed = subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, text=True, check=False)
    return bool(listed.stdout.strip())


def can_install() -> bool:
    """Whether this is Debian, and we are root."""
    if sys.platform != "linux":
        return False
    return os.geteuid() == 0 and Path("/etc/debian_version").is_file() and bool(shutil.which("apt-get"))


def install(needs: list[Need]) -> None:
    """Install Debian's packages; what apt-get says is shown only when it fails."""
    packages = [need.debian for need in needs]
    print("· 安装 Installing", " ".join(packages), "…", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
        done = subprocess.run(
            ["apt-get", "--quiet", *arguments],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode:
            print(done.stdout, file=sys.stderr)


def instructions(needs: list[Need]) -> str:
    """What to install, in Chinese and in English."""
    return "\n".join(
        [
            "测试还缺少以下软件，请安装后再运行 make test：",
            *(f"  - {need.chinese}" for need in needs),
            "The tests need this software; install it and run make test again:",
            *(f"  - {need.english}" for need in needs),
            f"Debian: sudo apt-get install {' '.join(need.debian for need in needs)}",
        ]
    )


if __name__ == "__main__":
    main()
