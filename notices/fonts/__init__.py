"""The fonts letters are set in, found through a fontconfig file of ours and nothing else.

fontconfig reads its settings once, when the first program part asks for a font: call
`use_fonts()` before WeasyPrint (or anything else that loads Pango) is imported.
"""

import os
from pathlib import Path
from xml.sax.saxutils import escape

FOLDER = Path(__file__).resolve().parent
CONFIGURATION = FOLDER / "fonts.conf"

FANGSONG = "Notice FangSong"  # body text
SONG = "Notice Song"  # titles and the issuing body's name, in bold
HEI = "Notice Hei"  # first-level headings
KAI = "Notice Kai"  # second-level headings

_WITH_CACHE = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <include>{configuration}</include>
  <dir>{own}</dir>
  <cachedir>{cache}</cachedir>
</fontconfig>
"""


def use_fonts(var: Path | None = None) -> Path:
    """Point fontconfig at our fonts and return the file it will read.

    With `var` (the writable data folder) the index of the fonts is kept in var/fontcache, and fonts
    an operator puts into var/fonts are seen too. Without it, or where it cannot be written to, the
    index is built again by every process.
    """
    chosen = CONFIGURATION
    if var is not None:
        try:
            chosen = _with_cache(var.resolve())
        except OSError:
            chosen = CONFIGURATION
    os.environ["FONTCONFIG_FILE"] = str(chosen)
    return chosen


def _with_cache(var: Path) -> Path:
    cache = var / "fontcache"
    cache.mkdir(parents=True, exist_ok=True)
    text = _WITH_CACHE.format(
        configuration=escape(str(CONFIGURATION)),
        own=escape(str(var / "fonts")),
        cache=escape(str(cache)),
    )
    target = cache / "fonts.conf"
    if not target.is_file() or target.read_text(encoding="utf-8") != text:
        part = cache / f"fonts.conf.{os.getpid()}"
        part.write_text(text, encoding="utf-8")
        part.replace(target)
    return target
