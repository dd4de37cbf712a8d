"""What a report's numbers say in plain words: labels, the headline, the summary and what is missing."""

from collections.abc import Iterator, Sequence
from datetime import date

from microinf_desktop.domain.enums import TargetMetric, Verdict
from microinf_desktop.domain.metrics import Unit
from microinf_desktop.domain.report_figures import late_share
from microinf_desktop.domain.report_rows import CreatorRow, DeliverableRow, KpiRow, ReportData
from microinf_desktop.domain.wording import MISSING, NBSP, UNIT_SPACE, PlainWording, Wording, number_word, sentence

_PLAIN = PlainWording()
# A result this close to the target, in per cent of it or in points, counts as met in sentences.
_ON_TARGET = 0.5
_ON_TARGET_POINTS = 0.05
# Share of conversions in the last third of the days from which on, or below which, timing is worth a word.
_LATE, _EARLY = 0.6, 0.12
_YOUNG_DAYS = 7


# Words for one KPI ------------------------------------------------------------------------------------------

def kpi_label(data: ReportData, kpi: KpiRow, wording: Wording = _PLAIN) -> str:
    """What the KPI is called on a card; the client's own word for conversions."""
    if kpi.metric is TargetMetric.CONVERSIONS and data.frame.conversion_name:
        return data.frame.conversion_name
    return wording.say(kpi.info.label)


def kpi_value(kpi: KpiRow, value: float | None, wording: Wording = _PLAIN) -> str:
    """A value in the KPI's unit, such as 418,200, 6.4 %, 2.9 x or €0.24; "–" when it is missing."""
    if value is None:
        return MISSING
    if kpi.info.unit is Unit.PERCENT:
        return wording.percent(value, 1 if abs(value) >= 1 or not value else 2)
    if kpi.info.unit is Unit.MULTIPLE:
        return f"{wording.number(value, 1)}{UNIT_SPACE}x"
    if kpi.info.unit is Unit.MONEY:
        return wording.money(value, kpi.currency, 0 if abs(value) >= 1000 else None)
    return wording.number(value)


def kpi_standing(data: ReportData, kpi: KpiRow, wording: Wording = _PLAIN) -> str:
    """Where the KPI stands: the difference from its target, or the share reached while it still grows."""
    if data.is_open(kpi) and kpi.target:
        return wording.say("{share} so far", share=wording.percent((kpi.actual or 0) / kpi.target * 100, 0))
    return kpi_difference(kpi, wording)


def kpi_difference(kpi: KpiRow, wording: Wording = _PLAIN) -> str:
    """Signed distance from the target, "+12 %" or "+0.9 points"; "" when there is none."""
    if kpi.difference is None:
        return ""
    text = _distance(kpi, wording, kpi.difference)
    return f"+{text}" if kpi.difference > 0 else text


def _distance(kpi: KpiRow, wording: Wording, difference: float) -> str:
    if kpi.info.unit is Unit.PERCENT:
        digits = 1 if abs(difference) >= _ON_TARGET_POINTS or not difference else 2
        return wording.say("{number} points", number=wording.number(difference, digits))
    return wording.percent(difference, 0 if abs(difference) >= 1 or not difference else 1)


def _noun(data: ReportData, kpi: KpiRow, wording: Wording) -> str:
    if kpi.metric is TargetMetric.CONVERSIONS and data.frame.conversion_name:
        return data.frame.conversion_name
    return wording.say(kpi.info.noun)


# Headline ---------------------------------------------------------------------------------------------------

def headline(data: ReportData, wording: Wording = _PLAIN) -> str:
    """The finding in one line, without a full stop: what the numbers support and no more."""
    if not data.published:
        return wording.say("Nothing is published yet, so there is no result to report")
    if not data.has_figures:
        return wording.say(
            "{done} of {planned} deliverables are published, their figures are not read yet",
            done=wording.number(len(data.delivered)), planned=wording.number(len(data.planned)),
        )
    judged = [kpi for kpi in data.kpis if kpi.difference is not None]
    if not judged:
        return sentence(_without_target(data, wording))
    if not data.is_final:
        return sentence(_running(data, judged[0], wording))
    return sentence(_finished(data, judged, wording))


def _without_target(data: ReportData, wording: Wording) -> str:
    read = (kpi for kpi in data.kpis if kpi.metric is not TargetMetric.CONTENT_PIECES)
    kpi = next(kpi for kpi in read if kpi.actual is not None)
    return wording.say(
        "{metric}: {value} from {n} {base}, no target was set", metric=_noun(data, kpi, wording),
        value=kpi_value(kpi, kpi.actual, wording), n=wording.number(kpi.n), base=wording.say(kpi.base),
    )


def _running(data: ReportData, kpi: KpiRow, wording: Wording) -> str:
    metric = _noun(data, kpi, wording)
    if kpi.info.unit is Unit.COUNT and kpi.target:
        share = wording.percent((kpi.actual or 0) / kpi.target * 100, 0)
        text = _by_number(kpi, "{metric} is at {share} of its target", "{metric} are at {share} of their target")
        result = wording.say(text, metric=metric, share=share)
    else:
        text = _by_number(
            kpi, "{metric} is {value} so far against a target of {target}",
            "{metric} are {value} so far against a target of {target}",
        )
        result = wording.say(
            text, metric=metric, value=kpi_value(kpi, kpi.actual, wording),
            target=kpi_value(kpi, kpi.target, wording),
        )
    days = (data.frame.ends_on - data.frame.prepared_on).days if data.frame.ends_on else 0
    if days <= 0:
        return result
    left = "one day left" if days == 1 else "{days} days left"
    return f"{result}, {wording.say(left, days=wording.number(days))}"


def _finished(data: ReportData, judged: Sequence[KpiRow], wording: Wording) -> str:
    lead, others = judged[0], judged[1:]
    missed = sorted((kpi for kpi in others if _outcome(kpi) < 0), key=_relative)
    timing = _timing_clause(data, missed, wording)
    if len(judged) >= 3 and not missed and _outcome(lead) >= 0 and not timing:
        first = wording.say("all {n} targets met", n=number_word(len(judged), wording))
        best = max(judged, key=_relative)
        if _outcome(best) == 0:
            return first
        by = _distance(best, wording, abs(best.difference or 0))
        return f"{first}, {wording.say('{metric} exceeded by {by}', metric=_in_sentence(data, best, wording), by=by)}"
    first = _first(data, lead, wording)
    if timing:
        return f"{first}, {timing}"
    if missed:
        return f"{first}, {_second(data, missed[0], wording, after_success=False)}"
    beaten = [kpi for kpi in others if _outcome(kpi) > 0]
    if not beaten:
        return first
    return f"{first}, {_second(data, max(beaten, key=_relative), wording, after_success=_outcome(lead) > 0)}"


def _relative(kpi: KpiRow) -> float:
    """Distance from the target in per cent of it, positive when better: orders results of different units."""
    if kpi.actual is None or not kpi.target:
        return 0.0
    distance = (kpi.actual - kpi.target) / kpi.target * 100
    return -distance if kpi.info.lower_is_better else distance


def _outcome(kpi: KpiRow) -> int:
    """1 better than the target, 0 on it, −1 worse."""
    near = _ON_TARGET_POINTS if kpi.info.unit is Unit.PERCENT else _ON_TARGET
    if kpi.difference is None or abs(kpi.difference) < near:
        return 0
    return 1 if kpi.is_met else -1


def _by_number(kpi: KpiRow, singular: str, plural: str) -> str:
    return plural if kpi.info.is_plural else singular


def _first(data: ReportData, kpi: KpiRow, wording: Wording) -> str:
    outcome, difference = _outcome(kpi), abs(kpi.difference or 0)
    if outcome == 0:
        text = _by_number(kpi, "{metric} met its target", "{metric} met their target")
    elif kpi.info.lower_is_better:
        text = "{metric} came in {by} under target" if outcome > 0 else "{metric} ran {by} over target"
    elif outcome > 0 and kpi.info.unit is not Unit.PERCENT and difference >= 100:
        text = _by_number(
            kpi, "{metric} came to {times} times its target", "{metric} came to {times} times their target"
        )
    elif outcome > 0:
        text = _by_number(kpi, "{metric} beat its target by {by}", "{metric} beat their target by {by}")
    else:
        text = _by_number(
            kpi, "{metric} fell {by} short of its target", "{metric} fell {by} short of their target"
        )
    return wording.say(
        text, metric=_noun(data, kpi, wording), by=_distance(kpi, wording, difference),
        times=wording.number(1 + difference / 100, 1),
    )


def _second(data: ReportData, kpi: KpiRow, wording: Wording, after_success: bool) -> str:
    if _outcome(kpi) > 0:
        text = "{metric} by {by}" if after_success else "{metric} did better than planned by {by}"
    elif kpi.info.lower_is_better:
        text = "{metric} ran {by} over"
    else:
        text = "{metric} fell {by} short"
    by = _distance(kpi, wording, abs(kpi.difference or 0))
    return wording.say(text, metric=_in_sentence(data, kpi, wording), by=by)


def _in_sentence(data: ReportData, kpi: KpiRow, wording: Wording) -> str:
    """The noun inside a sentence: the client's word loses its capital where the language writes nouns small."""
    noun = _noun(data, kpi, wording)
    own_word = kpi.metric is TargetMetric.CONVERSIONS and bool(data.frame.conversion_name)
    return noun[:1].lower() + noun[1:] if own_word and wording.say("conversions").islower() else noun


def _timing_clause(data: ReportData, missed: Sequence[KpiRow], wording: Wording) -> str:
    """Whether sales came late or early, joined with a miss of the conversions; "" when neither."""
    found = late_share(data.daily)
    if found is None or _EARLY < found[0] < _LATE:
        return ""
    late = found[0] >= _LATE
    conversions = next((kpi for kpi in missed if kpi.metric is TargetMetric.CONVERSIONS), None)
    if conversions is None or conversions.difference is None:
        return wording.say("sales came late" if late else "sales came early")
    by = _distance(conversions, wording, abs(conversions.difference))
    text = "sales came late and fell {by} short" if late else "sales came early and fell {by} short"
    return wording.say(text, by=by)


# Summary ----------------------------------------------------------------------------------------------------

def summary(data: ReportData, wording: Wording = _PLAIN) -> str:
    """Two to five sentences for the head of the report: what was done, what it brought, what is not known."""
    return " ".join(sentence(text) for text in _sentences(data, wording))


def _sentences(data: ReportData, wording: Wording) -> Iterator[str]:
    yield _published_sentence(data, wording)
    if not data.published:
        return
    if not data.has_figures:
        yield wording.say(
            "Reach, engagement and cost per result cannot be reported until the figures of the posts are read."
        )
        return
    yield from _timing_sentence(data, wording)
    yield from _best_creator(data, wording)
    yield from _misses(data, wording)
    unread = sum(row.latest is None for row in data.published)
    if unread:
        yield wording.say(
            "figures of {n} of {total} posts are not read yet.", n=wording.number(unread),
            total=wording.number(len(data.published)),
        )


def _published_sentence(data: ReportData, wording: Wording) -> str:
    if not data.published:
        due = sorted(row.due_on for row in data.planned if row.due_on)
        if not due:
            return wording.say("no deliverable is planned yet." if not data.planned else "no post is due yet.")
        return wording.say(
            "{n} deliverables are planned, the first for {day}.", n=number_word(len(data.planned), wording),
            day=wording.day(due[0]),
        )
    creators = len({row.creator_id for row in data.published})
    text = "one creator published {done} of {planned} deliverables{when}." if creators == 1 else (
        "{n} creators published {done} of {planned} deliverables{when}."
    )
    return wording.say(
        text, n=number_word(creators, wording), done=wording.number(len(data.delivered)),
        planned=wording.number(len(data.planned)), when=_when(data.published, wording),
    )


def _when(published: Sequence[DeliverableRow], wording: Wording) -> str:
    days = sorted(row.published_on for row in published if row.published_on)
    if not days:
        return ""
    if days[0] == days[-1]:
        return wording.say(" on {day}", day=wording.day(days[0]))
    return wording.say(" between {first} and {last}", first=wording.day(days[0]), last=wording.day(days[-1]))


def _timing_sentence(data: ReportData, wording: Wording) -> Iterator[str]:
    found = late_share(data.daily)
    if found is None or _EARLY < found[0] < _LATE:
        return
    share, days = found
    values = {"share": _share_words(share, wording), "days": number_word(days, wording)}
    yield wording.say("{share} of all sales came in the last {days} days.", **values)


def _share_words(share: float, wording: Wording) -> str:
    near = {0.5: "half", 2 / 3: "two thirds", 0.75: "three quarters"}
    for value, words in near.items():
        if abs(share - value) <= 0.02:
            return wording.say(words)
    return wording.percent(share * 100, 0)


def _best_creator(data: ReportData, wording: Wording) -> Iterator[str]:
    reached = [row for row in data.creators if row.reach]
    total = sum(row.reach or 0 for row in reached)
    if len(reached) < 2 or total <= 0:
        return
    best = reached[0]
    share = wording.percent((best.reach or 0) / total * 100, 0)
    cheapest = _cheapest(data.creators)
    text = "{name} brought {share} of gross reach, the most, at the lowest cost per engagement." if (
        cheapest is best
    ) else "{name} brought the most reach, {share} of the total."
    yield wording.say(text, name=best.name, share=share)


def _cheapest(creators: Sequence[CreatorRow]) -> CreatorRow | None:
    priced = [row for row in creators if row.cost_per_engagement]
    return min(priced, key=lambda row: row.cost_per_engagement or 0.0) if len(priced) >= 2 else None


def _misses(data: ReportData, wording: Wording) -> Iterator[str]:
    if not data.is_final:
        return
    missed = [kpi for kpi in data.kpis if _outcome(kpi) < 0]
    if set(missed) - _named_in_headline(data, missed):
        named = ", ".join(
            f"{_in_sentence(data, kpi, wording)}{NBSP}({kpi_difference(kpi, wording)})" for kpi in missed
        )
        yield wording.say("targets not met: {list}.", list=named)


def _named_in_headline(data: ReportData, missed: Sequence[KpiRow]) -> set[KpiRow]:
    """The misses the headline has already told; with several it tells only some."""
    judged = [kpi for kpi in data.kpis if kpi.difference is not None]
    others = sorted((kpi for kpi in missed if kpi is not judged[0]), key=_relative)
    if _timing_clause(data, others, _PLAIN):
        others = [kpi for kpi in others if kpi.metric is TargetMetric.CONVERSIONS]
    return {*judged[:1], *others[:1]}


# Gaps -------------------------------------------------------------------------------------------------------

def find_gaps(data: ReportData, wording: Wording = _PLAIN) -> tuple[str, ...]:
    """Everything the figures do not cover, one sentence each: the caller's gaps, then those in the data."""
    found = [*_post_gaps(data.published, wording), *_kpi_gaps(data, wording), *_cost_gaps(data, wording)]
    failed = sum(row.verdict is Verdict.FAIL for row in data.compliance)
    if failed:
        text = "{n} of {total} disclosure checks failed and are not marked as mended."
        found.append(_counted(text, failed, len(data.compliance), wording))
    checked = {row.deliverable_id for row in data.compliance}
    unchecked = sum(row.deliverable_id not in checked for row in data.published)
    if data.published and unchecked:
        found.append(_counted("{n} of {total} posts have no disclosure check on record.", unchecked,
                              len(data.published), wording))
    return tuple(dict.fromkeys([*data.gaps, *found]))


def _counted(text: str, n: int, total: int, wording: Wording) -> str:
    return wording.say(text, n=wording.number(n), total=wording.number(total))


def _post_gaps(posts: Sequence[DeliverableRow], wording: Wording) -> Iterator[str]:
    unread = sum(row.latest is None for row in posts)
    if unread:
        yield _counted("The figures of {n} of {total} posts are not read yet.", unread, len(posts), wording)
    estimated = sum(row.latest is not None and row.latest.is_estimated for row in posts)
    if estimated:
        yield _counted("The figures of {n} of {total} posts are estimates, marked e.", estimated, len(posts), wording)
    young = sum(_is_young(row) for row in posts)
    if young:
        yield _counted(
            "The figures of {n} of {total} posts were read less than 7 days after publication and will still grow.",
            young, len(posts), wording,
        )


def _is_young(row: DeliverableRow) -> bool:
    published: date | None = row.published_on
    return bool(published and row.latest and (row.latest.read_on - published).days < _YOUNG_DAYS)


def _kpi_gaps(data: ReportData, wording: Wording) -> Iterator[str]:
    if not data.has_figures:
        return
    unknown = [kpi_label(data, kpi, wording) for kpi in data.kpis if kpi.actual is None]
    if unknown:
        yield wording.say("Not known, because a figure was not read: {list}.", list=", ".join(unknown))
    partial: dict[tuple[int, int, str], list[str]] = {}
    for kpi in data.kpis:
        if kpi.actual is not None and kpi.left_out:
            key = (kpi.n, kpi.n + kpi.left_out, kpi.base)
            partial.setdefault(key, []).append(kpi_label(data, kpi, wording))
    for (n, total, base), labels in partial.items():
        yield wording.say(
            "From {n} of {total} {base}, the others lack the figure: {list}.", n=wording.number(n),
            total=wording.number(total), base=wording.say(base), list=", ".join(labels),
        )


def _cost_gaps(data: ReportData, wording: Wording) -> Iterator[str]:
    unpriced = sum(row.cost is None for row in data.creators)
    if unpriced:
        yield _counted("The cost of {n} of {total} creators is not recorded.", unpriced, len(data.creators), wording)
    currencies = {row.cost.currency for row in data.creators if row.cost}
    currencies |= {row.actual.currency for row in data.spend if row.actual}
    if currencies - {data.frame.currency}:
        yield wording.say("Costs are in several currencies and were not added up.")
