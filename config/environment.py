"""Settings read from the environment, refused loudly when they are malformed."""

import os
import secrets
from datetime import date
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def switch(name: str, default: bool) -> bool:
    """Read a yes/no setting; anything but true or false is refused."""
    value = os.environ.get(name, str(default)).lower()
    if value not in ("true", "false", "1", "0"):
        raise ImproperlyConfigured(f"{name} must be true or false, not {value!r}")
    return value in ("true", "1")


def number(name: str, default: int) -> int:
    """Read a whole number from 0; anything else is refused."""
    value = os.environ.get(name, str(default))
    if not value.isascii() or not value.isdigit():
        raise ImproperlyConfigured(f"{name} must be a whole number from 0, not {value!r}")
    return int(value)


def ports(name: str, default: str) -> frozenset[int]:
    """Read comma-separated port numbers; anything else is refused."""
    given = words(name, default)
    if not all(one.isascii() and one.isdigit() and 0 < int(one) < 65536 for one in given):
        raise ImproperlyConfigured(f"{name} must be port numbers, not {','.join(given)!r}")
    return frozenset(map(int, given))


def words(name: str, default: str) -> list[str]:
    """Read a comma-separated setting."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def day(name: str) -> date | None:
    """Read a date such as 2020-01-26; None if it is not set. Anything else is refused."""
    given = os.environ.get(name, "")
    try:
        return date.fromisoformat(given) if given else None
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a date, not {given!r}") from error


def file(name: str) -> Path | None:
    """Read the path of a file; None if it is not set."""
    given = os.environ.get(name, "")
    return Path(given) if given else None


def secret(name: str) -> str:
    """Read a secret: from the file that NAME_FILE names, or as it stands in NAME.

    Raises ImproperlyConfigured if the file cannot be read or is open to others than its owner.
    """
    path = file(f"{name}_FILE")
    if path is None:
        return os.environ.get(name, "")
    try:
        if path.stat().st_mode & 0o077:
            raise ImproperlyConfigured(f"{name}_FILE: others may read {path.name}; chmod 600")
        return path.read_text(encoding="utf-8").rstrip("\n")
    except OSError as error:
        raise ImproperlyConfigured(f"{name}_FILE: {path.name} cannot be read") from error


def secret_key(path: Path) -> str:
    """Return the signing key: SECRET_KEY, or the file at `path`, made once with mode 0600.

    Raises ImproperlyConfigured if the key found is shorter than 50 characters.
    """
    key = os.environ.get("SECRET_KEY") or _key_in(path)
    if len(key) < 50:
        raise ImproperlyConfigured(f"The signing key in SECRET_KEY or {path.name} is too short")
    return key


def _key_in(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as made:
        made.write(key := secrets.token_urlsafe(64))
    return key
