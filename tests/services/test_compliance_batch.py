"""The disclosure check over many deliverables: what is recorded, what is left out, and what cancelling leaves."""

from datetime import timedelta

import pytest
from sqlmodel import select

from microinf_desktop.domain.compliance import ComplianceFilter, Phase
from microinf_desktop.domain.enums import Verdict
from microinf_desktop.domain.errors import Cancelled
from microinf_desktop.domain.tasks import CancelToken
from microinf_desktop.interchange.packs import load_packs
from microinf_desktop.queries import compliance as queries
from microinf_desktop.queries.compliance_post import jurisdictions_for, post_for, posts_for
from microinf_desktop.services.compliance import run_check
from microinf_desktop.services.compliance_batch import check_batch
from microinf_desktop.storage import changelog
from microinf_desktop.storage.tables import Deliverable, DisclosureCheck, Draft, Step
from microinf_desktop.storage.workspace import Workspace
from tests.builders import CAPTION, NOW, TODAY, Deal, a_deal, a_draft

PAID = {"compensation_model": "flat_fee", "relationship": "paid"}
BAD = "#spon Two quiet minutes with the Winter Blend by @tarnwicktea."
LATER = NOW + timedelta(hours=2)


@pytest.fixture
def deals(workspace: Workspace) -> dict[str, Deal]:
    """Good, bad, without a draft, without a country."""
    workspace.person_name = "Ida Lund"
    made = {name: a_deal(workspace, collaboration=PAID) for name in ("good", "bad", "empty")}
    made["nowhere"] = a_deal(workspace, collaboration=PAID, campaign={"jurisdictions": []})
    with workspace.writing("Drafts") as session:
        for name, deal in made.items():
            if name != "empty":
                a_draft(session, deal.deliverable_id, caption=BAD if name == "bad" else CAPTION,
                        platform_label_used=name != "bad")
    return made


def recorded(workspace: Workspace) -> list[DisclosureCheck]:
    with workspace.reading() as session:
        return list(session.exec(select(DisclosureCheck)).all())


def test_it_says_and_records_what_single_checks_would(workspace: Workspace, deals: dict[str, Deal]) -> None:
    summary = check_batch(workspace, ComplianceFilter(), load_packs(), now=NOW)
    assert summary.counts == {Verdict.PASS: 1, Verdict.FAIL: 1}
    assert (summary.checked, summary.without_draft, summary.without_country) == (2, 1, 1)
    batch = {(row.deliverable_id, row.jurisdiction): row for row in recorded(workspace)}
    assert set(batch) == {(deals[name].deliverable_id, area) for name in ("good", "bad") for area in ("UK", "US")}
    for name, verdict in (("good", "pass"), ("bad", "fail"), ("empty", "not_checked")):
        with workspace.reading() as session:
            assert session.get_one(Deliverable, deals[name].deliverable_id).verdict == verdict
            standing = queries.standing(session, deals[name].deliverable_id)
        assert standing is not None
        assert standing.verdict == verdict
    row = batch[deals["bad"].deliverable_id, "UK"]
    assert (row.checked_by, row.checked_at, row.draft_number, row.caption) == ("Ida Lund", NOW, 1, BAD)
    # A single check right after finds everything on record already, to the letter.
    run_check(workspace, deals["bad"].deliverable_id, load_packs(), now=LATER)
    assert len(recorded(workspace)) == 4


def test_one_step_and_the_same_outcome_adds_nothing(workspace: Workspace, deals: dict[str, Deal]) -> None:
    run_check(workspace, deals["good"].deliverable_id, load_packs(), now=NOW)
    check_batch(workspace, ComplianceFilter(), load_packs(), now=LATER)
    assert len(recorded(workspace)) == 4
    with workspace.reading() as session:
        labels = list(session.exec(select(Step.label)).all())
    assert labels[-1] == "Check disclosure of 2 deliverables"
    check_batch(workspace, ComplianceFilter(), load_packs(), now=LATER + timedelta(hours=1))
    assert len(recorded(workspace)) == 4
    with workspace.reading() as session:
        assert len(session.exec(select(Step)).all()) == len(labels), "a batch that finds nothing new leaves no step"


def test_undo_takes_the_verdicts_back_and_keeps_the_record(workspace: Workspace, deals: dict[str, Deal]) -> None:
    check_batch(workspace, ComplianceFilter(), load_packs(), now=NOW)
    changelog.undo(workspace)
    with workspace.reading() as session:
        assert session.get_one(Deliverable, deals["bad"].deliverable_id).verdict == "not_checked"
    assert len(recorded(workspace)) == 4


@pytest.mark.parametrize("key", ["campaign_id", "client_id"])
def test_only_what_the_filter_finds_is_checked(workspace: Workspace, deals: dict[str, Deal], key: str) -> None:
    wanted = ComplianceFilter(**{key: getattr(deals["bad"], key)})  # type: ignore[arg-type]
    summary = check_batch(workspace, wanted, load_packs(), now=NOW)
    assert summary.counts == {Verdict.FAIL: 1}
    assert {row.deliverable_id for row in recorded(workspace)} == {deals["bad"].deliverable_id}


def test_cancelling_records_nothing(workspace: Workspace, deals: dict[str, Deal]) -> None:
    token = CancelToken()
    reported: list[tuple[int, int | None]] = []

    def progress(done: int, total: int | None, text: str = "") -> None:
        reported.append((done, total))
        token.cancel()

    with pytest.raises(Cancelled):
        check_batch(workspace, ComplianceFilter(), load_packs(), now=NOW, progress=progress, token=token)
    assert reported == [(4, 4)]
    assert recorded(workspace) == []
    with workspace.reading() as session:
        assert session.get_one(Deliverable, deals["bad"].deliverable_id).verdict == "not_checked"


def test_what_was_seen_online_stands(workspace: Workspace, deals: dict[str, Deal]) -> None:
    run_check(workspace, deals["good"].deliverable_id, load_packs(), now=LATER, phase=Phase.LIVE, caption=BAD,
              platform_label_used=False)
    summary = check_batch(workspace, ComplianceFilter(), load_packs(), now=LATER + timedelta(hours=1))
    assert summary.seen_live == 1
    with workspace.reading() as session:
        assert session.get_one(Deliverable, deals["good"].deliverable_id).verdict == "fail"


def test_a_draft_that_came_meanwhile_is_not_judged_by_the_old_one(
    workspace: Workspace, deals: dict[str, Deal]
) -> None:
    def progress(done: int, total: int | None, text: str = "") -> None:
        with workspace.writing("Another draft") as session:
            session.add(Draft(deliverable_id=deals["bad"].deliverable_id, number=2, caption=CAPTION, received_at=LATER))

    summary = check_batch(workspace, ComplianceFilter(), load_packs(), now=NOW, progress=progress)
    assert (summary.changed, summary.counts) == (1, {Verdict.PASS: 1})
    assert {row.deliverable_id for row in recorded(workspace)} == {deals["good"].deliverable_id}


def test_posts_are_the_same_one_by_one_and_together(workspace: Workspace, deals: dict[str, Deal]) -> None:
    ids = [deal.deliverable_id for deal in deals.values()]
    with workspace.reading() as session:
        together = posts_for(session, ids, on=TODAY)
        assert set(together) == {deals[name].deliverable_id for name in ("good", "bad", "nowhere")}
        for key, one in together.items():
            assert one.post == post_for(session, key, on=TODAY)
            assert one.jurisdictions == jurisdictions_for(session, key)
