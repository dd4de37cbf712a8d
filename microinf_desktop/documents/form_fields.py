"""Fields of a PDF form: lines to type on and places for a digital signature (ISO 32000-1, 12.7), bytes fixed."""

from typing import Any

from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from microinf_desktop.documents.unicode_text import printable

_PRINTED = 4  # annotation flag: the field is printed with the page
# Typed text takes a font every viewer has; nothing is typed yet, so none is embedded.
_LOOK = "/Helv 9 Tf 0.11 0.106 0.098 rg"

Box = tuple[float, float, float, float]


def text_field(canvas: Canvas, name: str, label: str, box: Box) -> None:
    """A line to type on; `box` is left, bottom, right and top from the current origin, `label` for screen readers."""
    _add(canvas, name, label, box, FT="/Tx", DA=pdfdoc.PDFString(_LOOK), MaxLen=200)


def signature_field(canvas: Canvas, name: str, label: str, box: Box) -> None:
    """A place for a digital signature, empty."""
    _add(canvas, name, label, box, FT="/Sig")


def _add(canvas: Canvas, name: str, label: str, box: Box, **entries: Any) -> None:
    left, bottom = canvas.absolutePosition(box[0], box[1])
    right, top = canvas.absolutePosition(box[2], box[3])
    field = pdfdoc.PDFDictionary({
        "Type": "/Annot", "Subtype": "/Widget", "F": _PRINTED,
        "Rect": pdfdoc.PDFArray([round(value, 2) for value in (left, bottom, right, top)]),
        "T": pdfdoc.PDFString(name), "TU": pdfdoc.PDFString(printable(label)), **entries,
    })
    document = canvas._doc
    canvas._addAnnotation(field, f"field-{name}")
    _form(document).dict["Fields"].sequence.append(
        pdfdoc.PDFObjectReference(document.annotationName(f"field-{name}")))


def _form(document: Any) -> Any:
    """The form of a document, made with its first field."""
    catalog = document.Catalog
    if getattr(catalog, "AcroForm", None) is None:
        font = pdfdoc.PDFDictionary({
            "Type": "/Font", "Subtype": "/Type1", "BaseFont": "/Helvetica", "Encoding": "/WinAnsiEncoding",
        })
        fonts = pdfdoc.PDFDictionary({"Helv": document.Reference(font, "field-font")})
        catalog.AcroForm = pdfdoc.PDFDictionary({
            "Fields": pdfdoc.PDFArray([]), "DR": pdfdoc.PDFDictionary({"Font": fonts}),
            "DA": pdfdoc.PDFString(_LOOK),
        })
    return catalog.AcroForm
