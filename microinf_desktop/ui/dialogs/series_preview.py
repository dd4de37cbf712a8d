"""The preview of a series: what comes, for whom, on which day, and what speaks against it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from microinf_desktop.domain.enums import DeliverableKind
from microinf_desktop.domain.sequences import PlannedSeries, Planning
from microinf_desktop.queries.series import BusyDay
from microinf_desktop.ui import labels
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.models.columns import Cell, Column, Kind
from microinf_desktop.ui.widgets.data_table import DataTable


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One piece to come; `doubt` says what speaks against its days, else empty."""

    id: int
    creator: str
    what: str
    starts_on: date | None
    draft_due_on: date | None
    publish_on: date | None
    doubt: str


class SeriesPreview(DataTable):
    """Pieces to come, one a row."""

    def __init__(self) -> None:
        self._shown: dict[int, PreviewRow] = {}
        super().__init__("series_preview", [
            Column("creator", tr("Creator"), 124, value=lambda row: row.creator, sort_key=""),
            Column("what", tr("Deliverable"), 170, value=lambda row: row.what, sort_key="", stretch=True),
            Column("starts_on", tr("Begins"), 92, Kind.DATE, sort_key=""),
            Column("publish_on", tr("Goes live"), 92, Kind.DATE, sort_key=""),
            Column("doubt", tr("Look at"), 190, value=_doubt, sort_key="", tooltip=lambda row: row.doubt),
        ], lambda ids: [self._shown[row_id] for row_id in ids if row_id in self._shown], None, checkable=False)
        self.setAccessibleName(tr("What comes"))
        self.setFixedHeight(236)
        self.set_empty(tr("Choose what, for whom and from which day"))

    def show_series(self, rows: Sequence[PreviewRow]) -> None:
        self._shown = {row.id: row for row in rows}
        self.model.forget_rows()
        self.set_ids(list(self._shown))


def _doubt(row: Any) -> Cell:
    return Cell(row.doubt or tr("fits"), ink="attention" if row.doubt else "text3")


def preview_rows(
    context: AppContext, planning: Planning, planned: Sequence[PlannedSeries]
) -> list[PreviewRow]:
    """The pieces of series with what speaks against their days: late start, days off, other posts that day."""
    busy = _busy(context, planning, planned)
    rows: list[PreviewRow] = []
    for series in planned:
        deal = planning.deals[series.collaboration_id]
        for piece in series.pieces:
            draft = piece.draft
            doubts = []
            if piece.starts_on is not None and piece.starts_on < context.today():
                doubts.append(tr("should have begun already"))
            doubts += [tr("also that day: {what}, {campaign}", campaign=one.campaign,
                          what=labels.label(DeliverableKind(one.kind)))
                       for one in busy if (one.influencer_id, one.day) == (deal.influencer_id, draft.publish_on)]
            if piece.closed:
                doubts.append(tr("nobody works: {why}", why=piece.closed))
            kind = labels.label(draft.kind)
            what = f"{kind}, {draft.title}" if draft.title and draft.title.casefold() != kind.casefold() else kind
            rows.append(PreviewRow(len(rows) + 1, deal.name, what, piece.starts_on, draft.draft_due_on,
                                   draft.publish_on, " · ".join(doubts)))
    return sorted(rows, key=lambda row: (row.creator, row.publish_on or date.max))


def _busy(context: AppContext, planning: Planning, planned: Sequence[PlannedSeries]) -> list[BusyDay]:
    from microinf_desktop.queries import series

    days = [piece.draft.publish_on for one in planned for piece in one.pieces if piece.draft.publish_on]
    if not days:
        return []
    people = {planning.deals[one.collaboration_id].influencer_id for one in planned}
    with context.workspace.reading() as session:
        return series.busy_days(session, people, min(days), max(days))
