"""One deal: its terms as a form, beside it what it would pay and cost, and what the campaign's budget says to it."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from microinf_desktop.domain.collaborations import DealDraft, deal_problems, deal_terms
from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.domain.money import Money
from microinf_desktop.domain.payments import Replan, replan
from microinf_desktop.interchange.regulated import load_regulated
from microinf_desktop.queries import (
    collaborations,
    contracts,
    deals,
    exclusivity,
    payments,
    regulated,
    waiting,
    workload,
)
from microinf_desktop.queries import what_if as what_if_queries
from microinf_desktop.services import collaborations as services
from microinf_desktop.ui import formats
from microinf_desktop.ui.actions import Action
from microinf_desktop.ui.dialogs.confirm import confirm
from microinf_desktop.ui.dialogs.form import FormDialog
from microinf_desktop.ui.dialogs.payment_plan import ask_replan
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.page import Page
from microinf_desktop.ui.pages.contract_deal import open_contract
from microinf_desktop.ui.pages.deal_form import build_deal, draft, filled, set_currency
from microinf_desktop.ui.pages.deal_what_if import WhatIfPanel
from microinf_desktop.ui.theme import Tone
from microinf_desktop.ui.widgets.beside import Beside
from microinf_desktop.ui.widgets.conflicts import ConflictList, conflict_card
from microinf_desktop.ui.widgets.feedback import Banner, EmptyState
from microinf_desktop.ui.widgets.form import Form
from microinf_desktop.ui.widgets.inputs import ComboBox
from microinf_desktop.ui.widgets.labels import Label
from microinf_desktop.ui.widgets.layouts import ScrollColumn
from microinf_desktop.ui.widgets.meters import MeterList, read_meters
from microinf_desktop.ui.widgets.riders import RiderList
from microinf_desktop.ui.widgets.waiting import WaitingView
from microinf_desktop.ui.widgets.workload import WorkloadView

_SIDE_WIDTH = 396
_BEGUN = ("fee_minor", "product_description", "product_value_minor", "commission_ppm", "commission_per_sale_minor",
          "bonus_terms")
_WIDEST = 1_280  # wider, a number stands too far from its name
_STACK_BELOW = 1_056  # a line of bonuses needs 656 pixels with its margins


class DealPage(Page):
    """`params["id"]` is the collaboration. What was typed is kept until it is saved, also when one looks elsewhere."""

    tables = frozenset({"collaboration", "bonus", "deliverable", "campaign", "influencer", "account", "client",
                        "payment", "setting", "deliverable_move", "contract", "shipment", "shipment_item"})

    def build(self) -> None:
        self._detail: collaborations.CollaborationDetail | None = None
        self._room: what_if_queries.BudgetRoom | None = None
        self._kept: dict[int, dict[str, Any]] = {}
        self._started = 0
        self._has_contract = False
        self.header.set_breadcrumb(tr("Campaigns"))
        self.form = Form(2)
        build_deal(self.form)
        self.form.input("currency").edited.connect(
            lambda: set_currency(self.form, self.form.input("currency").value()))
        self.form.input("fees").edited.connect(self._add_up)
        self.form.changed.connect(self._typed)
        self.what_if = WhatIfPanel()
        self.budget = Banner(Tone.ATTENTION)
        self.budget.hide()
        self.add_banner(self.budget)
        left, right = ScrollColumn(), ScrollColumn()
        left.body.addWidget(self.form)
        # First, because nobody should work on a deal that may not be.
        self.bound = ConflictList(lambda deal: self.context.navigation.open("deal", id=deal))
        self.shut_out = Label("", "body", "danger", wrap=True)
        right.body.addWidget(self.shut_out)
        right.body.addWidget(self.bound)
        right.body.addWidget(self.what_if)
        right.body.addSpacing(8)
        right.body.addWidget(Label(tr("Work in the next weeks"), "section"))
        self.workload = WorkloadView()
        right.body.addWidget(self.workload)
        self.meters = MeterList()
        self.riders = RiderList()
        right.body.addWidget(self.meters)
        right.body.addWidget(self.riders)
        right.body.addSpacing(8)
        self.ball = Label(tr("Who held the ball"), "section")
        self.waiting = WaitingView()
        right.body.addWidget(self.ball)
        right.body.addWidget(self.waiting)
        sides = Beside(right, left, _SIDE_WIDTH, at_end=True, stack_below=_STACK_BELOW)
        sides.setMaximumWidth(_WIDEST)
        self.both = QWidget()
        layout = QHBoxLayout(self.both)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(sides, 1000)
        layout.addStretch(1)
        self.gone = EmptyState(tr("This collaboration was removed. Undo brings it back"), tr("Show campaigns"),
                               lambda: self.context.navigation.open("campaigns"))
        self.set_content(self.both)

    @property
    def collaboration_id(self) -> int:
        return int(str(self.params.get("id", 0)))

    def activate(self, params: Mapping[str, object]) -> None:
        if self._detail is not None and self.form.dirty:
            self._kept[self._detail.id] = self.form.values()
        if int(str(params.get("id", 0))) != self.collaboration_id:
            self._detail = None
        super().activate(params)

    # reading

    def reload(self) -> None:
        typed = self._kept.pop(self.collaboration_id, None)
        if typed is None and self._detail is not None and self.form.dirty:
            typed = self.form.values()
        with self.context.workspace.reading() as session:
            self._detail = collaborations.detail(session, self.collaboration_id)
            if self._detail is None:
                self._show_gone()
                return
            bonuses, fees = deals.bonuses(session, self.collaboration_id), deals.fees(session, self.collaboration_id)
            self._has_contract = contracts.for_collaboration(session, self.collaboration_id) is not None
            self._room = what_if_queries.budget_room(session, self.collaboration_id)
            point = what_if_queries.starting_point(session, self.collaboration_id)
            person, today = self._detail.fields["influencer_id"], self.context.today()
            self.workload.show_workload(workload.of_creator(session, person, today))
            said = exclusivity.restrictions(session, [person], today)
            broken = exclusivity.of_deals(session, today, collaboration_ids=[self.collaboration_id])
            held = waiting.waiting(session, collaboration_id=self.collaboration_id, today=today)
            self.waiting.show_waiting(held)
            for part in (self.ball, self.waiting):
                part.setVisible(bool(held.total.days or held.now_with))
            self.shut_out.setText("\n".join(said))
            self.shut_out.setVisible(bool(said))
            self.bound.show_cards([
                conflict_card("", hit) for both in broken.values() for hit in both.found
            ])
            self.riders.show_riders(regulated.of_deal(session, self.collaboration_id, load_regulated(), today))
        self.meters.show_meters(read_meters(self.context, influencer_id=person,
                                            campaign_id=self._detail.fields["campaign_id"]))
        self.set_content(self.both)
        currency = self._detail.fields["currency"]
        self.header.set_breadcrumb(tr("Campaigns"), self._detail.campaign)
        self.header.set_title(tr("Deal with {name}", name=self._detail.influencer))
        set_currency(self.form, currency)
        self.form.set_values(filled(self._detail.fields, bonuses, fees))
        if typed is not None:
            self._take_back(typed)
        if self._started != self.collaboration_id:
            self.what_if.start(point, currency)
            self._started = self.collaboration_id
        self._typed()

    def _take_back(self, typed: Mapping[str, Any]) -> None:
        """Put what was typed over what is stored; the form stays unsaved."""
        for name, value in typed.items():
            self.form.input(name).set_value(value)

    def _show_gone(self) -> None:
        self.header.set_title(tr("Deal"))
        self.budget.hide()
        self.set_content(self.gone)
        self.update_actions()

    # while one types

    def _add_up(self) -> None:
        """Fees of single deliverables make up the fee."""
        total = self.form.input("fees").total()
        if total is not None:
            self.form.input("fee_minor").set_value(total)

    def _typed(self) -> None:
        """Problems at their fields, the what-if and the budget, at each key."""
        if self._detail is None:
            return
        values = self.form.values()
        now = draft(values)
        # A deal nobody has begun is empty, not wrong.
        is_begun = self.form.dirty or any(self._detail.fields[name] for name in _BEGUN)
        found = deal_problems(now, values["bonuses"], values["fees"]) if is_begun else []
        problems = {problem.field: str(problem) for problem in found}
        for name in self.form.names():
            unread = getattr(self.form.input(name), "problem", None)
            self.form.set_error(name, (unread() if unread is not None else "") or problems.get(name, ""))
        self.what_if.show_terms(deal_terms(now, values["bonuses"], values["fees"]))
        over = self._over(now)
        self.budget.setVisible(over is not None)
        if over is not None and self._room is not None:
            budget = Money(self._room.budget_minor or 0, self._room.currency)
            with_it = Money(budget.minor + over.minor, budget.currency)
            self.budget.set_content(
                tr("{over} over the campaign’s budget", over=formats.money(over, full=True)),
                tr("With this deal {committed} are committed of {budget}.",
                   committed=formats.money(with_it, full=True), budget=formats.money(budget, full=True)))
        self.update_actions()

    def _over(self, now: DealDraft) -> Money | None:
        """By how much the campaign's budget is exceeded with this deal; None when it is not, or cannot be compared."""
        if self._room is None or self._detail is None or now.currency != self._room.currency:
            return None
        if self._detail.fields["client_decision"] == "rejected":
            return None
        over = self._room.over((now.fee_minor or 0) + (now.product_value_minor or 0))
        return Money(over, self._room.currency) if over else None

    # writing

    def actions(self) -> list[Action]:
        group = tr("Deal")
        return [
            Action("deal.contract", tr("Open contract") if self._has_contract else tr("Create contract"),
                   self.open_contract, "", "contracts", group, "quiet", condition=self._shown),
            Action("deal.copy", tr("Copy another deal"), self.copy, "", "copy", group, "quiet",
                   condition=self._shown),
            Action("deal.save", tr("Save"), self.save, "Ctrl+S", "check", group, "primary", condition=self._savable),
        ]

    def _shown(self) -> bool:
        return self._detail is not None

    def _savable(self) -> bool | str:
        if self._detail is None:
            return False
        return True if self.form.dirty else tr("nothing was changed")

    def save(self) -> None:
        """Store the deal; above the campaign's budget only after asking."""
        if self._detail is None or any(self._unread()):
            return
        values = self.form.values()
        now = draft(values)
        over = self._over(now)
        before = (self._detail.fields["fee_minor"] or 0) + (self._detail.fields["product_value_minor"] or 0)
        dearer = (now.fee_minor or 0) + (now.product_value_minor or 0) > before
        if over is not None and dearer and not confirm(
                self, tr("Save above the budget"),
                tr("With this deal the campaign is {over} over its budget.", over=formats.money(over, full=True)),
                tr("Save all the same")):
            return
        fees = {fee.deliverable_id: fee.fee_minor for fee in values["fees"]}
        plan = self._payments_after(now, values)
        follows = ask_replan(self, plan) if plan is not None and plan.lines else False
        if follows is None:
            return
        try:
            moved = services.save_deal(
                self.context.workspace, self.collaboration_id, now, values["bonuses"], fees, follows)
        except ValidationError as error:
            if not self.form.show_error(error):
                self.context.toast(str(error))
            return
        except KnownError as error:
            self.context.toast(str(error))
            return
        self.form.mark_saved()
        said = trn("Deal saved, {n} payment changed", "Deal saved, {n} payments changed", moved) if moved else (
            tr("Deal saved. Payments stay: {reason}", reason=plan.problem) if plan is not None and plan.problem
            else tr("Deal saved"))
        self.context.toast(said, undo=True)
        self.update_actions()

    def _payments_after(self, now: DealDraft, values: Mapping[str, Any]) -> Replan | None:
        """What would become of the payments that are not due yet; None when the deal does not touch them."""
        with self.context.workspace.reading() as session:
            before = deals.terms(session, self.collaboration_id)
            stored = payments.planned(session, self.collaboration_id)
        return replan(before, deal_terms(now, values["bonuses"], values["fees"]), stored)

    def _unread(self) -> list[str]:
        """Texts that are no number, amount or day; the first one gets the keyboard."""
        found = [name for name in self.form.names()
                 if getattr(self.form.input(name), "problem", None) is not None and self.form.input(name).problem()]
        if found:
            self.form.input(found[0]).setFocus()
        return found

    def open_contract(self) -> None:
        """The contract with these terms: what was typed is saved first."""
        if self.form.dirty:
            self.save()
        if not self.form.dirty:
            open_contract(self.context, self.collaboration_id)

    def copy(self) -> None:
        """Take over the terms of another deal of this person or this campaign."""
        workspace, collaboration_id = self.context.workspace, self.collaboration_id
        with workspace.reading() as session:
            found = what_if_queries.other_deals(session, collaboration_id)
        if not found:
            self.context.toast(tr("There is no other deal in this currency to copy"))
            return

        def build(form: Form) -> None:
            options = [(other.collaboration_id, other.text) for other in found]
            form.add_field("source", tr("Copy from"), ComboBox(options), required=True,
                           help=tr("Terms and bonuses. Code, notes and deliverables stay"))

        def submit(values: dict[str, Any]) -> None:
            self.form.mark_saved()
            services.copy_deal(workspace, values["source"], [collaboration_id])

        filled_in = {"source": found[0].collaboration_id}
        if FormDialog(self, tr("Copy another deal"), tr("Copy"), build, submit, filled_in).run():
            self.context.toast(tr("Deal copied"), undo=True)
