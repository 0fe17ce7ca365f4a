"""A file held up to be compared: its hash is taken as it streams by, and none of it is kept."""

import hashlib
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler
from django.utils.translation import gettext as _


@dataclass
class Passed:
    """What is left of a file once it went by: its length and its SHA-256."""

    size: int = 0
    hashed: Any = field(default_factory=hashlib.sha256)

    @property
    def sha256(self) -> str:
        return self.hashed.hexdigest()

    @property
    def too_large(self) -> bool:
        return self.size > settings.UPLOAD_MAX_BYTES

    def close(self) -> None:
        """Django closes every file of a request; there is none here."""


class HashingHandler(FileUploadHandler):
    """Takes the place of the handlers that keep an upload; beyond the limit nothing is hashed."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.passed = Passed()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.passed.size += len(raw_data)
        if not self.passed.too_large:
            self.passed.hashed.update(raw_data)

    def file_complete(self, file_size: int) -> Passed:
        return self.passed


class FingerprintField(forms.Field):
    """A file of which the form knows only the hash."""

    widget = forms.FileInput

    def clean(self, value: Any) -> Passed | None:
        if not isinstance(value, Passed):
            return None
        if not value.size:
            raise forms.ValidationError(_("文件是空的。"))
        if value.too_large:
            limit = settings.UPLOAD_MAX_BYTES // (1024 * 1024)
            raise forms.ValidationError(_("文件超过 %(size)s MB。") % {"size": limit})
        return value
