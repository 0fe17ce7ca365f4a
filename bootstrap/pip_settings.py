"""What pip is told on this machine (environment and pip.conf), for tools that do not read it.

Standard library only: it runs before anything is installed. A later source wins, as in pip:
global file, user file, site file, PIP_CONFIG_FILE, environment.
"""

import configparser
import os
import shlex
import sys
from pathlib import Path

DEFAULT_INDEX = "https://pypi.org/simple"
READ = ("index-url", "extra-index-url", "find-links", "cert", "trusted-host")


def config_files() -> list[Path]:
    """pip's configuration files, the weakest first."""
    home = Path(os.environ.get("HOME") or "/nonexistent")
    xdg_dirs = [Path(d) for d in os.environ.get("XDG_CONFIG_DIRS", "/etc/xdg").split(":") if d]
    xdg_home = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
    files = [d / "pip/pip.conf" for d in xdg_dirs]
    if sys.platform == "darwin":
        files += [Path("/Library/Application Support/pip/pip.conf")]
    files += [Path("/etc/pip.conf"), home / ".pip/pip.conf"]
    if sys.platform == "darwin":
        files += [home / "Library/Application Support/pip/pip.conf"]
    files += [xdg_home / "pip/pip.conf", Path(sys.prefix) / "pip.conf"]
    named = os.environ.get("PIP_CONFIG_FILE")
    if named == os.devnull:
        return []
    return [*files, Path(named)] if named else files


def settings() -> dict[str, str]:
    """The settings of READ that are set anywhere; several values stand apart by white space."""
    found: dict[str, str] = {}
    for path in config_files():
        if not path.is_file():
            continue
        parser = configparser.RawConfigParser()
        parser.read(path, encoding="utf-8")
        for section in ("global", "install"):
            if parser.has_section(section):
                found.update({k: v for k, v in parser.items(section) if k in READ and v})
    for name in READ:
        value = os.environ.get("PIP_" + name.upper().replace("-", "_"))
        if value:
            found[name] = value
    return found


def as_uv(found: dict[str, str]) -> dict[str, str]:
    """The same settings under the names uv knows; sources on this disk that are absent are left."""
    names = {
        "index-url": "UV_DEFAULT_INDEX",
        "extra-index-url": "UV_INDEX",
        "find-links": "UV_FIND_LINKS",
        "cert": "SSL_CERT_FILE",
        "trusted-host": "UV_INSECURE_HOST",
    }
    given = {}
    for name, value in found.items():
        values = [v for v in value.split() if present(v)]
        joined = ",".join(values) if name == "find-links" else " ".join(values)
        if joined and names[name] not in os.environ:
            given[names[name]] = joined
    if "UV_INDEX" in given and "UV_INDEX_STRATEGY" not in os.environ:
        given["UV_INDEX_STRATEGY"] = "unsafe-best-match"  # as pip; the hashes keep it honest
    return given


def present(source: str) -> bool:
    local = source.removeprefix("file://")
    return not local.startswith("/") or Path(local).exists()


def main() -> None:
    for name, value in as_uv(settings()).items():
        sys.stdout.write(f"export {name}={shlex.quote(value)}\n")


if __name__ == "__main__":
    main()
