"""A feed's address is a key: no log may hold one, not even of an address that leads nowhere."""

import logging
import re
from typing import Any

SECRET = re.compile(r"(/feeds/)[^/\s\"]+")


def hidden(text: str) -> str:
    return SECRET.sub(r"\1…", text)


class HideFeedAddresses(logging.Filter):
    """Takes the secret out of a record's words before any handler sees them."""

    def filter(self, record: logging.LogRecord) -> bool:
        if "/feeds/" in record.getMessage():
            record.msg = _without(record.msg)
            record.args = _args_without(record.args)
        return True


def _args_without(args: Any) -> Any:
    if isinstance(args, tuple):
        return tuple(_without(arg) for arg in args)
    return args


def _without(value: Any) -> Any:
    return hidden(value) if isinstance(value, str) else value
