"""What every step of the set-up is: a form that takes a draft and gives it back with the fields it shows."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from microinf_desktop.domain.campaigns import CampaignDraft
from microinf_desktop.domain.errors import ValidationError
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.widgets.form import Form


class StepForm(QWidget):
    """A step: `show_draft` fills it, `take` gives the draft with what was typed; errors stand at their fields."""

    changed = Signal()
    filled = Signal(object)  # a draft that a button of the step made
    step_asked = Signal(object)  # another SetupStep to go to

    def __init__(self, context: AppContext, draft: CampaignDraft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(16)
        self.form = Form(2)
        self.column.addWidget(self.form)
        self.build(draft)
        self.form.changed.connect(self.changed)

    def build(self, draft: CampaignDraft) -> None:
        """Step: make the fields and fill them."""

    def take(self, draft: CampaignDraft) -> CampaignDraft:
        """Step: the draft with this step's fields; ValidationError for what cannot be read."""
        return draft

    def validate(self) -> bool:
        return self.form.validate()

    def show_error(self, error: ValidationError) -> bool:
        """Mark the field of an error; False when it is not shown here."""
        name = error.field
        if name not in self.form.names() and name.removesuffix("_minor") in self.form.names():
            error = ValidationError(name.removesuffix("_minor"), error.message, error.hint)
        return self.form.show_error(error)
