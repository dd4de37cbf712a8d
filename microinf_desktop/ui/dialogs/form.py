"""A form in a dialog: checks stand at their fields, what a service refuses too.

```python
FormDialog(self, tr("Add person"), tr("Add person"), build, submit).run()

def build(form: Form) -> None:
    form.add_field("name", tr("Name"), TextField(), required=True)

def submit(values: dict[str, Any]) -> None:      # ValidationError marks its field, KnownError shows above the buttons
    influencers.add(workspace, InfluencerDraft(**values))
```
"""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.ui.dialogs.base import MAX_WIDTH, Dialog
from microinf_desktop.ui.widgets.feedback import InlineError
from microinf_desktop.ui.widgets.form import Form
from microinf_desktop.ui.widgets.layouts import ScrollColumn

_SCROLL_FROM = 480  # a form higher than this scrolls


class FormDialog(Dialog):
    """`run()` is True when `submit` went through; `result_value` is what it returned."""

    def __init__(self, parent: QWidget | None, title: str, verb: str, build: Callable[[Form], object],
                 submit: Callable[[dict[str, Any]], Any], values: Mapping[str, Any] | None = None, columns: int = 1,
                 width: int = MAX_WIDTH, kind: str = "primary") -> None:
        super().__init__(parent, title, width)
        self._submit = submit
        self.result_value: Any = None
        self.form = Form(columns)
        build(self.form)
        if values is not None:
            self.form.set_values(values)
        self._add_form()
        self.problem = InlineError(parent=self)
        self.body.addWidget(self.problem)
        self.add_cancel()
        self.submit_button = self.add_button(verb, kind)
        self.submit_button.clicked.connect(self.submit)
        self.form.changed.connect(lambda: self.problem.set_text(""))

    def _add_form(self) -> None:
        if self.form.sizeHint().height() <= _SCROLL_FROM:
            self.body.addWidget(self.form)
            return
        scroll = ScrollColumn(margins=(0, 0, 10, 0), fill="raised")
        scroll.body.addWidget(self.form)
        scroll.setMinimumHeight(_SCROLL_FROM)
        self.body.addWidget(scroll)

    def submit(self) -> None:
        """Check, hand over, close; what is refused stays open and says why."""
        if not self.form.validate():
            return
        try:
            self.result_value = self._submit(self.form.values())
        except ValidationError as error:
            if not self.form.show_error(error):
                self.problem.set_text(str(error))
            return
        except KnownError as error:
            self.problem.set_text(str(error))
            return
        self.accept()
