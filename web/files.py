"""Sending a file to a person: attached, sandboxed, never cached, its type from our table."""

from collections.abc import Iterable
from urllib.parse import quote

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase


def file_response(content: bytes, *, name: str, media_type: str) -> HttpResponse:
    """Answer with the bytes under the given name (RFC 6266: an ASCII name and a UTF-8 one)."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Length"] = str(len(content))
    _as_download(response, name)
    return response


def stream_response(
    pieces: Iterable[bytes], *, name: str, media_type: str
) -> StreamingHttpResponse:
    """The same for what is made while it is sent."""
    response = StreamingHttpResponse(pieces, content_type=media_type)
    _as_download(response, name)
    return response


def _as_download(response: HttpResponseBase, name: str) -> None:
    plain = "".join(c if c.isascii() and c.isprintable() and c not in '"\\' else "_" for c in name)
    response["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store, private"
    response._csp_replace = {"default-src": ["'none'"], "sandbox": []}
