"""Asks what a review needs: who decides until when, what has to change, who decided for the client."""

from typing import Any

from PySide6.QtWidgets import QWidget

from microinf_desktop.domain.errors import ValidationError
from microinf_desktop.domain.reviews import ReviewDecision, ReviewDraft, ReviewStep, Rounds
from microinf_desktop.queries import reviews as queries
from microinf_desktop.services import reviews as services
from microinf_desktop.ui import formats
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs.form import FormDialog
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.widgets.date_edit import DateEdit
from microinf_desktop.ui.widgets.form import Form
from microinf_desktop.ui.widgets.inputs import ComboBox, TextArea, TextField


def ask_review(
    parent: QWidget, context: AppContext, deliverable_id: int, step: ReviewStep, known: queries.ReviewRow | None = None
) -> bool:
    """Ask for a decision, or change an open question (`known`): decider, deadline, note. True when it was asked."""
    today = context.today()
    with context.workspace.reading() as session:
        people = queries.deciders(session, deliverable_id, step)
        proposed = queries.proposal(session, deliverable_id, step, today)
    names = [one.name for one in people]
    name = known.decider if known else proposed.decider_name
    filled: dict[str, Any] = {
        "decider": names.index(name) if name in names else -1, "name": "" if name in names else name,
        "due_on": known.due_on if known else proposed.due_on, "note": known.note if known else "",
    }

    def build(form: Form) -> None:
        choices = [(place, f"{one.name}, {one.role}" if one.role else one.name) for place, one in enumerate(people)]
        form.add_field("decider", tr("Who decides"), ComboBox([*choices, (-1, tr("Somebody else"))]), required=True)
        form.add_field("name", tr("Name"), TextField())
        form.add_field("due_on", tr("Decision until"), DateEdit())
        form.add_field("note", tr("Note to the decider"), TextArea(rows=3))
        box = form.input("decider")
        form.set_visible("name", filled["decider"] < 0)
        box.edited.connect(lambda: form.set_visible("name", box.value() == -1))

    def submit(values: dict[str, Any]) -> None:
        place = values["decider"]
        one = people[place] if place >= 0 else queries.Decider(values["name"])
        if not one.name.strip():
            raise ValidationError("name", tr("Nobody is named."), tr("Type who decides."))
        draft = ReviewDraft(step, one.name, one.person_id, one.contact_id, values["due_on"], values["note"],
                            proposed.draft_id if known is None else known.draft_id)
        if known is None:
            services.ask(context.workspace, deliverable_id, draft, today)
        else:
            services.edit_review(context.workspace, known.id, draft, today)

    title = tr("Ask for our review") if step is ReviewStep.INTERNAL else tr("Send to the client")
    dialog = FormDialog(parent, tr("Edit the review") if known else title, tr("Save") if known else tr("Ask"),
                        build, submit, filled)
    if not dialog.run():
        return False
    context.toast(tr("Review saved") if known else tr("Asked for a decision"), undo=True)
    return True


def decide_changes(
    parent: QWidget, context: AppContext, deliverable_id: int, review: queries.ReviewRow, rounds: Rounds
) -> bool:
    """Ask what has to change; beyond the contract's rounds also why."""
    with context.workspace.reading() as session:
        extra = bool(queries.extra_rounds(session, [deliverable_id]))

    def build(form: Form) -> None:
        if review.step is ReviewStep.CLIENT:
            form.add_field("by", tr("Decided by"), TextField(), required=True)
        form.add_field("answer", tr("What has to change"), TextArea(rows=4), required=True,
                       help=_round_words(Rounds(rounds.used + 1, rounds.agreed)))
        if extra:
            form.add_field("reason", tr("Why a round beyond the contract"), TextField(), required=True)

    def submit(values: dict[str, Any]) -> None:
        services.decide(context.workspace, deliverable_id, ReviewDecision.CHANGES, decided_by=values.get("by", ""),
                        answer=values["answer"], reason=values.get("reason", ""), today=context.today())

    filled = {"by": review.decider} if review.step is ReviewStep.CLIENT else {}
    if not FormDialog(parent, tr("Request changes"), tr("Request changes"), build, submit, filled).run():
        return False
    context.toast(tr("Changes requested"), undo=True)
    return True


def approve(parent: QWidget, context: AppContext, deliverable_id: int, review: queries.ReviewRow) -> bool:
    """Approve: our own step at once, the client's with the name of who decided and what they said."""
    if review.step is ReviewStep.INTERNAL:
        context.tasks.write(
            tr("Approving"), lambda _p, _t: services.decide(
                context.workspace, deliverable_id, ReviewDecision.APPROVED, today=context.today()),
            lambda state: context.toast(
                tr("Approved by us. Now the client decides") if state == "client_review" else tr("Approved"),
                undo=True,
            ),
        )
        return True

    def build(form: Form) -> None:
        form.add_field("by", tr("Decided by"), TextField(), required=True)
        form.add_field("answer", tr("What they said"), TextArea(rows=2))

    def submit(values: dict[str, Any]) -> None:
        services.decide(context.workspace, deliverable_id, ReviewDecision.APPROVED, decided_by=values["by"],
                        answer=values["answer"], today=context.today())

    if not FormDialog(parent, tr("The client approves"), tr("Approve"), build, submit, {"by": review.decider}).run():
        return False
    context.toast(tr("Approved"), undo=True)
    return True


def withdraw(context: AppContext, deliverable_id: int) -> None:
    """Take the question back; the deliverable goes back one step."""
    context.tasks.write(
        tr("Withdrawing"), lambda _p, _t: services.decide(
            context.workspace, deliverable_id, ReviewDecision.WITHDRAWN, today=context.today()),
        lambda _state: context.toast(tr("Review withdrawn"), undo=True),
    )


def _round_words(rounds: Rounds) -> str:
    if rounds.agreed is None:
        return tr("Round {n}", n=rounds.used)
    if not rounds.used:
        return trn("{n} round in the contract, unused", "{n} rounds in the contract, none used", rounds.agreed)
    if rounds.beyond:
        return tr("Round {n}, beyond the {all} of the contract", n=rounds.used, all=rounds.agreed)
    return tr("Round {n} of {all} in the contract", n=rounds.used, all=rounds.agreed)


def round_words(used: int, agreed: int | None) -> str:
    """"Round 2 of 2 in the contract", "Round 3, beyond the 2 of the contract", "2 rounds …, none used"."""
    return _round_words(Rounds(used, agreed))


def deadline_words(review: queries.ReviewRow) -> tuple[str, str]:
    """When an open review is due and the ink to say it in."""
    if review.late_days:
        return tr("{n} d overdue, since {day}", n=review.late_days, day=formats.day(review.due_on)), "danger"
    return (tr("until {day}", day=formats.day(review.due_on)) if review.due_on else tr("no deadline")), "text2"
