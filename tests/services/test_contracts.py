"""Contracts from draft to end: numbers, choices, issuing for good, illegal moves in words, the signed copy."""

import json
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

import pytest
from pypdf import PdfWriter

from microinf_desktop.domain.contract_options import Allowlisting, ContractOptions, options_as_json, options_from_json
from microinf_desktop.domain.contracts import (
    AgencyRole,
    ContractData,
    KillFee,
    KpiTerm,
    RegulatedCategory,
    RightsStart,
    contract_findings,
    contract_hash,
)
from microinf_desktop.domain.disclosure import PackSet
from microinf_desktop.domain.enums import ContractState, Platform
from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.interchange.packs import load_packs
from microinf_desktop.queries import contracts as queries
from microinf_desktop.services import contracts
from microinf_desktop.storage import attachments, changelog
from microinf_desktop.storage.tables import Collaboration, Contract, ContractVersion
from microinf_desktop.storage.workspace import Workspace
from tests.builders import NOW, TODAY, Deal, a_contract, a_deal, an_agency


def _blank() -> bytes:
    """The smallest PDF that can be read."""
    writer, made = PdfWriter(), BytesIO()
    writer.add_blank_page(100, 100)
    writer.write(made)
    return made.getvalue()


PDF = _blank()
OPTIONS = ContractOptions(creator_vat_note="small business, no VAT number")


@pytest.fixture(scope="module")
def packs() -> PackSet:
    return load_packs()


@pytest.fixture
def deal(workspace: Workspace) -> Deal:
    workspace.person_name = "Ida Lund"
    with workspace.writing("Agency") as session:
        an_agency(session)
    return a_deal(workspace)


def data_of(workspace: Workspace, deal: Deal, packs: PackSet) -> ContractData:
    with workspace.reading() as session:
        return queries.contract_data(session, deal.collaboration_id, packs, today=TODAY)


def stored(workspace: Workspace, contract_id: int) -> Contract:
    with workspace.reading() as session:
        return session.get_one(Contract, contract_id)


def issued(workspace: Workspace, deal: Deal, packs: PackSet) -> int:
    contract_id = contracts.create_contract(workspace, deal.collaboration_id, options=OPTIONS, today=TODAY)
    contracts.issue(workspace, contract_id, data_of(workspace, deal, packs), PDF, now=NOW)
    return contract_id


def test_numbers_run_by_agency_and_year(workspace: Workspace, deal: Deal) -> None:
    with workspace.writing("Old ones") as session:
        other = a_deal_inside(session)
        a_contract(session, other, number="KL-2026-0142", state="terminated")
        a_contract(session, other, number="KL-2025-0900", state="terminated")
        a_contract(session, other, number="KL-2026-odd", state="terminated")
    contract_id = contracts.create_contract(workspace, deal.collaboration_id, today=TODAY)
    assert stored(workspace, contract_id).number == "KL-2026-0143"
    with pytest.raises(KnownError, match="already has contract KL-2026-0143"):
        contracts.create_contract(workspace, deal.collaboration_id)
    with pytest.raises(ValidationError, match="is taken"):
        contracts.create_contract(workspace, other, number="KL-2026-0143")


def a_deal_inside(session: object) -> int:
    from tests.builders import chain

    return chain(session).collaboration_id  # type: ignore[arg-type]


def test_a_version_is_kept_with_its_data_and_bytes(workspace: Workspace, deal: Deal, packs: PackSet) -> None:
    contract_id = contracts.create_contract(workspace, deal.collaboration_id, options=OPTIONS, today=TODAY)
    data = data_of(workspace, deal, packs)
    assert [one.message for one in contract_findings(data) if one.severity == "fail"] == []
    assert contracts.issue(workspace, contract_id, data, PDF, now=NOW) == 1
    assert contracts.issue(workspace, contract_id, data_of(workspace, deal, packs), PDF) == 1
    with workspace.reading() as session:
        found = queries.detail(session, contract_id)
    assert found is not None
    (version,) = found.versions
    assert (version.version, version.data_sha256, version.issued_by) == (1, contract_hash(data), "Ida Lund")
    assert version.file_name == f"{data.number}-v1.pdf"
    assert version.record["product"] == "Winter Blend"
    assert attachments.read(workspace.folder, version.sha256) == PDF
    assert found.row.version == 1


def test_changed_data_is_the_next_version_and_what_was_issued_stays(
    workspace: Workspace, deal: Deal, packs: PackSet
) -> None:
    contract_id = issued(workspace, deal, packs)
    with workspace.writing("Raise the fee") as session:
        session.get_one(Collaboration, deal.collaboration_id).fee_minor = 95_000
    second = data_of(workspace, deal, packs)
    assert second.version == 2
    assert contracts.issue(workspace, contract_id, second, b"%PDF-1.4 two") == 2
    with pytest.raises(KnownError, match="version 3 comes next"):
        contracts.issue(workspace, contract_id, replace(second, product="Other"), PDF)
    changelog.undo(workspace)
    with workspace.reading() as session:
        assert [one.version for one in queries.versions(session, contract_id)] == [2, 1]
        version_id = queries.versions(session, contract_id)[0].id
    with pytest.raises(Exception, match="append-only"), workspace.writing("Forge") as session:
        session.get_one(ContractVersion, version_id).data = "{}"
    with pytest.raises(KnownError, match="versions of it have been issued"):
        contracts.delete_contract(workspace, contract_id)


def test_missing_data_is_named_and_nothing_is_issued(workspace: Workspace, deal: Deal, packs: PackSet) -> None:
    contract_id = contracts.create_contract(workspace, deal.collaboration_id, today=TODAY)
    with pytest.raises(KnownError, match="The VAT number of the creator is missing"):
        contracts.issue(workspace, contract_id, data_of(workspace, deal, packs), PDF)
    contracts.save_options(workspace, contract_id, OPTIONS)
    with pytest.raises(KnownError, match="is no PDF"):
        contracts.issue(workspace, contract_id, data_of(workspace, deal, packs), b"oops")
    with workspace.reading() as session:
        assert queries.versions(session, contract_id) == []
    contracts.delete_contract(workspace, contract_id)


def test_the_way_from_draft_to_active_and_back(workspace: Workspace, deal: Deal, packs: PackSet) -> None:
    contract_id = contracts.create_contract(workspace, deal.collaboration_id, options=OPTIONS, today=TODAY)

    def move(to: ContractState, **options: object) -> None:
        contracts.move_contract(workspace, contract_id, to, **{"today": TODAY, **options})  # type: ignore[arg-type]

    with pytest.raises(KnownError, match="No version of the contract has been issued"):
        move(ContractState.SENT)
    with pytest.raises(KnownError, match="Go through “Sent” first"):
        move(ContractState.SIGNED)
    contracts.issue(workspace, contract_id, data_of(workspace, deal, packs), PDF)
    move(ContractState.SENT, on=date(2026, 11, 20))
    with pytest.raises(KnownError, match="can no longer be written"):
        contracts.save_options(workspace, contract_id, ContractOptions())
    with pytest.raises(ValidationError, match="lies in the future"):
        move(ContractState.SIGNED, on=TODAY + timedelta(days=1))
    move(ContractState.SIGNED, on=date(2026, 11, 22))
    move(ContractState.COUNTERSIGNED, on=date(2026, 11, 23), expires_on=date(2026, 12, 31))
    row = stored(workspace, contract_id)
    assert row.state == "active", "the campaign has begun"
    assert (row.sent_on, row.signed_on, row.countersigned_on) == (
        date(2026, 11, 20), date(2026, 11, 22), date(2026, 11, 23)
    )
    with pytest.raises(KnownError, match="runs until 31 Dec 2026"):
        move(ContractState.EXPIRED)
    move(ContractState.SIGNED)
    assert stored(workspace, contract_id).signed_on == date(2026, 11, 22)
    assert stored(workspace, contract_id).countersigned_on is None
    with pytest.raises(KnownError, match="A termination needs a reason"):
        move(ContractState.TERMINATED)
    move(ContractState.TERMINATED, reason="Creator withdrew")
    with workspace.reading() as session:
        newest = changelog.history(session, "contract", contract_id)[0]
        assert queries.for_collaboration(session, deal.collaboration_id) is None
    assert newest.step.label == "Mark a contract as terminated: Creator withdrew"
    assert contracts.create_contract(workspace, deal.collaboration_id, today=TODAY) != contract_id


def test_a_signature_takes_the_collaboration_along_in_the_same_step(
    workspace: Workspace, deal: Deal, packs: PackSet
) -> None:
    contract_id = issued(workspace, deal, packs)

    def set_up(**values: object) -> None:
        with workspace.writing("Set up") as session:
            row = session.get_one(Collaboration, deal.collaboration_id)
            for name, value in values.items():
                setattr(row, name, value)

    def stage() -> str:
        with workspace.reading() as session:
            return session.get_one(Collaboration, deal.collaboration_id).stage

    set_up(stage="negotiating", client_decision="pending")
    assert contracts.move_contract(workspace, contract_id, ContractState.SENT, today=TODAY) is None
    stays = contracts.move_contract(workspace, contract_id, ContractState.SIGNED, today=TODAY)
    assert stays is not None
    assert (stays.moved, stays.stage, stage()) == (False, "negotiating", "negotiating")
    assert "The client has not accepted this person yet." in str(stays.refusal)
    changelog.undo(workspace)
    set_up(client_decision="accepted")
    moved = contracts.move_contract(workspace, contract_id, ContractState.SIGNED, today=TODAY)
    assert moved is not None
    assert (moved.moved, moved.stage, moved.refusal, stage()) == (True, "contracted", None, "contracted")
    changelog.undo(workspace)
    assert (stage(), stored(workspace, contract_id).state) == ("negotiating", "sent"), "one step"
    contracts.attach_signed_copy(workspace, contract_id, b"scan", "signed.pdf", today=TODAY)
    assert stage() == "contracted"
    contracts.move_contract(workspace, contract_id, ContractState.COUNTERSIGNED, today=TODAY)
    assert stage() == "active"
    contracts.move_contract(workspace, contract_id, ContractState.SIGNED, today=TODAY)
    set_up(stage="completed")
    assert contracts.move_contract(workspace, contract_id, ContractState.COUNTERSIGNED, today=TODAY) is None
    assert stage() == "completed", "what is further on never goes back"


def test_contracts_follow_their_dates(workspace: Workspace, deal: Deal) -> None:
    with workspace.writing("Old") as session:
        over = a_contract(session, deal.collaboration_id, state="active", expires_on=TODAY - timedelta(days=1)).id
        begun = a_contract(session, deal.collaboration_id, state="countersigned", effective_on=TODAY).id
        later = a_contract(
            session, deal.collaboration_id, state="countersigned", effective_on=TODAY + timedelta(days=1)
        ).id
        a_contract(session, deal.collaboration_id, state="active", expires_on=TODAY)
        a_contract(session, deal.collaboration_id, state="sent", expires_on=TODAY - timedelta(days=1))
    assert contracts.follow_dates(workspace, TODAY) == [over, begun]
    assert contracts.follow_dates(workspace, TODAY) == []
    assert (stored(workspace, over).state, stored(workspace, begun).state) == ("expired", "active")
    assert stored(workspace, later).state == "countersigned"
    contracts.set_last_day(workspace, over, TODAY, TODAY)
    assert stored(workspace, over).state == "active"
    contracts.set_last_day(workspace, over, TODAY - timedelta(days=2), TODAY)
    assert stored(workspace, over).state == "expired"


def test_the_signed_copy_signs_a_sent_contract(workspace: Workspace, deal: Deal, packs: PackSet) -> None:
    contract_id = issued(workspace, deal, packs)
    with pytest.raises(KnownError, match="nothing signed to attach"):
        contracts.attach_signed_copy(workspace, contract_id, b"scan", "signed.pdf")
    contracts.move_contract(workspace, contract_id, ContractState.SENT, today=TODAY)
    with pytest.raises(ValidationError, match="file is empty"):
        contracts.attach_signed_copy(workspace, contract_id, b"", "signed.pdf")
    contracts.attach_signed_copy(workspace, contract_id, b"scan", "signed.pdf", today=TODAY)
    with workspace.reading() as session:
        found = queries.detail(session, contract_id)
    assert found is not None
    assert found.signed_copy is not None
    assert (found.row.state, found.row.signed_on, found.signed_copy.file_name) == ("signed", TODAY, "signed.pdf")
    contracts.attach_signed_copy(workspace, contract_id, b"both signed", "both.pdf", today=TODAY)
    assert stored(workspace, contract_id).state == "signed"


def test_choices_survive_storing(workspace: Workspace) -> None:
    options = ContractOptions(
        agency_role=AgencyRole.AGENT, usage_start=RightsStart.SIGNATURE, regulated=RegulatedCategory.ALCOHOL,
        blackouts=((TODAY, TODAY),), code_expires_on=TODAY,
        allowlisting=Allowlisting((Platform.TIKTOK,), 30, 50_000, None, True),
        exclusive_platforms=(Platform.INSTAGRAM,), exclusive_competitors=("Rival “Ł”",),
        kpis=(KpiTerm("Reach", "20,000", "insights"),),
        kill_fees=(KillFee("draft", 25),), switches=(("france", False),), overrides=(("law", "One\nTwo"),),
        parameters=(("fix_hours", 12), ("shipping", "creator")),
    )
    assert options_from_json(options_as_json(options)) == options
    assert options_as_json(ContractOptions()) == "{}"
    assert options_from_json('{"no_longer_known": 1}') == ContractOptions()
    for damaged in ("[", '{"usage_start": "never"}', '{"kpis": [{"x": 1}]}', "[1]"):
        with pytest.raises(KnownError, match="cannot be read"):
            options_from_json(damaged)
    assert json.loads(options_as_json(options))["kill_fees"] == [{"percent": 25, "stage": "draft"}]
