"""Where a title is broken into lines: between words, in the shape of a trapezoid or a diamond.

GB/T 9704-2012, 7.3.1: whole words, balanced, of fitting length. The words known here are those of
our titles and of institutions' names; between two characters nothing is known of, a break is dear
but not forbidden.
"""

from itertools import pairwise, product

WORDS = (
    "政府信息", "信息公开", "公开", "申请", "答复书", "告知书", "征询书", "确认书", "通知书",
    "回执", "第三方", "意见", "征求", "征询", "不予", "部分", "延期", "补正", "终止", "办理",
    "处理", "撤回", "更正", "重复", "收费", "收件", "出版物", "文书", "答复", "不存在", "事项",
    "内容", "记录", "情况", "大学", "学院", "学校", "校区", "研究所", "研究院", "研究生",
    "本科生", "委员会", "办公室", "中心", "管理", "办法", "规定", "制度", "工作", "教育", "科学",
    "技术", "理工", "职业", "师范", "医科", "马克思主义", "中华人民共和国", "人民政府", "信息",
    "公共", "关于", "印发", "试行", "提供", "转发",
)  # fmt: skip
ENDINGS = ("大学", "学院", "学校", "研究所", "研究院", "委员会", "办公室", "中心", "校区")
NEVER_FIRST = set("，。、；：？！）》〉”’】〕·的了等们者")
NEVER_LAST = set("（《〈“‘【〔关于第对把被与和及在")
BEFORE = ("关于", "《", "（", "和", "与", "及")  # a new line may well begin with these
FULL = set("“”‘’…—·WM@%")  # the rest of what is not Chinese is narrower
CHEAP, DEAR, HARDLY = 1, 8, 60
MOST_LINES = 4
REACH = 0.4  # of a line of average length, that a break may be away from where that would end


def width(text: str) -> float:
    """How wide a text is, in full-width characters; of Latin letters about."""
    return sum(map(_width, text))


def _width(character: str) -> float:
    if ord(character) >= 0x2E80 or character in FULL:
        return 1.0
    return 0.75 if character.isupper() else 0.5


def lines(text: str, *, most: float, whole: tuple[str, ...] = ()) -> list[str]:
    """The text in as few lines as fit into `most` characters. `whole` are words not to be split.

    Text for which that takes more than four lines is broken wherever a line is full.
    """
    text = " ".join(text.split())
    for count in range(1, MOST_LINES + 1):
        if found := _best(text, count, most, whole):
            return found
    return _filled(text, most)


def _best(text: str, count: int, most: float, whole: tuple[str, ...]) -> list[str]:
    if width(text) > most * count:
        return []
    if count == 1:
        return [text]
    costs = {place: cost for place in range(1, len(text)) if (cost := _cost(text, place, whole))}
    best: tuple[float, list[str]] | None = None
    for places in product(*_zones(text, count, costs)):
        parts = [text[a:b] for a, b in pairwise((0, *places, len(text)))]
        widths = [width(part) for part in parts]
        if max(widths) > most or min(widths) == 0:
            continue
        cost = sum(costs[place] for place in places) + _shape(widths)
        if best is None or cost < best[0]:
            best = (cost, [part.strip() for part in parts])
    return best[1] if best else []


def _zones(text: str, count: int, costs: dict[int, float]) -> list[list[int]]:
    """For each break the places around where equal lines would end."""
    share = len(text) / count
    reach = share * REACH
    return [
        [place for place in costs if abs(place - share * line) <= reach] for line in range(1, count)
    ]


def _cost(text: str, place: int, whole: tuple[str, ...]) -> float:
    """What it costs to break there; 0 means never."""
    before, after = text[place - 1], text[place]
    if after in NEVER_FIRST or before in NEVER_LAST:
        return 0
    if before.isascii() and after.isascii() and not (before + after).isspace():
        return CHEAP if " " in (before, after) else 0
    if (before.isdigit() and after in "年月日号条款项") or (before in "年月" and after.isdigit()):
        return 0
    named = text.count("《", 0, place) > text.count("》", 0, place)  # within the name of a paper
    return _price(text, place, whole) + (HARDLY / 3 if named else 0)


def _price(text: str, place: int, whole: tuple[str, ...]) -> float:
    if _splits(text, place, whole):
        return HARDLY * 2
    if _splits(text, place, WORDS) or text.startswith(ENDINGS, place):
        return HARDLY
    if text[place - 1] in "的、》）”" or text.startswith(BEFORE, place):
        return CHEAP
    if text.endswith(ENDINGS, 0, place):
        return CHEAP
    return CHEAP * 2 if _between_words(text, place) else DEAR


def _splits(text: str, place: int, words: tuple[str, ...]) -> bool:
    return any(
        text.startswith(word, start)
        for word in words
        for start in range(max(0, place - len(word) + 1), place)
    )


def _between_words(text: str, place: int) -> bool:
    return any(text.endswith(word, 0, place) or text.startswith(word, place) for word in WORDS)


def _shape(widths: list[float]) -> float:
    """How far lines are from a trapezoid or a diamond of lines of about the same length."""
    steps = [b - a for a, b in pairwise(widths)]
    longest = max(widths)
    spread = (longest - min(widths)) / longest
    waist = any(a < 0 < b for a, b in pairwise(steps))  # short in the middle
    flat = sum(step == 0 for step in steps)
    return spread * 10 + (HARDLY if waist else 0) + flat * 2


def _filled(text: str, most: float) -> list[str]:
    found, line = [], ""
    for each in text:
        if width(line + each) > most:
            found.append(line)
            line = ""
        line += each
    return [*found, line]
