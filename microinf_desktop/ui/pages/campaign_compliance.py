"""Disclosure of a campaign: its deliverables against the rules of each country it reaches."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtGui import QHideEvent

from microinf_desktop.domain.compliance import ComplianceFilter
from microinf_desktop.domain.enums import DeliverableKind, DeliverableState, Verdict
from microinf_desktop.domain.proofs import ProofProblem
from microinf_desktop.domain.tasks import CancelToken, Progress
from microinf_desktop.domain.text import fold
from microinf_desktop.queries import compliance as queries
from microinf_desktop.ui import labels
from microinf_desktop.ui.actions import Action
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.models.columns import Cell, Column, Kind
from microinf_desktop.ui.pages.campaign_part import CampaignPart
from microinf_desktop.ui.theme import Tone
from microinf_desktop.ui.widgets.data_table import DataTable
from microinf_desktop.ui.widgets.feedback import Banner
from microinf_desktop.ui.widgets.filter_bar import FilterBar, FilterField


def _columns(areas: Sequence[str]) -> list[Column]:
    return [
        Column("title", tr("Deliverable"), 200, stretch=True, value=_what),
        Column("creator", tr("Creator"), 150, Kind.NAME, value=lambda row: row.deal.creator),
        Column("state", tr("State"), 166, Kind.STATUS, value=lambda row: DeliverableState(row.state)),
        Column("verdict", tr("Overall"), 116, Kind.VERDICT, value=lambda row: row.verdict),
        *(Column(f"area_{area}", area, 116, Kind.VERDICT, sort_key="", value=lambda row, area=area: _cell(row, area),
                 tooltip=lambda row, area=area: _tip(row, area)) for area in areas),
        Column("draft", tr("Draft"), 56, value=lambda row: str(row.draft_number) if row.draft_number else None,
               align="right", sort_key=""),
        Column("publish", tr("Goes live"), 96, Kind.DATE, value=_day),
        Column("evidence", tr("Proofs"), 62, Kind.COUNT, sort_key=""),
    ]


def _what(row: queries.MatrixRow) -> Cell:
    kind = labels.label(DeliverableKind(row.kind))
    note = kind if row.title and row.title != kind else ""
    return Cell(row.title or kind, labels.with_unplanned(note, row.is_unplanned), weight=500)


def _day(row: queries.MatrixRow) -> date | None:
    """The planned day; an unplanned post has none but the one it was posted on."""
    return row.published_at.date() if row.is_unplanned and row.published_at else row.publish_on


def _cell(row: queries.MatrixRow, area: str) -> Verdict | None:
    """None where the rule does not apply or nothing has to be disclosed."""
    if area not in row.jurisdictions or not row.standing.is_needed:
        return None
    check = row.standing.check(area)
    return Verdict.NOT_CHECKED if check is None else check.verdict


def _tip(row: queries.MatrixRow, area: str) -> str:
    verdict = _cell(row, area)
    return tr("No rule applies") if verdict is None else f"{area}: {labels.label(verdict)}"


class CampaignCompliance(CampaignPart):
    """A matrix; the deliverable's own page checks, explains and decides."""

    def build(self) -> None:
        self._areas: tuple[str, ...] = ()
        self._rows: dict[int, queries.MatrixRow] = {}
        self.bar = FilterBar([FilterField("verdicts", tr("Overall"), "choice", labels.choices(Verdict))],
                             search=tr("Creator or title"))
        self.filter_bar = self.bar
        self.banner = Banner(Tone.DANGER)
        self.tampered = Banner(Tone.DANGER)
        self.tampered.hide()
        self._hashed: object = None
        self.table = self._make_table(())
        for part in (self.bar, self.tampered, self.banner, self.table):
            self.column.addWidget(part)
        self.column.setStretchFactor(self.table, 1)
        self.bar.changed.connect(self.reload)

    def _make_table(self, areas: tuple[str, ...]) -> DataTable:
        # Widths are kept per set of rules: the columns are others.
        table = DataTable(f"campaign_compliance_{'_'.join(areas).lower()}", _columns(areas), self._load,
                          self.context.settings, checkable=False)
        table.setAccessibleName(tr("Disclosure by deliverable and country"))
        table.opened.connect(self._open)
        table.sorted.connect(lambda _key, _down: self.reload())
        table.current_changed.connect(lambda _id: (self.actions_changed.emit(),
                                                   self.position_changed.emit(self.position())))
        table.set_row_actions(lambda: list(self.actions()))
        return table

    def reload(self) -> None:
        if self.campaign is None:
            return
        key, descending = self.table.sort()
        wanted = ComplianceFilter(campaign_id=self.campaign_id)
        with self.context.workspace.reading() as session:
            ids = queries.ids(session, wanted, key if key in queries.SORT_KEYS else "publish", descending)
            rows = queries.rows(session, ids)
        areas = tuple(dict.fromkeys(area for row in rows for area in row.jurisdictions))
        if areas != self._areas:
            self._areas = areas
            old, self.table = self.table, self._make_table(areas)
            self.column.replaceWidget(old, self.table)
            old.hide()
            old.deleteLater()
        chosen, text = self.bar.values().get("verdicts", ()), fold(self.bar.text())
        shown = [row for row in rows if (not chosen or row.verdict in chosen)
                 and text in fold(f"{row.title} {row.deal.creator}")]
        self._rows = {row.id: row for row in shown}
        self.table.model.forget_rows()
        self.table.refresh(self._rows)
        self._say(rows)
        self._hash_proofs(tuple((row.id, row.evidence) for row in rows))

    def hideEvent(self, event: QHideEvent) -> None:
        """Whoever comes back wants to know how the files are then."""
        self._hashed = None
        super().hideEvent(event)

    def _hash_proofs(self, proofs: tuple[tuple[int, int], ...]) -> None:
        """Hash the files of the proofs anew in the background, when the tab is opened and when there are others."""
        wanted = (self.campaign_id, proofs)
        if wanted == self._hashed:
            return
        self._hashed, workspace = wanted, self.context.workspace
        chosen = ComplianceFilter(campaign_id=self.campaign_id)

        def work(progress: Progress, token: CancelToken) -> list[ProofProblem]:
            from microinf_desktop.services.proofs import check_proofs

            return check_proofs(workspace, chosen, progress, token)

        self.context.tasks.read(work, self._say_tampered, key="campaign_proofs")

    def _say_tampered(self, problems: list[ProofProblem]) -> None:
        self.tampered.setVisible(bool(problems))
        listed = "; ".join(
            (tr("{file} of {creator} is missing", file=one.file_name, creator=one.creator) if one.is_missing
             else tr("{file} of {creator} was changed", file=one.file_name, creator=one.creator))
            for one in problems[:3])
        more = tr(" and {n} more", n=len(problems) - 3) if len(problems) > 3 else ""
        self.tampered.set_content(
            trn("{n} proof is no longer what was captured", "{n} proofs are no longer what was captured",
                len(problems)),
            tr("{files}{more}. Restore the folder “attachments” from a backup", files=listed, more=more),
        )

    def _say(self, rows: Sequence[queries.MatrixRow]) -> None:
        failing = [row for row in rows if row.verdict is Verdict.FAIL]
        self.banner.setVisible(bool(failing))
        self.banner.set_content(
            trn("{n} deliverable fails its disclosure check", "{n} deliverables fail their disclosure check",
                len(failing)),
            tr("It cannot be approved before the caption is fixed. Open one to see the fix"),
        )
        if rows:
            self.table.set_empty(tr("No deliverable matches these filters"), tr("Clear all filters"), self.bar.clear)
        else:
            self.table.set_empty(tr("Nothing to check yet. Captions are checked once there are deliverables"),
                                 tr("Go to deliverables"), lambda: self.tab_asked.emit("deliverables"))

    def _load(self, ids: Sequence[int]) -> list[queries.MatrixRow]:
        return [self._rows[row_id] for row_id in ids if row_id in self._rows]

    def position(self) -> str:
        return self.table.position_text()

    def actions(self) -> Sequence[Action]:
        return [
            Action("rules.unplanned", tr("Log unplanned post"), self.log_unplanned, "Ctrl+Shift+U", "plus",
                   tr("Compliance"), "quiet"),
            Action("rules.open", tr("Open deliverable"), lambda: self._open(self.table.current_id()), "O", "open",
                   tr("Compliance"),
                   condition=lambda: bool(self.table.current_id()) or tr("choose a deliverable first")),
        ]

    def log_unplanned(self) -> None:
        """Log a post that nobody had planned, and stand on it."""
        from microinf_desktop.ui.dialogs.unplanned import log_unplanned

        logged = log_unplanned(self, self.context, self.campaign_id)
        if logged is not None:
            self.table.select(logged)

    def _open(self, row_id: int) -> None:
        self.context.navigation.open("deliverable", id=row_id)
