"""A press of WeasyPrint alone: our fonts, its own defaults, none of our finishing. One process."""

import sys
from pathlib import Path

from notices.fonts import use_fonts
from notices.pdf_worker import read_message, write_message


def main() -> None:
    use_fonts(Path(sys.argv[1]))
    import weasyprint

    while (job := read_message(sys.stdin.buffer)) is not None:
        write_message(sys.stdout.buffer, weasyprint.HTML(string=job.decode()).write_pdf())


if __name__ == "__main__":
    main()
