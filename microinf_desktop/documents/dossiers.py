"""The compliance dossier of a campaign as PDF: instruction, checks, decisions, proofs; same data, same bytes."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from reportlab.platypus.flowables import Flowable, PageBreak

from microinf_desktop.charts.colors import is_color, series_color
from microinf_desktop.documents.blocks import room_for
from microinf_desktop.documents.dossier_parts import DASH, FACT, LABEL, DossierParts
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
)
from microinf_desktop.domain.enums import Verdict

_FOOTER = 9 * MM
_COVER_TITLE = TextStyle(26, 32, 600, space_after=14)
_COVER_TEXT = SUBTITLE.but(size=12.5, leading=18.5)
_PART = TABLE.but(weight=600, space_before=6, space_after=1)
_LONGEST_CAPTION = 700


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
            ("Period", f"{day(data.starts_on) if data.starts_on else DASH} to "
                       f"{day(data.ends_on) if data.ends_on else DASH}"),
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


class _DossierStory(DossierParts):
    """Builds the pages after the cover."""

    def build(self, width: float) -> list[Flowable]:
        self.width = width
        planned = [flowable for item in self.data.planned for flowable in self._item(item)]
        return [*self._summary(), *planned, *self._unplanned(), *self._annex()]

    # Summary

    def _summary(self) -> Iterator[Any]:
        data, items = self.data, self.data.labelled
        yield Para("Summary", TITLE.but(space_after=8), bookmark="summary")
        files = [proof for item in data.items for proof in item.proofs if proof.sha256]
        broken = sum(proof.sha256 in self.problems for proof in files)
        published = [item for item in items if item.published_at is not None]
        warned = [item for item in items if item.verdict in (Verdict.WARN, Verdict.CANNOT_TELL)]
        still_open = sum(len(item.open_violations) for item in data.items)
        counts = (
            ("Deliverables", len(data.planned), "all that were not cancelled or replaced unpublished"),
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
            ("Violations", sum(len(item.violations) for item in data.items), f"{still_open} open"),
            ("Unplanned posts", len(data.unplanned), "found online, never agreed on; counted in no plan"),
            ("Files of proof", len(files), f"{broken} missing or changed" if broken else "stored by their SHA-256"),
        )
        columns = (Column("What", share=0.28), Column("Number", "right", 0.12), Column("Meaning", share=0.6))
        yield data_table(columns, [(name, str(number), Run(text, color=TEXT_2)) for name, number, text in counts],
                         self.width, space_after=12)
        if not data.items:
            yield Para("The campaign has no deliverables yet.", BODY)
            return
        heads = (Column("Creator", share=0.22), Column("Deliverable", share=0.3), Column("Stands at", share=0.17),
                 Column("Online check", share=0.15), Column("Proofs", "right", 0.08), Column("Failures", share=0.08))
        rows = [(item.creator, self._named(item), self._standing(item), self._online(item), str(len(item.proofs)),
                 self._fix_word(item)) for item in data.items]
        table = data_table(heads, rows, self.width)
        heading = Para("Deliverables", SECTION.but(keep_with_next=False))
        yield room_for(self.width, heading, table)
        yield from (heading, table)

    def _named(self, item: DossierItem) -> Text:
        return [item.title, Run(", unplanned", color=TEXT_2)] if item.is_unplanned else item.title

    def _standing(self, item: DossierItem) -> Run:
        if not item.needs_label:
            return Run("No label needed", color=TEXT_2)
        label, color = VERDICT_LABELS[item.verdict]
        if item.verdict in (Verdict.WARN, Verdict.CANNOT_TELL):
            label += ", undecided" if item.needs_decision else ", accepted"
        return Run(label, color=color)

    def _online(self, item: DossierItem) -> Text:
        if not item.live_checks:
            return Run("not yet" if item.needs_label and item.published_at else DASH, color=TEXT_2)
        worst = next(v for v in (Verdict.FAIL, Verdict.CANNOT_TELL, Verdict.WARN, Verdict.PASS, Verdict.NOT_CHECKED)
                     if any(check.verdict is v for check in item.live_checks))
        label, color = VERDICT_LABELS[worst]
        return Run(label, color=color)

    def _fix_word(self, item: DossierItem) -> Text:
        if not item.fixes:
            return DASH
        return Run("open", color=DANGER) if item.open_fixes else Run("settled", color=DONE)

    # One deliverable

    def _item(self, item: DossierItem) -> Iterator[Any]:
        heading = Para([Run(item.creator), ": ", Run(item.title)], SECTION.but(size=12, leading=16, space_before=18),
                       bookmark=f"item-{item.id}", outline_level=1)
        when = (f"published {self.moment(item.published_at)}" if item.published_at
                else f"planned for {self.day(item.publish_on)}" if item.publish_on else "no day planned")
        platform, kind = PLATFORM_LABELS[item.platform], KIND_LABELS[item.kind]
        what = kind if kind.startswith(platform) else f"{platform} {kind[:1].lower()}{kind[1:]}"
        line = Para([Run(f"{what}; relationship {item.relationship.replace('_', ' ')}; {when}; ", color=TEXT_2),
                     self._standing(item)], FACT)
        link = self.fact("Link", item.live_url or "no link on record")
        yield room_for(self.width, heading, line, link, Para("Room\nfor\nmore", BODY))
        yield from (heading, line, link)
        if not item.needs_label:
            yield Para("The creator does not post this, or has no tie to the brand: no label is demanded.", FACT)
        else:
            yield from self._told(item)
            if not item.is_unplanned:
                yield from self._checks("Draft check", item.draft_checks, "no draft check yet")
            if item.missing:
                yield self.fact("Missing", f"The current text has no check for {', '.join(item.missing)}.")
            yield from self._decisions(item)
            yield from self._checks("Online check", item.live_checks, "no live check yet" if item.published_at
                                    else "not published yet")
            yield from self.looks(item)
            yield from self._fixes(item)
        yield from self.violations(item)
        yield from self.proofs(item)

    def _unplanned(self) -> Iterator[Any]:
        """Posts nobody had planned, under their own head."""
        items = self.data.unplanned
        if not items:
            return
        head = Para("Unplanned posts", TITLE.but(space_before=22, space_after=4), bookmark="unplanned")
        note = Para("Found online and never agreed on. They are in no contract, brief or payment, and advertising all "
                    "the same when they carry the brand's code or come from a creator who is paid.", FACT)
        yield room_for(self.width, head, note, Para("Room\nfor\nan item\nbelow", BODY))
        yield from (head, note)
        for item in items:
            yield from self._item(item)

    def _told(self, item: DossierItem) -> Iterator[Any]:
        if item.is_unplanned:
            code = f"; the post carries the code {item.discount_code}" if item.discount_code else ""
            yield self.fact("Instruction", f"none: the post was not agreed on{code}")
            yield from self._demanded(item)
            return
        told = item.instruction
        if told is None:
            yield self.fact("Instruction", "no contract was issued; the labels below are what the rules ask for today")
        else:
            signed = f"signed by the creator {self.day(told.signed_on)}" if told.signed_on else "no signature on file"
            by = f" by {told.issued_by}" if told.issued_by else ""
            yield self.fact("Instruction", f"contract {told.number}, version {told.version}, issued "
                             f"{self.moment(told.issued_at)}{by}; {signed}; SHA-256 {told.sha256}")
        brief = item.brief
        if brief is not None:
            way = f", {brief.way.replace('_', ' ')}" if brief.way else ""
            said = (f"acknowledged {self.day(brief.acknowledged_on)} by {brief.acknowledged_by}{way}"
                    if brief.acknowledged_on else "no acknowledgement on file")
            by = f" by {brief.issued_by}" if brief.issued_by else ""
            yield self.fact("Brief", f"version {brief.version}, sent {self.moment(brief.issued_at)}{by}; {said}; "
                             f"SHA-256 {brief.sha256}")
        yield from self._demanded(item)

    def _demanded(self, item: DossierItem) -> Iterator[Any]:
        """The label this post needs, in its words and its place."""
        told = item.instruction
        if not item.demanded:
            yield self.fact("Label", "none named for this platform" if told else "none: the campaign has no "
                             "jurisdictions")
            return
        columns = (Column("Label for", share=0.12), Column("Words", share=0.2), Column("Where", share=0.46),
                   Column("Platform tool", share=0.22))
        rows = [(f"{term.jurisdiction} ({term.language})", " or ".join(f"“{label}”" for label in term.labels),
                 term.placement, term.platform_tool or DASH) for term in item.demanded]
        yield data_table(columns, rows, self.width)

    def _checks(self, title: str, checks: Sequence[DossierCheck], gap: str) -> Iterator[Any]:
        if not checks:
            yield self.fact(title, gap)
            return
        columns = (Column(title, share=0.13), Column("Rules", share=0.23), Column("Findings", share=0.56),
                   Column("Source", share=0.08))
        rows = [row for check in checks for row in self._check_rows(check)]
        yield data_table(columns, rows, self.width, space_after=3)
        for caption, digest, who in dict.fromkeys(
            (check.caption, check.caption_sha256, self._checked(check)) for check in checks
        ):
            areas = ", ".join(check.jurisdiction for check in checks
                              if (check.caption, check.caption_sha256, self._checked(check)) == (caption, digest, who))
            yield self.fact(f"Text for {areas}", Run(f"{who}; SHA-256 {digest}", color=TEXT_2))
            cut = caption[:_LONGEST_CAPTION]
            more = f" … (cut; {len(caption):,} characters in all)" if len(caption) > len(cut) else ""
            yield Para(f"{cut}{more}" if caption else "no caption", FACT.but(space_after=5), marker="",
                       indent=LABEL, direction="auto")
        for seen in dict.fromkeys(check.seen for check in checks if check.seen):
            yield self.fact("Seen", seen)

    def _checked(self, check: DossierCheck) -> str:
        what = f"draft {check.draft_number}, " if check.draft_number is not None else ""
        late = "; the text was changed after this check" if check.is_outdated else ""
        return f"{what}checked {self.moment(check.checked_at)} by {check.checked_by or 'nobody named'}{late}"

    def _check_rows(self, check: DossierCheck) -> Iterator[Sequence[Text]]:
        where: Text = [Run(f"{check.jurisdiction}  "), Run(*_colored(check.verdict))]
        compared = (f"checked\non {self.formats.day(check.pack_checked_on)}" if check.pack_checked_on
                    else "no\nlonger held, day of their check unknown")
        rules = Run(f"{check.pack_version}, {compared}", color=TEXT_2)
        shown = [one for one in check.findings if one.severity in ("fail", "warn")]
        if not shown:
            yield where, rules, Run("no finding", color=TEXT_2), DASH
        for at, one in enumerate(shown):
            said = f" ({'the law' if one.scope == 'law' else 'platform terms'}, {one.severity}): "
            text = [Run(one.rule, weight=600), Run(said, color=TEXT_2), Run(f"{one.message} {one.fix}".strip())]
            yield ("" if at else where), ("" if at else rules), text, self.numbers(one.source)

    def _decisions(self, item: DossierItem) -> Iterator[Any]:
        for one in item.decisions:
            yield self.fact("Decision", [Run(one.person, weight=600), Run(
                f" accepted the warning, {self.moment(one.decided_at)}: {one.reason}"),
                Run(f" (text {one.caption_sha256[:12]}…)", color=TEXT_3)])
        if item.needs_decision:
            yield self.fact("Decision", Run("the warning still needs a named decision", color=DANGER))

    def _fixes(self, item: DossierItem) -> Iterator[Any]:
        if not item.fixes:
            yield self.fact("Fixes", "none needed so far: no check failed" if item.draft_checks or item.live_checks
                             else "nothing to say before the first check")
        for fix in item.fixes:
            after = (f"the next check, {self.moment(fix.passed_at)}, says {fix.passed_as.value}"
                     if fix.passed_at and fix.passed_as else "open, no newer check stands better")
            rules = f" ({', '.join(fix.rules)})" if fix.rules else ""
            yield self.fact("Fixes", f"{fix.jurisdiction} failed {self.moment(fix.failed_at)}{rules}; {after}")

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
        yield from self.packs()
        heading = Para("How to read this", SECTION, bookmark="notes")
        yield from (heading, *(Para(text, FACT, marker=DASH, indent=9) for text in notes))
        yield from self.annex_sources()
        yield from self.hashes()


def _colored(verdict: Verdict) -> tuple[str, int, str]:
    label, color = VERDICT_LABELS[verdict]
    return label, 600, color
