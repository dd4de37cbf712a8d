"""Seeding by mouse and keyboard: products with stock, parcels planned, moved, reminded and printed; undo."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt

from microinf_desktop.domain.enums import ShipmentState
from microinf_desktop.queries import campaigns
from microinf_desktop.queries import seeding as queries
from tests.ui.pages.conftest import settle, words


def parcels(desk: Any) -> list[queries.ShipmentRow]:
    with desk.workspace.reading() as session:
        return queries.shipment_rows(session, queries.shipment_ids(session), desk.context.today())


def products(desk: Any) -> dict[str, queries.ProductRow]:
    with desk.workspace.reading() as session:
        return {row.name: row for row in queries.products(session)}


def choose(desk: Any, page: Any, state: ShipmentState) -> queries.ShipmentRow:
    row = next(row for row in parcels(desk) if row.state == state)
    page.parcels.table.select(row.id)
    settle()
    return row


def test_the_sample_says_what_has_to_be_done_next(desk: Any) -> None:
    page = desk.go("seeding")
    assert page.parcels.table.model.rowCount() == len(parcels(desk))
    choose(desk, page, ShipmentState.DELIVERED)
    assert "Row" in page.position()


def test_the_address_names_its_country_once(desk: Any) -> None:
    page = desk.go("seeding")
    row = next(row for row in parcels(desk) if row.address.splitlines()[-1] == "Österreich")
    page.parcels.table.select(row.id)
    settle()
    shown = next(text for text in words(page).split("Address\n") if row.address.splitlines()[0] in text)
    assert "Austria" in shown
    assert "Österreich" not in shown


def test_a_product_is_added_and_its_stock_changed(desk: Any, dialogs: Any) -> None:
    page = desk.go("seeding", tab="products")
    client_id = products(desk)["Second Pot"].client_id

    def fill(dialog: Any) -> None:
        dialog.form.input("client_id").set_value(client_id)
        desk.type(dialog.form.input("name"), "Mug")
        desk.type(dialog.form.input("variant_0_on_hand"), "-3")
        dialog.submit()
        assert "cannot be negative" in dialog.form.error_text("variant_0_on_hand")
        desk.type(dialog.form.input("variant_0_on_hand"), "12")
        dialog.submit()

    dialogs.expect(fill)
    desk.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert products(desk)["Mug"].left == 12
    page.products.select(products(desk)["Mug"].id)
    settle()

    def add(dialog: Any) -> None:
        desk.type(dialog.form.input("pieces"), "8")
        dialog.submit()

    dialogs.expect(add)
    page.add_stock()
    settle()
    assert products(desk)["Mug"].left == 20
    desk.undo()
    assert products(desk)["Mug"].left == 12


def test_parcels_are_planned_for_several_and_taken_back(desk: Any, dialogs: Any) -> None:
    with desk.workspace.reading() as session:
        campaign_id = next(row.id for row in campaigns.rows(session) if row.name == "Barrier Season")
    part = desk.go("campaign", id=campaign_id, tab="seeding").part("seeding")
    before = len(parcels(desk))

    def plan(dialog: Any) -> None:
        desk.type(dialog.form.input("pieces_0"), "200")
        dialog.submit()
        assert dialog.isVisible()
        assert "are left" in dialog.problem.text()
        desk.type(dialog.form.input("pieces_0"), "2")
        dialog.submit()

    dialogs.expect(plan)
    desk.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert len(parcels(desk)) > before
    assert part.parcels.table.model.rowCount()
    desk.undo()
    assert len(parcels(desk)) == before


def test_a_parcel_goes_its_way_and_a_refusal_says_why(desk: Any, dialogs: Any) -> None:
    page = desk.go("seeding")
    row = choose(desk, page, ShipmentState.ADDRESS_CONFIRMED)

    def ship(dialog: Any) -> None:
        desk.type(dialog.form.input("carrier"), "UPS")
        desk.type(dialog.form.input("tracking"), "1Z")
        dialog.submit()

    dialogs.expect(ship)
    desk.click("Set to shipped", page.parcels.panel)
    moved = next(one for one in parcels(desk) if one.id == row.id)
    assert (moved.state, moved.carrier, moved.tracking_number) == ("shipped", "UPS", "1Z")
    desk.undo()
    assert next(one for one in parcels(desk) if one.id == row.id).state == "address_confirmed"
    choose(desk, page, ShipmentState.TO_SEND)
    refused = [action for action in page.parcels.row_actions() if action.id == "parcel.to_shipped"]
    assert not refused  # a parcel without a confirmed address offers the confirmation first


def test_a_reminder_is_offered_once(desk: Any, dialogs: Any) -> None:
    page = desk.go("seeding")
    row = next(one for one in parcels(desk) if one.nudge is not None)
    page.parcels.table.select(row.id)
    settle()

    def send(dialog: Any) -> None:
        assert "for free" in dialog.form.input("text").value()
        dialog.submit()

    dialogs.expect(send)
    desk.press(Qt.Key.Key_R)
    after = next(one for one in parcels(desk) if one.id == row.id)
    assert after.nudges == (*row.nudges, row.nudge.day)


def test_packing_list_and_labels_are_saved(desk: Any, dialogs: Any, tmp_path: Path) -> None:
    page = desk.go("seeding")
    for name, run in (("list.pdf", lambda: desk.click("Packing list")), ("labels.pdf", page.parcels.print_labels)):
        dialogs.expect_path(tmp_path / name)
        run()
        settle()
        assert (tmp_path / name).read_bytes().startswith(b"%PDF")
        assert str(tmp_path / name) in desk.toasts[-1]


def test_the_tab_and_the_current_line_stay_over_a_step(desk: Any) -> None:
    page = desk.go("seeding", tab="products")
    page.products.select(products(desk)["Second Pot"].id)
    settle()
    from microinf_desktop.services import seeding as services

    services.archive_product(desk.workspace, products(desk)["Salt-free soap"].id)
    settle()
    assert page.tabs.value() == "products"
    assert page.products.current_id() == products(desk)["Second Pot"].id
