"""Sending a file to a person: attached, sandboxed, never cached, its type from our table."""

from urllib.parse import quote

from django.http import HttpResponse


def file_response(content: bytes, *, name: str, media_type: str) -> HttpResponse:
    """Answer with the bytes under the given name (RFC 6266: an ASCII name and a UTF-8 one)."""
    response = HttpResponse(content, content_type=media_type)
    plain = "".join(c if c.isascii() and c.isprintable() and c not in '"\\' else "_" for c in name)
    response["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    )
    response["Content-Length"] = str(len(content))
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store, private"
    response._csp_replace = {"default-src": ["'none'"], "sandbox": []}
    return response
