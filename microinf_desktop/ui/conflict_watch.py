"""Tells at once when what was just stored breaks an exclusivity, whichever way it was done."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from microinf_desktop.domain.exclusivity import Certainty
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs.base import Dialog
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.widgets.conflicts import Card, ConflictList, conflict_card

if TYPE_CHECKING:
    from microinf_desktop.queries.exclusivity import DealConflicts

TABLES = frozenset({"collaboration", "deliverable", "campaign", "exclusivity_window"})


class ConflictWatch:
    """Looks at each stored step that touched days, deals or creators; a conflict already told is not told again."""

    def __init__(self, window: QWidget, context: AppContext) -> None:
        self._window, self._context = window, context
        self._told: set[tuple[int, int]] = set()

    def after_step(self, step_id: int, tables: frozenset[str]) -> None:
        if not tables & TABLES or self._context.workspace is None:
            return
        from microinf_desktop.queries import exclusivity

        workspace, today = self._context.workspace, self._context.today()

        def look(_progress: object, _token: object) -> Mapping[int, "DealConflicts"]:
            with workspace.reading() as session:
                return exclusivity.after_step(session, step_id, today)

        self._context.tasks.read(look, self._tell)

    def _tell(self, found: Mapping[int, "DealConflicts"]) -> None:
        cards = []
        for deal, both in found.items():
            for hit in both.found:
                other = hit.work.collaboration_id if hit.binding.collaboration_id == deal \
                    else hit.binding.collaboration_id
                pair = (min(deal, other), max(deal, other))
                if hit.certainty is Certainty.CONFLICT and pair not in self._told:
                    self._told.add(pair)
                    cards.append(conflict_card(both.name, hit))
        if cards:
            more = len(cards) - 1
            text = cards[0].title if not more else trn("{first}, and {n} more", "{first}, and {n} more", more,
                                                       first=cards[0].title)
            self._context.toast(text, verb=tr("Show"), callback=lambda: self._show(cards))

    def _show(self, cards: list[Card]) -> None:
        dialog = ConflictDialog(self._window, self._context, cards)
        dialog.run()


class ConflictDialog(Dialog):
    """Conflicts to copy; those a step has just made (`is_new`) to keep or to take the step back."""

    def __init__(self, parent: QWidget, context: AppContext, cards: list[Card], is_new: bool = True) -> None:
        super().__init__(parent, trn("{n} exclusivity is broken", "{n} exclusivities are broken", len(cards)), 560)
        if is_new:
            self.add_text(tr("What was just stored stands against an exclusivity that was agreed before"))
        self.list = ConflictList(lambda deal: (self.reject(), context.navigation.open("deal", id=deal)))
        self.body.addWidget(self.list)
        self.list.show_cards(cards)
        self.body.addStretch(1)
        if is_new:
            undo = self.add_button(tr("Undo"), left=True)
            undo.setToolTip(context.hooks.undo_text())
            undo.clicked.connect(self.reject)
            undo.clicked.connect(context.hooks.undo)
        copy = self.add_button(tr("Copy all"))
        copy.clicked.connect(self.list.copy_all)
        self.add_button(tr("Keep it") if is_new else tr("Close"), "primary", accepts=True)
