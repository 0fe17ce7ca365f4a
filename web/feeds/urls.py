"""Addresses for calendar programs and feed readers: no sign-in, the secret is in the address."""

from django.urls import path

from web.feeds import views

app_name = "feeds"
urlpatterns = [
    path("<str:secret>/calendar.ics", views.calendar, name="calendar"),
    path("<str:secret>/today.atom", views.today, name="today"),
]
