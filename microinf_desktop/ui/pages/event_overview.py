"""What is known of an event, what it brought in five figures, and what came of it in words."""

from collections.abc import Sequence

from PySide6.QtCore import Qt

from microinf_desktop.domain import events as domain
from microinf_desktop.domain.enums import EventKind
from microinf_desktop.queries.events import EventDetail
from microinf_desktop.ui import formats, labels
from microinf_desktop.ui.actions import Action
from microinf_desktop.ui.dialogs import event as dialogs
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.pages import event_words as wording
from microinf_desktop.ui.pages.event_part import EventPart
from microinf_desktop.ui.widgets.buttons import LinkButton
from microinf_desktop.ui.widgets.kpi import Kpi
from microinf_desktop.ui.widgets.labels import Label
from microinf_desktop.ui.widgets.layouts import ScrollColumn, boxed, column
from microinf_desktop.ui.widgets.layouts import row as across
from microinf_desktop.ui.widgets.panel import FactList

_WIDEST = 1180


class EventOverview(EventPart):
    """Figures above, facts at the left, results at the right."""

    def build(self) -> None:
        self.figures = {
            "attendance": Kpi(tr("Attendance"), "–"), "rate": Kpi(tr("Attendance rate"), "–"),
            "show_up": Kpi(tr("Show-up"), "–"), "cost": Kpi(tr("Cost per guest"), "–"),
            "return": Kpi(tr("Return"), "–"),
        }
        self.facts, self.results = FactList(), FactList()
        self.text = Label("", "body", wrap=True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text.setAccessibleName(tr("What came of it"))
        self.enter = LinkButton(tr("Enter results"))
        self.enter.clicked.connect(lambda: self.enter_results())
        left = boxed(column(Label(tr("About"), "section"), self.facts, 1, spacing=4), "surface")
        right = boxed(column(Label(tr("Results"), "section"), self.results, self.text, across(self.enter, 1), 1,
                             spacing=6), "surface")
        body = ScrollColumn(margins=(16, 16, 16, 16), spacing=20)
        strip = boxed(across(*self.figures.values(), spacing=16), "surface")
        both = across(spacing=40)
        both.addWidget(left, 1, Qt.AlignmentFlag.AlignTop)
        both.addWidget(right, 1, Qt.AlignmentFlag.AlignTop)
        inner = boxed(column(strip, both, spacing=20), "surface")
        inner.setMaximumWidth(_WIDEST)
        body.body.addWidget(inner)
        self.column.addWidget(body)

    def reload(self, event: EventDetail) -> None:
        self._show_figures(event)
        self._show_facts(event)
        self._show_results(event)

    def _show_figures(self, event: EventDetail) -> None:
        found, currency = event.row.figures, event.fields["currency"]
        guests = found.guests
        counted = tr("{came} of {accepted} who accepted", came=formats.count(guests.attended),
                     accepted=formats.count(guests.accepted))
        invited = tr("{came} of {invited} invited", came=formats.count(guests.attended),
                     invited=formats.count(guests.invited))
        shown = {
            "attendance": (formats.count(found.attendance), wording.attendance(found), ""),
            "rate": (formats.percent(guests.attendance_rate, 0), counted, tr(domain.ATTENDANCE_FORMULA)),
            "show_up": (formats.percent(guests.show_up_rate, 0), invited, tr(domain.SHOW_UP_FORMULA)),
            "cost": (wording.money(found.cost_per_guest_minor, currency), tr("cost ÷ attendance"),
                     tr(domain.COST_PER_GUEST_FORMULA)),
            "return": (formats.percent(found.return_percent, 0), tr("(revenue − cost) ÷ cost"),
                       tr(domain.RETURN_FORMULA)),
        }
        for name, (figure, line, formula) in shown.items():
            self.figures[name].set_figure(figure)
            self.figures[name].set_formula(line)
            self.figures[name].setToolTip(f"{formula}\n{line}" if formula else line)

    def _show_facts(self, event: EventDetail) -> None:
        row, facts = event.row, self.facts
        facts.clear()
        facts.add(tr("Kind"), labels.label(EventKind(row.kind)))
        facts.add(tr("When"), f"{wording.days(row.times)}, {wording.hours(row.times)}")
        facts.add(tr("Time zone"), row.time_zone.replace("_", " "))
        facts.add(tr("Place"), row.place)
        facts.add(tr("Address"), event.fields["address"])
        count = row.figures.guests
        facts.add(tr("Expected"), wording.guests(row),
                  trn("{n} without an answer", "{n} without an answer", count.waiting) if count.waiting else "",
                  "danger" if row.over else "")
        facts.add(tr("In charge"), row.owner)
        facts.add(tr("Budget"), formats.money(row.budget, full=True))
        facts.add(tr("To know"), event.fields["notes"])

    def _show_results(self, event: EventDetail) -> None:
        found, fields, facts = event.row.figures, event.fields, self.results
        currency = fields["currency"]
        facts.clear()
        over = event.row.budget is not None and (found.cost_minor or 0) > event.row.budget.minor
        facts.add(tr("Cost"), wording.money(found.cost_minor, currency),
                  tr("budget {amount}", amount=formats.money(event.row.budget)) if event.row.budget else "",
                  "danger" if over else "")
        facts.add(tr("Revenue"), wording.money(found.revenue_minor, currency))
        facts.add(tr("Leads"), formats.count(found.leads))
        facts.add(tr("Cost per lead"), wording.money(found.cost_per_lead_minor, currency))
        self.text.setText(fields["result"])
        self.text.setVisible(bool(fields["result"]))
        self.enter.setVisible(not fields["result"] and found.cost_minor is None)

    def actions(self) -> Sequence[Action]:
        return [Action("event.results", tr("Enter results"), self.enter_results, "R", "target", tr("Event"),
                       "secondary")]

    def enter_results(self) -> None:
        if self.event_detail is not None and dialogs.enter_results(self, self.context, self.event_detail):
            self.context.toast(tr("Results stored"), undo=True)
