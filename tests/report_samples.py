"""Invented campaigns for tests of charts and reports: finished, large, unread, awkward; no real people."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256

from microinf_desktop.domain.enums import (
    CampaignState,
    DeliverableKind,
    DeliverableState,
    Objective,
    Platform,
    TargetMetric,
    Verdict,
)
from microinf_desktop.domain.metrics import MetricRead
from microinf_desktop.domain.money import Money
from microinf_desktop.domain.reports import (
    ComplianceRow,
    CreatorDeal,
    DayCount,
    DeliverableRow,
    ReportData,
    ReportFrame,
    ReportParty,
    SpendRow,
    build_report,
)

START, END, PREPARED = date(2026, 11, 30), date(2026, 12, 14), date(2026, 12, 22)
FRAME = ReportFrame(
    agency=ReportParty("Kestrel Lane", "#0B5B68", "hello@kestrel-lane.example"),
    client=ReportParty("Tarnwick Tea", "#7A4A12"),
    campaign="Winter Blend",
    state=CampaignState.FINISHED,
    starts_on=START,
    ends_on=END,
    prepared_on=PREPARED,
    prepared_by="Ida Lund",
    objectives=(Objective.AWARENESS, Objective.ENGAGEMENT, Objective.CONVERSION),
    conversion_name="Orders by code",
    attribution="Last touch, 30 days, unique code before link",
)
TARGETS = {
    TargetMetric.REACH: 374_000.0,
    TargetMetric.ENGAGEMENT_RATE_BY_REACH: 5.5,
    TargetMetric.CONVERSIONS: 360.0,
    TargetMetric.RETURN_ON_AD_SPEND: 2.5,
}
NAMES = (
    "Klara Vossbeck", "Senna Kivimarsh", "Halvar Nordhagen", "Ansgar Lindqvarn", "Rosalba Quintavalle",
    "Maelle Bresnard",
)
COSTS = (900, 1_480, 1_560, 1_040, 760, 600)
REACHES = (118_400, 96_700, 81_300, 54_900, 38_100, 28_800)
RATES = (7.9, 6.6, 4.3, 5.2, 7.1, 6.8)
ORDERS = (104, 71, 29, 33, 58, 17)
KINDS = (
    (DeliverableKind.REEL, DeliverableKind.STORY),
    (DeliverableKind.TIKTOK_VIDEO, DeliverableKind.REEL),
    (DeliverableKind.YOUTUBE_MENTION, DeliverableKind.YOUTUBE_SHORT),
    (DeliverableKind.CAROUSEL, DeliverableKind.STORY),
    (DeliverableKind.REEL, DeliverableKind.GRID_POST),
    (DeliverableKind.LIVE_QA, DeliverableKind.STORY),
)
DAILY = (9, 5, 8, 3, 4, 5, 7, 9, 11, 13, 30, 32, 48, 49, 79)


def reads(
    published: date, reach: int, engaged: int, platform: Platform, kind: DeliverableKind, **extra: object
) -> tuple[MetricRead, ...]:
    """Reads after one, seven and, for early posts, fourteen days; shares of the total as posts really grow."""
    result = []
    for days, share in ((1, 0.52), (7, 0.91), (14, 1.0)):
        scale = 1.0 if days == 14 or (published + timedelta(days=14) > PREPARED and days == 7) else share
        count = int(reach * scale)
        parts = {"likes": int(engaged * scale * 0.93), "comments": int(engaged * scale * 0.07)}
        if kind.post_format == "story":
            parts = {"replies": int(engaged * scale * 0.2), "sticker_taps": int(engaged * scale * 0.8)}
        result.append(MetricRead(
            published + timedelta(days=days), reach=count, impressions=int(count * 1.22),
            views=int(count * 1.4), link_clicks=int(count * 0.011), source="creator insights", **parts, **extra,
        ))
    return tuple(read for read in result if read.read_on <= PREPARED)


def _platform(kind: DeliverableKind) -> Platform:
    if kind.value.startswith("youtube"):
        return Platform.YOUTUBE
    return Platform.TIKTOK if kind is DeliverableKind.TIKTOK_VIDEO else Platform.INSTAGRAM


def finished_deliverables() -> list[DeliverableRow]:
    """Twelve posts of six creators; the last creator's figures are estimates."""
    rows = []
    for index, name in enumerate(NAMES):
        for part, kind in enumerate(KINDS[index]):
            share = 0.72 if part == 0 else 0.28
            published = START + timedelta(days=(index * 2 + part * 5) % 14)
            reach = round(REACHES[index] * share)
            extra: dict[str, object] = {"is_estimated": index == 5}
            if part == 0:
                extra |= {"conversions": ORDERS[index], "revenue_minor": ORDERS[index] * 5_904}
            rows.append(DeliverableRow(
                deliverable_id=index * 2 + part + 1, creator_id=index + 1, creator=name,
                title="" if part else "Cold evening, warm cup", platform=_platform(kind), kind=kind,
                state=DeliverableState.COMPLETE, due_on=published, published_on=published,
                url=f"https://example.com/p/{index}{part}", verdict=Verdict.PASS,
                reads=reads(published, reach, round(reach * RATES[index] / 100), _platform(kind), kind, **extra),
            ))
    return rows


def deals(costs: Sequence[int] = COSTS, currency: str = "EUR") -> list[CreatorDeal]:
    return [
        CreatorDeal(index + 1, NAMES[index % len(NAMES)], f"@{NAMES[index % len(NAMES)].split()[0].lower()}",
                    Money(cost * 100, currency))
        for index, cost in enumerate(costs)
    ]


def checks(deliverables: Sequence[DeliverableRow]) -> list[ComplianceRow]:
    """One check per post; the second is a warning that somebody decided on, the fourth a failure."""
    rows = []
    for number, row in enumerate(deliverables):
        common = {
            "deliverable_id": row.deliverable_id, "jurisdiction": "UK" if number % 3 else "US",
            "evidence_sha256": sha256(f"proof {number}".encode()).hexdigest(), "phase": "live",
        }
        if number == 1:
            rows.append(ComplianceRow(
                **common, verdict=Verdict.WARN, rule="UK-LABEL-POSITION",
                message="The label stands after the fold of the caption.", decided_by="Ida Lund",
                decided_on=date(2026, 12, 2), reason="Label is also on the picture for its whole length.",
            ))
        elif number == 3:
            rows.append(ComplianceRow(
                **common, verdict=Verdict.FAIL, rule="UK-LABEL-WORDING",
                message="“Thanks to” does not make an advertisement recognisable.",
            ))
        else:
            rows.append(ComplianceRow(**common, verdict=Verdict.PASS))
    return rows


def spend() -> list[SpendRow]:
    return [
        SpendRow("Creator fees", Money(5_800_00, "EUR"), Money(5_610_00, "EUR")),
        SpendRow("Products and shipping", Money(700_00, "EUR"), Money(730_00, "EUR")),
        SpendRow("Agency fee", Money(2_000_00, "EUR"), Money(2_000_00, "EUR"), is_counted=False),
    ]


def finished(frame: ReportFrame = FRAME) -> ReportData:
    """The wrap report of the design: six creators, reach above and orders under target."""
    rows = finished_deliverables()
    return build_report(
        frame, deals(), rows, targets=TARGETS, compliance=checks(rows), spend=spend(),
        daily=[DayCount(START + timedelta(days=day), count, count * 5_904) for day, count in enumerate(DAILY)],
        sources=["Creator insights, 12 screenshots on file", "Shop export of 21 December 2026"],
    )


def unread() -> ReportData:
    """Everything published, nothing read: no figure may be invented."""
    rows = [replace(row, reads=()) for row in finished_deliverables()]
    return build_report(
        replace(FRAME, state=CampaignState.RUNNING, prepared_on=date(2026, 12, 16)), deals(), rows,
        targets=TARGETS, compliance=checks(rows),
    )


def planned() -> ReportData:
    """Nothing published yet."""
    rows = [
        replace(row, reads=(), published_on=None, state=DeliverableState.BRIEFED) for row in finished_deliverables()
    ]
    return build_report(replace(FRAME, state=CampaignState.PLANNING), deals(), rows, targets=TARGETS)


def large(creators: int = 40, per_creator: int = 3) -> ReportData:
    """Many creators and deliverables: page breaks and repeated heads."""
    frame = replace(FRAME, campaign="Winter Blend, all markets", client=ReportParty("Quillmoor Outdoor", "#2F5D3A"))
    deals_, rows = [], []
    for index in range(creators):
        first, last = NAMES[index % 6].split()[0], NAMES[(index * 5 + index // 6) % 6].split()[1]
        name = f"{first} {last}" if index < 6 else f"{first} {chr(65 + index // 6)}. {last}"
        deals_.append(CreatorDeal(index + 1, name, f"@creator{index}", Money((400 + 37 * index % 1_300) * 100, "EUR")))
        for part in range(per_creator):
            kind = KINDS[(index + part) % 6][part % 2]
            published = START + timedelta(days=(index * 3 + part * 4) % 15)
            reach = 9_000 + (index * 7_919 + part * 3_571) % 41_000
            engaged = round(reach * (3 + (index * 13 + part * 7) % 60 / 10) / 100)
            rows.append(DeliverableRow(
                len(rows) + 1, index + 1, name, "", _platform(kind), kind, DeliverableState.METRICS_CAPTURED,
                published, published, verdict=Verdict.PASS,
                reads=() if (index + part) % 17 == 5 else reads(
                    published, reach, engaged, _platform(kind), kind, conversions=index % 7, revenue_minor=9_900,
                ),
            ))
    return build_report(frame, deals_, rows, targets=TARGETS | {TargetMetric.REACH: 2_600_000.0},
                        compliance=checks(rows), sources=["Creator insights, 112 screenshots on file"])


AWKWARD_NAME = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftsvorsitzende"


def awkward() -> ReportData:
    """Markup, emoji, right-to-left and very long words wherever a user can type."""
    hostile = "<b>A & B</b> 🍵 شركة الشاي"
    frame = replace(
        FRAME, campaign=f"{hostile} {{page}}", client=ReportParty(f"Tee & <Söhne> {AWKWARD_NAME}", "#FFE600"),
        agency=ReportParty("Kestrel {total} <i>Lane</i>", "#0B5B68"), prepared_by="Ида Лунд",
        conversion_name="Bestellungen <code>", locale="de_DE", attribution="100 % <last> & first {n}",
    )
    names = {1: AWKWARD_NAME, 2: "نور الهدى", 3: "<img src=x>", 4: "山田 花子 🎌", 5: "$x^2$ & Co", 6: "Ł. Żółć"}
    rows = [
        replace(row, creator=names[row.creator_id], title=f"{row.title or 'Teil'} {hostile}")
        for row in finished_deliverables()
    ]
    return build_report(
        frame, [replace(deal, name=names[deal.creator_id]) for deal in deals()], rows, targets=TARGETS,
        compliance=[replace(check, message=hostile, reason=AWKWARD_NAME, decided_by="O'Neil <x>")
                    for check in checks(rows)],
        spend=[replace(row, label=f"{row.label} {hostile}") for row in spend()],
        daily=[DayCount(START + timedelta(days=day), count) for day, count in enumerate(DAILY)],
        sources=[hostile, AWKWARD_NAME * 2], gaps=["&amp; <br/> & {x}"],
    )
