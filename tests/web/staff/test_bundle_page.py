"""The page of the bundle: who may have it, what it hands out, what it says when it cannot."""

import io
import zipfile

import pytest
from django.urls import reverse

from records import disk
from tests.casework.test_paper_service import replied
from tests.cast import Cast, at
from tests.notices.desk import FRIDAY
from tests.web.staff.people_at_desks import desk


@pytest.fixture
def page(cast: Cast, time_machine):
    time_machine.move_to(at(FRIDAY, 17), tick=False)
    client = desk(cast.office_head)
    notice = replied(cast)
    return client, notice, reverse("staff:bundle", args=[notice.application.number])


def test_it_hands_out_one_file_or_everything(page):
    client, notice, url = page
    assert "制作卷宗" in client.get(notice.application.get_absolute_url()).content.decode()
    assert "发出的文书1份" in client.get(url).content.decode()
    pdf = client.post(url, {"as": "pdf"})
    assert pdf.content.startswith(b"%PDF-")
    archive = client.post(url, {"as": "zip"})
    assert "bundle.pdf" in zipfile.ZipFile(io.BytesIO(archive.content)).namelist()
    assert archive["Content-Type"] == "application/zip"


@pytest.mark.full
def test_a_file_that_changed_stops_it_and_says_so(page):
    client, notice, url = page
    path = disk.root() / notice.pdf.path
    path.write_bytes(path.read_bytes()[:-1])
    assert "校验值不一致" in client.post(url, {"as": "pdf"}, follow=True).content.decode()


def test_only_those_who_answer_to_courts_have_it(page, cast):
    client, _notice, url = page
    for person, status in ((cast.inspector, 403), (cast.outsider, 404)):
        client.force_login(person)
        assert client.get(url).status_code == status
        assert client.post(url, {"as": "pdf"}).status_code == status
