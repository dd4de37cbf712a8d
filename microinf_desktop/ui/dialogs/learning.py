"""Note or edit a learning of a client."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from microinf_desktop.domain.learnings import LearningDraft, LearningRow
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs.form import FormDialog
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.widgets.date_edit import DateEdit
from microinf_desktop.ui.widgets.form import Form
from microinf_desktop.ui.widgets.inputs import ComboBox, TextArea, TextField

_TOPICS = ("Hooks", "Format", "Message", "Timing", "Creators", "Offer", "Process")


def edit_learning(
    parent: QWidget, context: AppContext, client_id: int, known: LearningRow | None = None,
    campaign_id: int | None = None,
) -> int | None:
    """Ask what was learned and store it; the id, or None when cancelled. `campaign_id` pre-fills a new one."""
    from microinf_desktop.queries import campaigns, learnings
    from microinf_desktop.services.learnings import save_learning

    with context.workspace.reading() as session:
        work = campaigns.rows(session, campaigns.CampaignFilter(client_ids=(client_id,)), context.today())
        used = learnings.topics(session, client_id)
    offered = list(dict.fromkeys([*used, *(tr(topic) for topic in _TOPICS)]))

    def submit(entered: dict[str, Any]) -> int:
        return save_learning(context.workspace, LearningDraft(
            client_id, entered["text"] or "", entered["topic"] or "", entered["campaign_id"], entered["noted_on"],
            known.is_retired if known else False,
        ), known.id if known else None)

    filled: dict[str, Any] = {"campaign_id": campaign_id, "noted_on": context.today()}
    if known is not None:
        filled = {name: getattr(known, name) for name in ("text", "topic", "campaign_id", "noted_on")}
    verb = tr("Save") if known else tr("Note learning")
    dialog = FormDialog(
        parent, tr("Edit learning") if known else tr("Note a learning"), verb,
        lambda form: _build(form, [(row.id, row.name) for row in work], offered), submit, filled)
    return dialog.result_value if dialog.run() else None


def _build(form: Form, campaigns: Sequence[tuple[int, str]], topics: Sequence[str]) -> None:
    text = TextArea(rows=3, placeholder=tr("e.g. posts that name the brewing minutes get twice the saves"))
    form.add_field("text", tr("What to do again, or never again"), text, required=True)
    topic = TextField(placeholder=tr("e.g. {topics}", topics=", ".join(topics[:3])))
    _suggest(topic, topics)
    form.add_field("topic", tr("Topic"), topic)
    form.add_field("campaign_id", tr("Seen in"), ComboBox([(None, tr("No campaign")), *campaigns]))
    form.add_field("noted_on", tr("Noted on"), DateEdit(), required=True)


def _suggest(field: TextField, topics: Sequence[str]) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QCompleter

    from microinf_desktop.ui.widgets.inputs import style_popup

    completer = QCompleter(list(topics), field)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    style_popup(completer)
    field.setCompleter(completer)
