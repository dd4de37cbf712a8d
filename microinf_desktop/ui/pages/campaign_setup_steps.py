"""The forms of the set-up's steps: each takes a draft and gives it back with the fields it shows, and only those."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from microinf_desktop.domain.campaign_setup import SetupStep
from microinf_desktop.domain.campaigns import CampaignDraft
from microinf_desktop.domain.enums import Objective, Platform
from microinf_desktop.domain.errors import ValidationError
from microinf_desktop.domain.money import Money
from microinf_desktop.domain.schedule import LeadTimes, Phase, with_changes
from microinf_desktop.ui import choices, labels
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.pages.campaign_setup_check import CheckStep, template_facts
from microinf_desktop.ui.pages.campaign_setup_form import StepForm
from microinf_desktop.ui.pages.campaign_setup_summary import usual_lead_times
from microinf_desktop.ui.pages.campaign_setup_targets import TargetsEdit
from microinf_desktop.ui.widgets.buttons import Button, CheckBox
from microinf_desktop.ui.widgets.date_edit import DateEdit
from microinf_desktop.ui.widgets.inputs import ComboBox, NumberEdit, Picker, TagEdit, TextArea, TextField
from microinf_desktop.ui.widgets.labels import Label
from microinf_desktop.ui.widgets.layouts import column, row
from microinf_desktop.ui.widgets.money_edit import MoneyEdit
from microinf_desktop.ui.widgets.option_list import CheckItem, CheckList

_PHASES = {
    Phase.SHIP: "Ship the product", Phase.DRAFT: "Creator makes the draft", Phase.INTERNAL_REVIEW: "We review",
    Phase.CLIENT_REVIEW: "Client reviews", Phase.CHANGES: "Creator makes changes",
    Phase.PUBLISH: "Schedule and publish",
}
_SIZES = ("planned_creators", "planned_followers", "planned_posts")


class ClientStep(StepForm):
    """Client, name, product, and what to start from."""

    def build(self, draft: CampaignDraft) -> None:
        from microinf_desktop.queries import agency
        from microinf_desktop.queries.campaign_templates import templates
        from microinf_desktop.ui.dialogs.client import clients_with_ids

        with self.context.workspace.reading() as session:
            staff = [(person.id, person.name) for person in agency.people(session)]
            self.templates = {one.key: one for one in templates(session)}
        form = self.form
        form.add_field("client_id", tr("Client"),
                       ComboBox(clients_with_ids(self.context, keep=draft.client_id), tr("Choose")), required=True)
        form.add_field("name", tr("Name"), TextField(placeholder=tr("e.g. Winter Blend")), required=True)
        new_client = Button(tr("New client"), "quiet", "plus")
        new_client.clicked.connect(self.add_client)
        form.add_wide(new_client)
        form.add_field("product", tr("Product"), TextField(placeholder=tr("e.g. Winter Blend, 20 bags")))
        form.add_field("product_category", tr("Category"), TextField(placeholder=tr("e.g. tea")),
                       help=tr("What exclusivity is checked against"))
        form.add_field("owner_id", tr("Owner"), ComboBox([(None, tr("Nobody")), *staff]))
        form.add_heading(tr("Start from"))
        named = [(key, one.name) for key, one in self.templates.items()]
        form.add_field("template", tr("Template"), ComboBox([("", tr("An empty campaign")), *named]),
                       help=tr("Fills objectives, sizes and the end, and adds milestones around the go-live"))
        form.add_field("is_pilot", tr("This is a pilot"), CheckBox(""), help=tr("5 to 10 creators, 2 to 4 weeks"))
        pilot = Button(tr("Make it a pilot"), "secondary", "flag")
        pilot.setToolTip(tr("Template, size and dates in one go; everything can be changed afterwards"))
        pilot.clicked.connect(self.make_pilot)
        form.add_wide(pilot)
        chosen = self.templates.get(draft.template)
        if chosen is not None:
            form.add_wide(template_facts(chosen))
        form.add_field("summary", tr("Summary"), TextArea(rows=3), span=2)
        form.set_values({name: getattr(draft, name) for name in form.names()})
        form.input("client_id").edited.connect(self._take_client)
        form.input("template").edited.connect(self._take_template)
        self._draft = draft

    def take(self, draft: CampaignDraft) -> CampaignDraft:
        values = self.form.values()
        return replace(draft, **{**values, "template": values["template"] or ""})

    def add_client(self) -> None:
        from microinf_desktop.ui.dialogs.client import clients_with_ids, edit_client

        added = edit_client(self, self.context)
        if added is not None:
            field = self.form.input("client_id")
            field.set_choices(clients_with_ids(self.context, keep=self._draft.client_id))
            field.set_value(added)
            field.edited.emit()

    def _take_client(self) -> None:
        """A new campaign takes over the client's rules, currency, zone and category."""
        from microinf_desktop.queries import clients

        with self.context.workspace.reading() as session:
            found = clients.detail(session, self.form.input("client_id").value())
        if found is None:
            return
        typed, fields = self.take(self._draft), found.fields
        untouched = typed.budget_minor is None
        self.filled.emit(replace(
            typed, persona_ids=(), jurisdictions=typed.jurisdictions or tuple(fields["jurisdictions"]),
            product_category=typed.product_category or fields["category"],
            currency=fields["currency"] if untouched else typed.currency,
            time_zone=fields["time_zone"] if typed.go_live_on is None else typed.time_zone,
            key_messages=typed.key_messages or tuple(fields["key_messages"]),
        ))

    def _take_template(self) -> None:
        from microinf_desktop.domain.campaign_setup import started_from

        typed = self.take(self._draft)
        template = self.templates.get(typed.template)
        self.filled.emit(typed if template is None else started_from(typed, template))

    def make_pilot(self) -> None:
        from microinf_desktop.domain.campaign_setup import as_pilot
        from microinf_desktop.interchange.holidays import campaign_calendar
        from microinf_desktop.interchange.templates import shipped_campaigns
        from microinf_desktop.queries.lead_times import lead_times

        typed, today = self.take(self._draft), self.context.today()
        template = next(one for one in shipped_campaigns() if one.is_pilot)
        with self.context.workspace.reading() as session:
            times = lead_times(session, template.deliverables[0].kind)
        calendar = campaign_calendar(typed.jurisdictions, today, today)
        self.filled.emit(as_pilot(typed, template, today, times, calendar))


class ObjectivesStep(StepForm):
    """Objectives, the plan targets are proposed from, and the targets."""

    def build(self, draft: CampaignDraft) -> None:
        form = self.form
        form.add_heading(tr("What the campaign should bring"))
        for objective in Objective:
            form.add_field(f"objective_{objective.value}", labels.label(objective), CheckBox(""))
        form.add_field("hypothesis", tr("Hypothesis"),
                       TextArea(placeholder=tr("e.g. food creators bring cheaper visits than lifestyle ones"), rows=2),
                       span=2)
        form.add_field("key_messages", tr("Key messages, one a line"), TextArea(rows=3), span=2)
        form.add_heading(tr("The plan targets are proposed from"))
        form.add_field("planned_creators", tr("Creators planned"), NumberEdit(tr("e.g. 8")))
        form.add_field("planned_followers", tr("Followers of each, about"), NumberEdit(tr("e.g. 20 K")))
        form.add_field("planned_posts", tr("Posts of each"), NumberEdit(tr("e.g. 2")))
        platforms = ComboBox([(None, tr("Not chosen yet")), *labels.choices(Platform)])
        form.add_field("main_platform", tr("Where most posts are"), platforms,
                       help=tr("Until then targets are proposed as for Instagram"))
        form.add_field("order_value", tr("Average order"), MoneyEdit(draft.currency),
                       help=tr("For conversion targets: what a customer spends at once"))
        form.set_values({
            **{f"objective_{word.value}": word in draft.objectives for word in Objective},
            **{name: getattr(draft, name) for name in _SIZES}, "hypothesis": draft.hypothesis,
            "key_messages": "\n".join(draft.key_messages), "main_platform": draft.main_platform or None,
            "order_value": draft.order_value,
        })
        self.targets = TargetsEdit(self.context, draft.currency)
        self.targets.set_value(draft.targets)
        self.column.addWidget(self.targets)
        self._draft = draft
        self._propose()
        form.changed.connect(self._propose)
        self.targets.edited.connect(self.changed)
        self._show_learnings(draft)

    def take(self, draft: CampaignDraft) -> CampaignDraft:
        return replace(self._plan(draft), targets=self.targets.value())

    def _plan(self, draft: CampaignDraft) -> CampaignDraft:
        values = self.form.values()
        order: Money | None = values["order_value"]
        ticked = [word for word in Objective if values[f"objective_{word.value}"]]
        kept = [word for word in draft.objectives if word in ticked]  # their order is the campaign's
        return replace(
            draft, objectives=(*kept, *(word for word in ticked if word not in kept)),
            hypothesis=values["hypothesis"], key_messages=_lines(values["key_messages"]),
            **{name: values[name] for name in _SIZES}, main_platform=values["main_platform"] or "",
            order_value_minor=None if order is None else order.minor,
        )

    def validate(self) -> bool:
        return self.form.validate() and self.targets.validate()

    def show_error(self, error: ValidationError) -> bool:
        return super().show_error(error) or self.targets.show_error(error)

    def _propose(self) -> None:
        plan = self._plan(self._draft)
        self.targets.propose(plan)

    def _show_learnings(self, draft: CampaignDraft) -> None:
        from microinf_desktop.queries.learnings import learnings

        if draft.client_id is None:
            return
        with self.context.workspace.reading() as session:
            found = learnings(session, draft.client_id)
        if found:
            self.column.addWidget(Label(tr("What earlier campaigns taught"), "section"))
        for one in found[:6]:
            where = ", ".join(part for part in (one.topic, one.campaign) if part)
            self.column.addLayout(column(Label(one.text, wrap=True), Label(where, "secondary", "text3"), spacing=2))


class AudienceStep(StepForm):
    """Personas, languages and the rules that apply."""

    def build(self, draft: CampaignDraft) -> None:
        self._draft = draft
        form = self.form
        form.add_field("audience_languages", tr("Languages of the audience"), TagEdit(None, tr("e.g. de")), span=2)
        form.add_field("jurisdictions", tr("Rules that apply"),
                       TagEdit(lambda: [code for code, _ in choices.jurisdictions()], tr("e.g. UK")), span=2,
                       help=tr("Where the audience is: {codes}", codes=", ".join(choices.JURISDICTIONS)))
        form.set_values({"audience_languages": draft.audience_languages, "jurisdictions": draft.jurisdictions})
        self.personas = CheckList(strike=False)
        self.personas.setAccessibleName(tr("Personas"))
        self.none = Label(tr("This client has no personas yet. A persona says whom the campaign wants to reach"),
                          ink="text3", wrap=True)
        add = Button(tr("New persona"), "quiet", "plus")
        add.clicked.connect(self.add_persona)
        self.column.addLayout(row(Label(tr("Personas"), "section"), 1, add))
        self.column.addWidget(self.none)
        self.column.addWidget(self.personas)
        self._list(draft.persona_ids)
        self.personas.toggled.connect(lambda _id, _on: self.changed.emit())

    def _list(self, chosen: tuple[int, ...]) -> None:
        from microinf_desktop.queries import clients

        offered: list[dict[str, Any]] = []
        if self._draft.client_id is not None:
            with self.context.workspace.reading() as session:
                found = clients.detail(session, self._draft.client_id)
            offered = [_plain(persona) for persona in found.personas] if found is not None else []
        self._ids = [persona["id"] for persona in offered]
        self.personas.set_items([
            CheckItem(persona["id"], persona["name"], persona["id"] in chosen, persona_note(persona, interests=0))
            for persona in offered
        ])
        self.personas.fit_height()
        self.personas.setVisible(bool(offered))
        self.none.setVisible(not offered)

    def take(self, draft: CampaignDraft) -> CampaignDraft:
        values, ticked = self.form.values(), self.personas.checked()
        wrong = [code for code in values["jurisdictions"] if code.upper() not in choices.JURISDICTIONS]
        if wrong:
            raise ValidationError("jurisdictions", f"There are no rules for “{wrong[0]}”.",
                                  "Use codes such as UK, US, DE.")
        return replace(
            draft, jurisdictions=tuple(code.upper() for code in values["jurisdictions"]),
            audience_languages=values["audience_languages"],
            persona_ids=tuple(key for key in self._ids if key in ticked),
        )

    def add_persona(self) -> None:
        from microinf_desktop.ui.dialogs.persona import edit_persona

        if self._draft.client_id is None:
            return
        added = edit_persona(self, self.context, self._draft.client_id)
        if added is not None:
            self._list((*self.personas.checked(), added))
            self.changed.emit()


def _plain(persona: Any) -> dict[str, Any]:
    """A persona as a dict, whether the query gives one or a row."""
    if isinstance(persona, dict):
        return persona
    names = ("id", "name", "age_from", "age_to", "gender", "countries", "interests")
    return {name: getattr(persona, name) for name in names}


def persona_note(persona: Any, interests: int = 3) -> str:
    """Age, gender, countries and so many interests in one line."""
    values = _plain(persona)
    ages = "–".join(str(age) for age in (values["age_from"], values["age_to"]) if age is not None)
    parts = (ages, values["gender"], ", ".join(values["countries"]), ", ".join(values["interests"][:interests]))
    return " · ".join(part for part in parts if part)


class DatesStep(StepForm):
    """Dates, zone, and lead times where they differ from the agency's."""

    def build(self, draft: CampaignDraft) -> None:
        from microinf_desktop.interchange.holidays import campaign_calendar

        today = self.context.today()
        calendar = campaign_calendar(draft.jurisdictions, today, draft.ends_on or today)

        def closed(day: Any) -> str:
            return calendar.holidays.get(day, "")

        form = self.form
        form.add_field("starts_on", tr("Start"), DateEdit(holidays=closed), help=tr("When work begins"))
        form.add_field("go_live_on", tr("Go-live"), DateEdit(holidays=closed),
                       help=tr("When the first post is public; all other days are counted back from here"))
        form.add_field("ends_on", tr("End"), DateEdit(holidays=closed), help=tr("When measuring ends"))
        form.add_field("time_zone", tr("Time zone"), Picker(choices.search_in(choices.time_zones)), required=True)
        form.add_heading(tr("Lead times of this campaign, working days"))
        form.add_wide(Label(tr("Left empty, the number shown in grey is used: the agency’s own, from the settings. "
                               "0 leaves a step out"), "secondary", "text3", wrap=True))
        usual = usual_lead_times(self.context, draft)
        for phase in Phase:
            field = NumberEdit(str(usual.days(phase)))
            form.add_field(f"lead_{phase.value}", tr(_PHASES[phase]), field)
        form.set_values({
            **{name: getattr(draft, name) for name in ("starts_on", "go_live_on", "ends_on", "time_zone")},
            **{f"lead_{name}": days for name, days in draft.lead_times.items()},
        })

    def take(self, draft: CampaignDraft) -> CampaignDraft:
        values = self.form.values()
        times = {phase.value: values[f"lead_{phase.value}"] for phase in Phase
                 if values[f"lead_{phase.value}"] is not None}
        try:
            with_changes(LeadTimes(), times)
        except ValidationError as error:
            raise ValidationError(f"lead_{error.field}", error.message, error.hint) from error
        plain = {name: values[name] for name in ("starts_on", "go_live_on", "ends_on", "time_zone")}
        return replace(draft, **plain, lead_times=times)


class BudgetStep(StepForm):
    """Budget and currency."""

    def build(self, draft: CampaignDraft) -> None:
        form = self.form
        form.add_field("currency", tr("Currency"), ComboBox(choices.currencies()), required=True)
        form.add_field("budget", tr("Budget"), MoneyEdit(draft.currency),
                       help=tr("Fees and products of all creators; sums such as 8*450 are worked out"))
        form.add_field("notes", tr("Notes"), TextArea(rows=3), span=2)
        form.set_values({"currency": draft.currency, "budget": draft.budget, "notes": draft.notes})
        form.input("currency").edited.connect(
            lambda: form.input("budget").set_currency(form.input("currency").value()))

    def take(self, draft: CampaignDraft) -> CampaignDraft:
        values = self.form.values()
        budget: Money | None = values["budget"]
        return replace(draft, currency=values["currency"], notes=values["notes"],
                       budget_minor=None if budget is None else budget.minor)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


STEPS: dict[SetupStep, tuple[str, Callable[..., StepForm]]] = {
    SetupStep.CLIENT: ("Client and product", ClientStep),
    SetupStep.OBJECTIVES: ("Objectives and targets", ObjectivesStep),
    SetupStep.AUDIENCE: ("Audience and rules", AudienceStep),
    SetupStep.DATES: ("Dates and lead times", DatesStep),
    SetupStep.BUDGET: ("Budget", BudgetStep),
    SetupStep.CHECK: ("Plan and check", CheckStep),
}
