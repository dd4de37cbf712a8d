"""The education sheet of a creator as PDF: what to write, where, and what to switch on, on one page."""

from collections.abc import Iterator, Sequence
from typing import Any

from reportlab.platypus.flowables import Flowable

from microinf_desktop.documents.blocks import SideBySide
from microinf_desktop.documents.fonts import missing_characters
from microinf_desktop.documents.formats import ContractFormats
from microinf_desktop.documents.page import Document, DocumentInfo, PageInfo, draw_image
from microinf_desktop.documents.paragraph import Para
from microinf_desktop.documents.report_parts import draw_swatch
from microinf_desktop.documents.report_tables import PLATFORM_LABELS
from microinf_desktop.documents.styles import (
    BODY,
    CAPTION,
    DANGER,
    DONE,
    INK,
    MM,
    NOTE,
    SECTION,
    SUBTITLE,
    TABLE,
    TEXT_2,
    TEXT_3,
    TITLE,
    Margins,
    TextStyle,
    rgb,
)
from microinf_desktop.documents.tables import Column, data_table
from microinf_desktop.documents.text import Run, Text, draw_text
from microinf_desktop.domain.contract_terms import all_strings
from microinf_desktop.domain.dossiers import EducationData, EducationWords
from microinf_desktop.domain.errors import KnownError

_FACT = BODY.but(size=8.5, leading=12.5, space_after=2.5)
_DASH = "–"
_SHEET_MARGINS = Margins(18 * MM, 18 * MM, 15 * MM, 12 * MM)
# The largest that fits on one page is taken.
_SIZES = (1.2, 1.1, 1.0, 0.93, 0.86, 0.8)
_TIES = {
    "fee": "that you are paid", "commission": "that you earn from sales",
    "gift": "that the product, trip or discount was given to you", "own": "that the brand is your own",
    "job": "that you work for the brand", "family": "that the brand belongs to somebody close to you",
    "contest": "that your post is an entry to a contest",
}
_ALWAYS = (
    "The label comes first, stands alone, and is not one hashtag among many.",
    "It is in the post itself: not only in your profile, a comment, a link or the last line.",
    "Nothing may contradict it. Do not write that it is no ad or that nobody paid you.",
    "It stays when you edit, share again or post elsewhere. Never rely on the platform's own label alone.",
    "Say what you honestly think, and only of what you have used.",
)


def render_education(data: EducationData, *, logo: bytes | None = None) -> bytes:
    """The education sheet as PDF bytes, in English: one page, set smaller where there is much to say.

    KnownError when the logo cannot be read, or lists the characters that no installed font has.
    """
    glyphs = missing_characters(all_strings(data))
    if glyphs:
        listed = "; ".join(str(glyph) for glyph in glyphs[:10])
        raise KnownError(f"No installed font can print these characters of the education sheet: {listed}.",
                         "Install a font for this script, or write the text in other letters.")
    made = b""
    for size in _SIZES:
        sheet = _Sheet(data, logo, size)
        made = sheet.build()
        if sheet.last_page == 1:
            break
    return made


class _End(Flowable):  # type: ignore[misc]
    """The line to sign; remembers on which page the sheet ends."""

    def __init__(self, sheet: "_Sheet", text: str, name: str) -> None:
        super().__init__()
        self.spaceBefore = 8.0
        self._sheet, self._text, self._name = sheet, text, name

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.width, self.height = available_width, 62.0
        return self.width, self.height

    def draw(self) -> None:
        self._sheet.last_page = self.canv.getPageNumber()
        draw_text(self.canv, 0, self.height - 10, self._text, BODY.but(weight=600), max_width=self.width)
        gutter = 10 * MM
        width = (self.width - gutter) / 2
        self.canv.setStrokeColorRGB(*rgb(TEXT_3))
        self.canv.setLineWidth(0.5)
        for x, label in ((0.0, f"Signature of {self._name}"), (width + gutter, "Place and date")):
            self.canv.line(x, 12, x + width, 12)
            draw_text(self.canv, x, 2, label, CAPTION, max_width=width)


class _Sheet:
    """Lays out one sheet at one size."""

    def __init__(self, data: EducationData, logo: bytes | None, size: float) -> None:
        self._data, self._logo = data, logo
        self._formats = ContractFormats("en", data.locale, {})
        self._size = size
        self.last_page = 0
        self._document = Document(
            DocumentInfo(title=f"How to label your posts: {data.campaign}, {data.creator}", author=data.agency,
                         language="en", subject=data.client),
            paper=data.paper, margins=_SHEET_MARGINS, header_height=12 * MM, footer_height=6 * MM,
            decorate=self._decorate,
        )
        self._width = self._document.content_width

    def _set(self, style: TextStyle, **changes: Any) -> TextStyle:
        return style.but(**{"size": style.size * self._size, "leading": style.leading * self._size, **changes})

    def build(self) -> bytes:
        data = self._data
        agreed = f"I have read this and will label my posts for {data.client} in this way."
        return self._document.build([
            *self._head(), self._table(), *self._words(), *self._always(), _End(self, agreed, data.creator),
        ])

    def _decorate(self, page: PageInfo) -> None:
        data, top = self._data, page.height - page.margins.top
        left = page.left
        if self._logo is not None:
            left += draw_image(page.canvas, self._logo, left, top + 5, 50 * MM, 9.5 * MM)[0] + 5 * MM
        else:
            left += draw_swatch(page.canvas, left, top - 8, data.color, 8)
            left += page.text(left + 2, top - 7, data.client, CAPTION.but(size=8.5, weight=600, color=INK),
                              max_width=80 * MM) + 8
        page.text(left, top - 7, data.campaign, CAPTION.but(size=8.5), max_width=60 * MM)
        page.text(page.right, top - 7, self._formats.day(data.prepared_on), CAPTION.but(align="right"))
        base = page.margins.bottom
        page.rule(base + 2)
        said = f"{data.agency}. Facts put in order, no legal advice. In English only so far."
        page.text(page.left, base - 8, said, NOTE, max_width=(page.right - page.left) * 0.85)
        page.page_of(page.right, base - 8, NOTE.but(align="right"))

    def _head(self) -> Iterator[Any]:
        data = self._data
        yield Para("How to label your posts", self._set(TITLE, space_after=1), bookmark="title")
        tie = _TIES.get(data.tie, "what ties you to the brand")
        text = f"for {data.creator}. Your followers have to see at once {tie}."
        yield Para(text, self._set(SUBTITLE, space_after=4))
        if not data.is_english_creator:
            yield Para("This sheet is available in English only so far; the labels are in the language of your "
                       "audience. Ask us where anything is unclear.", self._set(_FACT, color=TEXT_2, space_after=4))

    def _table(self) -> Any:
        columns = (Column("Your post", share=0.19), Column("Write", share=0.2), Column("Where", share=0.4),
                   Column("Also switch on", share=0.21))
        rows: list[Sequence[Text]] = []
        for row in self._data.rows:
            seen = f"{' and '.join(row.jurisdictions)}, {self._formats.language(row.language)}"
            platform = PLATFORM_LABELS[row.platform]
            name = ", ".join(row.formats)
            post = [Run(name if name.startswith(platform) else f"{platform} {name}", weight=600),
                    Run(f"\n{seen}", color=TEXT_2)]
            write: list[str | Run] = [Run(row.text.removesuffix(" |"), weight=600)]
            write += [Run(f"\nor {row.tag}")] if row.tag else []
            spoken = f" Say: “{row.said}”." if "spoken" in row.place.lower() or "said" in row.place.lower() else ""
            where = f"{row.place}{spoken}{f' {row.also}' if row.also else ''}"
            tool = f"{row.platform_tool[:1].upper()}{row.platform_tool[1:]}" if row.platform_tool else _DASH
            rows.append((post, write, where, tool))
        return data_table(columns, rows, self._width, style=self._set(TABLE), space_after=6)

    def _words(self) -> Iterator[Any]:
        for words in self._data.words:
            name = f"{words.name[:1].upper()}{words.name[1:]}, {self._formats.language(words.language)}"
            yield Para(name, self._set(SECTION, space_before=6, space_after=1))
            fact = self._set(_FACT)
            columns = [
                [Para("Understood as advertising", fact.but(weight=600, color=DONE)),
                 Para(",  ".join(words.accepted) or "no example in the rules", fact)],
                [Para("Not enough", fact.but(weight=600, color=DANGER)),
                 Para(",  ".join(words.refused) or "no example in the rules", fact)],
            ]
            yield SideBySide(columns, 8 * MM, space_after=1)
            yield Para(self._pack(words), self._set(NOTE, space_after=2))

    def _pack(self, words: EducationWords) -> str:
        doubt = "" if words.is_sourced else "; not yet compared with the authority's own texts, so ask us first"
        day = self._formats.day(words.checked_on)
        return f"As the first words of a text, by rules {words.pack_version}, checked on {day}{doubt}"

    def _always(self) -> Iterator[Any]:
        yield Para("Everywhere", self._set(SECTION, space_before=6))
        for text in _ALWAYS:
            yield Para(text, self._set(_FACT), marker=_DASH, indent=9)
