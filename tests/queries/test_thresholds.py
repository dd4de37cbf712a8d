"""The meters: what counts in which year, what is not converted, and what reaching a threshold asks for."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from microinf_desktop.domain.contracts import needs_written_contract
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.money import Money
from microinf_desktop.domain.thresholds import Meter, MeterState, Needs
from microinf_desktop.interchange.thresholds import load_thresholds
from microinf_desktop.paths import resource
from microinf_desktop.queries import thresholds
from microinf_desktop.storage.tables import Product, ProductVariant, Shipment, ShipmentItem
from microinf_desktop.storage.workspace import Workspace
from tests.builders import Deal, a_campaign, a_collaboration, a_contract, a_deal, a_payment

FRENCH: dict[str, Any] = {"jurisdictions": ["FR"], "go_live_on": date(2026, 5, 4)}


def meters(workspace: Workspace, **parts: Any) -> list[Meter]:
    with workspace.reading() as session:
        return thresholds.meters(session, load_thresholds(), **parts)


def french(workspace: Workspace, fee: int = 0, **deal: Any) -> Deal:
    return a_deal(workspace, campaign=FRENCH, influencer={"tax_residence": "FR"},
                  collaboration={"fee_minor": fee, "currency": "EUR", **deal})


def test_pay_and_product_count_together(workspace: Workspace) -> None:
    french(workspace, 70_000, product_value_minor=15_000)
    (one,) = meters(workspace)
    assert (one.threshold.id, one.year, one.value, one.percent) == ("FR-CONTRACT-01", 2026, Money(85_000, "EUR"), 85)
    assert (one.state, one.is_open, len(one.unsigned)) == (MeterState.NEAR, True, 1)


@pytest.mark.parametrize(("fee", "state"), [
    (79_999, MeterState.BELOW), (80_000, MeterState.NEAR), (99_999, MeterState.NEAR), (100_000, MeterState.REACHED),
])
def test_it_warns_at_eighty_percent(workspace: Workspace, fee: int, state: MeterState) -> None:
    french(workspace, fee)
    assert [one.state for one in meters(workspace)] == [state]


def test_two_campaigns_of_a_client_add_up_and_a_signed_contract_settles_it(workspace: Workspace) -> None:
    deal = french(workspace, 60_000)
    with workspace.writing("Second") as session:
        campaign = a_campaign(session, deal.client_id, **FRENCH)
        second = a_collaboration(session, campaign.id or 0, deal.influencer_id, fee_minor=60_000, currency="EUR")
        a_contract(session, deal.collaboration_id, state="countersigned")
        second_id, campaign_id, name = second.id or 0, campaign.id or 0, campaign.name
    (one,) = meters(workspace)
    assert (one.value, one.state, one.unsigned) == (Money(120_000, "EUR"), MeterState.REACHED, (name,))
    assert len(meters(workspace, campaign_id=campaign_id)[0].deals) == 2, "with what it adds up to"
    with workspace.writing("Sign") as session:
        a_contract(session, second_id, state="active")
    (one,) = meters(workspace)
    assert (one.state, one.unsigned, one.is_open) == (MeterState.REACHED, (), False)


def test_other_currencies_stand_apart(workspace: Workspace) -> None:
    french(workspace, 50_000, product_value_minor=9_000)
    french(workspace, 99_000, currency="GBP")
    euro, pound = sorted(meters(workspace), key=lambda one: one.state)
    assert (euro.state, euro.others) == (MeterState.BELOW, ())
    assert (pound.value, pound.others, pound.state) == (Money(0, "EUR"), (Money(99_000, "GBP"),), MeterState.UNCLEAR)


def test_a_product_without_a_value_makes_it_unclear(workspace: Workspace) -> None:
    french(workspace, 10_000, product_description="Tea for a year", product_value_minor=None)
    (one,) = meters(workspace)
    assert (one.lacks_value, one.state) == (True, MeterState.UNCLEAR)


def test_instalments_count_in_their_own_years(workspace: Workspace) -> None:
    deal = french(workspace, 150_000)
    with workspace.writing("Pay") as session:
        a_payment(session, deal.collaboration_id, amount_minor=60_000, due_on=date(2026, 12, 1))
        a_payment(session, deal.collaboration_id, amount_minor=90_000, due_on=date(2026, 12, 1),
                  paid_on=date(2027, 1, 8))
    assert {one.year: one.value.minor for one in meters(workspace)} == {2026: 60_000, 2027: 90_000}
    assert [one.year for one in meters(workspace, year=2027)] == [2027]


def test_parcels_count_instead_of_the_value_of_the_deal(workspace: Workspace) -> None:
    deal = french(workspace, 10_000, product_value_minor=99_000)
    with workspace.writing("Send") as session:
        product = Product(client_id=deal.client_id, name="Tea")
        session.add(product)
        session.flush()
        variant = ProductVariant(product_id=product.id or 0)
        session.add(variant)
        session.flush()
        for state, value in (("delivered", 4_000), ("returned", 50_000)):
            parcel = Shipment(collaboration_id=deal.collaboration_id, state=state, shipped_on=date(2026, 6, 1))
            session.add(parcel)
            session.flush()
            session.add(ShipmentItem(shipment_id=parcel.id or 0, variant_id=variant.id or 0, quantity=3,
                                     value_minor=value))
    (one,) = meters(workspace)
    assert one.value == Money(22_000, "EUR")


@pytest.mark.parametrize("parts", [
    {"campaign": {"jurisdictions": ["DE"]}}, {"campaign": {"go_live_on": date(2025, 12, 1)}},
    {"collaboration": {"stage": "in_talks"}},
])
def test_what_does_not_count(workspace: Workspace, parts: dict[str, dict[str, Any]]) -> None:
    """Another audience, a year before it was in force, a deal that is not agreed."""
    a_deal(workspace, campaign={**FRENCH, **parts.get("campaign", {})}, influencer={"tax_residence": "FR"},
           collaboration={"fee_minor": 500_000, "currency": "EUR", **parts.get("collaboration", {})})
    assert meters(workspace) == []


def test_american_creators_are_metered_by_their_tax_residence(workspace: Workspace) -> None:
    a_deal(workspace, campaign={"go_live_on": date(2026, 5, 4)}, influencer={"tax_residence": "US"},
           collaboration={"fee_minor": 200_000, "currency": "USD"})
    (one,) = meters(workspace)
    assert (one.threshold.id, one.threshold.needs, one.state, one.unsigned, one.is_open) == (
        "US-1099-NEC", Needs.REPORT, MeterState.REACHED, (), True)


@pytest.mark.parametrize(("key", "value", "says"), [
    ("limit", 0, "positive"), ("scope", "moon", "scope"), ("from", "soon", "from"), ("extra", 1, "extra"),
])
def test_a_wrong_file_names_the_place(tmp_path: Path, key: str, value: object, says: str) -> None:
    content = json.loads(resource("thresholds.json").read_text(encoding="utf-8"))
    content["thresholds"][0][key] = value
    path = tmp_path / "thresholds.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(KnownError, match=says):
        load_thresholds(path)


def test_contracts_compare_with_the_threshold_that_the_meters_read() -> None:
    france = next(one for one in load_thresholds() if one.id == "FR-CONTRACT-01")
    at, below = (Money(france.limit_minor - less, france.currency) for less in (0, 1))
    assert needs_written_contract((france.country,), at)
    assert not needs_written_contract((france.country,), below)
