"""Papers around a contract, made from a workspace: amendments, the annexed brief, redlines, signatures."""

from datetime import timedelta

import pytest

from microinf_desktop import contract_papers, papers
from microinf_desktop.domain.contract_life import ContractKind
from microinf_desktop.domain.contract_options import ContractOptions
from microinf_desktop.domain.enums import ContractState
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.interchange.signatures import verify_pdf
from microinf_desktop.queries import contracts as queries
from microinf_desktop.services import briefs, contract_copies, contract_endings, contracts
from microinf_desktop.storage import attachments
from microinf_desktop.storage.tables import Collaboration
from microinf_desktop.storage.workspace import Workspace
from tests.builders import TODAY, Deal, a_deal, an_agency
from tests.documents.pdf_reading import squeezed, text_of
from tests.interchange.test_signatures import certificate

C = ContractState


@pytest.fixture
def deal(workspace: Workspace) -> Deal:
    workspace.person_name = "Ida Lund"
    with workspace.writing("Agency") as session:
        an_agency(session)
    return a_deal(workspace)


def _issued(workspace: Workspace, deal: Deal) -> int:
    options = ContractOptions(creator_vat_note="small business, no VAT number")
    contract_id = contracts.create_contract(workspace, deal.collaboration_id, options=options, today=TODAY)
    papers.issue_contract(workspace, contract_id, TODAY)
    return contract_id


def _signed(workspace: Workspace, contract_id: int) -> None:
    contracts.move_contract(workspace, contract_id, C.SENT, on=TODAY - timedelta(2), today=TODAY)
    contracts.move_contract(workspace, contract_id, C.SIGNED, today=TODAY)
    contracts.move_contract(workspace, contract_id, C.COUNTERSIGNED, today=TODAY)


def _months(workspace: Workspace, deal: Deal, months: int) -> None:
    with workspace.writing("Longer use") as session:
        session.get_one(Collaboration, deal.collaboration_id).usage_months = months


def _versions(workspace: Workspace, contract_id: int) -> list[queries.VersionRow]:
    with workspace.reading() as session:
        return queries.versions(session, contract_id)


def test_an_amendment_is_printed_as_what_changes(workspace: Workspace, deal: Deal) -> None:
    agreement = _issued(workspace, deal)
    _signed(workspace, agreement)
    _months(workspace, deal, 12)
    first = contract_endings.amend(workspace, agreement, ContractKind.AMENDMENT, today=TODAY)
    papers.issue_contract(workspace, first, TODAY)
    (version,) = _versions(workspace, first)
    number = _versions(workspace, agreement)[0].record["number"]
    text = squeezed(text_of(attachments.read(workspace.folder, version.sha256)))
    assert squeezed(f"Amendment 1 to agreement {number}") in text
    assert "12months" in text
    assert "now reads:" in version.wording
    assert "Confidentiality" not in version.wording
    _signed(workspace, first)
    _months(workspace, deal, 18)
    contract_endings.amend(workspace, agreement, ContractKind.AMENDMENT, today=TODAY)
    second = papers.contract(workspace, deal.collaboration_id, today=TODAY).content
    assert second is not None
    text = squeezed(text_of(second))
    assert squeezed(f"Amendment 2 to agreement {number}") in text
    assert "18months" in text
    assert "12months" not in text


def test_versions_are_compared_word_by_word_as_pdf(workspace: Workspace, deal: Deal) -> None:
    contract_id = _issued(workspace, deal)
    contracts.move_contract(workspace, contract_id, C.SENT, on=TODAY, today=TODAY)
    contracts.move_contract(workspace, contract_id, C.CHANGES, reason="Longer", today=TODAY)
    _months(workspace, deal, 18)
    papers.issue_contract(workspace, contract_id, TODAY)
    new, old = _versions(workspace, contract_id)
    text = text_of(contract_papers.redline_paper(workspace, old, new))
    assert "Changes from version 1 to version 2" in text
    assert "18" in text


def test_the_brief_that_was_sent_becomes_an_annex(workspace: Workspace, deal: Deal) -> None:
    made = papers.briefs_to_send(workspace, [deal.collaboration_id], TODAY)
    briefs.issue(workspace, made, today=TODAY)
    contracts.create_contract(workspace, deal.collaboration_id, options=ContractOptions(brief_version=1), today=TODAY)
    content = papers.contract(workspace, deal.collaboration_id, draft=True, today=TODAY).content
    assert content is not None
    assert "Annex C: creative brief" in text_of(content)


def test_a_contract_is_signed_with_its_signer_in_the_field(workspace: Workspace, deal: Deal) -> None:
    (version,) = _versions(workspace, _issued(workspace, deal))
    content = attachments.read(workspace.folder, version.sha256)
    signed = contract_papers.signed_paper(content, certificate("Ida Lund"), "pass", field="creator_signature")
    (report,) = verify_pdf(signed)
    assert report.is_good
    assert report.signer == "Ida Lund"
    with pytest.raises(KnownError, match="passphrase"):
        contract_papers.signed_paper(content, certificate("Ida Lund"), "", field="creator_signature")


def test_a_contract_signed_digitally_by_both_is_countersigned(workspace: Workspace, deal: Deal) -> None:
    contract_id = _issued(workspace, deal)
    with pytest.raises(KnownError, match="nothing signed to attach"):
        contract_copies.paper_to_sign(workspace, contract_id)
    contracts.move_contract(workspace, contract_id, C.SENT, today=TODAY)
    paper = contract_copies.paper_to_sign(workspace, contract_id)
    assert (paper.open_fields, paper.is_copy) == (("agency_signature", "creator_signature"), False)
    ours = contract_papers.signed_paper(paper.content, certificate("Ida Lund"), "pass", field="agency_signature")
    contract_copies.attach_digitally_signed(workspace, contract_id, ours, today=TODAY)
    found = _row(workspace, contract_id)
    assert (found.state, found.signed_check) == (C.SENT, "same"), "ours alone is no agreement"

    paper = contract_copies.paper_to_sign(workspace, contract_id)
    assert (paper.open_fields, paper.is_copy, paper.content) == (("creator_signature",), True, ours)
    both = contract_papers.signed_paper(paper.content, certificate("Klara"), "pass", field="creator_signature")
    followed = contract_copies.attach_digitally_signed(workspace, contract_id, both, today=TODAY)
    found = _row(workspace, contract_id)
    assert found.state in (C.COUNTERSIGNED, C.ACTIVE)
    assert found.signed_on == found.countersigned_on == TODAY
    assert followed is not None
    first, second = contract_copies.copy_signatures(workspace, contract_id)
    assert first.is_good
    assert second.is_whole
    with pytest.raises(KnownError, match="Every party has signed"):
        contract_copies.paper_to_sign(workspace, contract_id)


def test_what_came_back_as_a_scan_or_altered_is_not_signed(workspace: Workspace, deal: Deal) -> None:
    contract_id = _issued(workspace, deal)
    contracts.move_contract(workspace, contract_id, C.SENT, today=TODAY)
    contracts.attach_signed_copy(workspace, contract_id, b"\x89PNG scan", "scan.png", today=TODAY)
    with pytest.raises(KnownError, match="scan or a print"):
        contract_copies.paper_to_sign(workspace, contract_id)
    assert contract_copies.copy_signatures(workspace, contract_id) == ()
    _months(workspace, deal, 96)
    made = papers.contract(workspace, deal.collaboration_id, today=TODAY)
    forged, _words = papers.contract_paper(made.data)
    contracts.attach_signed_copy(workspace, contract_id, forged, "forged.pdf", today=TODAY)
    with pytest.raises(KnownError, match="does not say what was sent"):
        contract_copies.paper_to_sign(workspace, contract_id)


def _row(workspace: Workspace, contract_id: int) -> queries.ContractRow:
    with workspace.reading() as session:
        return queries.rows(session, [contract_id])[0]
