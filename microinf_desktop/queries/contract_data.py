"""A creator contract's data, assembled from agency, client, person, campaign, deal, deliverables and payments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlmodel import Session, col

from microinf_desktop.domain.clauses import ClauseLibrary
from microinf_desktop.domain.collaborations import deal_terms
from microinf_desktop.domain.compensation import Bonus, Trigger, instalments
from microinf_desktop.domain.contract_defaults import ContractDefaults
from microinf_desktop.domain.contract_fields import with_changes
from microinf_desktop.domain.contract_options import ContractOptions, options_from_json
from microinf_desktop.domain.contract_terms import AGENCY_SEAT
from microinf_desktop.domain.contracts import (
    AgencyRole,
    AllowlistingTerms,
    BonusTerm,
    CommissionTerm,
    CompensationTerms,
    ContractData,
    CreatorParty,
    DeliverableTerm,
    DiscountTerm,
    EventTerms,
    ExclusivityTerms,
    Handle,
    InstalmentTerm,
    KillFee,
    LawTerms,
    Party,
    ProductTerm,
    RegulatedCategory,
    RetainerTerms,
    TimelineTerms,
    UsageKind,
    UsageTerms,
    total_of,
)
from microinf_desktop.domain.countries import LETTER_COUNTRIES
from microinf_desktop.domain.disclosure import PackSet
from microinf_desktop.domain.enums import CompensationModel, DeliverableKind, DeliverableState, Platform
from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.domain.money import Money
from microinf_desktop.queries.clauses import library
from microinf_desktop.queries.contract_disclosures import disclosure_terms, unique
from microinf_desktop.queries.contract_events import attended_event
from microinf_desktop.queries.contract_numbers import contract_defaults, proposed_number
from microinf_desktop.queries.deals import bonuses, draft_of, money
from microinf_desktop.queries.packs import pack_set
from microinf_desktop.queries.progress import was_planned
from microinf_desktop.storage.tables import (
    Account,
    Agency,
    Campaign,
    Client,
    ClientContact,
    Collaboration,
    Competitor,
    Contract,
    ContractVersion,
    Deliverable,
    Influencer,
    Payment,
    Person,
)

_DROPPED = (DeliverableState.CANCELLED, DeliverableState.REPLACED)
_USAGE_WORDS = {
    "paid_ads": UsageKind.PAID, "paid_media": UsageKind.PAID, "paid_social": UsageKind.PAID,
    "full_buyout": UsageKind.FULL, "buyout": UsageKind.FULL, "": UsageKind.NONE,
}
_REGULATED = {
    RegulatedCategory.ALCOHOL: ("alcohol", "wine", "beer", "spirits", "gin", "whisky", "whiskey", "vodka", "cider"),
    RegulatedCategory.GAMBLING: ("gambling", "betting", "casino", "lottery"),
    RegulatedCategory.FINANCE: ("finance", "financial", "crypto", "investment", "trading", "credit", "insurance"),
    RegulatedCategory.HEALTH: ("health", "supplement", "supplements", "medicine", "pharma", "medical", "weight"),
    RegulatedCategory.FOOD: ("hfss", "confectionery", "sweets", "snacks", "soda"),
}

_NO_DEFAULTS = ContractDefaults()


@dataclass(frozen=True, slots=True)
class ContractSource:
    """The rows one contract is made from."""

    deal: Collaboration
    campaign: Campaign
    client: Client
    creator: Influencer
    agency: Agency
    accounts: tuple[Account, ...]
    deliverables: tuple[Deliverable, ...]
    payments: tuple[Payment, ...]
    options: ContractOptions
    bonuses: tuple[Bonus, ...] = ()
    defaults: ContractDefaults = _NO_DEFAULTS

    def money(self, minor: int | None) -> Money | None:
        return money(minor, self.deal.currency)


def contract_data(
    session: Session, collaboration_id: int, packs: PackSet | None = None, *, today: date | None = None,
    options: ContractOptions | None = None, language: str | None = None,
) -> ContractData:
    """Everything the contract of a collaboration says, as it stands in the workspace; about a dozen queries.

    The newest contract that was not terminated gives number, choices and the next version; without one the number
    is the one that would come next. `options` and `language` replace the stored ones (for a preview while typing).
    What is changed for this contract (`options.changes`) replaces what the records say, at the very end. What is
    missing stays empty: `contract_findings` lists it. `today` is the day the contract is dated, `packs` the rules its
    labels follow (the workspace's when None). KnownError when there is no such collaboration.
    """
    today = today or date.today()
    contract = session.execute(
        select(Contract).where(col(Contract.collaboration_id) == collaboration_id, col(Contract.state) != "terminated")
        .order_by(col(Contract.id).desc())
    ).scalars().first()
    if options is None:
        options = options_from_json(contract.options) if contract else ContractOptions()
    source = read_source(session, collaboration_id, options)
    version = 1
    if contract is not None:
        issued = select(func.max(ContractVersion.version)).where(col(ContractVersion.contract_id) == contract.id)
        version = (session.execute(issued).scalar() or 0) + 1
    language = language or (contract.language if contract else source.defaults.language)
    clauses = library(session, language)
    terms = deliverable_terms(source)
    jurisdictions = tuple(source.campaign.jurisdictions or source.client.jurisdictions)
    made = ContractData(
        number=contract.number if contract else proposed_number(session, today), version=version, dated=today,
        agency=_agency(session, source), agency_role=_role(source), client=_client(session, source),
        creator=_creator(source, clauses), campaign=source.campaign.name, product=source.campaign.product,
        deliverables=terms, timeline=_timeline(source), compensation=_compensation(source, clauses),
        usage=_usage(source), law=_law(source),
        disclosures=disclosure_terms(source.deal, source.campaign, source.deliverables, jurisdictions,
                                     packs or pack_set(session, today), today, source.client.name),
        jurisdictions=jurisdictions, approver=options.approver or source.client.name,
        brief_version=options.brief_version, allowlisting=_allowlisting(source),
        exclusivity=_exclusivity(session, source), confidentiality_months=source.deal.confidentiality_months or None,
        kpis=options.kpis, kill_fees=_kill_fees(source),
        approved_claims=options.approved_claims or unique(source.client.key_messages, source.campaign.key_messages),
        banned_claims=tuple(source.client.forbidden_words),
        content_bans=options.content_bans or tuple(source.client.donts), regulated=_regulated(source),
        has_minors_in_content=options.has_minors_in_content, moral_rights_waiver=options.moral_rights_waiver,
        value_this_year=_other_value(session, source, today), recorded=terms,
        locale=options.locale or source.agency.locale,
        paper=options.paper or ("letter" if source.client.country in LETTER_COUNTRIES else "a4"),
        accent_color=source.agency.accent_color, switches=options.switches, overrides=options.overrides,
        parameters=_parameters(source), discount=_discount(source), event=_event(session, source),
        order=options.order, language=language, library=clauses.version, accepted=options.reasons,
    )
    return with_changes(made, options.changes, source.deal.currency)


def read_source(session: Session, collaboration_id: int, options: ContractOptions) -> ContractSource:
    found = session.execute(
        select(Collaboration, Campaign, Client, Influencer)
        .join(Campaign, col(Campaign.id) == col(Collaboration.campaign_id))
        .join(Client, col(Client.id) == col(Campaign.client_id))
        .join(Influencer, col(Influencer.id) == col(Collaboration.influencer_id))
        .where(col(Collaboration.id) == collaboration_id)
    ).first()
    if found is None:
        raise KnownError(
            f"There is no collaboration {collaboration_id}.", "If it was deleted meanwhile, undo the deletion."
        )
    deal, campaign, client, creator = found
    accounts = session.execute(
        select(Account).where(col(Account.influencer_id) == creator.id)
        .order_by(col(Account.followers).desc(), col(Account.id))
    ).scalars()
    deliverables = session.execute(
        select(Deliverable)
        .where(col(Deliverable.collaboration_id) == collaboration_id, col(Deliverable.state).not_in(_DROPPED),
               was_planned())
        .order_by(col(Deliverable.publish_on).nulls_last(), col(Deliverable.id))
    ).scalars()
    payments = session.execute(
        select(Payment).where(col(Payment.collaboration_id) == collaboration_id).order_by(col(Payment.id))
    ).scalars()
    return ContractSource(
        deal, campaign, client, creator, session.get(Agency, 1) or Agency(id=1, name=""), tuple(accounts),
        tuple(deliverables), tuple(payments), options, bonuses(session, collaboration_id), contract_defaults(session),
    )


def _role(source: ContractSource) -> AgencyRole:
    """What is chosen for the contract counts, then what the agency wants in all of them."""
    chosen = source.options.agency_role
    return source.defaults.role if chosen is AgencyRole.PRINCIPAL else chosen


def _parameters(source: ContractSource) -> tuple[tuple[str, str | int], ...]:
    return tuple(sorted({**dict(source.defaults.parameters), **dict(source.options.parameters)}.items()))


# Parties ------------------------------------------------------------------------------------------------------

def _agency(session: Session, source: ContractSource) -> Party:
    agency, options = source.agency, source.options
    owner = session.get(Person, source.campaign.owner_id) if source.campaign.owner_id else None
    wanted = source.defaults
    signatory, title = options.agency_signatory, options.agency_signatory_title
    if not signatory and wanted.signatory:
        signatory, title = wanted.signatory, title or wanted.signatory_title
    if not signatory and owner is not None:
        signatory, title = owner.name, owner.role
    return Party(
        legal_name=agency.legal_name or agency.name, trade_name=agency.name,
        entity_type=options.agency_entity_type or wanted.entity_type,
        registration_number=agency.registration_number, address=agency.address, country=agency.country,
        email=agency.email, tax_residence=agency.country, vat_id=agency.vat_id, signatory_name=signatory,
        signatory_title=title,
    )


def _client(session: Session, source: ContractSource) -> Party:
    client, options = source.client, source.options
    contact = session.execute(
        select(ClientContact).where(col(ClientContact.client_id) == client.id).order_by(col(ClientContact.id))
    ).scalars().first()
    signatory, title = options.client_signatory, options.client_signatory_title
    if not signatory and contact is not None:
        signatory, title = contact.name, contact.role
    return Party(
        legal_name=client.legal_name or client.name, trade_name=client.name, address=client.address,
        country=client.country, email=options.client_email or (contact.email if contact else ""),
        tax_residence=client.country, vat_id=client.vat_id, signatory_name=signatory, signatory_title=title,
    )


def _creator(source: ContractSource, clauses: ClauseLibrary) -> CreatorParty:
    person, options = source.creator, source.options
    # No value added tax at all in some countries: asking for a number would make no sense.
    note = options.creator_vat_note or person.vat_note or clauses.words.get(f"no_vat.{person.tax_residence}", "")
    return CreatorParty(
        party=Party(
            legal_name=person.legal_name or person.name, trade_name=person.name,
            entity_type=options.creator_entity_type or person.legal_form, address=person.address,
            country=person.country, email=person.email, tax_residence=person.tax_residence, vat_id=person.vat_id,
            vat_note="" if person.vat_id else note, signatory_name=person.legal_name or person.name,
        ),
        handles=handles(source), birth_date=person.birth_date, guardian_name=person.guardian_name,
        guardian_address=options.guardian_address or person.guardian_address, manager_name=person.manager_name,
        manager_email=person.manager_email, manager_signs=options.manager_signs,
    )


def handles(source: ContractSource) -> tuple[Handle, ...]:
    """The accounts the deliverables go to; all accounts when none of them names one."""
    used = {_account_of(source, item) for item in source.deliverables} - {""}
    named = [one for one in source.accounts if one.handle in used] or list(source.accounts)
    return tuple(Handle(Platform(one.platform), one.handle.lstrip("@")) for one in named)


def _account_of(source: ContractSource, item: Deliverable) -> str:
    chosen = next((one for one in source.accounts if one.id == item.account_id), None)
    chosen = chosen or next((one for one in source.accounts if one.platform == item.platform), None)
    return chosen.handle if chosen else ""


# The work -----------------------------------------------------------------------------------------------------

def deliverable_terms(source: ContractSource) -> tuple[DeliverableTerm, ...]:
    return tuple(_deliverable(source, item) for item in source.deliverables)


def _deliverable(source: ContractSource, item: Deliverable) -> DeliverableTerm:
    kind, client = DeliverableKind(item.kind), source.client
    keep = item.keep_live_days
    if keep is None and kind.post_format != "story":
        keep = source.deal.keep_live_days
    return DeliverableTerm(
        kind=kind, platform=Platform(item.platform), title=item.title,
        account=_account_of(source, item).lstrip("@"), quantity=item.quantity, min_seconds=item.min_seconds,
        frames=item.frames, caption_language=item.caption_language,
        mentions=unique(item.required_mentions, client.mandatory_mentions),
        hashtags=unique(item.required_hashtags, client.mandatory_hashtags), links=tuple(item.required_links),
        discount_code=item.discount_code or source.deal.discount_code, talking_points=tuple(item.talking_points),
        draft_due_on=item.draft_due_on, publish_on=item.publish_on,
        # A story is gone after a day whatever is agreed.
        keep_live_days=1 if keep is None else keep, fee=source.money(item.fee_minor), record_id=item.id,
    )


def _timeline(source: ContractSource) -> TimelineTerms:
    campaign, deal, options = source.campaign, source.deal, source.options
    return TimelineTerms(
        starts_on=campaign.starts_on or campaign.go_live_on, ends_on=campaign.ends_on, time_zone=campaign.time_zone,
        feedback_days=deal.feedback_days or None,
        rounds_included=None if options.unlimited_rounds else deal.rounds_included,
        silence_is_approval=options.silence_is_approval, blackouts=options.blackouts,
    )


def _event(session: Session, source: ContractSource) -> EventTerms | None:
    if not any(item.kind == DeliverableKind.EVENT for item in source.deliverables):
        return None
    return attended_event(session, source.deal.campaign_id, source.deal.influencer_id)


# Pay ----------------------------------------------------------------------------------------------------------

def _compensation(source: ContractSource, clauses: ClauseLibrary) -> CompensationTerms:
    deal, options = source.deal, source.options
    return CompensationTerms(
        model=CompensationModel(deal.compensation_model), fee=source.money(deal.fee_minor or None),
        products=_products(source, clauses), commission=_commission(source), bonus_terms=deal.bonus_terms.strip(),
        cap=source.money(options.cash_cap_minor or deal.cap_minor), instalments=_instalments(source),
        payment_terms_days=deal.payment_terms_days, expenses_cap=source.money(options.expenses_cap_minor),
        extra_round_price=source.money(options.extra_round_price_minor), bonuses=_bonuses(source),
        retainer=_retainer(source),
    )


def _retainer(source: ContractSource) -> RetainerTerms | None:
    chosen = source.options.retainer
    if chosen is None:
        return None
    return RetainerTerms(source.money(chosen.monthly_fee_minor), chosen.months, chosen.starts_on, chosen.items)


def _bonuses(source: ContractSource) -> tuple[BonusTerm, ...]:
    currency = source.deal.currency
    return tuple(
        BonusTerm(one.metric, one.threshold, Money(one.amount_minor, currency), one.per_units,
                  source.money(one.cap_minor), one.label)
        for one in source.bonuses
    )


def _discount(source: ContractSource) -> DiscountTerm | None:
    deal = source.deal
    if not deal.discount_code.strip():
        return None
    return DiscountTerm(deal.discount_code.strip(), deal.discount_terms.strip(), deal.discount_from,
                        source.options.code_expires_on or deal.discount_until)


def _products(source: ContractSource, clauses: ClauseLibrary) -> tuple[ProductTerm, ...]:
    deal = source.deal
    label = deal.product_description.strip()
    if not label and not deal.product_value_minor:
        return ()
    return (ProductTerm(
        label or source.campaign.product or clauses.words["column.product"], 1, source.money(deal.product_value_minor),
        source.options.product_is_returned,
    ),)


def _commission(source: ContractSource) -> CommissionTerm | None:
    deal, options = source.deal, source.options
    if not deal.commission_ppm and not deal.commission_per_sale_minor:
        return None
    return CommissionTerm(
        deal.commission_ppm or 0, source.money(deal.commission_per_sale_minor or None),
        cap=source.money(deal.commission_cap_minor), code=deal.discount_code, cookie_days=options.cookie_days,
        statement_cycle=options.statement_cycle, expires_on=options.code_expires_on or deal.discount_until,
    )


def _instalments(source: ContractSource) -> tuple[InstalmentTerm, ...]:
    """The payments of the fixed fee as planned; where none is, the fee split as the deal says."""
    if not source.deal.fee_minor:
        return ()
    if source.payments:
        parts = [(Trigger(one.milestone), Money(one.amount_minor, one.currency)) for one in _fee_payments(source)]
    else:
        try:
            parts = [(part.trigger, part.amount) for part in instalments(
                deal_terms(draft_of(source.deal), source.bonuses))]
        except ValidationError:
            # A deal that does not hang together still has its fee; the model is mended in the deal's form.
            parts = [(Trigger.LIVE, Money(source.deal.fee_minor, source.deal.currency))]
    return tuple(InstalmentTerm(trigger, amount) for trigger, amount in parts)


def _fee_payments(source: ContractSource) -> Sequence[Payment]:
    """Without what is paid on results, where the rest is the fee: commission falls due with the report as well."""
    deal = source.deal
    fixed = [one for one in source.payments if one.milestone != Trigger.REPORT]
    pays_results = bool(
        deal.commission_ppm or deal.commission_per_sale_minor or deal.bonus_terms.strip() or source.bonuses
    )
    if pays_results and sum(one.amount_minor for one in fixed) == deal.fee_minor:
        return fixed
    return source.payments


def _kill_fees(source: ContractSource) -> tuple[KillFee, ...]:
    percent = source.deal.kill_fee_percent
    if source.options.kill_fees or not percent:
        return source.options.kill_fees or source.defaults.kill_fees
    # One percentage is agreed for work begun; approved work is done work.
    return (KillFee("draft", percent), KillFee("approval", 100))


def _other_value(session: Session, source: ContractSource, dated: date) -> Money | None:
    """What the creator gets this year in other deals for the same client, product at retail value (FR, article 8)."""
    found = session.execute(
        select(col(Collaboration.fee_minor), col(Collaboration.product_value_minor), col(Collaboration.currency))
        .join(Campaign, col(Campaign.id) == col(Collaboration.campaign_id))
        .where(
            col(Collaboration.influencer_id) == source.creator.id, col(Campaign.client_id) == source.client.id,
            col(Collaboration.id) != source.deal.id, col(Collaboration.client_decision) != "rejected",
            func.coalesce(Campaign.go_live_on, Campaign.starts_on).between(
                date(dated.year, 1, 1), date(dated.year, 12, 31)
            ),
        )
    )
    return total_of(money((fee or 0) + (value or 0) or None, currency) for fee, value, currency in found)


# Rights and law -----------------------------------------------------------------------------------------------

def _usage(source: ContractSource) -> UsageTerms:
    deal, options = source.deal, source.options
    return UsageTerms(
        kind=_usage_kind(deal.usage_rights), media=tuple(deal.usage_media),
        territories=tuple(deal.usage_territories), months=deal.usage_months,
        is_perpetual=options.usage_is_perpetual, start=options.usage_start, may_edit=options.may_edit,
        may_sublicense=options.may_sublicense, raw_files=options.raw_files,
        renewal_price=source.money(options.renewal_price_minor), ai_training=options.ai_training,
    )


def _usage_kind(word: str) -> UsageKind:
    if word in _USAGE_WORDS:
        return _USAGE_WORDS[word]
    try:
        return UsageKind(word)
    except ValueError as error:
        raise KnownError(f"The usage rights “{word}” are not known.", "Choose them again in the deal.") from error


def _allowlisting(source: ContractSource) -> AllowlistingTerms | None:
    chosen = source.options.allowlisting
    if chosen is None:
        return None
    return AllowlistingTerms(
        chosen.platforms, chosen.days, source.money(chosen.spend_cap_minor), source.money(chosen.fee_minor),
        chosen.may_edit,
    )


def _exclusivity(session: Session, source: ContractSource) -> ExclusivityTerms | None:
    """A category, or else the client's competitors by name, from days before the first to days after the last post."""
    deal, options = source.deal, source.options
    category = deal.exclusivity_category.strip()
    competitors = options.exclusive_competitors or tuple(deal.exclusivity_competitors)
    if not category and not competitors and not deal.exclusivity_days_after:
        return None
    if not category and not competitors:
        competitors = tuple(session.execute(
            select(col(Competitor.name)).where(col(Competitor.client_id) == source.client.id)
            .order_by(col(Competitor.name))
        ).scalars())
    fee = options.exclusivity_fee_minor
    days = [item.publish_on for item in source.deliverables if item.publish_on]
    first = min(days, default=source.campaign.go_live_on or source.campaign.starts_on)
    last = max(days, default=source.campaign.ends_on)
    return ExclusivityTerms(
        category=category, competitors=competitors,
        platforms=options.exclusive_platforms or tuple(Platform(name) for name in deal.exclusivity_platforms),
        territories=(
            options.exclusive_territories or tuple(deal.exclusivity_territories) or tuple(deal.usage_territories)
        ),
        starts_on=None if first is None else first - timedelta(days=deal.exclusivity_days_before),
        ends_on=None if last is None else last + timedelta(days=deal.exclusivity_days_after),
        fee=source.money(deal.exclusivity_fee_minor if fee is None else fee),
        carve_outs=options.carve_outs or deal.exclusivity_carve_outs,
    )


def _law(source: ContractSource) -> LawTerms:
    agency, options, wanted = source.agency, source.options, source.defaults
    return LawTerms(
        options.law_country or wanted.law_country or agency.country,
        options.law or wanted.law or agency.governing_law,
        # The seat is what the law falls back on anyway; another place is chosen in the contract.
        options.court or wanted.court or (AGENCY_SEAT if agency.address.strip() else ""),
    )


def _regulated(source: ContractSource) -> RegulatedCategory:
    if source.options.regulated is not None:
        return source.options.regulated
    words = set((source.campaign.product_category or source.client.category).lower().replace("-", " ").split())
    return next((kind for kind, named in _REGULATED.items() if words & set(named)), RegulatedCategory.NONE)
