"""The term sheet: what a contract agrees on one page, in plain words, with the clauses to look it up in."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reportlab.platypus.flowables import Flowable

from microinf_desktop.documents.contract_frame import ContractFrame, Stamp
from microinf_desktop.documents.contract_tables import deliverable_name, label_names
from microinf_desktop.documents.contract_text import NumberedClause, assemble
from microinf_desktop.documents.contract_values import contract_values, parameter_values, platform_name
from microinf_desktop.documents.contracts import refuse_missing_glyphs
from microinf_desktop.documents.formats import ContractFormats
from microinf_desktop.documents.paragraph import Para
from microinf_desktop.documents.styles import BODY, CAPTION, LINE, MM, SUBTITLE, TEXT_3, TITLE, TextStyle, rgb
from microinf_desktop.documents.tagging import artifact
from microinf_desktop.documents.text import Run, Text
from microinf_desktop.domain.clauses import ClauseLibrary
from microinf_desktop.domain.contract_facts import contract_facts
from microinf_desktop.domain.contract_terms import AgencyRole, ContractData, contract_hash
from microinf_desktop.domain.enums import DeliverableKind, Platform
from microinf_desktop.domain.money import Money

_LABEL = 31 * MM
_FEW = 6  # deliverables that are named one by one
_SIZES = ((9.6, 14.0, 7.0), (9.2, 13.0, 5.5), (8.4, 11.6, 4.0), (7.4, 10.0, 2.5), (6.4, 8.6, 1.5))
_FIGURE = 1.3  # the fee is set this much larger than the rest


@dataclass(frozen=True, slots=True)
class TermRow:
    """A topic with what is agreed about it, the gist first, and the number of the clause that says it in full.

    `key` is who, what, when, money, rights, exclusivity, labels or ending; `label` is it in words.
    """

    key: str
    label: str
    lines: tuple[str, ...]
    clause: str = ""


def term_sheet_pdf(data: ContractData, library: ClauseLibrary, *, logo: bytes | None = None) -> bytes:
    """The agreement on one page as PDF; missing values print as a dash, so that a draft can be talked about.

    KnownError for characters no installed font has and for a choice that the library does not know.
    """
    formats = ContractFormats(library.language, data.locale, library.words)
    rows = term_rows(data, library)
    refuse_missing_glyphs([data.campaign, data.agency.legal_name, *(text for row in rows for text in row.lines)])
    word = formats.word
    version = word("version", version=data.version)
    frame = ContractFrame(data, library, Stamp(
        name=f"{word('summary.title')}: {data.number}, {version}", title=word("summary.title"),
        identity=f"{data.number}, {version}, {formats.day(data.dated)}",
        footer=f"{data.number} v{data.version}, {contract_hash(data)[:12]}", keywords=(data.number,),
        has_initials=False,
    ), logo)
    head = [
        Para(word("summary.title"), TITLE.but(space_after=1), bookmark="title"),
        Para([Run(data.campaign)], SUBTITLE.but(space_after=6)),
        Para(word("summary.intro"), CAPTION.but(space_after=10)),
    ]
    for size, leading, pad in _SIZES:
        body = BODY.but(size=size, leading=leading, space_after=0)
        story = [*head, *(_Topic(row, formats, body, pad) for row in rows)]
        if frame.document.estimated_pages(story, first=True) <= 1:
            break
    return frame.document.build(story)


class _Topic(Flowable):  # type: ignore[misc]
    """A row: the topic at the left, what is agreed at the right, a hairline above."""

    def __init__(self, row: TermRow, formats: ContractFormats, body: TextStyle, pad: float) -> None:
        super().__init__()
        self._pad = pad
        self._label = Para(row.label, body.but(weight=600))
        strong = body.but(weight=600)
        figure = body.but(size=body.size * _FIGURE, leading=body.leading * _FIGURE, weight=600)
        first = figure if row.key == "money" else strong
        rest = strong if row.key == "what" else body  # what is made is a list of equals
        self.lines = [
            Para(_with_clause(line, row, formats) if place == 0 else line, first if place == 0 else rest)
            for place, line in enumerate(row.lines)
        ]

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        heights = [line.wrap(available_width - _LABEL, 1e6)[1] for line in self.lines]
        self._label.wrap(_LABEL - 4 * MM, 1e6)
        self.width = available_width
        self.height = max(sum(heights), self._label.height) + 2 * self._pad
        return self.width, self.height

    def draw(self) -> None:
        canvas = self.canv
        with artifact(canvas):
            canvas.setStrokeColorRGB(*rgb(LINE))
            canvas.setLineWidth(0.6)
            canvas.line(0, self.height, self.width, self.height)
        top = self.height - self._pad
        # Both stand on one line, whatever the sizes.
        drop = (self.lines[0].style.leading - self._label.style.leading) / 2 if self.lines else 0.0
        self._label.drawOn(canvas, 0, top - drop - self._label.height)
        for line in self.lines:
            top -= line.height
            line.drawOn(canvas, _LABEL, top)


def _with_clause(line: str, row: TermRow, formats: ContractFormats) -> Text:
    if not row.clause:
        return line
    said = formats.word("summary.see", text="\0", number=row.clause)
    before, _, after = said.partition("\0")
    return [before, Run(line), Run(after, weight=400, color=TEXT_3)]


def term_rows(data: ContractData, library: ClauseLibrary) -> list[TermRow]:
    """What the sheet says, topic by topic; also what a screen can show beside the contract."""
    return _Sheet(data, library).rows()


class _Sheet:
    """Collects the words of one term sheet."""

    def __init__(self, data: ContractData, library: ClauseLibrary) -> None:
        self._data = data
        self._formats = ContractFormats(library.language, data.locale, library.words)
        self._word = self._formats.word
        self._values = contract_values(data, library, self._formats)
        self._facts = contract_facts(data, parameter_values(data, library))
        self._numbers = _numbers(assemble(data, library, draft=True))

    def rows(self) -> list[TermRow]:
        topics = (
            ("who", self._who(), "purpose"), ("what", self._what(), "deliverables"), ("when", self._when(), "timeline"),
            ("money", self._money(), "compensation"), ("rights", self._rights(), "licence"),
            ("exclusivity", self._exclusivity(), "exclusivity"), ("labels", self._labels(), "disclosure"),
            ("ending", self._ending(), "term"),
        )
        return [TermRow(key, self._word(f"summary.{key}"), tuple(lines), self._numbers.get(clause, ""))
                for key, found, clause in topics if (lines := list(found))]

    def _value(self, name: str) -> str:
        return self._values.get(name) or "–"

    def _who(self) -> Iterator[str]:
        data = self._data
        key = "who_agent" if data.agency_role is AgencyRole.AGENT else "who_principal"
        client = data.client.trade_name or data.client.legal_name
        yield self._word(f"summary.{key}", client=client or "–", agency=data.agency.legal_name or "–",
                         creator=data.creator.party.legal_name or "–")

    def _what(self) -> Iterator[str]:
        data, formats = self._data, self._formats
        items = data.deliverables
        if len(items) > _FEW:
            kinds: Counter[tuple[str, str]] = Counter()
            for item in items:
                kinds[(formats.word(f"kind.{item.kind.value}"), platform_name(formats, item.platform))] += item.quantity
            yield from (self._on(self._word("quantity", n=number, what=kind), where)
                        for (kind, where), number in kinds.items())
        else:
            for item in items:
                name = deliverable_name(item, formats, data.creator.handles)
                is_placeless = item.kind is DeliverableKind.EVENT or item.platform is Platform.OTHER
                yield name if is_placeless else self._on(name, platform_name(formats, item.platform))
        retainer = data.compensation.retainer
        if retainer is not None:
            yield self._word("summary.what_monthly", items=self._value("retainer_items"))
        if data.event is not None:
            yield self._word("summary.what_event", event=self._value("event_name"), place=self._value("event_place"))

    def _on(self, what: str, platform: str) -> str:
        return self._word("summary.what_item", what=what, platform=platform)

    def _when(self) -> Iterator[str]:
        data, formats = self._data, self._formats
        yield self._word("summary.when_campaign",
                         **{"from": self._value("starts_on"), "until": self._value("ends_on")})
        for item in data.deliverables if len(data.deliverables) <= _FEW else ():
            if item.publish_on is not None:
                what = item.title.strip() or self._word(f"kind.{item.kind.value}")
                day = formats.table_day(item.publish_on)
                yield self._word("summary.when_day", what=what, day=day) if item.draft_due_on is None else self._word(
                    "summary.when_item", what=what, draft=formats.table_day(item.draft_due_on), publish=day)
        if data.timeline.feedback_days is not None:
            yield self._word("summary.when_feedback", feedback=self._value("feedback_days"))

    def _money(self) -> Iterator[str]:
        pay, formats = self._data.compensation, self._formats
        if pay.fee is not None:
            yield self._word("summary.money_fee", fee=formats.money(pay.fee))
            if len(pay.instalments) > 1:
                yield from (self._word("summary.money_part", amount=formats.money(part.amount),
                                       trigger=self._word(f"trigger.{part.trigger.value}"))
                            for part in pay.instalments)
        if pay.retainer is not None:
            yield self._word("summary.money_monthly", fee=self._value("retainer_fee"),
                             months=self._value("retainer_months"))
        commission = pay.commission
        if commission is not None and commission.share_ppm:
            yield self._word("summary.money_commission", rate=self._value("commission_share"))
        if commission is not None and commission.per_sale is not None:
            yield self._word("summary.money_per_sale", amount=formats.money(commission.per_sale))
        if pay.has_bonus:
            yield self._word("summary.money_bonus", bonus=self._value("bonus_terms"))
        if not pay.pays_money:
            yield self._word("summary.money_none") if pay.products else "–"
        if pay.products:
            yield self._word("summary.money_products", products=formats.listed(list(self._products())))
        if pay.pays_money and pay.payment_terms_days is not None:
            yield self._word("summary.money_due", days=self._value("payment_terms"))

    def _products(self) -> Iterator[str]:
        for product in self._data.compensation.products:
            name = product.label
            if product.quantity != 1:
                name = self._word("product_quantity", n=product.quantity, what=name)
            if product.value is not None:
                whole = Money(product.value.minor * product.quantity, product.value.currency)
                name = f"{name} ({self._formats.money(whole)})"
            yield name

    def _rights(self) -> Iterator[str]:
        value, facts = self._value, self._facts
        if "ownership=client" in facts:
            yield self._word("summary.rights_transfer")
        elif "no_usage" in facts:
            yield self._word("summary.rights_none")
        else:
            key = "rights_perpetual" if "perpetual" in facts else "rights_term"
            yield self._word(f"summary.{key}", use=value("usage_kind"), media=value("usage_media"),
                             territory=value("territory"), term=value("usage_term"), start=value("usage_start"))
        if self._data.allowlisting is not None and "allowlisting" in self._numbers:
            yield self._word("summary.rights_ads", platforms=value("allowlisting_platforms"),
                             days=value("allowlisting_days"))

    def _exclusivity(self) -> Iterator[str]:
        terms = self._data.exclusivity
        if terms is None or "exclusivity" not in self._numbers:
            yield self._word("summary.exclusivity_none")
            return
        key = "exclusivity_open" if terms.ends_on is None else "exclusivity_until"
        yield self._word(f"summary.{key}", scope=self._value("exclusivity_scope"),
                         **{"from": self._value("exclusivity_from"), "until": self._value("exclusivity_until")})

    def _labels(self) -> Iterator[str]:
        if "published" not in self._facts:
            yield self._word("summary.labels_none")
            return
        said: dict[str, list[str]] = {}
        for term in self._data.disclosures:
            label = label_names(term, self._formats)
            places = said.setdefault(label, [])
            name = platform_name(self._formats, term.platform)
            if name not in places:
                places.append(name)
        for label, places in said.items():
            yield self._word("summary.labels_item", platform=self._formats.listed(places), label=label)
        yield self._word("summary.labels_fix", hours=self._value("fix_hours"))

    def _ending(self) -> Iterator[str]:
        if self._data.compensation.retainer is not None:
            yield self._word("summary.ending_monthly", days=self._value("retainer_notice_days"))
        else:
            yield self._word("summary.ending_notice", days=self._value("notice_days"))
        if "kill_fee_ladder" in self._facts:
            for fee in self._data.kill_fees:
                stage = f"stage.{fee.stage}"
                yield self._word("summary.ending_kill_fee", share=self._formats.share(fee.percent * 10_000),
                                 stage=self._word(stage) if self._formats.has(stage) else fee.stage)
        elif "pays_money" in self._facts:
            yield self._word("summary.ending_no_kill_fee")


def _numbers(clauses: Iterable[NumberedClause]) -> dict[str, str]:
    return {clause.id: clause.number for clause in clauses}
