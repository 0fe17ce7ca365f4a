"""Run one function in many threads at once, each with a database connection of its own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection


def race(runners: int, run):
    """Return what `run(number)` returned in each thread; an exception in any is raised here."""
    start = Barrier(runners, timeout=60)

    def one(number):
        try:
            start.wait()
            return run(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(runners) as pool:
        return list(pool.map(one, range(runners)))
