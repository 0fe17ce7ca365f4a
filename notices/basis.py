"""What a notice rests on and why it needs what it needs: a rule by name, cited under each law."""

from notices.items import ALREADY_PUBLIC, NOT_EXISTING, NOT_THIS_BODY
from notices.kind import Kind
from notices.words import VARIANTS, words_of
from statute.answers import RESULT_CODES
from statute.law import Law
from statute.text import Text

# Rules that are no fact of a law of ours.
RULES: dict[str, Text] = {
    "layout": Text("GB/T 9704—2012", "GB/T 9704—2012"),
    "service": Text("国办公开办函〔2016〕235号", "circular 235 of 2016"),
    "revoking": Text("本机构信息公开规定；法规没有专门条款",
                     "the institution's own rules; no article of the law speaks of it"),
    "search": Text("最高人民法院指导案例101号", "Guiding Case 101"),
    "remedies": Text("《行政复议法》第二十三条第二款、《行政诉讼法》第四十六条",
                     "Administrative Reconsideration Law, art. 23(2); Administrative Litigation "
                     "Law, art. 46"),
}  # fmt: skip
OWN_RULES = Text("", "the institution's own rules")


def citation(rule: str, law: Law, own_rules: str = "") -> Text:
    """The article of a rule, with its law's name.

    `rule` is a fact of the law (`correction.notice_within`), an answer (`answers.granted`), or one
    of RULES. Where the law has no article, the institution's own rules are named.
    """
    if rule in RULES:
        return RULES[rule]
    where, _, code = rule.partition(".")
    if where == "answers":
        answer = law.answers[code]
        return Text(article_of(answer.basis), f"{law.title.en}, {answer.article.en}")
    article = law.facts[rule].article
    if not has_article(rule, law):
        return Text(own_rules or words_of(law).office_rule, own_rules or OWN_RULES.en)
    if article.zh.startswith("《"):
        return article
    return Text(f"《{law.title.zh}》{article.zh}", f"{law.title.en}, {article.en}")


def has_article(rule: str, law: Law) -> bool:
    """Whether the law itself has an article for this fact; else the institution's own rules."""
    fact = law.facts[rule]
    return not fact.article.zh.startswith("—") and (rule != "own_record" or bool(fact.value))


def doubts(kind: Kind, law: Law) -> list[Text]:
    """What must be known before drafting: why the rules of this kind may not carry it.

    Of a kind with several answers the doubts of each stand with its rule instead.
    """
    rules = [law.facts[rule] for rule in (*kind.rests_on, kind.remedies_if) if rule in law.facts]
    answers = [law.answers[code] for code in kind.answers if len(kind.answers) == 1]
    found = [one.doubt for one in (*rules, *answers) if one.doubt and not one.verified]
    return list({doubt.zh: doubt for doubt in found}.values())


def article_of(basis: str) -> str:
    """The article in 根据…的规定."""
    return basis.removeprefix("根据").removesuffix("的规定")


def bases(kind: Kind, law: Law) -> list[str]:
    """Every article a notice of this kind may rest on, in Chinese, for the table of kinds."""
    told_apart = [g for g in (ALREADY_PUBLIC, NOT_EXISTING, NOT_THIS_BODY) if g in kind.grounds]
    if told_apart:
        return [article_of(VARIANTS[law.code, ground][0]) for ground in told_apart]
    found = [citation(rule, law).zh for rule in kind.rests_on]
    if kind.is_reply and not found:
        codes = [code for code in RESULT_CODES if code in kind.answers - {"other"}]
        found = [article_of(law.answers[code].basis) for code in codes]
    return list(dict.fromkeys(found))
