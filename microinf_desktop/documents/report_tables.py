"""The tables of the report: results, creators, deliverables, spend, the compliance annex and the formulas."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from microinf_desktop.charts.bars import share_of
from microinf_desktop.documents.report_charts import KIND_LABELS
from microinf_desktop.documents.report_parts import Card
from microinf_desktop.documents.styles import ATTENTION, DANGER, DONE, INK, NOTE, TEXT_2, TEXT_3
from microinf_desktop.documents.tables import Column, data_table
from microinf_desktop.documents.text import Run, Text
from microinf_desktop.domain.enums import DeliverableKind, DeliverableState, Platform, TargetMetric, Verdict
from microinf_desktop.domain.formulas import campaign_rate, cost_per_engagement, engagement_rate_by_reach
from microinf_desktop.domain.metrics import MetricRead, Unit
from microinf_desktop.domain.money import Money
from microinf_desktop.domain.report_rows import ComplianceRow, CreatorRow, DeliverableRow, KpiRow, ReportData
from microinf_desktop.domain.report_words import kpi_label, kpi_standing, kpi_value
from microinf_desktop.domain.wording import MISSING, NBSP, Wording

PLATFORM_LABELS = {
    Platform.INSTAGRAM: "Instagram", Platform.TIKTOK: "TikTok", Platform.YOUTUBE: "YouTube",
    Platform.FACEBOOK: "Facebook", Platform.X: "X", Platform.LINKEDIN: "LinkedIn",
    Platform.PINTEREST: "Pinterest", Platform.TWITCH: "Twitch", Platform.BLOG: "Blog",
    Platform.PODCAST: "Podcast", Platform.NEWSLETTER: "Newsletter", Platform.OTHER: "Other",
}
STATE_LABELS = {
    DeliverableState.NOT_STARTED: "Not started", DeliverableState.BRIEFED: "Briefed",
    DeliverableState.CONCEPT_IN: "Concept in", DeliverableState.DRAFT_IN: "Draft in",
    DeliverableState.INTERNAL_REVIEW: "In review", DeliverableState.CLIENT_REVIEW: "With the client",
    DeliverableState.CHANGES_REQUESTED: "Changes requested", DeliverableState.APPROVED: "Approved",
    DeliverableState.SCHEDULED: "Scheduled", DeliverableState.LIVE: "Live",
    DeliverableState.PROOF_CAPTURED: "Live, proof kept", DeliverableState.METRICS_CAPTURED: "Figures read",
    DeliverableState.COMPLETE: "Complete", DeliverableState.CANCELLED: "Cancelled",
    DeliverableState.REPLACED: "Replaced",
}
VERDICT_LABELS = {
    Verdict.PASS: ("Pass", DONE), Verdict.WARN: ("Warn", ATTENTION), Verdict.FAIL: ("Fail", DANGER),
    Verdict.CANNOT_TELL: ("Cannot tell", ATTENTION), Verdict.NOT_CHECKED: ("Not checked", TEXT_2),
}


@dataclass(frozen=True, slots=True)
class TableMaker:
    """Makes the tables of one report, `width` points wide."""

    data: ReportData
    wording: Wording
    width: float

    def _table(self, columns: Sequence[Column], rows: Sequence[Sequence[Text]], **options: Any) -> Any:
        said = [Column(self.wording.say(column.title), column.align, column.share) for column in columns]
        return data_table(said, rows, self.width, **options)

    def _count(self, value: float | None) -> str:
        return MISSING if value is None else self.wording.number(value)

    def _rate(self, value: float | None) -> str:
        return MISSING if value is None else self.wording.percent(value)

    def _money(self, amount: Money | None, among: Iterable[Money | None]) -> str:
        """An amount, with cents when one of the amounts it stands among has any."""
        if amount is None:
            return MISSING
        exact = any(one is not None and one.decimal != one.decimal.to_integral_value() for one in among)
        return self.wording.money(float(amount.decimal), amount.currency, None if exact else 0)

    def _cost(self, amount: Money | None) -> str:
        return self._money(amount, [row.cost for row in self.data.creators])

    # KPIs ---------------------------------------------------------------------------------------------------

    def card(self, kpi: KpiRow) -> Card:
        words = self.wording
        if kpi.target is None:
            target = words.say("No target was set")
        else:
            target = words.say("Target {value}", value=kpi_value(kpi, kpi.target, words))
        return Card(
            label=kpi_label(self.data, kpi, words), figure=kpi_value(kpi, kpi.actual, words), target=target,
            difference=kpi_standing(self.data, kpi, words), note=self.calculation(kpi),
            share=share_of(kpi.actual, kpi.target), is_good=self._is_good(kpi),
            is_estimated=kpi.is_estimated,
        )

    def calculation(self, kpi: KpiRow) -> str:
        """How the figure was made: the two sums of a ratio, else the formula's note or the formula."""
        words = self.wording
        if kpi.actual is None:
            return words.say("Not read")
        if kpi.metric is TargetMetric.CONVERSIONS and self.data.frame.attribution:
            return self.data.frame.attribution
        if kpi.numerator is None or kpi.denominator is None:
            # Whoever reads a sum of reach must know that it is not the number of people.
            return words.say(kpi.info.note if kpi.metric is TargetMetric.REACH else kpi.info.expression)
        above = self._term(kpi.numerator, kpi, is_money=kpi.info.unit in (Unit.MONEY, Unit.MULTIPLE))
        below = self._term(kpi.denominator, kpi, is_money=kpi.info.unit is Unit.MULTIPLE)
        factor = f" × {words.number(1000)}" if kpi.metric is TargetMetric.COST_PER_MILLE else ""
        return f"{above} ÷ {below}{factor}"

    def _term(self, value: float, kpi: KpiRow, *, is_money: bool) -> str:
        return self.wording.money(value, kpi.currency, 0) if is_money else self.wording.number(value)

    def targets(self) -> Any:
        """The KPIs that have a target and how they will be calculated, for a report without figures."""
        words = self.wording
        rows = [
            (kpi_label(self.data, kpi, words), kpi_value(kpi, kpi.target, words),
             Run(words.say(kpi.info.expression), color=TEXT_2))
            for kpi in self.data.kpis if kpi.target is not None
        ]
        return self._table((Column("KPI", share=0.3), Column("Target", "right", 0.14), Column("Formula")), rows)

    def results(self) -> Any:
        """Every KPI with target, difference, calculation and base."""
        words = self.wording
        columns = (
            Column("KPI"), Column("Result", "right"), Column("Target", "right"), Column("Difference", "right"),
            Column("Calculation"), Column("Base"),
        )
        rows = [
            (
                kpi_label(self.data, kpi, words), self._estimated(kpi_value(kpi, kpi.actual, words), kpi.is_estimated),
                kpi_value(kpi, kpi.target, words), self._difference(kpi), Run(self.calculation(kpi), color=TEXT_2),
                Run(self._base(kpi), color=TEXT_2),
            )
            for kpi in self.data.kpis
        ]
        return self._table(columns, rows)

    def _difference(self, kpi: KpiRow) -> Text:
        text = kpi_standing(self.data, kpi, self.wording)
        if not text:
            return MISSING
        return Run(text, weight=600) if self._is_good(kpi) else Run(text, weight=600, color=DANGER)

    def _is_good(self, kpi: KpiRow) -> bool:
        return kpi.is_met is not False or self.data.is_open(kpi)

    def _base(self, kpi: KpiRow) -> str:
        total = kpi.n + kpi.left_out
        if not total:
            return MISSING
        if not kpi.left_out:
            return self.wording.say("{n} " + kpi.base, n=self._count(kpi.n))
        return self.wording.say(
            "{n} of {total} {base}", n=self._count(kpi.n), total=self._count(total),
            base=self.wording.say(kpi.base),
        )

    def _estimated(self, text: str, is_estimated: bool) -> Text:
        return [text, Run(f"{NBSP}e", color=TEXT_3)] if is_estimated and text != MISSING else text

    # Creators -----------------------------------------------------------------------------------------------

    def creators(self) -> Any:
        """Totals per creator and of all; the best engagement rate stands out."""
        rows = self.data.creators
        if not self.data.has_figures:
            return self._creators_without_figures()
        best = max((row.engagement_rate or 0.0 for row in rows), default=0.0)
        columns = [Column("Creator"), Column("Deliverables"), Column("Reach", "right"),
                   Column("Engagements", "right"), Column("ERR", "right"), Column("Cost", "right"),
                   Column("CPE", "right")]
        with_conversions = any(row.conversions is not None for row in rows)
        if with_conversions:
            columns.append(Column(self.data.frame.conversion_name or "Conversions", "right"))
        lines = [self._creator(row, with_conversions, row.engagement_rate == best and best > 0) for row in rows]
        return self._table(columns, lines, total=self._creator_total(with_conversions))

    def _creators_without_figures(self) -> Any:
        """Who does what and what of it is published; no columns of dashes."""
        words, rows = self.wording, self.data.creators
        columns = (Column("Creator"), Column("Deliverables"), Column("Published", "right"), Column("Cost", "right"))
        lines = [
            (row.name, Run(self._kinds(row.kinds), color=TEXT_2), self._of(row.published, row.planned),
             self._cost(row.cost))
            for row in rows
        ]
        total = (words.say("All"), "", self._of(len(self.data.delivered), len(self.data.planned)),
                 self._cost(_all_costs(rows, self.data.frame.currency)))
        return self._table(columns, lines, total=total)

    def _of(self, part: int, total: int) -> str:
        return self.wording.say("{n} of {total}", n=self._count(part), total=self._count(total))

    def _creator(self, row: CreatorRow, with_conversions: bool, is_best: bool) -> list[Text]:
        weight = 600 if is_best else None
        cells: list[Text] = [
            Run(row.name, weight=weight), Run(self._kinds(row.kinds), color=TEXT_2),
            self._estimated(self._count(row.reach), row.is_estimated),
            self._estimated(self._count(row.engagements), row.is_estimated),
            self._rate(row.engagement_rate), self._cost(row.cost), self._unit_cost(row.cost_per_engagement),
        ]
        if with_conversions:
            cells.append(self._count(row.conversions))
        if is_best:
            cells[2:] = [self._strong(cell) for cell in cells[2:]]
        return cells

    def _strong(self, cell: Text) -> Text:
        return Run(cell, weight=600) if isinstance(cell, str) else cell

    def _kinds(self, kinds: Iterable[DeliverableKind]) -> str:
        counted = Counter(kinds)
        named = (
            self.wording.say(KIND_LABELS[kind]) + (f"{NBSP}×{NBSP}{count}" if count > 1 else "")
            for kind, count in counted.items()
        )
        return ", ".join(named) or MISSING

    def _unit_cost(self, value: float | None) -> str:
        return MISSING if value is None else self.wording.money(value, self.data.frame.currency, 2)

    def _creator_total(self, with_conversions: bool) -> list[Text]:
        rows, currency = self.data.creators, self.data.frame.currency
        rate = campaign_rate(
            (row.engagements, row.latest.reach if row.latest else None) for row in self.data.published
        )
        priced = [row for row in rows if row.cost and row.cost.currency == currency and row.engagements is not None]
        spend = sum(float(row.cost.decimal) for row in priced if row.cost)
        engaged = sum(row.engagements or 0 for row in priced)
        total: list[Text] = [
            self.wording.say("All"), "", self._count(_sum(row.reach for row in rows)),
            self._count(_sum(row.engagements for row in rows)), self._rate(rate.value),
            self._cost(_all_costs(rows, currency)),
            self._unit_cost(cost_per_engagement(spend, engaged) if priced else None),
        ]
        if with_conversions:
            total.append(self._count(_sum(row.conversions for row in rows)))
        return total

    # Deliverables -------------------------------------------------------------------------------------------

    def deliverables(self) -> Any:
        """Every deliverable with its reach over time and its last figures, in the order of publication."""
        ordered = sorted(self.data.deliverables, key=_by_date)
        if not any(row.reads for row in ordered):
            return self._deliverables_without_figures(ordered)
        columns = (
            Column("Deliverable", share=0.27), Column("Creator", share=0.19), Column("Published"),
            Column("Reach\n24 h", "right"), Column("Reach\n7 days", "right"), Column("Reach\nlast read", "right"),
            Column("Engagements", "right"), Column("ERR", "right"),
        )
        return self._table(columns, [self._deliverable(row) for row in ordered])

    def _deliverables_without_figures(self, ordered: Sequence[DeliverableRow]) -> Any:
        """What is done and what comes next."""
        columns = (Column("Deliverable", share=0.36), Column("Creator", share=0.26), Column("Published"),
                   Column("State"), Column("Disclosure"))
        lines = []
        for row in ordered:
            label, color = VERDICT_LABELS[row.verdict]
            verdict = Run(self.wording.say(label), color=color)
            state = Run(self.wording.say(STATE_LABELS[row.state]), color=TEXT_2)
            lines.append((self._named(row), row.creator, self._when(row), state, verdict))
        return self._table(columns, lines)

    def _when(self, row: DeliverableRow) -> Text:
        """The day of publication, or the planned one marked as such."""
        when = row.published_on or row.due_on
        if when is None:
            return MISSING
        if row.published_on is not None:
            return self.wording.short_day(when)
        return Run(self.wording.say("due {day}", day=self.wording.short_day(when)), color=TEXT_3)

    def _deliverable(self, row: DeliverableRow) -> list[Text]:
        words, latest = self.wording, row.latest
        state = words.say("Unplanned") if row.is_unplanned else (
            "" if row.published_on else words.say(STATE_LABELS[row.state]))
        reach = None if latest is None else latest.reach
        return [
            self._named(row, state), row.creator, self._when(row),
            self._count(_reach_at(row, 1, 2)), self._count(_reach_at(row, 5, 9)),
            self._estimated(self._count(reach), bool(latest and latest.is_estimated)),
            self._estimated(self._count(row.engagements), bool(latest and latest.is_estimated)),
            self._rate(engagement_rate_by_reach(row.engagements, reach)),
        ]

    def _named(self, row: DeliverableRow, *extra: str) -> Text:
        """Title over kind, or the kind alone; what else there is to say follows the kind."""
        kind = self.kind_name(row)
        below = ", ".join(part for part in ((kind, *extra) if row.title else extra) if part)
        name = row.title or kind
        return [name, Run(f"\n{below}", color=TEXT_3)] if below else name

    def kind_name(self, row: DeliverableRow) -> str:
        """ "Instagram Reel", "YouTube Short"."""
        platform, kind = self.wording.say(PLATFORM_LABELS[row.platform]), self.wording.say(KIND_LABELS[row.kind])
        return kind if row.platform is Platform.OTHER or kind.startswith(platform) else f"{platform} {kind}"

    # Spend --------------------------------------------------------------------------------------------------

    def spend(self) -> Any:
        """Lines of the budget, planned and actual, with a total where all are in one currency."""
        rows = self.data.spend
        aside = Run(f" {self.wording.say('(not counted as cost)')}", color=TEXT_3)
        planned, actual = [row.planned for row in rows], [row.actual for row in rows]
        among = [*planned, *actual]
        lines: list[list[Text]] = [
            [row.label if row.is_counted else [row.label, aside], self._money(row.planned, among),
             self._money(row.actual, among)]
            for row in rows
        ]
        total = (
            self.wording.say("All"), self._money(_one_currency(planned), among),
            self._money(_one_currency(actual), among),
        )
        columns = (Column("Line"), Column("Planned", "right", 0.18), Column("Actual", "right", 0.18))
        return self._table(columns, lines, total=total)

    # Annex and method ---------------------------------------------------------------------------------------

    def compliance(self) -> Any:
        """One row per check: verdict, rule, and who decided what; evidence by its number in the list."""
        columns = (
            Column("Deliverable", share=0.25), Column("For", share=0.06), Column("Verdict", share=0.11),
            Column("Rule and finding", share=0.30), Column("Decision", share=0.20),
            Column("Evidence", "right", share=0.08),
        )
        rows = {row.deliverable_id: row for row in self.data.deliverables}
        numbers = self._evidence_numbers()
        checks = [
            self._check(row, rows.get(row.deliverable_id), numbers.get(row.evidence_sha256, MISSING))
            for row in self.data.compliance
        ]
        return self._table(columns, checks)

    def _evidence_numbers(self) -> dict[str, str]:
        hashes = dict.fromkeys(row.evidence_sha256 for row in self.data.compliance if row.evidence_sha256)
        return {digest: f"E{number}" for number, digest in enumerate(hashes, 1)}

    def evidence(self) -> Any | None:
        """Every piece of evidence with its hash in full, so that a file can be checked; None without any."""
        numbers = self._evidence_numbers()
        if not numbers:
            return None
        names = {row.deliverable_id: row for row in self.data.deliverables}
        owners = {row.evidence_sha256: names.get(row.deliverable_id) for row in self.data.compliance}
        lines = []
        for digest, number in numbers.items():
            owner = owners[digest]
            what = f"{owner.title or self.kind_name(owner)}, {owner.creator}" if owner else MISSING
            lines.append((number, what, Run(digest, color=TEXT_2)))
        columns = (Column("Evidence", share=0.08), Column("Of"), Column("SHA-256", share=0.52))
        return self._table(columns, lines, style=NOTE.but(color=INK), head_style=NOTE.but(weight=600, color=INK))

    def _check(self, row: ComplianceRow, deliverable: DeliverableRow | None, evidence: str) -> list[Text]:
        label, color = VERDICT_LABELS[row.verdict]
        finding: Text = MISSING
        if row.rule or row.message:
            finding = [Run(row.rule, weight=600), Run(f"\n{row.message}" if row.rule else row.message, color=TEXT_2)]
        phase: list[str | Run] = [Run(f"\n{self.wording.say(row.phase)}", color=TEXT_3)] if row.phase else []
        name: Text = MISSING
        if deliverable is not None:
            title = deliverable.title or self.kind_name(deliverable)
            name = [title, Run(f"\n{deliverable.creator}", color=TEXT_3)]
        return [
            name, row.jurisdiction, [Run(self.wording.say(label), weight=600, color=color), *phase], finding,
            self._decision(row), evidence,
        ]

    def _decision(self, row: ComplianceRow) -> Text:
        if not row.decided_by:
            return MISSING
        when = f", {self.wording.short_day(row.decided_on)}" if row.decided_on else ""
        return [row.decided_by, Run(when, color=TEXT_2), Run(f"\n{row.reason}" if row.reason else "", color=TEXT_2)]

    def formulas(self) -> Any:
        """How each KPI of this report is calculated."""
        words = self.wording
        rows = [
            (
                kpi_label(self.data, kpi, words), words.say(kpi.info.expression),
                Run(words.say(kpi.info.note) if kpi.info.note else "", color=TEXT_2),
            )
            for kpi in self.data.kpis if kpi.actual is not None
        ]
        return self._table((Column("KPI", share=0.22), Column("Formula", share=0.34), Column("Note")), rows)


def _by_date(row: DeliverableRow) -> tuple[bool, Any, int]:
    when = row.published_on or row.due_on
    return when is None, when.toordinal() if when else 0, row.deliverable_id


def _reach_at(row: DeliverableRow, first_day: int, last_day: int) -> int | None:
    """Reach read between two ages in days; the read nearest to the middle when there are several."""
    if row.published_on is None:
        return None
    aged = [((read.read_on - row.published_on).days, read) for read in row.reads]
    middle = (first_day + last_day) / 2
    fitting = [(abs(age - middle), read) for age, read in aged if first_day <= age <= last_day]
    best: MetricRead | None = min(fitting, key=lambda one: one[0])[1] if fitting else None
    return best.reach if best else None


def _sum(values: Iterable[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def _one_currency(amounts: Sequence[Money | None]) -> Money | None:
    known = [amount for amount in amounts if amount is not None]
    if not known or len({amount.currency for amount in known}) > 1:
        return None
    return sum(known[1:], known[0])


def _all_costs(rows: Sequence[CreatorRow], currency: str) -> Money | None:
    total = _one_currency([row.cost for row in rows])
    return total if total and total.currency == currency else None


