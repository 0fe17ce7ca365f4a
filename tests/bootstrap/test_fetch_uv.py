"""Fetching uv on a Python without pip: from a package index played by a local server."""

import hashlib
import http.server
import os
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TAGS = (
    "manylinux_2_17_x86_64.manylinux2014_x86_64.musllinux_1_1_x86_64",
    "manylinux_2_17_aarch64.manylinux2014_aarch64.musllinux_1_1_aarch64",
    "macosx_10_12_x86_64",
    "macosx_11_0_arm64",
    "win_amd64",
)


@pytest.fixture
def index(tmp_path):
    """A package index in a folder; returns (folder, address)."""
    folder = tmp_path / "index"
    (folder / "simple/uv").mkdir(parents=True)

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *args):
            super().__init__(*args, directory=str(folder))

        def log_message(self, *args):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Quiet) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield folder, f"http://127.0.0.1:{server.server_address[1]}/simple"
        server.shutdown()


def offer(folder, version, digest=None):
    """Put a release whose program prints its version into the index, one wheel for each system."""
    page = folder / "simple/uv/index.html"
    for tag in TAGS:
        name = f"uv-{version}-py3-none-{tag}.whl"
        with zipfile.ZipFile(folder / name, "w") as archive:
            archive.writestr(f"uv-{version}.data/scripts/uv", f"#!/bin/sh\necho uv {version}\n")
        sha256 = digest or hashlib.sha256((folder / name).read_bytes()).hexdigest()
        with page.open("a") as index:
            index.write(f'<a href="../../{name}#sha256={sha256}">{name}</a>\n')


def fetch(address, into):
    return subprocess.run(
        [sys.executable, ROOT / "bootstrap/fetch_uv.py", into],
        env=os.environ | {"PIP_INDEX_URL": address, "no_proxy": "127.0.0.1"},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_the_newest_release_is_unpacked_and_runs(index, tmp_path):
    folder, address = index
    for version in ("0.9.30", "0.13.9", "0.13.2"):
        offer(folder, version)
    answer = fetch(address, tmp_path / "tools")
    assert answer.returncode == 0, answer.stderr
    said = subprocess.run([tmp_path / "tools/uv"], capture_output=True, text=True, check=True)
    assert said.stdout == "uv 0.13.9\n"


def test_a_wheel_that_differs_from_its_checksum_is_not_unpacked(index, tmp_path):
    folder, address = index
    offer(folder, "0.13.9", digest="0" * 64)
    answer = fetch(address, tmp_path / "tools")
    assert answer.returncode != 0
    assert "SHA-256" in answer.stderr
    assert not (tmp_path / "tools/uv").exists()


def test_an_index_that_does_not_answer_is_said_plainly(tmp_path):
    answer = fetch("http://127.0.0.1:9/simple", tmp_path / "tools")
    assert answer.returncode != 0
    assert "does not answer" in answer.stderr
    assert "Traceback" not in answer.stderr
