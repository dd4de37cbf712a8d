"""The files that came with the sample's drafts: drawn pictures, a shot list, subtitles."""

from zlib import crc32

from sqlmodel import Session

from microinf_desktop.services.sample import drawing
from microinf_desktop.services.sample.book import Book
from microinf_desktop.services.sample.files import FileShelf
from microinf_desktop.services.sample.work import Piece, known
from microinf_desktop.storage.tables import Draft, DraftFile


def add_files(session: Session, book: Book, shelf: FileShelf, pieces: list[Piece]) -> None:
    """What each draft lists as `files`: pictures are drawn, texts are its script, line by line."""
    for piece in pieces:
        for draft, entry in zip(piece.drafts, piece.entry["drafts"], strict=True):
            for position, name in enumerate(entry.get("files", ())):
                book.add(DraftFile(
                    draft_id=known(draft.id), position=position,
                    attachment_id=shelf.store(session, _content(piece, draft, name), name, draft.received_at),
                ))


def _content(piece: Piece, draft: Draft, name: str) -> bytes:
    if name.endswith(".png"):
        return drawing.still(piece.deal.client.color, crc32(name.encode()) % 1000)
    lines = draft.script.splitlines()
    return (_subtitles(lines) if name.endswith(".srt") else "\n".join(lines) + "\n").encode()


def _subtitles(lines: list[str]) -> str:
    """The spoken lines of a script as SubRip: number, from and to, text."""
    spoken = [(line.split(" ", 1)[0], line.split("„", 1)[1].split("“", 1)[0]) for line in lines if "„" in line]
    return "\n".join(
        f"{number}\n00:{_clock(at)},000 --> 00:{_clock(at)},900\n{text}\n"
        for number, (at, text) in enumerate(spoken, 1)
    )


def _clock(at: str) -> str:
    minutes, seconds = at.split(":")
    return f"{int(minutes):02}:{seconds}"
