"""The `microinf` command: the window, and the same verbs without one.

Exit codes: 0 done, 1 done with findings (rejected rows, failed checks), 2 bad input with one sentence on standard
error. Nothing heavy is imported before the verb that needs it.
"""

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from microinf_desktop import __version__, cli_contracts
from microinf_desktop.console import BAD_INPUT, DONE, FINDINGS, end_progress, print_json, progress, reading, write_file
from microinf_desktop.domain.errors import Cancelled, KnownError

_LISTS = ("influencers", "campaigns", "collaborations", "deliverables", "contracts")


class _Parser(argparse.ArgumentParser):
    """argparse that answers wrong words with one sentence instead of the whole usage."""

    def error(self, message: str) -> NoReturn:
        print(f"{self.prog}: {message}. See “{self.prog} --help”.", file=sys.stderr)
        raise SystemExit(BAD_INPUT)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a verb; returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # Names in any script must not stop a terminal that knows only ASCII.
            stream.reconfigure(errors="backslashreplace")
    options = _parser().parse_args(arguments)
    try:
        return int(options.verb(options))
    except KnownError as error:
        print(error, file=sys.stderr)
        return BAD_INPUT
    except (Cancelled, KeyboardInterrupt):
        print("Cancelled; nothing was changed.", file=sys.stderr)
        return BAD_INPUT
    except BrokenPipeError:
        # The reader of our output went away ("microinf list … | head"); Python would complain at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="microinf", description="Micro-influencer campaigns on your own computer.")
    parser.add_argument("--version", action="version", version=f"microinf {__version__}")
    parser.set_defaults(verb=_open, workspace=None)
    verbs = parser.add_subparsers(metavar="VERB", parser_class=_Parser)

    def verb(name: str, run: Callable[[Any], int], text: str) -> argparse.ArgumentParser:
        added = verbs.add_parser(name, help=text, description=text)
        added.set_defaults(verb=run)
        return added

    added = verb("open", _open, "Open the window on a workspace (the last one, or the sample agency)")
    added.add_argument("workspace", nargs="?", type=Path)
    added = verb("demo", _demo, "Create the sample agency in a new workspace")
    added.add_argument("workspace", type=Path)
    added.add_argument("--influencers", type=_count, default=60)
    added.add_argument("--seed", type=int, default=7)
    added.add_argument("--today", type=_day, default=None, metavar="DATE")
    _add_import(verb("import", _import, "Import files into a workspace"))
    _add_list(verb("list", _list, "List records"))
    added = verb("check", _check, "Check posts of a file for disclosure, or the drafts of a workspace")
    added.add_argument("file", type=Path, nargs="?", metavar="FILE.jsonl")
    drafts = added.add_mutually_exclusive_group()
    drafts.add_argument("--campaign", type=int, metavar="ID", help="check and record the drafts of a campaign")
    drafts.add_argument("--client", type=int, metavar="ID", help="check and record the drafts of a client")
    drafts.add_argument("--all", action="store_true", help="check and record every draft")
    added.add_argument("--json", action="store_true", help="one JSON object a line")
    added.add_argument("--jurisdiction", help="check every post for this jurisdiction instead of its own")
    added.add_argument("-w", "--workspace", type=Path, metavar="FOLDER",
                       help="check with the words and rules that the agency of this workspace has added")
    for name, run, key, text in (
        ("brief", _brief, "--collaboration", "Write the creative brief of a collaboration as PDF"),
        ("report", _report, "--campaign", "Write the client report of a campaign as PDF"),
        ("dossier", _dossier, "--campaign", "Write the compliance dossier of a campaign as PDF"),
        ("education", _education, "--collaboration", "Write a sheet on labels as PDF, in the creator's language"),
    ):
        added = verb(name, run, text)
        _add_workspace(added)
        added.add_argument(key, type=int, required=True, dest="record", metavar="ID")
        added.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.pdf")
        if name == "education":
            added.add_argument("--language", metavar="CODE", help="en, de, fr, es, it, nl or pt, not the creator's own")
    cli_contracts.add_arguments(verb(
        "contract", cli_contracts.contract, "Write the contract of a collaboration, or those of a campaign, as PDF"))
    added = verb("timeline", _timeline, "Write the timeline of a campaign as PDF")
    _add_workspace(added)
    added.add_argument("campaign", type=int, metavar="CAMPAIGN")
    added.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.pdf")
    added.add_argument("--large", action="store_true", help="on A3 or Tabloid instead of A4 or Letter")
    _add_keeping(verb)
    added = verb("tour", _tour, "Write a picture of every page and main dialog")
    _add_workspace(added)
    added.add_argument("-o", "--output", type=Path, required=True, metavar="DIR")
    added.add_argument("--theme", choices=("light", "dark"), default="light")
    added.add_argument("--size", type=_size, default=(1440, 900), metavar="1440x900")
    return parser


def _add_workspace(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-w", "--workspace", type=Path, required=True, metavar="FOLDER")


def _add_import(parser: argparse.ArgumentParser) -> None:
    kinds = parser.add_subparsers(metavar="WHAT", required=True, parser_class=_Parser)
    roster = kinds.add_parser("roster", help="People and their accounts from CSV or XLSX files")
    roster.add_argument("files", nargs="+", type=Path, metavar="FILE")
    _add_workspace(roster)
    roster.add_argument("--platform", help="platform of accounts the files do not name")
    roster.add_argument("--dry-run", action="store_true", help="say what would happen, change nothing")
    roster.add_argument("--json", action="store_true")


def _add_list(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=_LISTS)
    _add_workspace(parser)
    parser.add_argument("--json", action="store_true")


def _add_keeping(verb: Callable[[str, Callable[[Any], int], str], argparse.ArgumentParser]) -> None:
    """Verbs that look after the workspace itself."""
    _add_workspace(verb("verify", _verify, "Check database, search index and stored files"))
    _add_workspace(verb("backup", _backup, "Make a verified backup"))
    added = verb("restore", _restore, "Replace the database by a backup (the newest, unless one is named)")
    _add_workspace(added)
    added.add_argument("backup", nargs="?", type=Path, metavar="FILE.db")
    added = verb("export", _export, "Write everything as CSV, JSON and files into a new folder")
    _add_workspace(added)
    added.add_argument("-o", "--output", type=Path, required=True, metavar="DIR")


# Verbs -------------------------------------------------------------------------------------------------------


def _open(options: argparse.Namespace) -> int:
    from microinf_desktop import app

    return app.run(options.workspace)


def _tour(options: argparse.Namespace) -> int:
    from microinf_desktop import app

    for path in app.tour(options.workspace, options.output, options.theme, options.size):
        print(path)
    return DONE


def _demo(options: argparse.Namespace) -> int:
    from microinf_desktop.samples import create_sample_workspace

    create_sample_workspace(
        options.workspace, influencers=options.influencers, seed=options.seed, today=options.today or date.today(),
        progress=progress,
    )
    end_progress()
    print(f"The sample agency is in {options.workspace.absolute()}")
    return DONE


def _import(options: argparse.Namespace) -> int:
    from microinf_desktop.domain.handles import parse_platform
    from microinf_desktop.domain.rosters import ImportResult
    from microinf_desktop.interchange.rosters import preview
    from microinf_desktop.services import imports
    from microinf_desktop.storage.workspace import DATABASE, Workspace

    platform = None if options.platform is None else parse_platform(options.platform)
    if options.platform is not None and platform is None:
        raise KnownError(f"“{options.platform}” is not a platform.", "Use instagram, tiktok, youtube …")
    exists = (options.workspace / DATABASE).exists()
    if not exists:
        # Files that cannot be read leave no empty workspace behind.
        plan = preview(options.files, platform=platform, progress=progress)
        counts = plan.counts
        result = ImportResult(counts.created, counts.updated, counts.skipped, counts.rejected, plan.rejections)
        if not options.dry_run:
            with Workspace.create(options.workspace) as workspace:
                result = imports.import_roster(workspace, plan, progress)
    else:
        with Workspace.open(options.workspace, writable=not options.dry_run) as workspace:
            plan = preview(
                options.files, platform=platform, existing=imports.roster_lookup(workspace),
                remembered=imports.remembered_mappings(workspace), progress=progress,
            )
            counts = plan.counts
            result = ImportResult(counts.created, counts.updated, counts.skipped, counts.rejected, plan.rejections)
            if not options.dry_run:
                result = imports.import_roster(workspace, plan, progress)
    end_progress()
    for warning in plan.warnings:
        print(warning, file=sys.stderr)
    _print_import(result.as_json(), options.json)
    return FINDINGS if result.rejected else DONE


def _print_import(result: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print_json(result)
        return
    print("  ".join(f"{name} {result[name]:,}" for name in ("created", "updated", "skipped", "rejected")))
    for rejection in result["rejections"]:
        print(f"{rejection['file']}, row {rejection['row']}: {rejection['reason']}")


def _list(options: argparse.Namespace) -> int:
    with reading(options.workspace) as workspace, workspace.reading() as session:
        rows = _LISTERS[options.what](session)
    if options.json:
        print_json(rows)
        return DONE
    for row in rows:
        shown = [f"{value:,}" if isinstance(value, int) and key != "id" else str(value)
                 for key, value in row.items() if not isinstance(value, (list, dict)) and value is not None]
        print("  ".join(shown))
    return DONE


def _list_influencers(session: Any) -> list[dict[str, Any]]:
    from microinf_desktop.queries import influencers

    return influencers.exported(session, influencers.ids(session, sort="added"))


def _list_campaigns(session: Any) -> list[dict[str, Any]]:
    from microinf_desktop.queries import campaigns

    return campaigns.exported(session)


def _list_collaborations(session: Any) -> list[dict[str, Any]]:
    from microinf_desktop.queries import collaborations

    return collaborations.exported(session)


def _list_deliverables(session: Any) -> list[dict[str, Any]]:
    from microinf_desktop.queries import deliverables

    return deliverables.exported(session, deliverables.ids(session))


def _list_contracts(session: Any) -> list[dict[str, Any]]:
    from microinf_desktop.queries import contracts

    return contracts.exported(session)


_LISTERS: dict[str, Callable[[Any], list[dict[str, Any]]]] = {
    "influencers": _list_influencers, "campaigns": _list_campaigns, "collaborations": _list_collaborations,
    "deliverables": _list_deliverables, "contracts": _list_contracts,
}


def _check(options: argparse.Namespace) -> int:
    from microinf_desktop.domain.disclosure.packs import split_version
    from microinf_desktop.interchange.packs import load_packs
    from microinf_desktop.interchange.posts import as_record, check_posts

    of_drafts = options.campaign is not None or options.client is not None or options.all
    if of_drafts == (options.file is not None) or (of_drafts and options.workspace is None):
        raise KnownError("Nothing says what to check.",
                         "Name a file, or a workspace with --campaign, --client or --all.")
    if of_drafts:
        return _check_drafts(options)
    packs, counts = load_packs(), Counter[str]()
    if options.workspace is not None:
        from microinf_desktop.queries.packs import pack_set

        with reading(options.workspace) as workspace, workspace.reading() as session:
            packs = pack_set(session)
        for pack in packs.packs.values():
            if split_version(pack.version)[1]:
                print(f"{pack.id}: checked with pack {pack.version}", file=sys.stderr)
    for post, result in check_posts(options.file, packs, jurisdiction=options.jurisdiction or ""):
        counts[result.verdict] += 1
        if options.json:
            print(json.dumps(as_record(post, result), ensure_ascii=False))
            continue
        print(f"{result.verdict:<5} {post.id}  {result.jurisdiction}, pack {result.pack_version}, "
              f"sources read {result.checked_on}")
        for finding in result.findings:
            print(f"      {finding.rule}: {finding.message} {finding.fix}".rstrip())
    if not options.json:
        said = ", ".join(f"{counts[verdict]:,} {verdict}" for verdict in ("pass", "warn", "fail"))
        print(f"{counts.total():,} post{'s' if counts.total() != 1 else ''} checked: {said}")
    return FINDINGS if counts["fail"] else DONE


def _check_drafts(options: argparse.Namespace) -> int:
    from microinf_desktop.domain.compliance import ComplianceFilter
    from microinf_desktop.domain.enums import Verdict
    from microinf_desktop.queries.packs import pack_set
    from microinf_desktop.services.compliance_batch import check_batch
    from microinf_desktop.services.proofs import check_proofs
    from microinf_desktop.storage.workspace import Workspace

    wanted = ComplianceFilter(campaign_id=options.campaign, client_id=options.client)
    with Workspace.open(options.workspace) as workspace:
        with workspace.reading() as session:
            packs = pack_set(session)
        summary = check_batch(workspace, wanted, packs, progress=progress)
        changed = check_proofs(workspace, wanted, progress)
    end_progress()
    counts = {
        "checked": summary.checked, **{str(verdict): summary.counts.get(verdict, 0) for verdict in
                                       (Verdict.PASS, Verdict.WARN, Verdict.FAIL)},
        "without_draft": summary.without_draft, "without_country": summary.without_country,
        "seen_live": summary.seen_live, "changed_proofs": len(changed),
    }
    for problem in changed:
        print(f"Evidence: {problem}.", file=sys.stderr)
    if options.json:
        print_json(counts)
    else:
        print("  ".join(f"{name.replace('_', ' ')} {n:,}" for name, n in counts.items()))
    return FINDINGS if counts["fail"] or changed else DONE


def _brief(options: argparse.Namespace) -> int:
    from microinf_desktop import papers

    with reading(options.workspace) as workspace:
        made = papers.brief(workspace, options.record)
    if not made.is_sent:
        print("This brief was not sent; each page says so.", file=sys.stderr)
    write_file(options.output, made.pdf)
    return DONE


def _report(options: argparse.Namespace) -> int:
    from microinf_desktop import papers

    with reading(options.workspace) as workspace:
        for glyph in papers.unprintable_in_report(workspace, options.record):
            print(f"No installed font can print {glyph}", file=sys.stderr)
        made = papers.report(workspace, options.record)
    write_file(options.output, made)
    return DONE


def _dossier(options: argparse.Namespace) -> int:
    from microinf_desktop import papers

    with reading(options.workspace) as workspace:
        made = papers.dossier(workspace, options.record)
    write_file(options.output, made)
    return DONE


def _education(options: argparse.Namespace) -> int:
    from microinf_desktop import papers

    with reading(options.workspace) as workspace:
        made = papers.education_sheet(workspace, options.record, language=options.language)
    write_file(options.output, made)
    return DONE


def _timeline(options: argparse.Namespace) -> int:
    from microinf_desktop import papers

    with reading(options.workspace) as workspace:
        made = papers.timeline(workspace, options.campaign, large=options.large)
    write_file(options.output, made)
    return DONE


def _verify(options: argparse.Namespace) -> int:
    from microinf_desktop.storage import backup
    from microinf_desktop.storage.workspace import DATABASE

    if not (options.workspace / DATABASE).is_file():
        raise KnownError(f"{options.workspace} holds no workspace.", "Name a folder with a file “workspace.db”.")
    problems = backup.verify_workspace(options.workspace.absolute(), progress)
    end_progress()
    for problem in problems:
        print(problem)
    if not problems:
        print("The workspace is sound.")
    return FINDINGS if problems else DONE


def _backup(options: argparse.Namespace) -> int:
    from microinf_desktop.storage import backup

    with reading(options.workspace) as workspace:
        made = backup.make_backup(workspace.folder, "manual", progress)
    end_progress()
    print(made.path)
    return DONE


def _restore(options: argparse.Namespace) -> int:
    from microinf_desktop.storage import backup

    folder = options.workspace.absolute()
    if options.backup is None:
        found = backup.list_backups(folder) if folder.is_dir() else []
        if not found:
            raise KnownError(f"{folder} holds no backups.", "Name a backup file.")
        chosen = found[0].path
    else:
        chosen = options.backup
    safety = backup.restore_backup(folder, chosen)
    print(f"Restored {chosen.name}. What was there before is kept in {safety}")
    return DONE


def _export(options: argparse.Namespace) -> int:
    from microinf_desktop.services.exports import export_workspace

    with reading(options.workspace) as workspace:
        counts = export_workspace(workspace, options.output, progress)
    end_progress()
    print(f"{sum(counts.values()):,} rows of {len(counts)} tables are in {options.output.absolute()}")
    return DONE


# Small parts -------------------------------------------------------------------------------------------------


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is not a date such as 2026-11-24") from None


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 1_000_000:
        raise argparse.ArgumentTypeError(f"“{text}” is not a number from 1 to 1,000,000")
    return int(text)


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.partition("x")
    if not (width.isdecimal() and height.isdecimal() and 640 <= int(width) <= 7680 and 480 <= int(height) <= 4320):
        raise argparse.ArgumentTypeError(f"“{text}” is not a size such as 1440x900")
    return int(width), int(height)
