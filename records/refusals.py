class Refusal(ValueError):
    """Something may not be done, for reasons a person can act on.

    All reasons at once: each is a sentence in the language of the screen.
    """

    def __init__(self, *reasons: str):
        self.reasons: tuple[str, ...] = tuple(str(reason) for reason in reasons)
        super().__init__(*self.reasons)

    def __str__(self) -> str:
        return "；".join(self.reasons)


class FileRefused(Refusal):
    """The file is not one we take, or cannot be kept now."""
