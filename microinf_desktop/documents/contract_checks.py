"""What stands in the way of printing a contract: characters without a font, references into nothing, unknown braces."""

from collections.abc import Sequence

from microinf_desktop.documents.contract_text import all_texts, assemble
from microinf_desktop.documents.fonts import missing_characters
from microinf_desktop.domain.clauses import Clause, ClauseLibrary
from microinf_desktop.domain.contracts import ContractData, ContractFinding, FindingSeverity
from microinf_desktop.domain.own_clauses import dangling, text_problems

_LISTED = 6


def print_findings(
    data: ContractData, library: ClauseLibrary, included: Sequence[Clause], facts: frozenset[str]
) -> list[ContractFinding]:
    """Findings of a contract's text; their field is `clauses.` and the id of the clause, "" for the whole."""
    return [*_references(data, library, included, facts), *_braces(data, library, included), *_glyphs(data, library)]


def _references(
    data: ContractData, library: ClauseLibrary, included: Sequence[Clause], facts: frozenset[str]
) -> list[ContractFinding]:
    titles = {clause.id: clause.title for clause in library.clauses}
    return [
        ContractFinding(
            "TEXT", FindingSeverity.FAIL, f"clauses.{clause}",
            f"“{titles[clause]}” refers to “{titles.get(target, target)}”, which is not in this contract.",
            "Switch that clause on, or change the text that refers to it.",
        )
        for clause, target in dangling(library, included, facts, dict(data.overrides)) if target in titles
    ]


def _braces(data: ContractData, library: ClauseLibrary, included: Sequence[Clause]) -> list[ContractFinding]:
    overrides = dict(data.overrides)
    return [
        ContractFinding("TEXT", FindingSeverity.WARN, f"clauses.{clause.id}", f"“{clause.title}”: {problem}",
                        "It is printed as typed; correct it, or say that it is meant so.")
        for clause in included for problem in text_problems(overrides.get(clause.id, ""), library)[:1]
    ]


def _glyphs(data: ContractData, library: ClauseLibrary) -> list[ContractFinding]:
    missing = missing_characters(all_texts(data, assemble(data, library, draft=True)))
    if not missing:
        return []
    listed = "; ".join(str(glyph) for glyph in missing[:_LISTED])
    more = f" and {len(missing) - _LISTED} more" if len(missing) > _LISTED else ""
    return [ContractFinding(
        "TEXT", FindingSeverity.FAIL, "", f"No installed font can print {listed}{more}.",
        "Install a font for this script (the Noto fonts have most), or write it in other letters.",
    )]
