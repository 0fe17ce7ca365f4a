from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pikepdf
from cryptography import x509
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from notices import conformance
from notices.signing import demonstration
from notices.signing_check import Finding, Verdict, signature_of
from records.instants import local

SAID = {
    Finding.GENUINE: "genuine: of a certificate trusted here, and nothing changed since",
    Finding.CHANGED: "changed: the file was altered or added to after it was signed",
    Finding.FOREIGN: "foreign: whole, but of no certificate trusted here at that moment",
    Finding.UNSIGNED: "none",
    Finding.UNREADABLE: "unreadable",
}
CLAIMS_NOTHING_FALSE = (Finding.GENUINE, Finding.UNSIGNED)


class Command(BaseCommand):
    help = (
        "Check PDFs against the named rules of PDF/A-3a and PDF/UA-1, each with its clause, and "
        "say what their signature proves."
    )
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument(
            "--trust", type=Path, metavar="PEM",
            help="certificates to trust, the signing one or those above it; by default "
            "SEAL_CERTIFICATE or, in a demonstration, the demonstration's own",
        )  # fmt: skip
        parser.add_argument(
            "--at", type=datetime.fromisoformat, metavar="TIME",
            help="when the certificate must have held, such as 2026-03-02T09:30; by default now",
        )  # fmt: skip

    def handle(self, *, files, trust, at, **options):
        trusted, moment = _trusted(trust), _moment(at)
        wrong = 0
        for path in files:
            try:
                content = path.read_bytes()
                faults = conformance.faults(content)
            except OSError as error:
                raise CommandError(f"{path}: {error.strerror}") from error
            except pikepdf.PdfError as error:
                raise CommandError(f"{path} is not a PDF") from error
            verdict = signature_of(content, trust=trusted, at=moment)
            wrong += bool(faults) or verdict.finding not in CLAIMS_NOTHING_FALSE
            self.stdout.write(f"{path}: {len(conformance.RULES)} rules, {len(faults)} faults")
            for line in (*map(str, faults), *_told(verdict)):
                self.stdout.write(f"  {line}")
        if wrong:
            raise CommandError(f"{wrong} of {len(files)} files break what they claim")


def _trusted(named: Path | None) -> Sequence[x509.Certificate]:
    """What a letter may be signed with; nothing where no certificate is configured or named."""
    own = demonstration.folder() / "signer.pem" if settings.DEMONSTRATION else None
    path = named or settings.SEAL_CERTIFICATE or own
    if path is None:
        return []
    try:
        return x509.load_pem_x509_certificates(path.read_bytes())
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from error
    except ValueError as error:
        raise CommandError(f"{path} holds no certificate in PEM") from error


def _moment(named: datetime | None) -> datetime:
    if named is None:
        return timezone.now()
    return named if timezone.is_aware(named) else timezone.make_aware(named)


def _told(verdict: Verdict) -> list[str]:
    """The finding and what the signature states of itself."""
    lines = [f"signature: {SAID[verdict.finding]}"]
    if verdict.subject:
        lines += [f"  certificate: {verdict.subject}", f"  SHA-256: {verdict.fingerprint}"]
    if verdict.at:
        lines.append(f"  says it was signed: {local(verdict.at):%Y-%m-%d %H:%M}")
    return lines
