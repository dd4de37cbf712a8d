"""Moving a publish day: asks for the day, and offers to move the later pieces of the series along."""

from typing import Any

from PySide6.QtWidgets import QWidget

from microinf_desktop.services.series import Followed
from microinf_desktop.ui import formats
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs.form import FormDialog
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.widgets.buttons import CheckBox
from microinf_desktop.ui.widgets.date_edit import DateEdit
from microinf_desktop.ui.widgets.form import Form


def _later(context: AppContext, deliverable_id: int) -> int:
    from microinf_desktop.queries import series

    with context.workspace.reading() as session:
        return series.later_pieces(session, deliverable_id)


def tell_moved(context: AppContext, deliverable_id: int, by: int, said: str) -> None:
    """Say that a publish day moved by some days; where later pieces of a series stayed, offer to move them too."""
    later = _later(context, deliverable_id) if by else 0
    if not later:
        context.toast(said, undo=True)
        return

    def move_rest() -> None:
        from microinf_desktop.services.series import shift_following

        context.tasks.write(
            tr("Moving"), lambda _p, _t: shift_following(context.workspace, deliverable_id, by, context.today()),
            lambda followed: context.toast(outcome(followed), undo=True))

    stays = trn("{n} later piece of the series stays", "{n} later pieces of the series stay", later)
    context.toast(f"{said}. {stays}", verb=trn("Move it too", "Move them too", later), callback=move_rest)


def outcome(followed: Followed) -> str:
    """How many later pieces moved, and what stayed with its reason."""
    moved = trn("{n} later piece moved", "{n} later pieces moved", followed.moved)
    return f"{moved}. {'; '.join(followed.stayed)}" if followed.stayed else moved


def ask_publish_day(parent: QWidget, context: AppContext, deliverable_id: int) -> bool:
    """Ask for a new publish day and store it, with the rest of the series if wanted; True when it was stored."""
    from microinf_desktop.domain.timeline_data import PUBLISH, step_key
    from microinf_desktop.queries import deliverables
    from microinf_desktop.services.series import move_with_following
    from microinf_desktop.services.timeline import move_day

    with context.workspace.reading() as session:
        found = deliverables.rows(session, [deliverable_id], context.today())
    if not found:
        return False
    later = _later(context, deliverable_id)

    def build(form: Form) -> None:
        form.add_field("publish_on", tr("Goes live"), DateEdit(), required=True, help=tr("e.g. fri, +5wd, 24.11."))
        if later:
            form.add_field("rest", trn("Move the later piece of the series along",
                                       "Move the {n} later pieces of the series along", later), CheckBox(""))

    def submit(values: dict[str, Any]) -> Followed:
        day = values["publish_on"]
        if values.get("rest"):
            return move_with_following(context.workspace, deliverable_id, day, context.today())
        move_day(context.workspace, step_key(deliverable_id, PUBLISH), day, context.today())
        return Followed(0, ())

    before = found[0].publish_on
    dialog = FormDialog(parent, tr("Move the publish day"), tr("Move"), build, submit,
                        {"publish_on": before})
    if not dialog.run():
        return False
    if dialog.form.values()["publish_on"] == before:
        context.toast(tr("The day is the same, nothing moved"))
        return False
    said = tr("Moved to {day}", day=formats.day(dialog.form.values()["publish_on"]))
    followed: Followed = dialog.result_value
    rest = followed.moved or followed.stayed
    context.toast(f"{said}. {outcome(followed)}" if rest else said, undo=True)
    return True
