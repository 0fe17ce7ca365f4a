"""A file that is not what was stored is never a page that breaks: it is told, and logged."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from casework import filing
from casework.paper_files import files_of
from records import disk, files
from requests_app.models import Attachment
from tests.cast import at
from tests.records.hostile import PNG
from tests.web.staff.people_at_desks import desk, on, text
from tests.web.staff.test_outgoing_pages import CLEAN, FRIDAY, with_file
from tests.web.staff.test_paper_signatures import TUESDAY
from tests.web.staff.test_stopped_pages import notice, routes

__all__ = ["notice"]  # a fixture


@pytest.mark.full
def test_whoever_asks_for_a_damaged_file_of_a_letter_is_told(cast, notice, caplog):
    for each in files_of(notice):
        disk.remove(each.file.path)
    with on(TUESDAY, 17):
        reader = desk(cast.officer)
        for what, address in routes(notice).items():
            caplog.clear()
            answer = reader.get(address, follow=True)
            assert answer.status_code == 200, what
            assert "校验值不一致，已停止下载" in text(answer)
            assert f"{address}: a file is not what was stored" in caplog.text
        picture = reader.get(reverse("staff:notice_pages", args=[notice.pk]))
    assert picture.status_code == 404


@pytest.mark.full
def test_so_is_who_asks_for_a_file_of_the_case_or_has_it_checked(cast):
    notice, given = with_file(cast, CLEAN)
    number = notice.application.number
    upload = SimpleUploadedFile("学生证.png", PNG, "image/png")
    own = filing.attach(
        notice.application, upload, kind=Attachment.Kind.APPLICATION, on=FRIDAY, at=at(FRIDAY)
    )
    files.clear(own.file, at=at(FRIDAY))
    for attachment in (given, own):
        disk.remove(attachment.file.path)
    with on(FRIDAY, 10):
        reader = desk(cast.officer)
        asked = reader.get(reverse("staff:attachment", args=[number, own.pk]), follow=True)
        check = reverse("staff:file_check", args=[number, given.pk])
        checked = reader.post(check, follow=True)
    for answer in (asked, checked):
        assert answer.status_code == 200
        assert "校验值不一致，已停止下载" in text(answer)
