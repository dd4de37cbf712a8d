"""Several contracts in one run: issue or only write files, with progress, then a summary with a jump to each gap."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from microinf_desktop.domain.enums import Verdict
from microinf_desktop.services.contract_batch import BatchSkip, ContractBatch, deals_of_campaign, deals_of_contracts
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs.base import Dialog
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.widgets.buttons import LinkButton
from microinf_desktop.ui.widgets.labels import GlyphSign, Label
from microinf_desktop.ui.widgets.layouts import ScrollColumn, boxed, column, row

_WIDTH = 600
_SCROLLS_FROM = 6


def campaign_contracts(parent: QWidget, context: AppContext, campaign_id: int, *, issues: bool) -> None:
    """All contracts of a campaign; those that are missing are started when they are issued."""
    with context.workspace.reading() as session:
        wanted = deals_of_campaign(session, campaign_id)
    run(parent, context, wanted, issues=issues)


def chosen_contracts(parent: QWidget, context: AppContext, contract_ids: Sequence[int], *, issues: bool) -> None:
    """The contracts that are ticked."""
    with context.workspace.reading() as session:
        wanted = deals_of_contracts(session, contract_ids)
    run(parent, context, wanted, issues=issues)


def run(parent: QWidget, context: AppContext, collaboration_ids: Sequence[int], *, issues: bool) -> None:
    """Ask for a folder, make the contracts in the background, and show what came of it.

    Closed without a folder, nothing is written; when contracts are issued they are kept in the workspace all the same.
    """
    from microinf_desktop import papers
    from microinf_desktop.services.contract_batch import make_contracts

    if not collaboration_ids:
        context.toast(tr("Nobody is in this campaign yet"))
        return
    chosen = QFileDialog.getExistingDirectory(parent, tr("Folder for the PDFs"))
    if not chosen:
        return
    workspace, today = context.workspace, context.today()

    def work(progress: Any, token: Any) -> ContractBatch:
        return make_contracts(
            workspace, collaboration_ids, papers.contract_maker(workspace, today), folder=Path(chosen), issues=issues,
            today=today, progress=progress, token=token)

    def show(done: ContractBatch) -> None:
        show_summary(parent, context, done, Path(chosen), issues=issues)

    start = context.tasks.write if issues else None
    if start is not None:
        start(tr("Issuing contracts"), work, show)
    else:
        context.tasks.read(work, show, label=tr("Writing contracts"))


def show_summary(
    parent: QWidget, context: AppContext, done: ContractBatch, folder: Path, *, issues: bool
) -> None:
    """What was made, who was left out and why, each with a way to mend it; a word is enough where nobody was."""
    new = sum(one.is_new_version for one in done.made)
    if not (done.skipped or done.failed or done.left):
        context.toast(trn("{n} issued and saved to {folder}", "{n} issued and saved to {folder}", new,
                          folder=folder.name) if new else tr("{n} saved to {folder}", n=len(done.made),
                                                             folder=folder.name))
        return
    title = trn("{n} contract issued", "{n} contracts issued", new) if issues else trn(
        "{n} contract written", "{n} contracts written", len(done.made))
    dialog = Dialog(parent, title, _WIDTH)
    said = [trn("{n} file is in the folder “{folder}”.", "{n} files are in the folder “{folder}”.", len(done.made),
                folder=folder.name)]
    if issues and len(done.made) > new:
        said.append(trn("{n} was issued before and is as it was.", "{n} were issued before and are as they were.",
                        len(done.made) - new))
    if done.left:
        said.append(trn("Cancelled before {n} more.", "Cancelled before {n} more.", done.left))
    dialog.add_text(" ".join(said))
    lines = [(Verdict.FAIL, one) for one in done.failed] + [(Verdict.WARN, one) for one in done.skipped]
    if lines:
        dialog.body.addWidget(Label(trn("{n} left out", "{n} left out", len(lines)), "section"))
        holder = ScrollColumn(margins=(0, 0, 10, 0), fill="raised") if len(lines) > _SCROLLS_FROM else None
        body = holder.body if holder is not None else dialog.body
        for verdict, one in lines:
            body.addWidget(_line(dialog, context, verdict, one))
        if holder is not None:
            holder.setMinimumHeight(320)
            dialog.body.addWidget(holder)
    dialog.add_button(tr("Close"), "secondary", accepts=True)
    dialog.run()


def _line(dialog: Dialog, context: AppContext, verdict: Verdict, one: BatchSkip) -> QWidget:
    link = LinkButton(tr("Go to it"))
    link.setAccessibleName(tr("Go to {name}", name=one.creator))

    def go() -> None:
        dialog.accept()
        if one.contract_id:
            context.navigation.open("contract", id=one.contract_id)
        else:
            context.navigation.open("deal", id=one.collaboration_id)

    link.clicked.connect(lambda: go())
    reason = Label(one.reason, "secondary", "text2", wrap=True)
    name = Label(one.creator, "body", weight=500)
    name.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)  # Arabic as well, in a list
    said = column(name, reason, spacing=0)
    return boxed(row(GlyphSign(verdict), boxed(said), link))
