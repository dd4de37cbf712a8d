"""Pictures made small enough for print."""

import io

_PIXELS = (400, 550)  # of the small pictures: about 320 dots per inch in print


def thumbnail(data: bytes) -> bytes | None:
    """A picture made small enough for print, as PNG; None when the bytes are no picture that can be read."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data)) as image:
            small = image.convert("RGB")
            small.thumbnail(_PIXELS)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    target = io.BytesIO()
    small.save(target, "PNG", optimize=True)
    return target.getvalue()
