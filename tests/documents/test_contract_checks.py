"""What cannot be printed is listed before a contract is issued."""

from microinf_desktop.documents.contract_checks import print_findings
from microinf_desktop.documents.contract_values import parameter_values
from microinf_desktop.domain.clauses import included_clauses
from microinf_desktop.domain.contract_facts import contract_facts
from microinf_desktop.domain.contracts import ContractData, ContractFinding, FindingSeverity
from microinf_desktop.interchange.clauses import bundled_library
from tests.contract_samples import sample_contract

_LIBRARY = bundled_library()


def _findings(data: ContractData) -> list[ContractFinding]:
    facts = contract_facts(data, parameter_values(data, _LIBRARY))
    return print_findings(data, _LIBRARY, included_clauses(_LIBRARY, facts, dict(data.switches)), facts)


def test_a_contract_of_the_library_has_nothing_to_say() -> None:
    assert _findings(sample_contract()) == []


def test_references_into_nothing_and_unknown_braces_are_named_with_their_clause() -> None:
    data = sample_contract(overrides=(("law", "As in {ref:conduct}."), ("general", "Pay {fe}. See {x:y}.")))
    found = {one.field: one for one in _findings(data)}
    assert found["clauses.law"].severity is FindingSeverity.FAIL
    assert "“Conduct”, which is not in this contract" in found["clauses.law"].message
    assert found["clauses.general"].severity is FindingSeverity.WARN
    assert "{fe} names nothing. Perhaps {fee}?" in found["clauses.general"].message
    switched = sample_contract(overrides=(("law", "As in {ref:conduct}."),), switches=(("conduct", True),))
    assert _findings(switched) == []


def test_characters_without_a_font_are_listed_but_not_those_of_reasons() -> None:
    (missing,) = _findings(sample_contract(product="Tea \ue000"))
    assert missing.severity is FindingSeverity.FAIL
    assert "U+E000" in missing.message
    assert _findings(sample_contract(accepted=(("CON-08 kill_fees", "\ue000", "Ana"),))) == []
