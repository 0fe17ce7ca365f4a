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
from dataclasses import dataclass, field
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
    clock, processor = _in_turns(pages, count)
    print(f"  ours / bare: {clock:.2f} by the clock, {processor:.2f} of the processor", end=" ")
    print(f"(at most {ALLOWED})")
    content = pdf.render(pages[0]).pdf
    _report("storing: hashed and encrypted", lambda: stored(content), count)
    _report("signing: PAdES, P-256, in the field", signing(content), count)
    with tempfile.TemporaryDirectory() as folder:
        for name, made in elsewhere.contestants(Path(folder), PARAGRAPH, count).items():
            print(f"  {name:34} {made}")


@dataclass
class Spent:
    """What one contestant took of everything: seconds, bytes of a letter, kilobytes of memory."""

    clock: float = 0.0
    processor: float = 0.0
    size: int = 0
    resident: list[int] = field(default_factory=list)


def _in_turns(pages: list[str], count: int) -> tuple[float, float]:
    """Both presses on the same pages in turns, so that whatever else the machine does hits both.

    The processor's time is the child's own: it tells more than the clock on a busy machine.
    """
    with subprocess.Popen(
        [sys.executable, str(BARE), str(settings.VAR)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(settings.BASE_DIR)},
    ) as child:  # fmt: skip
        press = pdf.Press()
        setters: dict[str, tuple[Callable[[str], int], Callable[[], int | None]]] = {
            "WeasyPrint alone, fonts chosen": (
                lambda html: len(_asked(child, html)), lambda: child.pid,
            ),
            "our press": (lambda html: len(press.print(html).pdf), lambda: press.child),
        }  # fmt: skip
        spent = {name: Spent() for name in setters}
        for html in pages[:2]:
            for sets, _pid in setters.values():
                sets(html)
        for number in range(count):
            html = pages[number % len(pages)]
            for name, (sets, pid) in setters.items():
                _one(spent[name], html, sets, pid)
        press.close()
        child.stdin.close()
    for name, each in spent.items():
        print(
            f"  {name:34} {each.clock / count * 1e3:7.1f} ms a letter, "
            f"{each.processor / count * 1e3:.1f} of the processor, {each.size // 1024} KB; "
            f"MB resident at most, by fifths: {_fifths(each.resident)}"
        )
    bare, ours = spent.values()
    return ours.clock / bare.clock, ours.processor / (bare.processor or 1)


def _one(
    spent: Spent, html: str, sets: Callable[[str], int], pid: Callable[[], int | None]
) -> None:
    before, used, began = pid(), _processor(pid()), time.perf_counter()
    spent.size = sets(html)
    spent.clock += time.perf_counter() - began
    spent.processor += _processor(pid()) - (used if pid() == before else 0)
    spent.resident.append(_resident(pid()))


def _fifths(resident: list[int]) -> str:
    """The most memory held in each fifth of the run: flat, or growing without end."""
    step = -(-len(resident) // 5)
    parts = [resident[start : start + step] for start in range(0, len(resident), step)]
    return " ".join(str(max(part) // 1024) for part in parts)


def _processor(pid: int | None) -> float:
    """Seconds of processor time a process took; 0 where the system does not tell."""
    file = Path(f"/proc/{pid}/stat")
    if not file.exists():
        return 0.0
    fields = file.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


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
