"""`./run bench`: figures anyone can measure again, each against an alternative in the same run.

Names of measurements may be given as arguments; `--size N` scales them.
"""

import argparse
import os
import platform
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_test")


def machine() -> str:
    """One line on what was measured where, when and at which commit."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    ).stdout.strip()
    when = datetime.now(UTC).strftime("%Y-%m-%d %H:%MZ")
    return (
        f"{when}  {platform.system()} {platform.machine()}, {os.cpu_count()} processors, "
        f"Python {platform.python_version()}, commit {commit or 'unknown'}"
    )


def main() -> int:
    import django

    django.setup()
    from tests.benchmarks import days, deadlines, letters, lists, year

    measurements: dict[str, Callable[[int | None], None]] = {
        "days": days.measure,
        "deadlines": deadlines.measure,
        "letters": letters.measure,
        "lists": lists.measure,
        "year": year.measure,
    }
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(measurements))
    parser.add_argument("--size", type=int, help="how much to measure, in each one's own unit")
    chosen = parser.parse_args()
    unknown = set(chosen.names) - set(measurements)
    if unknown:
        parser.error(f"no such measurement: {', '.join(sorted(unknown))}")
    print(machine())
    for name in chosen.names or measurements:
        measurements[name](chosen.size)
    return 0


if __name__ == "__main__":
    sys.exit(main())
