"""The baseline of the contract benchmark: a text set with reportlab alone; imports nothing of the program."""

import io
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

# ("title" or "heading", text), ("paragraph", (number, text)), ("table", rows of texts); paragraphs are escaped.
Story = list[tuple[str, Any]]


def register_fonts(files: list[tuple[str, bytes]]) -> None:
    """Make TrueType data known under the names "Bare" and "BareBold"."""
    for name, data in files:
        pdfmetrics.registerFont(TTFont(name, io.BytesIO(data)))


def build_bare(story: Story) -> bytes:
    """The text set with platypus as its manual shows it: Paragraph, Table, SimpleDocTemplate."""
    body = ParagraphStyle("body", fontName="Bare", fontSize=9.2, leading=14, spaceAfter=3, leftIndent=10 * mm)
    cell = ParagraphStyle("cell", parent=body, fontSize=8, leading=11.5, leftIndent=0, spaceAfter=0)
    heading = ParagraphStyle("heading", fontName="BareBold", fontSize=10, leading=14, spaceBefore=12, spaceAfter=3,
                             keepWithNext=1)
    title = ParagraphStyle("title", fontName="BareBold", fontSize=19, leading=23)
    flowables: list[Any] = []
    for kind, content in story:
        if kind == "paragraph":
            flowables.append(Paragraph(content[1], body, bulletText=content[0] or None))
        elif kind == "table":
            cells = [[Paragraph(escape(text), cell) for text in line] for line in content]
            flowables.append(Table(cells, repeatRows=1, style=[("LINEBELOW", (0, 0), (-1, -1), 0.5, "#E5E3DD")]))
        else:
            flowables.append(Paragraph(content, heading if kind == "heading" else title))
    target = io.BytesIO()
    SimpleDocTemplate(target, leftMargin=25 * mm, rightMargin=20 * mm, topMargin=20 * mm, bottomMargin=24 * mm,
                      invariant=1, pageCompression=1).build(flowables)
    return target.getvalue()
