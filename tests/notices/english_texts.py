"""English for the free texts of the stories, and an institution that has its English names."""

from notices.english_texts import needed
from office.models import Institution

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
    """An English line for each line of a text that needs one."""
    wanted = needed(kind, application, facts, wording)
    return {
        one.key: "\n".join(f"English of {one.key}" for _line in one.chinese.splitlines())
        for one in wanted
        if one.required
    }
