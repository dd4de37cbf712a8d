"""Mood boards, palettes and learnings of the sample's clients."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from io import BytesIO
from typing import TYPE_CHECKING

from sqlmodel import Session

from microinf_desktop.services.sample import content
from microinf_desktop.services.sample.book import Book
from microinf_desktop.services.sample.cast import Cast
from microinf_desktop.services.sample.content import Clock
from microinf_desktop.services.sample.files import FileShelf
from microinf_desktop.storage.tables import ClientImage, Learning

if TYPE_CHECKING:
    from PIL import ImageDraw

SIZE = (540, 400)


def add_guidelines(
    session: Session, book: Book, shelf: FileShelf, clock: Clock, cast: Cast, campaign_ids: dict[str, int]
) -> None:
    """Pictures and learnings as the file says, palettes into the clients; `campaign_ids` by the campaigns' names."""
    added_at = datetime.combine(clock.today - timedelta(days=380), time(10), UTC)
    for entry in content.load("guidelines.json"):
        client = cast.clients[entry["client"]]
        client.palette = entry["palette"]
        for position, picture in enumerate(entry["board"]):
            name = f"{entry['client'].split()[0].lower()}-{picture['scene']}.png"
            book.add(ClientImage(
                client_id=client.id or 0, position=position, caption=picture["caption"],
                attachment_id=shelf.store(session, mood(picture["scene"], entry["palette"]), name, added_at),
            ))
        for learned in entry["learnings"]:
            book.add(Learning(
                client_id=client.id or 0, campaign_id=campaign_ids.get(learned["campaign"] or ""),
                topic=learned["topic"], text=learned["text"], is_retired=learned.get("retired", False),
                noted_on=clock.today + timedelta(days=learned["day"]),
            ))


def mood(scene: str, palette: Sequence[str], size: tuple[int, int] = SIZE) -> bytes:
    """A PNG of a plain still life in a client's colours; the same bytes for the same input."""
    from PIL import Image, ImageDraw

    width, height = (side * 2 for side in size)
    image = Image.new("RGB", (width, height), palette[1])
    SCENES[scene](ImageDraw.Draw(image), width, height, palette)
    out = BytesIO()
    image.reduce(2).save(out, "PNG")
    return out.getvalue()


def _mug(pen: "ImageDraw.ImageDraw", width: int, height: int, palette: Sequence[str]) -> None:
    """A mug on a table, with steam."""
    table, left, right, top = height * 3 // 4, width * 38 // 100, width * 62 // 100, height * 42 // 100
    pen.rectangle([0, table, width, height], fill=palette[2])
    pen.arc([right - 40, top + 60, right + 110, table - 40], 270, 90, fill=palette[0], width=34)
    pen.rounded_rectangle([left, top, right, table + 30], 36, fill=palette[0])
    pen.ellipse([left, top - 24, right, top + 24], fill=palette[3])
    for number in range(3):
        x = left + (number + 1) * (right - left) // 4
        pen.arc([x - 30, top - 190, x + 30, top - 100], 90, 270, fill=palette[3], width=12)
        pen.arc([x - 30, top - 110, x + 30, top - 30], 270, 90, fill=palette[3], width=12)


def _hills(pen: "ImageDraw.ImageDraw", width: int, height: int, palette: Sequence[str]) -> None:
    """Three ridges under a low sun."""
    pen.ellipse([width * 60 // 100, height * 16 // 100, width * 60 // 100 + 150, height * 16 // 100 + 150],
                fill=palette[2])
    for color, base, bend in ((palette[3], 48, 0.3), (palette[0], 62, 0.75), (palette[-1], 78, 0.45)):
        top = height * base // 100
        pen.polygon([(0, top + 120), (round(width * bend), top), (width, top + 150), (width, height), (0, height)],
                    fill=color)


def _jar(pen: "ImageDraw.ImageDraw", width: int, height: int, palette: Sequence[str]) -> None:
    """A jar with a label on a shelf."""
    shelf, left, right, top = height * 80 // 100, width * 36 // 100, width * 64 // 100, height * 34 // 100
    pen.rectangle([0, shelf, width, height], fill=palette[3])
    pen.rounded_rectangle([left, top, right, shelf], 40, fill=palette[0])
    pen.rounded_rectangle([left + 20, top - 90, right - 20, top - 8], 22, fill=palette[-1])
    pen.rectangle([left, top + 90, right, top + 230], fill=palette[1])
    for number in range(4):
        y = top + 116 + number * 26
        pen.rectangle([left + 34, y, right - 60 - number * 22, y + 8], fill=palette[-1])


def _sea(pen: "ImageDraw.ImageDraw", width: int, height: int, palette: Sequence[str]) -> None:
    """A horizon, a pale sun and bands of water."""
    pen.ellipse([width * 24 // 100, height * 20 // 100, width * 24 // 100 + 170, height * 20 // 100 + 170],
                fill=palette[3])
    for color, base in ((palette[2], 52), (palette[0], 62), (palette[-1], 84)):
        pen.rectangle([0, height * base // 100, width, height], fill=color)
    for number in range(5):
        y = height * (66 + number * 3) // 100
        pen.rectangle([width * (12 + number * 13) // 100, y, width * (30 + number * 13) // 100, y + 8], fill=palette[2])


SCENES = {"mug": _mug, "hills": _hills, "jar": _jar, "sea": _sea}
