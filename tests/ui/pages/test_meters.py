"""Meters where a person meets them: the words, the compliance page, the deal."""

from datetime import date
from typing import Any

import pytest
from PySide6.QtWidgets import QDialog, QLabel

from microinf_desktop.domain.thresholds import Meter
from microinf_desktop.storage.tables import Contract
from microinf_desktop.storage.workspace import Workspace
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.pages.compliance_page import CompliancePage
from microinf_desktop.ui.pages.deal_page import DealPage
from microinf_desktop.ui.screens import SCREENS
from microinf_desktop.ui.widgets.meters import MeterList, notes, read_meters, value_words
from tests.builders import Deal, a_deal
from tests.ui.conftest import Dialogs


@pytest.fixture
def deal(workspace: Workspace) -> Deal:
    return a_deal(
        workspace, campaign={"jurisdictions": ["FR"], "go_live_on": date(2026, 5, 4), "name": "Hiver"},
        client={"name": "Tarnwick"}, influencer={"name": "Inès B"},
        collaboration={"fee_minor": 130_000, "currency": "EUR", "product_description": "Tea"},
    )


def only(context: AppContext) -> Meter:
    (found,) = read_meters(context)
    return found


def test_words_say_how_far_and_what_is_missing(context: AppContext, workspace: Workspace, deal: Deal) -> None:
    context.workspace = workspace
    assert value_words(only(context)).replace("\xa0", " ") == "€1,300 of €1,000, 130 %"
    said = notes(only(context))
    assert said[0] == "A product was given whose value nobody wrote down"
    assert said[1].startswith("A contract signed by both")
    assert said[2] == "Not signed by both: Hiver"
    with workspace.writing("Sign") as session:
        session.add(Contract(collaboration_id=deal.collaboration_id, number="1", created_on=date(2026, 1, 1),
                             state="countersigned"))
    assert notes(only(context)) == ["A product was given whose value nobody wrote down"]


def test_the_compliance_page_shows_them(
    context: AppContext, workspace: Workspace, deal: Deal, dialogs: Dialogs, qtbot: Any
) -> None:
    context.workspace = workspace
    page = CompliancePage(context, SCREENS["compliance"])
    qtbot.addWidget(page)
    page.activate({})
    said: list[str] = []

    def answer(dialog: QDialog) -> bool:
        said.extend(label.text() for label in dialog.findChildren(QLabel))
        return False

    dialogs.expect(answer)
    page.show_meters()
    assert "Inès B from Tarnwick" in said
    assert "Reached" in said


def test_the_deal_says_what_a_regulated_product_asks_for(
    context: AppContext, workspace: Workspace, qtbot: Any
) -> None:
    context.workspace = workspace
    deal = a_deal(workspace, campaign={"product_category": "gin", "jurisdictions": ["UK"]},
                  influencer={"birth_date": None})
    page = DealPage(context, SCREENS["deal"])
    qtbot.addWidget(page)
    page.activate({"id": deal.collaboration_id})
    texts = [label.text() for label in page.riders.findChildren(QLabel)]
    assert "Alcohol" in texts
    assert any(text.startswith("The date of birth is not on file") for text in texts)


def test_the_deal_shows_its_own(context: AppContext, workspace: Workspace, deal: Deal, qtbot: Any) -> None:
    context.workspace = workspace
    page = DealPage(context, SCREENS["deal"])
    qtbot.addWidget(page)
    page.activate({"id": deal.collaboration_id})
    assert isinstance(page.meters, MeterList)
    assert not page.meters.isHidden()
    assert any(label.text() == "Not signed by both: Hiver" for label in page.meters.findChildren(QLabel))
