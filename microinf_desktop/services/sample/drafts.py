"""The files that came with the sample's drafts: drawn pictures, a shot list, subtitles."""

from collections import defaultdict
from itertools import count

from sqlmodel import Session

from microinf_desktop.services.sample import guidelines
from microinf_desktop.services.sample.book import Book
from microinf_desktop.services.sample.files import FileShelf
from microinf_desktop.services.sample.work import Piece, known
from microinf_desktop.storage.tables import Draft, DraftFile

PORTRAIT = (432, 540)
# What each client's creators photograph; a picture more than there are scenes turns the palette.
_SCENES = {"Cloverhythe Tea": ("mug",), "Tideglass": ("jar", "sea"), "Fernpike": ("hills",)}


def add_files(session: Session, book: Book, shelf: FileShelf, pieces: list[Piece]) -> None:
    """What each draft lists as `files`: pictures are drawn, each name another one, texts are its script."""
    pictures: dict[str, dict[str, bytes]] = defaultdict(dict)
    for piece in pieces:
        drawn = pictures[piece.deal.client.name]
        for draft, entry in zip(piece.drafts, piece.entry["drafts"], strict=True):
            for position, name in enumerate(entry.get("files", ())):
                if name.endswith(".png") and name not in drawn:
                    drawn[name] = _picture(piece, len(drawn))
                content = drawn[name] if name in drawn else _text(draft, name)
                book.add(DraftFile(
                    draft_id=known(draft.id), position=position,
                    attachment_id=shelf.store(session, content, name, draft.received_at),
                ))


def _picture(piece: Piece, number: int) -> bytes:
    scenes, palette = _SCENES[piece.deal.client.name], piece.deal.client.palette
    turned, scene = divmod(number, len(scenes))
    turned %= len(palette)
    return guidelines.mood(scenes[scene], [*palette[turned:], *palette[:turned]], PORTRAIT)


def _text(draft: Draft, name: str) -> bytes:
    lines = draft.script.splitlines()
    return (_subtitles(lines) if name.endswith(".srt") else "\n".join(lines) + "\n").encode()


def _subtitles(lines: list[str]) -> str:
    """The spoken lines of a script as SubRip: number, from and to, text."""
    number, found = count(1), []
    for line in lines:
        at, _, rest = line.partition(" ")
        if "„" in rest:
            start = f"00:{at.zfill(5)}"
            found.append(f"{next(number)}\n{start},000 --> {start},900\n{rest.partition('„')[2].partition('“')[0]}\n")
    return "\n".join(found)
