"""What a digital signature in a PDF says, and what it does not, in sentences."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

WHAT_IT_IS = (
    "A digital signature made with a certificate file shows that the file was not changed since, and that whoever "
    "signed had that file and its passphrase."
)
WHAT_IT_IS_NOT = (
    "It is not a qualified electronic signature: no trust service has checked who the person is. The time is that of "
    "the computer that signed, not of a timestamp authority, and nobody was asked whether the certificate was revoked. "
    "Where the law demands a signature by hand or a qualified one, this does not replace it."
)


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a certificate file says of its owner; `issuer` is who vouches for the name, "" nobody but itself."""

    name: str
    issuer: str
    valid_from: datetime
    valid_until: datetime

    def problem(self, now: datetime) -> str:
        """Why nobody should sign with it at a moment, "" where nothing speaks against it."""
        if now > self.valid_until:
            return f"The certificate of {self.name} ran out on {_day(self.valid_until)}."
        if now < self.valid_from:
            return f"The certificate of {self.name} is not valid before {_day(self.valid_from)}."
        return ""


@dataclass(frozen=True, slots=True)
class SignatureReport:
    """One signature in a PDF as it was found, checked without a network.

    `is_intact` says that the signed bytes are unchanged and the signature fits the certificate in it; `is_whole` that
    nothing was added after it; `only_filled_in` that what was added are further signatures and form fields.
    `issuer` is who vouches for the name, "" when nobody but the certificate itself. `valid_from` and `valid_until` are
    the days of the certificate, None where it could not be read.
    """

    field: str
    signer: str
    issuer: str
    is_intact: bool
    is_whole: bool
    only_filled_in: bool
    signed_at: datetime | None
    reason: str = ""
    fingerprint: str = ""
    valid_from: datetime | None = None
    valid_until: datetime | None = None

    @property
    def is_good(self) -> bool:
        """Whether the document stands as it was signed, further signatures aside."""
        return self.is_intact and (self.is_whole or self.only_filled_in)

    def sentences(self) -> Iterator[str]:
        """The findings in plain words, the most important first, and what no such signature is."""
        yield from self.findings()
        yield WHAT_IT_IS_NOT

    def findings(self) -> Iterator[str]:
        """What speaks for and against this signature, the most important first."""
        if not self.is_intact:
            yield f"The document was changed after {self.signer} signed it, or the signature is damaged."
        elif self.is_whole:
            yield f"Unchanged since {self.signer} signed it."
        elif self.only_filled_in:
            yield f"Since {self.signer} signed it, only fields were filled in or further signatures added."
        else:
            yield f"Something else was changed in the document after {self.signer} signed it."
        if self.signed_at is not None:
            moment = self.signed_at.astimezone(UTC)
            yield f"Signed on {moment.day} {moment:%B %Y at %H:%M} UTC by the clock of the computer used."
            if self.valid_until is not None and self.signed_at > self.valid_until:
                yield f"The certificate had run out on {_day(self.valid_until)} when it was used."
            if self.valid_from is not None and self.signed_at < self.valid_from:
                yield f"The certificate was not valid before {_day(self.valid_from)} when it was used."
        if self.issuer:
            yield f"The name is vouched for by “{self.issuer}”, whom this program has not checked."
        else:
            yield "The name is vouched for by nobody but the certificate itself: compare its fingerprint by phone."


def _day(moment: datetime) -> str:
    day = moment.astimezone(UTC)
    return f"{day.day} {day:%B %Y}"
