"""Product seeding over all campaigns: parcels with what has to be done next, and the products with their stock."""

from collections.abc import Mapping, Sequence

from microinf_desktop.queries import campaigns
from microinf_desktop.queries import seeding as queries
from microinf_desktop.services import seeding as services
from microinf_desktop.ui import formats
from microinf_desktop.ui.actions import Action
from microinf_desktop.ui.dialogs import seeding as dialogs
from microinf_desktop.ui.dialogs.form import FormDialog
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.models.columns import Cell, Column, Group, Kind
from microinf_desktop.ui.page import Page
from microinf_desktop.ui.pages.parcel_list import ParcelList
from microinf_desktop.ui.widgets.data_table import DataTable
from microinf_desktop.ui.widgets.form import Form
from microinf_desktop.ui.widgets.header import Tabs
from microinf_desktop.ui.widgets.inputs import ComboBox


class SeedingPage(Page):
    """`params["tab"]` is parcels or products; `params["id"]` chooses a parcel."""

    tables = frozenset({"product", "product_variant", "shipment", "shipment_item", "shipment_nudge", "influencer",
                        "collaboration", "campaign", "client"})

    def build(self) -> None:
        self._products: dict[int, queries.ProductRow] = {}
        self.tabs = Tabs([("parcels", tr("Parcels")), ("products", tr("Products"))], tr("Parts of seeding"))
        self.set_tabs(self.tabs)
        self.parcels = ParcelList(self.context, True, self.plan)
        self.products = DataTable("products", [
            Column("name", tr("Product"), 240, value=lambda row: Cell(row.name, weight=500), sort_key="", stretch=True),
            Column("variants", tr("Variants"), 240, value=_variants, sort_key=""),
            Column("left", tr("In stock"), 90, Kind.COUNT, sort_key=""),
            Column("out", tr("Sent out"), 90, Kind.COUNT, sort_key=""),
            Column("cost", tr("Cost"), 100, value=lambda row: _range(row, "cost"), align="right", sort_key=""),
            Column("value", tr("Retail value"), 110, value=lambda row: _range(row, "value"), align="right",
                   sort_key=""),
        ], self._load, self.context.settings, checkable=False)
        self.products.setAccessibleName(tr("Products"))
        self.products.set_empty(tr("No products yet. Add what your clients give away"), tr("Add product"),
                                self.add_product)
        self.tabs.changed.connect(lambda _key: self.reload())
        self.parcels.changed.connect(self._changed)
        self.products.opened.connect(lambda _id: self.edit_product())
        self.products.current_changed.connect(lambda _id: self._changed())
        self.products.set_row_actions(lambda: [one for one in self._product_actions() if not one.kind])

    def activate(self, params: Mapping[str, object]) -> None:
        if params.get("tab") in ("parcels", "products"):
            self.tabs.set_value(str(params["tab"]))
        super().activate(params)
        if params.get("id"):
            self.parcels.table.select(int(str(params["id"])))

    def reload(self) -> None:
        with self.context.workspace.reading() as session:
            found = queries.products(session)
            number = len(queries.shipment_ids(session))
        self._products = {row.id: row for row in found}
        self.tabs.set_note("parcels", str(number) if number else "")
        self.tabs.set_note("products", str(len(found)) if found else "")
        if self.tabs.value() == "parcels":
            self.set_content(self.parcels)
            self.filter_bar = self.parcels.bar
            self.parcels.show_parcels(queries.ShipmentFilter())
        else:
            self.set_content(self.products)
            self.filter_bar = None
            groups: list[tuple[int, Group]] = []
            for place, row in enumerate(found):
                if place == 0 or found[place - 1].client_id != row.client_id:
                    groups.append((place, Group(f"client-{row.client_id}", row.client, swatch=row.client_color)))
            self.products.model.forget_rows()
            self.products.refresh(list(self._products), groups)
        self._changed()

    def _load(self, ids: Sequence[int]) -> list[queries.ProductRow]:
        return [self._products[row_id] for row_id in ids if row_id in self._products]

    def _changed(self) -> None:
        self.update_actions()
        self.set_position(self.position())

    def position(self) -> str:
        shown = self.parcels.table if self.tabs.value() == "parcels" else self.products
        return shown.position_text()

    def actions(self) -> list[Action]:
        return self.parcels.actions() if self.tabs.value() == "parcels" else self._product_actions()

    def _product_actions(self) -> list[Action]:
        group, one = tr("Products"), self._product_chosen
        return [
            Action("product.add", tr("Add product"), self.add_product, "Ctrl+N", "plus", group, "primary"),
            Action("product.edit", tr("Edit product"), self.edit_product, "F2", "edit", group, condition=one),
            Action("product.stock", tr("Add to stock"), self.add_stock, "S", "box", group, condition=one),
            Action("product.archive", tr("Archive"), self.archive, "", "archive", group, condition=one),
            Action("product.delete", tr("Delete"), self.delete_product, "Del", "trash", group, condition=one),
        ]

    def _product_chosen(self) -> bool | str:
        return self._product() is not None or tr("choose a product first")

    def _product(self) -> queries.ProductRow | None:
        return self._products.get(self.products.current_id())

    def plan(self) -> None:
        """Choose the campaign, then who gets what."""
        with self.context.workspace.reading() as session:
            rows = [row for row in campaigns.rows(session, today=self.context.today())
                    if row.creators and row.state in ("planning", "running")]
        if not self._products:
            self.context.toast(tr("Add a product first"), undo=False)
            self.tabs.set_value("products")
            self.reload()
            return
        if not rows:
            self.context.toast(tr("Parcels belong to creators of a campaign. Add creators to one first"))
            return

        def build(form: Form) -> None:
            form.add_field("campaign", tr("Campaign"), ComboBox([(row.id, row.name) for row in rows]), required=True)

        dialog = FormDialog(self, tr("Plan parcels"), tr("Continue"), build, lambda entered: entered["campaign"],
                            {"campaign": rows[0].id})
        if dialog.run():
            made = dialogs.plan_parcels(self, self.context, dialog.result_value)
            if made:
                self.context.toast(trn("{n} parcel planned", "{n} parcels planned", len(made)), undo=True)

    def add_product(self) -> None:
        current = self._product()
        if dialogs.edit_product(self, self.context, client_id=current.client_id if current else None) is not None:
            self.context.toast(tr("Product added"), undo=True)

    def edit_product(self) -> None:
        row = self._product()
        if row is not None and dialogs.edit_product(self, self.context, row) is not None:
            self.context.toast(tr("Product saved"), undo=True)

    def add_stock(self) -> None:
        row = self._product()
        if row is not None and dialogs.add_stock(self, self.context, row):
            self.context.toast(tr("Stock changed"), undo=True)

    def archive(self) -> None:
        row, workspace = self._product(), self.context.workspace
        if row is not None:
            self.context.tasks.write(tr("Archiving"), lambda _p, _t: services.archive_product(workspace, row.id),
                                     lambda _done: self.context.toast(tr("Product archived"), undo=True))

    def delete_product(self) -> None:
        row, workspace = self._product(), self.context.workspace
        if row is not None:
            self.context.tasks.write(tr("Deleting"), lambda _p, _t: services.delete_product(workspace, row.id),
                                     lambda _done: self.context.toast(tr("Product deleted"), undo=True))

    def state(self) -> dict[str, object]:
        return {"tab": self.tabs.value()}

    def restore_state(self, state: Mapping[str, object]) -> None:
        if state.get("tab") in ("parcels", "products"):
            self.tabs.set_value(str(state["tab"]))


def _variants(row: queries.ProductRow) -> str | None:
    names = [variant.name for variant in row.variants if variant.name]
    return ", ".join(names) or None


def _range(row: queries.ProductRow, name: str) -> str | None:
    """One amount, or from the lowest to the highest of the variants."""
    amounts = sorted({getattr(variant, name).minor: getattr(variant, name) for variant in row.variants
                      if getattr(variant, name) is not None}.items())
    if not amounts:
        return None
    low, high = amounts[0][1], amounts[-1][1]
    return formats.money(low) if low == high else f"{formats.money(low)} – {formats.money(high)}"
