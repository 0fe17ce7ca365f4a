"""The bytes of a case's files leave by one function, so that one stops a suspected secret."""

import ast

from django.conf import settings

# Who reads stored files otherwise, and why.
MAY_READ = {
    "casework/suspected.py": "the one door",
    "web/public/uploads.py": "files of an application being filled in: no case has them yet",
    "reports/frozen.py": "annual reports are public",
    "notices/verification.py": "compares hashes, hands nothing out",
    "notices/seal.py": "the seal's image, for the press",
    "web/staff/views/seal.py": "the seal's image, crossed out",
}
PACKAGES = ("notices", "remedies", "casework", "reports", "web")
READING = {"read", "download"}


def readers() -> set[str]:
    """The modules above `records` that call `files.read` or `files.download`."""
    found = set()
    for package in PACKAGES:
        for path in (settings.BASE_DIR / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if (
                    isinstance(node, ast.Attribute)
                    and node.attr in READING
                    and isinstance(node.value, ast.Name)
                    and node.value.id == "files"
                ):
                    found.add(path.relative_to(settings.BASE_DIR).as_posix())
                elif isinstance(node, ast.ImportFrom) and node.module == "records.files":
                    names = {alias.name for alias in node.names}
                    if names & READING:
                        found.add(path.relative_to(settings.BASE_DIR).as_posix())
    return found


def test_files_of_a_case_are_read_through_the_one_door_alone():
    """Another module? Let it call `casework.suspected.content_of`."""
    assert readers() == set(MAY_READ)
