"""What the system itself states in parts three, five and eight, from the year's numbers.

教办厅函〔2018〕80号: part three reports how many applications were received, of what kinds, how
they were answered and what was charged; part five what reports, reviews and lawsuits there were;
part eight goes through the list item by item with a link.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reports.document import Block, Row, paragraph, table
from reports.year import Year, share
from requests_app.states import Channel
from statute import annual
from statute.annual import CARRIED_IN, CARRIED_OUT, COLUMNS, LINES, RECEIVED, TOTAL
from statute.answers import ANSWERS, FAMILIES, RESULT_CODES, family
from statute.periods import Period

UNFILLED = "未填"
CHANNELS = {
    Channel.ONLINE: "网上提交", Channel.COUNTER: "当面提交", Channel.POST: "邮寄",
    Channel.FAX: "传真", Channel.EMAIL: "电子邮件", Channel.ORAL: "口头提出",
}  # fmt: skip


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


# Part three


def requests(year: Year) -> list[Block]:
    """Received, by whom and how; answered how and in time; charged what."""
    received, carried_in = year.total(RECEIVED), year.total(CARRIED_IN)
    if not received and not carried_in:
        return [paragraph("本年度未收到信息公开申请。")]
    blocks = [paragraph(_received(year)), paragraph(_answered(year))]
    blocks += [paragraph(_in_time(year)), paragraph(_charged(year))]
    if received and year.channels:
        blocks.append(_channels_table(year))
    return [*blocks, _requests_table(year)]


def _received(year: Year) -> str:
    received, carried_in = year.total(RECEIVED), year.total(CARRIED_IN)
    now = this_year(year.period)
    before = f"，上年度结转{carried_in}件" if carried_in else ""
    if not received:
        return f"{now}未收到新的信息公开申请{before}。"
    said = [f"{now}，学校新收信息公开申请{received}件{before}。"]
    by_kind = zip(COLUMNS.values(), year.requests[RECEIVED], strict=False)
    said.append(f"按申请人分，{_list((label.zh, n) for label, n in by_kind)}。")
    by_channel = ((CHANNELS[Channel(code)], n) for code, n in year.channels.items())
    if named := _list(by_channel):
        said.append(f"按申请渠道分，{named}。")
    return "".join(said)


def _list(pairs: Iterable[tuple[str, int]]) -> str:
    return "，".join(f"{label}{n}件" for label, n in pairs if n)


def _answered(year: Year) -> str:
    closed, left = year.total(TOTAL), year.total(CARRIED_OUT)
    left_over = f"结转下年度继续办理{left}件" if left else "全部办结，没有结转"
    if not closed:
        return f"{this_year(year.period)}没有办结的申请，{left_over}。"
    by_family = "；".join(_families(year))
    return f"{this_year(year.period)}共办结{closed}件：{by_family}。{left_over}。"


def _families(year: Year) -> Iterator[str]:
    for name, label in FAMILIES.items():
        rows = [code for code in RESULT_CODES if family(code) == name and year.total(code)]
        number = sum(year.total(code) for code in rows)
        if not number:
            continue
        detail = _list((ANSWERS[code].label.zh, year.total(code)) for code in rows)
        yield f"{label.zh}{number}件" + (f"（{detail}）" if rows != [name] else "")


def _in_time(year: Year) -> str:
    replies, in_time = year.timeliness.replies, year.timeliness.in_time
    if not replies:
        return f"{this_year(year.period)}没有作出答复。"
    said = f"作出答复{replies}件，其中按期答复{in_time}件，按期答复率{year.timeliness.rate}"
    more = [f"延长答复期限{year.extensions}件"] * bool(year.extensions)
    more += [f"告知补正{year.corrections}件"] * bool(year.corrections)
    return "；".join([said, *more]) + "。"


def _charged(year: Year) -> str:
    if not year.fee_cases:
        return f"{this_year(year.period)}依申请公开没有收取费用。"
    return f"{this_year(year.period)}发出收费通知{year.fee_cases}件，收取{year.fees:.2f}元。"


def _channels_table(year: Year) -> Block:
    received = year.total(RECEIVED)
    rows = [
        Row((CHANNELS[Channel(code)], str(n), share(n, received)))
        for code, n in year.channels.items()
    ]
    return table("按申请渠道", ("渠道", "件数", "比例"), rows)


def _requests_table(year: Year) -> Block:
    columns = ("项目", *(label.zh for label in COLUMNS.values()), "总计")
    rows = [
        Row(
            (str(line), *(str(n) for n in year.requests.get(line.code, ()))),
            depth=line.depth, heading=line.heading, total=line.code == TOTAL,
        )
        for line in LINES
    ]  # fmt: skip
    return table(f"收到和处理信息公开申请情况{annual.TABLE_NOTE}", columns, rows)


# Part five


def remedies(year: Year) -> list[Block]:
    """What reports, complaints, reviews and lawsuits there were, and how they ended."""
    found = {kind: numbers[TOTAL] for kind, numbers in year.remedies.items()}
    if not any(found.values()):
        now = this_year(year.period)
        return [
            paragraph(f"{now}，学校未接到和发现任何关于信息公开工作受到举报、复议、诉讼的情况。")
        ]
    names = annual.OTHER_REMEDY_KINDS | annual.REMEDY_KINDS
    said = _list((names[kind].zh, found[kind]) for kind in names)
    none = "、".join(names[kind].zh for kind in names if not found[kind])
    sentence = f"{this_year(year.period)}，学校因信息公开工作受到{said}。"
    if none:
        sentence += f"没有{none}。"
    return [paragraph(sentence), _remedies_table(year)]


def _remedies_table(year: Year) -> Block:
    names = annual.OTHER_REMEDY_KINDS | annual.REMEDY_KINDS
    columns = ("种类", *(label.zh for label in annual.REMEDY_COLUMNS.values()))
    rows = [
        Row((label.zh, *(str(year.remedies[kind][column]) for column in annual.REMEDY_COLUMNS)))
        for kind, label in names.items()
    ]
    return table("受到举报、申诉、行政复议、行政诉讼情况", columns, rows)


# Part eight


def catalogue(matters: Iterable[Listed], institution: str) -> list[Block]:
    """Each matter of the list with its link, or 未填."""
    listed = list(matters)
    name = f"{institution}信息公开事项清单"
    filled = sum(bool(matter.link) for matter in listed)
    rows = [
        Row(
            (str(matter.number), matter.heading, matter.title, matter.link or UNFILLED),
            link=matter.link,
        )
        for matter in listed
    ]
    caption = f"附表：{name}（共{len(listed)}项，已填链接{filled}项）"
    return [
        paragraph(f"清单{len(listed)}条事项的网址链接见附表（{name}）。"),
        table(caption, ("序号", "类别", "公开事项", "网址链接"), rows, figures=False),
    ]
