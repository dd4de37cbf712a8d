"""Rights by hand, renewals with what they extend and cost, and the content library."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlmodel import col, select

from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.domain.money import Money
from microinf_desktop.domain.rights import AssetDraft, AssetKind, RenewalDraft, RightDraft, RightKind, StartEvent
from microinf_desktop.queries import assets as library
from microinf_desktop.queries import rights as queries
from microinf_desktop.services import assets, drafts, right_renewals, rights
from microinf_desktop.services.rights_starts import follow_events
from microinf_desktop.storage import attachments, changelog
from microinf_desktop.storage.tables import Asset, Attachment, Deliverable, Payment, RightRenewal, UsageRight
from microinf_desktop.storage.workspace import Workspace
from tests.builders import NOW, TODAY, Deal, a_contract, a_deal, a_deliverable

PDF = b"%PDF-1.4 offer"


@pytest.fixture
def deal(workspace: Workspace) -> Deal:
    workspace.person_name = "Ida Lund"
    return a_deal(workspace)


def draft(deal: Deal, **fields: object) -> RightDraft:
    sound = RightDraft(
        deal.collaboration_id, None, RightKind.PAID, ("Instagram",), ("DE",), starts_on=date(2026, 10, 1), months=3,
        fee_minor=60_000, code=" ", notes=" by mail ",
    )
    return replace(sound, **fields)


def stored(workspace: Workspace, right_id: int) -> UsageRight:
    with workspace.reading() as session:
        return session.get_one(UsageRight, right_id)


def test_a_right_is_added_edited_withdrawn_and_deleted(workspace: Workspace, deal: Deal) -> None:
    right_id = rights.save_right(workspace, draft(deal))
    row = stored(workspace, right_id)
    assert (row.source, row.starts_on, row.ends_on) == ("typed", date(2026, 10, 1), date(2026, 12, 31))
    assert row.notes == "by mail"
    rights.save_right(workspace, draft(deal, months=None, days=10), right_id)
    assert stored(workspace, right_id).ends_on == date(2026, 10, 10)
    with pytest.raises(ValidationError, match="Nobody will know"):
        rights.withdraw_rights(workspace, [right_id], TODAY, " ")
    rights.withdraw_rights(workspace, [right_id], TODAY, "Asked to stop")
    assert stored(workspace, right_id).withdrawal_reason == "Asked to stop"
    changelog.undo(workspace)
    assert stored(workspace, right_id).withdrawn_on is None
    rights.delete_rights(workspace, [right_id])
    with pytest.raises(KnownError, match="deleted meanwhile"):
        rights.begin_rights(workspace, [right_id], TODAY)
    with pytest.raises(ValidationError, match="territory"):
        rights.save_right(workspace, draft(deal, territories=()))


def test_what_a_contract_grants_stays_as_it_says(workspace: Workspace, deal: Deal) -> None:
    with workspace.writing("Contract") as session:
        contract = a_contract(session, deal.collaboration_id, state="active")
        row = UsageRight(collaboration_id=deal.collaboration_id, kind="allowlisting", contract_id=contract.id, days=30,
                         platforms=["tiktok"], starts_with="access")
        session.add(row)
        session.flush()
    right_id = row.id or 0
    rights.save_right(workspace, draft(deal, code="#x1", starts_on=TODAY, days=90), right_id)
    saved = stored(workspace, right_id)
    assert (saved.code, saved.kind, saved.days, saved.ends_on) == ("#x1", "allowlisting", 30, date(2026, 12, 23))
    with pytest.raises(KnownError, match="a contract grants"):
        rights.delete_rights(workspace, [right_id])


def test_a_typed_right_begins_with_its_post(workspace: Workspace, deal: Deal) -> None:
    right_id = rights.save_right(workspace, draft(deal, starts_with=StartEvent.PUBLICATION, starts_on=None))
    assert stored(workspace, right_id).ends_on is None
    with workspace.writing("Live") as session:
        session.get_one(Deliverable, deal.deliverable_id).published_at = datetime(2026, 11, 20, 9, tzinfo=UTC)
        follow_events(session, [deal.collaboration_id])
    assert stored(workspace, right_id).ends_on == date(2027, 2, 19)


# Renewals ---------------------------------------------------------------------------------------------------------

def test_an_accepted_offer_extends_the_right_and_plans_its_payment(workspace: Workspace, deal: Deal) -> None:
    right_id = rights.save_right(workspace, draft(deal))
    (offer_id,) = right_renewals.offer_renewals(
        workspace, {right_id: RenewalDraft(3, 60_000, date(2026, 12, 15))}, {right_id: ("RN-2026-0009", PDF)},
        today=TODAY,
    )
    with workspace.reading() as session:
        (row,) = queries.rows(session, [right_id], TODAY)
        (offer,) = queries.renewals(session, right_id)
        assert (row.offer, offer.price, offer.number) == (offer.price, Money(60_000, "EUR"), "RN-2026-0009")
        assert attachments.read(workspace.folder, offer.sha256) == PDF
        assert right_renewals.proposed_number(session, TODAY) == "RN-2026-0010"
    assert right_renewals.accept_renewals(workspace, [offer_id], TODAY) == [right_id]
    assert stored(workspace, right_id).ends_on == date(2027, 3, 31)
    with workspace.reading() as session:
        payment = session.exec(select(Payment)).one()
    assert (payment.amount_minor, payment.state, payment.due_on) == (60_000, "due", date(2026, 12, 24))
    with pytest.raises(KnownError, match="decided already"):
        right_renewals.decline_renewals(workspace, [offer_id])
    rights.save_right(workspace, draft(deal, notes="typo"), right_id)
    assert stored(workspace, right_id).ends_on == date(2027, 3, 31)  # an edit keeps what was renewed
    changelog.undo(workspace)
    changelog.undo(workspace)
    assert stored(workspace, right_id).ends_on == date(2026, 12, 31)
    with workspace.reading() as session:
        assert session.exec(select(Payment)).all() == []


def test_a_right_that_is_over_is_not_stretched_over_the_gap(workspace: Workspace, deal: Deal) -> None:
    right_id = rights.save_right(workspace, draft(deal, months=1))
    (offer_id,) = right_renewals.offer_renewals(workspace, {right_id: RenewalDraft(2, 0)}, today=TODAY)
    (again,) = right_renewals.accept_renewals(workspace, [offer_id], TODAY)
    assert stored(workspace, right_id).ends_on == date(2026, 10, 31)
    row = stored(workspace, again)
    assert (row.starts_on, row.ends_on, row.media) == (TODAY, date(2027, 1, 23), ["Instagram"])
    rights.save_right(workspace, draft(deal, months=1, notes="typo"), right_id)
    assert stored(workspace, right_id).ends_on == date(2026, 10, 31)  # an edit does not close the gap either
    with workspace.reading() as session:
        assert session.exec(select(Payment)).all() == []  # nothing was asked for


def test_several_offers_are_one_step_and_a_new_one_replaces_an_open_one(workspace: Workspace, deal: Deal) -> None:
    first, second = (rights.save_right(workspace, draft(deal)) for _ in range(2))
    right_renewals.offer_renewals(workspace, {first: RenewalDraft(1, 100), second: RenewalDraft(1, 100)}, today=TODAY)
    right_renewals.offer_renewals(workspace, {first: RenewalDraft(2, 100)}, today=TODAY)
    with workspace.reading() as session:
        found = session.exec(select(RightRenewal).order_by(col(RightRenewal.id))).all()
    assert [(one.usage_right_id, one.state, one.number) for one in found] == [
        (first, "declined", "RN-2026-0001"), (second, "offered", "RN-2026-0002"), (first, "offered", "RN-2026-0003")
    ]
    waiting = rights.save_right(workspace, draft(deal, starts_with=StartEvent.DELIVERY, starts_on=None))
    with pytest.raises(KnownError, match="has not begun"):
        right_renewals.offer_renewals(workspace, {waiting: RenewalDraft(1, 1)}, today=TODAY)


# Library ----------------------------------------------------------------------------------------------------------

def test_files_are_taken_in_once_and_fill_the_place_of_their_post(
    workspace: Workspace, deal: Deal, tmp_path: Path
) -> None:
    picture, clip = tmp_path / "mug.png", tmp_path / "clip.mp4"
    picture.write_bytes(b"\x89PNG picture")
    clip.write_bytes(b"clip")
    with workspace.writing("Post") as session:
        post = Asset(collaboration_id=deal.collaboration_id, deliverable_id=deal.deliverable_id, title="Reel",
                     added_at=NOW)
        session.add(post)
        session.flush()
    for paths, number in (([picture, clip], 2), ([picture], 0)):
        assert assets.add_files(workspace, deal.collaboration_id, paths, deal.deliverable_id) == number
    with workspace.reading() as session:
        rows = sorted(library.rows(session, library.ids(session), TODAY), key=lambda row: row.id)
    assert [(row.title, row.kind, row.file_name) for row in rows] == [
        ("Reel", AssetKind.PHOTO, "mug.png"), ("clip", AssetKind.VIDEO, "clip.mp4")
    ]


def test_files_of_drafts_are_taken_in_and_linked(workspace: Workspace, deal: Deal, tmp_path: Path) -> None:
    paper = tmp_path / "script.pdf"
    paper.write_bytes(PDF)
    drafts.add_files(workspace, deal.deliverable_id, [paper], today=TODAY)
    with workspace.reading() as session:
        found = library.offered(session, deal.campaign_id)
        assert library.offered(session, deal.campaign_id, proofs=True) == []
    assert assets.take_in(workspace, found) == 1
    with workspace.reading() as session:
        assert library.offered(session) == []
        (row,) = library.rows(session, library.ids(session), TODAY)
        other = a_deal(workspace)
    assert (row.title, row.kind, row.deliverable_id) == ("script", AssetKind.TEXT, deal.deliverable_id)
    with pytest.raises(ValidationError, match="another deal"):
        assets.link_assets(workspace, [row.id], other.deliverable_id)
    with workspace.writing("Second") as session:
        second = a_deliverable(session, deal.campaign_id, deal.collaboration_id).id
    assets.save_asset(workspace, row.id, AssetDraft("Script", AssetKind.TEXT, second))
    rights.save_right(workspace, draft(deal, asset_id=row.id))
    with pytest.raises(KnownError, match="has usage rights"):
        assets.delete_assets(workspace, [row.id])
    assets.shelve_assets(workspace, [row.id])
    with workspace.reading() as session:
        assert library.count(session) == 0
        assert session.exec(select(Attachment)).one().file_name == "script.pdf"
