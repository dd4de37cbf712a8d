"""One person beside the roster: accounts with growth, rates, deals, the log, and everything that changed."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from microinf_desktop.domain.enums import InteractionKind, Platform, RelationshipStage
from microinf_desktop.queries import contract_life, contracts, exclusivity, history, influencers, violations, workload
from microinf_desktop.ui import choices, formats, labels
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs.log_interaction import log_interaction
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.pages import contract_words
from microinf_desktop.ui.widgets.buttons import Button, LinkButton
from microinf_desktop.ui.widgets.conflicts import ConflictList, binding_card
from microinf_desktop.ui.widgets.growth_chart import GrowthChart
from microinf_desktop.ui.widgets.header import Tabs
from microinf_desktop.ui.widgets.labels import Avatar, Label, Pill, PlatformTags, Swatch
from microinf_desktop.ui.widgets.layouts import boxed, row
from microinf_desktop.ui.widgets.meters import MeterList, read_meters
from microinf_desktop.ui.widgets.panel import FactList, SidePanel
from microinf_desktop.ui.widgets.violations import record_words
from microinf_desktop.ui.widgets.workload import WorkloadView


class RosterPanel(SidePanel):
    """Shows a person by id; `show_person` again refreshes."""

    edit_asked = Signal(int)
    campaign_asked = Signal(int)
    unplanned_asked = Signal(int)

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self.context = context
        self.influencer_id = 0
        self._detail: influencers.InfluencerDetail | None = None
        self._stage = Pill(RelationshipStage.PROSPECT)
        self._note = Label("", "secondary", "text2")
        log = Button(tr("Log"), "secondary", keys="L")
        log.setAccessibleName(tr("Log an interaction"))
        log.clicked.connect(self.log_interaction)
        edit = Button(tr("Edit"), "quiet", "edit", keys="F2")
        edit.clicked.connect(lambda: self.edit_asked.emit(self.influencer_id))
        self.fixed.addLayout(row(self._stage, 1, edit, log))
        self.fixed.addWidget(self._note)
        self.fixed.addSpacing(6)
        self.tabs = Tabs(
            [("overview", tr("Overview")), ("accounts", tr("Accounts")), ("deals", tr("Deals")), ("log", tr("Log")),
             ("history", tr("History"))], tr("Parts of the person"), margin=0,
        )
        self.tabs.changed.connect(lambda _key: self._fill())
        self.fixed.addWidget(self.tabs)

    def show_person(self, influencer_id: int) -> None:
        """Read and show; a person deleted meanwhile closes the panel."""
        with self.context.workspace.reading() as session:
            self._detail = influencers.detail(session, influencer_id)
        if self._detail is None:
            self.close_panel()
            return
        self.influencer_id = influencer_id
        fields = self._detail.fields
        handle = f"@{fields['primary_handle']}" if fields["primary_handle"] else ""
        place = ", ".join(part for part in (fields["city"], fields["country"]) if part)
        spoken = ", ".join(choices.language(code) for code in fields["languages"])
        self.set_title(fields["name"], " · ".join(part for part in (handle, place, spoken) if part))
        self.set_leading(Avatar(fields["name"], 40))
        self._stage.set_state(RelationshipStage(fields["stage"]))
        since = fields["stage_since"]
        days = formats.days((self.context.today() - since).days) if since else ""
        owner = self._detail.owner
        parts = (tr("{days} at this stage", days=days) if days else "", tr("owner {name}", name=owner) if owner else "")
        self._note.setText(" · ".join(part for part in parts if part))
        self._note.setVisible(bool(self._note.text()))
        self._fill()

    def log_interaction(self) -> None:
        """Ask what was said and store it."""
        if self._detail is not None:
            log_interaction(self, self.context, self.influencer_id, self._detail.fields["name"])

    def _fill(self) -> None:
        self.clear_body()
        if self._detail is None:
            return
        fill = {
            "overview": self._overview, "accounts": self._accounts, "deals": self._deals, "log": self._log,
            "history": self._history,
        }
        fill[self.tabs.value()](self._detail)
        self.body.addStretch(1)

    def _overview(self, detail: influencers.InfluencerDetail) -> None:
        fields = detail.fields
        if fields["restriction_reason"]:
            until = fields["restriction_until"]
            part = self.add_section(tr("Blocked"), formats.day(until) if until else "")
            part.addWidget(Label(fields["restriction_reason"], "body", "danger", wrap=True))
        if detail.accounts:
            self._growth(detail.accounts[0])
            self._rates(detail)
        self._next(fields)
        facts = FactList()
        for name, value in (
            (tr("Niches"), ", ".join(fields["niches"])), (tr("Tags"), ", ".join(fields["tags"])),
            (tr("E-mail"), fields["email"]), (tr("Phone"), fields["phone"]),
            (tr("Country"), choices.country(fields["country"]) if fields["country"] else ""),
            (tr("Found through"), fields["source"]),
            (tr("Manager"), ", ".join(p for p in (fields["manager_name"], fields["manager_email"]) if p)),
        ):
            if value:
                facts.add(name, value)
        self.add_section(tr("Profile")).addWidget(facts)
        if fields["notes"]:
            self.add_section(tr("Notes")).addWidget(Label(fields["notes"], "body", "text2", wrap=True))

    def _growth(self, account: influencers.AccountRow) -> None:
        points = [(s.taken_on, s.followers) for s in account.snapshots if s.followers is not None]
        platform = labels.label(Platform(account.platform))
        if len(points) < 2:
            part = self.add_section(tr("Followers, {platform}", platform=platform))
            part.addWidget(Label(formats.count(account.followers), "title"))
            return
        note = tr("{n} snapshots, last {day}", n=len(points), day=formats.day(points[-1][0]))
        self.add_section(tr("Followers, {platform}", platform=platform), note).addWidget(GrowthChart(points))

    def _rates(self, detail: influencers.InfluencerDetail) -> None:
        facts = FactList()
        for account in detail.accounts:
            if account.rate_ppm is not None:
                facts.add(
                    labels.label(Platform(account.platform)), formats.percent(account.rate_ppm / 10_000),
                    tr("by {base}", base=account.rate_base),
                )
        part = self.add_section(tr("Engagement rate"), tr("average per post"))
        if detail.fields["engagement_rate_ppm"] is None:
            part.addWidget(Label(tr("No engagement figures yet"), "secondary", "text3"))
        else:
            part.addWidget(facts)

    def _next(self, fields: dict[str, Any]) -> None:
        if fields["next_action"]:
            due = fields["next_action_on"]
            part = self.add_section(tr("Next"), formats.relative(due) if due else "")
            part.addWidget(Label(fields["next_action"], wrap=True))

    def _accounts(self, detail: influencers.InfluencerDetail) -> None:
        if not detail.accounts:
            self.add_section().addWidget(Label(tr("No accounts yet. Edit the person to add one"), "body", "text3"))
        for account in detail.accounts:
            part = self.add_section()
            part.addLayout(row(PlatformTags([account.platform]), Label(f"@{account.handle}", "section"), 1))
            facts = FactList()
            for name, value in (
                (tr("Followers"), formats.count(account.followers)),
                (tr("Likes per post"), formats.count(account.avg_likes)),
                (tr("Comments per post"), formats.count(account.avg_comments)),
                (tr("Views per post"), formats.count(account.avg_views)),
                (tr("Shares per post"), formats.count(account.avg_shares)),
                (tr("Engagements"), formats.count(account.avg_engagements)),
                (tr("Engagement rate"),
                 formats.percent(None if account.rate_ppm is None else account.rate_ppm / 10_000, 2)),
            ):
                facts.add(name, value)
            part.addWidget(facts)
            points = [(s.taken_on, s.followers) for s in account.snapshots if s.followers is not None]
            if len(points) > 1:
                part.addWidget(GrowthChart(points))

    def _deals(self, detail: influencers.InfluencerDetail) -> None:
        today = self.context.today()
        with self.context.workspace.reading() as session:
            work = workload.of_creator(session, detail.id, today)
            bound = exclusivity.of_creators(session, [detail.id], today).get(detail.id, ())
        view = WorkloadView()
        view.show_workload(work)
        self.add_section(tr("Work in the next weeks")).addWidget(view)
        if bound:
            part = self.add_section(tr("Exclusivity"))
            cards = ConflictList()
            cards.show_cards([binding_card(detail.fields["name"], one) for one in bound])
            part.addWidget(cards)
        found = read_meters(self.context, influencer_id=detail.id)
        if found:
            meters = MeterList(title=False)
            meters.show_meters(found)
            self.add_section(tr("Thresholds")).addWidget(meters)
        with self.context.workspace.reading() as session:
            broken = violations.of_creator(session, detail.id)
        if broken:
            words = record_words(violations.record_of(broken), detail.fields["name"])
            self.add_section(tr("Labels")).addWidget(Label(words, "body", "text2", wrap=True))
        part = self.add_section(tr("Campaigns"))
        if not detail.deals:
            part.addWidget(Label(tr("Not in any campaign yet"), "body", "text3"))
        for deal in detail.deals:
            link = LinkButton(deal.campaign)
            link.clicked.connect(lambda _=False, campaign=deal.campaign_id: self.campaign_asked.emit(campaign))
            part.addLayout(row(Swatch(deal.client_color), link, 1, Label(formats.money(deal.fee), weight=500)))
            when = formats.day(deal.go_live_on) if deal.go_live_on else ""
            stage = labels.label(RelationshipStage(deal.stage))
            part.addWidget(Label(" · ".join(p for p in (deal.client, stage, when) if p), "secondary", "text3"))
        if detail.deals:
            log = LinkButton(tr("Log unplanned post"))
            log.clicked.connect(lambda: self.unplanned_asked.emit(detail.id))
            part.addLayout(row(log, 1))
        self._contracts(detail.id)

    def _contracts(self, influencer_id: int) -> None:
        """Her contracts, newest first, each with where it stands."""
        with self.context.workspace.reading() as session:
            wanted = contracts.ContractFilter(influencer_id=influencer_id)
            found = contracts.rows(session, sorted(contracts.ids(session, wanted), reverse=True))
        if not found:
            return
        part = self.add_section(tr("Contracts"))
        for one in found:
            link = LinkButton(one.number)
            link.clicked.connect(lambda _=False, key=one.id: self.context.navigation.open("contract", id=key))
            part.addLayout(row(link, 1, Pill(one.state)))
            until = tr("until {day}", day=formats.day(one.expires_on)) if one.expires_on else ""
            part.addWidget(Label(" · ".join(p for p in (
                tr(contract_words.KINDS[one.kind]), one.deal.campaign, until) if p), "secondary", "text3", wrap=True))

    def _log(self, detail: influencers.InfluencerDetail) -> None:
        part = self.add_section()
        if not detail.interactions:
            empty = tr("Nothing logged yet. Press L to log the first contact")
            part.addWidget(Label(empty, "body", "text3", wrap=True))
        for entry in detail.interactions:
            _add_entry(
                part, entry.summary,
                " · ".join(p for p in (
                    labels.label(InteractionKind(entry.kind)), formats.moment(entry.happened_at), entry.person,
                    entry.campaign,
                ) if p),
            )

    def _history(self, detail: influencers.InfluencerDetail) -> None:
        with self.context.workspace.reading() as session:
            changes = history.of_record(session, "influencer", detail.id)
            asked = contract_life.asked_by_creator(session, detail.id)
        if asked:
            part = self.add_section(tr("Changes asked for in contracts"))
            for one in asked:
                _add_entry(part, one.change.wish, " · ".join(p for p in (
                    tr(contract_words.CHANGES[one.change.state]),
                    formats.money(one.change.price, full=True) if one.change.price is not None else "",
                    one.number, formats.day(one.change.asked_on)) if p))
        part = self.add_section(tr("Changes to the record") if asked else "")
        for change in changes:
            _add_entry(part, change.text, " · ".join(p for p in (formats.moment(change.at), change.person) if p))
        if not changes:
            part.addWidget(Label(tr("No changes recorded"), "body", "text3"))


def _add_entry(part: QVBoxLayout, text: str, note: str) -> None:
    label = Label(text, wrap=True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    column = QVBoxLayout()
    column.setContentsMargins(0, 0, 0, 8)
    column.setSpacing(2)
    column.addWidget(label)
    column.addWidget(Label(note, "secondary", "text3"))
    part.addWidget(boxed(column))
