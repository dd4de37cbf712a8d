"""The values of a contract that can be changed for it alone: where each stands, what it is called, where it is from.

A change is a pair (path in `ContractData`, plain value): dates in ISO form, money in minor units of the deal's
currency, enums by their value. It replaces what deal, client, person and agency say; without it that counts again.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from microinf_desktop.domain.contract_terms import (
    AgencyRole,
    AllowlistingTerms,
    ContractData,
    ExclusivityTerms,
    KillFee,
    KpiTerm,
    RegulatedCategory,
    RetainerTerms,
    RightsStart,
    UsageKind,
)
from microinf_desktop.domain.enums import Platform
from microinf_desktop.domain.errors import ValidationError
from microinf_desktop.domain.money import Money


class Section(StrEnum):
    """The parts of the form, in its order."""

    PARTIES = "parties"
    WORK = "work"
    MONEY = "money"
    RIGHTS = "rights"
    EXCLUSIVITY = "exclusivity"
    ENDING = "ending"
    LAW = "law"
    CLAUSES = "clauses"


class Origin(StrEnum):
    """The record a value is taken from while it is not changed for the contract."""

    AGENCY = "agency"
    CLIENT = "client"
    PERSON = "creator"
    CAMPAIGN = "campaign"
    DEAL = "deal"
    DEFAULTS = "defaults"
    HOUSE = "house"


class Kind(StrEnum):
    """What a value is; `part` is a group of terms that is there or not."""

    TEXT = "text"
    AREA = "area"
    NUMBER = "number"
    FLAG = "flag"
    DAY = "day"
    MONEY = "money"
    CHOICE = "choice"
    COUNTRY = "country"
    ZONE = "zone"
    WORDS = "words"
    LINES = "lines"
    PLATFORMS = "platforms"
    WINDOWS = "windows"
    KPIS = "kpis"
    KILL_FEES = "kill_fees"
    PART = "part"


@dataclass(frozen=True, slots=True)
class ContractField:
    """One value; `within` names the part without which it does not exist, `limit` is the highest number allowed."""

    path: str
    section: Section
    label: str
    kind: Kind
    origin: Origin
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    within: str = ""
    wide: bool = False
    limit: int = 3_660


_S, _K, _O = Section, Kind, Origin
_P, _C, _D = _O.PERSON, _O.CLIENT, _O.DEAL


def _field(section: Section, path: str, label: str, kind: Kind, origin: Origin, **more: Any) -> ContractField:
    wide = more.pop("wide", kind in (_K.AREA, _K.LINES, _K.WORDS, _K.WINDOWS, _K.KPIS, _K.KILL_FEES, _K.PLATFORMS))
    return ContractField(path, section, label, kind, origin, wide=wide, **more)


def _parties() -> list[ContractField]:
    add = _S.PARTIES
    return [
        _field(add, "agency_role", "The agency acts", _K.CHOICE, _O.DEFAULTS, choices=(
            ("principal", "In its own name, and owes the pay"), ("agent", "For the client, who owes the pay")),
            wide=True),
        _field(add, "creator.party.legal_name", "Legal name of the creator", _K.TEXT, _P),
        _field(add, "creator.party.email", "E-mail of the creator", _K.TEXT, _P),
        _field(add, "creator.party.address", "Postal address of the creator", _K.AREA, _P),
        _field(add, "creator.party.vat_id", "VAT number", _K.TEXT, _P),
        _field(add, "creator.party.vat_note", "Note instead of a VAT number", _K.TEXT, _P),
        _field(add, "creator.party.tax_residence", "Tax residence", _K.COUNTRY, _P),
        _field(add, "creator.party.entity_type", "Legal form of the creator", _K.TEXT, _P),
        _field(add, "creator.manager_name", "Manager of the creator", _K.TEXT, _P),
        _field(add, "creator.manager_email", "E-mail of the manager", _K.TEXT, _P),
        _field(add, "creator.manager_signs", "The manager signs for the creator", _K.FLAG, _O.HOUSE, wide=True),
        _field(add, "creator.guardian_name", "Legal guardian", _K.TEXT, _P),
        _field(add, "creator.guardian_address", "Address of the guardian", _K.TEXT, _P),
        _field(add, "has_minors_in_content", "Children appear in the content", _K.FLAG, _O.HOUSE, wide=True),
        _field(add, "agency.legal_name", "Legal name of the agency", _K.TEXT, _O.AGENCY),
        _field(add, "agency.entity_type", "Legal form of the agency", _K.TEXT, _O.DEFAULTS),
        _field(add, "agency.address", "Postal address of the agency", _K.AREA, _O.AGENCY),
        _field(add, "agency.email", "E-mail of the agency", _K.TEXT, _O.AGENCY),
        _field(add, "agency.signatory_name", "Who signs for the agency", _K.TEXT, _O.DEFAULTS),
        _field(add, "agency.signatory_title", "Their title", _K.TEXT, _O.DEFAULTS),
        _field(add, "client.legal_name", "Legal name of the client", _K.TEXT, _C),
        _field(add, "client.email", "E-mail of the client", _K.TEXT, _C),
        _field(add, "client.address", "Postal address of the client", _K.AREA, _C),
        _field(add, "client.signatory_name", "Who signs for the client", _K.TEXT, _C),
        _field(add, "client.signatory_title", "Title of the client’s signatory", _K.TEXT, _C),
    ]


def _work() -> list[ContractField]:
    add, campaign = _S.WORK, _O.CAMPAIGN
    return [
        _field(add, "product", "Product the content is about", _K.TEXT, campaign),
        _field(add, "approver", "Who approves drafts", _K.TEXT, _C),
        _field(add, "timeline.starts_on", "First day", _K.DAY, campaign),
        _field(add, "timeline.ends_on", "Last day", _K.DAY, campaign),
        _field(add, "timeline.time_zone", "Time zone of the dates", _K.ZONE, campaign, wide=True),
        _field(add, "timeline.feedback_days", "Working days for feedback", _K.NUMBER, _D, limit=60),
        _field(add, "timeline.rounds_included", "Rounds of changes included", _K.NUMBER, _D, limit=20,
               help="Left empty, without limit"),
        _field(add, "timeline.silence_is_approval", "No answer in time counts as approval", _K.FLAG, _O.HOUSE,
               wide=True),
        _field(add, "compensation.extra_round_price", "Price of a further round", _K.MONEY, _O.HOUSE),
        _field(add, "brief_version", "Version of the brief it refers to", _K.NUMBER, _O.HOUSE),
        _field(add, "timeline.blackouts", "Days without any posts", _K.WINDOWS, _O.HOUSE),
        _field(add, "approved_claims", "Approved claims", _K.LINES, campaign, help="One a line"),
        _field(add, "banned_claims", "Banned words and claims", _K.LINES, _C, help="One a line"),
        _field(add, "content_bans", "What the content must not show", _K.LINES, _C, help="One a line"),
        _field(add, "regulated", "Regulated product", _K.CHOICE, campaign, wide=True, choices=(
            ("", "None"), ("alcohol", "Alcohol"), ("gambling", "Gambling"), ("finance", "Finance"),
            ("health", "Health"), ("food", "Food high in fat, salt or sugar"))),
        _field(add, "kpis", "Expected results", _K.KPIS, _O.HOUSE),
    ]


def _money() -> list[ContractField]:
    add, retainer = _S.MONEY, "compensation.retainer"
    return [
        _field(add, "compensation.payment_terms_days", "Days until an invoice is paid", _K.NUMBER, _D, limit=365),
        _field(add, "compensation.cap", "All cash at most", _K.MONEY, _D),
        _field(add, "compensation.expenses_cap", "Expenses at most", _K.MONEY, _O.HOUSE),
        _field(add, retainer, "Monthly retainer", _K.PART, _O.HOUSE, wide=True),
        _field(add, f"{retainer}.monthly_fee", "Fee of a month", _K.MONEY, _O.HOUSE, within=retainer),
        _field(add, f"{retainer}.months", "Months", _K.NUMBER, _O.HOUSE, within=retainer, limit=120),
        _field(add, f"{retainer}.starts_on", "From", _K.DAY, _O.HOUSE, within=retainer),
        _field(add, f"{retainer}.items", "What each month brings", _K.LINES, _O.HOUSE, within=retainer,
               help="One a line, such as 2 Reels"),
    ]


def _rights() -> list[ContractField]:
    add, allow = _S.RIGHTS, "allowlisting"
    return [
        _field(add, "usage.kind", "Use of the content", _K.CHOICE, _D, choices=(
            ("none", "No reuse"), ("organic_repost", "Organic repost"), ("paid", "Paid advertising"),
            ("full", "Every use"))),
        _field(add, "usage.start", "The term begins with", _K.CHOICE, _O.HOUSE, choices=(
            ("publication", "Publication"), ("signature", "Signature"), ("delivery", "Delivery"))),
        _field(add, "usage.months", "Months", _K.NUMBER, _D, limit=1_200),
        _field(add, "usage.renewal_price", "Price of a renewal", _K.MONEY, _O.HOUSE),
        _field(add, "usage.is_perpetual", "The rights never end", _K.FLAG, _O.HOUSE, wide=True),
        _field(add, "usage.media", "Media", _K.WORDS, _D),
        _field(add, "usage.territories", "Territories", _K.WORDS, _D, help="Countries, or worldwide"),
        _field(add, "usage.may_edit", "May be edited", _K.FLAG, _O.HOUSE),
        _field(add, "usage.may_sublicense", "Others may be licensed", _K.FLAG, _O.HOUSE),
        _field(add, "usage.raw_files", "Raw files are handed over", _K.FLAG, _O.HOUSE),
        _field(add, "usage.ai_training", "AI may be trained with it", _K.FLAG, _O.HOUSE),
        _field(add, "moral_rights_waiver", "The creator waives moral rights", _K.FLAG, _O.HOUSE, wide=True),
        _field(add, allow, "Advertising from the creator’s account", _K.PART, _O.HOUSE, wide=True),
        _field(add, f"{allow}.platforms", "Platforms of the advertising", _K.PLATFORMS, _O.HOUSE, within=allow),
        _field(add, f"{allow}.days", "Days of access", _K.NUMBER, _O.HOUSE, within=allow, help="30 to 90 are usual"),
        _field(add, f"{allow}.spend_cap", "Spend at most", _K.MONEY, _O.HOUSE, within=allow),
        _field(add, f"{allow}.fee", "Fee for the access", _K.MONEY, _O.HOUSE, within=allow),
        _field(add, f"{allow}.may_edit", "Advertisements may be edited", _K.FLAG, _O.HOUSE, within=allow),
    ]


def _exclusivity() -> list[ContractField]:
    add, part = _S.EXCLUSIVITY, "exclusivity"
    return [
        _field(add, part, "The creator keeps away from others", _K.PART, _D, wide=True),
        _field(add, f"{part}.category", "No work for", _K.TEXT, _D, within=part, wide=True),
        _field(add, f"{part}.competitors", "Or for these brands", _K.WORDS, _D, within=part),
        _field(add, f"{part}.platforms", "On these platforms", _K.PLATFORMS, _D, within=part, help="None: on all"),
        _field(add, f"{part}.territories", "In these territories", _K.WORDS, _D, within=part),
        _field(add, f"{part}.starts_on", "From", _K.DAY, _D, within=part),
        _field(add, f"{part}.ends_on", "Until", _K.DAY, _D, within=part),
        _field(add, f"{part}.fee", "Fee for it", _K.MONEY, _D, within=part),
        _field(add, f"{part}.carve_outs", "Except", _K.TEXT, _D, within=part),
    ]


def _ending() -> list[ContractField]:
    return [
        _field(_S.ENDING, "kill_fees", "Due when the job is cancelled", _K.KILL_FEES, _D),
        _field(_S.ENDING, "confidentiality_months", "Months of confidentiality", _K.NUMBER, _D, limit=600),
    ]


def _law() -> list[ContractField]:
    return [
        _field(_S.LAW, "law.country", "Country of the law", _K.COUNTRY, _O.DEFAULTS),
        _field(_S.LAW, "law.law", "Governing law", _K.TEXT, _O.DEFAULTS),
        _field(_S.LAW, "law.court", "Courts that decide", _K.TEXT, _O.DEFAULTS, wide=True),
        _field(_S.LAW, "locale", "Dates and money", _K.CHOICE, _O.AGENCY),
        _field(_S.LAW, "paper", "Paper", _K.CHOICE, _C, choices=(("a4", "A4"), ("letter", "Letter"))),
    ]


FIELDS: tuple[ContractField, ...] = (
    *_parties(), *_work(), *_money(), *_rights(), *_exclusivity(), *_ending(), *_law(),
)
FIELD: Mapping[str, ContractField] = {field.path: field for field in FIELDS}
_EMPTY: Mapping[str, Callable[[], Any]] = {
    "exclusivity": ExclusivityTerms, "allowlisting": lambda: AllowlistingTerms(()),
    "compensation.retainer": RetainerTerms,
}
_ENUMS: Mapping[str, type[StrEnum]] = {
    "agency_role": AgencyRole, "regulated": RegulatedCategory, "usage.kind": UsageKind, "usage.start": RightsStart,
}


def value_at(data: ContractData, path: str) -> Any:
    """The value at a path; None where a part on the way is missing."""
    found: Any = data
    for name in path.split("."):
        if found is None:
            return None
        found = getattr(found, name)
    return found


def plain_value(field: ContractField, value: Any) -> Any:
    """A value of `ContractData` as a change stores it."""
    match field.kind:
        case Kind.PART:
            return value is not None and value is not False
        case Kind.DAY:
            return None if value is None else value.isoformat()
        case Kind.MONEY:
            return None if value is None else value.minor
        case Kind.CHOICE:
            return str(value)
        case Kind.PLATFORMS:
            return tuple(str(item) for item in value or ())
        case Kind.WINDOWS:
            return tuple((first.isoformat(), last.isoformat()) for first, last in value or ())
        case Kind.KPIS:
            return tuple((kpi.metric, kpi.target, kpi.source) for kpi in value or ())
        case Kind.KILL_FEES:
            return tuple((fee.stage, fee.percent) for fee in value or ())
        case Kind.WORDS | Kind.LINES:
            return tuple(value or ())
        case _:
            return value


def typed_value(field: ContractField, plain: Any, currency: str) -> Any:
    """The reverse of `plain_value`; ValidationError naming the path when the plain value will not do."""
    try:
        return _typed(field, plain, currency)
    except (ValueError, TypeError) as error:
        raise ValidationError(field.path, f"“{field.label}” cannot be “{plain}”.", "Choose it again.") from error


def _typed(field: ContractField, plain: Any, currency: str) -> Any:
    match field.kind:
        case Kind.DAY:
            return None if plain is None else date.fromisoformat(plain)
        case Kind.MONEY:
            return None if plain is None else Money(int(plain), currency)
        case Kind.CHOICE:
            return _ENUMS.get(field.path, str)(plain)
        case Kind.PLATFORMS:
            return tuple(Platform(item) for item in plain)
        case Kind.WINDOWS:
            return tuple((date.fromisoformat(first), date.fromisoformat(last)) for first, last in plain)
        case Kind.KPIS:
            return tuple(KpiTerm(str(metric), str(target), str(source)) for metric, target, source in plain)
        case Kind.KILL_FEES:
            return tuple(KillFee(str(stage), int(percent)) for stage, percent in plain)
        case Kind.WORDS | Kind.LINES:
            return tuple(str(item) for item in plain)
        case Kind.NUMBER:
            return None if plain is None else int(plain)
        case Kind.FLAG | Kind.PART:
            return bool(plain)
        case _:
            return "" if plain is None else str(plain)


def with_changes(data: ContractData, changes: Iterable[tuple[str, Any]], currency: str) -> ContractData:
    """The data with the changes of one contract; paths nobody knows any more, or of a part left out, are skipped."""
    wanted = sorted(
        ((FIELD[path], plain) for path, plain in changes if path in FIELD), key=lambda one: one[0].kind is not Kind.PART
    )
    for field, plain in wanted:
        if field.within and value_at(data, field.within) is None:
            continue
        value = typed_value(field, plain, currency)
        if field.kind is Kind.PART:
            present = value_at(data, field.path)
            value = (present or _EMPTY[field.path]()) if value else None
        data = _replaced(data, field.path.split("."), value)
    return data


def _replaced(target: Any, names: list[str], value: Any) -> Any:
    head, *rest = names
    return replace(target, **{head: _replaced(getattr(target, head), rest, value) if rest else value})


def changed(changes: Iterable[tuple[str, Any]], path: str, plain: Any) -> tuple[tuple[str, Any], ...]:
    """The changes with another value at a path, in the order of the paths."""
    return tuple(sorted({**dict(changes), path: plain}.items()))


def without(changes: Iterable[tuple[str, Any]], path: str) -> tuple[tuple[str, Any], ...]:
    """The changes without a path, so that its origin counts again; of a part also those inside it."""
    return tuple((known, plain) for known, plain in changes if known != path and not known.startswith(f"{path}."))
