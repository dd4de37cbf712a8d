"""Seeding through the services: stock never below zero, parcels by their pipeline, figures, one step each."""

from datetime import date, timedelta

import pytest

from microinf_desktop.domain.enums import ShipmentState
from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.domain.seeding import ProductDraft, ShipmentDraft, VariantDraft
from microinf_desktop.queries import seeding as queries
from microinf_desktop.services import seeding as services
from microinf_desktop.storage import changelog
from microinf_desktop.storage.tables import Collaboration, Influencer
from microinf_desktop.storage.workspace import Workspace
from tests.builders import TODAY, Deal, a_collaboration, a_deal, an_influencer

S = ShipmentState


@pytest.fixture
def deal(workspace: Workspace) -> Deal:
    return a_deal(workspace, influencer={"name": "Klara Vossbeck", "address": "Hafenstr. 4\n20457 Hamburg",
                                         "country": "DE"}, collaboration={"product_value_minor": None})


@pytest.fixture
def tin(workspace: Workspace, deal: Deal) -> int:
    """A variant with five pieces; its id."""
    draft = ProductDraft(deal.client_id, "Winter Blend", variants=(
        VariantDraft("tin", "WB-T", on_hand=5, cost_minor=400, value_minor=1_490, weight_grams=180),
        VariantDraft("bag", "WB-B", on_hand=0),
    ))
    product_id = services.save_product(workspace, draft)
    with workspace.reading() as session:
        (product,) = queries.products(session)
    assert product.id == product_id
    return product.variants[0].id


def left(workspace: Workspace) -> tuple[int, int]:
    with workspace.reading() as session:
        variant = queries.products(session)[0].variants[0]
    return variant.left, variant.out


def rows(workspace: Workspace, today: date = TODAY) -> list[queries.ShipmentRow]:
    with workspace.reading() as session:
        return queries.shipment_rows(session, queries.shipment_ids(session), today)


def another(workspace: Workspace, deal: Deal, **fields: object) -> int:
    with workspace.writing("More") as session:
        person = an_influencer(session, **fields)
        return a_collaboration(session, deal.campaign_id, person.id).id or 0


def test_a_parcel_takes_from_stock_and_gives_back(workspace: Workspace, deal: Deal, tin: int) -> None:
    (parcel,) = services.plan_shipments(workspace, [deal.collaboration_id], [(tin, 2)], TODAY)
    assert left(workspace) == (3, 2)
    services.delete_shipments(workspace, [parcel])
    assert left(workspace) == (5, 0)
    changelog.undo(workspace)
    assert left(workspace) == (3, 2)


def test_more_than_there_is_is_refused_for_all(workspace: Workspace, deal: Deal, tin: int) -> None:
    other = another(workspace, deal)
    with pytest.raises(KnownError, match=r"3 × Winter Blend, tin are needed, 2 are left"):
        services.plan_shipments(workspace, [deal.collaboration_id, other], [(tin, 3)])
    assert left(workspace) == (5, 0)
    assert rows(workspace) == []
    services.add_stock(workspace, tin, 1)
    services.plan_shipments(workspace, [deal.collaboration_id, other], [(tin, 3)])
    assert left(workspace) == (0, 6)
    with pytest.raises(KnownError, match="Only 0 are left"):
        services.add_stock(workspace, tin, -1)


def test_a_gift_becomes_part_of_a_deal_that_names_none(workspace: Workspace, deal: Deal, tin: int) -> None:
    services.plan_shipments(workspace, [deal.collaboration_id], [(tin, 2)])
    with workspace.reading() as session:
        stored = session.get_one(Collaboration, deal.collaboration_id)
        assert (stored.product_description, stored.product_value_minor) == ("Winter Blend, tin", 2_980)


def test_the_way_of_a_parcel(workspace: Workspace, deal: Deal, tin: int) -> None:
    (parcel,) = services.plan_shipments(workspace, [deal.collaboration_id], [(tin, 1)])
    with pytest.raises(KnownError, match=r"cannot go from “To send” to “Delivered”"):
        services.move(workspace, [parcel], S.DELIVERED)
    services.move(workspace, [parcel], S.ADDRESS_CONFIRMED, TODAY)
    with workspace.reading() as session:
        assert session.get_one(Influencer, deal.influencer_id).address_checked_on == TODAY
    services.move(workspace, [parcel], S.SHIPPED, TODAY, carrier="DHL", tracking_number="0034")
    services.move(workspace, [parcel], S.DELIVERED, TODAY + timedelta(2))
    (row,) = rows(workspace)
    assert (row.carrier, row.tracking_number, row.delivered_on) == ("DHL", "0034", TODAY + timedelta(2))
    assert row.nudge is not None
    assert row.nudge.due_on == TODAY + timedelta(9)
    services.move(workspace, [parcel], S.SHIPPED)  # a mistake taken back
    assert rows(workspace)[0].delivered_on is None
    with pytest.raises(KnownError, match="with the carrier"):
        services.delete_shipments(workspace, [parcel])
    services.move(workspace, [parcel], S.RETURNED, TODAY + timedelta(5))
    assert left(workspace) == (5, 0)


def test_a_return_taken_back_needs_the_pieces(workspace: Workspace, deal: Deal, tin: int) -> None:
    other = another(workspace, deal, address="Elbweg 1\n22763 Hamburg")
    (first,) = services.plan_shipments(workspace, [deal.collaboration_id], [(tin, 4)])
    for state in (S.ADDRESS_CONFIRMED, S.SHIPPED, S.RETURNED):
        services.move(workspace, [first], state, TODAY)
    services.plan_shipments(workspace, [other], [(tin, 4)])
    with pytest.raises(KnownError, match="4 × Winter Blend, tin are needed, 1 are left"):
        services.move(workspace, [first], S.SHIPPED)


def test_what_is_missing_is_named(workspace: Workspace, deal: Deal, tin: int) -> None:
    homeless = another(workspace, deal, name="Malik Farouk", address="")
    (parcel,) = services.plan_shipments(workspace, [homeless], [])
    assert rows(workspace)[0].problem == "No address on file."
    with pytest.raises(KnownError, match="no full postal address"):
        services.move(workspace, [parcel], S.ADDRESS_CONFIRMED)
    services.save_shipment(workspace, ShipmentDraft(homeless, address="Elbweg 1\n22763 Hamburg", country="DE"), parcel)
    services.move(workspace, [parcel], S.ADDRESS_CONFIRMED)
    with pytest.raises(KnownError, match="parcel is empty"):
        services.move(workspace, [parcel], S.SHIPPED)


def test_a_new_address_has_to_be_confirmed_again(workspace: Workspace, deal: Deal, tin: int) -> None:
    (parcel,) = services.plan_shipments(workspace, [deal.collaboration_id], [(tin, 1)])
    services.move(workspace, [parcel], S.ADDRESS_CONFIRMED)
    services.save_shipment(workspace, ShipmentDraft(deal.collaboration_id, ((tin, 1),), "Klara", "Neu 1\n1 Ort", "DE"),
                           parcel)
    assert rows(workspace)[0].state == S.TO_SEND


def test_what_has_left_keeps_its_contents(workspace: Workspace, deal: Deal, tin: int) -> None:
    (parcel,) = services.plan_shipments(workspace, [deal.collaboration_id], [(tin, 1)])
    for state in (S.ADDRESS_CONFIRMED, S.SHIPPED):
        services.move(workspace, [parcel], state)
    with pytest.raises(KnownError, match="has left"):
        services.save_shipment(workspace, ShipmentDraft(deal.collaboration_id, ((tin, 2),)), parcel)


def test_who_must_not_be_contacted_gets_nothing(workspace: Workspace, deal: Deal, tin: int) -> None:
    blocked = another(workspace, deal, name="Malik Farouk", stage="blacklisted", restriction_reason="bought followers")
    with pytest.raises(KnownError, match="Malik Farouk is marked “blacklisted”: bought followers"):
        services.plan_shipments(workspace, [deal.collaboration_id, blocked], [(tin, 1)])
    assert rows(workspace) == []


def test_reminders_and_silence(workspace: Workspace, deal: Deal, tin: int) -> None:
    (parcel,) = services.plan_shipments(workspace, [deal.collaboration_id], [(tin, 1)])
    for state in (S.ADDRESS_CONFIRMED, S.SHIPPED, S.DELIVERED):
        services.move(workspace, [parcel], state, TODAY)
    with workspace.reading() as session:
        assert queries.nudges_due(session, TODAY + timedelta(6)) == []
        assert [row.id for row in queries.nudges_due(session, TODAY + timedelta(7))] == [parcel]
    for day in (7, 10, 14):
        services.send_nudge(workspace, parcel, day, TODAY + timedelta(day))
    (row,) = rows(workspace, TODAY + timedelta(15))
    assert (row.nudges, row.nudge, row.silent) == ((7, 10, 14), None, True)
    services.move(workspace, [parcel], S.NO_POST, TODAY + timedelta(15))
    with workspace.reading() as session:
        figures = queries.figures(session, deal.campaign_id)["EUR"]
    assert (figures.shipped, figures.posted, figures.silent, figures.product_cost_minor) == (1, 0, 1, 400)
    assert figures.post_rate == 0
    assert figures.cost_per_post_minor is None


def test_a_product_in_a_parcel_stays(workspace: Workspace, deal: Deal, tin: int) -> None:
    services.plan_shipments(workspace, [deal.collaboration_id], [(tin, 1)])
    with workspace.reading() as session:
        product = queries.products(session)[0]
    with pytest.raises(KnownError, match="Archive it instead"):
        services.delete_product(workspace, product.id)
    with pytest.raises(KnownError, match="is in a parcel"):
        services.save_product(workspace, ProductDraft(deal.client_id, "Winter Blend", variants=(
            VariantDraft("bag", id=product.variants[1].id),)), product.id)
    services.archive_product(workspace, product.id)
    with workspace.reading() as session:
        assert queries.products(session) == []
    with pytest.raises(ValidationError, match="already has"):
        services.save_product(workspace, ProductDraft(deal.client_id, "Winter Blend"))


@pytest.mark.parametrize(("address", "printed"), [
    ("Föhnweg 2\n6099 Innsbruck\nÖsterreich", "Föhnweg 2\n6099 Innsbruck"),
    ("Föhnweg 2\n6099 Innsbruck\nGermany", "Föhnweg 2\n6099 Innsbruck\nGermany"),
    ("Föhnweg 2\n\n6099 Innsbruck", "Föhnweg 2\n6099 Innsbruck"), ("Wien\nAustria", "Wien\nAustria"),
])
def test_the_country_is_not_printed_twice(workspace: Workspace, deal: Deal, address: str, printed: str) -> None:
    other = another(workspace, deal, address=address, country="AT")
    made = services.plan_shipments(workspace, [other], [])
    with workspace.reading() as session:
        (parcel,) = queries.parcels(session, made)
    assert (parcel.address, parcel.country) == (printed, "AT")


def test_what_is_printed_on_a_parcel(workspace: Workspace, deal: Deal, tin: int) -> None:
    made = services.plan_shipments(workspace, [deal.collaboration_id], [(tin, 2)], TODAY)
    with workspace.reading() as session:
        (parcel,) = queries.parcels(session, made)
    assert parcel.address == "Hafenstr. 4\n20457 Hamburg"
    assert parcel.weight_grams == 360
    assert [(item.product, item.variant, item.pieces) for item in parcel.items] == [("Winter Blend", "tin", 2)]
