"""Usage rights: what may be done with a creator's content, where, and for how long; offers to renew them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from microinf_desktop.domain.dates_typed import add_months
from microinf_desktop.domain.errors import ValidationError
from microinf_desktop.domain.media import Place
from microinf_desktop.domain.money import Money

LONGEST_MONTHS = 1200
REMINDERS = (45, 30, 14, 0)  # days before the end (features E4)


class RightKind(StrEnum):
    """ALLOWLISTING and SPARK_CODE are advertising in the creator's name; FULL is every use but that."""

    ORGANIC_REPOST = "organic_repost"
    PAID = "paid"
    ALLOWLISTING = "allowlisting"
    SPARK_CODE = "spark_code"
    FULL = "full"

    @property
    def uses_account(self) -> bool:
        return self in (RightKind.ALLOWLISTING, RightKind.SPARK_CODE)


class StartEvent(StrEnum):
    """What begins the term; ACCESS is the day the creator gives access to the account, DATE a day that was typed."""

    PUBLICATION = "publication"
    SIGNATURE = "signature"
    DELIVERY = "delivery"
    ACCESS = "access"
    DATE = "date"


class AssetKind(StrEnum):
    PHOTO = "photo"
    VIDEO = "video"
    TEXT = "text"
    OTHER = "other"


class RenewalState(StrEnum):
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class RightStage(StrEnum):
    """Where a right stands on a day, the columns of the board: ended, ending within days, later, not begun, for ever.

    WITHDRAWN is shown only when asked for.
    """

    EXPIRED = "expired"
    TODAY = "today"
    WITHIN_14 = "within_14"
    WITHIN_30 = "within_30"
    WITHIN_45 = "within_45"
    LATER = "later"
    NOT_BEGUN = "not_begun"
    FOR_EVER = "for_ever"
    WITHDRAWN = "withdrawn"

    @property
    def ends_soon(self) -> bool:
        return self in _SOON


_SOON = (RightStage.TODAY, RightStage.WITHIN_14, RightStage.WITHIN_30, RightStage.WITHIN_45)
_LIMITS = ((0, RightStage.TODAY), (14, RightStage.WITHIN_14), (30, RightStage.WITHIN_30), (45, RightStage.WITHIN_45))


def term_end(starts_on: date, months: int | None, days: int | None = None) -> date | None:
    """The last day of a term that begins on `starts_on`: one month from 10 March ends on 9 April.

    None when neither months nor days are given.
    """
    if not months and not days:
        return None
    return add_months(starts_on, months or 0) + timedelta(days=(days or 0) - 1)


def extended(ends_on: date, months: Iterable[int]) -> date:
    """The last day after renewals that follow each other without a gap."""
    for count in months:
        ends_on = add_months(ends_on + timedelta(days=1), count) - timedelta(days=1)
    return ends_on


def stage(
    starts_on: date | None, ends_on: date | None, is_perpetual: bool, withdrawn_on: date | None, today: date
) -> RightStage:
    """Where a right stands; `queries.rights` says the same in SQL, and a test compares both."""
    if withdrawn_on is not None and withdrawn_on <= today:
        return RightStage.WITHDRAWN
    if starts_on is None or starts_on > today:
        return RightStage.NOT_BEGUN
    if ends_on is None:
        return RightStage.FOR_EVER if is_perpetual else RightStage.NOT_BEGUN
    left = (ends_on - today).days
    if left < 0:
        return RightStage.EXPIRED
    return next((found for limit, found in _LIMITS if left <= limit), RightStage.LATER)


@dataclass(frozen=True, slots=True)
class RightDraft:
    """A right as typed, for deals from before the program; money in minor units.

    `asset_id` None covers all content of the deal. `clause` is the printed number in the contract it follows from.
    """

    collaboration_id: int = 0
    asset_id: int | None = None
    kind: RightKind = RightKind.ORGANIC_REPOST
    media: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    starts_with: StartEvent = StartEvent.DATE
    starts_on: date | None = None
    months: int | None = None
    days: int | None = None
    is_perpetual: bool = False
    may_edit: bool = False
    may_sublicense: bool = False
    clause: str = ""
    code: str = ""
    fee_minor: int | None = None
    renewal_price_minor: int | None = None
    currency: str = "EUR"
    notes: str = ""

    @property
    def ends_on(self) -> date | None:
        """The last day; None while it has not begun, and for ever."""
        if self.starts_on is None or self.is_perpetual:
            return None
        return term_end(self.starts_on, self.months, self.days)

    def problems(self) -> list[ValidationError]:
        """Every field that cannot be stored, with what to do; empty when the draft is sound."""
        found = []
        if not self.collaboration_id:
            found.append(ValidationError("collaboration_id", "The deal is missing.", "Choose whose content it is."))
        if self.kind.uses_account and not self.platforms:
            found.append(ValidationError("platforms", "The platform is missing.", "Choose where the account is."))
        if self.kind is RightKind.SPARK_CODE and self.platforms and set(self.platforms) != {"tiktok"}:
            found.append(ValidationError("platforms", "Spark codes exist on TikTok only.", "Choose TikTok."))
        if not self.kind.uses_account and not self.media:
            found.append(ValidationError("media", "The media are missing.", "Name where it may be used."))
        if not self.territories:
            found.append(ValidationError("territories", "The territory is missing.", "Type DE, EU or worldwide."))
        return found + self._term_problems()

    def _term_problems(self) -> list[ValidationError]:
        found = []
        for name, value, most in (("months", self.months, LONGEST_MONTHS), ("days", self.days, 36_500)):
            if value is not None and not 0 < value <= most:
                found.append(ValidationError(name, "The term has to be above 0.", "Type a whole number, or leave it."))
        if self.is_perpetual and (self.months or self.days):
            found.append(ValidationError("months", "A right for ever has no term.", "Empty the term, or untick it."))
        if not self.is_perpetual and not self.months and not self.days:
            found.append(ValidationError("months", "The term is missing.", "Type months or days, or choose for ever."))
        if self.starts_with is StartEvent.DATE and self.starts_on is None:
            found.append(ValidationError("starts_on", "The first day is missing.", "Type the day it begins."))
        if self.starts_on is not None and self.starts_on.year > 2400:
            found.append(ValidationError("starts_on", "The day lies too far ahead.", "Type the day it begins."))
        for name, amount in (("fee_minor", self.fee_minor), ("renewal_price_minor", self.renewal_price_minor)):
            if amount is not None and amount < 0:
                found.append(ValidationError(name, "The amount is below 0.", "Type an amount, or leave it empty."))
        return found


@dataclass(frozen=True, slots=True)
class AssetDraft:
    """An asset as its form fills it in."""

    title: str
    kind: AssetKind
    deliverable_id: int | None = None
    url: str = ""
    notes: str = ""

    def problems(self) -> list[ValidationError]:
        if not self.title.strip():
            return [ValidationError("title", "The title is missing.", "Say what it shows.")]
        return []


@dataclass(frozen=True, slots=True)
class RenewalDraft:
    """An offer to extend a right; the price in minor units of the right's currency."""

    months: int
    price_minor: int
    valid_until: date | None = None
    note: str = ""

    def problems(self, quoted_on: date) -> list[ValidationError]:
        found = []
        if not 0 < self.months <= LONGEST_MONTHS:
            found.append(ValidationError("months", "The months have to be above 0.", "Type how many."))
        if self.price_minor < 0:
            found.append(ValidationError("price_minor", "The price is below 0.", "Type a price, 0 for none."))
        if self.valid_until is not None and self.valid_until < quoted_on:
            found.append(ValidationError("valid_until", "The offer would be over already.", "Choose a later day."))
        return found


def proposed_price(
    months: int, base_months: int | None, base_days: int | None, renewal: Money | None, fee: Money | None
) -> Money | None:
    """A price for more months: the agreed renewal price, else the fee, in proportion to the months it was for.

    30 days count as a month. None when neither amount or no term is known.
    """
    base, amount = (base_months or 0) * 30 + (base_days or 0), renewal or fee
    if amount is None or not base:
        return None
    return Money((amount.minor * months * 30 + base // 2) // base, amount.currency)


@dataclass(frozen=True, slots=True)
class RightFilter:
    """Which rights a list shows; empty parts do not filter.

    Withdrawn rights are shown only where `stages` names them. `places` and `countries` find rights that cover one of
    them; words that cannot be read are not found.
    """

    stages: tuple[RightStage, ...] = ()
    client_ids: tuple[int, ...] = ()
    campaign_ids: tuple[int, ...] = ()
    influencer_ids: tuple[int, ...] = ()
    collaboration_ids: tuple[int, ...] = ()
    asset_ids: tuple[int, ...] = ()
    kinds: tuple[RightKind, ...] = ()
    places: tuple[Place, ...] = ()
    countries: tuple[str, ...] = ()
    text: str = ""


class AssetStanding(StrEnum):
    """Whether an asset may be used at all on a day; ENDING names what ends within 45 days."""

    USABLE = "usable"
    ENDING = "ending"
    WAITING = "waiting"
    EXPIRED = "expired"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class AssetFilter:
    """Which assets the library shows; empty parts do not filter."""

    client_ids: tuple[int, ...] = ()
    campaign_ids: tuple[int, ...] = ()
    influencer_ids: tuple[int, ...] = ()
    collaboration_ids: tuple[int, ...] = ()
    deliverable_ids: tuple[int, ...] = ()
    kinds: tuple[AssetKind, ...] = ()
    standings: tuple[AssetStanding, ...] = ()
    text: str = ""
    archived: bool = False
