"""The plain data of one creator contract: queries fill it, checks read it, documents print it."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, fields, is_dataclass
from datetime import date
from enum import StrEnum

from microinf_desktop.domain.compensation import Trigger
from microinf_desktop.domain.enums import CompensationModel, DeliverableKind, Platform, TargetMetric
from microinf_desktop.domain.money import Money

# The place of jurisdiction while none is named; documents say it in the language of the contract.
AGENCY_SEAT = "the agency’s seat"


class AgencyRole(StrEnum):
    """PRINCIPAL owes the compensation itself; AGENT signs in the client's name and owes nothing."""

    PRINCIPAL = "principal"
    AGENT = "agent"


class UsageKind(StrEnum):
    """Layers of usage rights; allowlisting (ads from the creator's account) has terms of its own."""

    NONE = "none"
    ORGANIC_REPOST = "organic_repost"
    PAID = "paid"
    FULL = "full"


class RightsStart(StrEnum):
    PUBLICATION = "publication"
    SIGNATURE = "signature"
    DELIVERY = "delivery"


class RegulatedCategory(StrEnum):
    NONE = ""
    ALCOHOL = "alcohol"
    GAMBLING = "gambling"
    FINANCE = "finance"
    HEALTH = "health"
    FOOD = "food"


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody the contract binds; `address` may hold line feeds, countries are ISO 3166-1 alpha-2.

    `vat_note` stands instead of the VAT number where there is none ("small business, no VAT number").
    """

    legal_name: str = ""
    trade_name: str = ""
    entity_type: str = ""
    registration_number: str = ""
    address: str = ""
    country: str = ""
    email: str = ""
    tax_residence: str = ""
    vat_id: str = ""
    vat_note: str = ""
    signatory_name: str = ""
    signatory_title: str = ""


@dataclass(frozen=True, slots=True)
class Handle:
    """An account the creator publishes on; `handle` without the @."""

    platform: Platform
    handle: str


@dataclass(frozen=True, slots=True)
class CreatorParty:
    """The creator with accounts, and who speaks or signs for them."""

    party: Party = field(default_factory=Party)
    handles: tuple[Handle, ...] = ()
    birth_date: date | None = None
    guardian_name: str = ""
    guardian_address: str = ""
    manager_name: str = ""
    manager_email: str = ""
    manager_signs: bool = False


@dataclass(frozen=True, slots=True)
class DeliverableTerm:
    """One row of the deliverables table; `record_id` is the campaign's deliverable it came from."""

    kind: DeliverableKind
    platform: Platform
    title: str = ""
    account: str = ""
    quantity: int = 1
    min_seconds: int | None = None
    frames: int | None = None
    caption_language: str = ""
    mentions: tuple[str, ...] = ()
    hashtags: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    discount_code: str = ""
    talking_points: tuple[str, ...] = ()
    draft_due_on: date | None = None
    publish_on: date | None = None
    publish_until: date | None = None
    keep_live_days: int | None = None
    fee: Money | None = None
    record_id: int | None = None

    @property
    def is_published(self) -> bool:
        """Whether the creator posts it; raw content is handed over, an event attended."""
        return self.kind not in (DeliverableKind.RAW_UGC, DeliverableKind.EVENT)


@dataclass(frozen=True, slots=True)
class ProductTerm:
    """A product the creator gets; `value` is the retail value of one."""

    label: str
    quantity: int = 1
    value: Money | None = None
    is_returned: bool = False


@dataclass(frozen=True, slots=True)
class CommissionTerm:
    """A share of net revenue (parts per million) and/or an amount per sale."""

    share_ppm: int = 0
    per_sale: Money | None = None
    cap: Money | None = None
    code: str = ""
    cookie_days: int = 30
    statement_cycle: str = "month"
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class BonusTerm:
    """Extra pay once a metric reaches a threshold, or for each full `per_units` above it; up to `cap`."""

    metric: TargetMetric
    threshold: int
    amount: Money
    per_units: int | None = None
    cap: Money | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class DiscountTerm:
    """The creator's discount code: what it gives customers, as printed, and between which days."""

    code: str
    gives: str = ""
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class InstalmentTerm:
    """A part of the fixed fee and what makes it due; the invoice is then payable within the payment terms."""

    trigger: Trigger
    amount: Money


@dataclass(frozen=True, slots=True)
class RetainerTerms:
    """An ambassador's monthly fee; `items` is what each month brings ("2 Reels"), `starts_on` the first day."""

    monthly_fee: Money | None = None
    months: int | None = None
    starts_on: date | None = None
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CompensationTerms:
    """What the creator gets; amounts are net of VAT, `payment_terms_days` run from receipt of the invoice.

    `bonus_terms` are bonuses agreed in words, `bonuses` those that can be computed.
    """

    model: CompensationModel
    fee: Money | None = None
    products: tuple[ProductTerm, ...] = ()
    commission: CommissionTerm | None = None
    bonus_terms: str = ""
    cap: Money | None = None
    instalments: tuple[InstalmentTerm, ...] = ()
    payment_terms_days: int | None = None
    expenses_cap: Money | None = None
    extra_round_price: Money | None = None
    bonuses: tuple[BonusTerm, ...] = ()
    retainer: RetainerTerms | None = None

    @property
    def has_bonus(self) -> bool:
        return bool(self.bonus_terms or self.bonuses)

    @property
    def pays_money(self) -> bool:
        """Whether an invoice can follow from the deal."""
        return self.fee is not None or self.commission is not None or self.retainer is not None or self.has_bonus


@dataclass(frozen=True, slots=True)
class TimelineTerms:
    """Dates are days in `time_zone`; `rounds_included` None means unlimited."""

    starts_on: date | None = None
    ends_on: date | None = None
    time_zone: str = ""
    feedback_days: int | None = None
    rounds_included: int | None = 2
    silence_is_approval: bool = True
    blackouts: tuple[tuple[date, date], ...] = ()


@dataclass(frozen=True, slots=True)
class UsageTerms:
    """The licence; territories are names as they are printed, `months` None with `is_perpetual` means for ever."""

    kind: UsageKind = UsageKind.NONE
    media: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()
    months: int | None = None
    is_perpetual: bool = False
    start: RightsStart = RightsStart.PUBLICATION
    may_edit: bool = False
    may_sublicense: bool = False
    raw_files: bool = False
    renewal_price: Money | None = None
    ai_training: bool = False


@dataclass(frozen=True, slots=True)
class AllowlistingTerms:
    """Ads from the creator's account (Meta partnership ads, TikTok Spark Ads)."""

    platforms: tuple[Platform, ...]
    days: int | None = None
    spend_cap: Money | None = None
    fee: Money | None = None
    may_edit: bool = False


@dataclass(frozen=True, slots=True)
class ExclusivityTerms:
    """What the creator abstains from; either a category or named competitors, between two days."""

    category: str = ""
    competitors: tuple[str, ...] = ()
    platforms: tuple[Platform, ...] = ()
    territories: tuple[str, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None
    fee: Money | None = None
    carve_outs: str = ""


@dataclass(frozen=True, slots=True)
class DisclosureTerm:
    """One row of the disclosure annex: the label to use on a platform in a language, and where it goes."""

    platform: Platform
    language: str
    labels: tuple[str, ...]
    placement: str
    platform_tool: str = ""
    jurisdiction: str = ""


@dataclass(frozen=True, slots=True)
class KpiTerm:
    """An expected result with the source that counts."""

    metric: str
    target: str
    source: str


@dataclass(frozen=True, slots=True)
class KillFee:
    """Share of the fixed fee that stays due when the job is cancelled at a stage."""

    stage: str
    percent: int


@dataclass(frozen=True, slots=True)
class EventTerms:
    """The event the creator attends; `arrival` is a local time as printed, `companions` may come along."""

    name: str = ""
    place: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    arrival: str = ""
    companions: int = 0


@dataclass(frozen=True, slots=True)
class LawTerms:
    """`country` is the ISO code of the governing law, `law` and `court` are printed."""

    country: str = ""
    law: str = ""
    court: str = ""


@dataclass(frozen=True, slots=True)
class ContractData:
    """Everything one creator contract says.

    `switches` turn clauses that may be chosen on or off, `overrides` replace the text of a clause (paragraphs
    separated by line feeds), `parameters` replace defaults of the clause library; each is a
    tuple of pairs, so that the whole is hashable. `order` names clauses in the order of this contract; those it leaves
    out follow the one they follow in the library. `language` and `library` say which clause library it is made with
    and in which version. `accepted` are risks taken on purpose, as (check and path, reason, who); they are not
    printed. `locale` is a CLDR code such as de_DE, `paper` a4 or letter. `recorded` are the campaign's deliverables
    of this creator, None when they were not looked up.
    """

    number: str
    version: int
    dated: date
    agency: Party
    agency_role: AgencyRole
    client: Party
    creator: CreatorParty
    campaign: str
    product: str
    deliverables: tuple[DeliverableTerm, ...]
    timeline: TimelineTerms
    compensation: CompensationTerms
    usage: UsageTerms
    law: LawTerms
    disclosures: tuple[DisclosureTerm, ...] = ()
    jurisdictions: tuple[str, ...] = ()
    approver: str = ""
    brief_version: int | None = None
    allowlisting: AllowlistingTerms | None = None
    exclusivity: ExclusivityTerms | None = None
    confidentiality_months: int | None = 24
    kpis: tuple[KpiTerm, ...] = ()
    kill_fees: tuple[KillFee, ...] = ()
    approved_claims: tuple[str, ...] = ()
    banned_claims: tuple[str, ...] = ()
    content_bans: tuple[str, ...] = ()
    regulated: RegulatedCategory = RegulatedCategory.NONE
    has_minors_in_content: bool = False
    moral_rights_waiver: bool = False
    value_this_year: Money | None = None
    recorded: tuple[DeliverableTerm, ...] | None = None
    locale: str = "en_GB"
    paper: str = "a4"
    accent_color: str = ""
    switches: tuple[tuple[str, bool], ...] = ()
    overrides: tuple[tuple[str, str], ...] = ()
    parameters: tuple[tuple[str, str | int], ...] = ()
    discount: DiscountTerm | None = None
    event: EventTerms | None = None
    order: tuple[str, ...] = ()
    language: str = "en"
    library: str = ""
    accepted: tuple[tuple[str, str, str], ...] = ()

    @property
    def creator_is_minor(self) -> bool:
        """Under 18 on the day of the contract; unknown birth dates count as adult."""
        return self.creator.birth_date is not None and age_on(self.creator.birth_date, self.dated) < 18

    @property
    def territory(self) -> str:
        return ", ".join(self.usage.territories)

    def is_switched(self, clause: str, default: bool) -> bool:
        """Whether a clause that may be chosen is on."""
        return dict(self.switches).get(clause, default)


def age_on(birth: date, day: date) -> int:
    """Full years of age on a day."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def total_of(amounts: Iterable[Money | None]) -> Money | None:
    """Sum of the amounts that are known; None when none is or when currencies differ."""
    known = [amount for amount in amounts if amount is not None]
    if not known or len({amount.currency for amount in known}) > 1:
        return None
    return Money(sum(amount.minor for amount in known), known[0].currency)


def all_strings(value: object) -> Iterator[str]:
    """All strings inside plain data, whatever they are nested in."""
    if isinstance(value, str):
        yield str(value)
    elif isinstance(value, tuple):
        for item in value:
            yield from all_strings(item)
    elif is_dataclass(value):
        for entry in fields(value):
            yield from all_strings(getattr(value, entry.name))


def contract_json(data: ContractData) -> str:
    """The data as canonical JSON: sorted keys, dates in ISO form; what is stored beside an issued version.

    Terms that came later are left out while they are empty, so that what was issued before them keeps its hash.
    """
    plain = asdict(data)
    if data.discount is None:
        del plain["discount"]
    if data.event is None:
        del plain["event"]
    if not data.compensation.bonuses:
        del plain["compensation"]["bonuses"]
    if data.compensation.retainer is None:
        del plain["compensation"]["retainer"]
    for name, empty in (("order", ()), ("language", "en"), ("library", ""), ("accepted", ())):
        if getattr(data, name) == empty:
            del plain[name]
    return json.dumps(plain, sort_keys=True, ensure_ascii=True, separators=(",", ":"), default=_plain)


def contract_hash(data: ContractData) -> str:
    """SHA-256 of `contract_json`: equal for equal data, whatever the process."""
    return hashlib.sha256(contract_json(data).encode("ascii")).hexdigest()


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a contract")
