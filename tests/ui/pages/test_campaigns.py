"""Campaigns on screen: the list and its form, the tabs of one campaign, moving dates on the timeline."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from sqlmodel import select

from microinf_desktop import papers
from microinf_desktop.domain.enums import (
    CampaignState,
    ClientDecision,
    DeliverableKind,
    DeliverableState,
    MilestoneKind,
    TargetMetric,
)
from microinf_desktop.domain.targets import Target
from microinf_desktop.queries import briefs, campaigns, collaborations, deliverables, influencers
from microinf_desktop.services.briefs import issue as issue_briefs
from microinf_desktop.storage import attachments
from microinf_desktop.storage.tables import BriefVersion, Collaboration, Deliverable, Influencer, Milestone
from microinf_desktop.storage.workspace import Workspace
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.pages.campaign_page import CampaignPage
from microinf_desktop.ui.pages.campaigns_page import CampaignsPage
from microinf_desktop.ui.widgets.feedback import Banner
from tests.builders import Deal, a_campaign, a_client, a_collaboration, a_contract, a_deal, an_influencer
from tests.ui.conftest import TODAY, Dialogs
from tests.ui.pages.conftest import Desk, settle, words
from tests.ui.pages.following import action, following_page, undo_last

Shown = Callable[[str], Any]
DATES = {
    "draft_due_on": date(2026, 11, 30), "internal_review_on": date(2026, 12, 2), "client_review_on": date(2026, 12, 4),
    "publish_on": date(2026, 12, 9),
}


@pytest.fixture
def shown(context: AppContext, workspace: Workspace, qtbot: Any) -> Shown:
    """Make the page of a screen."""
    return lambda screen: following_page(screen, context, workspace, qtbot)


@pytest.fixture
def deal(workspace: Workspace) -> Deal:
    return a_deal(
        workspace, client={"name": "Tarnwick Tea"}, campaign={"name": "Winter Blend", "jurisdictions": ["UK"]},
        influencer={"name": "Klara Vossbeck"}, deliverable={"title": "Reel, 30 s", "state": "briefed", **DATES},
    )


@pytest.fixture
def page(shown: Shown, deal: Deal) -> CampaignPage:
    made: CampaignPage = shown("campaign")
    made.activate({"id": deal.campaign_id})
    return made


@pytest.fixture
def opened(context: AppContext) -> list[tuple[str, dict[str, object]]]:
    """Where navigation went."""
    places: list[tuple[str, dict[str, object]]] = []
    context.navigation.opened.connect(lambda place: places.append((place.screen, dict(place.params))))
    return places


def _row(workspace: Workspace, deal: Deal) -> deliverables.DeliverableRow:
    with workspace.reading() as session:
        return deliverables.rows(session, [deal.deliverable_id], TODAY)[0]


# list ------------------------------------------------------------------------------------------------------------

def test_an_empty_workspace_asks_for_the_first_campaign(shown: Shown, context: AppContext, workspace: Workspace,
                                                        opened: list[Any]) -> None:
    with workspace.writing("Client") as session:
        a_client(session, name="Tarnwick Tea", jurisdictions=["UK"])
    page: CampaignsPage = shown("campaigns")
    page.activate({})
    QTest.mouseClick(page.table.empty._button, Qt.MouseButton.LeftButton)
    assert opened[-1] == ("campaign_setup", {})


def test_the_quick_form_keeps_what_it_does_not_show(shown: Shown, workspace: Workspace, dialogs: Dialogs,
                                                    deal: Deal) -> None:
    from dataclasses import replace

    from microinf_desktop.services.campaigns import save_campaign

    def draft() -> Any:
        with workspace.reading() as session:
            found = campaigns.detail(session, deal.campaign_id)
        assert found is not None
        return found.draft

    stored = replace(draft(), lead_times={"draft": 9}, planned_creators=6, template="pilot",
                     targets=((TargetMetric.REACH, Decimal(5)),), hypothesis="h", budget_minor=90_000)
    save_campaign(workspace, stored, deal.campaign_id)
    page: CampaignsPage = shown("campaigns")
    page.activate({})
    page.table.select(deal.campaign_id)

    def fill(dialog: Any) -> None:
        dialog.form.input("name").clear()
        QTest.keyClicks(dialog.form.input("name"), "Spring Blend")
        dialog.submit_button.click()

    dialogs.expect(fill)
    action(page, "campaigns.edit").run()
    assert draft() == replace(stored, name="Spring Blend")


def test_the_list_groups_by_state_and_narrows(shown: Shown, workspace: Workspace, deal: Deal) -> None:
    with workspace.writing("More") as session:
        a_campaign(session, deal.client_id, name="Old Leaves", state="archived")
        a_campaign(session, deal.client_id, name="Spring", state="planning")
    page: CampaignsPage = shown("campaigns")
    page.activate({})
    assert [page._rows[i].name for i in page.table.model.ids] == ["Winter Blend", "Spring"]
    page.segments.set_value("all")
    page.segments.changed.emit("all")
    assert len(page.table.model.ids) == 2, "archived campaigns only where they are asked for"
    page.segments.set_value("archived")
    page.segments.changed.emit("archived")
    assert [page._rows[i].name for i in page.table.model.ids] == ["Old Leaves"]
    page.segments.set_value("all")
    page.bar.set_values({"states": (CampaignState.ARCHIVED,)})
    page.reload()
    assert [page._rows[i].name for i in page.table.model.ids] == ["Old Leaves"]


def test_state_and_deletion_are_undoable_steps(shown: Shown, context: Any, workspace: Workspace) -> None:
    with workspace.writing("Campaign") as session:
        campaign_id = a_campaign(session, a_client(session).id or 0, name="Spring", state="planning").id or 0
    page: CampaignsPage = shown("campaigns")
    page.activate({})
    page.table.select(campaign_id)
    assert action(page, "campaigns.planning").availability() is False, "it is planning already"
    action(page, "campaigns.running").run()
    assert page._rows[campaign_id].state == "running"
    assert context.toasts[-1] == "Spring: running"
    action(page, "campaigns.delete").run()
    assert page.table.model.ids.tolist() == []
    undo_last(workspace)
    assert page._rows[campaign_id].name == "Spring"


# overview --------------------------------------------------------------------------------------------------------

def test_the_overview_ticks_adds_and_deletes_milestones(page: CampaignPage, workspace: Workspace, deal: Deal,
                                                        dialogs: Dialogs) -> None:
    def fill(dialog: Any) -> None:
        QTest.keyClicks(dialog.form.input("name"), "Brief locked")
        dialog.form.input("kind").set_value(MilestoneKind.BRIEF)
        QTest.keyClicks(dialog.form.input("due_on"), "27.11.2026")
        dialog.submit_button.click()

    dialogs.expect(fill)
    action(page, "campaign.add_milestone").run()
    overview: Any = page.part("overview")
    (milestone_id, tick), = overview.milestones.items()
    assert tick.accessibleName() == "Brief locked, due Fri 27 Nov"
    QTest.mouseClick(tick, Qt.MouseButton.LeftButton)
    with workspace.reading() as session:
        assert session.get_one(Milestone, milestone_id).done_on == TODAY
    assert overview.milestones[milestone_id].isChecked()
    overview._delete_milestone(page._campaign.milestones[0] if page._campaign else None)
    assert overview.milestones == {}


def test_a_pilot_of_one_creator_is_questioned(shown: Shown, workspace: Workspace) -> None:
    deal = a_deal(workspace, campaign={"is_pilot": True, "state": "planning"})
    page: CampaignPage = shown("campaign")
    page.activate({"id": deal.campaign_id})
    said = [label.text() for label in page.part("overview").findChildren(QWidget) if hasattr(label, "text")
            and callable(label.text)]
    assert any("5 to 10 creators" in text for text in said)


def test_before_anybody_is_asked_the_planned_size_of_a_pilot_counts(shown: Shown, workspace: Workspace) -> None:
    with workspace.writing("Plan") as session:
        client = a_client(session)
        fits, small = (
            a_campaign(session, client.id, is_pilot=True, planned_creators=size, ends_on=date(2026, 12, 10))
            for size in (7, 3))
        ids = (fits.id, small.id)
    page: CampaignPage = shown("campaign")
    for campaign_id, expected in zip(ids, (False, True), strict=True):
        page.activate({"id": campaign_id})
        QApplication.processEvents()  # new parts are shown, old ones deleted
        banners = [banner for banner in page.part("overview").findChildren(Banner) if banner.isVisibleTo(page)]
        assert bool(banners) is expected


def test_a_deleted_campaign_says_so_and_comes_back_with_undo(
    page: CampaignPage, workspace: Workspace, deal: Deal
) -> None:
    from microinf_desktop.services.campaigns import delete_campaign

    delete_campaign(workspace, deal.campaign_id)
    assert page.gone.isVisible()
    assert page.actions() == []
    undo_last(workspace)
    assert not page.gone.isVisible()
    assert page.tabs.isVisible()


# collaborations --------------------------------------------------------------------------------------------------

def test_creators_are_added_from_the_roster(page: CampaignPage, workspace: Workspace, dialogs: Dialogs,
                                            deal: Deal) -> None:
    with workspace.writing("People") as session:
        wanted = an_influencer(session, name="Ansgar Lindqvarn").id
        an_influencer(session, name="Never Again", stage="blacklisted", restriction_reason="No")
    page.open_tab("collaborations")

    def choose(dialog: Any) -> None:
        assert dialog.table.model.ids.tolist() == [wanted], "who is in it or blocked is not offered"
        assert not dialog.add_verb.isEnabled()
        dialog.table.select(wanted)
        dialog.add_verb.click()

    dialogs.expect(choose)
    page.header.button("people.add").click()
    with workspace.reading() as session:
        assert {row.name for row in collaborations.rows(session, deal.campaign_id)} >= {"Ansgar Lindqvarn"}
    assert page.header.count.text().startswith("2 creators")


def test_the_client_decides(
    page: CampaignPage, workspace: Workspace, dialogs: Dialogs, deal: Deal
) -> None:
    page.open_tab("collaborations")
    people: Any = page.part("collaborations")
    people.table.select(deal.collaboration_id)

    def decide(dialog: Any) -> None:
        assert dialog.form.input("decided_on").value() == TODAY
        QTest.keyClicks(dialog.form.input("decided_by"), "Mara Quill")
        dialog.submit_button.click()

    dialogs.expect(decide)
    people.decide(ClientDecision.BACKUP)
    with workspace.reading() as session:
        found = collaborations.detail(session, deal.collaboration_id)
    assert found is not None
    assert (found.fields["client_decision"], found.fields["client_decided_by"]) == ("backup", "Mara Quill")


def test_several_get_the_same_terms(
    page: CampaignPage, workspace: Workspace, dialogs: Dialogs, deal: Deal
) -> None:
    from microinf_desktop.ui.dialogs.collaboration_moves import set_terms

    with workspace.writing("More") as session:
        other = a_collaboration(session, deal.campaign_id, an_influencer(session).id or 0, keep_live_days=30).id or 0
    page.open_tab("collaborations")

    def fill(dialog: Any) -> None:
        dialog.submit_button.click()
        assert "Nothing was typed" in dialog.problem.text()
        QTest.keyClicks(dialog.form.input("rounds_included"), "5")
        dialog.submit_button.click()

    dialogs.expect(fill)
    assert set_terms(page, page.context, [deal.collaboration_id, other])
    with workspace.reading() as session:
        stored = [collaborations.detail(session, one) for one in (deal.collaboration_id, other)]
    assert [(one.fields["rounds_included"], one.fields["keep_live_days"]) for one in stored if one] == [
        (5, 90), (5, 30)]


def test_editing_the_deal_opens_its_page(
    page: CampaignPage, opened: list[tuple[str, dict[str, object]]], deal: Deal
) -> None:
    page.open_tab("collaborations")
    page.part("collaborations").table.select(deal.collaboration_id)
    action(page, "people.deal").run()
    assert opened[-1] == ("deal", {"id": deal.collaboration_id})


def test_removing_somebody_with_a_contract_is_refused(
    page: CampaignPage, workspace: Workspace, context: Any, deal: Deal
) -> None:
    with workspace.writing("Contract") as session:
        a_contract(session, deal.collaboration_id)
    page.open_tab("collaborations")
    page.part("collaborations").table.select(deal.collaboration_id)
    refused: list[Any] = []
    context.tasks.failed.connect(lambda _task, error: refused.append(str(error)))
    action(page, "people.remove").run()
    assert "There is a contract" in refused[0]
    assert page.part("collaborations").table.current_id() == deal.collaboration_id


def test_a_card_dropped_without_a_contract_asks_why(
    page: CampaignPage, workspace: Workspace, dialogs: Dialogs, deal: Deal
) -> None:
    page.open_tab("collaborations")
    people: Any = page.part("collaborations")
    people.view.set_value("board")
    people.reload()

    def explain(dialog: Any) -> None:
        assert "No contract is signed" in words(dialog)
        dialog.submit_button.click()
        assert "missing" in dialog.form.error_text("reason")
        QTest.keyClicks(dialog.form.input("reason"), "Starts on trust")
        dialog.submit_button.click()

    dialogs.expect(explain)
    people.board.move_card(deal.collaboration_id, "active")
    assert people._rows[deal.collaboration_id].stage == "active"
    undo_last(workspace)
    assert people._rows[deal.collaboration_id].stage == "contracted"


def test_cards_show_stage_and_decision_and_move_between_decisions(
    page: CampaignPage, workspace: Workspace, dialogs: Dialogs, deal: Deal
) -> None:
    with workspace.writing("More") as session:
        other = a_collaboration(session, deal.campaign_id, an_influencer(session, name="Ansgar").id or 0,
                                stage="negotiating", client_decision="pending").id or 0
    page.open_tab("collaborations")
    people: Any = page.part("collaborations")
    people.view.set_value("decisions")
    people.reload()
    card = people.board._lists[2].cards.card(0)
    assert (card.state, card.flag) == ("negotiating", "pending")
    assert "1 accepted" in people.counts.text()

    def decide(dialog: Any) -> None:
        QTest.keyClicks(dialog.form.input("decided_by"), "Mara Quill")
        dialog.form.input("note").set_value("Right tone")
        dialog.submit_button.click()

    dialogs.expect(decide)
    people.decisions.select(other)
    QTest.keyClick(people.decisions._lists[0], Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    row = people._rows[other]
    assert (row.client_decision, row.decided_by, row.decided_on, row.decision_note) == (
        "accepted", "Mara Quill", TODAY, "Right tone")
    assert "2 accepted" in people.counts.text()


def test_a_blocked_person_is_not_dragged_forward(
    page: CampaignPage, workspace: Workspace, context: Any, deal: Deal
) -> None:
    with workspace.writing("Block") as session:
        session.get_one(Influencer, deal.influencer_id).stage = "blacklisted"
    page.open_tab("collaborations")
    people: Any = page.part("collaborations")
    people.view.set_value("board")
    people.reload()
    people.board.move_card(deal.collaboration_id, "active")
    assert "is marked “blacklisted”" in context.toasts[-1]
    assert people._rows[deal.collaboration_id].stage == "contracted"
    people.board.move_card(deal.collaboration_id, "dormant")
    assert people._rows[deal.collaboration_id].stage == "dormant", "the way out the sentence names"


def test_view_and_filter_of_the_creators_come_back(page: CampaignPage) -> None:
    page.open_tab("collaborations")
    people: Any = page.part("collaborations")
    people.view.set_value("decisions")
    people.bar.set_value("late", True)
    people.bar.apply_now()
    kept = page.state()
    people.view.set_value("table")
    people.bar.clear()
    people.restore_view(kept["views"]["collaborations"])
    assert people.view.value() == "decisions"
    assert people.bar.value("late") is True


# deliverables ----------------------------------------------------------------------------------------------------

def test_a_deliverable_is_planned_back_with_its_checklist(page: CampaignPage, workspace: Workspace, dialogs: Dialogs,
                                                          deal: Deal) -> None:
    page.open_tab("deliverables")

    def fill(dialog: Any) -> None:
        form = dialog.form
        assert form.input("collaboration_id").value() == deal.collaboration_id, "the only creator is chosen"
        form.input("kind").set_value(DeliverableKind.TIKTOK_VIDEO)
        form.input("kind").edited.emit()
        QTest.keyClicks(form.input("draft_due_on"), "18.12.2026")
        QTest.keyClicks(form.input("publish_on"), "15.01.2027")
        form.input("publish_on").left_field.emit()
        assert form.input("draft_due_on").value() == date(2026, 12, 18), "what was typed stays"
        assert form.input("client_review_on").value() is not None
        dialog.submit_button.click()

    dialogs.expect(fill)
    page.header.button("work.add").click()
    with workspace.reading() as session:
        rows = deliverables.rows(session, deliverables.ids(session), TODAY)
        made = next(row for row in rows if row.kind == "tiktok_video")
        items = deliverables.checklist(session, made.id)
    assert made.platform == "tiktok"
    assert made.draft_due_on == date(2026, 12, 18)
    assert date(2026, 12, 18) < (made.client_review_on or date.min) < date(2027, 1, 15)
    assert any(item.due_on is not None for item in items)
    assert "Still live on day 90, disclosure in place" in [item.text for item in items], "as the deal says"


def test_the_board_explains_why_a_card_may_not_move(page: CampaignPage, context: Any, deal: Deal) -> None:
    page.open_tab("deliverables")
    work: Any = page.part("deliverables")
    work.view.set_value("board")
    work.reload()
    work.board.move_card(deal.deliverable_id, "review")
    assert "No draft is stored yet" in context.toasts[-1]
    work.board.move_card(deal.deliverable_id, "client")
    assert "does not lead there" in context.toasts[-1]
    work.board.move_card(deal.deliverable_id, "start")
    assert work._load([deal.deliverable_id])[0].state == DeliverableState.NOT_STARTED


def test_checklists_are_ticked_and_extended_in_place(page: CampaignPage, workspace: Workspace, deal: Deal) -> None:
    page.open_tab("deliverables")
    work: Any = page.part("deliverables")
    work.view.set_value("checklist")
    work.reload()
    lists = work.checklists
    for text in ("Send the sample", "Ask for the invoice"):
        QTest.keyClicks(lists.field, text)
        QTest.keyClick(lists.field, Qt.Key.Key_Return)
    assert [lists.model.data(lists.model.index(n)).split(",")[0] for n in range(3)] == [
        "Reel", "Send the sample", "Ask for the invoice"]
    lists.list.setCurrentIndex(lists.model.index(2))
    QTest.keyClick(lists.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert lists.model.item_at(1).text == "Ask for the invoice", "Alt+Up puts it higher"
    QTest.mouseClick(lists.list.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(54, 75))
    with workspace.reading() as session:
        items = deliverables.checklist(session, deal.deliverable_id)
    assert [(item.text, item.done_on) for item in items] == [
        ("Ask for the invoice", None), ("Send the sample", TODAY)]
    assert lists.model.rowCount() == 2, "what is done is out of the way"
    lists.with_done.setChecked(True)
    assert lists.model.rowCount() == 3


def test_filters_narrow_and_an_open_row_leads_to_its_page(page: CampaignPage, deal: Deal, opened: list[Any]) -> None:
    page.open_tab("deliverables")
    work: Any = page.part("deliverables")
    work.bar.set_values({"states": (DeliverableState.LIVE,)})
    work.reload()
    assert work.table.model.ids.tolist() == []
    work.bar.clear()
    work.reload()
    work.table.opened.emit(deal.deliverable_id)
    assert opened[-1] == ("deliverable", {"id": deal.deliverable_id})


# compliance and documents ----------------------------------------------------------------------------------------

def test_the_matrix_has_a_column_per_country(page: CampaignPage, workspace: Workspace, deal: Deal) -> None:
    page.open_tab("compliance")
    part: Any = page.part("compliance")
    assert [c.title for c in part.table.model.columns if c.key.startswith("area_")] == ["UK"]
    assert part.table.model.ids.tolist() == [deal.deliverable_id]
    from microinf_desktop.storage.tables import Campaign

    with workspace.writing("Rules") as session:
        session.get_one(Campaign, deal.campaign_id).jurisdictions = ["UK", "DE"]
    assert [c.title for c in part.table.model.columns if c.key.startswith("area_")] == ["UK", "DE"]


def test_documents_are_shown_as_they_would_be_printed(page: CampaignPage, context: Any, deal: Deal,
                                                      opened: list[Any]) -> None:
    page.open_tab("documents")
    part: Any = page.part("documents")
    assert not part.preview.isVisible()
    part.show_report()
    assert part.preview.isVisible()
    assert part.preview.pages.page_count >= 2
    brief = next(paper for paper in part.papers.values() if paper.kind == "brief")
    part.table.select(brief.id)
    assert part.preview.title.text() == "Brief"
    assert brief.note == "not sent"
    assert "Not sent yet" in words(part.banner)
    for kind, title in (("dossier", "Compliance dossier"), ("education", "How to label posts")):
        part.table.select(next(paper.id for paper in part.papers.values() if paper.kind == kind))
        assert part.preview.title.text() == title
        assert not part.banner.isVisible()
    contract = next(paper for paper in part.papers.values() if paper.kind == "contract")
    part.table.select(contract.id)
    assert part.banner.isVisible(), "without an agency profile a contract lacks its party"
    action(page, "papers.create").run()
    assert opened[-1][0] == "contract"


def test_the_sheet_on_labels_is_printed_in_another_language(page: CampaignPage, dialogs: Dialogs) -> None:
    page.open_tab("documents")
    part: Any = page.part("documents")
    brief, sheet = (next(one for one in part.papers.values() if one.kind == kind) for kind in ("brief", "education"))
    part.table.select(brief.id)
    assert action(page, "papers.language").condition() == "choose a creator's “How to label posts” first"
    part.table.select(sheet.id)
    assert part.papers[sheet.id].note == "in the creator's language"
    own = part.preview._data

    def choose(dialog: Any) -> None:
        dialog.form.input("language").set_value("nl")
        dialog.submit_button.click()

    dialogs.expect(choose)
    action(page, "papers.language").run()
    assert part.papers[sheet.id].note == "in Dutch"
    assert part.preview.isVisible()
    assert part.preview._data not in (own, b"")


def test_every_control_has_a_name(page: CampaignPage, unnamed_controls: Callable[[QWidget], list[str]]) -> None:
    for key in ("overview", "collaborations", "timeline", "deliverables", "compliance", "documents"):
        page.open_tab(key)
        assert unnamed_controls(page.part(key)) == [], key


def test_the_tab_and_its_view_are_remembered(page: CampaignPage, shown: Shown, deal: Deal) -> None:
    page.open_tab("deliverables")
    page.part("deliverables").view.set_value("board")
    again: CampaignPage = shown("campaign")
    again.restore_state(page.state())
    again.activate({"id": deal.campaign_id})
    assert again.tabs.value() == "deliverables"
    assert again.part("deliverables").view.value() == "board"


@pytest.mark.parametrize(("metric", "actual", "said"), [
    ("reach", 60.0, "60\u202f% of it"), ("cost_per_mille", 150.0, "50\u202f% above"),
    ("cost_per_mille", 80.0, "20\u202f% below"), ("cost_per_mille", 100.0, "just met"), ("reach", None, ""),
])
def test_a_target_says_how_far_it_is(metric: str, actual: float | None, said: str) -> None:
    from microinf_desktop.ui.pages.campaign_overview import _reached

    assert _reached(Target(TargetMetric(metric), Decimal(100)), actual).replace("\u00a0", "\u202f") == said


def test_a_campaign_over_budget_stands_out(shown: Shown, workspace: Workspace) -> None:
    deal = a_deal(workspace, campaign={"budget_minor": 50_000, "currency": "EUR"})  # the deal's fee is 900
    page: CampaignsPage = shown("campaigns")
    page.activate({})
    column = next(c for c in page.table.model.columns if c.key == "committed")
    row = page._rows[deal.campaign_id]
    assert column.getter()(row).ink == "danger"
    assert column.tooltip is not None
    assert column.tooltip(row) == "€400 over budget"


def test_a_template_adds_its_pieces_for_everybody_in_one_step(
    page: CampaignPage, workspace: Workspace, dialogs: Dialogs, deal: Deal
) -> None:
    page.open_tab("deliverables")

    def fill(dialog: Any) -> None:
        dialog.form.input("first").set_value(date(2027, 1, 18))
        dialog.submit_button.click()

    dialogs.expect(fill)
    action(page, "work.template").run()
    with workspace.reading() as session:
        rows = deliverables.rows(session, deliverables.ids(session), TODAY)
    added = [row for row in rows if row.id != deal.deliverable_id]
    assert added
    assert all(row.checklist_total and row.draft_due_on and row.draft_due_on < row.publish_on for row in added)
    assert min(row.publish_on for row in added) == date(2027, 1, 18)
    undo_last(workspace)
    with workspace.reading() as session:
        assert deliverables.ids(session) == [deal.deliverable_id]


def test_a_brief_is_shown_as_sent_until_something_changes(desk: Desk) -> None:
    with desk.workspace.reading() as session:
        deal = session.exec(select(BriefVersion)).first()
        assert deal is not None
        campaign_id = session.get_one(Collaboration, deal.collaboration_id).campaign_id
    wanted = deal.collaboration_id
    page = desk.go("campaign", id=campaign_id, tab="documents")
    part = page.part("documents")
    issue_briefs(desk.workspace, papers.briefs_to_send(desk.workspace, [wanted], TODAY))
    settle()
    paper = next(one for one in part.papers.values() if one.kind == "brief" and one.collaboration_id == wanted)
    with desk.workspace.reading() as session:
        newest = briefs.versions(session, wanted)[0]
    assert paper.note.startswith(f"version {newest.version}, sent ")
    part.table.select(paper.id)
    assert part.preview._data == attachments.read(desk.folder, newest.sha256)
    assert not part.banner.isVisible()
    with desk.workspace.writing("Change") as session:
        item = session.exec(select(Deliverable).where(Deliverable.collaboration_id == wanted)).first()
        assert item is not None
        item.title = "Another title"
    settle()
    assert part.preview._data != attachments.read(desk.folder, newest.sha256)
    assert f"The creator has version {newest.version} of" in words(part.banner)


def test_who_is_searched_for_and_blacklisted_is_said_with_the_reason(desk: Desk, dialogs: Dialogs) -> None:
    with desk.workspace.reading() as session:
        work = campaigns.rows(session, today=TODAY)[0]
        people = influencers.rows(session, influencers.ids(session))
    blocked = next(row for row in people if row.stage == "blacklisted")

    def look(dialog: Any) -> bool:
        for text, said in ((blocked.name, f"{blocked.name} is marked “blacklisted”"), ("Zzyzx", "Nobody in")):
            dialog.search.setText(text)
            dialog.search.searched.emit(text)
            settle()
            assert dialog.table.model.rowCount() == 0
            assert said in words(dialog)
        return False

    dialogs.expect(look)
    desk.go("campaign", id=work.id, tab="collaborations")
    desk.click("Add creators")
