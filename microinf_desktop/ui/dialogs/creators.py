"""Choosing creators of the roster for a campaign."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from microinf_desktop.domain.influencers import InfluencerFilter
from microinf_desktop.queries import exclusivity, influencers, workload
from microinf_desktop.ui import formats
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs.base import Dialog
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.models.columns import Column, Kind
from microinf_desktop.ui.widgets.conflicts import Card, ConflictList, binding_card, conflict_card
from microinf_desktop.ui.widgets.data_table import DataTable
from microinf_desktop.ui.widgets.feedback import InlineError
from microinf_desktop.ui.widgets.inputs import SearchField
from microinf_desktop.ui.widgets.labels import Label

_PPM_PER_PERCENT = 10_000
_MOST_NOTES = 6


def add_cards(context: AppContext, influencer_ids: Sequence[int], campaign_id: int | None) -> list[Card]:
    """Exclusivities that stand against adding people to a campaign, or all they have while none is chosen."""
    today = context.today()
    with context.workspace.reading() as session:
        names = exclusivity.names(session, influencer_ids)
        if campaign_id is None:
            bound = exclusivity.of_creators(session, influencer_ids, today)
            return [binding_card(names[who], one) for who in names for one in bound.get(who, ())]
        found = exclusivity.if_added(session, influencer_ids, campaign_id, today)
    cards = [conflict_card(names[who], one) for who in names for one in found.get(who, ())]
    return sorted(cards, key=lambda card: not card.is_certain)


def add_notices(context: AppContext, influencer_ids: Sequence[int]) -> list[str]:
    """What else stands against adding people to a campaign, as sentences: restrictions and full weeks."""
    today = context.today()
    with context.workspace.reading() as session:
        said = exclusivity.restrictions(session, influencer_ids, today)
        for row in influencers.rows(session, influencer_ids[:_MOST_NOTES]):
            for week in workload.of_creator(session, row.id, today).full:
                said.append(tr("{name}: {n} deliverables in the week of {day} already", name=row.name, n=week.count,
                               day=formats.day(week.monday)))
    return said


def choose_creators(parent: QWidget, context: AppContext, campaign_id: int, present: Sequence[int]) -> list[int] | None:
    """Ask for people of the roster and put them into a campaign; the new collaborations, None when cancelled."""
    dialog = CreatorDialog(parent, context, campaign_id, present)
    return dialog.added if dialog.run() else None


class CreatorDialog(Dialog):
    """The roster with a search; those ticked stay on top while one searches on."""

    def __init__(self, parent: QWidget, context: AppContext, campaign_id: int, present: Sequence[int]) -> None:
        super().__init__(parent, tr("Add creators"), 760)
        self.context, self.campaign_id = context, campaign_id
        self.added: list[int] = []
        self._present = set(present)
        self.search = SearchField(tr("Name, handle, niche, mail"), tr("Search the roster"))
        self.table = DataTable("creators", _creator_columns(), self._load, context.settings)
        self.table.setAccessibleName(tr("People"))
        self.table.setMinimumHeight(420)
        self.notes = Label("", "secondary", "text2", wrap=True)
        self.conflicts = ConflictList()
        self.problem = InlineError(parent=self)
        self.body.addWidget(self.search)
        self.body.addWidget(self.table)
        self.body.addWidget(self.conflicts)
        self.body.addWidget(self.notes)
        self.body.addWidget(self.problem)
        self.add_cancel()
        self.add_verb = self.add_button(tr("Add creators"), "primary")
        self.add_verb.clicked.connect(self._add)
        self.search.searched.connect(lambda _text: self._find())
        self.table.checked_changed.connect(self._count)
        self.table.opened.connect(lambda _id: self._add())
        self.table.current_changed.connect(lambda _id: self._count())
        self.table.sorted.connect(lambda _key, _down: self._find())
        self._find()
        self._count()
        self.search.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and self.search.hasFocus():
            self.table.enter()
        else:
            super().keyPressEvent(event)

    def _find(self) -> None:
        key, descending = self.table.sort()
        with self.context.workspace.reading() as session:
            matching = influencers.ids(session, InfluencerFilter(text=self.search.value()), key or "name", descending)
            shut_out = exclusivity.shut_out_people(session, self.context.today())
        found = [i for i in matching if i not in shut_out]
        ticked = list(self.table.model.checked)
        self.table.refresh([*ticked, *(i for i in found if i not in self._present and i not in ticked)])
        reasons = [shut_out[i] for i in matching if i in shut_out]
        if found or not reasons:
            self.table.set_empty(tr("All who match are in the campaign already") if found
                                 else tr("Nobody in the roster matches"))
        else:  # who is searched for by name is not missing, and one should know why not
            self.table.set_empty("\n".join(reasons[:_MOST_NOTES]))

    def _load(self, ids: Sequence[int]) -> Sequence[influencers.InfluencerRow]:
        with self.context.workspace.reading() as session:
            return influencers.rows(session, ids)

    def _count(self) -> None:
        chosen = self.table.checked_ids()
        number = len(chosen)
        self.conflicts.show_cards(add_cards(self.context, chosen, self.campaign_id))
        said = add_notices(self.context, chosen)
        self.notes.setText("\n".join(said[:_MOST_NOTES]))
        self.notes.setVisible(bool(said))
        self.add_verb.setText(trn("Add {n} creator", "Add {n} creators", number) if number else tr("Add creators"))
        self.add_verb.set_blocked("" if number else tr("tick people first"))
        self.add_verb.updateGeometry()

    def _add(self) -> None:
        from microinf_desktop.domain.errors import KnownError
        from microinf_desktop.services.collaborations import add_creators

        try:
            self.added = add_creators(self.context.workspace, self.campaign_id, self.table.checked_ids())
        except KnownError as error:
            self.problem.set_text(str(error))
            return
        self.accept()


def _creator_columns() -> list[Column]:
    return [
        Column("name", tr("Name"), 220, Kind.NAME, stretch=True),
        Column("platforms", tr("On"), 84, Kind.PLATFORMS),
        Column("followers", tr("Followers"), 84, Kind.NUMBER),
        Column("rate", tr("ERF"), 66, Kind.PERCENT,
               value=lambda row: None if row.rate_ppm is None else row.rate_ppm / _PPM_PER_PERCENT),
        Column("niches", tr("Niche"), 130, value=lambda row: ", ".join(row.niches) or None),
        Column("last_paid", tr("Last paid"), 88, Kind.MONEY, tooltip=lambda row: formats.money(row.last_paid)),
    ]
