"""What happens to a contract after it was issued: changes, reminders, copies, endings, amendments, batches."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfWriter
from sqlmodel import select

from microinf_desktop import papers
from microinf_desktop.domain.amending import Extension, lasting_longer, proposed_end, staying, value_groups
from microinf_desktop.domain.contract_life import ChangeDraft, ChangeState, ContractKind, MoveKind, NextStep
from microinf_desktop.domain.contract_options import ContractOptions
from microinf_desktop.domain.enums import ContractState
from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.domain.signed_copies import CopyVerdict
from microinf_desktop.domain.tasks import CancelToken
from microinf_desktop.queries import contract_life as life
from microinf_desktop.queries import contracts as queries
from microinf_desktop.queries.contract_endings import ending
from microinf_desktop.queries.contracts import ContractRow
from microinf_desktop.services import contract_batch, contract_changes, contract_endings, contracts
from microinf_desktop.services.contract_copies import check_copy
from microinf_desktop.storage import attachments, changelog
from microinf_desktop.storage.tables import ChecklistItem, Collaboration, Contract, Deliverable, Payment, UsageRight
from microinf_desktop.storage.workspace import Workspace
from tests.builders import TODAY, Deal, a_deal, an_agency

C = ContractState
OPTIONS = ContractOptions(creator_vat_note="small business, no VAT number")


@pytest.fixture
def deal(workspace: Workspace) -> Deal:
    workspace.person_name = "Ida Lund"
    with workspace.writing("Agency") as session:
        an_agency(session)
    return a_deal(workspace)


@pytest.fixture
def sent(workspace: Workspace, deal: Deal) -> int:
    """A contract whose first version went out ten days ago."""
    contract_id = contracts.create_contract(workspace, deal.collaboration_id, options=OPTIONS, today=TODAY)
    papers.issue_contract(workspace, contract_id, TODAY)
    contracts.move_contract(workspace, contract_id, C.SENT, on=TODAY - timedelta(10), today=TODAY)
    return contract_id


def row(workspace: Workspace, contract_id: int) -> ContractRow:
    with workspace.reading() as session:
        return queries.rows(session, [contract_id])[0]


def signed_by_both(workspace: Workspace, contract_id: int) -> None:
    contracts.move_contract(workspace, contract_id, C.SIGNED, today=TODAY)
    contracts.move_contract(workspace, contract_id, C.COUNTERSIGNED, today=TODAY)


def read(workspace: Workspace, query: Callable[..., object], *args: object) -> object:
    with workspace.reading() as session:
        return query(session, *args)


def test_issuing_keeps_wording_and_clause_numbers_and_sets_the_last_day(workspace: Workspace, sent: int) -> None:
    with workspace.reading() as session:
        (version,) = queries.versions(session, sent)
        rights = session.exec(select(UsageRight).where(UsageRight.contract_id == sent)).all()
    assert "Creator agreement" in version.wording.splitlines()[0]
    assert '"term": "' in version.clause_numbers
    assert row(workspace, sent).expires_on == date(2027, 5, 20), "six months of use from 20 November"
    assert [right.clause for right in rights] != []


def test_every_move_is_on_record_with_its_reason(workspace: Workspace, sent: int) -> None:
    signed_by_both(workspace, sent)
    log = read(workspace, life.moves, sent)
    assert [(one.from_state, one.to_state, one.moved_by) for one in log] == [
        (C.COUNTERSIGNED, C.ACTIVE, ""), (C.SIGNED, C.COUNTERSIGNED, "Ida Lund"), (C.SENT, C.SIGNED, "Ida Lund"),
        (C.DRAFT, C.SENT, "Ida Lund"),
    ]
    changelog.undo(workspace)
    assert row(workspace, sent).state is C.SIGNED
    assert len(read(workspace, life.moves, sent)) == 2, "what was undone did not happen"


def test_payments_are_planned_at_the_signature(workspace: Workspace, deal: Deal, sent: int) -> None:
    with workspace.reading() as session:
        assert len(session.exec(select(Payment)).all()) == 0
    contracts.move_contract(workspace, sent, C.SIGNED, today=TODAY)
    with workspace.reading() as session:
        (payment,) = session.exec(select(Payment)).all()
    assert (payment.amount_minor, payment.milestone, payment.state) == (90_000, "live", "not_due")


def test_obligations_become_dated_checks_at_the_signature(workspace: Workspace, deal: Deal, sent: int) -> None:
    def checks() -> dict[str, date | None]:
        with workspace.reading() as session:
            found = session.exec(select(ChecklistItem).where(ChecklistItem.source == "contract")).all()
        return {item.text: item.due_on for item in found}

    assert "Insights are due from the creator" not in checks()
    contracts.move_contract(workspace, sent, C.SIGNED, today=TODAY)
    assert checks()["Insights are due from the creator"] == date(2026, 11, 27)
    assert "Usage rights end: stop using the content or renew" in checks()
    contracts.move_contract(workspace, sent, C.SENT, today=TODAY)
    assert "Insights are due from the creator" not in checks()


def test_changes_are_asked_for_answered_and_priced(workspace: Workspace, deal: Deal, sent: int) -> None:
    draft = ChangeDraft("Only three months", TODAY, clause="licence", asked_by="Klara", price_minor=15_000)
    with pytest.raises(ValidationError, match="wish is empty"):
        contract_changes.ask_change(workspace, sent, replace(draft, wish=" "), today=TODAY)
    with pytest.raises(ValidationError, match="lies in the future"):
        contract_changes.ask_change(workspace, sent, replace(draft, asked_on=TODAY + timedelta(1)), today=TODAY)
    first = contract_changes.ask_change(workspace, sent, draft, today=TODAY)
    second = contract_changes.ask_change(workspace, sent, replace(draft, wish="More money"), today=TODAY)
    found = row(workspace, sent)
    assert (found.state, found.open_changes, found.next_step(TODAY)) == (C.CHANGES, 2, NextStep.ANSWER)
    assert read(workspace, life.moves, sent)[0].note == "Only three months"
    contract_changes.decide_change(workspace, first, ChangeState.ACCEPTED, today=TODAY)
    with pytest.raises(ValidationError, match="needs an answer"):
        contract_changes.decide_change(workspace, second, ChangeState.DECLINED)
    contract_changes.decide_change(workspace, second, ChangeState.DECLINED, "The budget is spent", today=TODAY)
    with pytest.raises(KnownError, match="is decided"):
        contract_changes.edit_change(workspace, second, draft)
    listed = read(workspace, life.changes, sent)
    assert [str(amount.decimal) for amount in life.change_prices(listed, ChangeState.ACCEPTED)] == ["150.00"]
    found = row(workspace, sent)
    assert (found.open_changes, found.accepted_changes, found.next_step(TODAY)) == (0, 1, NextStep.ISSUE)
    (asked, _) = read(workspace, life.asked_by_creator, deal.influencer_id)
    assert asked.number == found.number
    contracts.move_contract(workspace, sent, C.SENT, today=TODAY)
    signed_by_both(workspace, sent)
    with pytest.raises(KnownError, match="Agree on an amendment"):
        contract_changes.ask_change(workspace, sent, draft, today=TODAY)


def test_a_reminder_puts_the_next_one_off(workspace: Workspace, sent: int) -> None:
    assert row(workspace, sent).next_step(TODAY) is NextStep.REMIND
    assert row(workspace, sent).days_waiting(TODAY) == 10
    contract_changes.remind(workspace, sent, "by e-mail")
    found = row(workspace, sent)
    assert found.reminded_on is not None
    assert found.next_step(found.reminded_on) is NextStep.WAIT
    assert read(workspace, life.moves, sent)[0].kind is MoveKind.REMINDER
    signed_by_both(workspace, sent)
    with pytest.raises(KnownError, match="no signature is waited for"):
        contract_changes.remind(workspace, sent)


def test_versions_are_compared_word_by_word_also_without_stored_wording(
    workspace: Workspace, deal: Deal, sent: int
) -> None:
    contract_changes.ask_change(workspace, sent, ChangeDraft("Only three months", TODAY), today=TODAY)
    with workspace.writing("Three months") as session:
        session.get_one(Collaboration, deal.collaboration_id).usage_months = 3
    papers.issue_contract(workspace, sent, TODAY)
    with workspace.reading() as session:
        new, old = queries.versions(session, sent)
        changed = life.issued_changes(session, sent)
    line = life.compare_versions(workspace.folder, old, new)
    words = {(str(piece.change), piece.text.strip()) for piece in line.found.pieces if piece.change != "kept"}
    assert ("removed", "6") in words or ("removed", "six") in words or ("removed", "6 months") in words
    assert not line.from_pdf
    from_pdf = life.compare_versions(workspace.folder, replace(old, wording=""), new)
    assert from_pdf.from_pdf
    assert 0 < sum(piece.change != "kept" for piece in from_pdf.found.pieces) < 40, "headers and footers are no changes"
    assert [(change.label, change.before, change.after) for change in changed] == [("Months", 6, 3)]
    assert row(workspace, sent).expires_on == date(2027, 2, 20), "the last day follows"


def test_a_copy_altered_in_one_word_is_caught(workspace: Workspace, deal: Deal, sent: int) -> None:
    with workspace.reading() as session:
        (version,) = queries.versions(session, sent)
    original = attachments.read(workspace.folder, version.sha256)
    contracts.attach_signed_copy(workspace, sent, original, "signed.pdf", today=TODAY)
    found = row(workspace, sent)
    assert (found.state, found.signed_check, found.has_copy) == (C.SIGNED, "same", True)
    with workspace.writing("Longer use") as session:
        session.get_one(Collaboration, deal.collaboration_id).usage_months = 96
    forged = papers.contract(workspace, deal.collaboration_id, today=TODAY)
    assert forged.content is not None
    altered = papers.contract_paper(replace(forged.data, version=1))[0]
    contracts.attach_signed_copy(workspace, sent, altered, "forged.pdf", today=TODAY)
    assert row(workspace, sent).next_step(TODAY) is NextStep.COMPARE
    check = check_copy(workspace, sent)
    assert check is not None
    assert check.verdict is CopyVerdict.DIFFERS
    assert any("96" in piece.text for piece in check.differing)
    contracts.attach_signed_copy(workspace, sent, b"\x89PNG scan", "scan.png", today=TODAY)
    assert row(workspace, sent).signed_check == "unreadable"


def test_a_locked_copy_is_refused_in_words(workspace: Workspace, sent: int) -> None:
    writer, made = PdfWriter(), BytesIO()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(made)
    with pytest.raises(KnownError, match="locked with a password"):
        contracts.attach_signed_copy(workspace, sent, made.getvalue(), "locked.pdf", today=TODAY)
    with pytest.raises(KnownError, match="damaged"):
        contracts.attach_signed_copy(workspace, sent, b"%PDF-1.7 torn", "torn.pdf", today=TODAY)
    assert row(workspace, sent).state is C.SENT


def test_a_termination_pays_what_the_ladder_says(workspace: Workspace, deal: Deal, sent: int) -> None:
    signed_by_both(workspace, sent)
    with workspace.writing("Draft came") as session:
        session.get_one(Deliverable, deal.deliverable_id).state = "draft_in"
    due = read(workspace, ending, sent)
    assert due.kill_fee is not None
    assert (due.kill_fee.owed.minor, due.kill_fee.left.minor) == (45_000, 45_000)
    with pytest.raises(ValidationError, match="needs a reason"):
        contract_endings.terminate(workspace, sent, " ", today=TODAY)
    payment_id = contract_endings.terminate(workspace, sent, "Product recalled", pays_kill_fee=True, today=TODAY)
    found = row(workspace, sent)
    assert (found.state, found.kill_fee_minor, found.ended_on, found.ending_reason) == (
        C.TERMINATED, 45_000, TODAY, "Product recalled")
    with workspace.reading() as session:
        payments = session.exec(select(Payment)).all()
    assert [(one.id, one.amount_minor, one.state) for one in payments] == [(payment_id, 45_000, "due")]
    changelog.undo(workspace)
    with workspace.reading() as session:
        assert [one.amount_minor for one in session.exec(select(Payment)).all()] == [90_000]
    assert row(workspace, sent).state is C.ACTIVE


def test_an_amendment_has_its_own_number_and_says_what_differs(workspace: Workspace, deal: Deal, sent: int) -> None:
    with pytest.raises(KnownError, match="another version of it"):
        contract_endings.amend(workspace, sent, ContractKind.AMENDMENT, today=TODAY)
    signed_by_both(workspace, sent)
    with workspace.writing("Longer use") as session:
        session.get_one(Collaboration, deal.collaboration_id).usage_months = 12
    assert [(one.label, one.after) for one in read(workspace, life.deal_changes, sent, TODAY)] == [("Months", 12)]
    made = contract_endings.amend(workspace, sent, ContractKind.AMENDMENT, today=TODAY)
    agreement = row(workspace, sent)
    assert row(workspace, made).number == f"{agreement.number}-A1"
    assert agreement.amendments == 1
    with pytest.raises(KnownError, match="still open"):
        contract_endings.amend(workspace, sent, ContractKind.EXTENSION, today=TODAY)
    papers.issue_contract(workspace, made, TODAY)
    contracts.move_contract(workspace, made, C.SENT, today=TODAY)
    signed_by_both(workspace, made)
    assert row(workspace, made).state is C.ACTIVE
    assert [one.id for one in read(workspace, life.family, made)] == [sent, made]
    assert read(workspace, life.deal_changes, sent, TODAY) == ()
    second = contract_endings.amend(workspace, made, ContractKind.EXTENSION, today=TODAY)
    assert (row(workspace, second).number, row(workspace, second).amends_id) == (f"{agreement.number}-E1", sent)


def test_an_amendment_leaves_out_what_is_not_ticked_and_an_extension_makes_it_last(
    workspace: Workspace, deal: Deal, sent: int
) -> None:
    signed_by_both(workspace, sent)
    with workspace.writing("Other terms") as session:
        changed = session.get_one(Collaboration, deal.collaboration_id)
        changed.usage_months, changed.rounds_included = 12, 5
    before, after = read(workspace, life.agreed_and_now, sent, TODAY)
    groups = {group.key: group for group in value_groups(before, after)}
    assert set(groups) == {"usage.months", "timeline.rounds_included"}
    made = contract_endings.amend(
        workspace, sent, ContractKind.AMENDMENT, reason="Longer run", effective_on=TODAY + timedelta(3),
        changes=staying([groups["timeline.rounds_included"]], before), today=TODAY)
    papers.issue_contract(workspace, made, TODAY)
    (version,) = read(workspace, queries.versions, made)
    assert "Reason: Longer run" in version.wording
    assert [one.path for one in read(workspace, life.issued_changes, made)] == ["usage.months"]
    with pytest.raises(KnownError, match="issued with its reason"):
        contract_endings.set_amendment(workspace, made, reason="Else", effective_on=TODAY)
    contracts.move_contract(workspace, made, C.SENT, today=TODAY)
    signed_by_both(workspace, made)
    counts, _now = read(workspace, life.agreed_and_now, made, TODAY)
    last = row(workspace, made).expires_on
    until = proposed_end(counts, last, TODAY)
    assert last is not None
    assert until > last
    longer = contract_endings.amend(
        workspace, sent, ContractKind.EXTENSION, expires_on=until, today=TODAY,
        changes=lasting_longer(counts, last, until, Extension()))
    contract_endings.set_amendment(workspace, longer, reason="It sells", effective_on=TODAY)
    papers.issue_contract(workspace, longer, TODAY)
    (version,) = read(workspace, queries.versions, longer)
    assert "Reason: It sells" in version.wording
    assert row(workspace, longer).expires_on == until
    said = {one.path: one.after for one in read(workspace, life.issued_changes, longer)}
    assert said["timeline.ends_on"] == until
    assert said["usage.months"] == 24


def test_a_batch_issues_writes_whole_files_and_names_who_is_left_out(
    workspace: Workspace, deal: Deal, tmp_path: Path
) -> None:
    from tests.builders import a_collaboration, a_deliverable, an_account, an_influencer

    with workspace.writing("More creators") as session:
        for name, legal in (("李明 🌸", "李明"), ("Nobody", "")):
            person = an_influencer(session, name=name, legal_name=legal, vat_note="none needed")
            an_account(session, person.id or 0)
            other = a_collaboration(session, deal.campaign_id, person.id or 0)
            a_deliverable(session, deal.campaign_id, other.id or 0)
    with workspace.reading() as session:
        wanted = contract_batch.deals_of_campaign(session, deal.campaign_id)
    make = papers.contract_maker(workspace, TODAY)
    first = contract_batch.make_contracts(workspace, wanted, make, folder=tmp_path / "a", today=TODAY)
    assert (len(first.made), {one.reason for one in first.skipped}) == (0, {"No contract has been started."})
    token, folder = CancelToken(), tmp_path / "b"

    def stop(done: int, _total: int | None, _text: str = "") -> None:
        if done == 1:
            token.cancel()

    part = contract_batch.make_contracts(
        workspace, wanted, make, folder=folder, issues=True, today=TODAY, progress=stop, token=token)
    assert part.left == 1
    rest = contract_batch.make_contracts(workspace, wanted, make, folder=folder, issues=True, today=TODAY)
    assert {one.creator for one in rest.made if not one.is_new_version} == {one.creator for one in part.made}
    files = sorted(path.name for path in folder.iterdir())
    assert files == sorted(one.file_name for one in rest.made)
    assert all((folder / name).read_bytes().endswith(b"%%EOF\n") for name in files)
    assert any("李明" in name for name in files)
    assert [one.field for one in rest.skipped if one.creator.startswith("Klara")] == ["creator.party.vat_id"]
    with workspace.reading() as session:
        assert len(session.exec(select(Contract)).all()) == len(rest.made)
