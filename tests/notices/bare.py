"""A page set by WeasyPrint alone, with our fonts: what ours is held against."""

import subprocess
import sys

PROGRAM = """
import json, sys
from notices.fonts import use_fonts
use_fonts()
import weasyprint
page = weasyprint.HTML(string=sys.stdin.read())
sys.stdout.buffer.write(page.write_pdf(**json.loads(sys.argv[1])))
"""


def bare(page: str, options: str = "{}") -> bytes:
    """The PDF. `options` are those of WeasyPrint, as JSON."""
    made = subprocess.run(
        [sys.executable, "-c", PROGRAM, options],
        input=page.encode(), capture_output=True, check=True, timeout=120,
    )  # fmt: skip
    return made.stdout
