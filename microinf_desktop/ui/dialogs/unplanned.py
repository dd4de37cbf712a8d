"""Log a post that nobody had planned: whose, where, since when, word for word; the rules judge it while it is typed."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from microinf_desktop.domain.compliance import EvidenceDraft
from microinf_desktop.domain.disclosure import Post
from microinf_desktop.domain.enums import DeliverableKind, Platform, Verdict
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.text import fold
from microinf_desktop.domain.unplanned import UnplannedDraft, kinds_on, platform_of
from microinf_desktop.queries import unplanned as queries
from microinf_desktop.services.unplanned import log_unplanned as store
from microinf_desktop.ui import checking, labels
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs.form import FormDialog
from microinf_desktop.ui.dialogs.message import show_error
from microinf_desktop.ui.dialogs.proof_field import ProofField
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.widgets.date_edit import DateEdit
from microinf_desktop.ui.widgets.findings import AreaResult, FindingsView, verdict_words
from microinf_desktop.ui.widgets.form import Form
from microinf_desktop.ui.widgets.inputs import ComboBox, Picker, TextField
from microinf_desktop.ui.widgets.labels import GlyphSign, Label, Line
from microinf_desktop.ui.widgets.layouts import ScrollColumn, row
from microinf_desktop.ui.widgets.post_editor import PostEditor

WIDTH, HEIGHT, SIDE = 980, 520, 380
_FEW = 60  # more than this are searched, not listed


def log_unplanned(
    parent: QWidget, context: AppContext, campaign_id: int | None = None, collaboration_id: int | None = None, *,
    influencer_id: int | None = None,
) -> int | None:
    """Ask for an unplanned post and store it; the deliverable's id, or None when cancelled.

    The creators of `campaign_id` are offered, those of all campaigns without one, or one creator's campaigns;
    `collaboration_id` is chosen first.
    """
    with context.workspace.reading() as session:
        deals = queries.deals(session, campaign_id, influencer_id)
    if not deals:
        show_error(parent, KnownError(tr("There is no creator whose post it could be."),
                                      tr("Add the creator to the campaign first.")))
        return None
    dialog = UnplannedDialog(parent, context, deals, campaign_id is None, collaboration_id,
                             len(deals) <= _FEW)
    try:
        if not dialog.run():
            return None
    finally:
        dialog.proof.forget()
    context.toast(dialog.said(), undo=True)
    return int(dialog.result_value)


class UnplannedDialog(FormDialog):
    """What is known of the post at the left, what the rules say of it at the right. Takes a dropped screenshot."""

    def __init__(
        self, parent: QWidget | None, context: AppContext, deals: Sequence[queries.UnplannedDeal], names_campaign: bool,
        collaboration_id: int | None = None, listed: bool = True,
    ) -> None:
        self.context = context
        self._deals = {deal.collaboration_id: deal for deal in deals}
        self._names = {key: f"{deal.creator} · {deal.campaign}" if names_campaign else deal.creator
                       for key, deal in self._deals.items()}
        self._listed = listed
        self._packs = checking.packs(context.workspace, context.today())
        self.results: list[AreaResult] = []
        self.findings = FindingsView(self._packs, can_edit=False)
        self.sign, self.verdict = GlyphSign(Verdict.NOT_CHECKED, size=16), Label("", "panel", wrap=True)
        first = collaboration_id or (deals[0].collaboration_id if len(deals) == 1 else None)
        self._link, self._creator = "", first
        self._suited: tuple[Platform, Any] | None = None
        self._base: object = None
        super().__init__(parent, tr("Log an unplanned post"), tr("Log the post"), self._build, self._store, {
            "collaboration_id": first, "platform": Platform.INSTAGRAM, "kind": DeliverableKind.GRID_POST,
            "posted_on": context.today(),
        }, columns=2, width=WIDTH)
        self.setAcceptDrops(True)
        self.findings.place_asked.connect(lambda one: self.post.editor.show_place(one.start, one.end))
        self.findings.seen_asked.connect(self.post.focus_facts)
        self.findings.area_changed.connect(self.post.mark)
        self.post.editor.files_pasted.connect(self.take)
        self.post.checked.connect(self._say)
        self.form.changed.connect(self._follow)
        self._suit_creator()
        self._suit_kinds()
        self._suit_post()
        self.form.mark_saved()
        self.form.input("url" if first else "collaboration_id").setFocus()

    # building

    def _build(self, form: Form) -> None:
        self.post = PostEditor(tr("Caption as it stands online"))
        self.post.editor.setProperty("bare", "false")
        self.post.editor.setPlaceholderText(tr("Paste it word for word"))
        self.proof = ProofField()
        creators: QWidget = (ComboBox(list(self._names.items()), tr("Choose")) if self._listed
                             else Picker(self._search, tr("Name or campaign")))
        form.add_field("collaboration_id", tr("Creator"), creators, required=True, span=2)
        form.add_field("url", tr("Link"), TextField(placeholder="https://"), required=True, span=2)
        form.add_field("platform", tr("Platform"), ComboBox(labels.choices(Platform)))
        form.add_field("kind", tr("Format"), ComboBox(_kinds(Platform.INSTAGRAM)))
        form.add_field("posted_on", tr("Posted on"), DateEdit(), required=True,
                       check=lambda day: tr("This day is still to come.") if day > self.context.today() else None)
        form.add_field("proof", tr("Screenshot"), self.proof)
        form.add_wide(self.post)

    def _add_form(self) -> None:
        left = ScrollColumn(margins=(0, 0, 12, 0), fill="raised")
        left.body.addWidget(self.form)
        left.setMinimumHeight(HEIGHT)
        scroll = ScrollColumn(margins=(0, 0, 12, 0), fill="raised")
        scroll.body.addWidget(self.findings)
        right = QVBoxLayout()
        right.setSpacing(10)
        right.addLayout(row(self.sign, self.verdict, 1))
        right.addWidget(scroll, 1)
        side = QWidget()
        side.setLayout(right)
        right.setContentsMargins(0, 0, 0, 0)
        side.setFixedWidth(SIDE)
        both = QHBoxLayout()
        both.setSpacing(20)
        both.addWidget(left, 1)
        both.addWidget(Line(vertical=True))
        both.addWidget(side)
        self.body.addWidget(Label(
            tr("It counts in no plan, count or payment. It is checked and kept like every other post"), "secondary",
            "text3", wrap=True))
        self.body.addLayout(both, 1)

    def _search(self, text: str) -> list[tuple[int, str]]:
        words = fold(text).replace("·", " ").split()
        return [one for one in self._names.items() if all(word in fold(one[1]) for word in words)][:_FEW]

    # following what is typed

    def _follow(self) -> None:
        """The link names the platform; the platform says which formats there are."""
        values = self.form.values()
        if values["url"] != self._link:
            self._link = values["url"]
            found = platform_of(self._link)
            if found is not None:
                self.form.input("platform").set_value(found)
        if values["collaboration_id"] != self._creator:
            self._suit_creator()
        self._suit_kinds()
        self._suit_post()

    def _suit_creator(self) -> None:
        """Her largest platform, until a link says which."""
        self._creator = self.form.values()["collaboration_id"]
        deal = self._deals.get(self._creator or 0)
        if deal is not None and deal.platforms and not self._link:
            self.form.input("platform").set_value(deal.platforms[0])

    def _suit_kinds(self) -> None:
        field = self.form.input("kind")
        platform, kept = Platform(self.form.values()["platform"]), field.value()
        if (platform, kept) == self._suited:
            return
        field.set_choices(_kinds(platform))
        field.set_value(kept if kept in kinds_on(platform) else kinds_on(platform)[0])
        self._suited = (platform, field.value())

    def _suit_post(self) -> None:
        """What deal, campaign and creator say of the post; asked anew when one of the choices changes."""
        values, today = self.form.values(), self.context.today()
        deal = self._deals.get(values["collaboration_id"] or 0)
        wanted = (deal, values["platform"], values["kind"])
        if wanted == self._base:
            return
        self._base = wanted
        base = Post()
        if deal is not None:
            with self.context.workspace.reading() as session:
                base = queries.base_post(session, deal.collaboration_id, Platform(values["platform"]),
                                         DeliverableKind(values["kind"]), today)
        self.post.set_post(base, deal.jurisdictions if deal is not None else (), today, self._packs)
        for name in {"note", "script"} & set(self.post.facts.names()):
            self.post.facts.set_visible(name, False)
        self.post.check()

    def _say(self, results: list[AreaResult]) -> None:
        """The verdict on the text as it stands, for every country of the campaign."""
        self.results = results
        self.findings.set_results(results)
        verdict, words = verdict_words(results)
        if not results:
            verdict = Verdict.NOT_CHECKED
            words = (tr("The campaign names no country to check for") if self.form.values()["collaboration_id"]
                     else tr("Choose the creator to check the text"))
        self.sign.set_state(verdict)
        self.verdict.setText(words)
        self.post.mark(self.findings.area())

    # the screenshot

    def take(self, mime: QMimeData) -> None:
        """A pasted or dropped picture becomes the proof."""
        try:
            self.proof.take(mime)
        except KnownError as error:
            show_error(self, error)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.proof.takes(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.take(event.mimeData())

    # storing

    def _store(self, values: dict[str, Any]) -> int:
        deal, seen = self._deals[values["collaboration_id"]], self.post.seen()
        return store(self.context.workspace, UnplannedDraft(
            deal.collaboration_id, Platform(values["platform"]), DeliverableKind(values["kind"]), values["url"],
            values["posted_on"], seen["caption"], discount_code=self._code(deal), seen=seen, proof=self._proof(values),
        ), self._packs)

    def _code(self, deal: queries.UnplannedDeal) -> str:
        """The creator's code, when the post has it."""
        code = deal.discount_code
        return code if code and code.casefold() in self.post.editor.value().casefold() else ""

    def _proof(self, values: dict[str, Any]) -> EvidenceDraft | None:
        kept = self.proof.read()
        if kept is None:
            return None
        zone = datetime.now().astimezone().tzname() or "UTC"
        return EvidenceDraft(datetime.now(UTC), zone, "screenshot", values["url"], "", *kept)

    def said(self) -> str:
        """What became of it in a sentence."""
        if not self.results:
            return tr("Unplanned post logged, not checked")
        verdict, words = verdict_words(self.results)
        return tr("Unplanned post logged. {verdict}", verdict=words) if verdict is not Verdict.FAIL else tr(
            "Unplanned post logged. {verdict}: record the violation", verdict=words)


def _kinds(platform: Platform) -> list[tuple[Any, str]]:
    return [(kind, labels.label(kind)) for kind in kinds_on(platform)]
