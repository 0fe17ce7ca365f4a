from django.urls import path

from web.api import deadline

app_name = "api"
urlpatterns = [
    path("deadline/", deadline.about, name="deadline"),
    path("deadline/schema/<slug:name>.json", deadline.schema, name="deadline_schema"),
    path("deadline/<slug:command>", deadline.ask, name="ask"),
]
