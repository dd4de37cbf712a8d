"""Conflicts as they are stored: deals, issued contracts in their place, and both directions of a breach."""

from datetime import date, timedelta

from sqlmodel import select

from microinf_desktop.domain.contract_terms import ExclusivityTerms
from microinf_desktop.domain.enums import Platform
from microinf_desktop.queries import exclusivity
from microinf_desktop.queries.contract_data import contract_data
from microinf_desktop.services.exclusivity import store_window
from microinf_desktop.storage.tables import Contract, ExclusivityWindow
from microinf_desktop.storage.workspace import Workspace
from tests.builders import TODAY, Deal, a_collaboration, a_contract, a_deal

UNTIL = date(2027, 3, 14)


def tea_deal(workspace: Workspace, **terms: object) -> Deal:
    return a_deal(
        workspace, influencer={"name": "Klara"}, client={"name": "Tarnwick", "category": "Tea"},
        campaign={"name": "Winter"},
        collaboration={"exclusivity_category": "tea", "exclusivity_days_after": 114, **terms},
    )


def rival(
    workspace: Workspace, influencer_id: int | None = None, client: str = "Kettle & Leaf", **campaign: object
) -> Deal:
    deal = a_deal(workspace, client={"name": client, "category": "Tea"}, campaign={
        "name": "Spring", "go_live_on": TODAY + timedelta(20), "ends_on": TODAY + timedelta(40), **campaign})
    if influencer_id is not None:
        with workspace.writing("Add") as session:
            a_collaboration(session, deal.campaign_id, influencer_id)
    return deal


def issue(workspace: Workspace, deal: Deal, state: str, ends_on: date, clause: str = "9") -> int:
    with workspace.writing("Issue") as session:
        contract = a_contract(session, deal.collaboration_id, state=state, number=f"C-{state}-{ends_on:%m%d}")
        data = contract_data(session, deal.collaboration_id, today=TODAY)
        terms = ExclusivityTerms(category="tea", platforms=(Platform.INSTAGRAM,), starts_on=TODAY, ends_on=ends_on)
        store_window(session, contract, _with(data, terms), clause)
        return contract.id or 0


def _with(data, terms):  # type: ignore[no-untyped-def]
    from dataclasses import replace

    return replace(data, exclusivity=terms)


def test_adding_somebody_who_is_bound_is_found_before(workspace: Workspace) -> None:
    deal, other = tea_deal(workspace), rival(workspace)
    with workspace.reading() as session:
        found = exclusivity.if_added(session, [deal.influencer_id], other.campaign_id, TODAY)
        own = exclusivity.if_added(session, [deal.influencer_id], deal.campaign_id, TODAY)
    assert [str(one.binding) for one in found[deal.influencer_id]] == [
        "Bound to Tarnwick (Winter) for tea from 20 Nov 2026 until 14 Mar 2027; free from 15 Mar 2027."]
    assert own == {}


def test_the_issued_contract_counts_as_it_was_issued(workspace: Workspace) -> None:
    deal, other = tea_deal(workspace), rival(workspace)
    issue(workspace, deal, "sent", UNTIL + timedelta(10), "8")
    with workspace.reading() as session:
        held = exclusivity.bindings(session, [deal.influencer_id], TODAY)[deal.influencer_id]
        assert [(one.clause, one.is_signed) for one in held] == [("8", False), ("", True)], "not signed, not settled"
    issue(workspace, deal, "signed", UNTIL, "9")
    with workspace.reading() as session:
        found = exclusivity.if_added(session, [deal.influencer_id], other.campaign_id, TODAY)[deal.influencer_id]
    assert [one.binding.where_said for one in found] == ["clause 9 of C-signed-0314"]
    assert "tiktok" in found[0].free
    assert "instagram" not in found[0].free


def test_a_window_follows_its_contract(workspace: Workspace) -> None:
    deal = tea_deal(workspace)
    contract = issue(workspace, deal, "signed", UNTIL)
    with workspace.writing("Issue again") as session:
        row = session.get(Contract, contract)
        assert row is not None
        store_window(session, row, _with(contract_data(session, deal.collaboration_id, today=TODAY), None))
    with workspace.reading() as session:
        assert session.exec(select(ExclusivityWindow)).all() == []
    with workspace.writing("Terminate") as session:
        session.get_one(Contract, contract).state = "terminated"
    with workspace.reading() as session:
        held = exclusivity.bindings(session, [deal.influencer_id], TODAY)[deal.influencer_id]
    assert [one.contract for one in held] == [""], "without a contract the deal speaks"


def test_both_deals_show_the_breach_and_dates_can_end_it(workspace: Workspace) -> None:
    deal = tea_deal(workspace)
    other = rival(workspace, deal.influencer_id)
    with workspace.reading() as session:
        here = exclusivity.of_deals(session, TODAY, campaign_id=other.campaign_id)
        there = exclusivity.of_deals(session, TODAY, collaboration_ids=[deal.collaboration_id])
    assert [len(one.against) for one in here.values()] == [1]
    assert [one.name for one in here.values()] == ["Klara"]
    assert [hit.work.client for hit in there[deal.collaboration_id].broken] == ["Kettle & Leaf"]
    late = rival(workspace, deal.influencer_id, "Rooibos House", go_live_on=UNTIL + timedelta(1), ends_on=None)
    with workspace.reading() as session:
        assert exclusivity.of_deals(session, TODAY, campaign_id=late.campaign_id) == {}


def test_a_contract_that_breaks_an_exclusivity_is_a_risk_that_needs_a_reason(workspace: Workspace) -> None:
    deal = tea_deal(workspace)
    other = rival(workspace, deal.influencer_id)
    with workspace.reading() as session:
        theirs = next(iter(exclusivity.of_deals(session, TODAY, campaign_id=other.campaign_id)))
        found = exclusivity.contract_findings(session, theirs, TODAY)
        assert exclusivity.contract_findings(session, other.collaboration_id, TODAY) == [], "another creator is free"
    assert [(one.check_id, one.severity.value) for one in found] == [("EXC-01", "warn")]
    assert "Bound to Tarnwick (Winter) for tea" in found[0].message
    assert found[0].fix.startswith("Free from 15 Mar 2027 on")
