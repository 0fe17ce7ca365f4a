"""Files that a visitor sends: counted per address, each taken or refused with its own reason."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from records import files, inspection, throttle
from records.files import FileRefused, StoredFile

MOST_FILES = 5
A_DAY_PER_ADDRESS = 200
A_DAY = timedelta(days=1)
ACCEPT = ".pdf,.docx,.xlsx,.jpg,.jpeg,.png"


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files; what they contain is judged by `records.files`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=FilesInput(attrs={"accept": ACCEPT}), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        return [super(FilesField, self).clean(each, initial) for each in data or []]


def take(request: HttpRequest, upload: UploadedFile, *, at: datetime) -> StoredFile:
    """Keep one upload in quarantine. Raises FileRefused with the name and the reason."""
    _slow_down(request, at=at)
    try:
        return files.store(upload, name=upload.name, at=at)
    except FileRefused as refusal:
        raise FileRefused(f"“{upload.name}”：{refusal}") from refusal


def check(request: HttpRequest, upload: UploadedFile, *, at: datetime) -> None:
    """Refuse what would be refused on storing, before anything else happens."""
    _slow_down(request, at=at)
    try:
        if upload.size > settings.UPLOAD_MAX_BYTES:
            raise FileRefused(_("文件超过20MB。"))
        inspection.media_type(upload.read(), upload.name)
    except FileRefused as refusal:
        raise FileRefused(f"“{upload.name}”：{refusal}") from refusal
    finally:
        upload.seek(0)


def _slow_down(request: HttpRequest, *, at: datetime) -> None:
    door = f"upload:address:{request.META.get('REMOTE_ADDR', '')}"
    if not throttle.hit(door, at=at, limit=A_DAY_PER_ADDRESS, per=A_DAY):
        raise FileRefused(_("今天上传的文件太多了。可以明天再传，或者寄信、当面提交材料。"))


def as_uploads(stored: list[StoredFile]) -> list[UploadedFile]:
    """What was kept while the form was filled in, as it came."""
    return [
        SimpleUploadedFile(each.original_name, files.read(each), each.media_type) for each in stored
    ]
