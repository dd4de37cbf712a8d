"""Export the register of usage rights as a spreadsheet."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.rights import RightFilter
from microinf_desktop.domain.tasks import CancelToken, Progress
from microinf_desktop.queries.rights import RightRow
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.i18n import tr, trn

COLUMNS = (
    "client", "campaign", "creator", "content", "right", "media", "accounts", "territories", "begins_with",
    "first_day", "last_day", "for_ever", "months", "days", "standing", "days_left", "may_edit", "may_pass_on",
    "contract", "clause", "code", "fee", "renewal_price", "currency", "withdrawn_on", "withdrawal_reason", "notes",
)
_BLOCK = 2_000


def export_rights(parent: QWidget, context: AppContext, wanted: RightFilter) -> None:
    """Ask where, then write the rights a filter finds as XLSX or CSV; the workspace's `exports` folder is offered."""
    start = context.workspace.folder / "exports" / f"usage-rights-{context.today():%Y-%m-%d}.xlsx"
    chosen, _ = QFileDialog.getSaveFileName(
        parent, tr("Export the register"), str(start), tr("Spreadsheet (*.xlsx);;Table (*.csv)"))
    if not chosen:
        return
    path, workspace, today = Path(chosen), context.workspace, context.today()

    def work(progress: Progress, token: CancelToken) -> int:
        from microinf_desktop.interchange.exports import write_table
        from microinf_desktop.queries import rights

        with workspace.reading() as session:
            ids = rights.ids(session, wanted, today=today)

            def rows() -> Iterator[list[object]]:
                for place in range(0, len(ids), _BLOCK):
                    token.check()
                    progress(place, len(ids), path.name)
                    yield from (_cells(row) for row in rights.rows(session, ids[place : place + _BLOCK], today))

            try:
                return write_table(path, COLUMNS, rows(), "Usage rights")
            except OSError as error:
                raise KnownError(
                    f"{path.name} cannot be written: {error.strerror}.", "Choose another folder."
                ) from error

    context.tasks.read(
        work, lambda n: context.toast(trn("{n} right exported to {file}", "{n} rights exported to {file}", n,
                                          file=path.name)), label=tr("Exporting usage rights"),
    )


def _cells(row: RightRow) -> list[object]:
    terms, deal = row.terms, row.deal
    return [
        deal.client, deal.campaign, deal.creator, row.asset, terms.kind.value, list(terms.media),
        list(terms.platforms), list(terms.territories), terms.starts_with.value, terms.starts_on, row.ends_on,
        terms.is_perpetual, terms.months, terms.days, row.stage.value, row.days_left, terms.may_edit,
        terms.may_sublicense, row.contract, terms.clause, terms.code, row.fee.decimal if row.fee else None,
        row.renewal.decimal if row.renewal else None, terms.currency, row.withdrawn_on, row.withdrawal_reason,
        terms.notes,
    ]
