"""The disclosure check over many deliverables from the window: with progress, cancel and one sentence after."""

from functools import partial
from typing import Any

from microinf_desktop.domain.compliance import BatchSummary, ComplianceFilter, ComplianceView
from microinf_desktop.domain.enums import Verdict
from microinf_desktop.ui import checking, labels
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.i18n import tr, trn


def check_batch(context: AppContext, wanted: ComplianceFilter) -> None:
    """Check what a filter finds; the status bar shows how far it is and offers to cancel."""
    workspace = context.workspace

    def work(progress: Any, token: Any) -> BatchSummary:
        from microinf_desktop.services import compliance_batch

        return compliance_batch.check_batch(
            workspace, wanted, checking.packs(workspace), progress=progress, token=token
        )

    def tell(summary: BatchSummary) -> None:
        """The sentence, and the way to what the batch left to be settled."""
        for verdict, view, verb in ((Verdict.FAIL, ComplianceView.FAILING, tr("Show the failing")),
                                    (Verdict.WARN, ComplianceView.UNDECIDED, tr("Show the undecided"))):
            if summary.counts.get(verdict):
                context.toast(summary_words(summary), verb=verb, callback=partial(
                    context.navigation.open, "compliance", tab="posts", view=view.value))
                return
        context.toast(summary_words(summary))

    context.tasks.write(tr("Checking drafts"), work, tell)


def summary_words(summary: BatchSummary) -> str:
    """What a batch came to: "18 drafts checked: 15 pass, 2 warn, 1 fail. 4 without a draft"."""
    verdicts = ", ".join(
        f"{summary.counts[verdict]:,} {labels.label(verdict).lower()}" for verdict in Verdict
        if summary.counts.get(verdict)
    )
    parts = [trn("{n} draft checked", "{n} drafts checked", summary.checked)] if summary.checked else [
        tr("There is no draft to check")
    ]
    if verdicts:
        parts[0] += f": {verdicts}"
    for n, one, many in (
        (summary.without_draft, "{n} without a draft", "{n} without a draft"),
        (summary.without_country, "{n} without a country to check for", "{n} without a country to check for"),
        (summary.seen_live, "{n} stands as it was seen online", "{n} stand as they were seen online"),
        (summary.changed, "{n} got a new draft meanwhile", "{n} got a new draft meanwhile"),
    ):
        if n:
            parts.append(trn(one, many, n))
    return ". ".join(parts)
