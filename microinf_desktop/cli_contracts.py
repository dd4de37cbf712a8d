"""The verb `microinf contract`: one contract as PDF, or all of a campaign, issued where that is asked for."""

import argparse
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from microinf_desktop.console import DONE, FINDINGS, end_progress, print_json, progress, reading, write_file
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.tasks import CancelToken


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the verb."""
    parser.add_argument("-w", "--workspace", type=Path, required=True, metavar="FOLDER")
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--collaboration", type=int, dest="record", metavar="ID")
    which.add_argument("--campaign", type=int, metavar="ID", help="with --all: every contract of this campaign")
    parser.add_argument("--all", action="store_true", help="one file for each creator of the campaign")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.pdf or DIR")
    parser.add_argument("--draft", action="store_true", help="mark what is missing instead of refusing")
    parser.add_argument("--issue", action="store_true",
                        help="with --all: keep each as its next version for good; starts contracts that are missing")
    parser.add_argument("--json", action="store_true", help="with --all: the summary as JSON")


def contract(options: argparse.Namespace) -> int:
    """Run the verb; returns the exit code."""
    from microinf_desktop import papers

    if options.campaign is not None:
        return _contracts(options)
    if options.all or options.issue or options.json:
        raise KnownError("--all, --issue and --json are for the contracts of a campaign.", "Name it with --campaign.")
    with reading(options.workspace) as workspace:
        made = papers.contract(workspace, options.record, draft=options.draft)
    for finding in made.findings:
        print(f"{finding.severity}: {finding.message} {finding.fix}".rstrip(), file=sys.stderr)
    if made.content is None:
        print("The contract was not written; fill in what is missing, or use --draft.", file=sys.stderr)
        return FINDINGS
    write_file(options.output, made.content)
    return DONE


def _contracts(options: argparse.Namespace) -> int:
    """The contracts of a campaign; Ctrl+C ends after the file that is being written."""
    from microinf_desktop import papers
    from microinf_desktop.services.contract_batch import deals_of_campaign, make_contracts
    from microinf_desktop.storage.workspace import Workspace

    if not options.all:
        raise KnownError("Nothing says which contracts of the campaign.", "Add --all, or name one --collaboration.")
    if options.issue and options.draft:
        raise KnownError("A draft cannot be issued.", "Use --issue or --draft.")
    opened = Workspace.open(options.workspace) if options.issue else reading(options.workspace)
    with opened as workspace, _interruptible() as token:
        with workspace.reading() as session:
            wanted = deals_of_campaign(session, options.campaign)
        if not wanted:
            raise KnownError(f"Campaign {options.campaign} has no creators, or does not exist.",
                             "See “microinf list campaigns”.")
        done = make_contracts(
            workspace, wanted, papers.contract_maker(workspace), folder=options.output, issues=options.issue,
            draft=options.draft, progress=progress, token=token,
        )
    end_progress()
    for kind, lines in (("skipped", done.skipped), ("failed", done.failed)):
        for line in lines:
            print(f"{kind}: {line.creator}. {line.reason}", file=sys.stderr)
    counts = {"made": len(done.made), "skipped": len(done.skipped), "failed": len(done.failed), "left": done.left}
    if options.json:
        print_json({**counts, "files": [made.file_name for made in done.made]})
    else:
        print("  ".join(f"{name} {n:,}" for name, n in counts.items() if n or name == "made"))
    return FINDINGS if done.skipped or done.failed or done.left else DONE


@contextmanager
def _interruptible() -> Iterator[CancelToken]:
    """A token that Ctrl+C sets, so that what is being done is ended in order; pressed again, it stops at once."""
    token = CancelToken()
    before = signal.getsignal(signal.SIGINT)

    def stop(_signal: int, _frame: object) -> None:
        token.cancel()
        signal.signal(signal.SIGINT, before)

    signal.signal(signal.SIGINT, stop)
    try:
        yield token
    finally:
        signal.signal(signal.SIGINT, before)
