"""Columns of the compliance page: deliverables by country or by what is checked, and the record of creators."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from microinf_desktop.domain.check_topics import Answer, Topic, answers
from microinf_desktop.domain.compliance import WARNINGS
from microinf_desktop.domain.enums import Verdict
from microinf_desktop.queries.compliance import MatrixRow
from microinf_desktop.queries.compliance_creators import CreatorRecord
from microinf_desktop.ui import formats, labels
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.models.columns import Cell, Column, Kind
from microinf_desktop.ui.widgets.findings import area_name

Rules = Mapping[str, frozenset[Topic]]
Sign = tuple[Verdict, int] | None
_TOLD = 4  # findings in a tip
_TOPIC_WIDTHS = {Topic.WORDS: 62, Topic.LANGUAGE: 84, Topic.PRODUCT: 68}


def topic_names() -> dict[Topic, tuple[str, str]]:
    """Head of the column and what it asks."""
    return {
        Topic.LABEL: (tr("Label"), tr("Is there a label in the post itself?")),
        Topic.WORDS: (tr("Words"), tr("Do its words say that it is advertising, and all of it?")),
        Topic.PLACE: (tr("Place"), tr("Does it come first, before “more”?")),
        Topic.HASHTAGS: (tr("Tags"), tr("Does it stand apart from other hashtags?")),
        Topic.LANGUAGE: (tr("Language"), tr("Is it in the language of the audience?")),
        Topic.TRUTH: (tr("Truth"), tr("Does nothing contradict it?")),
        Topic.SEEN: (tr("Seen"), tr("Is it seen and heard in picture, video and sound?")),
        Topic.PRODUCT: (tr("Product"), tr("Does the product ask for more?")),
        Topic.TOOL: (tr("Tool"), tr("Is the platform’s own label switched on?")),
    }


def by_country(areas: Sequence[str]) -> list[Column]:
    """What, the verdict that counts, one sign per jurisdiction, and the gravest finding in words."""
    return [
        *_what(),
        *(Column(f"area_{code}", code, 40, Kind.SIGN, value=partial(area_sign, code), sort_key="",
                 tooltip=partial(area_tip, code)) for code in areas),
        Column("finding", tr("Finding"), 134, value=_finding, sort_key="", stretch=True, tooltip=_finding_tip),
        *_around(),
    ]


def by_check(rules: Rules) -> list[Column]:
    """What, the verdict that counts, and one sign per topic over all countries."""
    def answer(row: MatrixRow, topic: Topic) -> Answer | None:
        return said_by_topic(row, rules).get(topic)

    def sign(topic: Topic, row: MatrixRow) -> Sign:
        found = answer(row, topic)
        return None if found is None else (found.verdict, len({one.rule for _, one in found.findings}))

    def tip(topic: Topic, row: MatrixRow) -> str:
        found, asks = answer(row, topic), topic_names()[topic][1]
        told = [] if found is None else [f"{area}: {one.message}" for area, one in found.findings]
        return "\n".join([asks, *dict.fromkeys(told[:_TOLD])])

    return [
        *_what(stretch=True),
        *(Column(f"topic_{topic}", name, _TOPIC_WIDTHS.get(topic, 56), Kind.SIGN, value=partial(sign, topic),
                 sort_key="", tooltip=partial(tip, topic)) for topic, (name, _) in topic_names().items()),
        *_around(),
    ]


def said_by_topic(row: MatrixRow, rules: Rules) -> dict[Topic, Answer]:
    """What the checks of a deliverable's current text say by topic."""
    return answers([(one.jurisdiction, one.findings, one.passed_rules) for one in row.standing.checks], rules)


def _what(stretch: bool = False) -> list[Column]:
    """Of which deliverable; campaign and day give way where the columns are many."""
    return [
        Column("title", tr("Deliverable"), 148, value=_title, stretch=stretch),
        Column("creator", tr("Creator"), 150, Kind.NAME, value=lambda row: row.deal.creator),
        Column("campaign", tr("Campaign"), 126, hidden=stretch,
               value=lambda row: Cell(row.deal.campaign, swatch=row.deal.client_color)),
        Column("state", tr("State"), 140, Kind.STATUS, value=lambda row: row.state, hidden=True),
        Column("publish", tr("Goes live"), 100, Kind.DATE, value=lambda row: row.publish_on,
               hidden=stretch),
        Column("verdict", tr("Verdict"), 104, Kind.VERDICT, value=verdict_cell,
               tooltip=_decision_tip),
    ]


def _around() -> list[Column]:
    return [
        Column("decision", tr("Accepted by"), 104, value=_decision, sort_key="", tooltip=_decision_tip, hidden=True),
        Column("live", tr("Live check"), 104, value=_live, sort_key="", tooltip=_live_tip),
        Column("evidence", tr("Proofs"), 62, Kind.COUNT, value=lambda row: row.evidence or None, sort_key="",
               hidden=True),
    ]


def _title(row: MatrixRow) -> Cell:
    draft = tr("draft {n}", n=row.draft_number) if row.draft_number else tr("no draft")
    return Cell(labels.label(row.kind), tr("unplanned") if row.is_unplanned else draft, weight=500)


def verdict_cell(row: MatrixRow) -> tuple[Verdict, str] | None:
    """The strictest verdict, and whether somebody accepted its warnings; None while there is nothing to check."""
    if row.draft_number is None and not row.standing.checks:
        return None
    return row.verdict, tr("Accepted") if row.standing.decision is not None and row.verdict in WARNINGS else ""


def area_sign(code: str, row: MatrixRow) -> Sign:
    """A jurisdiction's verdict and how many of its rules say so; None where the campaign has no audience there."""
    check = row.standing.check(code)
    if check is None:
        asked = code in row.jurisdictions and row.standing.is_needed and row.draft_number is not None
        return (Verdict.NOT_CHECKED, 1) if asked else None
    severity = {Verdict.FAIL: "fail", Verdict.WARN: "warn", Verdict.CANNOT_TELL: "warn"}.get(check.verdict, "")
    return check.verdict, max(check.count(severity), 1) if severity else 1


def area_tip(code: str, row: MatrixRow) -> str:
    """Country, pack and date of the check, and what it found."""
    check = row.standing.check(code)
    if check is None:
        return tr("Not checked for {country}", country=area_name(code)) if code in row.jurisdictions else ""
    said = [finding.message for finding in check.findings if finding.severity in ("fail", "warn")]
    head = tr("{country}, pack {version}, checked {day}", country=area_name(code), version=check.pack_version,
              day=formats.moment(check.checked_at))
    return "\n".join([head, *said[:_TOLD]])


def _gravest(row: MatrixRow) -> list[tuple[str, str]]:
    """(country, message) of what decides, fails before warnings."""
    told = [
        (finding.severity == "warn", check.jurisdiction, finding.message)
        for check in row.standing.checks for finding in check.findings
        if finding.scope == "law" and finding.severity in ("fail", "warn")
    ]
    return [(area, message) for _, area, message in sorted(told, key=lambda one: one[0])]


def _finding(row: MatrixRow) -> Cell | None:
    told = _gravest(row)
    if told:
        return Cell(told[0][1], ink="text2")
    return Cell("") if not row.standing.checks else Cell(tr("Nothing found"), ink="text3")


def _finding_tip(row: MatrixRow) -> str:
    return "\n".join(dict.fromkeys(f"{area}: {message}" for area, message in _gravest(row)[:_TOLD]))


def _decision(row: MatrixRow) -> Cell | None:
    if row.standing.decision is not None:
        return Cell(row.standing.decision.person)
    return Cell(tr("Needed"), ink="attention", weight=600) if row.standing.needs_decision else None


def _decision_tip(row: MatrixRow) -> str:
    decision = row.standing.decision
    if decision is None:
        return ""
    return tr("Accepted by {who} {when}: {reason}", who=decision.person, when=formats.moment(decision.decided_at),
              reason=decision.reason)


def _live(row: MatrixRow) -> Cell | None:
    if row.violations:
        return Cell(trn("{n} violation", "{n} violations", row.violations), ink="danger", weight=600)
    if row.published_at is None:
        return None
    if row.live_check_due is None:
        return Cell(tr("Done"), ink="text2")
    if row.live_overdue:
        return Cell(tr("Look again") if row.looks_again else tr("Overdue"), ink="danger", weight=600)
    day = formats.short_day(row.live_check_due.date())
    return Cell(tr("Again {day}", day=day), ink="text2") if row.looks_again else Cell(tr("Due {day}", day=day))


def _live_tip(row: MatrixRow) -> str:
    if row.published_at is None:
        return ""
    said = [tr("Live since {when}", when=formats.moment(row.published_at))]
    if row.live_check_due is not None:
        said.append(tr("The next look is due {when}", when=formats.moment(row.live_check_due)))
    return "\n".join(said)


# Creators ------------------------------------------------------------------------------------------------------


def of_creators() -> list[Column]:
    """The record of a creator: posts checked, right at once, violations, days to mend."""
    return [
        Column("name", tr("Creator"), 240, Kind.NAME),
        Column("checked", tr("Posts checked"), 110, Kind.COUNT, value=lambda row: row.checked or None),
        Column("right", tr("First time right"), 150, Kind.PROGRESS, value=right_cell, tooltip=_right_tip),
        Column("share", tr("Share"), 80, value=_share, align="right", tooltip=_right_tip),
        Column("violations", tr("Violations"), 110, value=_violations, align="right"),
        Column("fix", tr("Time to fix"), 120, value=_fix_time, align="right", tooltip=_fix_tip),
        Column("last", tr("Last check"), 110, Kind.DATE, stretch=True,
               value=lambda row: row.last_checked.date() if row.last_checked else None),
    ]


def right_cell(row: CreatorRecord) -> tuple[int, int] | None:
    return (row.right, row.first) if row.first else None


def _share(row: CreatorRecord) -> str | None:
    return None if row.right_percent is None else formats.percent(row.right_percent, 0)


def _right_tip(row: CreatorRecord) -> str:
    return trn("{right} of {n} first draft passed in every country as it came",
               "{right} of {n} first drafts passed in every country as they came", row.first, right=row.right)


def _violations(row: CreatorRecord) -> Cell:
    if row.open_violations:
        some = tr("{n} open", n=row.open_violations)
        all_of_them = row.violations == row.open_violations
        return Cell(some if all_of_them else tr("{n}, {open}", n=row.violations, open=some), ink="danger", weight=600)
    return Cell(formats.count(row.violations), ink="" if row.violations else "text3")


def _fix_time(row: CreatorRecord) -> Cell | None:
    return None if row.fix_days is None else Cell(fix_words(row.fix_days))


def fix_words(days: float) -> str:
    """How long mending took, in the unit it was quick in: "under an hour", "5 hours", "2.5 days"."""
    hours = round(days * 24)
    if days * 24 < 1:
        return tr("under an hour")
    return trn("{n} hour", "{n} hours", hours) if hours < 48 else tr("{n} days", n=formats.decimal(days))


def _fix_tip(row: CreatorRecord) -> str:
    if row.fix_days is None:
        return ""
    return tr("Median from the finding of a violation to its mending: {time}", time=fix_words(row.fix_days))


def sorted_records(found: Sequence[CreatorRecord], key: str, descending: bool) -> list[CreatorRecord]:
    """By a column; those without a value last either way, equals by name."""
    values: dict[str, Callable[[CreatorRecord], Any]] = {
        "checked": lambda row: row.checked, "right": lambda row: row.right_percent,
        "share": lambda row: row.right_percent, "violations": lambda row: (row.violations, row.open_violations),
        "fix": lambda row: row.fix_days, "last": lambda row: row.last_checked,
    }
    value = values.get(key)
    if value is None:
        return list(reversed(found)) if descending else list(found)
    known = [row for row in found if value(row) is not None]
    known.sort(key=value, reverse=descending)
    return known + [row for row in found if value(row) is None]
