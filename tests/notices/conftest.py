"""What lies outside a letter: a server on this machine, and a file that is none of its business."""

import http.server
import threading
from pathlib import Path

import pytest


class Visits(http.server.BaseHTTPRequestHandler):
    """Counts who comes."""

    def do_GET(self):
        self.server.seen.append(self.path)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_words):
        """Keep quiet."""


@pytest.fixture
def somewhere():
    """A server on this machine and the paths asked of it."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Visits)
    server.seen = []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def secret(tmp_path) -> Path:
    path = tmp_path / "secret.txt"
    path.write_text("not for the letter")
    return path
