"""What an agency wants in all contracts: stored and read, numbers without gaps by a pattern that is checked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microinf_desktop.domain.contract_defaults import (
    ContractDefaults,
    contract_number,
    defaults_of,
    defaults_value,
    next_number,
    pattern_problem,
    require_defaults,
)
from microinf_desktop.domain.contract_terms import AgencyRole, KillFee
from microinf_desktop.domain.errors import KnownError, ValidationError

PATTERN = ContractDefaults().number_pattern


def test_defaults_are_stored_without_what_the_program_ships() -> None:
    assert defaults_value(ContractDefaults()) is None
    own = ContractDefaults(signatory="Ana", role=AgencyRole.AGENT, kill_fees=(KillFee("draft", 50),),
                           parameters=(("fix_hours", 12),))
    value = defaults_value(own)
    assert value is not None
    assert set(value) == {"signatory", "role", "kill_fees", "parameters"}
    assert defaults_of(value) == own
    assert defaults_of(None) == ContractDefaults()
    with pytest.raises(KnownError, match="cannot be read"):
        defaults_of({"role": "boss"})


@pytest.mark.parametrize(("pattern", "problem"), [
    (PATTERN, ""), ("{yy}-{number:04}", ""), ("C {year} {number}", ""), ("{year}", "needs {number} once"),
    ("{number}{number}{year}", "needs {number} once"), ("{number}", "needs {year} or {yy}"),
    ("{year}/{number}", "cannot hold signs"), ("{year}-{number}-{client}", "may use {agency}"),
    ("{year}-{number}\n", "cannot hold signs"),
])
def test_a_pattern_is_checked(pattern: str, problem: str) -> None:
    assert (problem in pattern_problem(pattern)) if problem else pattern_problem(pattern) == ""
    if problem:
        with pytest.raises(ValidationError) as caught:
            require_defaults(ContractDefaults(number_pattern=pattern))
        assert caught.value.field == "number_pattern"


def test_the_lowest_free_number_of_the_year_comes_next() -> None:
    assert next_number(PATTERN, [], 2026, "KL") == "KL-2026-0001"
    taken = ["KL-2026-0142", "KL-2026-0144", "KL-2025-0900", "HB-2026-0143", "KL-2026-odd"]
    assert next_number(PATTERN, taken, 2026, "KL") == "KL-2026-0143"
    assert next_number(PATTERN, taken, 2027, "KL") == "KL-2027-0001"
    assert next_number(PATTERN, taken, 2026, "KL", first=500) == "KL-2026-0500"
    assert next_number("{yy}.{number:03}", ["26.001", "26x001"], 2026, "") == "26.002"


@given(st.sets(st.integers(1, 30), max_size=20), st.integers(1, 5))
def test_numbers_are_unique_and_leave_none_out(used: set[int], first: int) -> None:
    taken = [contract_number(PATTERN, number, 2026, "KL") for number in used]
    given_numbers = []
    for _ in range(12):
        number = next_number(PATTERN, taken, 2026, "KL", first)
        assert number not in taken
        taken.append(number)
        given_numbers.append(int(number[-4:]))
    start = first if first > 1 else min([*used, *given_numbers])
    assert set(range(start, max(given_numbers))) <= used | set(given_numbers)


def test_kill_fees_are_shares() -> None:
    with pytest.raises(ValidationError, match="120"):
        require_defaults(ContractDefaults(kill_fees=(KillFee("draft", 120),)))
