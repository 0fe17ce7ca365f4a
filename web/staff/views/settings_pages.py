"""The office's own settings: addresses of the calendar, the institution and the people."""

from web.staff.views import calendar, institution, people

urlpatterns = [*calendar.urlpatterns, *institution.urlpatterns, *people.urlpatterns]
