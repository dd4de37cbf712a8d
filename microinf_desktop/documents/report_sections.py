"""The sections of the report as flowables: each says what its data support, none stands there empty."""

from collections import Counter
from collections.abc import Callable, Sequence

from reportlab.platypus.flowables import CondPageBreak, Flowable, Spacer

from microinf_desktop.charts.sheet import Size
from microinf_desktop.charts.style import ChartStyle
from microinf_desktop.documents.font_files import tabular_font_file
from microinf_desktop.documents.paragraph import Para
from microinf_desktop.documents.report_charts import ChartMaker
from microinf_desktop.documents.report_figures import Chart, ChartRow
from microinf_desktop.documents.report_parts import GUTTER, Bullets, Card, Heading, KpiStrip, Masthead
from microinf_desktop.documents.report_tables import PLATFORM_LABELS, VERDICT_LABELS, TableMaker
from microinf_desktop.documents.styles import BODY, NOTE, SECTION, SUBTITLE, TEXT_2, TITLE
from microinf_desktop.domain.enums import Platform, TargetMetric, Verdict
from microinf_desktop.domain.formulas import engagement_parts
from microinf_desktop.domain.report_rows import KpiRow, ReportData, ReportDetail
from microinf_desktop.domain.report_words import find_gaps, headline, summary
from microinf_desktop.domain.wording import NBSP, Wording

_MOST_CARDS = 8
_HEAD_NOTE = NOTE.but(size=7, space_after=2)
_TEXT = BODY.but(color=TEXT_2, space_after=6)
# A section begins on a page when its heading and this much of what follows fit there.
_ROOM_FOR_HEADING = 34.0
_ROOM_FOR_FIRST = 108.0


class ReportStory:
    """Builds the flowables of one report; `pages` maps section keys to page numbers once it is laid out."""

    def __init__(self, data: ReportData, wording: Wording, width: float) -> None:
        self.data, self.wording, self.width = data, wording, width
        self.pages: dict[str, int] = {}
        self.contents: list[tuple[str, str]] = []
        style = ChartStyle.for_theme(
            client_color=data.frame.client.color, fonts=(tabular_font_file(400), tabular_font_file(600))
        )
        self._charts = ChartMaker(data, style, wording)
        self._tables = TableMaker(data, wording, width)

    def build(self) -> list[Flowable]:
        """All sections the chosen detail and the data ask for."""
        detail = self.data.frame.detail
        sections: list[Callable[[], list[Flowable]]] = [self._summary]
        if detail is not ReportDetail.EXECUTIVE:
            sections += [self._creators, self._results, self._spend]
        if detail is ReportDetail.FULL:
            sections += [self._deliverables, self._compliance]
        return [flowable for section in [*sections, self._method] for flowable in section()]

    def _section(self, title: str, first: Flowable, *rest: Flowable, note: str = "") -> list[Flowable]:
        """A heading, a note on what is shown, and what follows; all start on a new page when little would fit."""
        said = self.wording.say(title)
        key = f"section-{len(self.contents) + 1}"
        self.contents.append((key, said))
        style = SECTION.but(keep_with_next=False, space_after=0 if note else SECTION.space_after)
        heading = Heading(said, style, key, self.pages)
        needed = min(first.wrap(self.width, 1e6)[1], _ROOM_FOR_FIRST) + _ROOM_FOR_HEADING
        if isinstance(first, Chart):
            needed += min(_ROOM_FOR_FIRST, sum(flowable.wrap(self.width, 1e6)[1] for flowable in rest))
        below = [Para(note, _HEAD_NOTE)] if note else []
        return [CondPageBreak(needed), heading, *below, first, *rest]

    # Summary ------------------------------------------------------------------------------------------------

    def _summary(self) -> list[Flowable]:
        data, words = self.data, self.wording
        frame = data.frame
        self.contents.append(("section-1", words.say("Summary")))
        story: list[Flowable] = [
            Masthead(frame.client.color, frame.client.name, words.say(
                "{campaign}, wrap report" if data.is_final else "{campaign}, interim report", campaign=frame.campaign,
            )),
            Heading(headline(data, words), TITLE.but(space_after=5), "section-1", self.pages),
            Para(summary(data, words), SUBTITLE.but(space_after=2)),
            *self._strips(),
            Spacer(1, 10),
        ]
        return [*story, *self._summary_charts()]

    def _strips(self) -> list[Flowable]:
        cards = self._kpi_cards() if self.data.has_figures else self._progress_cards()
        color = self.data.frame.client.color
        return [KpiStrip(cards[start : start + 4], color) for start in range(0, len(cards), 4)]

    def _kpi_cards(self) -> list[Card]:
        """Four cards, eight when more than four KPIs have a target; KPIs without any result come last."""
        ordered = sorted(self.data.kpis, key=lambda kpi: (kpi.target is None, kpi.actual is None))
        with_target = sum(kpi.target is not None for kpi in ordered)
        return [self._tables.card(kpi) for kpi in ordered[: _MOST_CARDS if with_target > 4 else 4]]

    def _progress_cards(self) -> list[Card]:
        """What is known without any figures: how far the work is."""
        data, words = self.data, self.wording
        planned, published = len(data.planned), len(data.published)
        read = sum(row.latest is not None for row in data.published)
        checks = Counter(row.verdict for row in data.compliance)
        cards = [
            self._progress("Published", len(data.delivered), planned, "Deliverables with a live post"),
        ]
        if published:
            cards.append(self._progress("Figures read", read, published, "Posts whose insights were read"))
        if data.compliance:
            note = "Disclosure checks by rule pack"
            cards.append(self._progress("Disclosure passed", checks[Verdict.PASS], len(data.compliance), note))
        if data.total_cost is not None:
            amount = words.money(float(data.total_cost.decimal), data.total_cost.currency, 0)
            cards.append(Card(words.say("Cost agreed"), amount, words.say("Fees, products, commission"), "", ""))
        return cards

    def _progress(self, label: str, done: int, total: int, note: str) -> Card:
        words = self.wording
        share = done / total if total else None
        return Card(words.say(label), words.number(done), words.say("of {total}", total=words.number(total)), "",
                    words.say(note), share)

    def _summary_charts(self) -> list[Flowable]:
        half = (self.width - 2 * GUTTER) / 2
        story: list[Flowable] = []
        if not self.data.has_figures:
            return story
        wide = self._charts.reach_over_time(Size(self.width, 158))
        if wide is not None:
            story.append(Chart(wide))
        row = [
            figure for figure in (
                self._charts.rate_per_creator(Size(half, 0)), self._charts.per_period(Size(half, 134)),
            ) if figure is not None
        ]
        if row:
            story.append(ChartRow(row, gutter=2 * GUTTER))
        return story

    # Creators, results, spend -------------------------------------------------------------------------------

    def _creators(self) -> list[Flowable]:
        data, words = self.data, self.wording
        if not data.creators:
            return []
        notes = [words.say("ERR = Σ engagements ÷ Σ reach"), words.say("CPE = cost ÷ engagements")]
        if any(row.is_estimated for row in data.creators):
            notes.append(words.say("e = estimated"))
        figure = self._charts.cost_and_result(Size(self.width, 210))
        chart = [Chart(figure, space_before=6)] if figure is not None else []
        note = ",  ".join(notes) if data.has_figures else ""
        return self._section("Creators", self._tables.creators(), *chart, note=note)

    def _results(self) -> list[Flowable]:
        if not self.data.has_figures:
            with_target = any(kpi.target is not None for kpi in self.data.kpis)
            return self._section("Targets", self._tables.targets()) if with_target else []
        figure = self._charts.against_targets(self.width)
        chart = [Chart(figure, space_before=2)] if figure is not None else []
        return self._section("Results and targets", *chart, self._tables.results())

    def _spend(self) -> list[Flowable]:
        if not self.data.spend:
            return []
        figure = self._charts.budget(self.width)
        chart = [Chart(figure, space_before=2)] if figure is not None else []
        return self._section("Budget", *chart, self._tables.spend())

    # Deliverables and annex ---------------------------------------------------------------------------------

    def _deliverables(self) -> list[Flowable]:
        if not self.data.deliverables:
            return []
        text = "Reach about 24 hours and 7 days after publication, and as last read, which is what counts"
        note = self.wording.say(text) if any(row.reads for row in self.data.deliverables) else ""
        return self._section("Deliverables", self._tables.deliverables(), note=note)

    def _compliance(self) -> list[Flowable]:
        data, words = self.data, self.wording
        if not data.compliance:
            return []
        evidence = self._tables.evidence()
        counts = Counter(row.verdict for row in data.compliance)
        listed = ", ".join(
            f"{words.number(counts[verdict])}{NBSP}{words.say(label).lower()}"
            for verdict, (label, _) in VERDICT_LABELS.items() if counts[verdict]
        )
        intro = words.say(
            "{n} checks of disclosure wording: {list}. A check is not legal advice; the rule packs name their sources.",
            n=words.number(len(data.compliance)), list=listed,
        )
        table = self._tables.compliance()
        return self._section("Compliance annex", Para(intro, _TEXT), table, *([evidence] if evidence else []))

    # Method -------------------------------------------------------------------------------------------------

    def _method(self) -> list[Flowable]:
        data = self.data
        gaps = find_gaps(data, self.wording) or (self.wording.say("None known."),)
        lists = [
            *self._listed("How figures are counted", self._definitions()),
            *self._listed("Sources", [*data.sources, *self._read_ages()]),
            *self._listed("Gaps", gaps),
        ]
        if data.has_figures:
            return self._section("Formulas, sources and gaps", self._tables.formulas(), *lists)
        return self._section("Sources and gaps", *lists)

    def _listed(self, title: str, texts: Sequence[str]) -> list[Flowable]:
        if not texts:
            return []
        head = Para(self.wording.say(title), BODY.but(weight=600, space_before=6, space_after=1, keep_with_next=True))
        return [head, Bullets(texts, BODY.but(size=8.5, leading=12.5))]

    def _definitions(self) -> list[str]:
        data, words = self.data, self.wording
        platforms = sorted({row.platform for row in data.published}, key=list(Platform).index)
        texts = [
            words.say(
                "Engagements on {platform}: {parts}; a part that was not read counts nothing.",
                platform=words.say(PLATFORM_LABELS[platform]),
                parts=", ".join(words.say(part) for part in engagement_parts(platform)),
            )
            for platform in platforms
        ]
        if any(row.kind.post_format == "story" for row in data.published):
            texts.append(words.say("Engagements of stories and polls: replies, sticker taps and shares."))
        if data.frame.attribution:
            texts.append(words.say("Attribution of conversions: {rule}.", rule=data.frame.attribution.rstrip(".")))
        if self._has(TargetMetric.REACH) and data.has_figures:
            texts.append(words.say("Gross reach adds up posts: people who saw several posts count several times."))
        return texts

    def _has(self, metric: TargetMetric) -> bool:
        kpi: KpiRow | None = self.data.kpi(metric)
        return kpi is not None and kpi.actual is not None

    def _read_ages(self) -> list[str]:
        ages = [
            (row.latest.read_on - row.published_on).days for row in self.data.published
            if row.latest and row.published_on
        ]
        if not ages:
            return []
        if min(ages) == max(ages) == 1:
            return [self.wording.say("Last read of every post: one day after publication.")]
        if min(ages) == max(ages):
            return [self.wording.say("Last read of every post: {days} days after publication.",
                                     days=self.wording.number(ages[0]))]
        return [self.wording.say(
            "Last read of the posts: {first} to {last} days after publication.",
            first=self.wording.number(min(ages)), last=self.wording.number(max(ages)),
        )]


