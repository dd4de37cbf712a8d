"""The compliance dossier of a campaign as PDF: instruction, checks, decisions, proofs; same data, same bytes."""

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from reportlab.platypus.flowables import Flowable, PageBreak

from microinf_desktop.charts.colors import is_color, series_color
from microinf_desktop.documents.blocks import room_for
from microinf_desktop.documents.fonts import missing_characters
from microinf_desktop.documents.formats import ContractFormats
from microinf_desktop.documents.page import Document, DocumentInfo, PageInfo, draw_image
from microinf_desktop.documents.paragraph import Para
from microinf_desktop.documents.report_charts import KIND_LABELS
from microinf_desktop.documents.report_parts import GUTTER, balanced_width, draw_pair, draw_swatch
from microinf_desktop.documents.report_tables import PLATFORM_LABELS, VERDICT_LABELS
from microinf_desktop.documents.styles import (
    BODY,
    CAPTION,
    DANGER,
    DONE,
    INK,
    LINE,
    MM,
    NOTE,
    REPORT_MARGINS,
    SECTION,
    SUBTITLE,
    TABLE,
    TEXT_2,
    TEXT_3,
    TITLE,
    TextStyle,
    rgb,
)
from microinf_desktop.documents.tables import Column, data_table
from microinf_desktop.documents.text import Run, Text, draw_text
from microinf_desktop.domain.contract_terms import all_strings
from microinf_desktop.domain.dossiers import (
    DossierCheck,
    DossierData,
    DossierItem,
    DossierProof,
    local_moment,
)
from microinf_desktop.domain.enums import Verdict

_FOOTER = 9 * MM
_COVER_TITLE = TextStyle(26, 32, 600, space_after=14)
_COVER_TEXT = SUBTITLE.but(size=12.5, leading=18.5)
_LABEL = 27 * MM
_FACT = BODY.but(size=8.5, leading=12.5, space_after=2.5)
_PART = TABLE.but(weight=600, space_before=6, space_after=1)
_LONGEST_CAPTION = 700
_PICTURE = (32 * MM, 44 * MM)
_PIXELS = (400, 550)  # of the small pictures: about 320 dots per inch in print
_DASH = "–"


def render_dossier(
    data: DossierData, *, pictures: Mapping[str, bytes] | None = None, problems: Mapping[str, str] | None = None,
    logo: bytes | None = None, agency_logo: bytes | None = None,
) -> bytes:
    """The dossier as PDF bytes.

    `pictures` are the bytes of proofs by their SHA-256, `problems` says which stored files are missing or changed;
    a file in neither was not looked at, and the dossier says so. KnownError when a logo cannot be read.
    """
    story = _DossierStory(data, pictures or {}, problems or {})
    document = Document(
        DocumentInfo(title=f"Compliance dossier, {data.client}: {data.campaign}", author=data.agency, language="en",
                     subject=_finding(data), keywords=(data.document_id,)),
        paper=data.paper, margins=REPORT_MARGINS, footer_height=_FOOTER,
        decorate=lambda page: _footer(page, f"{data.client}, {data.campaign}", data.document_id),
        decorate_first=lambda page: _footer(page, data.agency, data.document_id),
    )
    cover = _Cover(data, story.formats, logo, agency_logo)
    return document.build([cover, PageBreak(), *story.build(document.content_width)])


def _footer(page: PageInfo, left: str, name: str) -> None:
    y = page.margins.bottom + 8
    page.rule(y)
    page.text(page.left, y - 12, left, NOTE, max_width=(page.right - page.left) * 0.5)
    page.page_of(page.right, y - 12, NOTE.but(align="right"), f"Document {name}, page {{page}} of {{pages}}")


def _finding(data: DossierData) -> str:
    """The dossier's result in one line: the worst that is true comes first."""
    total = len(data.labelled)
    if not total:
        return "No deliverable of this campaign needs a label"
    posts = f"{total} post" + ("s" if total != 1 else "")
    failing, unknown = data.count(Verdict.FAIL), data.count(Verdict.NOT_CHECKED)
    undecided = sum(item.needs_decision for item in data.labelled)
    parts = [
        f"{failing} fail" if failing > 1 else "1 fails" if failing else "",
        f"{unknown} not checked yet" if unknown else "",
        f"{undecided} waiting for a decision" if undecided else "",
    ]
    said = ", ".join(part for part in parts if part)
    if said:
        return f"Of {posts}, {said}"
    accepted = data.count(Verdict.WARN, Verdict.CANNOT_TELL)
    return f"{posts}: every label passes" + (", or was accepted by name" if accepted else "")


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


class _Cover(Flowable):  # type: ignore[misc]
    """The first page in the report's manner: logos, the finding as its title, and the facts."""

    def __init__(
        self, data: DossierData, formats: ContractFormats, logo: bytes | None, agency_logo: bytes | None
    ) -> None:
        super().__init__()
        self._data, self._formats, self._logo, self._agency_logo = data, formats, logo, agency_logo

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.width, self.height = available_width, available_height
        return self.width, self.height

    def draw(self) -> None:
        self._draw_logos()
        data, top = self._data, self.height * 0.7
        self.canv.saveState()
        self.canv.setFillColorRGB(*rgb(series_color(data.color) if is_color(data.color) else INK))
        self.canv.rect(0, top + 26, 28 * MM, 3, stroke=0, fill=1)
        self.canv.restoreState()
        draw_pair(self.canv, 0, top + 4, "Compliance dossier", data.campaign, TABLE.but(size=10.5), self.width)
        y, room = top - 8, self.width * 0.94
        title = Para(_finding(data), _COVER_TITLE, bookmark="cover")
        for para, width in ((title, balanced_width(title, room)), (Para(self._summary(), _COVER_TEXT), room)):
            _, height = para.wrap(width, self.height)
            para.drawOn(self.canv, 0, y - height)
            y -= height + para.style.space_after
        self._draw_facts(min(self.height * 0.34, y - 26))

    def _summary(self) -> str:
        data = self._data
        published = [item for item in data.labelled if item.published_at is not None]
        live = sum(bool(item.live_checks) for item in published)
        online = (f"Checked online: {live} of {len(published)} published." if published
                  else "Nothing is published yet.")
        return (
            "For each deliverable this file holds what the creator was told, how draft and post were checked and by "
            f"which rules, who decided what and why, and the proofs. {online}"
        )

    def _draw_logos(self) -> None:
        data = self._data
        if self._logo:
            draw_image(self.canv, self._logo, 0, self.height, 70 * MM, 18 * MM)
        else:
            x = draw_swatch(self.canv, 0, self.height - 14, data.color, 11)
            draw_text(self.canv, x + 2 if x else 0, self.height - 13, data.client,
                      SUBTITLE.but(weight=600, color=INK, size=14), max_width=self.width * 0.6)
        if self._agency_logo:
            draw_image(self.canv, self._agency_logo, self.width - 40 * MM, self.height, 40 * MM, 11 * MM)
        else:
            draw_text(self.canv, self.width, self.height - 13, data.agency,
                      TABLE.but(align="right", weight=600, color=TEXT_2), max_width=self.width * 0.36)

    def _draw_facts(self, top: float) -> None:
        data, day = self._data, self._formats.day
        facts = (
            ("Period", f"{day(data.starts_on) if data.starts_on else _DASH} to "
                       f"{day(data.ends_on) if data.ends_on else _DASH}"),
            ("Jurisdictions", ", ".join(data.jurisdictions) or "none set"),
            ("As of", day(data.prepared_on)),
            ("Document", data.document_id),
        )
        width = (self.width - 3 * GUTTER) / 4
        for column, (label, text) in enumerate(facts):
            x = column * (width + GUTTER)
            self.canv.setStrokeColorRGB(*rgb(INK))
            self.canv.setLineWidth(0.8)
            self.canv.line(x, top, x + width, top)
            draw_text(self.canv, x, top - 13, label, CAPTION)
            para = Para(text, TABLE.but(size=9, leading=12.5))
            _, height = para.wrap(width, 200)
            para.drawOn(self.canv, x, top - 18 - height)


class _Pictures(Flowable):  # type: ignore[misc]
    """Up to four small pictures in a row, each with the number of its proof."""

    def __init__(self, pictures: Sequence[tuple[str, bytes]]) -> None:
        super().__init__()
        self.spaceBefore, self.spaceAfter = 4.0, 6.0
        self._pictures = pictures

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.width, self.height = available_width, _PICTURE[1] + 12
        return self.width, self.height

    def draw(self) -> None:
        for column, (caption, data) in enumerate(self._pictures):
            x = column * (_PICTURE[0] + GUTTER)
            width, height = draw_image(self.canv, data, x, self.height, *_PICTURE)
            self.canv.setStrokeColorRGB(*rgb(LINE))
            self.canv.setLineWidth(0.5)
            self.canv.rect(x, self.height - height, width, height, stroke=1, fill=0)
            draw_text(self.canv, x, self.height - height - 9, caption, NOTE)


class _DossierStory:
    """Builds the pages after the cover; sources are numbered as they come up."""

    def __init__(self, data: DossierData, pictures: Mapping[str, bytes], problems: Mapping[str, str]) -> None:
        self.data = data
        self.formats = ContractFormats("en", data.locale, {})
        self._pictures, self._problems = pictures, problems
        self._sources: dict[str, int] = {}
        self._width = 0.0

    def build(self, width: float) -> list[Flowable]:
        self._width = width
        items = [flowable for item in self.data.items for flowable in self._item(item)]
        return [*self._summary(), *items, *self._annex()]

    # Words

    def _moment(self, at: datetime, zone: str = "") -> str:
        local, name = local_moment(at, zone or self.data.time_zone)
        return f"{self.formats.table_day(local.date())}, {local:%H:%M} ({name})"

    def _day(self, day: date | None) -> str:
        return self.formats.table_day(day) if day else _DASH

    def _fact(self, label: str, text: Text) -> Para:
        return Para(text, _FACT, marker=Run(label, color=TEXT_2), indent=_LABEL)

    def _numbers(self, source: str) -> str:
        """The numbers of a finding's sources in the annex."""
        parts = [part.strip() for part in source.split(" ; ") if part.strip()]
        return ", ".join(str(self._sources.setdefault(part, len(self._sources) + 1)) for part in parts) or _DASH

    # Summary

    def _summary(self) -> Iterator[Any]:
        data, items = self.data, self.data.labelled
        yield Para("Summary", TITLE.but(space_after=8), bookmark="summary")
        files = [proof for item in data.items for proof in item.proofs if proof.sha256]
        broken = sum(proof.sha256 in self._problems for proof in files)
        published = [item for item in items if item.published_at is not None]
        warned = [item for item in items if item.verdict in (Verdict.WARN, Verdict.CANNOT_TELL)]
        counts = (
            ("Deliverables", len(data.items), "all that were not cancelled or replaced unpublished"),
            ("Need a label", len(items), "posted by the creator, with a tie to the brand"),
            ("Instruction on file", sum(item.instruction is not None for item in items), "an issued contract names "
             "the label"),
            ("Pass", data.count(Verdict.PASS), "in every jurisdiction of the campaign"),
            ("Warning, accepted", len(warned) - sum(item.needs_decision for item in warned), "by a named person, with "
             "a reason"),
            ("Warning, undecided", sum(item.needs_decision for item in warned), "nobody has decided"),
            ("Fail", data.count(Verdict.FAIL), "in at least one jurisdiction"),
            ("Not checked", data.count(Verdict.NOT_CHECKED), "at least one jurisdiction lacks its check"),
            ("Checked online", sum(bool(item.live_checks) for item in published), f"of {len(published)} published"),
            ("Open failures", sum(bool(item.open_fixes) for item in items), "no newer check stands better"),
            ("Files of proof", len(files), f"{broken} missing or changed" if broken else "stored by their SHA-256"),
        )
        columns = (Column("What", share=0.28), Column("Number", "right", 0.12), Column("Meaning", share=0.6))
        yield data_table(columns, [(name, str(number), Run(text, color=TEXT_2)) for name, number, text in counts],
                         self._width, space_after=12)
        if not data.items:
            yield Para("The campaign has no deliverables yet.", BODY)
            return
        heads = (Column("Creator", share=0.22), Column("Deliverable", share=0.3), Column("Stands at", share=0.17),
                 Column("Online check", share=0.15), Column("Proofs", "right", 0.08), Column("Failures", share=0.08))
        rows = [(item.creator, item.title, self._standing(item), self._online(item), str(len(item.proofs)),
                 self._fix_word(item)) for item in data.items]
        table = data_table(heads, rows, self._width)
        heading = Para("Deliverables", SECTION.but(keep_with_next=False))
        yield room_for(self._width, heading, table)
        yield from (heading, table)

    def _standing(self, item: DossierItem) -> Run:
        if not item.needs_label:
            return Run("No label needed", color=TEXT_2)
        label, color = VERDICT_LABELS[item.verdict]
        if item.verdict in (Verdict.WARN, Verdict.CANNOT_TELL):
            label += ", undecided" if item.needs_decision else ", accepted"
        return Run(label, color=color)

    def _online(self, item: DossierItem) -> Text:
        if not item.live_checks:
            return Run("not yet" if item.needs_label and item.published_at else _DASH, color=TEXT_2)
        worst = next(v for v in (Verdict.FAIL, Verdict.CANNOT_TELL, Verdict.WARN, Verdict.PASS, Verdict.NOT_CHECKED)
                     if any(check.verdict is v for check in item.live_checks))
        label, color = VERDICT_LABELS[worst]
        return Run(label, color=color)

    def _fix_word(self, item: DossierItem) -> Text:
        if not item.fixes:
            return _DASH
        return Run("open", color=DANGER) if item.open_fixes else Run("settled", color=DONE)

    # One deliverable

    def _item(self, item: DossierItem) -> Iterator[Any]:
        heading = Para([Run(item.creator), ": ", Run(item.title)], SECTION.but(size=12, leading=16, space_before=18),
                       bookmark=f"item-{item.id}", outline_level=1)
        when = (f"published {self._moment(item.published_at)}" if item.published_at
                else f"planned for {self._day(item.publish_on)}" if item.publish_on else "no day planned")
        platform, kind = PLATFORM_LABELS[item.platform], KIND_LABELS[item.kind]
        what = kind if kind.startswith(platform) else f"{platform} {kind[:1].lower()}{kind[1:]}"
        line = Para([Run(f"{what}; relationship {item.relationship.replace('_', ' ')}; {when}; ", color=TEXT_2),
                     self._standing(item)], _FACT)
        link = self._fact("Link", item.live_url or "no link on record")
        yield room_for(self._width, heading, line, link, Para("Room\nfor\nmore", BODY))
        yield from (heading, line, link)
        if not item.needs_label:
            yield Para("The creator does not post this, or has no tie to the brand: no label is demanded.", _FACT)
        else:
            yield from self._told(item)
            yield from self._checks("Draft check", item.draft_checks, "no draft check yet")
            if item.missing:
                yield self._fact("Missing", f"The current text has no check for {', '.join(item.missing)}.")
            yield from self._decisions(item)
            yield from self._checks("Online check", item.live_checks, "no live check yet" if item.published_at
                                    else "not published yet")
            yield from self._fixes(item)
        yield from self._proofs(item)

    def _told(self, item: DossierItem) -> Iterator[Any]:
        told = item.instruction
        if told is None:
            yield self._fact("Instruction", "no contract was issued; the labels below are what the rules ask for today")
        else:
            signed = f"signed by the creator {self._day(told.signed_on)}" if told.signed_on else "no signature on file"
            by = f" by {told.issued_by}" if told.issued_by else ""
            yield self._fact("Instruction", f"contract {told.number}, version {told.version}, issued "
                             f"{self._moment(told.issued_at)}{by}; {signed}; SHA-256 {told.sha256}")
        brief = item.brief
        if brief is not None:
            way = f", {brief.way.replace('_', ' ')}" if brief.way else ""
            said = (f"acknowledged {self._day(brief.acknowledged_on)} by {brief.acknowledged_by}{way}"
                    if brief.acknowledged_on else "no acknowledgement on file")
            by = f" by {brief.issued_by}" if brief.issued_by else ""
            yield self._fact("Brief", f"version {brief.version}, sent {self._moment(brief.issued_at)}{by}; {said}; "
                             f"SHA-256 {brief.sha256}")
        if not item.demanded:
            yield self._fact("Label", "none named for this platform" if told else "none: the campaign has no "
                             "jurisdictions")
            return
        columns = (Column("Label for", share=0.12), Column("Words", share=0.2), Column("Where", share=0.46),
                   Column("Platform tool", share=0.22))
        rows = [(f"{term.jurisdiction} ({term.language})", " or ".join(f"“{label}”" for label in term.labels),
                 term.placement, term.platform_tool or _DASH) for term in item.demanded]
        yield data_table(columns, rows, self._width)

    def _checks(self, title: str, checks: Sequence[DossierCheck], gap: str) -> Iterator[Any]:
        if not checks:
            yield self._fact(title, gap)
            return
        columns = (Column(title, share=0.13), Column("Rules", share=0.23), Column("Findings", share=0.56),
                   Column("Source", share=0.08))
        rows = [row for check in checks for row in self._check_rows(check)]
        yield data_table(columns, rows, self._width, space_after=3)
        for caption, digest, who in dict.fromkeys(
            (check.caption, check.caption_sha256, self._checked(check)) for check in checks
        ):
            areas = ", ".join(check.jurisdiction for check in checks
                              if (check.caption, check.caption_sha256, self._checked(check)) == (caption, digest, who))
            yield self._fact(f"Text for {areas}", Run(f"{who}; SHA-256 {digest}", color=TEXT_2))
            cut = caption[:_LONGEST_CAPTION]
            more = f" … (cut; {len(caption):,} characters in all)" if len(caption) > len(cut) else ""
            yield Para(f"{cut}{more}" if caption else "no caption", _FACT.but(space_after=5), marker="",
                       indent=_LABEL, direction="auto")

    def _checked(self, check: DossierCheck) -> str:
        what = f"draft {check.draft_number}, " if check.draft_number is not None else ""
        late = "; the text was changed after this check" if check.is_outdated else ""
        return f"{what}checked {self._moment(check.checked_at)} by {check.checked_by or 'nobody named'}{late}"

    def _check_rows(self, check: DossierCheck) -> Iterator[Sequence[Text]]:
        where: Text = [Run(f"{check.jurisdiction}  "), Run(*_colored(check.verdict))]
        compared = (f"checked\non {self.formats.day(check.pack_checked_on)}" if check.pack_checked_on
                    else "no\nlonger held, day of their check unknown")
        rules = Run(f"{check.pack_version}, {compared}", color=TEXT_2)
        shown = [one for one in check.findings if one.severity in ("fail", "warn")]
        if not shown:
            yield where, rules, Run("no finding", color=TEXT_2), _DASH
        for at, one in enumerate(shown):
            said = f" ({'the law' if one.scope == 'law' else 'platform terms'}, {one.severity}): "
            text = [Run(one.rule, weight=600), Run(said, color=TEXT_2), Run(f"{one.message} {one.fix}".strip())]
            yield ("" if at else where), ("" if at else rules), text, self._numbers(one.source)

    def _decisions(self, item: DossierItem) -> Iterator[Any]:
        for one in item.decisions:
            yield self._fact("Decision", [Run(one.person, weight=600), Run(
                f" accepted the warning, {self._moment(one.decided_at)}: {one.reason}"),
                Run(f" (text {one.caption_sha256[:12]}…)", color=TEXT_3)])
        if item.needs_decision:
            yield self._fact("Decision", Run("the warning still needs a named decision", color=DANGER))

    def _fixes(self, item: DossierItem) -> Iterator[Any]:
        if not item.fixes:
            yield self._fact("Fixes", "none needed so far: no check failed" if item.draft_checks or item.live_checks
                             else "nothing to say before the first check")
        for fix in item.fixes:
            after = (f"the next check, {self._moment(fix.passed_at)}, says {fix.passed_as.value}"
                     if fix.passed_at and fix.passed_as else "open, no newer check stands better")
            rules = f" ({', '.join(fix.rules)})" if fix.rules else ""
            yield self._fact("Fixes", f"{fix.jurisdiction} failed {self._moment(fix.failed_at)}{rules}; {after}")

    def _proofs(self, item: DossierItem) -> Iterator[Any]:
        if not item.proofs:
            yield self._fact("Proofs", "none on file")
            return
        columns = (Column("Proof", share=0.14), Column("Captured", share=0.23), Column("Link and file", share=0.31),
                   Column("SHA-256", share=0.32))
        rows = [self._proof_row(at, proof) for at, proof in enumerate(item.proofs, 1)]
        table = data_table(columns, rows, self._width)
        found = [(at, thumbnail(self._pictures[proof.sha256])) for at, proof in enumerate(item.proofs, 1)
                 if proof.is_picture and proof.sha256 in self._pictures]
        shown = [(f"Proof {at}", small) for at, small in found if small is not None]
        strips = [_Pictures(shown[start : start + 4]) for start in range(0, len(shown), 4)]
        yield room_for(self._width, table, *strips[:1])
        yield from (table, *strips)
        if len(shown) < len(found):
            broken = ", ".join(str(at) for at, small in found if small is None)
            yield self._fact("Pictures", f"the file of proof {broken} is whole but cannot be read as a picture")

    def _proof_row(self, at: int, proof: DossierProof) -> Sequence[Text]:
        by = f"\nby {proof.captured_by}" if proof.captured_by else ""
        what = [part for part in (proof.url, proof.file_name, proof.note) if part]
        half = len(proof.sha256) // 2
        digest: Run | str = Run(f"{proof.sha256[:half]}\n{proof.sha256[half:]}") if proof.sha256 else "link only"
        state: list[str | Run] = []
        if proof.sha256 in self._problems:
            state = [Run(f"\n{self._problems[proof.sha256]}", color=DANGER)]
        elif proof.sha256 and proof.sha256 in self._pictures:
            state = [Run("\nfile read again, hash agrees", color=TEXT_2)]
        return (f"{at}  {proof.kind.replace('_', ' ').capitalize()}", self._moment(proof.captured_at, proof.zone) + by,
                "\n".join(what) or _DASH, [digest, *state])

    # Annex

    def _annex(self) -> Iterator[Any]:
        notes = [
            "Verdicts are the record of checks made with the rule packs named; they are facts put in order, not legal "
            "advice. “Warn” and “cannot tell” count as warnings, which only a named person can accept.",
            "A SHA-256 names exactly one text or file: hash the file again, and an equal result shows that it is "
            "unchanged. “File read again” was done when this document was made.",
            f"{self.data.document_id} names the contents of this dossier; the same record gives the same name and the "
            "same bytes.",
        ]
        glyphs = missing_characters(all_strings(self.data))
        if glyphs:
            listed = "; ".join(str(glyph) for glyph in glyphs[:10])
            more = f" and {len(glyphs) - 10} more" if len(glyphs) > 10 else ""
            notes.append(f"No installed font can print these characters of the record, which are left out: "
                         f"{listed}{more}.")
        heading = Para("How to read this", SECTION, bookmark="notes")
        yield from (heading, *(Para(text, _FACT, marker=_DASH, indent=9) for text in notes))
        if self._sources:
            yield Para("Sources of the findings", SECTION, bookmark="sources")
            for source, number in self._sources.items():
                yield Para(source, TABLE.but(space_after=1), marker=str(number), indent=8 * MM)


def _colored(verdict: Verdict) -> tuple[str, int, str]:
    label, color = VERDICT_LABELS[verdict]
    return label, 600, color
