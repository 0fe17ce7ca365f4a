"""One request to one host: its status and headers, within a time, and never much of its body."""

import errno
import http.client
import socket
import ssl
import threading
from dataclasses import dataclass
from urllib.parse import quote

from catalogue.hosts import NoHost, Place, place_of
from catalogue.models import Outcome

BODY = 64 * 1024  # bytes read of a robots.txt; of a page none
AS_IT_IS = "%/?:@!$&'()*+,;=~-._[]"
NO_WAY = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL})


class Failed(Exception):
    """No answer came. `nothing_heard`: it may as well be our own network that is down."""

    def __init__(self, outcome: Outcome, detail: str = "", *, nothing_heard: bool = False) -> None:
        super().__init__(detail)
        self.outcome, self.detail, self.nothing_heard = outcome, detail[:200], nothing_heard


@dataclass(frozen=True)
class Answer:
    status: int
    location: str
    body: bytes


class _Connection(http.client.HTTPConnection):
    """Goes to the address that was resolved and allowed, whatever the name says by now."""

    def __init__(self, place: Place, *, seconds: float) -> None:
        super().__init__(place.host, place.port, timeout=seconds)
        self.place = place
        self.connected = False
        if place.scheme == "https":
            self.default_port = http.client.HTTPS_PORT

    def connect(self) -> None:
        self.sock = socket.socket(self.place.family, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.place.socket_address)
        self.connected = True
        if self.place.scheme == "https":
            self.sock = ssl.create_default_context().wrap_socket(
                self.sock, server_hostname=self.place.host, do_handshake_on_connect=False
            )
            self.sock.do_handshake()

    def cut(self) -> None:
        """End it from outside: a host that sends a byte now and then is never silent for long."""
        sock = self.sock
        if sock is not None:
            try:
                socket.socket.shutdown(sock, socket.SHUT_RDWR)
            except OSError:  # it has ended by itself
                return


def ask(
    method: str, url: str, *, seconds: float, user_agent: str, with_body: bool = False
) -> Answer:
    """Send one request. Raises hosts.Forbidden, or Failed when no answer came in time."""
    try:
        place = place_of(url)
    except NoHost as error:
        raise Failed(Outcome.NO_HOST, str(error), nothing_heard=True) from error
    connection = _Connection(place, seconds=seconds)
    late = threading.Event()

    def too_late() -> None:
        late.set()
        connection.cut()

    watch = threading.Timer(seconds, too_late)
    watch.daemon = True
    watch.start()
    try:
        headers = {"User-Agent": user_agent, "Accept": "*/*", "Connection": "close"}
        connection.request(method, quote(place.target, safe=AS_IT_IS), headers=headers)
        response = connection.getresponse()
        body = response.read(BODY) if with_body else b""
        return Answer(response.status, response.getheader("Location", ""), body)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise _failed(error, late=late.is_set(), connected=connection.connected) from error
    finally:
        watch.cancel()
        connection.close()


def _failed(error: Exception, *, late: bool, connected: bool) -> Failed:
    """What an exception of the network means."""
    if late or isinstance(error, TimeoutError):
        return Failed(Outcome.TIMEOUT, nothing_heard=not connected)
    if isinstance(error, ssl.SSLCertVerificationError):
        return Failed(Outcome.CERTIFICATE, error.verify_message)
    if isinstance(error, ssl.SSLError):
        return Failed(Outcome.CERTIFICATE, error.reason or str(error))
    if not connected:
        unsure = getattr(error, "errno", None) in NO_WAY
        return Failed(Outcome.NO_HOST, str(error), nothing_heard=unsure)
    return Failed(Outcome.NO_ANSWER, type(error).__name__)
