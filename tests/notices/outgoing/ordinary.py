"""Documents as offices write them, and personal numbers in all the ways people write those."""

import random
from datetime import date, timedelta

from notices.check_outgoing.child import look_into
from notices.check_outgoing.numbers import CHECKS, PROVINCES, WEIGHTS, is_bank_card
from tests.notices.outgoing import office_made as o
from tests.notices.outgoing import pdf_made as p
from tests.notices.outgoing.corpus import DOCX, PDF, XLSX

FULL_WIDTH = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


def resident(r: random.Random) -> str:
    born = date(1930, 1, 1) + timedelta(r.randrange(33_000))
    body = (
        f"{r.choice(sorted(PROVINCES))}{r.randrange(10**4):04}{born:%Y%m%d}{r.randrange(10**3):03}"
    )
    return body + CHECKS[sum(int(d) * w for d, w in zip(body, WEIGHTS, strict=True)) % 11]


def mobile(r: random.Random) -> str:
    return f"1{r.randrange(3, 10)}{r.randrange(10**9):09}"


def card(r: random.Random) -> str:
    body = r.choice(("622202", "621700", "62284", "9558"))
    size = 19 if body == "9558" else r.choice((16, 19))
    body += "".join(str(r.randrange(10)) for _ in range(size - 1 - len(body)))
    return next(body + str(d) for d in range(10) if is_bank_card(body + str(d)))


def written(number: str, r: random.Random) -> str:
    """The same number as a person or a program may have written it."""
    ways = [number, number, number.translate(FULL_WIDTH)]
    if len(number) == 18:
        ways += [f"{number[:6]} {number[6:14]} {number[14:]}", "|".join(number), number.lower()]
    elif len(number) == 11:
        ways += [f"{number[:3]}-{number[3:7]}-{number[7:]}", f"+86{number}",
                 f"{number[:3]} {number[3:7]} {number[7:]}"]  # fmt: skip
    else:
        ways.append(" ".join(number[n : n + 4] for n in range(0, len(number), 4)))
    return r.choice(ways)


def ordinary(r: random.Random) -> list[str]:
    """Lines full of digits that are nobody's: dates, file numbers, extensions, amounts, tables."""
    day = date(2018, 1, 1) + timedelta(r.randrange(3000))
    kinds = (
        lambda: f"{day.year}年{day.month}月{day.day}日",
        lambda: f"示例大〔{day.year}〕{r.randrange(1, 400)}号",
        lambda: (
            f"电话0{r.randrange(20, 999)}-{r.randrange(2 * 10**6, 9 * 10**6)}转{r.randrange(9999)}"
        ),
        lambda: f"金额{r.randrange(10**4, 10**12):,}元",
        lambda: f"预算{r.randrange(10**10, 10**11)}元",
        lambda: f"共{r.uniform(0, 1e9):.2f}万元",
        lambda: f"学号{day.year}{r.randrange(10**5, 10**6)}",
        lambda: f"合同编号HT-{day:%Y%m%d}-{r.randrange(1000, 9999)}",
        lambda: f"发票号码{r.randrange(10**7, 10**8)}",
        lambda: f"ISBN 978-7-{r.randrange(100, 999)}-{r.randrange(10**4, 10**5)}-{r.randrange(10)}",
        lambda: f"{day.year}—{day.year + 1}学年",
        lambda: f"统一社会信用代码12{r.randrange(10**6):06}{r.randrange(10**8):08}GX",
        lambda: f"{day:%Y%m%d%H%M%S}",
        lambda: f"服务热线400-{r.randrange(100, 999)}-{r.randrange(1000, 9999)}",
        lambda: " ".join(str(r.randrange(10 ** r.randrange(1, 7))) for _ in range(8)),
    )
    return [f"{r.choice(kinds)()}，{r.choice(kinds)()}。" for _ in range(20)]


def as_document(lines: list[str], r: random.Random) -> tuple[bytes, str]:
    """The lines as a file of one of three kinds; a run or a cell may end anywhere in a line."""
    kind = r.choice((DOCX, DOCX, XLSX, XLSX, PDF))
    if kind == DOCX:
        return o.docx(*[o.paragraph(*map(o.run, _cut(line, r))) for line in lines]), kind
    if kind == XLSX:
        rows = [f'<row r="{n}">{o.words(f"A{n}", line)}</row>' for n, line in enumerate(lines, 1)]
        return o.xlsx(o.sheet("".join(rows))), kind
    narrow = {v: chr(k) for k, v in FULL_WIDTH.items()} | {
        ord("元"): " RMB",
        ord("。"): ".",
        ord("，"): ",",
    }  # Helvetica is ASCII
    plain = [line.translate(narrow) for line in lines]
    ascii_only = [s.encode("ascii", "replace").decode().replace("?", " ") for s in plain]
    shown = "".join(
        p.line(said.replace("(", " ").replace(")", " "), x=30, y=800 - 20 * n, size=8)
        for n, said in enumerate(ascii_only)
    )
    return p.saved(p.new(shown)), kind


def _cut(line: str, r: random.Random) -> list[str]:
    at = sorted(r.randrange(len(line) + 1) for _ in range(3))
    return [part for part in (line[: at[0]], line[at[0] : at[1]], line[at[1] :]) if part]


def codes(document: tuple[bytes, str]) -> set[str]:
    content, kind = document
    return {found.code for found in look_into(content, "附件", kind)}
