"""The list of contracts and what a contract says, assembled from the records."""

from collections.abc import Callable
from datetime import date, time, timedelta

import pytest
from sqlmodel import Session

from microinf_desktop.domain.compensation import Trigger
from microinf_desktop.domain.contract_options import ContractOptions, Retainer, options_as_json, options_from_json
from microinf_desktop.domain.contracts import EventTerms, RegulatedCategory, RetainerTerms, UsageKind
from microinf_desktop.domain.disclosure import PackSet
from microinf_desktop.domain.enums import ContractState, Platform
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.money import Money
from microinf_desktop.interchange.packs import load_packs
from microinf_desktop.queries import contracts
from microinf_desktop.queries.contract_numbers import initials
from microinf_desktop.queries.contracts import ContractFilter, ContractView
from microinf_desktop.storage.tables import ClientContact, Competitor, Event, EventGuest, Person
from microinf_desktop.storage.workspace import Workspace
from tests.builders import (
    TODAY,
    a_campaign,
    a_collaboration,
    a_contract,
    a_deal,
    a_deliverable,
    a_payment,
    an_account,
    an_agency,
)


@pytest.fixture(scope="module")
def packs() -> PackSet:
    return load_packs()


def listed(workspace: Workspace, *args: object, **options: object) -> list[str]:
    with workspace.reading() as session:
        return [row.number for row in contracts.rows(session, contracts.ids(session, *args, **options))]  # type: ignore[arg-type]


def test_slices_search_order_and_export(workspace: Workspace) -> None:
    first, second = a_deal(workspace, influencer={"name": "Łucja Öz"}), a_deal(workspace, client={"name": "Zeta"})
    with workspace.writing("Contracts") as session:
        a_contract(session, first.collaboration_id, number="A-1", state="terminated", created_on=TODAY - timedelta(9))
        a_contract(session, first.collaboration_id, number="A-2", state="sent", sent_on=TODAY)
        a_contract(session, second.collaboration_id, number="B-1", state="active", created_on=TODAY - timedelta(2))
    assert listed(workspace) == ["A-2", "B-1", "A-1"]
    assert listed(workspace, ContractFilter(ContractView.OPEN)) == ["A-2"]
    assert listed(workspace, ContractFilter(ContractView.WAITING)) == ["A-2"]
    assert listed(workspace, ContractFilter(ContractView.IN_FORCE)) == ["B-1"]
    assert listed(workspace, ContractFilter(ContractView.ENDED)) == ["A-1"]
    assert listed(workspace, ContractFilter(text="lucja")) == ["A-2", "A-1"]
    assert listed(workspace, ContractFilter(text="b-1 zeta")) == ["B-1"]
    assert listed(workspace, ContractFilter(states=(ContractState.ACTIVE,), client_id=second.client_id)) == ["B-1"]
    for key in contracts.SORT_KEYS:
        assert sorted(listed(workspace, sort=key, descending=False)) == ["A-1", "A-2", "B-1"]
    assert listed(workspace, sort="sent", descending=False)[0] == "A-2"
    with workspace.reading() as session:
        assert contracts.counts(session) == contracts.ContractCounts(open=1, waiting=1, in_force=1)
        assert contracts.counts(session, second.campaign_id).open == 0
        newest = contracts.for_collaboration(session, first.collaboration_id)
        exported = contracts.exported(session)
    assert newest is not None
    assert (newest.number, newest.holder) == ("A-2", "creator")
    assert [entry["number"] for entry in exported] == ["A-1", "A-2", "B-1"]
    assert exported[2]["client"] == "Zeta"


def test_moves_ask_for_days_and_reasons_on_the_way(workspace: Workspace) -> None:
    deal = a_deal(workspace)
    with workspace.writing("Contract") as session:
        contract_id = a_contract(session, deal.collaboration_id).id or 0
    with workspace.reading() as session:
        options = {move.to: move.refusal for move in contracts.possible_moves(session, contract_id, TODAY)}
        assert contracts.possible_moves(session, 999, TODAY) == ()
        assert contracts.detail(session, 999) is None
    assert options[ContractState.TERMINATED] is None
    assert "No version" in str(options[ContractState.SENT])


def test_a_contract_is_assembled_from_the_records(workspace: Workspace, packs: PackSet) -> None:
    deal = a_deal(
        workspace,
        client={"country": "US", "name": "Tarnwick", "legal_name": "Tarnwick Inc", "category": "tea"},
        campaign={"jurisdictions": ["UK", "DE"], "audience_languages": ["de"], "product_category": "craft beer"},
        influencer={"manager_name": "Max", "manager_email": "max@example.com"},
        account={"handle": "@klara"},
        collaboration={
            "fee_minor": 90_000, "upfront_percent": 50, "commission_ppm": 150_000, "discount_code": "KLARA15",
            "compensation_model": "hybrid", "product_description": "Tea set", "product_value_minor": 6_400,
            "usage_rights": "paid_ads", "exclusivity_days_before": 7, "exclusivity_days_after": 30,
        },
        deliverable={"kind": "reel", "caption_language": "de", "required_hashtags": ["#winter"], "keep_live_days": 60},
    )
    with workspace.writing("More") as session:
        an_agency(session)
        owner = Person(name="Ida Lund", role="Campaign lead")
        session.add(owner)
        session.add(ClientContact(client_id=deal.client_id, name="Nora Bexell", email="nora@example.com", role="CMO"))
        session.add(Competitor(client_id=deal.client_id, name="Rival"))
        a_deliverable(session, deal.campaign_id, deal.collaboration_id, kind="story", publish_on=date(2026, 11, 25))
        a_deliverable(session, deal.campaign_id, deal.collaboration_id, state="cancelled")
        an_account(session, deal.influencer_id, platform="tiktok", handle="klara.tt", followers=90_000)
    with workspace.reading() as session:
        data = contracts.contract_data(session, deal.collaboration_id, packs, today=TODAY)
    assert (data.number, data.version, data.paper, data.locale) == ("KL-2026-0001", 1, "letter", "en_GB")
    assert (data.client.email, data.client.signatory_name) == ("nora@example.com", "Nora Bexell")
    assert (data.creator.manager_name, [handle.handle for handle in data.creator.handles]) == ("Max", ["klara"])
    reel, story = data.deliverables
    assert (reel.account, reel.keep_live_days, reel.hashtags) == ("klara", 60, ("#winter", "#tarnwick"))
    assert (story.keep_live_days, story.discount_code) == (1, "KLARA15")
    pay = data.compensation
    assert (pay.fee, pay.products[0].value) == (Money(90_000, "EUR"), Money(6_400, "EUR"))
    assert [(part.trigger, part.amount.minor) for part in pay.instalments] == [
        (Trigger.SIGNATURE, 45_000), (Trigger.LIVE, 45_000)
    ]
    assert pay.commission is not None
    assert (pay.commission.share_ppm, pay.commission.code) == (150_000, "KLARA15")
    assert (data.usage.kind, data.usage.months) == (UsageKind.PAID, 6)
    assert data.exclusivity is not None
    assert (data.exclusivity.competitors, data.exclusivity.starts_on, data.exclusivity.ends_on) == (
        ("Rival",), date(2026, 11, 13), date(2026, 12, 25)
    )
    assert (data.regulated, data.law.law, data.law.court) == (RegulatedCategory.ALCOHOL, "Germany", "the agency’s seat")
    assert [(fee.stage, fee.percent) for fee in data.kill_fees] == [("draft", 50), ("approval", 100)]
    assert {(term.jurisdiction, term.platform) for term in data.disclosures} == {
        ("UK", Platform.INSTAGRAM), ("DE", Platform.INSTAGRAM)
    }
    german = next(term for term in data.disclosures if term.jurisdiction == "DE")
    assert german.labels[0].startswith("Werbung")
    assert data.recorded == data.deliverables


def test_planned_payments_are_the_instalments_and_choices_win(workspace: Workspace, packs: PackSet) -> None:
    deal = a_deal(workspace)
    with workspace.writing("Pay") as session:
        an_agency(session)
        a_payment(session, deal.collaboration_id, milestone="approval", amount_minor=90_000)
    options = ContractOptions(
        approver="Nora", law="France", law_country="FR", court="Paris", paper="letter", locale="fr_FR"
    )
    with workspace.reading() as session:
        data = contracts.contract_data(session, deal.collaboration_id, packs, today=TODAY, options=options)
        with pytest.raises(KnownError, match="There is no c"):
            contracts.contract_data(session, 999, packs)
    assert [(part.trigger, part.amount.minor) for part in data.compensation.instalments] == [(Trigger.APPROVAL, 90_000)]
    assert (data.approver, data.law.law, data.law.court, data.paper, data.locale) == (
        "Nora", "France", "Paris", "letter", "fr_FR"
    )
    assert data.exclusivity is None


def test_the_event_is_the_one_the_creator_is_invited_to(workspace: Workspace, packs: PackSet) -> None:
    deal = a_deal(workspace)
    with workspace.writing("Events") as session:
        for name, state, day in (("Called off", "cancelled", 1), ("Other", "planned", 2), ("Pop-up", "planned", 3)):
            event = Event(campaign_id=deal.campaign_id, name=name, state=state, starts_on=date(2026, 12, day),
                          starts_at=time(18, 30), place="Hall 0", address="Street 00\nBerlin")
            session.add(event)
            session.flush()
            guest = None if name == "Other" else deal.influencer_id
            session.add(EventGuest(event_id=event.id or 0, influencer_id=guest, name="Klara", companions=1))
    with workspace.reading() as session:
        assert contracts.contract_data(session, deal.collaboration_id, packs, today=TODAY).event is None
    with workspace.writing("Attend") as session:
        a_deliverable(session, deal.campaign_id, deal.collaboration_id, kind="event", platform="other")
    with workspace.reading() as session:
        data = contracts.contract_data(session, deal.collaboration_id, packs, today=TODAY)
    assert data.event == EventTerms("Pop-up", "Hall 0\nStreet 00\nBerlin", date(2026, 12, 3), None, "18:30", 1)


def test_a_retainer_is_chosen_with_the_contract(workspace: Workspace, packs: PackSet) -> None:
    deal = a_deal(workspace)
    options = ContractOptions(retainer=Retainer(120_000, 6, date(2027, 1, 1), ("2 Reels", "4 stories")))
    assert options_from_json(options_as_json(options)) == options
    with workspace.reading() as session:
        data = contracts.contract_data(session, deal.collaboration_id, packs, today=TODAY, options=options)
    assert data.compensation.retainer == RetainerTerms(
        Money(120_000, "EUR"), 6, date(2027, 1, 1), ("2 Reels", "4 stories")
    )


def test_commission_paid_with_the_report_is_no_part_of_the_fee(workspace: Workspace, packs: PackSet) -> None:
    deal = a_deal(workspace, collaboration={"commission_ppm": 100_000, "compensation_model": "hybrid"})
    with workspace.writing("Pay") as session:
        a_payment(session, deal.collaboration_id, amount_minor=90_000)
        a_payment(session, deal.collaboration_id, amount_minor=40_000, milestone="report", description="Commission")
    with workspace.reading() as session:
        data = contracts.contract_data(session, deal.collaboration_id, packs, today=TODAY)
    assert [(part.trigger, part.amount.minor) for part in data.compensation.instalments] == [(Trigger.LIVE, 90_000)]


def test_other_deals_of_the_year_count_for_the_french_threshold(workspace: Workspace, packs: PackSet) -> None:
    deal = a_deal(workspace)
    with workspace.writing("Other deals") as session:
        for year, fee, decision in ((2026, 20_000, "accepted"), (2025, 70_000, "accepted"), (2026, 90_000, "rejected")):
            campaign = a_campaign(session, deal.client_id, go_live_on=date(year, 3, 1))
            a_collaboration(session, campaign.id or 0, deal.influencer_id, fee_minor=fee, product_value_minor=1_000,
                            client_decision=decision)
    with workspace.reading() as session:
        data = contracts.contract_data(session, deal.collaboration_id, packs, today=TODAY)
    assert data.value_this_year == Money(21_000, "EUR")


def test_an_empty_workspace_still_gives_data_with_gaps(workspace: Workspace, packs: PackSet) -> None:
    deal = a_deal(workspace, collaboration={"fee_minor": None, "relationship": "none"}, influencer={"vat_id": ""})
    with workspace.reading() as session:
        data = contracts.contract_data(session, deal.collaboration_id, packs, today=TODAY)
    assert (data.number, data.agency.legal_name, data.disclosures) == ("C-2026-0001", "", ())
    assert data.compensation.instalments == ()


def test_a_creator_where_there_is_no_vat_needs_no_number(workspace: Workspace, packs: PackSet) -> None:
    deal = a_deal(workspace, influencer={"tax_residence": "US"})
    with workspace.reading() as session:
        data = contracts.contract_data(session, deal.collaboration_id, packs, today=TODAY)
    assert data.creator.party.vat_note == "no VAT in the United States"


def test_unknown_usage_rights_are_refused_in_words(workspace: Workspace, packs: PackSet) -> None:
    deal = a_deal(workspace, collaboration={"usage_rights": "everything"})
    with workspace.reading() as session, pytest.raises(KnownError, match="“everything” are not known"):
        contracts.contract_data(session, deal.collaboration_id, packs)


@pytest.mark.parametrize(("name", "letters"), [
    ("Kestrel Lane", "KL"), ("Hollin & Bray", "HB"), ("Łódka", "LO"), ("The Quiet Sea Agency", "TQS"), ("北", "C"),
])
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_contract_data_takes_a_fixed_number_of_queries(
    workspace: Workspace, packs: PackSet, count_queries: Callable[[Session], list[str]]
) -> None:
    deal = a_deal(workspace)
    with workspace.writing("Deliverables") as session:
        an_agency(session)
        for _ in range(20):
            a_deliverable(session, deal.campaign_id, deal.collaboration_id)
    with workspace.reading() as session:
        statements = count_queries(session)
        contracts.contract_data(session, deal.collaboration_id, packs, today=TODAY)
    assert len(statements) <= 13
