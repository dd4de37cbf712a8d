"""Changes of one contract over its data: every field is read, changed, taken back; what does not fit is named."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microinf_desktop.domain.contract_fields import (
    FIELD,
    FIELDS,
    Kind,
    Section,
    changed,
    plain_value,
    typed_value,
    value_at,
    with_changes,
    without,
)
from microinf_desktop.domain.contract_options import ContractOptions, options_as_json, options_from_json
from microinf_desktop.domain.contract_terms import AgencyRole, KillFee, contract_hash, contract_json
from microinf_desktop.domain.contracts import contract_findings, open_warnings, reason_key
from microinf_desktop.domain.enums import Platform
from microinf_desktop.domain.errors import ValidationError
from microinf_desktop.domain.money import Money
from tests.contract_samples import full_contract, sample_contract

_PLAIN = {
    Kind.TEXT: "Ana & <b>{x}</b>", Kind.AREA: "One\nTwo", Kind.NUMBER: 7, Kind.FLAG: True, Kind.DAY: "2027-01-02",
    Kind.MONEY: 12_345, Kind.COUNTRY: "FR", Kind.ZONE: "Europe/Paris", Kind.WORDS: ("A", "B"), Kind.LINES: ("A",),
    Kind.PLATFORMS: ("tiktok",), Kind.WINDOWS: (("2027-01-02", "2027-01-03"),), Kind.KPIS: (("reach", "9", "own"),),
    Kind.KILL_FEES: (("draft", 50),), Kind.PART: True,
}


def test_every_field_is_read_changed_and_taken_back() -> None:
    data = full_contract()
    assert {field.section for field in FIELDS} == set(Section) - {Section.CLAUSES}
    assert len(FIELD) == len(FIELDS)
    for field in FIELDS:
        plain = field.choices[-1][0] if field.choices else _PLAIN.get(field.kind, "de_DE")
        changes = changed((), field.path, plain)
        if field.within:
            changes = changed(changes, field.within, True)
        got = with_changes(data, changes, "EUR")
        assert plain_value(field, value_at(got, field.path)) == plain, field.path
        assert typed_value(field, plain_value(field, value_at(got, field.path)), "EUR") is not None or not plain
        assert without(changes, field.path) == changed((), field.within, True) if field.within else True
    assert with_changes(data, (), "EUR") == data


def test_types_are_those_of_the_contract() -> None:
    got = with_changes(sample_contract(), (
        ("agency_role", "agent"), ("allowlisting", True), ("allowlisting.days", 30),
        ("allowlisting.platforms", ("instagram",)), ("exclusivity", True), ("exclusivity.ends_on", "2027-03-14"),
        ("exclusivity.fee", 20_000), ("kill_fees", (("draft", 50),)), ("gone.long.ago", 1),
    ), "USD")
    assert got.agency_role is AgencyRole.AGENT
    assert got.allowlisting is not None
    assert (got.allowlisting.days, got.allowlisting.platforms) == (30, (Platform.INSTAGRAM,))
    assert got.exclusivity is not None
    assert (got.exclusivity.ends_on, got.exclusivity.fee) == (date(2027, 3, 14), Money(20_000, "USD"))
    assert got.kill_fees == (KillFee("draft", 50),)
    off = with_changes(got, (("allowlisting", False), ("allowlisting.days", 5)), "USD")
    assert off.allowlisting is None
    changes = (("exclusivity", True), ("exclusivity.fee", 1), ("law.law", "x"))
    assert without(changes, "exclusivity") == (("law.law", "x"),)


@pytest.mark.parametrize(("path", "plain"), [
    ("usage.kind", "sometimes"), ("timeline.starts_on", "soon"), ("usage.months", "many"), ("kill_fees", ((1,),)),
])
def test_what_does_not_fit_is_named(path: str, plain: object) -> None:
    with pytest.raises(ValidationError) as caught:
        with_changes(full_contract(), ((path, plain),), "EUR")
    assert caught.value.field == path


@given(st.text(max_size=40), st.integers(0, 99_999), st.lists(st.text(max_size=8), max_size=3))
def test_changes_and_reasons_survive_storing(text: str, number: int, words: list[str]) -> None:
    options = ContractOptions(
        changes=(("creator.party.address", text), ("usage.months", number), ("usage.territories", tuple(words))),
        reasons=(("CON-04 exclusivity.fee", text, "Ida Lund"),), order=("law", "purpose"),
    )
    assert options_from_json(options_as_json(options)) == options
    got = with_changes(full_contract(), options.changes, "EUR")
    assert (got.creator.party.address, got.usage.months, got.usage.territories) == (text, number, tuple(words))


def test_a_risk_is_open_until_it_has_a_reason_which_is_part_of_the_record() -> None:
    data = sample_contract(kill_fees=())
    (risk,) = [one for one in contract_findings(data) if one.check_id == "CON-08"]
    assert open_warnings(contract_findings(data), data) == [risk]
    taken = sample_contract(kill_fees=(), accepted=((reason_key(risk), "A trial", "Ida Lund"),))
    assert open_warnings(contract_findings(taken), taken) == []
    assert contract_hash(taken) != contract_hash(data)
    assert "A trial" in contract_json(taken)
    blank = sample_contract(kill_fees=(), accepted=((reason_key(risk), " ", "Ida Lund"),))
    assert open_warnings(contract_findings(blank), blank) == [risk]
