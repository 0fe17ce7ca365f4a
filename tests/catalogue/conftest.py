"""A site on this machine that is slow, redirects, and answers 404, 500 and nothing."""

import socket
import ssl
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

REDIRECTS = {
    "/moved": (301, "/fine"), "/for-now": (302, "/fine"), "/loop": (302, "/loop"),
    "/there": (302, "/and-back"), "/and-back": (302, "/there"), "/moved-to-nothing": (301, "/404"),
    "/moved-then-for-now": (308, "/for-now"), "/inside": (302, "http://10.0.0.1/secret"),
    "/to-a-file": (302, "file:///etc/passwd"), "/to-no-address": (302, "http://[::1"),
    **{f"/chain-{n}": (302, f"/chain-{n + 1}") for n in range(20)},
}  # fmt: skip
STATUS = {"/404": 404, "/410": 410, "/500": 500, "/503": 503, "/403": 403}


@dataclass
class Site:
    """What is asked of it, and where it is."""

    port: int
    asked: list[tuple[str, str, float]] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    robots: str = ""
    scheme: str = "http"

    def __call__(self, path: str) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}{path}"

    def pages(self) -> list[tuple[str, str]]:
        return [(method, path) for method, path, _ in self.asked if path != "/robots.txt"]


def handler_of(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self):
            self.answer()

        def do_GET(self):
            self.answer()

        def answer(self):
            site.asked.append((self.command, self.path, time.monotonic()))
            site.agents.add(self.headers["User-Agent"])
            if self.path == "/robots.txt":
                return self.say(200 if site.robots else 404, body=site.robots.encode())
            if self.path in REDIRECTS:
                status, where = REDIRECTS[self.path]
                return self.say(status, Location=where)
            if self.path == "/slow":
                time.sleep(0.3)
            if self.path == "/never":
                time.sleep(5)
            if self.path == "/dribbles":
                return self.dribble()
            if self.path == "/closes" or (self.path == "/get-only-hangs-up" and self.is_head):
                return self.connection.shutdown(socket.SHUT_RDWR)
            if self.path == "/get-only" and self.is_head:
                return self.say(405)
            return self.say(STATUS.get(self.path, 200))

        @property
        def is_head(self) -> bool:
            return self.command == "HEAD"

        def say(self, status, body=b"", **headers):
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if not self.is_head:
                self.wfile.write(body)

        def dribble(self):
            """A byte at a time, never silent for as long as a second."""
            for byte in b"HTTP/1.1 200 OK\r\nX: " + b"x" * 6:
                try:
                    self.wfile.write(bytes([byte]))
                except OSError:
                    return
                time.sleep(0.1)

        def log_message(self, *args):
            pass

    return Handler


def serving(site: Site, server: ThreadingHTTPServer):
    server.daemon_threads, server.block_on_close = True, False
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield site
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def site(settings):
    """On the loopback, which the settings must allow to be looked at."""
    settings.LINK_PRIVATE_ADDRESSES = True
    made = Site(0)
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler_of(made))
    made.port = server.server_address[1]
    settings.LINK_PORTS = {80, made.port}
    yield from serving(made, server)


@pytest.fixture
def self_signed(settings, tmp_path):
    """The same over https, with a certificate that nobody vouches for."""
    settings.LINK_PRIVATE_ADDRESSES = True
    made = Site(0, scheme="https")
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler_of(made))
    made.port = server.server_address[1]
    settings.LINK_PORTS = {made.port}
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate_in(tmp_path))
    server.socket = context.wrap_socket(
        server.socket, server_side=True, do_handshake_on_connect=False
    )
    yield from serving(made, server)


def certificate_in(folder):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name)
        .public_key(key.public_key()).serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    path = folder / "certificate.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ) + certificate.public_bytes(serialization.Encoding.PEM)
    )  # fmt: skip
    return path


@pytest.fixture
def nothing_listens(settings):
    """A port of this machine at which nobody is."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        settings.LINK_PORTS = {held.getsockname()[1]}
        yield f"http://127.0.0.1:{held.getsockname()[1]}/"
