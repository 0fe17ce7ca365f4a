"""Put the program uv into a folder: for a machine whose Python has neither pip nor venv.

Reads the package index pip is configured to use (PEP 691 JSON, or the HTML of PEP 503), takes the
newest release for this machine, checks its SHA-256 against the index, and unpacks one file.
Standard library only.

    python3 fetch_uv.py FOLDER
"""

import hashlib
import io
import json
import os
import platform
import re
import ssl
import stat
import sys
import urllib.error
import urllib.parse
import urllib.request
import zipfile
from html.parser import HTMLParser
from pathlib import Path

from pip_settings import DEFAULT_INDEX, settings

ACCEPT = "application/vnd.pypi.simple.v1+json, text/html;q=0.5"
TIMEOUT_SECONDS = 60


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.hrefs: list[str] = []

    def handle_starttag(self, tag: str, attrs: list) -> None:
        href = dict(attrs).get("href")
        if tag == "a" and href:
            self.hrefs.append(href)


def download(url: str, found: dict[str, str]) -> tuple[bytes, str, str]:
    """Body, content type and final address. The password of an address is sent, never printed."""
    parts = urllib.parse.urlsplit(url)
    if parts.scheme not in ("https", "http"):
        raise SystemExit(f"not a web address: {parts.scheme}")
    request = urllib.request.Request(  # noqa: S310
        parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl(), headers={"Accept": ACCEPT}
    )
    if parts.username:
        manager = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        manager.add_password(
            None, request.full_url, parts.username, urllib.parse.unquote(parts.password or "")
        )
        opener = [urllib.request.HTTPBasicAuthHandler(manager)]
    else:
        opener = []
    context = ssl.create_default_context(
        cafile=found.get("cert") or os.environ.get("SSL_CERT_FILE")
    )
    if parts.hostname in found.get("trusted-host", "").split():
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    opener.append(urllib.request.HTTPSHandler(context=context))
    with urllib.request.build_opener(*opener).open(request, timeout=TIMEOUT_SECONDS) as answer:
        return answer.read(), answer.headers.get_content_type(), answer.geturl()


def listed(body: bytes, content_type: str, base: str) -> list[tuple[str, str, str]]:
    """(file name, address, sha256) of every file the index offers."""
    if content_type.endswith("json"):
        files = json.loads(body)["files"]
        rows = [(f["filename"], f["url"], f["hashes"].get("sha256", "")) for f in files]
    else:
        links = Links()
        links.feed(body.decode())
        rows = []
        for href in links.hrefs:
            address, _, fragment = href.partition("#")
            digest = fragment.removeprefix("sha256=") if fragment.startswith("sha256=") else ""
            rows.append((urllib.parse.unquote(address.rpartition("/")[2]), address, digest))
    return [(name, urllib.parse.urljoin(base, url), digest) for name, url, digest in rows]


def platform_tag() -> str:
    """A regular expression for the wheel's platform tag on this machine."""
    machine = {"arm64": "aarch64", "amd64": "x86_64"}.get(
        platform.machine().lower(), platform.machine().lower()
    )
    if sys.platform == "darwin":
        return "macosx_.*_" + ("arm64" if machine == "aarch64" else machine)
    return ("manylinux" if platform.libc_ver()[0] == "glibc" else "musllinux") + f".*_{machine}.*"


def newest(files: list[tuple[str, str, str]]) -> tuple[str, str, str]:
    wheel = re.compile(rf"uv-(\d+)\.(\d+)\.(\d+)-py3-none-{platform_tag()}\.whl")
    fitting = [
        (tuple(map(int, m.groups())), row) for row in files if (m := wheel.fullmatch(row[0]))
    ]
    if not fitting:
        raise SystemExit("the package index offers no uv for this machine")
    return max(fitting)[1]


def unpack(wheel: bytes, folder: Path) -> Path:
    target = folder / "uv"
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        (member,) = (n for n in archive.namelist() if re.fullmatch(r"uv-.*\.data/scripts/uv", n))
        folder.mkdir(parents=True, exist_ok=True)
        part = folder / "uv.part"
        part.write_bytes(archive.read(member))
    part.chmod(part.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
    part.replace(target)
    return target


def main() -> None:
    found = settings()
    index = found.get("index-url", DEFAULT_INDEX).rstrip("/")
    try:
        name, url, digest = newest(listed(*download(f"{index}/uv/", found)))
        wheel, _, _ = download(url, found)
    except urllib.error.URLError as error:
        if isinstance(error.reason, ssl.SSLCertVerificationError):
            raise SystemExit(
                "the package index shows a certificate this machine does not trust: install"
                " ca-certificates, or name your own bundle with PIP_CERT=/path"
            ) from None
        raise SystemExit(f"the package index does not answer: {error.reason}") from None
    if not digest or hashlib.sha256(wheel).hexdigest() != digest:
        raise SystemExit(f"{name}: the SHA-256 is not the one the index gives")
    sys.stdout.write(f"{unpack(wheel, Path(sys.argv[1]))}\n")


if __name__ == "__main__":
    main()
