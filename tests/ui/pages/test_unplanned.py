"""Logging an unplanned post as a person does it: from the compliance tab, with the verdict while typing."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from microinf_desktop.domain.compliance import ComplianceFilter, EvidenceDraft
from microinf_desktop.domain.enums import DeliverableKind, Platform, Verdict
from microinf_desktop.queries import compliance, deliverables
from microinf_desktop.services.compliance import add_evidence
from microinf_desktop.storage.attachments import file_path
from microinf_desktop.storage.workspace import Workspace
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs.unplanned import UnplannedDialog
from microinf_desktop.ui.pages.campaign_page import CampaignPage
from tests.builders import NOW, Deal, a_deal
from tests.ui.conftest import TODAY, Dialogs
from tests.ui.pages.conftest import words
from tests.ui.pages.following import action, following_page, undo_last

PAID = {"compensation_model": "flat_fee", "relationship": "paid", "discount_code": "KLARA20"}
URL = "https://www.instagram.com/p/Cextra1/"


@pytest.fixture
def deal(workspace: Workspace) -> Deal:
    return a_deal(workspace, collaboration=PAID, campaign={"jurisdictions": ["UK"]},
                  influencer={"name": "Klara Vossbeck"})


@pytest.fixture
def page(context: AppContext, workspace: Workspace, deal: Deal, qtbot: Any) -> CampaignPage:
    made: CampaignPage = following_page("campaign", context, workspace, qtbot)
    made.activate({"id": deal.campaign_id, "tab": "compliance"})
    return made


def unplanned(workspace: Workspace, deal: Deal) -> list[compliance.MatrixRow]:
    with workspace.reading() as session:
        ids = compliance.ids(session, ComplianceFilter(campaign_id=deal.campaign_id))
        return [row for row in compliance.rows(session, ids) if row.is_unplanned]


def test_a_post_is_logged_with_its_verdict_and_undo_takes_it_back(
    page: CampaignPage, workspace: Workspace, deal: Deal, dialogs: Dialogs
) -> None:
    seen: list[Any] = []

    def answer(dialog: Any) -> None:
        form = dialog.form
        assert form.values()["collaboration_id"] == deal.collaboration_id, "the only creator is chosen"
        dialog.submit()
        assert "Link" in words(dialog), "the missing link is said at its field"
        QTest.keyClicks(form.input("url"), URL)
        QTest.keyClicks(dialog.post.editor, "My tea again, klara20 saves you 20 percent")
        seen.append(dialog.results[0].verdict)
        dialog.post.editor.set_value("")
        QTest.keyClicks(dialog.post.editor, "Ad: my tea again, klara20 saves you 20 percent")
        seen.append(dialog.results[0].verdict)
        image = QImage(20, 30, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        mime = QMimeData()
        mime.setImageData(image)
        dialog.post.editor.insertFromMimeData(mime)
        assert dialog.proof.value() is not None
        seen.append(dialog.proof.value())
        dialog.submit()

    dialogs.expect(answer)
    action(page, "rules.unplanned").run()
    failing, mended, pasted = seen
    assert failing is Verdict.FAIL
    assert mended is not Verdict.FAIL
    (row,) = unplanned(workspace, deal)
    assert (row.platform, row.live_url, row.evidence) == (Platform.INSTAGRAM, URL, 1)
    assert not Path(pasted).exists(), "what was pasted lies in the workspace only"
    with workspace.reading() as session:
        found = deliverables.detail(session, row.id)
    assert found is not None
    assert found.fields["discount_code"] == "KLARA20"
    table = page.part("compliance").table
    assert table.current_id() == row.id
    assert table.model.columns[0].value(row).note == "unplanned"
    undo_last(workspace)
    assert unplanned(workspace, deal) == []


def test_the_link_chooses_platform_and_format(context: AppContext, workspace: Workspace, deal: Deal,
                                              qtbot: Any) -> None:
    from microinf_desktop.queries import unplanned as queries

    context.workspace = workspace
    with workspace.reading() as session:
        deals = queries.deals(session, deal.campaign_id)
    dialog = UnplannedDialog(None, context, deals, False)
    qtbot.addWidget(dialog)
    QTest.keyClicks(dialog.form.input("url"), "https://www.tiktok.com/@klara/video/71")
    values = dialog.form.values()
    assert (values["platform"], values["kind"], values["posted_on"]) == (
        Platform.TIKTOK, DeliverableKind.TIKTOK_VIDEO, TODAY)
    assert "onscreen_text" in dialog.post.facts.names(), "a video asks what stands in it"
    dialog.form.input("platform").set_value(Platform.PODCAST)
    dialog.form.changed.emit()
    assert dialog.form.values()["kind"] is DeliverableKind.PODCAST


def test_an_altered_proof_is_told_on_the_tab(page: CampaignPage, workspace: Workspace, deal: Deal) -> None:
    part: Any = page.part("compliance")
    assert not part.tampered.isVisible()
    add_evidence(workspace, deal.deliverable_id, EvidenceDraft(NOW, content=b"picture", file_name="shot.png"))
    assert not part.tampered.isVisible(), "it is whole"
    with workspace.reading() as session:
        (proof,) = compliance.evidence(session, deal.deliverable_id)
    file_path(workspace.folder, proof.sha256).write_bytes(b"altered")
    page.activate({"id": deal.campaign_id, "tab": "overview"})
    page.activate({"id": deal.campaign_id, "tab": "compliance"})
    assert part.tampered.isVisible()
    assert "shot.png of Klara Vossbeck was changed" in words(part.tampered)


def test_the_compliance_page_logs_one_for_any_campaign(
    context: AppContext, workspace: Workspace, deal: Deal, qtbot: Any, dialogs: Dialogs
) -> None:
    page = following_page("compliance", context, workspace, qtbot)
    page.activate({})

    def answer(dialog: Any) -> None:
        QTest.keyClicks(dialog.form.input("url"), URL)
        QTest.keyClicks(dialog.post.editor, "More tea")
        dialog.submit()

    dialogs.expect(answer)
    action(page, "compliance.unplanned").run()
    (row,) = unplanned(workspace, deal)
    assert page.table.current_id() == row.id
    opened = following_page("deliverable", context, workspace, qtbot)
    opened.tabs.set_value("draft")
    opened.activate({"id": row.id})
    assert opened.tabs.value() == "live", "nobody asked for a draft of it"
    offered = [tab.text() for tab in opened.tabs._group.buttons() if not tab.isHidden()]
    assert offered == ["Live check", "Numbers", "History"]
    opened.activate({"id": deal.deliverable_id})
    assert "Draft" in [tab.text() for tab in opened.tabs._group.buttons() if not tab.isHidden()]
