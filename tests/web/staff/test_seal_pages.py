"""The pages of the seal: for its keeper alone, and nobody can take the image away."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from casework import seals
from notices import seal, seal_image
from notices.models import SealImage
from records import files
from tests.cast import MONDAY, PASSWORD, at
from tests.notices import certificates
from tests.notices.desk import FRIDAY, approved_up_to
from tests.notices.seal_pictures import BLUE, picture
from tests.web.staff.people_at_desks import desk, on, text

NEW = "/staff/seal/new/"


@pytest.fixture
def image(cast):
    return seals.put_in(
        picture(), file_name="seal.png", name="示例大学信息公开专用章", millimetres=42,
        reason="校办〔2026〕1号", by=cast.security_admin, at=at(MONDAY),
    )  # fmt: skip


def form(content=None, **changes):
    upload = SimpleUploadedFile("seal.png", content or picture(), "image/png")
    given = {"image": upload, "name": "示例大学信息公开专用章", "millimetres": 42, "reason": "首次"}
    return given | changes


def pages(version=1):
    return [
        ("get", "/staff/seal/"), ("get", NEW), ("get", f"/staff/seal/{version}/"),
        ("get", f"/staff/seal/{version}/shown.png"), ("post", NEW),
        ("post", f"/staff/seal/{version}/retire/"),
    ]  # fmt: skip


def test_every_page_opens_to_the_keeper_and_to_nobody_else(cast, image):
    with on(FRIDAY):
        for name, person in cast.everyone().items():
            client, keeper = desk(person), name == "security_admin"
            for method, address in pages():
                status = getattr(client, method)(address).status_code
                assert (status in (200, 302)) is keeper, (name, method, address)
                assert status == 403 or keeper
        assert Client().get("/staff/seal/").status_code == 302
        for person in (cast.security_admin, cast.office_head):
            linked = 'href="/staff/seal/"' in text(desk(person).get("/staff/approvals/"))
            assert linked is (person == cast.security_admin)


def test_the_keeper_puts_in_a_version_and_sees_which_letters_bear_it(cast):
    with on(FRIDAY, 12, 50):
        client = desk(cast.security_admin)
        assert "没有放入图样" in text(client.get("/staff/seal/"))
        response = client.post(NEW, form(), follow=True)
        assert "第1版印章已启用" in text(response)
    approved_up_to(cast, "correction", cast.office_head)
    with on(FRIDAY, 13):
        assert "盖在1份文书上" in text(client.get("/staff/seal/"))
        html = text(client.get("/staff/seal/1/"))
    assert "示例大学信公补〔2026〕1号" in html
    assert "张示例" not in html


@pytest.mark.full
def test_no_answer_holds_the_image_as_it_is_kept(cast, image):
    kept = files.read(image.image)
    with on(FRIDAY):
        client = desk(cast.security_admin)
        shown = client.get("/staff/seal/1/shown.png")
        assert shown.content != kept
        assert Image.open(BytesIO(shown.content)).size == (seal_image.SHOWN, seal_image.SHOWN)
        assert "no-store" in shown["Cache-Control"]
        for method, address in pages():
            if method == "get":
                assert kept not in client.get(address).content


@pytest.mark.full
def test_a_refused_image_keeps_what_was_typed_and_says_that_the_file_is_not_kept(cast):
    with on(FRIDAY):
        client = desk(cast.security_admin)
        html = text(client.post(NEW, form(picture(ink=BLUE), name="财务章", millimetres=40)))
    assert "印章须为红色" in html
    assert "文件须重新选择" in html
    assert 'value="财务章"' in html
    assert not SealImage.objects.exists()


def test_an_old_password_changes_nothing(cast, image):
    client = desk(cast.security_admin, fresh=False)
    with on(FRIDAY):
        html = text(client.post(NEW, form(name="新章")))
        assert "请再输入一次密码" in html
        assert 'value="新章"' in html
        html = text(client.post("/staff/seal/1/retire/", {"reason": "更名"}))
        assert "更名" in html
        assert seal.in_use() == image
        client.post("/staff/seal/1/retire/", {"reason": "更名", "password_again": PASSWORD})
    assert seal.in_use() is None


@pytest.mark.full
def test_retiring_wants_a_reason(cast, image):
    with on(FRIDAY):
        client = desk(cast.security_admin)
        assert "请写明停用的理由" in text(
            client.post("/staff/seal/1/retire/", {"reason": " "}, follow=True)
        )
        assert seal.in_use() == image


@pytest.mark.full
def test_the_page_says_what_letters_are_signed_with(cast, settings, tmp_path):
    with on(FRIDAY):
        client = desk(cast.security_admin)
        assert "没有配置签名证书" in text(client.get("/staff/seal/"))
        found = certificates.written(tmp_path)
        certificates.use(settings, found)
        html = text(client.get("/staff/seal/"))
        assert "CN=示例大学" in html
        assert "2027-01-01" in html
        found.key_file.chmod(0o644)
        assert "现在不能签名，文书不能发出。" in text(client.get("/staff/seal/"))


@pytest.mark.full
def test_an_address_of_no_version_is_not_there(cast):
    client = desk(cast.security_admin)
    assert client.get(reverse("staff:seal_version", args=[7])).status_code == 404
    assert client.get(reverse("staff:seal_shown", args=[0])).status_code == 404
    assert client.get(reverse("staff:seal_version", args=[0])).status_code == 200
