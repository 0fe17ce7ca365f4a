"""Personal data at rest: AES-256-GCM (NIST SP 800-38D) and search by keyed hash.

A sealed value is ``k1:base64(nonce + ciphertext)``. Its associated data are the table, the column
and a random id of the row, so that a value moved to another row or column does not open.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
import unicodedata
import uuid

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core import checks
from django.core.exceptions import FieldError
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from records import keys

NONCE_BYTES = 12


class Undecipherable(Exception):
    """A stored value does not open: altered, moved from elsewhere, or another key."""


class NotSealed(TypeError):
    """Something tried to write or compare an encrypted column past the row that seals it."""


def seal_bytes(plain: bytes, *, context: str) -> tuple[str, bytes]:
    """Return the id of the current key, and nonce plus ciphertext."""
    ring = keys.load()
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = AESGCM(ring.cipher(ring.current)).encrypt(nonce, plain, context.encode())
    return ring.current, nonce + sealed


def open_bytes(key_id: str, sealed: bytes, *, context: str) -> bytes:
    key = keys.load().cipher(key_id)
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], context.encode())
    except (InvalidTag, ValueError) as error:
        raise Undecipherable(
            f"Under key {key_id!r} the value at {context} does not open."
        ) from error


class Sealed(str):
    """The stored form of a value. What leaves the database without its row stays like this."""

    __slots__ = ()

    @property
    def key_id(self) -> str:
        return self.partition(":")[0]


def seal(plain: str, *, context: str) -> Sealed:
    key_id, sealed = seal_bytes(plain.encode(), context=context)
    return Sealed(f"{key_id}:{base64.b64encode(sealed).decode('ascii')}")


def unseal(sealed: str, *, context: str) -> str:
    key_id, colon, text = sealed.partition(":")
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Undecipherable(f"The value at {context} is not a sealed value.") from error
    if not colon:
        raise Undecipherable(f"The value at {context} is not a sealed value.")
    return open_bytes(key_id, raw, context=context).decode()


class SealedAttribute(DeferredAttribute):
    """Opens the value when it is asked for, because only then is the row known."""

    def __get__(self, instance, cls=None):
        value = super().__get__(instance, cls)
        if instance is None or not isinstance(value, Sealed):
            return value
        return unseal(value, context=self.field.context(instance)) if value else ""

    def __set__(self, instance, value):
        instance.__dict__[self.field.attname] = value


class EncryptedTextField(models.TextField):
    """Text sealed on its way to the database. The model needs ``row_key``:

    ``row_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)``

    Empty text stays empty. ``queryset.update()`` and comparisons are refused: search by a column
    holding `keyed_hash`. The table's and column's names are part of the seal: to rename either,
    open the values under the old name and save them under the new.
    """

    descriptor_class = SealedAttribute

    def context(self, instance) -> str:
        row_key = getattr(instance, "row_key", None)
        if not isinstance(row_key, uuid.UUID):
            raise NotSealed(f"{instance._meta.label} has no row_key to seal {self.name} with.")
        return f"{instance._meta.db_table}.{self.column}:{row_key}"

    def check(self, **kwargs):
        return [*super().check(**kwargs), *self._check_row_key()]

    def _check_row_key(self):
        if any(
            field.name == "row_key" and isinstance(field, models.UUIDField)
            for field in self.model._meta.local_fields
        ):
            return []
        return [checks.Error("An encrypted field needs row_key.", obj=self, id="records.E010")]

    def from_db_value(self, value, _expression, _connection):
        return value if value is None else Sealed(value)

    def pre_save(self, model_instance, add):
        value = model_instance.__dict__.get(self.attname)
        if value is None or value == "" or isinstance(value, Sealed):
            return value
        if hasattr(value, "resolve_expression"):
            raise NotSealed(f"{self.model._meta.label}.{self.name} takes text, not an expression.")
        return seal(str(value), context=self.context(model_instance))

    def get_db_prep_value(self, value, connection, prepared=False):
        if value is None or value == "" or isinstance(value, Sealed):
            return value if value is None else str(value)
        raise NotSealed(f"{self.model._meta.label}.{self.name} can be written by save() alone.")

    def get_placeholder(self, value, _compiler, _connection):
        if hasattr(value, "as_sql"):
            raise NotSealed(f"{self.model._meta.label}.{self.name} can be written by save() alone.")
        return "%s"

    def get_lookup(self, lookup_name):
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is encrypted: search by its keyed hash.")
        return super().get_lookup(lookup_name)

    def get_transform(self, _lookup_name):
        raise FieldError(f"{self.name} is encrypted: search by its keyed hash.")

    def value_to_string(self, obj):
        return self.pre_save(obj, add=False)


def keyed_hash(value: str, *, purpose: str) -> str:
    """Return what to store and search for instead of the value: ``h1:`` and HMAC-SHA256 in hex.

    The value is compared in NFKC, upper case, without surrounding space. One purpose cannot be
    compared with another.
    """
    ring = keys.load()
    normal = unicodedata.normalize("NFKC", value).strip().upper()
    message = f"{purpose}\0{normal}".encode()
    return f"{ring.hmac_id}:{hmac.new(ring.hmac_key, message, hashlib.sha256).hexdigest()}"


def masked(value: str) -> str:
    """Show the first and the last character; of two characters the first, of one nothing."""
    if len(value) <= 2:
        return value[: len(value) - 1] + "*" if value else ""
    return value[0] + "*" * (len(value) - 2) + value[-1]
