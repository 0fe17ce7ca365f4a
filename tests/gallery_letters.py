"""`./run gallery letters [FOLDER]`: every kind of notice under both laws, as PDF and as pictures.

Made from the demonstration facts of the tests in a scratch database; nothing of it is kept but the
folder, and the contact sheet and one refusal in docs/img.
"""

import io
import os
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

BASE = Path(__file__).resolve().parent.parent
SHEET = Path(os.environ.get("GALLERY", BASE / "docs" / "img")) / "letters.png"
GONE_OUT = date(2026, 3, 9)
CODE = "7KQM3TXP9WHD"  # to verify by; it belongs to nothing
SCALE = 1.4  # of 72 dots an inch, for the pictures of pages
SHOWN = "cn-regulation-refused"  # the letter docs/img shows by itself
COLUMNS, WIDTH = 12, 144  # of the contact sheet


def main(folder: str | None = None) -> int:
    """Write the letters, and the contact sheet of their first pages."""
    target = Path(folder or tempfile.mkdtemp(prefix="gongkai-letters-"))
    target.mkdir(parents=True, exist_ok=True)
    _set_up()
    first_pages = [page for name, content in _letters() for page in _written(target, name, content)]
    _sheet(first_pages)
    print(f"{len(first_pages)} letters in {target}, their first pages in {SHEET}")
    return 0


def _set_up() -> None:
    """A database in memory and keys in a scratch folder."""
    os.environ["GONGKAI_VAR"] = tempfile.mkdtemp(prefix="gongkai-gallery-")
    os.environ["DATABASE_URL"] = f"sqlite:///{os.environ['GONGKAI_VAR']}/letters.sqlite3"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("make_keys", stdout=io.StringIO())
    call_command("migrate", verbosity=0)


def _letters() -> Iterator[tuple[str, bytes]]:
    """Name and PDF of each: every kind and law, and every variant of its answers."""
    from django.db import transaction

    from tests import cast
    from tests.notices import stories, variants
    from web.demonstration.play import quick_hashes

    with quick_hashes():
        cast.an_institution()
        stories.allow_everything()
        people = cast.Cast()
        for law in variants.LAWS:
            for variant in variants.every():
                with transaction.atomic():
                    yield f"{law}-{variant.name}", _printed(variant, people, law)
                    transaction.set_rollback(True)


def _printed(variant: Any, people: Any, law: str) -> bytes:
    from django.test import override_settings

    from notices import letter, pdf
    from notices.facts import cleaned
    from notices.kinds import KINDS
    from office import institution

    kind, ours = KINDS[variant.kind], institution.current()
    application = variant.prepare(people, law)
    plain, sealed = cleaned(kind, variant.facts(application), application.statute_law)
    composed = letter.compose(
        kind, application, plain | sealed, institution=ours, law=application.statute_law,
        on=GONE_OUT,
    )  # fmt: skip
    number = f"{ours.number_prefix}{kind.series}〔2026〕22号"
    issued = letter.dated(composed, number=number, on=GONE_OUT, code=CODE)
    with override_settings(DEMONSTRATION=True):  # the seal says 示范
        return pdf.render(letter.page(issued)).pdf


def _written(folder: Path, name: str, content: bytes) -> list[Any]:
    """The PDF and a picture of each page; returns the first."""
    import pypdfium2

    (folder / f"{name}.pdf").write_bytes(content)
    document = pypdfium2.PdfDocument(content)
    pages = [page.render(scale=SCALE).to_pil().convert("RGB") for page in document]
    if name == SHOWN:
        large = document[0].render(scale=150 / 72).to_pil().convert("RGB")
        large.quantize(48).save(SHEET.with_name("refusal.png"), optimize=True)
    document.close()
    for number, page in enumerate(pages, start=1):
        page.save(folder / f"{name}-{number}.png")
    return pages[:1]


def _sheet(pages: list[Any]) -> None:
    """All first pages side by side, small."""
    from PIL import Image

    height = round(WIDTH * pages[0].height / pages[0].width)
    rows = -(-len(pages) // COLUMNS)
    sheet = Image.new("RGB", (COLUMNS * (WIDTH + 8) + 8, rows * (height + 8) + 8), "#d8d8d4")
    for place, page in enumerate(pages):
        row, column = divmod(place, COLUMNS)
        small = page.resize((WIDTH, height), Image.Resampling.LANCZOS)
        sheet.paste(small, (8 + column * (WIDTH + 8), 8 + row * (height + 8)))
    SHEET.parent.mkdir(parents=True, exist_ok=True)
    sheet.quantize(24).save(SHEET, optimize=True)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
