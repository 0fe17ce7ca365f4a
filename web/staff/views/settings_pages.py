"""The office's own settings: addresses of the calendar, the institution and the people."""

from web.staff.views import calendar, calendar_entry, chains, institution, people, seal

urlpatterns = [
    *calendar_entry.urlpatterns,
    *calendar.urlpatterns,
    *institution.urlpatterns,
    *chains.urlpatterns,
    *people.urlpatterns,
    *seal.urlpatterns,
]
