"""An offer to renew usage rights as plain data: queries fill it, the document prints it."""

from dataclasses import dataclass
from datetime import date

from microinf_desktop.domain.contract_terms import Party
from microinf_desktop.domain.money import Money


@dataclass(frozen=True, slots=True)
class RenewalItem:
    """One right of the offer; `price` is net of VAT for the whole time.

    `content` names the asset or what the deal brought, `creator` whose it is, `use` and `media` are words as the
    register has them, `territories` names or ISO codes. The right ends on `ends_on` and would then last `months`
    more, to `new_end`; both are None where the term begins with a post that is not published yet.
    """

    content: str
    creator: str
    use: str
    months: int
    price: Money
    media: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()
    ends_on: date | None = None
    new_end: date | None = None
    contract: str = ""


@dataclass(frozen=True, slots=True)
class RenewalQuote:
    """What one offer says; `sender` is the agency, `recipient` whoever can accept it and pays.

    `valid_until` None means that no last day is named. `locale` is a CLDR code, `paper` a4 or letter, `color` the
    client's.
    """

    number: str
    quoted_on: date
    sender: Party
    recipient: Party
    items: tuple[RenewalItem, ...]
    valid_until: date | None = None
    note: str = ""
    campaign: str = ""
    locale: str = "en_GB"
    paper: str = "a4"
    color: str = ""
