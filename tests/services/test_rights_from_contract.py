"""Rights that follow from contracts: what is granted, per post, from the day it goes live, and only once signed."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlmodel import col, select

from microinf_desktop.domain.contracts import AllowlistingTerms, ContractData, RightsStart, contract_json
from microinf_desktop.domain.deliverables import DeliverableDraft
from microinf_desktop.domain.enums import DeliverableKind, Platform
from microinf_desktop.domain.money import Money
from microinf_desktop.queries.contracts import contract_data
from microinf_desktop.services import deliverables, reviews
from microinf_desktop.services.rights import rights_from_contract
from microinf_desktop.services.rights_catch_up import catch_up
from microinf_desktop.services.rights_starts import follow_events
from microinf_desktop.storage import attachments, changelog
from microinf_desktop.storage.tables import Asset, Contract, ContractVersion, UsageRight
from microinf_desktop.storage.workspace import Workspace
from tests.builders import TODAY, Deal, a_contract, a_deal, a_deliverable, an_agency

NUMBERS = {"licence": "9", "allowlisting": "10"}
LIVE = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)


@pytest.fixture
def deal(workspace: Workspace) -> Deal:
    with workspace.writing("Agency") as session:
        an_agency(session)
    return a_deal(workspace, campaign={"time_zone": "Europe/Berlin"}, deliverable={"state": "scheduled"})


def apply(workspace: Workspace, deal: Deal, state: str = "active", **changed: object) -> int:
    """Put the contract into a state and let the register follow; the contract's id."""
    with workspace.writing("Contract") as session:
        contract = session.exec(select(Contract).order_by(col(Contract.id))).first() or a_contract(
            session, deal.collaboration_id, signed_on=date(2026, 11, 2), countersigned_on=date(2026, 11, 4)
        )
        contract.state = state
        data: ContractData = contract_data(session, deal.collaboration_id, today=TODAY)
        usage = {key: changed.pop(key) for key in ("start", "renewal_price", "months") if key in changed}
        rights_from_contract(
            session, contract, replace(data, usage=replace(data.usage, **usage), **changed), NUMBERS, TODAY
        )
        return contract.id or 0


def rights(workspace: Workspace) -> list[UsageRight]:
    with workspace.reading() as session:
        return list(session.exec(select(UsageRight).order_by(col(UsageRight.id))))


def test_a_contract_grants_what_its_clauses_say_and_only_once(workspace: Workspace, deal: Deal) -> None:
    ads = AllowlistingTerms((Platform.TIKTOK,), 60, fee=Money(20_000, "EUR"), may_edit=True)
    for _ in range(2):
        contract_id = apply(workspace, deal, "sent", allowlisting=ads, renewal_price=Money(30_000, "EUR"))
    licence, account = rights(workspace)
    assert (licence.kind, licence.media, licence.territories, licence.months, licence.clause) == (
        "organic_repost", ["Instagram"], ["DE", "AT"], 6, "9"
    )
    assert (licence.starts_with, licence.starts_on, licence.renewal_price_minor) == ("publication", None, 30_000)
    assert (account.kind, account.platforms, account.days, account.fee_minor, account.clause) == (
        "allowlisting", ["tiktok"], 60, 20_000, "10"
    )
    assert {licence.contract_id, account.contract_id} == {contract_id}


def test_the_term_runs_from_the_day_the_post_is_live_in_the_zone_of_the_campaign(
    workspace: Workspace, deal: Deal
) -> None:
    apply(workspace, deal)
    reviews.publish(workspace, deal.deliverable_id, "https://example.com/p/1", LIVE)
    (right,) = rights(workspace)
    assert (right.asset_id, right.starts_on, right.ends_on) == (None, date(2026, 11, 21), date(2027, 5, 20))
    changelog.undo(workspace)
    assert rights(workspace)[0].starts_on is None


def test_each_post_of_a_deal_has_a_term_of_its_own(workspace: Workspace, deal: Deal) -> None:
    with workspace.writing("Second post") as session:
        second = a_deliverable(session, deal.campaign_id, deal.collaboration_id, state="scheduled").id or 0
    apply(workspace, deal)
    reviews.publish(workspace, deal.deliverable_id, "https://example.com/p/1", LIVE)
    waiting, begun = rights(workspace)
    assert (waiting.asset_id, waiting.starts_on) == (None, None)
    assert (begun.starts_on, begun.ends_on) == (date(2026, 11, 21), date(2027, 5, 20))
    reviews.publish(workspace, second, "https://example.com/p/2", datetime(2026, 12, 1, 9, tzinfo=UTC))
    last, first = rights(workspace)
    with workspace.reading() as session:
        posts = {session.get_one(Asset, one.asset_id).deliverable_id: one.ends_on for one in (first, last)}
    assert posts == {deal.deliverable_id: date(2027, 5, 20), second: date(2027, 5, 31)}
    apply(workspace, deal)
    assert [one.ends_on for one in rights(workspace)] == [last.ends_on, first.ends_on]


def test_a_post_that_is_agreed_on_later_does_not_begin_with_the_first(workspace: Workspace, deal: Deal) -> None:
    apply(workspace, deal)
    reviews.publish(workspace, deal.deliverable_id, "https://example.com/p/1", LIVE)
    (whole,) = rights(workspace)
    assert whole.asset_id is None
    later = DeliverableDraft(deal.collaboration_id, DeliverableKind.REEL, Platform.INSTAGRAM, "Second")
    deliverables.save_deliverable(workspace, later)
    first, second = rights(workspace)
    assert (first.id, first.asset_id is None, first.ends_on) == (whole.id, False, whole.ends_on)
    assert (second.asset_id, second.starts_on) == (None, None)


def test_signature_means_the_signature_of_both(workspace: Workspace, deal: Deal) -> None:
    apply(workspace, deal, "signed", start=RightsStart.SIGNATURE)
    assert rights(workspace)[0].starts_on is None
    apply(workspace, deal, "countersigned", start=RightsStart.SIGNATURE)
    assert (rights(workspace)[0].starts_on, rights(workspace)[0].ends_on) == (date(2026, 11, 4), date(2027, 5, 3))


def test_a_termination_takes_back_only_what_has_not_begun(workspace: Workspace, deal: Deal) -> None:
    apply(workspace, deal)
    apply(workspace, deal, "terminated")
    assert rights(workspace) == []
    apply(workspace, deal)
    reviews.publish(workspace, deal.deliverable_id, "https://example.com/p/1", LIVE)
    apply(workspace, deal, "terminated")
    assert [(one.starts_on, one.withdrawn_on) for one in rights(workspace)] == [(date(2026, 11, 21), None)]


def test_an_amendment_changes_the_rights_of_its_agreement_once_it_is_signed(workspace: Workspace, deal: Deal) -> None:
    agreement = apply(workspace, deal)
    reviews.publish(workspace, deal.deliverable_id, "https://example.com/p/1", LIVE)
    with workspace.writing("Amend") as session:
        amendment = a_contract(session, deal.collaboration_id, kind="amendment", amends_id=agreement, state="sent")
        data = contract_data(session, deal.collaboration_id, today=TODAY)
        longer = replace(data, usage=replace(data.usage, months=12))
        rights_from_contract(session, amendment, longer, NUMBERS, TODAY)
    assert rights(workspace)[0].ends_on == date(2027, 5, 20)
    with workspace.writing("Sign") as session:
        row = session.get_one(Contract, amendment.id)
        row.state = "countersigned"
        rights_from_contract(session, row, longer, NUMBERS, TODAY)
    (right,) = rights(workspace)
    assert (right.ends_on, right.contract_id) == (date(2027, 11, 20), amendment.id)


def test_all_rights_of_the_client_are_everywhere_and_for_ever_from_delivery(workspace: Workspace, deal: Deal) -> None:
    apply(workspace, deal, parameters=(("ownership", "client"),))
    (right,) = rights(workspace)
    assert (right.kind, right.media, right.territories, right.is_perpetual, right.starts_with) == (
        "full", ["all media"], ["worldwide"], True, "delivery"
    )
    with workspace.writing("Again") as session:
        follow_events(session, [deal.collaboration_id])
    assert rights(workspace)[0].starts_on is None


def test_contracts_from_before_the_register_are_read_once(workspace: Workspace, deal: Deal) -> None:
    with workspace.writing("Issued long ago") as session:
        contract = a_contract(session, deal.collaboration_id, state="active", signed_on=TODAY, countersigned_on=TODAY)
        data = contract_data(session, deal.collaboration_id, today=TODAY)
        session.add(ContractVersion(
            contract_id=contract.id, version=1, data=contract_json(data), data_sha256="0", program_version="0.1",
            attachment_id=attachments.store(workspace.folder, session, b"%PDF-1", "old.pdf"), issued_at=LIVE,
        ))
        a_contract(session, deal.collaboration_id, state="draft")
    assert catch_up(workspace, TODAY) == 1
    assert [(one.contract_id, one.media) for one in rights(workspace)] == [(contract.id, ["Instagram"])]
    assert catch_up(workspace, TODAY) == 0
