"""The disclosure rule engine: a post and the rule packs in, verdicts with places, reasons and fixes out."""

from microinf_desktop.domain.disclosure.demand import LabelDemand, demanded_label
from microinf_desktop.domain.disclosure.engine import check, check_all
from microinf_desktop.domain.disclosure.packs import (
    Category,
    Demand,
    Pack,
    PackSet,
    PlatformRow,
    Regrade,
    Rule,
    Source,
    Text,
    Word,
)
from microinf_desktop.domain.disclosure.post import Post
from microinf_desktop.domain.disclosure.results import AudienceResult, CheckResult, Finding, FixEdit, apply_fix

__all__ = [
    "AudienceResult", "Category", "CheckResult", "Demand", "Finding", "FixEdit", "LabelDemand", "Pack", "PackSet",
    "PlatformRow", "Post", "Regrade", "Rule", "Source", "Text", "Word", "apply_fix", "check", "check_all",
    "demanded_label",
]
