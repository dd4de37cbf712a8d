"""The checks CON-01 to CON-12: each finds its mistake in an otherwise valid contract, and nothing else."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from microinf_desktop.domain.contracts import (
    AgencyRole,
    AllowlistingTerms,
    CommissionTerm,
    ContractData,
    DiscountTerm,
    EventTerms,
    ExclusivityTerms,
    FindingSeverity,
    LawTerms,
    Party,
    RegulatedCategory,
    RetainerTerms,
    UsageKind,
    UsageTerms,
    blocks,
    contract_findings,
    contract_hash,
    contract_json,
    needs_written_contract,
    total_of,
)
from microinf_desktop.domain.enums import Platform
from microinf_desktop.domain.money import Money
from tests.contract_samples import CLIENT, CREATOR, deliverables, full_contract, sample_contract


def _creator(**changes: Any) -> Any:
    return replace(CREATOR, **changes)


def _creator_party(**changes: Any) -> Any:
    return replace(CREATOR, party=replace(CREATOR.party, **changes))


def _pay(**changes: Any) -> Any:
    return replace(sample_contract().compensation, **changes)


def _timeline(**changes: Any) -> Any:
    return replace(sample_contract().timeline, **changes)


def _item(**changes: Any) -> Any:
    first, second = deliverables()
    return (replace(first, **changes), second)


_BOY = date(2011, 3, 1)
_FAILS = [
    ({"number": " "}, "CON-01", "number"),
    ({"campaign": ""}, "CON-01", "campaign"),
    ({"product": ""}, "CON-01", "product"),
    ({"approver": ""}, "CON-01", "approver"),
    ({"deliverables": ()}, "CON-01", "deliverables"),
    ({"creator": _creator_party(legal_name="")}, "CON-01", "creator.party.legal_name"),
    ({"creator": _creator_party(address="")}, "CON-01", "creator.party.address"),
    ({"creator": _creator_party(email="")}, "CON-01", "creator.party.email"),
    ({"creator": _creator_party(tax_residence="")}, "CON-01", "creator.party.tax_residence"),
    ({"creator": _creator_party(vat_note="")}, "CON-01", "creator.party.vat_id"),
    ({"creator": _creator(handles=())}, "CON-01", "creator.handles"),
    ({"client": replace(CLIENT, address="")}, "CON-01", "client.address"),
    ({"agency": Party()}, "CON-01", "agency.legal_name"),
    ({"deliverables": _item(draft_due_on=None)}, "CON-01", "deliverables[0].draft_due_on"),
    ({"deliverables": _item(publish_on=None)}, "CON-01", "deliverables[0].publish_on"),
    ({"deliverables": _item(keep_live_days=None)}, "CON-01", "deliverables[0].keep_live_days"),
    ({"timeline": _timeline(starts_on=None)}, "CON-01", "timeline.starts_on"),
    ({"timeline": _timeline(ends_on=date(2020, 1, 1))}, "CON-01", "timeline.ends_on"),
    ({"timeline": _timeline(time_zone="")}, "CON-01", "timeline.time_zone"),
    ({"timeline": _timeline(feedback_days=None)}, "CON-01", "timeline.feedback_days"),
    ({"compensation": _pay(fee=None, products=(), instalments=())}, "CON-01", "compensation.fee"),
    ({"compensation": _pay(instalments=())}, "CON-01", "compensation.instalments"),
    ({"compensation": _pay(products=(replace(_pay().products[0], value=None),))}, "CON-01",
     "compensation.products[0].value"),
    ({"confidentiality_months": None}, "CON-01", "confidentiality_months"),
    ({"law": LawTerms("DE", "Germany", "")}, "CON-01", "law.court"),
    ({"law": LawTerms("", "", "Berlin")}, "CON-01", "law.law"),
    ({"regulated": RegulatedCategory.ALCOHOL, "creator": _creator(birth_date=None)}, "CON-01", "creator.birth_date"),
    ({"usage": UsageTerms(UsageKind.PAID, ("paid",), ("DE",))}, "CON-02", "usage.months"),
    ({"usage": UsageTerms(UsageKind.PAID, ("paid",), (), 6)}, "CON-02", "usage.territories"),
    ({"allowlisting": AllowlistingTerms((Platform.TIKTOK,))}, "CON-02", "allowlisting.days"),
    ({"allowlisting": AllowlistingTerms((), 30)}, "CON-01", "allowlisting.platforms"),
    ({"usage": UsageTerms(UsageKind.PAID, (), ("DE",), 6)}, "CON-01", "usage.media"),
    ({"exclusivity": ExclusivityTerms(ends_on=date(2027, 3, 1), fee=Money(1, "EUR"))}, "CON-01",
     "exclusivity.category"),
    ({"creator": _creator(manager_name="Max M.")}, "CON-01", "creator.manager_email"),
    ({"compensation": _pay(commission=CommissionTerm())}, "CON-01", "compensation.commission"),
    ({"compensation": _pay(commission=CommissionTerm(1, statement_cycle=""))}, "CON-01",
     "compensation.commission.statement_cycle"),
    ({"disclosures": ()}, "CON-05", "disclosures"),
    ({"recorded": deliverables()[:1]}, "CON-09", "deliverables[1]"),
    ({"deliverables": deliverables()[:1], "recorded": deliverables()}, "CON-09", "deliverables"),
    ({"deliverables": _item(quantity=2), "recorded": deliverables()}, "CON-09", "deliverables[0]"),
    ({"creator": _creator(birth_date=_BOY)}, "CON-10", "creator.guardian_name"),
    ({"creator": _creator(birth_date=_BOY, guardian_name="Ana K.")}, "CON-10", "creator.guardian_address"),
]
_WARNS = [
    ({"usage": UsageTerms(UsageKind.PAID, ("paid",), ("DE",), is_perpetual=True)}, "CON-03", "usage.is_perpetual"),
    ({"exclusivity": ExclusivityTerms("cookware", fee=Money(1, "EUR"))}, "CON-04", "exclusivity.ends_on"),
    ({"exclusivity": ExclusivityTerms("cookware", ends_on=date(2027, 3, 1))}, "CON-04", "exclusivity.fee"),
    ({"timeline": _timeline(rounds_included=None)}, "CON-07", "timeline.rounds_included"),
    ({"kill_fees": ()}, "CON-08", "kill_fees"),
    ({"compensation": _pay(payment_terms_days=None)}, "CON-11", "compensation.payment_terms_days"),
    ({"moral_rights_waiver": True}, "CON-12", "moral_rights_waiver"),
]


@pytest.mark.parametrize("data", [sample_contract(), full_contract(), sample_contract(recorded=deliverables())])
def test_a_complete_contract_has_no_findings(data: ContractData) -> None:
    assert contract_findings(data) == []


@pytest.mark.parametrize(("changes", "check", "field"), _FAILS)
def test_a_fail_blocks_and_names_its_field(changes: dict[str, Any], check: str, field: str) -> None:
    findings = contract_findings(sample_contract(**changes))
    assert (check, FindingSeverity.FAIL, field) in {(f.check_id, f.severity, f.field) for f in findings}
    assert {f.check_id for f in findings} == {check}
    assert blocks(findings)
    assert all(f.message.endswith(".") and f.fix.endswith(".") for f in findings)


@pytest.mark.parametrize(("changes", "check", "field"), _WARNS)
def test_a_warning_does_not_block(changes: dict[str, Any], check: str, field: str) -> None:
    findings = contract_findings(sample_contract(**changes))
    assert [(f.check_id, f.severity, f.field) for f in findings] == [(check, FindingSeverity.WARN, field)]
    assert not blocks(findings)


def test_fails_come_before_warnings() -> None:
    findings = contract_findings(sample_contract(kill_fees=(), product=""))
    assert [f.check_id for f in findings] == ["CON-01", "CON-08"]


def test_a_principal_needs_only_the_name_of_the_client() -> None:
    data = sample_contract(agency_role=AgencyRole.PRINCIPAL, client=Party("Dunmarrow Kitchen GmbH"))
    assert contract_findings(data) == []


def test_a_waiver_is_fine_where_the_law_allows_it() -> None:
    law = LawTerms("US", "New York", "New York")
    assert contract_findings(sample_contract(moral_rights_waiver=True, law=law)) == []


@pytest.mark.parametrize(("changes", "expected"), [
    ({}, {"law.country"}),  # €900 and a product of €64 stay below, with €100 of this year they do not
    ({"switches": (("france", False),)}, {"law.country", "switches.france"}),
    ({"law": LawTerms("FR", "France", "Paris")}, set()),
    ({"value_this_year": None}, set()),
])
def test_france_from_a_thousand_euros(changes: dict[str, Any], expected: set[str]) -> None:
    given = {"jurisdictions": ("FR",), "value_this_year": Money(10000, "EUR"), **changes}
    findings = contract_findings(sample_contract(**given))
    assert {f.field for f in findings if f.severity is FindingSeverity.FAIL} == expected
    warned = {f.field for f in findings if f.severity is FindingSeverity.WARN}
    assert warned == ({"law.country"} if "value_this_year" in changes else set()), "below, the rider's law is a risk"
    assert {f.check_id for f in findings} <= {"CON-06"}


@pytest.mark.parametrize(("jurisdictions", "value", "expected"), [
    (("FR",), Money(100000, "EUR"), True),
    (("FR",), Money(99999, "EUR"), False),
    (("DE",), Money(900000, "EUR"), False),
    (("FR",), None, False),
    (("FR", "US"), Money(5000, "USD"), True),  # cannot be compared without a rate
])
def test_written_contract_threshold(jurisdictions: tuple[str, ...], value: Money | None, expected: bool) -> None:
    assert needs_written_contract(jurisdictions, value) is expected


def test_a_birthday_on_the_day_of_the_contract_makes_an_adult() -> None:
    assert not sample_contract(creator=_creator(birth_date=date(2008, 11, 24))).creator_is_minor
    assert sample_contract(creator=_creator(birth_date=date(2008, 11, 25))).creator_is_minor


def test_totals_do_not_mix_currencies() -> None:
    assert total_of([Money(1, "EUR"), None, Money(2, "EUR")]) == Money(3, "EUR")
    assert total_of([Money(1, "EUR"), Money(2, "USD")]) is None
    assert total_of([None]) is None


def test_terms_that_came_later_leave_the_hash_of_older_contracts_as_it_was() -> None:
    assert '"discount":' not in contract_json(sample_contract())
    assert '"bonuses":' not in contract_json(sample_contract())
    assert '"event":' not in contract_json(sample_contract())
    assert '"retainer":' not in contract_json(sample_contract())
    # The very hash a contract of these terms was issued with before they could be longer.
    assert contract_hash(sample_contract()).startswith("19f9a55643f1")
    monthly = sample_contract(compensation=_pay(retainer=RetainerTerms(months=6)), event=EventTerms("Pop-up"))
    assert '"retainer":{' in contract_json(monthly)
    assert '"event":{' in contract_json(monthly)
    with_code = sample_contract(discount=DiscountTerm("ANA10"))
    assert '"discount":{"code":"ANA10"' in contract_json(with_code)
    assert contract_hash(with_code) != contract_hash(sample_contract())


def test_the_hash_depends_on_the_data_alone() -> None:
    assert contract_hash(sample_contract()) == contract_hash(sample_contract())
    assert contract_hash(sample_contract(version=4)) != contract_hash(sample_contract())
    assert '"dated":"2026-11-24"' in contract_json(sample_contract())
    assert contract_json(sample_contract(product="\ud800")).isascii()
