"""What this machine has: libraries, browser, database server, fonts. Standard library only."""

import ctypes
import hashlib
import os
import shutil
import socket
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FONTS = ROOT / "notices" / "fonts"

# What WeasyPrint loads, under the names each system gives it, and Debian's package.
LIBRARIES = {
    "Pango": (
        ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0.0.dylib"),
        "libpango-1.0-0",
    ),
    "Pango FT2": (
        ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0.0.dylib"),
        "libpangoft2-1.0-0",
    ),
    "HarfBuzz subset": (
        ("libharfbuzz-subset.so.0", "libharfbuzz-subset.dylib", "libharfbuzz-subset.0.dylib"),
        "libharfbuzz-subset0",
    ),
}
# Two readers of PDF of other makes, which check what we made: the tests ask them.
PDF_TOOLS = {"pdfsig": "poppler-utils", "qpdf": "qpdf"}
BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge-stable",
)
MAC_BROWSERS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
PLAYWRIGHT_BROWSERS = (
    "chromium-*/chrome-linux*/chrome",
    "chromium-*/chrome-mac*/Chromium.app/Contents/MacOS/Chromium",
)
POSTGRESQL = ("127.0.0.1", 5432)


def loads(names: tuple[str, ...]) -> bool:
    for name in names:
        try:
            ctypes.CDLL(name)
        except OSError:
            continue
        return True
    return False


def missing_libraries() -> list[str]:
    """Debian's package for every library that does not load."""
    return [package for names, package in LIBRARIES.values() if not loads(names)]


def missing_pdf_tools() -> list[str]:
    """Debian's package for every PDF tool that is not on the PATH."""
    return [package for tool, package in PDF_TOOLS.items() if not shutil.which(tool)]


def browser() -> Path | None:
    """A Chromium to drive: $CHROMIUM, the system's, or one that Playwright installed."""
    chosen = os.environ.get("CHROMIUM")
    if chosen:
        return Path(chosen) if Path(chosen).is_file() else None
    for name in BROWSERS:
        found = shutil.which(name)
        if found:
            return Path(found)
    for place in MAC_BROWSERS:
        if sys.platform == "darwin" and Path(place).is_file():
            return Path(place)
    cache = Path.home() / ("Library/Caches" if sys.platform == "darwin" else ".cache")
    folder = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or cache / "ms-playwright")
    return next((p for pattern in PLAYWRIGHT_BROWSERS for p in folder.glob(pattern)), None)


def answers(address: tuple[str, int]) -> bool:
    try:
        socket.create_connection(address, timeout=2).close()
    except OSError:
        return False
    return True


def is_free(host: str, port: int) -> bool:
    """Whether a server may listen there."""
    kind = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(kind, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def wrong_fonts() -> list[str]:
    """Fonts that are absent or differ from SHA256SUMS."""
    wrong = []
    for line in (FONTS / "SHA256SUMS").read_text(encoding="ascii").splitlines():
        digest, name = line.split(maxsplit=1)
        path = FONTS / name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            wrong.append(name)
    return wrong


def writable(folder: Path) -> bool:
    """Whether files can be made in the folder, or the folder itself can be made."""
    while not folder.exists():
        folder = folder.parent
    return os.access(folder, os.W_OK)


def main(question: str, *words: str) -> int:
    """One question of `./run`: the answer on standard output, or as the exit code."""
    if question == "missing-libraries":
        sys.stdout.write(" ".join(missing_libraries()))
        return 0
    if question == "missing-pdf-tools":
        sys.stdout.write(" ".join(missing_pdf_tools()))
        return 0
    if question == "browser":
        found = browser()
        sys.stdout.write(str(found or ""))
        return 0 if found else 1
    if question == "free":
        return 0 if is_free(words[0], int(words[1])) else 1
    if question == "workers":
        sys.stdout.write(str(min(os.cpu_count() or 1, 4)))
        return 0
    raise SystemExit(f"unknown question: {question}")


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
