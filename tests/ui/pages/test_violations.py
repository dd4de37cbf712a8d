"""A violation from the failing look to its end, as a person does it in the compliance page and in Today."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QLabel, QWidget

from microinf_desktop.domain.compliance import EvidenceDraft, Phase
from microinf_desktop.domain.today import TodayKind
from microinf_desktop.domain.violations import Rung, StepDraft, ViolationState
from microinf_desktop.interchange.packs import load_packs
from microinf_desktop.queries import today
from microinf_desktop.queries import violations as queries
from microinf_desktop.queries.compliance_looks import recheck_days
from microinf_desktop.services import violations
from microinf_desktop.services.compliance import add_evidence, run_check
from microinf_desktop.storage import changelog
from microinf_desktop.storage.tables import Influencer
from microinf_desktop.storage.workspace import Workspace
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.pages.compliance_page import CompliancePage
from microinf_desktop.ui.pages.deliverable_page import DeliverablePage
from microinf_desktop.ui.pages.today_words import what
from microinf_desktop.ui.screens import SCREENS
from tests.builders import CAPTION, Deal, a_deal, a_draft, chain
from tests.ui.conftest import Dialogs

PAID = {"compensation_model": "flat_fee", "relationship": "paid"}
BAD = "#spon Two quiet minutes with the Winter Blend by @tarnwicktea."
NOW = datetime.now(UTC).replace(microsecond=0)
HOUR = timedelta(hours=1)


@pytest.fixture
def deal(workspace: Workspace) -> Deal:
    workspace.person_name = "Ida Lund"
    built = a_deal(workspace, collaboration=PAID, campaign={"jurisdictions": ["UK"]},
                   deliverable={"state": "live", "published_at": NOW - 30 * HOUR, "live_url": "https://x.example/p"})
    with workspace.writing("Draft") as session:
        a_draft(session, built.deliverable_id, received_at=NOW - 60 * HOUR, platform_label_used=False)
    look(workspace, built, BAD, NOW - 28 * HOUR)
    return built


def look(workspace: Workspace, deal: Deal, caption: str, at: datetime) -> None:
    run_check(workspace, deal.deliverable_id, load_packs(), phase=Phase.LIVE, now=at, caption=caption,
              platform_label_used=caption != BAD)


@pytest.fixture
def page(context: AppContext, workspace: Workspace, deal: Deal, qtbot: Any) -> CompliancePage:
    context.workspace = workspace
    made = CompliancePage(context, SCREENS["compliance"])
    qtbot.addWidget(made)
    made.resize(1220, 860)
    made.show()
    workspace.on_step(lambda _step, tables: made.refresh(tables))
    made.activate({"id": deal.deliverable_id})
    return made


def stored(workspace: Workspace, deal: Deal) -> list[queries.ViolationRow]:
    with workspace.reading() as session:
        return queries.of_deliverable(session, deal.deliverable_id)


def submit(**values: object) -> Any:
    def answer(dialog: QDialog) -> None:
        dialog.form.set_values(values)  # type: ignore[attr-defined]
        dialog.submit()  # type: ignore[attr-defined]

    return answer


def run(page: CompliancePage, key: str) -> None:
    next(action for action in page.actions() if action.id == key).run()


def recorded(workspace: Workspace, deal: Deal, at: datetime) -> int:
    with workspace.reading() as session:
        draft = queries.proposed(session, queries.live_failures(session, deal.deliverable_id)[0])
    return violations.record(workspace, deal.deliverable_id, draft, now=at)


def test_a_failing_look_offers_to_record_and_undo_takes_it_back(
    page: CompliancePage, workspace: Workspace, deal: Deal, dialogs: Dialogs
) -> None:
    dialogs.expect(submit())
    run(page, "compliance.violation")
    (row,) = stored(workspace, deal)
    assert (row.jurisdiction, row.found_by, row.wording) == ("UK", "Ida Lund", "AD")
    page.segments.set_value("violations")
    page.segments.changed.emit("violations")
    assert list(page.table.model.ids) == [deal.deliverable_id]
    changelog.undo(workspace)
    assert stored(workspace, deal) == []
    assert list(page.table.model.ids) == []


def test_the_message_is_in_the_creators_language_and_can_be_switched(
    page: CompliancePage, workspace: Workspace, deal: Deal, dialogs: Dialogs
) -> None:
    key = recorded(workspace, deal, NOW - 2 * HOUR)
    with workspace.writing("Languages") as session:
        session.get_one(Influencer, deal.influencer_id).languages = ["tr", "de"]
    texts: list[str] = []

    def answer(dialog: QDialog) -> None:
        form = dialog.form  # type: ignore[attr-defined]
        texts.append(form.values()["text"])
        form.input("language").set_value("fr")
        form.changed.emit()
        texts.append(form.values()["text"])
        dialog.submit()  # type: ignore[attr-defined]

    dialogs.expect(answer)
    run(page, "compliance.notice")
    german, french = texts
    assert german.startswith("Guten Tag ")
    assert "Schreiben Sie genau das: AD" in german
    assert french.startswith("Bonjour ")
    with workspace.reading() as session:
        found = queries.one(session, key)
    assert found is not None
    assert [step.text for step in found.steps] == [french.strip()]


def test_the_message_follows_the_step_and_goes_to_the_clipboard(
    page: CompliancePage, workspace: Workspace, deal: Deal, dialogs: Dialogs
) -> None:
    recorded(workspace, deal, NOW - 2 * HOUR)

    def answer(dialog: QDialog) -> None:
        form = dialog.form  # type: ignore[attr-defined]
        assert form.values()["kind"] == Rung.NOTICE
        assert "Write exactly this: AD" in form.values()["text"]
        form.input("kind").set_value(Rung.HOLD_PAY)
        form.changed.emit()
        assert "we hold the payment" in form.values()["text"]
        dialog.submit()  # type: ignore[attr-defined]
        assert form.error_text("clause"), "only the contract can allow it"
        form.input("kind").set_value(Rung.NOTICE)
        form.input("text").set_value("Mine")
        form.changed.emit()
        assert form.values()["text"] == "Mine", "what somebody wrote stays"
        dialog.submit()  # type: ignore[attr-defined]

    dialogs.expect(answer)
    run(page, "compliance.notice")
    (row,) = stored(workspace, deal)
    assert [(step.kind, step.text, step.sent_by) for step in row.steps] == [(Rung.NOTICE, "Mine", "Ida Lund")]
    assert row.due_at is not None
    assert timedelta(hours=23) < row.due_at - datetime.now(UTC) <= timedelta(hours=24)
    assert QGuiApplication.clipboard().text() == "Mine"


def test_fixed_says_what_is_missing_and_then_closes(
    page: CompliancePage, workspace: Workspace, deal: Deal, dialogs: Dialogs
) -> None:
    recorded(workspace, deal, NOW - 20 * HOUR)
    said: list[str] = []
    dialogs.expect(lambda dialog: said.extend(label.text() for label in dialog.findChildren(QLabel)))
    run(page, "compliance.fixed")
    assert any("Nobody has looked at the post since" in text for text in said)
    assert stored(workspace, deal)[0].state is ViolationState.OPEN
    look(workspace, deal, CAPTION, NOW - HOUR)
    add_evidence(workspace, deal.deliverable_id, EvidenceDraft(NOW - HOUR, url="https://x.example/p"))
    run(page, "compliance.fixed")
    assert stored(workspace, deal)[0].state is ViolationState.FIXED


def test_the_live_check_of_the_deliverable_shows_it_too(
    context: AppContext, workspace: Workspace, deal: Deal, qtbot: Any
) -> None:
    recorded(workspace, deal, NOW - 20 * HOUR)
    context.workspace = workspace
    page = DeliverablePage(context, SCREENS["deliverable"])
    qtbot.addWidget(page)
    page.activate({"id": deal.deliverable_id, "tab": "live"})
    assert page.live.violations.current() is not None
    assert any(label.text() == "Violations" for label in page.live.violations.findChildren(QLabel))


def test_a_look_shows_what_was_seen_and_nothing_typed_is_lost_on_the_way(
    context: AppContext, workspace: Workspace, deal: Deal, qtbot: Any
) -> None:
    with workspace.writing("Another post") as session:
        other = chain(session).deliverable_id
    context.workspace = workspace
    page = DeliverablePage(context, SCREENS["deliverable"])
    qtbot.addWidget(page)
    workspace.on_step(lambda _step, tables: page.refresh(tables))
    page.activate({"id": deal.deliverable_id, "tab": "live"})
    post = page.live.post
    assert post.editor.value() == BAD, "the text of the last look"
    post.editor.replace_all("Ad: two quiet minutes")
    page.activate({"id": other, "tab": "live"})
    page.activate({"id": deal.deliverable_id, "tab": "live"})
    assert post.editor.value() == "Ad: two quiet minutes"
    post.facts.set_values({**post.facts.values(), "platform_label_used": True})
    page.live.record_look()
    page.activate({"id": other, "tab": "live"})
    page.activate({"id": deal.deliverable_id, "tab": "live"})
    assert post.facts.values()["platform_label_used"] is True, "as it was seen, not as the draft said"
    assert not post.dirty


def test_closing_otherwise_keeps_the_reason(
    page: CompliancePage, workspace: Workspace, deal: Deal, dialogs: Dialogs
) -> None:
    key = recorded(workspace, deal, NOW - 20 * HOUR)
    from microinf_desktop.ui.dialogs.violation import close_otherwise

    dialogs.expect(submit(state=ViolationState.TAKEN_DOWN, reason="She deleted the post"))
    assert close_otherwise(page, page.context, key)
    assert (stored(workspace, deal)[0].state, stored(workspace, deal)[0].closing_note) == (
        ViolationState.TAKEN_DOWN, "She deleted the post")


def test_deadlines_are_set_and_the_next_message_keeps_them(
    page: CompliancePage, workspace: Workspace, dialogs: Dialogs
) -> None:
    dialogs.expect(submit(recheck=14, answer=48))
    run(page, "compliance.deadlines")
    with workspace.reading() as session:
        assert (recheck_days(session), queries.hours(session)) == (14, 48)
    changelog.undo(workspace)
    with workspace.reading() as session:
        assert (recheck_days(session), queries.hours(session)) == (7, 24)


def test_every_control_has_a_name(
    page: CompliancePage, workspace: Workspace, deal: Deal, unnamed_controls: Any
) -> None:
    recorded(workspace, deal, NOW - 2 * HOUR)
    assert page.panel.violations.isVisibleTo(page)
    assert len(page.panel.violations.findChildren(QWidget)) > 5
    assert unnamed_controls(page) == []


def test_today_says_whose_turn_it_is(workspace: Workspace, deal: Deal) -> None:
    def item() -> Any:
        with workspace.reading() as session:
            found = [one for one in today.items(session, NOW.date(), 7) if one.kind is TodayKind.VIOLATION]
        return found[0] if found else None

    assert item() is None
    key = recorded(workspace, deal, NOW - 20 * HOUR)
    assert (item().holder, item().record_id, what(item())) == (
        "us", deal.deliverable_id, "Ask for the fix of the label, Grid post")
    violations.log_step(workspace, key, StepDraft(Rung.NOTICE, "Mend it", NOW + 30 * HOUR))
    assert (item().holder, what(item())) == ("creator", "Label to be fixed, Grid post")
    violations.close_otherwise(workspace, key, ViolationState.TAKEN_DOWN, "Gone")
    assert item() is None


def test_today_takes_the_ball_back_after_the_deadline(workspace: Workspace, deal: Deal) -> None:
    key = recorded(workspace, deal, NOW - 80 * HOUR)
    violations.log_step(workspace, key, StepDraft(Rung.NOTICE, "Mend it", NOW - 50 * HOUR), now=NOW - 79 * HOUR)
    with workspace.reading() as session:
        (found,) = [one for one in today.items(session, NOW.date(), 7) if one.kind is TodayKind.VIOLATION]
    assert (found.holder, what(found), found.bucket(NOW.date())) == ("us", "Label not fixed, Grid post", "late")
