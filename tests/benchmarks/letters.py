"""A refusal letter rendered by the office's press against WeasyPrint called bare."""

import os
import time
from pathlib import Path

from django.conf import settings

from notices.fonts import use_fonts

use_fonts(Path(settings.VAR))

from notices import pdf  # noqa: E402 -- the fonts must be chosen before Pango is loaded

PARAGRAPH = "经审查，您申请公开的信息属于本机关内部事务信息。根据有关规定，决定不予公开。" * 6
PAGE = (
    "<!doctype html><html lang=zh-CN><title>答复书</title>"
    "<style>html{font:15.79pt/28.99pt 'Notice FangSong'}</style>"
    f"<body><p>{PARAGRAPH}</p><p>{PARAGRAPH}</p></body></html>"
)


def measure(size: int | None) -> None:
    """Print milliseconds per letter, the first apart from the rest."""
    import weasyprint

    count = size or 20
    print(f"letters: {count} of one page each, {os.cpu_count()} processors")
    _timed("press (child process, guarded)", lambda: pdf.render(PAGE).pdf, count)
    _timed("WeasyPrint in this process", lambda: weasyprint.HTML(string=PAGE).write_pdf(), count)


def _timed(name, render, count: int) -> None:
    began = time.perf_counter()
    size = len(render())
    first = time.perf_counter() - began
    began = time.perf_counter()
    for _ in range(count):
        render()
    each = (time.perf_counter() - began) / count
    print(f"  {name:32} first {first * 1e3:7.0f} ms, then {each * 1e3:6.1f} ms, {size // 1024} KB")
