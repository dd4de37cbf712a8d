"""The tables of a contract as columns and texts: deliverables, requirements, payments, products and more."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from microinf_desktop.documents.contract_values import platform_name
from microinf_desktop.documents.formats import ContractFormats
from microinf_desktop.documents.tables import Column
from microinf_desktop.documents.text import Run, Text, plain
from microinf_desktop.domain.clauses import TableName
from microinf_desktop.domain.contract_terms import ContractData, DeliverableTerm, DisclosureTerm, Handle, total_of
from microinf_desktop.domain.enums import DeliverableKind, Platform
from microinf_desktop.domain.money import Money


@dataclass(frozen=True, slots=True)
class TableText:
    """A table before it is laid out."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Text, ...], ...]
    total: tuple[Text, ...] | None = None

    def texts(self) -> Iterator[str]:
        """All texts of the table."""
        yield from (column.title for column in self.columns)
        yield from (plain(text) for row in (*self.rows, self.total or ()) for text in row)


def contract_table(name: TableName, data: ContractData, formats: ContractFormats) -> TableText:
    """The table a paragraph asks for."""
    return _TABLES[name](data, formats)


def deliverable_name(item: DeliverableTerm, formats: ContractFormats, handles: Sequence[Handle]) -> str:
    """"2 × Story, 3 frames, in German": everything that fixes the format.

    The account is named where it is not the creator's only one on the platform.
    """
    kind = formats.word(f"kind.{item.kind.value}")
    name = item.title.strip() or kind
    if kind.casefold() not in name.casefold() and item.title.strip():
        name = formats.word("named", name=kind, text=name)
    if item.quantity != 1:
        name = formats.word("quantity", n=item.quantity, what=name)
    parts = [name]
    if item.min_seconds:
        parts.append(formats.count("seconds", item.min_seconds))
    if item.frames:
        parts.append(formats.count("frames", item.frames))
    if item.caption_language:
        parts.append(formats.word("in_language", language=formats.language(item.caption_language)))
    account = item.account.strip().lstrip("@")
    known = [handle.handle.lstrip("@") for handle in handles if handle.platform is item.platform]
    if account and known != [account]:
        parts.append(formats.word("account", handle=account))
    return ", ".join(parts)


def _missing(formats: ContractFormats, key: str) -> Run:
    return Run(formats.word(f"field.{key}"), marked=True)


def _day(formats: ContractFormats, day: date | None) -> Text:
    return _missing(formats, "date") if day is None else formats.table_day(day)


def _money(formats: ContractFormats, amount: Money | None) -> Text:
    return _missing(formats, "amount") if amount is None else formats.money(amount)


def _deliverables(data: ContractData, formats: ContractFormats) -> TableText:
    items = data.deliverables
    # Prices that do not add up to the fee, or stand beside work paid by the month, by commission or in kind, would
    # contradict the clause on pay, which counts.
    fees = total_of(item.fee for item in items)
    has_fees = fees is not None and fees == data.compensation.fee
    columns = [
        Column(formats.word("column.deliverable")), Column(formats.word("column.platform")),
        Column(formats.word("column.draft_due")), Column(formats.word("column.publish")),
        Column(formats.word("column.live_for"), "right"),
    ]
    if has_fees:
        columns.append(Column(formats.word("column.fee"), "right"))
    rows: list[tuple[Text, ...]] = []
    for item in items:
        row: list[Text] = [
            deliverable_name(item, formats, data.creator.handles),
            "–" if item.kind is DeliverableKind.EVENT or item.platform is Platform.OTHER
            else platform_name(formats, item.platform),
            _day(formats, item.draft_due_on) if item.is_published or item.draft_due_on else "–",
            _publication(item, formats), _live_for(item, formats),
        ]
        if has_fees:
            row.append("–" if item.fee is None else formats.money(item.fee))
        rows.append(tuple(row))
    total = total_of(item.fee for item in items) if has_fees and len(items) > 1 else None
    return TableText(
        tuple(columns), tuple(rows),
        (formats.word("total"), "", "", "", "", formats.money(total)) if total is not None else None,
    )


def _publication(item: DeliverableTerm, formats: ContractFormats) -> Text:
    if item.publish_on is None:
        return _missing(formats, "date") if item.is_published else "–"
    if item.publish_until is None or item.publish_until == item.publish_on:
        return formats.table_day(item.publish_on)
    window = {"from": formats.table_day(item.publish_on), "until": formats.table_day(item.publish_until)}
    return formats.word("in_window", **window)


def _live_for(item: DeliverableTerm, formats: ContractFormats) -> Text:
    if not item.is_published:
        return "–"
    if item.keep_live_days is None:
        return _missing(formats, "days")
    return formats.count("hours", 24) if item.keep_live_days == 1 else formats.count("days", item.keep_live_days)


def requirement_rows(
    items: Sequence[DeliverableTerm], formats: ContractFormats, handles: Sequence[Handle]
) -> list[tuple[Text, ...]]:
    """What each deliverable must carry: mentions, hashtags, links and code, then the talking points on a line."""
    rows: list[tuple[Text, ...]] = []
    for item in items:
        parts = [
            ("mention", item.mentions), ("hashtag", item.hashtags), ("link", item.links),
            ("code", (item.discount_code,) if item.discount_code else ()),
        ]
        carried = formats.joined(formats.word(key, list=", ".join(words)) for key, words in parts if words)
        texts = [carried] if carried else []
        if item.talking_points:
            texts.append(formats.word("point", list=formats.joined(item.talking_points)))
        if texts:
            rows.append((deliverable_name(item, formats, handles), "\n".join(texts)))
    return rows


def _requirements(data: ContractData, formats: ContractFormats) -> TableText:
    columns = (Column(formats.word("column.deliverable"), share=0.36), Column(formats.word("column.requirement")))
    return TableText(columns, tuple(requirement_rows(data.deliverables, formats, data.creator.handles)))


def label_names(term: DisclosureTerm, formats: ContractFormats) -> str:
    """“Werbung” or “#werbung”; a stroke at the end only parts the label from the text of a post."""
    words = dict.fromkeys(label.removesuffix("|").rstrip() for label in term.labels)
    return formats.listed([formats.quoted(word) for word in words], style="or")


def disclosure_table(terms: Sequence[DisclosureTerm], formats: ContractFormats) -> TableText:
    """The annex: label, places and platform setting by platform, language and country."""
    places: dict[tuple[str, ...], list[str]] = {}
    for term in terms:
        where = [platform_name(formats, term.platform), formats.language(term.language)]
        if term.jurisdiction:
            where.append(formats.country(term.jurisdiction.replace("UK", "GB")))
        labels = label_names(term, formats)
        rule = places.setdefault((", ".join(where), labels, formats.rule_text(term.platform_tool) or "–"), [])
        if (place := formats.rule_text(term.placement)) not in rule:
            rule.append(place)
    columns = (
        Column(formats.word("column.platform"), share=0.16), Column(formats.word("column.label"), share=0.22),
        Column(formats.word("column.placement")), Column(formats.word("column.tool"), share=0.2),
    )
    return TableText(columns, tuple(
        (where, Run(labels, weight=600), "\n".join(rule), tool) for (where, labels, tool), rule in places.items()
    ))


def _payments(data: ContractData, formats: ContractFormats) -> TableText:
    pay = data.compensation
    rows = [
        (formats.word(f"trigger.{part.trigger.value}"), formats.money(part.amount)) for part in pay.instalments
    ]
    columns = (Column(formats.word("column.instalment")), Column(formats.word("column.amount"), "right"))
    total = (formats.word("total"), formats.money(pay.fee)) if pay.fee is not None and len(rows) > 1 else None
    return TableText(columns, tuple(rows), total)


def _products(data: ContractData, formats: ContractFormats) -> TableText:
    products = data.compensation.products
    returned = any(product.is_returned for product in products)
    rows: list[tuple[Text, ...]] = []
    for product in products:
        label = product.label
        if product.quantity != 1:
            label = formats.word("product_quantity", n=product.quantity, what=label)
        if returned:
            label = f"{label} ({formats.word('returned' if product.is_returned else 'kept')})"
        value = None
        if product.value is not None:
            value = Money(product.value.minor * product.quantity, product.value.currency)
        rows.append((label, _money(formats, value)))
    total = total_of(
        None if product.value is None else Money(product.value.minor * product.quantity, product.value.currency)
        for product in products
    )
    return TableText(
        (Column(formats.word("column.product")), Column(formats.word("column.value"), "right")), tuple(rows),
        (formats.word("total"), formats.money(total)) if total is not None and len(products) > 1 else None,
    )


def _kill_fees(data: ContractData, formats: ContractFormats) -> TableText:
    rows = [(_stage(fee.stage, formats), formats.share(fee.percent * 10_000)) for fee in data.kill_fees]
    return TableText(
        (Column(formats.word("column.stage")), Column(formats.word("column.share"), "right")), tuple(rows)
    )


def _stage(stage: str, formats: ContractFormats) -> str:
    return formats.word(f"stage.{stage}") if formats.has(f"stage.{stage}") else stage


def _kpis(data: ContractData, formats: ContractFormats) -> TableText:
    columns = tuple(Column(formats.word(f"column.{name}")) for name in ("metric", "target", "source"))
    return TableText(columns, tuple((kpi.metric, kpi.target, kpi.source) for kpi in data.kpis))


_TABLES: dict[TableName, Callable[[ContractData, ContractFormats], TableText]] = {
    "deliverables": _deliverables, "requirements": _requirements, "payments": _payments, "products": _products,
    "kill_fees": _kill_fees, "kpis": _kpis,
}
