"""Papers of product seeding: the packing list to tick off at the table, and address labels on sheets to peel off."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from reportlab.platypus.doctemplate import PageBreak
from reportlab.platypus.flowables import Flowable

from microinf_desktop.documents.fonts import missing_characters
from microinf_desktop.documents.formats import ContractFormats
from microinf_desktop.documents.page import Document, DocumentInfo, PageInfo
from microinf_desktop.documents.paragraph import Para
from microinf_desktop.documents.styles import (
    BODY,
    CAPTION,
    INK,
    LINE,
    LINE_STRONG,
    MM,
    NOTE,
    SECTION,
    SUBTITLE,
    TABLE,
    TEXT_2,
    TEXT_3,
    TITLE,
    Margins,
    rgb,
)
from microinf_desktop.documents.text import draw_text
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.seeding import Parcel

_MARGINS = Margins(18 * MM, 18 * MM, 15 * MM, 12 * MM)
_BOX = 8.5
_LINE_HEIGHT = 15.0


@dataclass(frozen=True, slots=True)
class LabelSheet:
    """A sheet of labels as shops sell it; lengths in points, `pitch` from one label's edge to the next one's."""

    paper: str
    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    pitch_x: float
    pitch_y: float


# 99.1 × 67.7 mm, eight on A4 (the layout sold as L7165), and 4 × 3 1/3 inch, six on Letter (sold as 5164).
LABEL_SHEETS = {
    "a4": LabelSheet("a4", 2, 4, 99.1 * MM, 67.7 * MM, 4.65 * MM, 13.1 * MM, 101.6 * MM, 67.7 * MM),
    "letter": LabelSheet("letter", 2, 3, 288.0, 240.0, 11.25, 36.0, 301.5, 240.0),
}


def render_packing_list(parcels: Sequence[Parcel], agency: str, day: date, *, paper: str = "a4",
                        locale: str = "en_GB") -> bytes:
    """Parcels with boxes to tick, a parcel never broken over pages; first a table of what to take from the shelf.

    KnownError lists characters no installed font has, or says that there is nothing to pack.
    """
    _require_printable(parcels)
    formats = ContractFormats("en", locale, {})

    def decorate(page: PageInfo) -> None:
        base = page.margins.bottom
        page.rule(base + 2)
        page.text(page.left, base - 8, f"{agency}. Packing list of {formats.day(day)}", NOTE, max_width=110 * MM)
        page.page_of(page.right, base - 8, NOTE.but(align="right"))

    document = Document(DocumentInfo(title=f"Packing list, {formats.day(day)}", author=agency), paper=paper,
                        margins=_MARGINS, footer_height=8 * MM, decorate=decorate)
    number = "1 parcel" if len(parcels) == 1 else f"{len(parcels)} parcels"
    story: list[Flowable] = [
        Para("Packing list", TITLE.but(space_after=1), bookmark="title"),
        Para(f"{number}, {formats.day(day)}", SUBTITLE.but(space_after=8)),
        Para("From the shelf", SECTION), *_shelf(parcels),
        Para("Parcels", SECTION.but(space_before=14)),
    ]
    story += [_ParcelBlock(parcel, formats) for parcel in parcels]
    return document.build(story)


def render_labels(parcels: Sequence[Parcel], sender: str, *, paper: str = "a4", skip: int = 0) -> bytes:
    """Address labels for a sheet of `LABEL_SHEETS`; `skip` labels of the first sheet are used up already.

    `sender` is the return address in one line. KnownError as above, or when an address is missing.
    """
    _require_printable(parcels)
    homeless = [parcel.recipient for parcel in parcels if not parcel.address.strip()]
    if homeless:
        raise KnownError(f"No address is on file for {', '.join(homeless[:4])}.", "Type it in the parcel first.")
    sheet = LABEL_SHEETS[paper]
    document = Document(DocumentInfo(title="Address labels", author=sender.split(",", maxsplit=1)[0]), paper=paper,
                        margins=Margins(0, 0, 0, 0), footer_height=0)
    per_page = sheet.columns * sheet.rows
    placed: list[Parcel | None] = [*[None] * (skip % per_page), *parcels]
    pages = [placed[at:at + per_page] for at in range(0, len(placed), per_page)]
    story: list[Flowable] = []
    for number, page in enumerate(pages):
        story += [PageBreak()] if number else []
        story.append(_LabelPage(sheet, page, sender, document.page_height))
    return document.build(story)


def _require_printable(parcels: Sequence[Parcel]) -> None:
    if not parcels:
        raise KnownError("There is no parcel to print.", "Choose parcels in the list first.")
    texts = [text for parcel in parcels for text in (
        parcel.recipient, parcel.address, parcel.campaign, parcel.note, parcel.carrier,
        *(part for item in parcel.items for part in (item.product, item.variant, item.sku)))]
    if glyphs := missing_characters(texts):
        listed = "; ".join(str(glyph) for glyph in glyphs[:10])
        raise KnownError(f"No installed font can print these characters: {listed}.",
                         "Install a font for this script, or write the address in other letters.")


def _shelf(parcels: Sequence[Parcel]) -> Iterator[Flowable]:
    """What to take from the shelf for all parcels together."""
    from microinf_desktop.documents.tables import Column, data_table

    total: dict[tuple[str, str, str], int] = {}
    for parcel in parcels:
        for item in parcel.items:
            key = (item.product, item.variant, item.sku)
            total[key] = total.get(key, 0) + item.pieces
    rows = [(product, variant or "–", sku or "–", str(pieces)) for (product, variant, sku), pieces in
            sorted(total.items())]
    if not rows:
        yield Para("Nothing is in these parcels yet.", BODY.but(color=TEXT_2))
        return
    columns = (Column("Product", share=0.42), Column("Variant", share=0.26), Column("Article number", share=0.2),
               Column("Pieces", align="right", share=0.12))
    yield data_table(columns, rows, 174 * MM, style=TABLE)


class _ParcelBlock(Flowable):  # type: ignore[misc]
    """One parcel: whom and where at the left, what goes in with boxes to tick at the right."""

    def __init__(self, parcel: Parcel, formats: ContractFormats) -> None:
        super().__init__()
        self._parcel, self._formats = parcel, formats
        self.spaceAfter = 4.0

    def _left_lines(self) -> list[str]:
        parcel = self._parcel
        return [line.strip() for line in parcel.address.splitlines() if line.strip()] + (
            [country_line(parcel.country)] if parcel.country else [])

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.width = available_width
        left = len(self._left_lines()) * (_LINE_HEIGHT - 2) + 2 * _LINE_HEIGHT
        self.height = max(left, (len(self._parcel.items) + 2) * _LINE_HEIGHT) + 12
        return self.width, self.height

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        return []

    def draw(self) -> None:
        parcel, canvas = self._parcel, self.canv
        canvas.setStrokeColorRGB(*rgb(LINE))
        canvas.setLineWidth(0.5)
        canvas.line(0, self.height, self.width, self.height)
        half = self.width * 0.44
        y = self.height - _LINE_HEIGHT - 2
        draw_text(canvas, 0, y, parcel.recipient, BODY.but(weight=600), max_width=half - 8)
        for line in self._left_lines():
            y -= _LINE_HEIGHT - 2
            draw_text(canvas, 0, y, line, BODY, max_width=half - 8)
        about = [f"Parcel {parcel.number}", parcel.campaign, f"@{parcel.handle}" if parcel.handle else ""]
        draw_text(canvas, 0, y - _LINE_HEIGHT, " · ".join(part for part in about if part), CAPTION, max_width=half - 8)
        self._draw_items(half)

    def _draw_items(self, left: float) -> None:
        parcel, canvas = self._parcel, self.canv
        right = self.width
        y = self.height - _LINE_HEIGHT - 2
        for item in parcel.items:
            canvas.setStrokeColorRGB(*rgb(LINE_STRONG))
            canvas.setLineWidth(0.8)
            canvas.rect(left, y - 1.5, _BOX, _BOX)
            words = ", ".join(part for part in (item.product, item.variant) if part)
            taken = draw_text(canvas, left + 16, y, f"{item.pieces} × {words}", BODY.but(color=INK), max_width=200)
            if item.sku:
                draw_text(canvas, left + 16 + taken + 8, y, item.sku, CAPTION, max_width=80)
            y -= _LINE_HEIGHT
        edge = [f"{parcel.weight_grams:,} g" if parcel.weight_grams else "", parcel.carrier,
                f"send by {self._formats.day(parcel.send_by)}" if parcel.send_by else ""]
        for text, ink in ((" · ".join(part for part in edge if part), TEXT_3), (parcel.note, TEXT_2)):
            if text:
                draw_text(canvas, left, y, text, CAPTION.but(color=ink), max_width=right - left)
                y -= _LINE_HEIGHT - 3


class _LabelPage(Flowable):  # type: ignore[misc]
    """All labels of one sheet, each at its exact place; takes no room of its own."""

    def __init__(self, sheet: LabelSheet, parcels: Sequence[Parcel | None], sender: str, page_height: float) -> None:
        super().__init__()
        self._sheet, self._parcels, self._sender, self._page_height = sheet, parcels, sender, page_height

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.width, self.height = available_width, available_height - 1
        return self.width, self.height

    def draw(self) -> None:
        # The frame fills the page: its lower edge lies one point above the page's.
        origin = self._page_height - 1
        for place, parcel in enumerate(self._parcels):
            if parcel is None:
                continue
            sheet = self._sheet
            x = sheet.left + (place % sheet.columns) * sheet.pitch_x
            top = origin - sheet.top - (place // sheet.columns) * sheet.pitch_y
            self._draw_label(parcel, x + 7 * MM, top - 8 * MM, sheet.width - 14 * MM)

    def _draw_label(self, parcel: Parcel, x: float, top: float, width: float) -> None:
        canvas = self.canv
        draw_text(canvas, x, top, self._sender, NOTE, max_width=width)
        canvas.setStrokeColorRGB(*rgb(LINE_STRONG))
        canvas.setLineWidth(0.4)
        canvas.line(x, top - 4, x + width, top - 4)
        style = BODY.but(size=12, leading=17)
        y = top - 15 * MM
        draw_text(canvas, x, y, parcel.recipient, style.but(weight=600), max_width=width)
        for line in (line.strip() for line in parcel.address.splitlines() if line.strip()):
            y -= style.leading
            draw_text(canvas, x, y, line, style, max_width=width)
        if parcel.country:
            y -= style.leading
            draw_text(canvas, x, y, country_line(parcel.country), style, max_width=width)


def country_line(code: str) -> str:
    """The country as postal services want it: the name in capitals (UPU), the code when it has no name here."""
    return ContractFormats("en", "en_GB", {}).country(code).upper()
