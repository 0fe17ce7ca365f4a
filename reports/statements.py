"""What the system itself states in a university's report, from the year's numbers.

Every number of a sentence is written by the name of its cell, as people write theirs.

教办厅函〔2018〕80号: part three reports how many applications were received, of what kinds, how
they were answered and what was charged; part five what reports, reviews and lawsuits there were;
part eight goes through the list item by item with a link.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from reports import cells
from reports.cells import CHANNELS, REMEDIES
from reports.document import Block, Row, paragraph, table
from reports.year import Year, share
from requests_app.states import Channel
from statute import annual
from statute.annual import CARRIED_IN, CARRIED_OUT, COLUMNS, LINES, RECEIVED, TOTAL
from statute.answers import ANSWERS, FAMILIES, GRANTED, PARTLY_GRANTED, RESULT_CODES, family
from statute.periods import Period
from statute.text import Text

UNFILLED = "未填"


@dataclass(frozen=True)
class Listed:
    """One matter of the list and where it is published; no link is never made one."""

    number: int
    heading: str
    title: str
    link: str = ""


def is_school_year(period: Period) -> bool:
    return (period.first.month, period.first.day) == (9, 1)


def this_year(period: Period) -> str:
    return "本学年度" if is_school_year(period) else "本年度"


def bound(year: Year, *sentences: str) -> list[Block]:
    """A paragraph each, with the year's numbers in place of their names."""
    named = cells.of_year(year)
    values, labels = cells.values(named), cells.labels(named)
    return [paragraph(sentence, values, labels) for sentence in sentences]


# Part three


def requests(year: Year) -> list[Block]:
    """Received, by whom and how; answered how and in time; charged what."""
    received, carried_in = year.total(RECEIVED), year.total(CARRIED_IN)
    if not received and not carried_in:
        return [paragraph("本年度未收到信息公开申请。")]
    blocks = bound(year, _received(year), _answered(year), _in_time(year), _charged(year))
    if received and year.channels:
        blocks.append(_channels_table(year))
    return [*blocks, requests_table(year, "信息公开")]


def _received(year: Year) -> str:
    received, carried_in = year.total(RECEIVED), year.total(CARRIED_IN)
    now = this_year(year.period)
    before = "，上年度结转{carried_in}件" if carried_in else ""
    if not received:
        return f"{now}未收到新的信息公开申请{before}。"
    said = [f"{now}，学校新收信息公开申请{{received}}件{before}。"]
    numbers = zip(COLUMNS.items(), year.requests[RECEIVED], strict=False)
    by_kind = ((label.zh, f"received_{column}", n) for (column, label), n in numbers)
    said.append(f"按申请人分，{listed(by_kind)}。")
    by_channel = ((CHANNELS[Channel(code)], f"channel_{code}", n)
                  for code, n in year.channels.items())  # fmt: skip
    if named := listed(by_channel):
        said.append(f"按申请渠道分，{named}。")
    return "".join(said)


def listed(counted: Iterable[tuple[str, str, int]]) -> str:
    """What there is any of: its label and the name of its number."""
    return "，".join(f"{label}{{{name}}}件" for label, name, n in counted if n)


def _answered(year: Year) -> str:
    closed, left = year.total(TOTAL), year.total(CARRIED_OUT)
    left_over = "结转下年度继续办理{carried_out}件" if left else "全部办结，没有结转"
    if not closed:
        return f"{this_year(year.period)}没有办结的申请，{left_over}。"
    by_family = "；".join(_families(year))
    return f"{this_year(year.period)}共办结{{closed}}件：{by_family}。{left_over}。"


def _families(year: Year) -> Iterator[str]:
    for name, label in FAMILIES.items():
        rows = [code for code in RESULT_CODES if family(code) == name and year.total(code)]
        if not rows:
            continue
        if rows == [name] and name in (GRANTED, PARTLY_GRANTED):
            yield f"{label.zh}{{{name}}}件"
            continue
        detail = listed((ANSWERS[code].label.zh, code, year.total(code)) for code in rows)
        yield f"{label.zh}{{{name}_total}}件（{detail}）"


def _in_time(year: Year) -> str:
    if not year.timeliness.replies:
        return f"{this_year(year.period)}没有作出答复。"
    said = "作出答复{replies}件，其中按期答复{on_time}件，按期答复率{on_time_rate}"
    more = ["延长答复期限{extensions}件"] * bool(year.extensions)
    more += ["告知补正{corrections}件"] * bool(year.corrections)
    return "；".join([said, *more]) + "。"


def _charged(year: Year) -> str:
    if not year.fee_cases and not year.fees:
        return f"{this_year(year.period)}依申请公开没有收取费用。"
    return f"{this_year(year.period)}发出收费通知{{fee_cases}}件，收取{{fees}}元。"


def _channels_table(year: Year) -> Block:
    received = year.total(RECEIVED)
    rows = [
        Row((CHANNELS[Channel(code)], str(n), share(n, received)))
        for code, n in year.channels.items()
    ]
    return table("按申请渠道", ("渠道", "件数", "比例"), rows)


def requests_table(year: Year, of: str) -> Block:
    """Table three of 国办公开办函〔2021〕30号: 25 rows by seven columns."""
    columns = ("项目", *(label.zh for label in COLUMNS.values()), "总计")
    rows = [
        Row(
            (str(line), *(str(n) for n in year.requests.get(line.code, ()))),
            depth=line.depth, heading=line.heading, total=line.code == TOTAL,
        )
        for line in LINES
    ]  # fmt: skip
    return table(f"收到和处理{of}申请情况{annual.TABLE_NOTE}", columns, rows)


# Part five


def remedies(year: Year) -> list[Block]:
    """What reports, complaints, reviews and lawsuits there were, and how they ended."""
    found = {kind: numbers[TOTAL] for kind, numbers in year.remedies.items()}
    if not any(found.values()):
        now = this_year(year.period)
        return [
            paragraph(f"{now}，学校未接到和发现任何关于信息公开工作受到举报、复议、诉讼的情况。")
        ]
    said = listed((label.zh, f"{kind}_total", found[kind]) for kind, label in REMEDIES.items())
    none = "、".join(label.zh for kind, label in REMEDIES.items() if not found[kind])
    sentence = f"{this_year(year.period)}，学校因信息公开工作受到{said}。"
    if none:
        sentence += f"没有{none}。"
    table_of_all = remedies_table(year, REMEDIES, "受到举报、申诉、行政复议、行政诉讼情况")
    return [*bound(year, sentence), table_of_all]


def remedies_table(year: Year, kinds: Mapping[str, Text], caption: str) -> Block:
    columns = ("种类", *(label.zh for label in annual.REMEDY_COLUMNS.values()))
    rows = [
        Row((label.zh, *(str(year.remedies[kind][column]) for column in annual.REMEDY_COLUMNS)))
        for kind, label in kinds.items()
    ]
    return table(caption, columns, rows)


# Part eight


def catalogue(matters: Iterable[Listed], institution: str) -> list[Block]:
    """Each matter of the list with its link, or 未填."""
    every = list(matters)
    name = f"{institution}信息公开事项清单"
    filled = sum(bool(matter.link) for matter in every)
    rows = [
        Row(
            (str(matter.number), matter.heading, matter.title, matter.link or UNFILLED),
            link=matter.link,
        )
        for matter in every
    ]
    caption = f"附表：{name}（共{len(every)}项，已填链接{filled}项）"
    return [
        paragraph(f"清单{len(every)}条事项的网址链接见附表（{name}）。"),
        table(caption, ("序号", "类别", "公开事项", "网址链接"), rows, figures=False),
    ]
