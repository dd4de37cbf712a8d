"""The help inside the program and the papers at the top: every link leads somewhere, every page is listed."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HELP = ROOT / "resources" / "help"
LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")


def links(path: Path) -> list[str]:
    return [link for link in LINK.findall(path.read_text(encoding="utf-8")) if "://" not in link]


@pytest.mark.parametrize("folder", [HELP, ROOT], ids=["help", "papers"])
def test_links_lead_somewhere(folder):
    pages = sorted(folder.glob("*.md"))
    assert pages
    broken = [f"{page.name}: {link}" for page in pages for link in links(page) if not (folder / link).is_file()]
    assert not broken


def test_every_page_is_in_the_index_and_has_one_title():
    listed = set(links(HELP / "index.md"))
    assert listed == {page.name for page in HELP.glob("*.md")} - {"index.md"}
    for page in HELP.glob("*.md"):
        titles = [line for line in page.read_text(encoding="utf-8").splitlines() if line.startswith("# ")]
        assert len(titles) == 1, page.name


def test_the_index_uses_the_titles_of_the_pages():
    entries = re.findall(r"\[([^\]]+)\]\(([^)]+)\)", (HELP / "index.md").read_text(encoding="utf-8"))
    for title, name in entries:
        assert (HELP / name).read_text(encoding="utf-8").startswith(f"# {title}\n"), name


def test_the_readme_names_every_verb():
    """The table of the README and the command line tell the same."""
    command = [sys.executable, "-m", "microinf_desktop", "--help"]
    usage = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    verbs = re.findall(r"^    ([a-z-]+) ", usage, re.MULTILINE)
    assert "open" in verbs
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert not [verb for verb in verbs if f"`microinf {verb}" not in readme]
