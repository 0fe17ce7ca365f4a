"""One refusal letter, many times: our press against WeasyPrint alone, LibreOffice and typst.

Every contestant sets the same words in a process of its own that is warm when the clock starts.
What is not installed is named as absent. Signing and storing are no part of setting a page and
stand beside it. `--size N` is how many letters; memory is measured over the same number.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from django.conf import settings
from django.utils.safestring import SafeString

from notices import pdf
from notices.letter import Letter, dated, page
from notices.pdf_worker import read_message, write_message
from tests.benchmarks import letters_elsewhere as elsewhere
from tests.benchmarks.beside import signing, stored

PARAGRAPH = (
    "经审查，您申请公开的会议记录是学校研究职称评审过程中形成的讨论记录。根据《中华人民共和国政府信息公开"
    "条例》第十六条第二款、第三十六条第（三）项的规定，该信息属于过程性信息，决定不予公开。"
)
ALLOWED = 1.15  # times the bare render: what the finishing of a page may cost
BARE = Path(__file__).with_name("bare_press.py")


def letter_of(number: int) -> str:
    """The page of one letter; each is different, as letters are."""
    letter = Letter(
        kind="refused", law="cn-regulation", institution_version=1, letterhead="示例大学",
        title="政府信息不予公开答复书", salutation=f"张示例{number}",
        body=SafeString(f"<p>{PARAGRAPH}</p><p>{PARAGRAPH}</p>"), attachments=(),
        reply_slip=False, closing="特此告知。",
    )  # fmt: skip
    return page(dated(letter, number=f"示例大学信公不〔2026〕{number}号", on=date(2026, 3, 27)))


def measure(size: int | None) -> None:
    """Print seconds a letter and megabytes, ours beside the others."""
    count = size or 20
    pages = [letter_of(number) for number in range(1, min(count, 50) + 1)]
    print(f"letters: {count}, two paragraphs and a seal, {os.cpu_count()} processors")
    bare, ours = _in_turns(pages, count)
    print(f"  ours / bare: {ours / bare:.2f} (at most {ALLOWED})")
    content = pdf.render(pages[0]).pdf
    _report("storing: hashed and encrypted", lambda: stored(content), count)
    _report("signing: PAdES, P-256, in the field", signing(content), count)
    few = max(1, min(count, 20))
    with tempfile.TemporaryDirectory() as folder:
        for name, made in elsewhere.contestants(Path(folder), PARAGRAPH, few).items():
            print(f"  {name:34} {made}")


def _in_turns(pages: list[str], count: int) -> tuple[float, float]:
    """Both presses on the same pages in turns, so that whatever else the machine does hits both."""
    with subprocess.Popen(
        [sys.executable, str(BARE), str(settings.VAR)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(settings.BASE_DIR)},
    ) as child:  # fmt: skip
        press = pdf.Press()
        setters: dict[str, Callable[[str], int]] = {
            "WeasyPrint alone, fonts chosen": lambda html: len(_asked(child, html)),
            "our press": lambda html: len(press.print(html).pdf),
        }
        spent = dict.fromkeys(setters, 0.0)
        sizes, most = dict.fromkeys(setters, 0), dict.fromkeys(setters, 0)
        for html in pages[:2]:
            for each in setters.values():
                each(html)
        for number in range(count):
            html = pages[number % len(pages)]
            for name, each in setters.items():
                began = time.perf_counter()
                sizes[name] = each(html)
                spent[name] += time.perf_counter() - began
                pid = child.pid if name != "our press" else press.child
                most[name] = max(most[name], _resident(pid))
        press.close()
        child.stdin.close()
    for name in setters:
        print(
            f"  {name:34} {spent[name] / count * 1e3:7.1f} ms a letter, {sizes[name] // 1024} KB, "
            f"at most {most[name] // 1024} MB resident"
        )
    bare, ours = (spent[name] / count for name in setters)
    return bare, ours


def _resident(pid: int | None) -> int:
    """Kilobytes a process holds in memory; 0 where the system does not tell."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return 0
    line = next(each for each in status.read_text().splitlines() if each.startswith("VmRSS"))
    return int(line.split()[1])


def _asked(child: subprocess.Popen, html: str) -> bytes:
    write_message(child.stdin, html.encode())
    return read_message(child.stdout)


def _report(name: str, each: Callable[[], object], count: int) -> None:
    began = time.perf_counter()
    for _number in range(count):
        each()
    print(f"  {name:34} {(time.perf_counter() - began) / count * 1e3:7.1f} ms a letter")
