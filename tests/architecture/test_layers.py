"""The picture of the layers is kept true: import-linter's contracts hold, and the picture names every room."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "microinf_desktop"
# What the design card lists. Anything else at the top needs a decision, and a line there.
TOP_LEVEL = {
    "pyproject.toml", "README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE", "Makefile",
    "microinf_desktop", "resources", "icons", "installer", "tests",
}
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
LAYERS = next(contract["layers"] for contract in CONTRACTS if contract["type"] == "layers")
LEFTOVERS = {"build", "dist"}


def test_the_contracts_of_the_layers_hold():
    from importlinter.cli import lint_imports

    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True, no_logo=True) == 0


def test_a_forbidden_import_would_be_found(tmp_path):
    """The contracts are not empty words: the same configuration refuses a package that breaks each of them."""
    package = tmp_path / "microinf_desktop"
    breaks = {
        "domain/thing.py": "import sqlalchemy\n",
        "documents/thing.py": "from microinf_desktop.storage import thing\n",
        "queries/thing.py": "import PySide6\n",
        "ui/thing.py": "import sqlite3\n",
        "storage/thing.py": "from microinf_desktop import cli\n",
    }
    for path in PACKAGE.rglob("__init__.py"):
        copy = package / path.relative_to(PACKAGE)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text("")
    for layer in re.findall(r"microinf_desktop\.(\w+)", " ".join(LAYERS)):
        if not (package / layer).is_dir():
            (package / f"{layer}.py").write_text("")
    for name, text in breaks.items():
        (package / name).write_text(text)
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    command = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    done = subprocess.run(
        [sys.executable, "-c", command], cwd=tmp_path, env={"PYTHONPATH": str(tmp_path), "PATH": "/usr/bin:/bin"},
        capture_output=True, text=True, check=False,
    )
    assert f"0 kept, {len(CONTRACTS)} broken" in done.stdout, "add a break for each contract:" + done.stdout


def test_the_domain_imports_the_standard_library_only():
    """Stricter than the contract, which can only name packages it knows of."""
    foreign = [
        f"{path.relative_to(ROOT)}: {module}"
        for path in (PACKAGE / "domain").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for module in _imported(node)
        if module not in sys.stdlib_module_names and module != "microinf_desktop"
    ]
    assert not foreign


def _imported(node: ast.AST) -> list[str]:
    """Top-level packages an import statement names."""
    if isinstance(node, ast.Import):
        return [alias.name.partition(".")[0] for alias in node.names]
    return [(node.module or "").partition(".")[0]] if isinstance(node, ast.ImportFrom) else []


def test_the_top_level_holds_what_the_design_lists():
    names = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    assert names - LEFTOVERS == TOP_LEVEL


def test_the_picture_in_architecture_names_every_room():
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    rooms = [path.parent.relative_to(PACKAGE) for path in PACKAGE.rglob("__init__.py") if path.parent != PACKAGE]
    assert rooms
    assert not [str(room) for room in rooms if f"{room.name}/" not in text]


def test_tests_mirror_the_package():
    rooms = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").is_file()}
    assert rooms <= {path.name for path in (ROOT / "tests").iterdir() if path.is_dir()}
