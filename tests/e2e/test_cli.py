"""The command line as a user types it: exit codes, sentences, files; on a real workspace."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

from microinf_desktop.cli import main

ROSTER = "handle;name;followers\nklara.kocht;Klara Vossbeck;38.6K\nbad row;;12..5K\nzoe;Zoë Łęcka;1,2M\n"
POSTS = [
    {"id": "a", "jurisdiction": "US", "platform": "instagram", "format": "feed_post", "relationship": "paid",
     "caption": "#spon Glow mode on with @lumenskin", "platform_label_used": False, "context": {}},
    {"id": "b", "jurisdiction": "UK", "platform": "instagram", "format": "feed_post", "relationship": "paid",
     "caption": "Ad: glow mode on with @lumenskin", "platform_label_used": True, "context": {}},
]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample") / "agency"
    assert main(["demo", str(folder), "--today", "2026-11-24"]) == 0
    return folder


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    capsys.readouterr()
    try:
        code = main([str(argument) for argument in arguments])
    except SystemExit as stop:
        code = int(str(stop.code))
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_lists_have_ids_and_the_agreed_keys(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sizes = {}
    for what in ("influencers", "campaigns", "collaborations", "deliverables", "contracts"):
        code, out, _ = run(capsys, "list", what, "-w", sample, "--json")
        rows = json.loads(out)
        assert code == 0
        assert all(isinstance(row["id"], int) for row in rows)
        sizes[what] = len(rows)
        assert run(capsys, "list", what, "-w", sample)[1].count("\n") == len(rows)
    assert sizes["influencers"] == 60
    assert sizes["campaigns"] == 5, "four with deals, one that is half set up"
    person = json.loads(run(capsys, "list", "influencers", "-w", sample, "--json")[1])[0]
    assert set(person) == {"id", "name", "country", "niches", "accounts"}
    assert set(person["accounts"][0]) == {
        "platform", "handle", "followers", "avg_likes", "avg_comments", "avg_views", "avg_shares", "engagement_rate",
        "engagement_base",
    }


def test_documents_are_written_and_say_what_they_are(
    sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    deals = json.loads(run(capsys, "list", "collaborations", "-w", sample, "--json")[1])
    campaign = json.loads(run(capsys, "list", "campaigns", "-w", sample, "--json")[1])[0]
    first = deals[0]
    wanted = (
        ("contract", "--collaboration", first["id"], first["creator"].split()[0]),
        ("brief", "--collaboration", first["id"], first["campaign"]),
        ("report", "--campaign", campaign["id"], campaign["client"]),
        ("dossier", "--campaign", campaign["id"], "Compliance dossier"),
        ("education", "--collaboration", first["id"], first["creator"].split()[0]),
    )
    for verb, key, record, words in wanted:
        target = tmp_path / f"{verb}.pdf"
        assert run(capsys, verb, "-w", sample, key, record, "-o", target)[0] == 0
        text = "".join(page.extract_text() for page in PdfReader(target).pages)
        assert words in text
    first_unsent = next(deal["id"] for deal in deals if deal["client_decision"] == "backup")
    code, _, err = run(capsys, "brief", "-w", sample, "--collaboration", first_unsent, "-o", tmp_path / "next.pdf")
    assert (code, err) == (0, "This brief was not sent; each page says so.\n")
    assert "not sent" in "".join(page.extract_text() for page in PdfReader(tmp_path / "next.pdf").pages).lower()
    target = tmp_path / "sheet.pdf"
    command = ("education", "-w", sample, "--collaboration", first["id"], "-o", target, "--language")
    assert run(capsys, *command, "de")[0] == 0
    assert "Unterschrift" in "".join(page.extract_text() for page in PdfReader(target).pages)
    code, _, err = run(capsys, *command, "sv")
    assert code == 2
    assert "no education sheet in “sv”" in err


def test_the_timeline_is_written_on_two_sizes_of_paper(
    sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    campaign = next(row for row in json.loads(run(capsys, "list", "campaigns", "-w", sample, "--json")[1])
                    if row["state"] == "running")
    small, large = tmp_path / "new folder" / "small.pdf", tmp_path / "large.pdf"
    assert run(capsys, "timeline", campaign["id"], "-w", sample, "-o", small)[0] == 0
    assert run(capsys, "timeline", campaign["id"], "-w", sample, "-o", large, "--large")[0] == 0
    first = PdfReader(small).pages[0]
    assert campaign["name"] in first.extract_text()
    assert first.mediabox.width > first.mediabox.height
    assert PdfReader(large).pages[0].mediabox.width > first.mediabox.width
    code, _, err = run(capsys, "timeline", 999_999, "-w", sample, "-o", tmp_path / "x.pdf")
    assert (code, "There is no campaign 999999" in err) == (2, True)


def test_a_contract_that_lacks_data_is_listed_and_not_written(
    sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    drafts = [
        row["collaboration_id"]
        for row in json.loads(run(capsys, "list", "contracts", "-w", sample, "--json")[1]) if row["state"] == "draft"
    ]
    target = tmp_path / "contract.pdf"
    outcomes = [run(capsys, "contract", "-w", sample, "--collaboration", deal, "-o", target) for deal in drafts]
    refused = [outcome for outcome in outcomes if outcome[0] == 1]
    assert refused
    assert all("is missing" in err and "not written" in err for _, _, err in refused)
    code, _, _ = run(capsys, "contract", "-w", sample, "--collaboration", drafts[0], "-o", target, "--draft")
    assert code == 0
    assert len(PdfReader(target).pages) > 2


def test_the_contracts_of_a_campaign_are_written_and_who_is_left_out_is_named(
    sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(
        capsys, "contract", "-w", sample, "--campaign", 1, "--all", "-o", tmp_path / "all", "--json")
    told = json.loads(out)
    assert code == 1
    assert (told["made"], told["skipped"], told["failed"], told["left"]) == (7, 1, 0, 0)
    assert sorted(path.name for path in (tmp_path / "all").iterdir()) == sorted(told["files"])
    assert "No contract has been started" in err
    assert run(capsys, "contract", "-w", sample, "--campaign", 1, "-o", tmp_path)[0] == 2
    assert run(capsys, "contract", "-w", sample, "--campaign", 99, "--all", "-o", tmp_path)[0] == 2


def test_check_prints_one_object_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "posts.jsonl"
    file.write_text("\n".join(json.dumps(post) for post in POSTS), encoding="utf-8")
    code, out, _ = run(capsys, "check", file, "--json")
    fail, passed = (json.loads(line) for line in out.splitlines())
    assert code == 1
    assert (fail["id"], fail["verdict"], passed["verdict"]) == ("a", "fail", "pass")
    assert set(fail) == {"id", "verdict", "platform_verdict", "findings"}
    finding = fail["findings"][0]
    assert set(finding) == {"rule", "severity", "scope", "message", "fix", "source", "start", "end"}
    assert POSTS[0]["caption"][finding["start"] : finding["end"]] == "#spon"  # type: ignore[index]
    said = run(capsys, "check", file)[1].splitlines()
    assert said[0].startswith("fail  a  ")
    assert "pack 20" in said[0], "version and day stand with every verdict"
    assert "sources read 20" in said[0]
    assert "checked: " in said[-1]


def test_import_creates_once_and_tells_what_was_rejected(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, folder = tmp_path / "instagram.csv", tmp_path / "agency"
    file.write_text(ROSTER, encoding="utf-8")
    dry = run(capsys, "import", "roster", file, "-w", folder, "--dry-run", "--json")
    assert not folder.exists()
    first = run(capsys, "import", "roster", file, "-w", folder, "--json")
    second = run(capsys, "import", "roster", file, "-w", folder, "--json")
    result, again = json.loads(first[1]), json.loads(second[1])
    assert json.loads(dry[1]) == result
    assert (result["created"], result["updated"], result["rejected"]) == (2, 0, 1)
    assert (result["rejections"][0]["file"], result["rejections"][0]["row"]) == ("instagram.csv", 3)
    assert (again["created"], again["updated"], again["skipped"]) == (0, 0, 2)
    assert first[0] == second[0] == dry[0] == 1


def test_backup_restore_verify_export(sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "backup", "-w", sample)
    assert code == 0
    assert Path(out.strip()).is_file()
    assert run(capsys, "restore", "-w", sample)[0] == 0
    assert run(capsys, "verify", "-w", sample) == (0, "The workspace is sound.\n", "")
    assert run(capsys, "export", "-w", sample, "-o", tmp_path / "all")[0] == 0
    assert {path.name for path in (tmp_path / "all").iterdir()} == {"csv", "files", "workspace.json"}


def test_a_damaged_file_is_found_by_verify(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stored = next(path for path in (sample / "attachments").rglob("*") if path.is_file())
    content = stored.read_bytes()
    stored.write_bytes(content + b"x")
    code, out, _ = run(capsys, "verify", "-w", sample)
    stored.write_bytes(content)
    assert code == 1
    assert "was changed outside the program" in out


@pytest.mark.parametrize(
    "arguments",
    [
        ("list", "influencers", "-w", "{tmp}/nowhere"), ("check", "{tmp}/nowhere.jsonl"), ("check", "{tmp}"),
        ("import", "roster", "{tmp}", "-w", "{tmp}/w"), ("import", "roster", "{tmp}/empty.csv", "-w", "{tmp}/w"),
        ("import", "roster", "{tmp}/binary.csv", "-w", "{tmp}/w"),
        ("import", "roster", "{tmp}/unknown.csv", "-w", "{tmp}/w"), ("demo", "{tmp}"), ("verify", "-w", "{tmp}"),
        ("list", "people", "-w", "{tmp}"), ("demo", "{tmp}/x", "--today", "tomorrow"),
        ("tour", "-w", "{tmp}", "-o", "{tmp}/t"),
        ("import", "roster", "{tmp}/unknown.csv", "-w", "{tmp}/w", "--platform", "myspace"), ("nonsense",),
    ],
)
def test_bad_input_is_one_sentence_and_exit_code_2(
    arguments: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty.csv").touch()
    (tmp_path / "binary.csv").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "unknown.csv").write_text("\n".join("lorem,ipsum,dolor" for _ in range(9)))
    before = sorted(tmp_path.iterdir())
    code, out, err = run(capsys, *(part.replace("{tmp}", str(tmp_path)) for part in arguments))
    assert (code, out) == (2, "")
    assert err.strip()
    assert err.count("\n") == 1
    assert "Traceback" not in err
    assert sorted(tmp_path.iterdir()) == before


def test_captions_are_checked_with_the_agencys_own_words(
    sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from microinf_desktop.domain.disclosure.agency import AgencyWord
    from microinf_desktop.services.packs import delete_entry, save_entry
    from microinf_desktop.storage.workspace import Workspace

    posts = tmp_path / "posts.jsonl"
    posts.write_text(json.dumps({
        "id": "a", "jurisdiction": "US", "platform": "blog", "format": "blog", "relationship": "paid",
        "caption": "Sponsored: eggs for breakfast", "context": {},
    }) + "\n", encoding="utf-8")
    with Workspace.open(sample) as workspace:
        entry = save_entry(workspace, AgencyWord("US", "en", ("sponsored",), "refused", "house rule"))
    try:
        assert run(capsys, "check", posts)[0] == 0
        code, out, err = run(capsys, "check", posts, "-w", sample)
        assert code == 1
        assert f"AGENCY-{entry}:" in out
        assert "US: checked with pack" in err
        assert "+ 1 of the agency" in err
        code, out, _ = run(capsys, "check", posts, "--jurisdiction", "UK")
        assert (code, out.split()[0]) == (0, "warn"), "“Sponsored” alone is doubtful in the United Kingdom"
    finally:
        with Workspace.open(sample) as workspace:
            delete_entry(workspace, entry)


def test_unknown_records_are_told(sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for verb, key in (("contract", "--collaboration"), ("brief", "--collaboration"), ("report", "--campaign"),
                      ("dossier", "--campaign"), ("education", "--collaboration")):
        code, _, err = run(capsys, verb, "-w", sample, key, 999_999, "-o", tmp_path / "x.pdf")
        assert code == 2
        assert "There is no" in err
    assert not (tmp_path / "x.pdf").exists()


def test_reading_works_beside_an_open_workspace_and_writing_is_refused(
    sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from microinf_desktop.storage.workspace import Workspace

    file = tmp_path / "instagram.csv"
    file.write_text(ROSTER, encoding="utf-8")
    with Workspace.open(sample):
        command = [sys.executable, "-m", "microinf_desktop", "import", "roster", str(file), "-w", str(sample)]
        refused = subprocess.run(command, capture_output=True, text=True, check=False)
        assert run(capsys, "list", "campaigns", "-w", sample, "--json")[0] == 0
    assert refused.returncode == 2
    assert "is open in another window" in refused.stderr


def test_drafts_of_a_workspace_are_checked_and_recorded(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "check", "-w", sample, "--all", "--json")
    counts = json.loads(out)
    assert code == (1 if counts["fail"] else 0)
    assert counts["checked"] == counts["pass"] + counts["warn"] + counts["fail"] > 0
    assert "without draft" in run(capsys, "check", "-w", sample, "--campaign", "1")[1]
    code, _, err = run(capsys, "check", "--all")
    assert (code, err.splitlines()) == (2, [
        "Nothing says what to check. Name a file, or a workspace with --campaign, --client or --all."
    ])
