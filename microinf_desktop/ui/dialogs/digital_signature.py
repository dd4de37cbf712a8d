"""Digital signatures: signing a contract with a certificate file, and what checking the signatures of a PDF says."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QWidget

from microinf_desktop.domain.enums import Verdict
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.signatures import WHAT_IT_IS, WHAT_IT_IS_NOT, SignatureReport
from microinf_desktop.services import contract_copies
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs.base import Dialog
from microinf_desktop.ui.dialogs.contract_moves import with_stage
from microinf_desktop.ui.dialogs.form import FormDialog
from microinf_desktop.ui.dialogs.message import show_error
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.pages.deliverable_live import read_file
from microinf_desktop.ui.widgets.buttons import Button
from microinf_desktop.ui.widgets.form import Form
from microinf_desktop.ui.widgets.inputs import ComboBox, TextField
from microinf_desktop.ui.widgets.labels import ElidedLabel, GlyphSign, Label, Line
from microinf_desktop.ui.widgets.layouts import ScrollColumn, boxed, column, row

_WIDTH = 560
_SCROLLS_FROM = 3  # signatures
_PLACES = {
    "agency_signature": "Agency, our side", "client_signature": "Client, our side", "creator_signature": "Creator",
    "guardian_signature": "Legal guardian",
}


class CertificateField(QWidget):
    """A certificate file that is chosen; `value()` is its path or None. Nothing of it is kept."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._path: Path | None = None
        self.name = ElidedLabel("", "body", "text3")
        self.choose_button = Button(tr("Choose a file"), icon="attach")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self.choose_button)
        layout.addWidget(self.name, 1)
        self.setFocusProxy(self.choose_button)
        self.choose_button.clicked.connect(lambda: self.choose())
        self.set_value(None)

    def value(self) -> Path | None:
        return self._path

    def set_value(self, path: Path | None) -> None:
        self._path = path
        self.name.setText(path.name if path is not None else tr("A .p12 or .pfx file"))
        self.edited.emit()

    def choose(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, tr("Certificate file"), str(Path.home()),
                                                tr("Certificate files (*.p12 *.pfx)"))
        if chosen:
            self.set_value(Path(chosen))


class PassphraseField(TextField):
    """What is typed is not shown, blanks count."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setEchoMode(QLineEdit.EchoMode.Password)

    def value(self) -> str:
        return self.text()


def sign_contract(parent: QWidget, context: AppContext, contract_id: int) -> bool:
    """Sign what was sent, or the copy that came back, with a certificate file; True when it was signed and kept.

    The passphrase is used once and stored nowhere.
    """
    from microinf_desktop.contract_papers import signed_paper
    from microinf_desktop.queries.contracts import detail

    workspace, today = context.workspace, context.today()
    try:
        paper = contract_copies.paper_to_sign(workspace, contract_id)
    except KnownError as error:
        show_error(parent, error)
        return False
    with workspace.reading() as session:
        found = detail(session, contract_id)
    assert found is not None
    language, locale = found.row.language, found.options.locale or "en_GB"
    source = tr("It is added to the signed copy {name}; what others signed stays.", name=paper.file_name) if (
        paper.is_copy) else tr("It is added to {name}, the version that was sent.", name=paper.file_name)

    def build(form: Form) -> None:
        form.add_wide(_terms())
        form.add_wide(Label(source, "secondary", "text2", wrap=True))
        form.add_field("certificate", tr("Certificate file"), CertificateField(), required=True)
        form.add_field("passphrase", tr("Passphrase of the file"), PassphraseField(),
                       help=tr("Used once, stored nowhere"))
        form.add_field("field", tr("Signature of"), ComboBox(place_choices(paper.open_fields, found.row.deal.creator)),
                       required=True)

    def submit(entered: dict[str, Any]) -> bytes:
        p12, _name = read_file(entered["certificate"])
        return signed_paper(paper.content, p12, entered["passphrase"], field=entered["field"], language=language,
                            locale=locale)

    values = {"field": paper.open_fields[0]}
    dialog = FormDialog(parent, tr("Sign {number} digitally", number=found.row.number), tr("Sign"), build, submit,
                        values, width=_WIDTH)
    if not dialog.run():
        return False
    signed: bytes = dialog.result_value
    context.tasks.write(
        tr("Keeping the signed copy"),
        lambda _p, _t: contract_copies.attach_digitally_signed(workspace, contract_id, signed, today=today),
        lambda followed: context.toast(with_stage(tr("Signed and kept as the signed copy"), followed), undo=True))
    return True


def _terms() -> QWidget:
    """What such a signature is and is not, before anybody signs."""
    parts = [
        boxed(column(Label(title, "body", weight=600), Label(text, "secondary", "text2", wrap=True), spacing=1))
        for title, text in ((tr("What it is"), tr(WHAT_IT_IS)), (tr("What it is not"), tr(WHAT_IT_IS_NOT)))
    ]
    return boxed(column(*parts, spacing=8))


def place_choices(fields: Sequence[str], creator: str) -> list[tuple[str, str]]:
    """The places to sign in words; the creator's with her name."""
    named = [(name, tr(_PLACES.get(name, name))) for name in fields]
    return [(name, tr("{place}: {name}", place=text, name=creator) if name == "creator_signature" else text)
            for name, text in named]


# Checking --------------------------------------------------------------------------------------------------------

def check_file(parent: QWidget, context: AppContext) -> None:
    """Choose any PDF and say who signed it digitally."""
    chosen, _ = QFileDialog.getOpenFileName(parent, tr("Check the signatures of a PDF"), str(Path.home()),
                                            tr("PDF (*.pdf)"))
    if not chosen:
        return
    path = Path(chosen)

    def work(_progress: object, _token: object) -> tuple[SignatureReport, ...]:
        from microinf_desktop.interchange.signatures import verify_pdf

        return verify_pdf(read_file(path)[0])

    context.tasks.read(work, lambda reports: show_signatures(parent, path.name, reports),
                       label=tr("Checking the signatures"), key="contract.signatures")


def check_copy(
    parent: QWidget, context: AppContext, contract_id: int, file_name: str, *, only_signed: bool = False
) -> None:
    """Say who signed the attached copy digitally, checked anew; `only_signed` says nothing where nobody did."""
    workspace = context.workspace
    context.tasks.read(
        lambda _p, _t: contract_copies.copy_signatures(workspace, contract_id),
        lambda reports: show_signatures(parent, file_name, reports) if reports or not only_signed else None,
        label=tr("Checking the signatures"), key="contract.signatures")


def show_signatures(parent: QWidget, file_name: str, reports: Sequence[SignatureReport]) -> None:
    """Each signature with what speaks for and against it, and what none of them is."""
    dialog = Dialog(parent, tr("Signatures in {name}", name=file_name), _WIDTH)
    if not reports:
        dialog.add_text(tr("This PDF holds no digital signature. What was signed by hand and scanned is a picture and "
                           "cannot be checked."))
    else:
        _add_reports(dialog, reports)
        dialog.add_text(tr(WHAT_IT_IS_NOT), "text3")
        dialog.body.addStretch(1)
    dialog.add_button(tr("Close"), "secondary", accepts=True)
    dialog.run()


def _add_reports(dialog: Dialog, reports: Sequence[SignatureReport]) -> None:
    body = dialog.body
    if len(reports) >= _SCROLLS_FROM:
        scroll = ScrollColumn(margins=(0, 0, 10, 0), fill="raised")
        scroll.setMinimumHeight(320)
        dialog.body.addWidget(scroll)
        body = scroll.body
    for place, report in enumerate(reports):
        if place:
            body.addWidget(Line())
        body.addWidget(_report(report))


def _report(report: SignatureReport) -> QWidget:
    first, *rest = report.findings()
    sign = GlyphSign(Verdict.PASS if report.is_good else Verdict.FAIL)
    said = [tr("Place: {place}.", place=tr(_PLACES.get(report.field, report.field))), *rest]
    if report.reason:
        said.append(tr("Reason given: {reason}", reason=report.reason))
    lines: list[QWidget] = [
        boxed(row(sign, Label(first, "body", weight=600, wrap=True))),
        Label("\n".join(said), "body", "text2", wrap=True),
    ]
    if report.fingerprint:
        lines.append(Label(tr("Fingerprint (SHA-256): {text}", text=report.fingerprint), "secondary", "text3",
                           wrap=True))
    return boxed(column(*lines, spacing=3))


def signed_line(reports: Sequence[SignatureReport]) -> tuple[Verdict, str]:
    """All digital signatures of a copy in a line, with the mark it gets."""
    names = ", ".join(report.signer for report in reports)
    if all(report.is_good for report in reports):
        return Verdict.PASS, tr("Digitally signed by {names}, unchanged since", names=names)
    return Verdict.FAIL, tr("Digitally signed by {names}, and changed or damaged since", names=names)
