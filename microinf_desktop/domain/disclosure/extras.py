"""What else decides beside the label: contradictions, past deals, what is promoted, retouched pictures, personas."""

import re

from microinf_desktop.domain.disclosure.caption import Caption
from microinf_desktop.domain.disclosure.case import Case, Problem
from microinf_desktop.domain.disclosure.labels import shown_label, usable_hits
from microinf_desktop.domain.disclosure.packs import Category
from microinf_desktop.domain.disclosure.text import word_set

_AMOUNT = re.compile(
    r"(?:[$€£]|usd|eur|gbp|us\$)\s?\d[\d.,]*|\d[\d.,]*\s?(?:[$€£]|k\b|usd|eur|gbp|dollars|euros|pounds|btc|eth|tokens)"
)
_HEALTH = word_set(
    "supplement supplements health weight_loss slimming diet wellness medicine medical pharma therapeutic detox "
    "fitness_supplement health_product nutrition"
)


def check_denials(case: Case) -> None:
    """"Not an ad" and its like, wherever they stand; the caption's own were found with its labels."""
    for text in (case.post.title, case.post.first_comment):
        if text:
            usable_hits(case, Caption(text))
    seen: set[tuple[str, int]] = set()
    for problem in case.denials:
        if problem.severity != "ok" and (problem.kind, problem.start) not in seen:
            seen.add((problem.kind, problem.start))
            case.problems.append(problem)


def check_past(case: Case) -> None:
    """A deal that ended lately (UK: within about a year) should still be clear."""
    months = case.post.previous_relationship_months
    if months is not None and months <= case.plan.area.setting("past_months"):
        case.raise_problem("past_deal")


def check_unpaid_links(case: Case) -> None:
    """Germany: praise with a link to the maker can be advertising although nobody paid (BGH 2021)."""
    if case.plan.severity("unpaid_link") == "ok":
        return
    tagged = bool(case.post.image_tags) or "@" in case.caption.text
    if tagged and (case.caption.first_link() is not None or {"link", "bio"} <= case.caption.words):
        case.raise_problem("unpaid_link")


def check_special_words(case: Case) -> None:
    """Claims that need proof, and statements that a persona or a retouched picture must carry."""
    post, hits = case.post, case.hits
    claims = [hit for hit in hits if hit.word.kind == "claim"]
    if claims and _snake(post.product_category) not in _HEALTH:
        claims = [hit for hit in claims if not hit.word.reason]
    if claims:
        first = min(claims, key=lambda hit: hit.start)
        case.raise_problem("claim", first.start, first.end, label=shown_label(case.caption, first))
    if post.child_directed:
        case.raise_problem("child_audience")
    if post.influencer_age is not None and 0 <= post.influencer_age < case.plan.area.setting("minor_age"):
        case.raise_problem("minor_authorisation")
    if post.virtual_influencer or post.image_retouched:
        _check_statements(case)


def _check_statements(case: Case) -> None:
    """A persona that is not human and a retouched picture say so, where the jurisdiction asks for it."""
    post = case.post
    shown = Caption(post.onscreen_text or "")
    stated = {hit.word.kind for hit in (*case.hits, *case.plan.area.lexicon.find(shown))}
    about_images = bool(case.plan.area.setting("virtual_image_mention"))
    if not about_images and "virtual_image" in stated:
        stated.add("virtual")
    if post.virtual_influencer and ("virtual_image" if about_images else "virtual") not in stated:
        case.raise_problem("virtual_unstated")
    if post.image_retouched and "retouched" not in stated:
        case.raise_problem("retouched_unstated")


def check_categories(case: Case) -> None:
    """Rules on alcohol, gambling, finance, health and the like, from the pack's table."""
    if not case.post.product_category:
        return
    category = _snake(case.post.product_category)
    for entry in case.plan.area.pack.categories:
        if category in entry.names or any(part in entry.names for part in category.split("_")):
            severity = _category_severity(case, entry)
            if severity != "ok":
                shown = category.replace("_", " ")
                case.problems.append(Problem(f"category_{entry.condition}", severity, -1, -1, shown, entry.rule))


def _category_severity(case: Case, entry: Category) -> str:
    """`severity` when the condition is known not to be met, `unknown` when the data cannot show it."""
    post = case.post
    if entry.condition == "banned":
        return entry.severity
    if entry.condition == "age25":
        if post.influencer_age is None:
            return entry.unknown
        return entry.severity if post.influencer_age < 25 else "ok"
    if entry.condition == "credential":
        if post.credential_displayed is None:
            return entry.unknown
        return "ok" if post.credential_displayed else entry.severity
    if entry.condition == "amount":
        return "ok" if _AMOUNT.search(case.caption.text) else entry.severity
    if entry.condition == "minors_notice":
        noticed = any(hit.word.kind == "minors_notice" for hit in case.hits)
        return entry.unknown if noticed else entry.severity
    if entry.condition == "children":
        if post.child_directed is None:
            return entry.unknown
        return entry.severity if post.child_directed else "ok"
    return entry.unknown


def _snake(value: str | None) -> str:
    return (value or "").strip().lower().replace(" ", "_").replace("-", "_").replace("/", "_")


def own_brand_exempt(case: Case) -> bool:
    """Where an evidently own brand needs no label (Italy: brand and creator share the name; Germany: evident)."""
    return (case.tie == "own" and case.post.brand_equals_name is True
            and "own_name_exempt" in case.plan.answers)


def own_brand_unknown(case: Case) -> bool:
    return (case.tie == "own" and case.post.brand_equals_name is None
            and "own_name_unknown" in case.plan.answers)

