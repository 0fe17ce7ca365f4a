"""The check in a process of its own: a file on standard input, what was found on standard output.

Started by `notices.check_outgoing` with limits of time and memory. It knows no database, no key and
no network; a file that brings it down harms nothing, and counts as one that cannot be looked into.
"""

import json
import resource
import sys

from notices.check_outgoing import docx, images, pdf, xlsx
from notices.check_outgoing.finding import Finding, Findings, Unreadable
from notices.check_outgoing.numbers import scan

OFFICE = "application/vnd.openxmlformats-officedocument."
CHECKS = {
    "application/pdf": pdf.check,
    OFFICE + "wordprocessingml.document": docx.check,
    OFFICE + "spreadsheetml.sheet": xlsx.check,
    "image/jpeg": images.check,
    "image/png": images.check,
}


def look_into(content: bytes, name: str, media_type: str) -> list[Finding]:
    """What a file holds that should not leave, without limits of its own."""
    found = Findings()
    scan(name, found, part="name")
    check = CHECKS.get(media_type)
    try:
        if check is None:
            raise Unreadable(media_type)
        check(content, found)
    except Unreadable:
        found.blocks("unreadable")
    return found.all()


def main() -> None:
    name, media_type, memory = sys.argv[1], sys.argv[2], int(sys.argv[3])
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (memory, hard))
    seconds, hard = int(sys.argv[4]), resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, hard))
    found = look_into(sys.stdin.buffer.read(), name, media_type)
    json.dump([finding.as_row() for finding in found], sys.stdout)


if __name__ == "__main__":
    main()
