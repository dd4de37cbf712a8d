"""QR codes of links as PNG and SVG files, made by segno without network."""

import io

# The quiet zone of ISO/IEC 18004, in modules; less and phones fail on busy paper.
BORDER = 4


def qr_png(text: str, scale: int = 16) -> bytes:
    """A black on white PNG; `scale` is pixels per module (16 prints 5 cm wide at 300 dpi)."""
    import segno

    made = io.BytesIO()
    segno.make(text, error="m", micro=False).save(made, kind="png", scale=scale, border=BORDER)
    return made.getvalue()


def qr_svg(text: str) -> str:
    """The same code as an SVG with a view box, to be printed at any size."""
    import segno

    made = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        made, kind="svg", border=BORDER, omitsize=True, light="#ffffff", title=text
    )
    return made.getvalue().decode("utf-8")
