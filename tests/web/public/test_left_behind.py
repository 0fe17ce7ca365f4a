"""What visitors leave behind, and two of them pressing at once."""

import io
import threading
from datetime import date, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from PIL import Image

from records.files import StoredFile
from requests_app.models import Application
from tests.cast import PASSWORD, an_institution, at
from tests.web.public.filling import ANSWERS, begun, confirm, filled, key_on, shown, text
from web import housekeeping

MONDAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to("2026-03-02T09:00:00+08:00", tick=False)
    return time_machine


def an_image() -> SimpleUploadedFile:
    drawn = io.BytesIO()
    Image.new("RGB", (2, 2)).save(drawn, "PNG")
    return SimpleUploadedFile("证件.png", drawn.getvalue(), "image/png")


@pytest.mark.django_db
def test_files_of_an_application_given_up_go_with_its_session_and_a_case_keeps_its_own(institution):
    client = filled(Client())
    client.post("/apply/files/", {"files": [an_image()]})
    confirm(client)
    given_up = begun(Client())
    given_up.post("/apply/files/", {"files": [an_image()]})
    assert StoredFile.objects.filter(kind="upload").count() == 2
    assert housekeeping.remove_unfiled_uploads(at=at(MONDAY, 9, 29)) == 0
    assert housekeeping.remove_unfiled_uploads(at=at(MONDAY, 10, 1)) == 1
    assert Application.objects.get().attachments.get().file in StoredFile.objects.all()


@pytest.mark.django_db
def test_files_of_a_form_put_aside_again_and_again_stay(institution, clock):
    client = begun(Client())
    client.post("/apply/files/", {"files": [an_image()], "add": "1"})
    for day in range(9):
        clock.move_to(at(MONDAY + timedelta(days=day), 9, 20 - day))
        client.post("/apply/what/", ANSWERS["what"] | {"later": "1"})
        assert housekeeping.remove_unfiled_uploads(at=at(MONDAY + timedelta(days=day), 23)) == 0
    assert "证件.png" in text(client.get("/apply/files/"))
    assert housekeeping.remove_unfiled_uploads(at=at(MONDAY + timedelta(days=9), 23)) == 1


@pytest.mark.django_db
def test_sessions_that_ended_are_removed(institution):
    begun(Client())
    assert housekeeping.remove_ended_sessions(at=at(MONDAY, 9, 29)) == 0
    assert housekeeping.remove_ended_sessions(at=at(MONDAY, 9, 31)) == 1
    assert not Session.objects.exists()


@pytest.mark.django_db
def test_whoever_signs_in_where_a_form_is_kept_is_signed_in_for_half_an_hour(cast):
    client = begun(Client())
    client.post("/apply/what/", ANSWERS["what"] | {"later": "1"})
    assert client.session.get_expiry_age() == 24 * 3600
    client.post(reverse("staff:sign_in"), {"username": "zhou", "password": PASSWORD})
    assert client.session.get_expiry_age() == 30 * 60


@pytest.mark.django_db(transaction=True)
def test_eight_presses_at_once_file_one_case_and_all_find_its_number_and_code():
    an_institution()
    client = filled(Client())
    key = key_on(client.get("/apply/check/"))
    session = client.cookies["sessionid"].value
    answers, ready = [], threading.Barrier(8)

    def press() -> None:
        other = Client()
        other.cookies["sessionid"] = session
        ready.wait()
        try:
            answers.append(confirm(other, key).headers["Location"])
        finally:
            connection.close()

    presses = [threading.Thread(target=press) for _ in range(8)]
    for each in presses:
        each.start()
    for each in presses:
        each.join()
    assert answers == ["/apply/done/"] * 8
    number, code = shown(client.get("/apply/done/"))
    assert Application.objects.get().number == number
    assert code is not None
