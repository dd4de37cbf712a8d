"""A proof that was altered or removed behind the program's back is found, named, and told wherever it counts."""

from datetime import timedelta
from pathlib import Path

import pytest

from microinf_desktop.cli import main
from microinf_desktop.domain.compliance import ComplianceFilter, EvidenceDraft
from microinf_desktop.papers import dossier
from microinf_desktop.queries import compliance
from microinf_desktop.services.compliance import add_evidence
from microinf_desktop.services.proofs import check_proofs
from microinf_desktop.storage.attachments import FileState, file_path, state_of
from microinf_desktop.storage.workspace import Workspace
from tests.builders import NOW, TODAY, Deal, a_deal
from tests.documents.pdf_reading import squeezed, text_of

ALL = ComplianceFilter()


@pytest.fixture
def deal(workspace: Workspace) -> Deal:
    built = a_deal(workspace, influencer={"name": "Klara Vossbeck"}, deliverable={"title": "Reel"})
    for number, content in enumerate((b"first picture", b"second picture")):
        add_evidence(workspace, built.deliverable_id, EvidenceDraft(
            NOW + timedelta(hours=number), "GMT", content=content, file_name=f"shot-{number}.png"))
    add_evidence(workspace, built.deliverable_id, EvidenceDraft(NOW, url="https://example.com/p", kind="link"))
    return built


def files(workspace: Workspace, deal: Deal) -> list[Path]:
    """Of the two proofs, in the order they were captured."""
    with workspace.reading() as session:
        found = compliance.evidence(session, deal.deliverable_id)
    return [file_path(workspace.folder, one.sha256) for one in reversed(found) if one.sha256]


def test_whole_files_are_no_finding(workspace: Workspace, deal: Deal) -> None:
    assert check_proofs(workspace, ALL) == []


def test_an_altered_and_a_missing_file_are_named(workspace: Workspace, deal: Deal) -> None:
    first, second = files(workspace, deal)
    first.write_bytes(b"first picturE")
    second.unlink()
    assert [state_of(workspace.folder, path.name) for path in (first, second)] == [
        FileState.CHANGED, FileState.MISSING]
    changed, missing = check_proofs(workspace, ALL)
    assert str(changed) == "shot-0.png (Klara Vossbeck, Reel) was changed outside the program"
    assert str(missing) == "shot-1.png (Klara Vossbeck, Reel) is missing"
    assert changed.deliverable_id == deal.deliverable_id


def test_only_the_campaign_or_client_asked_for_is_read(workspace: Workspace, deal: Deal) -> None:
    other = a_deal(workspace)
    files(workspace, deal)[0].write_bytes(b"altered")
    assert check_proofs(workspace, ComplianceFilter(campaign_id=other.campaign_id)) == []
    assert check_proofs(workspace, ComplianceFilter(client_id=other.client_id)) == []
    assert len(check_proofs(workspace, ComplianceFilter(campaign_id=deal.campaign_id))) == 1
    assert len(check_proofs(workspace, ComplianceFilter(client_id=deal.client_id))) == 1


def test_the_dossier_says_so(workspace: Workspace, deal: Deal) -> None:
    assert squeezed("hash agrees") in squeezed(text_of(dossier(workspace, deal.campaign_id, TODAY)))
    files(workspace, deal)[0].write_bytes(b"altered")
    text = squeezed(text_of(dossier(workspace, deal.campaign_id, TODAY)))
    assert squeezed("was changed outside the program") in text
    assert squeezed("1 missing or changed") in text


def test_the_command_says_so_and_finds_something(
    workspace: Workspace, deal: Deal, capsys: pytest.CaptureFixture[str]
) -> None:
    path = files(workspace, deal)[0]
    folder = str(workspace.folder)
    workspace.close()
    assert main(["check", "--workspace", folder, "--all"]) == 0
    assert "changed proofs 0" in capsys.readouterr().out
    path.write_bytes(b"altered")
    assert main(["check", "--workspace", folder, "--all"]) == 1
    said = capsys.readouterr()
    assert "Evidence: shot-0.png (Klara Vossbeck, Reel) was changed outside the program." in said.err
    assert "changed proofs 1" in said.out
