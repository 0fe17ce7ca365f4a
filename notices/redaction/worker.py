"""The child that opens other people's files: reads one job, answers, ends.

It may write no file, start no program, and has so much memory and time. What it reads from standard
input is one line of JSON and then the file; what it answers is one letter and the content: `J`
JSON, `B` bytes, `U` why the file is unfit, `L` the proof that failed, `E` the name of an error.
Before it comes a full stop for each page of a whole file that is done: nothing that can be misread.
"""

import io
import json
import resource
import sys
from collections.abc import Callable
from typing import Any

from notices.redaction.areas import CELL, PAGE_DONE, STRIP, Area, per_mm

DISK, PROCESSES = 0, 0


def look(source, job: dict[str, Any]) -> dict[str, Any]:
    """How many pages, of which sizes, and what is attached that will not be carried over."""
    document = getattr(source, "document", None)
    attached = document.count_attachments() if document else 0
    return {"sizes": source.sizes, "attached": attached}


def picture(source, job: dict[str, Any]) -> bytes:
    """One page as PNG, so many pixels wide."""
    from notices.redaction.sources import MM

    index = job["page"] - 1
    return _png(source.render(index, job["width"] / source.sizes[index][0] * MM))


def strip(source, job: dict[str, Any]) -> bytes:
    """Some pages below each other, each in the middle of a cell of its own."""
    from PIL import Image

    from notices.redaction.sources import MM

    first = job["page"] - 1
    sizes = source.sizes[first : first + STRIP]
    whole = Image.new("RGB", (CELL[0], CELL[1] * len(sizes)), "white")
    for place, size in enumerate(sizes):
        painted = source.render(first + place, per_mm(size) * MM)
        across, down = (max(1, round(side * per_mm(size))) for side in size)
        corner = (CELL[0] - across) // 2, CELL[1] * place + (CELL[1] - down) // 2
        whole.paste(painted.resize((across, down)), corner)
    return _png(whole)


def _png(image) -> bytes:
    from PIL import Image

    kept = io.BytesIO()
    few = image.quantize(256, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(kept, "PNG")
    return kept.getvalue()


def find(source, job: dict[str, Any]) -> dict[str, Any]:
    from notices.redaction import finding

    areas, silent = finding.find(source, job["wanted"])
    return {"areas": areas, "silent": silent}


ACTS = {"look": look, "picture": picture, "strip": strip, "find": find}


def areas_of(job: dict[str, Any]) -> list[Area]:
    return [Area(*area) for area in job["areas"]]


def answer(job: dict[str, Any], data: bytes, page_done: Callable[[], None]) -> bytes:
    """What is to be said of a job; `page_done` is called after each page of a whole file."""
    from notices.redaction.sources import Unfit
    from notices.redaction.verify import Leaks

    try:
        found = _found(job, data, page_done)
    except Unfit as unfit:
        return b"U" + str(unfit).encode()
    except Leaks as leaks:
        return b"L" + str(leaks).encode()
    except Exception as error:  # the name goes back; what it says may quote the file
        return b"E" + type(error).__name__.encode()
    return b"B" + found if isinstance(found, bytes) else b"J" + json.dumps(found).encode()


def _found(job: dict[str, Any], data: bytes, page_done: Callable[[], None]) -> Any:
    from notices.redaction import raster
    from notices.redaction.sources import opened
    from notices.redaction.verify import verify

    if job["act"] == "verify":
        return verify(data, job["sizes"], areas_of(job), page_done)
    source = opened(data, job["kind"])
    if job["act"] == "redact":
        return raster.redact(source, areas_of(job), page_done)
    return ACTS[job["act"]](source, job)


def confine(memory: int, seconds: int) -> None:
    """No file, no program, no more than this. The memory limit is without effect on macOS."""
    for what, most in (
        (resource.RLIMIT_FSIZE, DISK),
        (resource.RLIMIT_CORE, DISK),
        (resource.RLIMIT_NPROC, PROCESSES),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
    ):
        _soft, hard = resource.getrlimit(what)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, hard))


def main() -> None:
    from notices.redaction import finding, raster, sources, verify  # noqa: F401 -- before the limits

    head, _newline, data = sys.stdin.buffer.read().partition(b"\n")
    job = json.loads(head)
    confine(job["memory"], job["seconds"])
    _say(answer(job, data, lambda: _say(PAGE_DONE)))


def _say(said: bytes) -> None:
    sys.stdout.buffer.write(said)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
