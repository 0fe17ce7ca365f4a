"""English for the free texts of the stories, and an institution that has its English names."""

import re
from datetime import date

from notices.english_citations import articles
from notices.english_texts import needed
from office.models import Institution
from statute.text import day_text

DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")

NAMES = {
    "name_en": "Example University",
    "address_en": "1 University Road, Example City, Hubei",
    "supervisor_en": "the Department of Education of Hubei",
    "discipline_office_en": "the Discipline Inspection Office of Example University",
    "review_authority_en": "the People's Government of Hubei Province",
    "court_en": "the Intermediate People's Court of Example City",
}


def name_in_english() -> None:
    Institution.objects.update(**NAMES)


def texts_for(kind, application, facts, wording="") -> dict[str, str]:
    """An English line for each line of a text that needs one, with the articles and days in it."""
    wanted = needed(kind, application, facts, wording)
    return {
        one.key: "\n".join(_line(one.key, line) for line in one.chinese.splitlines())
        for one in wanted
        if one.required
    }


def _line(key: str, chinese: str) -> str:
    said = [f"English of {key}", *(f"Article {one}" for one in articles(chinese))]
    for year, month, day in DAY.findall(chinese):
        said.append(day_text(date(int(year), int(month), int(day))).en)
    return ", ".join(said)
