"""Dialogs of tracking: landing pages, a link with its lint while typing, codes for many, the house rules."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from microinf_desktop.domain.errors import ValidationError
from microinf_desktop.domain.tracking import (
    CODE_FACTS,
    LINK_FACTS,
    UTM_FIELDS,
    CodeDraft,
    LandingPageDraft,
    LinkDraft,
    Utm,
    UtmRules,
    build_url,
    fill_code,
    lint,
    propose,
    url_problem,
)
from microinf_desktop.queries import tracking as queries
from microinf_desktop.services import tracking as services
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs.form import FormDialog
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.widgets.buttons import CheckBox
from microinf_desktop.ui.widgets.date_edit import DateEdit
from microinf_desktop.ui.widgets.form import Form
from microinf_desktop.ui.widgets.inputs import ComboBox, TextField
from microinf_desktop.ui.widgets.labels import Label

_SHOWN = 6  # proposed codes named in the dialog; the table shows all afterwards


def edit_landing_page(
    parent: QWidget, context: AppContext, campaign_id: int, page: queries.LandingPageRow | None = None
) -> int | None:
    """Ask for a landing page and store it; the id, or None when cancelled."""
    def build(form: Form) -> None:
        form.add_field("name", tr("Name"), TextField(placeholder=tr("e.g. Shop, winter page")), required=True)
        form.add_field("url", tr("Address"), TextField(placeholder="https://example.com/winter"), required=True,
                       check=_page_problem, help=tr("Without tracking; the parameters are added for each creator"))
        form.add_field("is_default", tr("Use for new links"), CheckBox())

    def submit(entered: dict[str, Any]) -> int:
        draft = LandingPageDraft(campaign_id, entered["name"], entered["url"], entered["is_default"])
        return services.save_landing_page(context.workspace, draft, page.id if page else None)

    title = tr("Add landing page") if page is None else tr("Edit landing page")
    filled = {"is_default": True} if page is None else {
        "name": page.name, "url": page.url, "is_default": page.is_default,
    }
    dialog = FormDialog(parent, title, tr("Add landing page") if page is None else tr("Save"), build, submit, filled)
    return dialog.result_value if dialog.run() else None


def _page_problem(url: str) -> str | None:
    problem = url_problem(url)
    return None if problem is None else " ".join(problem)


class LinkDialog(FormDialog):
    """A creator's link: by our parameters with the address shown while typing, or as a network gave it."""

    def __init__(self, parent: QWidget, context: AppContext, row: queries.TrackingRow,
                 pages: Sequence[queries.LandingPageRow], pieces: Sequence[tuple[int | None, str]],
                 proposed: Utm, link: queries.LinkRow | None) -> None:
        self._context, self._row, self._pages, self._link = context, row, pages, link
        super().__init__(
            parent, tr("Link for {name}", name=row.creator), tr("Add link") if link is None else tr("Save"),
            lambda form: self._build(form, pieces), self._store, width=560,
        )
        shown = link.utm if link is not None else proposed
        default = next((page.id for page in pages if page.is_default), None)
        self.form.set_values({
            "kind": link.kind if link else "landing", "landing_page_id": link.landing_page_id if link else default,
            "deliverable_id": link.deliverable_id if link else None, "url": link.url if link else "",
            "network": link.network if link else "", "notes": link.notes if link else "",
            **{name: getattr(shown, name) for name in UTM_FIELDS},
        })
        self.form.changed.connect(self._follow)
        self._follow()

    def _build(self, form: Form, pieces: Sequence[tuple[int | None, str]]) -> None:
        form.add_field("kind", tr("Kind"), ComboBox([
            ("landing", tr("Landing page with our parameters")), ("affiliate", tr("Affiliate link of a network")),
            ("shoppable", tr("Shoppable link (shop, storefront)")),
        ]))
        form.add_field("landing_page_id", tr("Landing page"), ComboBox([(page.id, page.name) for page in self._pages]))
        form.add_field("url", tr("Address"), TextField(placeholder="https://network.example/click?id=…"))
        form.add_field("network", tr("Network or shop"), TextField(placeholder=tr("e.g. Awin, LTK")))
        for name in UTM_FIELDS:
            form.add_field(name, f"utm_{name}", TextField(),
                           help=tr("Optional") if name == "term" else "")
        form.add_field("deliverable_id", tr("For"), ComboBox([(None, tr("All posts of this creator")), *pieces]))
        form.add_field("notes", tr("Note"), TextField())
        self.shown = Label("", "secondary", "text2", wrap=True)
        self.shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.shown.setAccessibleName(tr("The link"))
        form.add_wide(self.shown)

    def _utm(self) -> Utm:
        values = self.form.values()
        return Utm(**{name: values[name].strip() for name in UTM_FIELDS})

    def _follow(self) -> None:
        """Fields that fit the kind, the address as it will be, and what breaks the house rules, at each key."""
        values = self.form.values()
        ours = values["kind"] == "landing"
        for name in ("landing_page_id", *UTM_FIELDS):
            self.form.set_visible(name, ours)
        for name in ("url", "network"):
            self.form.set_visible(name, not ours)
        broken = {issue.field: str(issue) for issue in lint(self._utm())} if ours else {}
        for name in UTM_FIELDS:
            self.form.set_error(name, broken.get(name, ""))
        page = next((page for page in self._pages if page.id == values["landing_page_id"]), None)
        self.shown.setText(build_url(page.url, self._utm()) if ours and page is not None else "")
        self.shown.setVisible(bool(self.shown.text()))

    def _store(self, entered: dict[str, Any]) -> int:
        draft = LinkDraft(
            self._row.id, entered["kind"], entered["landing_page_id"], entered["deliverable_id"], entered["url"],
            self._utm(), entered["network"], entered["notes"],
        )
        return services.save_link(self._context.workspace, draft, self._link.id if self._link else None)


def edit_link(
    parent: QWidget, context: AppContext, campaign_id: int, row: queries.TrackingRow,
    link: queries.LinkRow | None = None,
) -> int | None:
    """Ask for a creator's link and store it; the id, or None when cancelled."""
    from microinf_desktop.domain.deliverables import DeliverableFilter
    from microinf_desktop.domain.enums import DeliverableKind
    from microinf_desktop.queries import deliverables
    from microinf_desktop.ui import labels

    with context.workspace.reading() as session:
        pages = queries.landing_pages(session, campaign_id)
        facts = queries.link_facts(session, campaign_id).get(row.id, {})
        proposed = propose(queries.rules(session), facts)
        ids = deliverables.ids(session, DeliverableFilter(collaboration_ids=(row.id,)))
        pieces = [(one.id, one.title or labels.label(DeliverableKind(one.kind)))
                  for one in deliverables.rows(session, ids, context.today())]
    dialog = LinkDialog(parent, context, row, pages, pieces, proposed, link)
    return dialog.result_value if dialog.run() else None


def edit_code(parent: QWidget, context: AppContext, row: queries.TrackingRow) -> bool:
    """Ask for one creator's discount code; False when cancelled."""
    def build(form: Form) -> None:
        form.add_field("code", tr("Code"), TextField(placeholder="KLARA15"),
                       help=tr("Capitals and digits; empty removes it"))
        form.add_field("terms", tr("What it gives"), TextField(placeholder=tr("e.g. 15 % off, once per customer")))
        form.add_field("valid_from", tr("From"), DateEdit())
        form.add_field("valid_until", tr("Until"), DateEdit())

    def submit(entered: dict[str, Any]) -> bool:
        code = entered["code"].strip().upper()
        services.save_code(context.workspace, CodeDraft(
            row.id, code, entered["terms"], entered["valid_from"], entered["valid_until"]
        ))
        return True

    filled = {"code": row.code, "terms": row.code_terms, "valid_from": row.code_from, "valid_until": row.code_until}
    return FormDialog(parent, tr("Code of {name}", name=row.creator), tr("Save"), build, submit, filled).run()


def make_links(
    parent: QWidget, context: AppContext, campaign_id: int, pages: Sequence[queries.LandingPageRow],
    collaboration_ids: Sequence[int],
) -> services.Generated | None:
    """Ask where to and make a link for each creator who has none there; None when cancelled."""
    def build(form: Form) -> None:
        everyone = trn("{n} creator", "{n} creators", len(collaboration_ids)) if collaboration_ids else (
            tr("every creator of the campaign"))
        form.add_wide(Label(tr("A link by your house rules for {whom}; who has one there keeps it.", whom=everyone),
                            "secondary", "text2", wrap=True))
        form.add_field("page", tr("Landing page"), ComboBox([(page.id, page.name) for page in pages]), required=True)
        form.add_field("require", tr("Require the link in open deliverables"), CheckBox(),
                       help=tr("Drafts are then checked for it, and the brief names it"))

    def submit(entered: dict[str, Any]) -> services.Generated:
        return services.generate_links(
            context.workspace, campaign_id, entered["page"], collaboration_ids, entered["require"]
        )

    filled = {"page": next((page.id for page in pages if page.is_default), pages[0].id)}
    dialog = FormDialog(parent, tr("Make links"), tr("Make links"), build, submit, filled)
    return dialog.result_value if dialog.run() else None


class CodesDialog(FormDialog):
    """Codes for many creators by one pattern; the codes are shown before they are stored."""

    def __init__(self, parent: QWidget, context: AppContext, campaign_id: int, rows: Sequence[queries.TrackingRow],
                 values: Mapping[str, Any]) -> None:
        self._context, self._campaign_id, self._rows = context, campaign_id, rows
        self._codes: dict[int, str] = {}
        super().__init__(parent, tr("Make discount codes"), tr("Make codes"), self._build, self._store, width=560)
        self.form.set_values(values)
        self.form.changed.connect(self._propose)
        self._propose()

    def _build(self, form: Form) -> None:
        form.add_field("pattern", tr("Pattern"), TextField(), required=True, check=_code_pattern_problem,
                       help=" ".join(f"{{{fact}}}" for fact in CODE_FACTS))
        form.add_field("percent", tr("Percent off"), TextField(placeholder="15"))
        form.add_field("terms", tr("What it gives"), TextField(placeholder=tr("e.g. 15 % off, once per customer")))
        form.add_field("valid_from", tr("From"), DateEdit())
        form.add_field("valid_until", tr("Until"), DateEdit())
        form.add_field("replace", tr("Replace codes that are there"), CheckBox())
        self.shown = Label("", "secondary", "text2", wrap=True)
        self.shown.setAccessibleName(tr("Proposed codes"))
        form.add_wide(self.shown)

    def _propose(self) -> None:
        """Read the codes the pattern gives now, free of collisions with all campaigns."""
        values = self.form.values()
        wanted = [row.id for row in self._rows if values["replace"] or not row.code]
        if _code_pattern_problem(values["pattern"]) is not None:
            self._codes = {}
            self.shown.setText("")
            return
        with self._context.workspace.reading() as session:
            self._codes = services.propose_codes(
                session, self._campaign_id, values["pattern"], values["percent"].strip(" %"), wanted)
        names = {row.id: row.creator for row in self._rows}
        lines = [f"{names[deal_id]}: {code}" for deal_id, code in list(self._codes.items())[:_SHOWN]]
        more = len(self._codes) - _SHOWN
        if more > 0:
            lines.append(trn("and {n} more", "and {n} more", more))
        self.shown.setText("\n".join(lines) if lines else tr("Everybody has a code already"))

    def _store(self, entered: dict[str, Any]) -> int:
        if not self._codes:
            raise ValidationError("replace", tr("Everybody has a code already."), tr("Tick to replace them."))
        planned = {
            deal_id: CodeDraft(deal_id, code, entered["terms"], entered["valid_from"], entered["valid_until"])
            for deal_id, code in self._codes.items()
        }
        return services.generate_codes(self._context.workspace, planned).added


def _code_pattern_problem(pattern: str) -> str | None:
    found = next((problem for problem in UtmRules(code=pattern).problems() if problem.field == "code"), None)
    if found is not None:
        return str(found)
    return None if fill_code(pattern, dict.fromkeys(CODE_FACTS, "1")) else tr("Nothing would be left of it.")


def make_codes(
    parent: QWidget, context: AppContext, campaign_id: int, rows: Sequence[queries.TrackingRow]
) -> int | None:
    """Ask for a pattern and give codes; how many, or None when cancelled."""
    with context.workspace.reading() as session:
        pattern = queries.rules(session).code
    dialog = CodesDialog(parent, context, campaign_id, rows, {"pattern": pattern, "percent": "10"})
    return dialog.result_value if dialog.run() else None


def edit_rules(parent: QWidget, context: AppContext) -> bool:
    """The house rules for new links and codes; False when cancelled."""
    with context.workspace.reading() as session:
        rules = queries.rules(session)

    def build(form: Form) -> None:
        form.add_wide(Label(tr("Lower case, no spaces and no # always hold. Words in braces are filled in: {facts}",
                               facts=" ".join(f"{{{fact}}}" for fact in LINK_FACTS)), "secondary", "text2", wrap=True))
        for name in UTM_FIELDS:
            form.add_field(name, f"utm_{name}", TextField())
        form.add_field("code", tr("Discount code"), TextField(), help=" ".join(f"{{{fact}}}" for fact in CODE_FACTS))

    def submit(entered: dict[str, Any]) -> bool:
        services.save_rules(context.workspace, UtmRules(**{name: entered[name].strip() for name in entered}))
        return True

    filled = {name: getattr(rules, name) for name in UtmRules.__dataclass_fields__}
    return FormDialog(parent, tr("House rules for links and codes"), tr("Save"), build, submit, filled).run()
