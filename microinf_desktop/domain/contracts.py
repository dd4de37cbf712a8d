"""A creator contract: its data and the checks CON-01 to CON-12 that stand between a draft and a document."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from microinf_desktop.domain.contract_terms import (
    AgencyRole,
    AllowlistingTerms,
    BonusTerm,
    CommissionTerm,
    CompensationTerms,
    ContractData,
    CreatorParty,
    DeliverableTerm,
    DisclosureTerm,
    DiscountTerm,
    EventTerms,
    ExclusivityTerms,
    Handle,
    InstalmentTerm,
    KillFee,
    KpiTerm,
    LawTerms,
    Party,
    ProductTerm,
    RegulatedCategory,
    RetainerTerms,
    RightsStart,
    TimelineTerms,
    UsageKind,
    UsageTerms,
    age_on,
    contract_hash,
    contract_json,
    total_of,
)
from microinf_desktop.domain.money import Money

__all__ = [
    "AgencyRole", "AllowlistingTerms", "BonusTerm", "CommissionTerm", "CompensationTerms", "ContractData",
    "ContractFinding", "CreatorParty", "DeliverableTerm", "DisclosureTerm", "DiscountTerm", "EventTerms",
    "ExclusivityTerms", "FindingSeverity", "Handle",
    "InstalmentTerm", "KillFee", "KpiTerm", "LawTerms", "Party", "ProductTerm", "RegulatedCategory",
    "RetainerTerms", "RightsStart", "TimelineTerms", "UsageKind", "UsageTerms", "age_on", "blocks", "contract_findings",
    "contract_hash", "contract_json", "needs_written_contract", "open_warnings",
    "reason_key", "total_of",
]

# Countries in which an author cannot waive moral rights (droit moral, Urheberpersönlichkeitsrecht).
_NO_WAIVER = frozenset({"FR", "DE", "AT", "BE", "ES", "IT", "PL"})
# Loi n° 2023-451, article 8, with décret n° 2025-1137: value in a year for one advertiser, before VAT. The meters read
# the same threshold from resources/thresholds.json; a test holds the two to each other.
_FRANCE_THRESHOLD = Money(1_000_00, "EUR")


# The check of a contract against the exclusivities the creator is bound by; it needs more than the contract's data.
EXCLUSIVITY_CHECK = "EXC-01"


class FindingSeverity(StrEnum):
    """A FAIL blocks the document, a WARN needs a reason."""

    FAIL = "fail"
    WARN = "warn"


@dataclass(frozen=True, slots=True)
class ContractFinding:
    """One thing to mend; `field` is the path of the value in `ContractData`, so that a form can jump to it."""

    check_id: str
    severity: FindingSeverity
    field: str
    message: str
    fix: str


def contract_findings(data: ContractData) -> list[ContractFinding]:
    """All findings of CON-01 to CON-12, blocking ones first, else in the order of the contract."""
    found = [finding for check in _CHECKS for finding in check(data)]
    return sorted(found, key=lambda finding: finding.severity is not FindingSeverity.FAIL)


def blocks(findings: list[ContractFinding]) -> bool:
    """Whether any finding forbids the document."""
    return any(finding.severity is FindingSeverity.FAIL for finding in findings)


def reason_key(finding: ContractFinding) -> str:
    """What `ContractData.accepted` names a finding by."""
    return f"{finding.check_id} {finding.field}"


def open_warnings(findings: Iterable[ContractFinding], data: ContractData) -> list[ContractFinding]:
    """The warnings nobody has given a reason for yet; a contract is issued only when there is none."""
    known = {key for key, reason, _ in data.accepted if reason.strip()}
    return [one for one in findings if one.severity is FindingSeverity.WARN and reason_key(one) not in known]


def needs_written_contract(jurisdictions: tuple[str, ...], value: Money | None) -> bool:
    """Whether French law demands a written contract: pay and benefits in kind reach €1,000 in a year.

    `value` is what the creator gets in the year for one advertiser, before VAT. Another currency than the euro
    cannot be compared without a rate and counts as reaching it.
    """
    if "FR" not in jurisdictions or value is None:
        return False
    return value.currency != _FRANCE_THRESHOLD.currency or value.minor >= _FRANCE_THRESHOLD.minor


def _fail(check: str, field: str, message: str, fix: str) -> ContractFinding:
    return ContractFinding(check, FindingSeverity.FAIL, field, message, fix)


def _warn(check: str, field: str, message: str, fix: str) -> ContractFinding:
    return ContractFinding(check, FindingSeverity.WARN, field, message, fix)


def _missing(field: str, what: str, fix: str) -> ContractFinding:
    return _fail("CON-01", field, f"{what} is missing.", fix)


def _con_01_parties(data: ContractData) -> Iterator[ContractFinding]:
    if not data.number.strip():
        yield _missing("number", "The contract number", "Give the contract a number.")
    parties = (("agency", "the agency", data.agency), ("client", "the client", data.client),
               ("creator.party", "the creator", data.creator.party))
    for path, who, party in parties:
        needed = [("legal_name", "legal name")]
        if path != "client" or data.agency_role is AgencyRole.AGENT:  # else the client is only mentioned
            needed += [("address", "postal address"), ("email", "e-mail address")]
        if path == "creator.party":
            needed.append(("tax_residence", "tax residence"))
        for name, label in needed:
            if not str(getattr(party, name)).strip():
                yield _missing(f"{path}.{name}", f"The {label} of {who}", f"Enter the {label} of {who}.")
    creator = data.creator
    if not (creator.party.vat_id.strip() or creator.party.vat_note.strip()):
        yield _missing("creator.party.vat_id", "The VAT number of the creator",
                       "Ask the creator, or note that they are a small business without one.")
    if creator.manager_name.strip() and not creator.manager_email.strip():
        yield _missing("creator.manager_email", "The e-mail address of the manager", "Enter it on the person.")
    if not creator.handles:
        yield _missing("creator.handles", "The account of the creator", "Add at least one account to the person.")


def _con_01_work(data: ContractData) -> Iterator[ContractFinding]:
    if not data.campaign.strip():
        yield _missing("campaign", "The name of the campaign", "Name the campaign.")
    if not data.product.strip():
        yield _missing("product", "The product the content is about", "Enter the product on the campaign.")
    if not data.deliverables:
        yield _missing("deliverables", "The list of deliverables", "Add what the creator makes to the collaboration.")
    for index, item in enumerate(data.deliverables):
        path, name = f"deliverables[{index}]", item.title or item.kind.value.replace("_", " ")
        if item.draft_due_on is None and item.is_published:
            yield _missing(f"{path}.draft_due_on", f"The day the draft of “{name}” is due", "Plan the deliverable.")
        if item.publish_on is None and (item.is_published or item.draft_due_on is None):
            yield _missing(f"{path}.publish_on", f"The day of “{name}”", "Plan the deliverable.")
        if item.keep_live_days is None and item.is_published:
            yield _missing(f"{path}.keep_live_days", f"How long “{name}” stays live", "Enter the days, 1 for a story.")
    timeline = data.timeline
    if timeline.starts_on is None or timeline.ends_on is None:
        yield _missing("timeline.starts_on", "The start or the end of the campaign", "Enter both on the campaign.")
    elif timeline.ends_on < timeline.starts_on:
        yield _fail("CON-01", "timeline.ends_on", "The campaign ends before it starts.", "Correct the dates.")
    if not timeline.time_zone.strip():
        yield _missing("timeline.time_zone", "The time zone", "Choose the time zone of the campaign.")
    if timeline.feedback_days is None:
        yield _missing("timeline.feedback_days", "The time for feedback", "Enter the working days for feedback.")
    if not data.approver.strip():
        yield _missing("approver", "Who approves drafts", "Name the person or company that approves.")


def _con_01_terms(data: ContractData) -> Iterator[ContractFinding]:
    pay = data.compensation
    if pay.fee is None and not pay.products and pay.commission is None and pay.retainer is None:
        yield _missing("compensation.fee", "What the creator gets", "Enter a fee, a product or a commission.")
    yield from _con_01_retainer(data)
    commission = pay.commission
    if commission is not None and not commission.share_ppm and commission.per_sale is None:
        yield _missing("compensation.commission", "The rate of the commission", "Enter a share or an amount per sale.")
    if commission is not None and not commission.statement_cycle.strip():
        yield _missing("compensation.commission.statement_cycle", "The statement cycle", "Enter month or quarter.")
    for index, product in enumerate(pay.products):
        if product.value is None:
            yield _missing(f"compensation.products[{index}].value", f"The value of “{product.label}”",
                           "Enter the retail value; tax and the French threshold count it.")
    if pay.fee is not None:
        parts = total_of(part.amount for part in pay.instalments)
        if parts != pay.fee:
            yield _fail("CON-01", "compensation.instalments", "The instalments do not add up to the fee.",
                        "Make their sum the fee.")
    if data.confidentiality_months is None:
        yield _missing("confidentiality_months", "How long confidentiality lasts", "Enter the months.")
    if not data.law.law.strip() or not data.law.country.strip():
        yield _missing("law.law", "The governing law", "Choose the law of the contract.")
    if not data.law.court.strip():
        yield _missing("law.court", "The place of jurisdiction", "Name the courts that decide.")
    if data.regulated is RegulatedCategory.ALCOHOL and data.creator.birth_date is None:
        yield _missing("creator.birth_date", "The birth date of the creator",
                       "Enter it: people who advertise alcohol have to be 25 in the UK and the US.")


def _con_01_retainer(data: ContractData) -> Iterator[ContractFinding]:
    retainer = data.compensation.retainer
    if retainer is None:
        return
    path = "compensation.retainer"
    if retainer.monthly_fee is None:
        yield _missing(f"{path}.monthly_fee", "The monthly fee", "Enter what a month is paid with.")
    if not retainer.months:
        yield _missing(f"{path}.months", "The number of months", "Enter how many months the retainer lasts.")
    if not any(item.strip() for item in retainer.items):
        yield _missing(f"{path}.items", "What the creator delivers each month", "List it, such as “2 Reels”.")


def _con_01_rights(data: ContractData) -> Iterator[ContractFinding]:
    if data.usage.kind is not UsageKind.NONE and not data.usage.media:
        yield _missing("usage.media", "The media of the usage rights", "Name the media in which content may be used.")
    if data.allowlisting is not None and not data.allowlisting.platforms:
        yield _missing("allowlisting.platforms", "The platform of the allowlisting", "Choose at least one platform.")
    exclusivity = data.exclusivity
    if exclusivity is None:
        return
    if not exclusivity.category.strip() and not exclusivity.competitors:
        yield _missing("exclusivity.category", "What the exclusivity covers", "Name the category or the competitors.")
    if not exclusivity.territories and not data.usage.territories:
        yield _missing("exclusivity.territories", "The territory of the exclusivity", "Name the countries.")


def _con_02(data: ContractData) -> Iterator[ContractFinding]:
    usage = data.usage
    if usage.kind is not UsageKind.NONE and usage.months is None and not usage.is_perpetual:
        yield _fail("CON-02", "usage.months", "The usage rights have no term.", "Enter the number of months.")
    if usage.kind is not UsageKind.NONE and not usage.territories:
        yield _fail("CON-02", "usage.territories", "The usage rights have no territory.",
                    "Name the countries, or write “worldwide”.")
    if data.allowlisting is not None and data.allowlisting.days is None:
        yield _fail("CON-02", "allowlisting.days", "Access to the creator's account has no end.",
                    "Enter the days; 30 to 90 are usual.")


def _con_03(data: ContractData) -> Iterator[ContractFinding]:
    if data.usage.is_perpetual:
        yield _warn("CON-03", "usage.is_perpetual", "The usage rights never end.",
                    "Agree on months, and on a price for renewal.")
    if dict(data.parameters).get("ownership") == "client":
        yield _warn("CON-03", "parameters.ownership", "The creator gives up all rights to the content for good.",
                    "Leave the ownership with the creator and agree on a licence, or pay for the transfer.")


def _con_04(data: ContractData) -> Iterator[ContractFinding]:
    exclusivity = data.exclusivity
    if exclusivity is None:
        return
    if exclusivity.ends_on is None:
        yield _warn("CON-04", "exclusivity.ends_on", "The exclusivity has no end.", "Enter the day it ends.")
    if exclusivity.fee is None:
        yield _warn("CON-04", "exclusivity.fee", "The exclusivity is not paid for.",
                    "Agree on a price, or state that the fee includes it.")


def _con_05(data: ContractData) -> Iterator[ContractFinding]:
    if any(item.is_published for item in data.deliverables) and not data.disclosures:
        yield _fail("CON-05", "disclosures", "The annex with the disclosure rules is empty.",
                    "Choose the countries of the audience, so that labels and places are filled in.")


def _con_06(data: ContractData) -> Iterator[ContractFinding]:
    pay = data.compensation
    products = [
        Money(product.value.minor * product.quantity, product.value.currency)
        for product in pay.products if product.value is not None
    ]
    value = total_of([pay.fee, *products, data.value_this_year])
    if not needs_written_contract(data.jurisdictions, value):
        if "FR" in data.jurisdictions and data.is_switched("france", True) and data.law.country not in ("FR", ""):
            yield _warn("CON-06", "law.country", "The French rider names French law for the public in France, and the "
                        "contract another law.", "Choose French law, or say why another one stays.")
        return
    if not data.is_switched("france", True):
        yield _fail("CON-06", "switches.france", "French law demands a written contract with its own terms from "
                    "€1,000 a year, and the French rider is switched off.", "Switch the French rider on.")
    if data.law.country != "FR":
        yield _fail("CON-06", "law.country", "A contract for a French audience from €1,000 a year is void under "
                    "another law than the French.", "Choose French law.")


def _con_07(data: ContractData) -> Iterator[ContractFinding]:
    if data.timeline.rounds_included is None:
        yield _warn("CON-07", "timeline.rounds_included", "The number of revision rounds is unlimited.",
                    "Include one or two rounds and give further ones a price.")


def _con_08(data: ContractData) -> Iterator[ContractFinding]:
    if data.compensation.fee is not None and not data.kill_fees:
        yield _warn("CON-08", "kill_fees", "Nothing is due when the job is cancelled.",
                    "Add a kill fee, such as 25 % after signature and 50 % after the draft.")


def _con_09(data: ContractData) -> Iterator[ContractFinding]:
    if data.recorded is None:
        return
    recorded = {item.record_id: item for item in data.recorded}
    for index, item in enumerate(data.deliverables):
        match = recorded.pop(item.record_id, None)
        name = item.title or item.kind.value.replace("_", " ")
        if match is None:
            yield _fail("CON-09", f"deliverables[{index}]", f"“{name}” is not a deliverable of the campaign.",
                        "Take the deliverables over from the campaign again.")
        elif _terms_of(match) != _terms_of(item):
            yield _fail("CON-09", f"deliverables[{index}]", f"“{name}” differs from the campaign's record.",
                        "Take the deliverables over from the campaign again, or change the campaign.")
    for item in recorded.values():
        name = item.title or item.kind.value.replace("_", " ")
        yield _fail("CON-09", "deliverables", f"“{name}” is planned in the campaign and not in the contract.",
                    "Take the deliverables over from the campaign again.")


def _terms_of(item: DeliverableTerm) -> tuple[object, ...]:
    return (item.kind, item.platform, item.quantity, item.draft_due_on, item.publish_on, item.keep_live_days, item.fee)


def _con_10(data: ContractData) -> Iterator[ContractFinding]:
    if not data.creator_is_minor:
        return
    if not data.creator.guardian_name.strip():
        yield _fail("CON-10", "creator.guardian_name", "The creator is under 18 and no guardian is named.",
                    "Enter the guardian who signs.")
    elif not data.creator.guardian_address.strip():
        yield _fail("CON-10", "creator.guardian_address", "The address of the guardian is missing.",
                    "Enter the postal address of the guardian.")


def _con_11(data: ContractData) -> Iterator[ContractFinding]:
    if data.compensation.pays_money and data.compensation.payment_terms_days is None:
        yield _warn("CON-11", "compensation.payment_terms_days", "No day is set by which invoices are paid.",
                    "Enter the days from receipt of the invoice.")


def _con_12(data: ContractData) -> Iterator[ContractFinding]:
    if data.moral_rights_waiver and data.law.country in _NO_WAIVER:
        yield _warn("CON-12", "moral_rights_waiver", "Moral rights cannot be waived under the law of this contract.",
                    "Use consent to the named uses instead of a waiver.")


_CHECKS: tuple[Callable[[ContractData], Iterator[ContractFinding]], ...] = (
    _con_01_parties, _con_01_work, _con_01_terms, _con_01_rights, _con_02, _con_03, _con_04, _con_05, _con_06, _con_07,
    _con_08, _con_09, _con_10, _con_11, _con_12,
)
