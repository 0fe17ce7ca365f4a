"""What a letter must contain, by whose rule, and whether the composed letter has it.

Standard words have everything. Where staff word the body themselves, what they left out is found
here, and blocks approval with the article that asks for it. The facts and reasons of such a body
cannot be compared with anything: they are listed for the approvers to read.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from notices import plain, rich_text
from notices.basis import article_of, citation, has_article
from notices.items import needs_how, needs_reasons
from notices.kind import Addressee, Field, Kind, Widget
from notices.letter import Letter
from notices.remedies_paragraph import tells_remedies
from notices.templatetags.letters import chinese_date, clause, lines
from notices.withheld import as_answer, parts_of
from notices.words import basis_and_finding
from office.models import Institution
from requests_app.models import Application
from statute.answers import (
    GRANTED,
    NOT_PROCESSED,
    PARTLY_GRANTED,
    REFUSED,
    UNAVAILABLE,
    family,
)
from statute.law import Law
from statute.text import Text

# The decision is there if one of these is said, outside the names of laws and papers.
DECISIONS = {
    GRANTED: ("提供", "可以公开", "予以公开", "主动公开", "获取"),
    PARTLY_GRANTED: ("可以公开的部分", "部分公开"),
    REFUSED: ("不予公开", "规定办理"),
    NOT_PROCESSED: ("不予处理", "不予重复处理", "不再重复处理", "不再处理", "不作为"),
    UNAVAILABLE: ("不存在", "不属于", "不予提供", "无法提供", "不能提供"),
}
NAMES = re.compile(r"《[^》]*》")


@dataclass(frozen=True)
class Element:
    """One thing the letter must say. `why` is the rule that asks for it.

    `present` is None where only a reader can tell: free text in staff's own words.
    """

    label: Text
    why: Text
    present: bool | None


def elements(
    kind: Kind,
    law: Law,
    letter: Letter,
    *,
    application: Application,
    facts: Mapping[str, Any],
    institution: Institution,
    wording: str = "",
) -> list[Element]:
    """Every element of a composed letter of this kind under this law, in the order of the page.

    `wording` is what staff wrote in place of the standard words. The frame around it repeats what
    was asked for, so a decision is looked for in their own words alone.
    """
    text = "".join("".join(plain.paragraphs(letter.body)).split())
    own = "".join(rich_text.words(wording).split())
    reading = _Reading(kind, law, text, institution.own_rules, own)
    return [
        Element(Text("主送对象", "addressee"), reading.cite("layout"), bool(letter.salutation)),
        *reading.receipt(application),
        *reading.basis(facts),
        *reading.fields(facts),
        *reading.items(facts.get("items", [])),
        *reading.remedies(institution, facts),
    ]


def _reasons_of(item: Mapping[str, Any]) -> list[str]:
    """What has to be said why: of each part withheld, or of the whole item."""
    if item["answer"] == PARTLY_GRANTED:
        return [part["reasons"] for part in parts_of(item)]
    return [item["reasons"]] if needs_reasons(item) else []


@dataclass(frozen=True)
class _Reading:
    kind: Kind
    law: Law
    text: str
    own_rules: str
    wording: str

    def cite(self, rule: str) -> Text:
        return citation(rule, self.law, self.own_rules)

    def says(self, words: str) -> bool:
        return "".join(words.split()) in self.text

    def written(self, words: str) -> bool | None:
        """Free text of the facts in the letter; whatever staff wrote in its place must be read."""
        return None if self.wording else all(self.says(clause(line)) for line in lines(words))

    def decides(self, words: Sequence[str]) -> bool:
        said = NAMES.sub("", self.wording or self.text)
        return any(word in said for word in words)

    def receipt(self, application: Application) -> Iterator[Element]:
        if self.kind.addressee != Addressee.APPLICANT or application.received_on is None:
            return
        day = chinese_date(application.received_on)
        label = Text("收到申请之日", "day of receipt")
        yield Element(label, self.cite("receipt.online"), self.says(day))
        label = Text("申请公开的内容", "what was asked")
        yield Element(label, self.cite("reply_limit"), self.says(clause(application.subject)))

    def basis(self, facts: Mapping[str, Any]) -> Iterator[Element]:
        """Each article the letter rests on, by name."""
        label = Text("法律依据", "legal basis")
        for article in self.articles(facts):
            yield Element(label, article, self.says(article.zh))

    def articles(self, facts: Mapping[str, Any]) -> list[Text]:
        found = [self.cite(rule) for rule in self.kind.rests_on if self.rests(rule)]
        for item in facts.get("items", []):
            parts = [as_answer(part["ground"]) for part in parts_of(item)]
            for answer in (item, *parts):
                basis, _finding = basis_and_finding(self.law, answer, you="您")
                if basis:
                    cited = self.cite(f"answers.{answer['answer']}").en
                    found.append(Text(article_of(basis), cited))
        if facts.get("legal_basis"):
            found.append(Text(clause(facts["legal_basis"]), facts["legal_basis"]))
        return list({article.zh: article for article in found}.values())

    def rests(self, rule: str) -> bool:
        """A note that the limit runs on cites nothing by which it would stand still.

        Nor does a letter to a co-making body where neither law nor own rules speak of it.
        """
        if rule == "co_making_body.days":
            return bool(self.own_rules) or has_article(rule, self.law)
        return not rule.endswith(".suspends") or self.law.facts[rule].value

    def fields(self, facts: Mapping[str, Any]) -> Iterator[Element]:
        for field in self.kind.fields:
            printed = field.required and field.why and not field.sealed
            if not printed or field.widget in (Widget.ITEMS, Widget.CHOICE, Widget.CONSULTATION):
                continue
            if field.name in ("party_name", "notice", "taken_back", "legal_basis"):
                continue  # the salutation; another letter, by its number; told as the basis
            value = facts.get(field.name)
            present = self.printed(field, value) if value not in (None, "") else False
            yield Element(field.label, self.cite(field.why), present)

    def printed(self, field: Field, value: Any) -> bool | None:
        if field.widget == Widget.DATE:
            return self.says(chinese_date(value))
        if field.widget == Widget.NUMBER:
            return self.says(f"{value}{'元' if field.decimals else '个工作日'}")
        return self.written(str(value))

    def items(self, answers: Sequence[Mapping[str, str]]) -> Iterator[Element]:
        for item in answers:
            why = self.cite(f"answers.{item['answer']}")
            for reasons in _reasons_of(item):
                label = Text("事实与理由", "facts and reasons")
                yield Element(label, why, self.written(reasons) if reasons else False)
            said = DECISIONS.get(family(item["answer"]))
            if said:
                label = Text("答复意见", "the decision")
                yield Element(label, why, self.decides(said))
            if needs_how(item):
                how = item["how_obtained"]
                label = Text("获取的方式、途径", "how to get it")
                yield Element(label, why, self.written(how) if how else False)

    def remedies(self, institution: Institution, facts: Mapping[str, Any]) -> Iterator[Element]:
        """The body, the term and the court; under the Measures whom to complain to."""
        if not tells_remedies(self.kind, self.law):
            return
        if "review_or_suit" not in self.law.remedies:
            label = Text("举报或者申诉的受理机关", "whom to complain to")
            article = self.law.remedies["complaint"].article
            why = Text(f"《{self.law.title.zh}》{article.zh}", f"{self.law.title.en}, {article.en}")
            present = self.says(institution.supervisor) and "申诉" in self.text
            yield Element(label, why, present)
            return
        why = self.cite("remedies")
        fixed = self.law.remedy_limits.review_days
        days = fixed.value if fixed is not None else ""
        for label, words in (
            (Text("行政复议机关", "review authority"), institution.review_authority),
            (Text("申请复议的期限", "time for review"), f"{days}日内"),
            (Text("管辖法院", "court"), institution.court),
        ):
            yield Element(label, why, bool(words) and self.says(words))
        if institution.online_review:
            label = Text("网上申请复议的网址", "where to lodge review online")
            yield Element(label, why, self.says(institution.online_review))
