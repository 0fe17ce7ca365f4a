"""`./run doctor`: what is there, what is missing and how to get it. Changes nothing."""

import importlib.metadata
import os
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import machine

FREE_BYTES_WANTED = 1_000_000_000
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)(?:\s*;\s*([^\\]+))?")


class Finding(NamedTuple):
    what: str
    there: bool
    says: str
    cure: str = ""
    needed: bool = True


def on_debian() -> bool:
    return Path("/etc/debian_version").exists()


def how_to_get(package: str) -> str:
    if sys.platform == "darwin":
        return "brew install pango"
    return f"{'apt-get install -y' if on_debian() else 'install what Debian calls'} {package}"


def python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding("Python", sys.version_info >= (3, 11), version, "install Python 3.11 or newer")


def pins(file: str) -> Iterator[tuple[str, str]]:
    """(name, version) of every unconditional pin: those under a marker may not apply here."""
    for line in (machine.ROOT / file).read_text(encoding="utf-8").splitlines():
        match = PINNED.match(line)
        if match and not match[3]:
            yield match[1], match[2]


def packages(label: str, file: str, *, needed: bool, cure: str) -> Finding:
    wrong = []
    total = 0
    for name, version in pins(file):
        total += 1
        try:
            installed = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            installed = "absent"
        if installed != version:
            wrong.append(f"{name} {installed}, pinned {version}")
    says = f"{total} pinned"
    if wrong:
        says = f"{len(wrong)} of {total} differ: " + "; ".join(wrong[:3])
    return Finding(label, not wrong, says, cure, needed)


def libraries() -> Iterator[Finding]:
    for label, (names, package) in machine.LIBRARIES.items():
        there = machine.loads(names)
        # Without it letters come out right, but take twenty times as long.
        needed = label != "HarfBuzz subset"
        yield Finding(label, there, "loads" if there else "not found", how_to_get(package), needed)


def fonts() -> Finding:
    wrong = machine.wrong_fonts()
    says = "differ: " + ", ".join(wrong) if wrong else "SHA-256 as recorded"
    return Finding("Letter fonts", not wrong, says, "git checkout -- notices/fonts")


def browser() -> Finding:
    found = machine.browser()
    cure = "apt-get install -y chromium" if on_debian() else "playwright install chromium"
    return Finding("Chromium", bool(found), str(found or "for browser tests"), cure, needed=False)


def pdf_tools() -> Iterator[Finding]:
    for tool, package in machine.PDF_TOOLS.items():
        found = shutil.which(tool)
        if sys.platform == "darwin":
            cure = f"brew install {package.removesuffix('-utils')}"
        else:
            cure = how_to_get(package)
        yield Finding(tool, bool(found), found or "for tests of letters", cure, needed=False)


def postgresql() -> Finding:
    there = machine.answers(machine.POSTGRESQL)
    host, port = machine.POSTGRESQL
    says = f"answers at {host}:{port}" if there else "not needed: SQLite is the default"
    return Finding("PostgreSQL", there, says, "apt-get install -y postgresql", needed=False)


def disk() -> Finding:
    free = shutil.disk_usage(machine.ROOT).free
    return Finding("Disk", free >= FREE_BYTES_WANTED, f"{free / 1e9:.1f} GB free", "free 1 GB")


def data_folder() -> Finding:
    folder = Path(os.environ.get("GONGKAI_VAR", machine.ROOT / "var"))
    there = machine.writable(folder)
    cure = f"give this user write permission on {folder}, or set GONGKAI_VAR"
    return Finding("Data folder", there, f"{folder.name}/ is writable" if there else "closed", cure)


def calendar_years() -> Finding:
    years = sorted(p.stem for p in (machine.ROOT / "statute/calendars/cn").glob("[0-9]*.toml"))
    says = f"notices of {years[0]} to {years[-1]}" if years else "no notice"
    return Finding("Working calendar", bool(years), says, "git checkout -- statute/calendars")


def findings() -> Iterator[Finding]:
    yield python()
    yield packages("Packages", "requirements.txt", needed=True, cure="./run")
    yield packages("Packages for tests", "requirements-dev.txt", needed=False, cure="./run test")
    yield from libraries()
    yield fonts()
    yield browser()
    yield from pdf_tools()
    yield postgresql()
    yield disk()
    yield data_folder()
    yield calendar_years()


def main() -> int:
    missing = 0
    only_problems = "--quiet" in sys.argv
    for finding in findings():
        bad = not finding.there and finding.needed
        missing += bad
        if only_problems and not bad:
            continue
        mark = "ok     " if finding.there else "MISSING" if finding.needed else "absent "
        cure = "" if finding.there else f"  ->  {finding.cure}"
        sys.stdout.write(f"{mark}  {finding.what:<20} {finding.says}{cure}\n")
    if missing:
        sys.stdout.write(f"{missing} needed thing(s) missing.\n")
    return 1 if missing else 0


if __name__ == "__main__":
    raise SystemExit(main())
