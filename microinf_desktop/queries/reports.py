"""A campaign's report as data: figures, targets, creators, compliance and cost, with what is missing said in words."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from microinf_desktop.domain.countries import LETTER_COUNTRIES
from microinf_desktop.domain.deal_costs import DealCost
from microinf_desktop.domain.disclosure.packs import RANK
from microinf_desktop.domain.disclosure.results import Finding
from microinf_desktop.domain.enums import CampaignState, Objective, Verdict
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.money import Money
from microinf_desktop.domain.reports import (
    ComplianceRow,
    DeliverableRow,
    PageSize,
    ReportData,
    ReportDetail,
    ReportFrame,
    ReportParty,
    SpendRow,
    build_report,
)
from microinf_desktop.queries import compliance
from microinf_desktop.queries.compliance import MatrixRow
from microinf_desktop.queries.metrics import creator_deals, deal_costs, deliverable_rows, targets
from microinf_desktop.storage.tables import Agency, Attachment, Campaign, Client

_SOURCE_WORDS = {
    "typed": "Entered by hand from what the creators showed", "screenshot": "Screenshots of the platforms’ statistics",
    "insights": "The platforms’ own statistics",
}


@dataclass(frozen=True, slots=True)
class Logos:
    """The pictures for a campaign's documents as attachments (SHA-256), "" where there is none."""

    client: str
    agency: str


def report_data(
    session: Session, campaign_id: int, *, today: date | None = None, prepared_by: str = "", locale: str = "",
    detail: ReportDetail = ReportDetail.FULL, page_size: PageSize | None = None, conversion_name: str = "",
    attribution: str = "",
) -> ReportData:
    """Everything the report of a campaign prints, as it stands in the workspace.

    About fifteen queries whatever the size. `locale` and `page_size` follow the agency and the client’s country
    unless given; `today` is the day it is dated. KnownError when there is no such campaign.
    """
    today = today or date.today()
    found = session.execute(
        select(Campaign, Client).join(Client, col(Client.id) == col(Campaign.client_id))
        .where(col(Campaign.id) == campaign_id)
    ).first()
    if found is None:
        raise KnownError(f"There is no campaign {campaign_id}.", "If it was deleted meanwhile, undo the deletion.")
    campaign, client = found
    agency = session.get(Agency, 1) or Agency(id=1, name="")
    size = page_size or (PageSize.LETTER if client.country in LETTER_COUNTRIES else PageSize.A4)
    frame = ReportFrame(
        agency=ReportParty(agency.name, agency.accent_color, agency.email),
        client=ReportParty(client.name, client.color), campaign=campaign.name, state=CampaignState(campaign.state),
        starts_on=campaign.starts_on or campaign.go_live_on, ends_on=campaign.ends_on, prepared_on=today,
        prepared_by=prepared_by, objectives=tuple(Objective(word) for word in campaign.objectives),
        currency=campaign.currency, conversion_name=conversion_name, attribution=attribution,
        locale=locale or agency.locale, page_size=size, detail=detail,
    )
    deliverables = deliverable_rows(session, campaign)
    costs = deal_costs(session, campaign, deliverables)
    deals = creator_deals(costs)
    # Drafts still in review are the agency's work, not the client's result.
    matrix = compliance.rows(session, [row.deliverable_id for row in deliverables if row.is_published])
    checks = compliance_rows(session, matrix)
    return build_report(
        frame, deals, deliverables, targets=targets(session, campaign_id), compliance=checks,
        spend=_spend(campaign, costs),
        sources=tuple(_sources(deliverables, matrix)),
        gaps=tuple(_gaps(deliverables, costs, attribution)),
    )


def compliance_rows(session: Session, matrix: Sequence[MatrixRow]) -> tuple[ComplianceRow, ...]:
    """The checks of the current texts, one row per deliverable and jurisdiction, as the annex prints them."""
    proofs = compliance.evidence_of(session, [row.id for row in matrix])
    rows = []
    for row in matrix:
        sha256 = next((proof.sha256 for proof in proofs.get(row.id, ()) if proof.sha256), "")
        decision = row.standing.decision
        for check in row.standing.checks:
            worst = _worst(check.findings) if check.verdict is not Verdict.PASS else None
            settled = decision if check.verdict in (Verdict.WARN, Verdict.CANNOT_TELL) else None
            rows.append(ComplianceRow(
                row.id, check.jurisdiction, check.verdict, worst.rule if worst else "", worst.message if worst else "",
                sha256, settled.person if settled else "", settled.decided_at.date() if settled else None,
                settled.reason if settled else "", check.phase.value,
            ))
    return tuple(rows)


def logos(session: Session, campaign_id: int) -> Logos:
    """The hashes of the client’s and the agency’s logo; read their bytes with `storage.attachments.read`."""
    client = session.execute(
        select(col(Attachment.sha256))
        .join(Client, col(Client.logo_attachment_id) == col(Attachment.id))
        .join(Campaign, col(Campaign.client_id) == col(Client.id)).where(col(Campaign.id) == campaign_id)
    ).scalar()
    agency = session.execute(
        select(col(Attachment.sha256)).join(Agency, col(Agency.logo_attachment_id) == col(Attachment.id))
    ).scalar()
    return Logos(client or "", agency or "")


def _worst(findings: Sequence[Finding]) -> Finding | None:
    law = [finding for finding in findings if finding.scope == "law"]
    return max(law, key=lambda finding: RANK[finding.severity], default=None)


def _spend(campaign: Campaign, deals: Sequence[DealCost]) -> tuple[SpendRow, ...]:
    """The cost against the budget in one line, or by kind where there is no budget; nothing in mixed currencies."""
    currency = campaign.currency
    known = [deal.cost for deal in deals if deal.cost is not None]
    if not known or any(cost.currency != currency for cost in known):
        return ()
    if campaign.budget_minor:
        total, label = sum(cost.minor for cost in known), "Fees, commission, bonuses, products"
        return (SpendRow(label, Money(campaign.budget_minor, currency), Money(total, currency)),)
    paid = [deal.paid for deal in deals if deal.terms.currency == currency]
    # A cap over all cash takes from the bonuses first, then from the commission.
    bonuses = [max(one.bonus_minor - one.held_back_minor, 0) for one in paid]
    results = [one.commission_minor + one.bonus_minor - one.held_back_minor for one in paid]
    lines = (
        ("Creators’ fees", sum(one.fees_minor for one in paid)),
        ("Commission", sum(results) - sum(bonuses)),
        ("Bonuses", sum(bonuses)),
        ("Products at retail value", sum(one.product_cost_minor for one in paid)),
    )
    return tuple(SpendRow(label, None, Money(minor, currency)) for label, minor in lines if minor)


def _sources(deliverables: Sequence[DeliverableRow], matrix: Sequence[MatrixRow]) -> Iterable[str]:
    used = Counter(row.latest.source or "typed" for row in deliverables if row.is_published and row.latest)
    for source, number in used.most_common():
        posts = "1 post" if number == 1 else f"{number} posts"
        named = _SOURCE_WORDS.get(source, source)
        yield f"{named[:1].upper()}{named[1:]}: figures of {posts}."
    packs = sorted({f"{check.jurisdiction} {check.pack_version}" for row in matrix for check in row.standing.checks})
    if packs:
        yield f"Disclosure rule packs: {', '.join(packs)}."


def _gaps(
    deliverables: Sequence[DeliverableRow], deals: Sequence[DealCost], attribution: str
) -> Iterable[str]:
    """What the figures do not say; `find_gaps` adds what the report’s own numbers show."""
    reads = [row.latest for row in deliverables if row.is_published and row.latest is not None]
    if any(read.conversions for read in reads):
        if not attribution:
            yield "How conversions were attributed to creators is not recorded."
        yield "Conversions are totals per post; early and late ones cannot be told apart."
    if any(line.value_minor for deal in deals for line in deal.terms.products):
        yield "Products count at their retail value, which is more than they cost."
    if any(deal.lacks_product_value for deal in deals):
        yield "The value of some products is not recorded, so the cost is too low."
    unread = sum(deal.lacks_commission for deal in deals)
    if unread:
        yield (f"The commission of {unread} of {len(deals)} creators is not counted, because the revenue or the sales "
               "of their posts were not read.")
    unread = sum(deal.lacks_bonus for deal in deals)
    if unread:
        yield (f"Bonuses of {unread} of {len(deals)} creators are not counted, because the results they depend on were "
               "not read.")
    if any(deal.has_bonus_words for deal in deals):
        yield "Bonuses agreed in words are not counted as cost."
    unplanned = sum(row.is_unplanned and row.is_published for row in deliverables)
    if unplanned:
        what = "1 post was" if unplanned == 1 else f"{unplanned} posts were"
        yield (f"{what} never agreed on: {'its' if unplanned == 1 else 'their'} figures count as results, and not as "
               "planned deliverables.")
    dropped = sum(row.is_dropped for row in deliverables)
    if dropped:
        what = "1 deliverable was" if dropped == 1 else f"{dropped} deliverables were"
        yield f"{what} cancelled or replaced and {'is' if dropped == 1 else 'are'} not counted."
