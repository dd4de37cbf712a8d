"""Export people of the roster as a spreadsheet."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.i18n import tr, trn

COLUMNS = (
    "name", "handle", "platforms", "followers", "engagement_rate_percent", "rate_base", "niches", "country", "city",
    "stage", "owner", "email", "tags", "last_paid", "currency", "next_action", "next_action_on",
)


def export_roster(parent: QWidget, context: AppContext, ids: Sequence[int]) -> None:
    """Ask where, then write the people as CSV; the workspace's `exports` folder is offered."""
    start = context.workspace.folder / "exports" / "roster.csv"
    chosen, _ = QFileDialog.getSaveFileName(parent, tr("Export people"), str(start), tr("Spreadsheet (*.csv)"))
    if not chosen:
        return
    path = Path(chosen)

    def work(progress: object, token: object) -> int:
        from microinf_desktop.interchange.exports import write_csv
        from microinf_desktop.queries import influencers

        with context.workspace.reading() as session:
            found = influencers.rows(session, ids)
        return write_csv(path, COLUMNS, (_cells(row) for row in found))

    context.tasks.read(
        work, lambda n: context.toast(trn("{n} person exported to {file}", "{n} people exported to {file}", n,
                                          file=path.name)), label=tr("Exporting people"),
    )


def _cells(row: object) -> list[object]:
    from microinf_desktop.queries.influencers import InfluencerRow

    assert isinstance(row, InfluencerRow)
    rate = None if row.rate_ppm is None else row.rate_ppm / 10_000
    paid = row.last_paid
    return [
        row.name, row.handle, ", ".join(row.platforms), row.followers, rate, row.rate_base, ", ".join(row.niches),
        row.country, row.city, row.stage, row.owner, row.email, ", ".join(row.tags),
        None if paid is None else paid.decimal, "" if paid is None else paid.currency, row.next_action,
        row.next_action_on,
    ]
