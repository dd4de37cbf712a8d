"""Expected errors: told to the user in words, with what to do. Anything else is a bug."""


class KnownError(Exception):
    """Something a user can meet and mend.

    `message` says what happened and where; `hint` says what to do. `str()` is both in one line, as the
    command line prints it (exit code 2).
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class Cancelled(Exception):  # noqa: N818 - not an error: the user asked for it
    """The user cancelled a task; whoever catches it rolls back."""


class ValidationError(KnownError):
    """A form or import value that cannot be stored; `field` names it for inline display."""

    def __init__(self, field: str, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.field = field
