"""The refusal of everything that cannot sign."""

from records.refusals import Refusal


class SigningUnusable(Refusal):
    """Nothing can be signed as the system is set up now; the sentence says what to put right."""
