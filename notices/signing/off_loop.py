"""pyHanko's calls, wherever they are made: it starts an event loop, and a thread has but one."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Result = TypeVar("Result")


def off_loop(call: Callable[[], Result]) -> Result:
    """What `call` returns or raises; made in a thread of its own where this one runs a loop."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return call()
    with ThreadPoolExecutor(max_workers=1) as apart:
        return apart.submit(call).result()
