"""What follows the signatures of a contract: the disclosure rules, a long list of deliverables and the brief."""

from collections.abc import Iterator
from typing import Any

from microinf_desktop.documents.blocks import room_for
from microinf_desktop.documents.contract_tables import contract_table, disclosure_table
from microinf_desktop.documents.contract_values import territory_names
from microinf_desktop.documents.formats import ContractFormats
from microinf_desktop.documents.paragraph import Para
from microinf_desktop.documents.styles import BODY, MM, SECTION, TABLE, TEXT_2, TITLE
from microinf_desktop.documents.tables import DataTable, data_table
from microinf_desktop.documents.text import Run, plain, text_width
from microinf_desktop.domain.briefs import BriefData
from microinf_desktop.domain.clauses import TableName
from microinf_desktop.domain.contract_terms import ContractData

# A list of deliverables longer than this interrupts the clauses and moves into an annex.
LONG_LIST = 12
ANNEX_B: tuple[TableName, ...] = ("deliverables", "requirements")
_TITLE = TITLE.but(size=14, leading=18, space_before=32, space_after=4)
_LABEL_GAP = 5 * MM
_FACT = BODY.but(space_after=3)


def annex_letters(data: ContractData, brief: BriefData | None) -> tuple[str, ...]:
    """The annexes a contract has: "a" disclosure, "b" deliverables, "c" brief."""
    is_there = (("a", bool(data.disclosures)), ("b", len(data.deliverables) > LONG_LIST), ("c", brief is not None))
    return tuple(letter for letter, there in is_there if there)


def annexes(data: ContractData, brief: BriefData | None, formats: ContractFormats, width: float) -> Iterator[Any]:
    """The annexes as flowables for a column of `width` points."""
    found = annex_letters(data, brief)
    if "a" in found:
        intro, rules = disclosure_annex(data, formats, width)
        yield from _annex("a", intro, formats, width, rules)
    if "b" in found:
        tables = [contract_table(name, data, formats) for name in ANNEX_B]
        yield from _annex("b", _intro(formats.word("annex_b_intro")), formats, width, *(
            data_table(table.columns, table.rows, width, total=table.total, space_after=14, style=TABLE)
            for table in tables if table.rows))
    if brief is not None:
        said = formats.word("annex_c_intro", version=brief.version, date=formats.day(brief.dated))
        yield from _annex("c", _intro(said), formats, width, *_brief(brief, formats))


def disclosure_annex(data: ContractData, formats: ContractFormats, width: float) -> tuple[Para, DataTable]:
    """What annex A says below its title."""
    table = disclosure_table(data.disclosures, formats)
    rules = data_table(table.columns, table.rows, width, space_after=8, style=TABLE)
    return _intro(formats.word("annex_a_intro")), rules


def _intro(text: str) -> Para:
    return Para(text, BODY.but(space_after=8))


def _annex(letter: str, said: Para, formats: ContractFormats, width: float, *parts: Any) -> Iterator[Any]:
    title = Para(formats.word(f"annex_{letter}"), _TITLE, bookmark=f"annex-{letter}", outline_level=1)
    yield room_for(width, title, said, *parts[:2])
    yield from (title, said, *parts)


def _brief(brief: BriefData, formats: ContractFormats) -> Iterator[Any]:
    """The brief in words: what the creator has to keep; its pictures stay in the brief itself."""
    word, audience = formats.word, brief.audience
    people = "" if audience is None else formats.joined((
        audience.name, territory_names(formats, audience.countries) or "",
        *(formats.language(tag) for tag in audience.languages)))
    facts = (
        ("brief.about", brief.opening.strip() or brief.summary), ("brief.product", brief.product),
        ("brief.objectives", formats.joined(brief.objectives)), ("brief.audience", people), ("brief.tone", brief.tone),
        ("brief.look", brief.visual_style), ("brief.direction", brief.visual_direction),
        ("brief.action", brief.call_to_action),
    )
    said = [(word(key), " ".join(text.split())) for key, text in facts if text.strip()]
    indent = max((text_width(label, _FACT) for label, _ in said), default=0.0) + _LABEL_GAP
    yield from (Para(text, _FACT, marker=Run(label, color=TEXT_2), indent=indent) for label, text in said)
    lists = (
        ("brief.messages", brief.key_messages), ("brief.points", (*brief.talking_points, *brief.own_points)),
        ("brief.dos", brief.dos), ("brief.donts", brief.donts),
    )
    for key, items in lists:
        if items:
            yield Para(word(key), SECTION)
            yield from (Para(item, _FACT, marker="–", indent=4 * MM) for item in items if item.strip())
    if brief.forbidden_words:
        yield Para(word("brief.words", list=", ".join(brief.forbidden_words)), _FACT.but(space_before=4))
    if brief.approved_claims:
        claims = word("brief.claims", list=formats.joined(brief.approved_claims))
        yield Para([Run(claims), ". ", word("brief.only_claims")], _FACT)


def brief_texts(brief: BriefData | None, formats: ContractFormats) -> Iterator[str]:
    """Every text of the brief that an annex prints, for the search for characters without a font."""
    if brief is not None:
        for part in _brief(brief, formats):
            yield plain(part.text)
