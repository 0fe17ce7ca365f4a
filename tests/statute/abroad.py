"""The holidays of other places, from a package that shares no code with ours."""

from datetime import date, timedelta
from functools import cache

import holidays
from dateutil.easter import easter

from tests.statute import oracle

LANDS = [
    *("bw", "by", "be", "bb", "hb", "hh", "he", "mv"),
    *("ni", "nw", "rp", "sl", "sn", "st", "sh", "th"),
]
PLACES = {
    "uk-england-wales": ("GB", "ENG"),
    "uk-scotland": ("GB", "SCT"),
    "uk-northern-ireland": ("GB", "NIR"),
    "us-federal": ("US", None),
    "bc": ("CA", "BC"),
    "de": ("DE", None),
    **{f"de-{land}": ("DE", land.upper()) for land in LANDS},
}
UK_PARTS = ("uk-england-wales", "uk-scotland", "uk-northern-ireland")

# Days off in lieu of a weekend, which employers give and the package lists, and which section 29
# of the Interpretation Act of British Columbia does not make holidays.
BC_IN_LIEU = {
    date(2010, 12, 27), date(2011, 1, 3), date(2012, 1, 2), date(2017, 1, 2), date(2021, 12, 27),
    date(2022, 1, 3), date(2023, 1, 2), date(2023, 10, 2), date(2027, 12, 27),
}  # fmt: skip
BC_NOT_SETTLED = {date(2022, 9, 19)}  # the Queen's funeral: see the doubt of the calendar


def holidays_of(code, years):
    """Every holiday in those years."""
    if code == "uk":
        return set().union(*(holidays_of(part, years) for part in UK_PARTS))
    country, part = PLACES[code]
    known = holidays.country_holidays(country, subdiv=part, years=years, observed=True)
    found = {day for day in known if day.year in years}
    if code == "bc":
        # The Act has Easter Monday and 26 December, which the package leaves to employers.
        found |= {easter(year) + timedelta(1) for year in years}
        found |= {date(year, 12, 26) for year in years}
        found -= BC_IN_LIEU | BC_NOT_SETTLED
    return found


@cache
def _holidays(code):
    return frozenset(holidays_of(code, range(2010, 2028)))


def works(code, day):
    if code == "cn":
        return oracle.works(day)
    return day.weekday() < 5 and day not in _holidays(code)
