"""Pictures of every page and main dialog: for the documentation, and for looking at what a change did."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.reviews import ReviewStep
from microinf_desktop.queries import (
    assets,
    campaigns,
    clients,
    collaborations,
    contracts,
    deliverables,
    events,
    influencers,
    reviews,
    violations,
)
from microinf_desktop.ui.main_window import MainWindow
from microinf_desktop.ui.screens import SIDEBAR

_CAPTION = "Cold brew season at @brewhaus ☕ #collab #coldbrew\n\nUse KLARA15 for 15 % off."

# Other sides of pages that show something without being asked for one record.
_VIEWS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("rights-board", "rights", {"tab": "rights", "view": "board"}), ("rights-library", "rights", {"tab": "library"}),
    ("seeding-products", "seeding", {"tab": "products"}), ("calendar-week", "calendar", {"view": "week"}),
    ("calendar-agenda", "calendar", {"view": "agenda"}),
)


def take_pictures(window: MainWindow, folder: Path, prefix: str = "") -> list[Path]:
    """Write a PNG of each page and dialog; tasks must run inline. KnownError when the folder cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise KnownError(f"{folder} cannot be written: {error.strerror}.", "Choose another folder.") from error
    made = []

    def keep(widget: QWidget, name: str) -> None:
        _settle()
        path = folder / f"{prefix}{name}.png"
        if not widget.grab().save(str(path)):
            raise KnownError(f"{path} cannot be written.", "Check the disk and try again.")
        made.append(path)

    for name, show in _places(window):
        show()
        keep(window, name)
    for name, ask in _dialogs(window):
        _while_open(ask, lambda dialog, name=name: keep(dialog, name))
    window.open_palette("a")
    keep(window, "palette")
    window.escape()
    return made


def _places(window: MainWindow) -> Iterator[tuple[str, Callable[[], object]]]:
    """(name, how to get there) of every page, tabs of the larger ones included."""
    go, workspace = window.context.navigation.open, window.context.workspace
    for screen in SIDEBAR:
        yield screen.id, lambda key=screen.id: go(key)
    yield "compliance-checks", lambda: go("compliance", view="all", axis="check")
    yield "compliance-creators", lambda: go("compliance", tab="creators")
    for name, screen_id, params in _VIEWS:
        yield name, lambda screen_id=screen_id, params=params: go(screen_id, **params)
    with workspace.reading() as session:
        people = influencers.ids(session, sort="followers", descending=True)
        work = campaigns.rows(session, today=window.context.today())
        drafted = [
            row.id for row in deliverables.rows(session, deliverables.ids(session)) if row.verdict in ("fail", "warn")
        ] or deliverables.ids(session)
        asked = reviews.open_reviews(session, window.context.today(), ReviewStep.CLIENT)
        brands = clients.rows(session)
        agreed = contracts.exported(session)
        ahead = events.upcoming(session, window.context.today(), 60)
        deals = collaborations.rows(session, work[0].id, window.context.today()) if work else []
    if people:
        yield "person", lambda: go("roster", id=people[0])
    tabs = ("overview", "collaborations", "timeline", "deliverables", "brief", "content", "seeding", "events",
            "tracking", "compliance", "documents")
    for tab in tabs if work else ():
        yield f"campaign-{tab}", lambda tab=tab: go("campaign", id=work[0].id, tab=tab)
    for step in ("objectives", "check") if work else ():
        yield f"campaign-setup-{step}", lambda step=step: go("campaign_setup", id=work[0].id, step=step)
    if deals:
        yield "deal", lambda: go("deal", id=deals[0].id)
    if ahead:
        for tab in ("overview", "guests", "run_sheet", "sheet"):
            yield f"event-{tab.replace('_', '-')}", lambda tab=tab: go("event", id=ahead[0].id, tab=tab)
    if drafted:
        yield "deliverable", lambda: go("deliverable", id=drafted[0], tab="draft")
        reviewed = asked[0].deliverable_id if asked else drafted[0]
        for tab in ("reviews", "checklist", "live", "numbers", "history"):
            yield f"deliverable-{tab}", lambda tab=tab: go("deliverable", id=reviewed, tab=tab)
    if brands:
        busiest = max(brands, key=lambda row: row.running)
        yield "client", lambda: go("client", id=busiest.id, tab="overview")
        for tab in ("guidelines", "personas", "learnings"):
            yield f"client-{tab}", lambda tab=tab: go("client", id=busiest.id, tab=tab)
        yield "client-edit", lambda: go("client_edit", id=busiest.id)
    if agreed:
        yield "contracts-board", lambda: _board(window)
        yield "contract", lambda: go("contract", id=agreed[0]["id"])
        lived = next((one for one in agreed if one["state"] == "changes"), agreed[0])
        yield "contract-life", lambda: _life(window, lived["id"])
        written = next((row["id"] for row in agreed if row["state"] in ("draft", "changes")), agreed[0]["id"])
        yield "contract-terms", lambda: go("contract", id=written)
        yield "contract-clauses", lambda: go("contract", id=written, clause="licence")
    if work:
        finished = next((row for row in work if row.state == "finished"), work[0])
        yield "report", lambda: go("report", id=finished.id)
    yield "import", lambda: go("roster_import")
    for tab in ("people", "planning", "templates", "contracts", "clauses", "look", "workspace", "rules"):
        yield f"settings-{tab}", lambda tab=tab: go("settings", tab=tab)
    yield "settings-clause", lambda: go("settings", tab="clauses", clause="conduct")


def _board(window: MainWindow) -> None:
    """The contracts as a board; the list is put back by the next place."""
    window.context.navigation.open("contracts")
    page: Any = window.current_page()
    page.shape.set_value("board")
    page.reload()


def _life(window: MainWindow, contract_id: int) -> None:
    """The versions of a contract, with what was asked for and what happened."""
    window.context.navigation.open("contract", id=contract_id)
    page: Any = window.current_page()
    page.parts.set_value("history")
    page._turn("history")


def _dialogs(window: MainWindow) -> Iterator[tuple[str, Callable[[], object]]]:
    """(name, what opens it) of the main dialogs."""
    from microinf_desktop.ui.dialogs.check_caption import show_check
    from microinf_desktop.ui.dialogs.checklist_templates import ChecklistTemplatesDialog
    from microinf_desktop.ui.dialogs.client import edit_client
    from microinf_desktop.ui.dialogs.deliverable import edit_deliverable
    from microinf_desktop.ui.dialogs.deliverable_template import add_from_template, add_recurring
    from microinf_desktop.ui.dialogs.help import show_help
    from microinf_desktop.ui.dialogs.may_we_use import show_may_we_use
    from microinf_desktop.ui.dialogs.person import edit_person
    from microinf_desktop.ui.dialogs.rights import edit_right
    from microinf_desktop.ui.dialogs.sequence import edit_sequence
    from microinf_desktop.ui.dialogs.shortcuts import show_shortcuts
    from microinf_desktop.ui.dialogs.unplanned import log_unplanned
    from microinf_desktop.ui.dialogs.violation import send

    context = window.context
    with context.workspace.reading() as session:
        staffed = next((row.id for row in campaigns.rows(session, today=context.today()) if row.creators), 0)
        shown = assets.rows(session, assets.ids(session)[:20], context.today())
        broken = violations.open_ids(session)
    usable = next(((row.deal.collaboration_id, row.id) for row in shown if row.badge.kind is not None), (None, None))
    if staffed:
        yield "dialog-deliverable", lambda: edit_deliverable(window, context, staffed)
        yield "dialog-sequence", lambda: add_from_template(window, context, staffed)
        yield "dialog-series", lambda: add_recurring(window, context, staffed)
        yield "dialog-unplanned", lambda: log_unplanned(window, context, staffed)
    if broken:
        yield "dialog-notice", lambda: send(window, context, broken[0])
    yield from _contract_dialogs(window)
    yield "dialog-own-sequence", lambda: edit_sequence(window, context)
    yield "dialog-checklist-template", lambda: ChecklistTemplatesDialog(window, context).run()
    yield "dialog-person", lambda: edit_person(window, context)
    yield "dialog-client", lambda: edit_client(window, context)
    yield "dialog-check", lambda: show_check(window, context, _CAPTION)
    if staffed:
        yield "dialog-right", lambda: edit_right(window, context)
        yield "dialog-may-we-use", lambda: show_may_we_use(window, context, *usable)
    yield "dialog-help", lambda: show_help(window)
    yield "dialog-shortcuts", lambda: show_shortcuts(window, window.shortcuts.actions())


def _contract_dialogs(window: MainWindow) -> Iterator[tuple[str, Callable[[], object]]]:
    """What happens to a contract after it was written: compared, signed, amended, extended."""
    from microinf_desktop.domain.contract_life import IN_FORCE, ContractKind
    from microinf_desktop.domain.enums import ContractState
    from microinf_desktop.ui.dialogs.contract_amend import amend
    from microinf_desktop.ui.dialogs.digital_signature import sign_contract
    from microinf_desktop.ui.dialogs.redline import compare_versions

    context = window.context
    with context.workspace.reading() as session:
        found = contracts.rows(session, contracts.ids(session, contracts.ContractFilter()))
        twice = next((one.id for one in found if one.version > 1), 0)
        issued = contracts.versions(session, twice) if twice else []
    sent = next((one.id for one in found if one.state is ContractState.SENT), 0)
    signed = next((one.id for one in found if one.state in IN_FORCE and one.kind is ContractKind.AGREEMENT), 0)
    if twice:
        yield "dialog-redline", lambda: compare_versions(window, context, issued, issued[1], issued[0])
    if sent:
        yield "dialog-sign", lambda: sign_contract(window, context, sent)
    if signed:
        yield "dialog-amendment", lambda: amend(window, context, signed, ContractKind.AMENDMENT)
        yield "dialog-extension", lambda: amend(window, context, signed, ContractKind.EXTENSION)


def _while_open(ask: Callable[[], object], look: Callable[[QWidget], object]) -> None:
    """Call what blocks in a dialog, look at the dialog from the event loop, then cancel it."""
    problem: list[BaseException] = []

    def peek() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is None:
            return
        try:
            look(dialog)
        except KnownError as error:
            problem.append(error)
        finally:
            if isinstance(dialog, QDialog):
                dialog.reject()
            else:
                dialog.close()

    QTimer.singleShot(50, peek)
    ask()
    if problem:
        raise problem[0]


def _settle() -> None:
    """Let layouts, deferred queries and rendering finish."""
    for _ in range(8):
        QApplication.processEvents()
