"""Add or edit a persona."""

from typing import Any

from PySide6.QtWidgets import QWidget

from microinf_desktop.domain.personas import PersonaDraft, PersonaRow
from microinf_desktop.ui import choices
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs.form import FormDialog
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.widgets.form import Form
from microinf_desktop.ui.widgets.inputs import NumberEdit, TagEdit, TextArea, TextField


def edit_persona(parent: QWidget, context: AppContext, client_id: int, known: PersonaRow | None = None) -> int | None:
    """Ask for a persona and store it; the id, or None when cancelled."""
    from microinf_desktop.services.personas import save_persona

    def submit(entered: dict[str, Any]) -> int:
        texts = {name: entered[name] or "" for name in ("name", "gender", "notes")}
        draft = PersonaDraft(
            client_id, age_from=entered["age_from"], age_to=entered["age_to"],
            countries=tuple(code.upper() for code in entered["countries"]),
            languages=tuple(code.lower() for code in entered["languages"]),
            interests=entered["interests"], behaviours=_lines(entered["behaviours"]), **texts,
        )
        return save_persona(context.workspace, draft, known.id if known else None)

    filled: dict[str, Any] = {}
    if known is not None:
        filled = {name: getattr(known, name) for name in PersonaDraft.__dataclass_fields__}
        filled["behaviours"] = "\n".join(known.behaviours)
    title = tr("Edit persona") if known else tr("Add persona")
    dialog = FormDialog(parent, title, tr("Save") if known else tr("Add persona"), _build, submit, filled, columns=2,
                        width=560)
    return dialog.result_value if dialog.run() else None


def _build(form: Form) -> None:
    form.add_field("name", tr("Name"), TextField(placeholder=tr("e.g. The second-cup reader")), required=True, span=2)
    form.add_field("age_from", tr("Age from"), NumberEdit(tr("e.g. 29")))
    form.add_field("age_to", tr("Age to"), NumberEdit(tr("e.g. 49")))
    form.add_field("gender", tr("Gender"), TextField(placeholder=tr("e.g. mostly women")), span=2)
    form.add_field("countries", tr("Countries"),
                   TagEdit(lambda: [code for code, _ in choices.countries()], tr("e.g. GB")))
    form.add_field("languages", tr("Languages"),
                   TagEdit(lambda: [code for code, _ in choices.languages()], tr("e.g. en")))
    form.add_field("interests", tr("Interests"), TagEdit(None, tr("e.g. slow mornings")), span=2)
    form.add_field("behaviours", tr("Behaviours, one a line"),
                   TextArea(rows=3, placeholder=tr("e.g. saves posts rather than liking them")), span=2)
    form.add_field("notes", tr("Notes"), TextArea(rows=2), span=2)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in (text or "").splitlines() if line.strip())
