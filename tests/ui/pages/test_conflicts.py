"""Exclusivity where one works: before somebody is added, when a step breaks it, and as a card one can copy."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from sqlmodel import select

from microinf_desktop.domain.contracts import EXCLUSIVITY_CHECK
from microinf_desktop.queries import campaigns, exclusivity
from microinf_desktop.services.collaborations import add_creators
from microinf_desktop.services.contracts import create_contract
from microinf_desktop.storage.tables import Collaboration, ExclusivityWindow, Influencer
from microinf_desktop.ui.conflict_watch import ConflictDialog
from microinf_desktop.ui.dialogs.creators import CreatorDialog
from microinf_desktop.ui.pages.campaign_people import CampaignPeople
from microinf_desktop.ui.widgets.conflicts import ConflictList
from microinf_desktop.ui.widgets.feedback import Toast
from tests.ui.conftest import TODAY
from tests.ui.pages.conftest import Desk, settle

NAME = "Calloway Reyes-Thorne"
SAID = f"{NAME}: Bound to Fernpike until 16 Dec 2026"


def bound(desk: Desk) -> tuple[int, int]:
    """Calloway may not work for Cloverhythe Tea; the person, and a campaign of that client."""
    with desk.workspace.reading() as session:
        rows = campaigns.rows(session, campaigns.CampaignFilter())
        campaign = next(one.id for one in rows if one.name.startswith("First Flush"))
    with desk.workspace.writing("Agree on an exclusivity") as session:
        person = session.exec(select(Influencer).where(Influencer.name == NAME)).one()
        window = session.exec(select(ExclusivityWindow).where(ExclusivityWindow.influencer_id == person.id)).one()
        window.competitors = ["Cloverhythe Tea"]
        found = person.id
    settle()
    return found, campaign


def test_who_is_bound_is_told_before_they_are_added(desk: Desk, dialogs: Any) -> None:
    person, campaign = bound(desk)

    def answer(dialog: QWidget) -> None:
        assert isinstance(dialog, CreatorDialog)
        dialog.search.setText(NAME)
        dialog._find()
        desk.bot.waitUntil(lambda: list(dialog.table.model.ids) == [person])
        dialog.table.model.set_checked([person])
        dialog._count()
        card = dialog.conflicts.cards()[0]
        assert card.title == SAID
        assert card.is_certain
        assert dialog.conflicts.isVisibleTo(dialog)
        dialog.conflicts.copy_all()
        dialog.reject()

    from microinf_desktop.ui.dialogs.creators import choose_creators

    dialogs.expect(answer)
    choose_creators(desk.window, desk.context, campaign, [])
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith(f"{NAME}: Bound to Fernpike (After-Work Miles, pilot) for backpacks")
    assert "Cloverhythe Tea is named in it." in copied
    assert "Said in clause 13 of HB-2026-0128." in copied
    assert "Free from 17 Dec 2026 on" in copied


def test_a_step_that_breaks_an_exclusivity_is_told_once_and_can_be_taken_back(desk: Desk, dialogs: Any) -> None:
    person, campaign = bound(desk)
    desk.toasts.clear()
    add_creators(desk.workspace, campaign, [person])
    settle()
    assert desk.toasts == [SAID]
    with desk.workspace.reading() as session:
        deals = exclusivity.of_deals(session, TODAY, campaign_id=campaign)
    assert len(deals) == 1
    with desk.workspace.writing("Talk on") as session:
        session.get_one(Collaboration, next(iter(deals))).stage = "in_talks"
    settle()
    assert desk.toasts == [SAID], "what was told is not told again"

    def answer(dialog: QWidget) -> None:
        assert isinstance(dialog, ConflictDialog)
        assert len(dialog.list.cards()) == 1
        undo = next(one for one in dialog.findChildren(QWidget) if getattr(one, "text", str)() == "Undo")
        desk.bot.mouseClick(undo, Qt.MouseButton.LeftButton)

    dialogs.expect(answer)
    desk.window.findChild(Toast)._act()
    settle()
    with desk.workspace.reading() as session:
        assert session.get_one(Collaboration, next(iter(deals))).stage == "prospect", "the last step was taken back"


def test_the_deal_shows_what_stands_against_it(desk: Desk) -> None:
    person, campaign = bound(desk)
    add_creators(desk.workspace, campaign, [person])
    with desk.workspace.reading() as session:
        deal = next(iter(exclusivity.of_deals(session, TODAY, campaign_id=campaign)))
    people = desk.go("campaign", id=campaign, tab="collaborations").findChild(CampaignPeople)
    assert people.bound.isVisibleTo(people)
    page = desk.go("deal", id=deal)
    shown = page.findChild(ConflictList)
    assert [card.title for card in shown.cards()] == ["Bound to Fernpike until 16 Dec 2026"]
    assert shown.isVisibleTo(page)


def test_the_contract_of_who_is_bound_leads_to_what_stands_against_it(desk: Desk) -> None:
    person, campaign = bound(desk)
    deal = next(iter(add_creators(desk.workspace, campaign, [person])))
    page = desk.go("contract", id=create_contract(desk.workspace, deal, today=TODAY))
    finding = next(one for one in page._made.findings if one.check_id == EXCLUSIVITY_CHECK)
    assert "Bound to Fernpike" in finding.message
    page.go_to(finding)
    settle()
    people = desk.window.findChild(CampaignPeople)
    assert people.bound.isVisibleTo(people)
    assert (desk.context.navigation.place.screen, desk.context.navigation.place.params["id"]) == ("campaign", campaign)
