"""Parts of the compliance dossier's story: looks at live posts, violations with their ladder, proofs, the lists."""

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from reportlab.platypus.flowables import Flowable

from microinf_desktop.documents.blocks import room_for
from microinf_desktop.documents.formats import ContractFormats
from microinf_desktop.documents.page import draw_image
from microinf_desktop.documents.paragraph import Para
from microinf_desktop.documents.pictures import thumbnail
from microinf_desktop.documents.report_parts import GUTTER
from microinf_desktop.documents.report_tables import VERDICT_LABELS
from microinf_desktop.documents.styles import (
    BODY,
    DANGER,
    DONE,
    LINE,
    MM,
    NOTE,
    SECTION,
    TABLE,
    TEXT_2,
    rgb,
)
from microinf_desktop.documents.tables import Column, data_table
from microinf_desktop.documents.text import Run, Text, draw_text
from microinf_desktop.domain.dossiers import (
    DossierData,
    DossierItem,
    DossierLook,
    DossierProof,
    DossierStep,
    DossierViolation,
    local_moment,
)
from microinf_desktop.domain.violations import Rung, ViolationState

LABEL = 27 * MM
FACT = BODY.but(size=8.5, leading=12.5, space_after=2.5)
DASH = "–"
_PICTURE = (32 * MM, 44 * MM)
_POINTS_PER_PIXEL = 72 / 150  # a small picture is not blown up beyond 150 dots per inch
_RUNGS = {
    Rung.NOTICE: "Asked for the fix", Rung.REPUBLISH: "Asked to publish it again",
    Rung.TAKE_DOWN: "Asked to take it down", Rung.HOLD_PAY: "Pay held", Rung.TERMINATE: "Agreement ended",
}
_STATES = {
    ViolationState.OPEN: ("open", DANGER), ViolationState.FIXED: ("fixed", DONE),
    ViolationState.TAKEN_DOWN: ("taken down", TEXT_2), ViolationState.DISMISSED: ("no violation", TEXT_2),
}


def _room(data: bytes) -> tuple[float, float]:
    """The box of a picture in points: that of the row, or less where the picture has too few pixels for it."""
    from PIL import Image

    with Image.open(io.BytesIO(data)) as image:
        width, height = image.size
    return min(_PICTURE[0], width * _POINTS_PER_PIXEL), min(_PICTURE[1], height * _POINTS_PER_PIXEL)


class Pictures(Flowable):  # type: ignore[misc]
    """Up to four small pictures in a row, each with the number of its proof."""

    def __init__(self, pictures: Sequence[tuple[str, bytes]]) -> None:
        super().__init__()
        self.spaceBefore, self.spaceAfter = 4.0, 6.0
        self._pictures = [(caption, data, _room(data)) for caption, data in pictures]

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.width = available_width
        self.height = max(room[1] for _caption, _data, room in self._pictures) + 12
        return self.width, self.height

    def draw(self) -> None:
        for column, (caption, data, room) in enumerate(self._pictures):
            x = column * (_PICTURE[0] + GUTTER)
            width, height = draw_image(self.canv, data, x, self.height, *room)
            self.canv.setStrokeColorRGB(*rgb(LINE))
            self.canv.setLineWidth(0.5)
            self.canv.rect(x, self.height - height, width, height, stroke=1, fill=0)
            draw_text(self.canv, x, self.height - height - 9, caption, NOTE)


class DossierParts:
    """What the story of the dossier is made of; `sources` are numbered as they come up."""

    def __init__(self, data: DossierData, pictures: Mapping[str, bytes], problems: Mapping[str, str]) -> None:
        self.data = data
        self.formats = ContractFormats("en", data.locale, {})
        self.pictures, self.problems = pictures, problems
        self.sources: dict[str, int] = {}
        self.width = 0.0

    # Words

    def moment(self, at: datetime, zone: str = "") -> str:
        local, name = local_moment(at, zone or self.data.time_zone)
        return f"{self.formats.table_day(local.date())}, {local:%H:%M} ({name})"

    def day(self, day: date | None) -> str:
        return self.formats.table_day(day) if day else DASH

    def fact(self, label: str, text: Text) -> Para:
        return Para(text, FACT, marker=Run(label, color=TEXT_2), indent=LABEL)

    def numbers(self, source: str) -> str:
        """The numbers of a finding's sources in the annex."""
        parts = [part.strip() for part in source.split(" ; ") if part.strip()]
        return ", ".join(str(self.sources.setdefault(part, len(self.sources) + 1)) for part in parts) or DASH

    # Looks at the live post

    def looks(self, item: DossierItem) -> Iterator[Any]:
        """Every look after the first one, and the one that is still to come."""
        later = item.looks[1:]
        for one in later:
            label, color = VERDICT_LABELS[one.verdict]
            yield self.fact("Looked again" if one.is_again else "Another look", [
                Run(label, 600, color), Run(f" for {', '.join(one.jurisdictions)}, {self.moment(one.at)} by "
                                            f"{one.by or 'nobody named'}; {_change(one)}")])
        if item.next_look_at is not None:
            what = "Next look" if item.looks else "First look"
            yield self.fact(what, f"due {self.moment(item.next_look_at)}")

    # Violations

    def violations(self, item: DossierItem) -> Iterator[Any]:
        for one in item.violations:
            word, color = _STATES[one.state]
            head = self.fact("Violation", [
                Run(f"{one.jurisdiction}, {one.rule}: ", 600), Run(one.what), Run(" Found "),
                Run(f"{self.moment(one.found_at)} by {one.found_by or 'nobody named'}"),
                Run(f"{self._proof_of(item, one.found_proof)}; "), Run(word, 600, color)])
            steps = data_table(
                (Column("Sent", share=0.25), Column("Step and deadline", share=0.25), Column("Words", share=0.5)),
                [self._step(step) for step in one.steps], self.width, space_after=3) if one.steps else self.fact(
                "Ladder", "nothing was sent yet")
            yield room_for(self.width, head, Para("Room\nfor more", BODY))
            yield head
            if one.wording:
                place = f"; {one.place.rstrip('.')}" if one.place else ""
                yield self.fact("To write", f"“{one.wording}”{place} (source {self.numbers(one.source)})")
            yield steps
            yield self.fact("Outcome", self._outcome(item, one))

    def _step(self, step: DossierStep) -> Sequence[Text]:
        due = f"\nby {self.moment(step.due_at)}" if step.due_at else ""
        clause = f"\nunder {step.clause}" if step.clause else ""
        return (f"{self.moment(step.sent_at)}\nby {step.sent_by or 'nobody named'}",
                [Run(_RUNGS[step.rung], 600), Run(due + clause, color=TEXT_2)], step.text)

    def _outcome(self, item: DossierItem, one: DossierViolation) -> Text:
        if one.closed_at is None:
            return Run("open: neither fixed nor taken down", color=DANGER)
        closed = f"{_STATES[one.state][0]}, closed {self.moment(one.closed_at)} by {one.closed_by or 'nobody named'}"
        note = f": {one.outcome_note}" if one.outcome_note else ""
        proof = self._proof_of(item, one.fix_proof)
        if one.state is ViolationState.FIXED and not proof:
            proof = "; the proof of the fix is a link, not a file"
        return f"{closed}{note}{proof}"

    def _proof_of(self, item: DossierItem, sha256: str) -> str:
        place = next((at for at, proof in enumerate(item.proofs, 1) if sha256 and proof.sha256 == sha256), None)
        return f", proof {place}" if place is not None else ""

    # Proofs

    def proofs(self, item: DossierItem) -> Iterator[Any]:
        if not item.proofs:
            yield self.fact("Proofs", "none on file")
            return
        columns = (Column("Proof", share=0.14), Column("Captured", share=0.23), Column("Link and file", share=0.31),
                   Column("SHA-256", share=0.32))
        rows = [self._proof_row(at, proof) for at, proof in enumerate(item.proofs, 1)]
        table = data_table(columns, rows, self.width)
        found = [(at, thumbnail(self.pictures[proof.sha256])) for at, proof in enumerate(item.proofs, 1)
                 if proof.is_picture and proof.sha256 in self.pictures]
        shown = [(f"Proof {at}", small) for at, small in found if small is not None]
        strips = [Pictures(shown[start : start + 4]) for start in range(0, len(shown), 4)]
        yield room_for(self.width, table, *strips[:1])
        yield from (table, *strips)
        if len(shown) < len(found):
            broken = ", ".join(str(at) for at, small in found if small is None)
            yield self.fact("Pictures", f"the file of proof {broken} is whole but cannot be read as a picture")

    def _proof_row(self, at: int, proof: DossierProof) -> Sequence[Text]:
        by = f"\nby {proof.captured_by}" if proof.captured_by else ""
        what = [part for part in (proof.url, proof.file_name, proof.note) if part]
        half = len(proof.sha256) // 2
        digest: Run | str = Run(f"{proof.sha256[:half]}\n{proof.sha256[half:]}") if proof.sha256 else "link only"
        state: list[str | Run] = []
        if proof.sha256 in self.problems:
            state = [Run(f"\n{self.problems[proof.sha256]}", color=DANGER)]
        elif proof.sha256 and proof.sha256 in self.pictures:
            state = [Run("\nfile read again, hash agrees", color=TEXT_2)]
        return (f"{at}  {proof.kind.replace('_', ' ').capitalize()}", self.moment(proof.captured_at, proof.zone) + by,
                "\n".join(what) or DASH, [digest, *state])

    # Lists at the end

    def packs(self) -> Iterator[Any]:
        if not self.data.packs:
            return
        columns = (Column("Rules for", share=0.2), Column("Version", share=0.3),
                   Column("Compared with their sources", share=0.35), Column("Checks", "right", 0.15))
        rows = [(pack.jurisdiction, pack.version, self.day(pack.checked_on) if pack.checked_on else
                 "version no longer held, day unknown", str(pack.checks)) for pack in self.data.packs]
        yield from self.titled("Rule packs", "packs", data_table(columns, rows, self.width, space_after=10))

    def hashes(self) -> Iterator[Any]:
        listed = self.data.hashes
        if not listed:
            return
        columns = (Column("What", share=0.14), Column("Whose", share=0.19), Column("Name", share=0.33),
                   Column("SHA-256", share=0.34))
        rows = [(one.what, one.whose, one.name, self._hash_cell(one.sha256)) for one in listed]
        yield from self.titled("Hashes", "hashes", data_table(columns, rows, self.width, space_after=10))

    def _hash_cell(self, sha256: str) -> Text:
        half = len(sha256) // 2
        cell: list[str | Run] = [Run(f"{sha256[:half]}\n{sha256[half:]}", color=TEXT_2)]
        if sha256 in self.problems:
            cell.append(Run(f"\n{self.problems[sha256]}", color=DANGER))
        return cell

    def titled(self, title: str, bookmark: str, table: Any) -> Iterator[Any]:
        """A section's head that stays with the first lines of its table."""
        heading = Para(title, SECTION.but(keep_with_next=False), bookmark=bookmark)
        yield room_for(self.width, heading, table)
        yield from (heading, table)

    def annex_sources(self) -> Iterator[Any]:
        if self.sources:
            yield Para("Sources of the findings", SECTION, bookmark="sources")
            for source, number in self.sources.items():
                yield Para(source, TABLE.but(space_after=1), marker=str(number), indent=8 * MM)


def _change(one: DossierLook) -> str:
    return "the text had changed since the look before" if one.is_changed else "the text was unchanged"
