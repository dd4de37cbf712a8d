"""What is installed: the pins fit the ranges, and the wheel brings its resources along and finds them."""

import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import version
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]


def _load(path: Path):
    spec = spec_from_file_location(path.stem, path)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


PIN = _load(ROOT / "installer" / "pin.py")


def pins() -> dict[str, str]:
    lines = PIN.CONSTRAINTS.read_text(encoding="utf-8").splitlines()
    return dict(line.split("==") for line in lines if line and not line.startswith("#"))


def test_constraints_hold_names_and_versions_only():
    assert pins()
    for name, pinned in pins().items():
        assert name == canonicalize_name(name)
        assert Requirement(f"{name}=={pinned}").url is None


@pytest.mark.parametrize("requirement", PIN.direct_requirements(), ids=str)
def test_pins_fit_the_ranges_of_pyproject(requirement):
    pinned = pins()[canonicalize_name(requirement.name)]
    assert requirement.specifier.contains(pinned, prereleases=True)


def test_everything_that_gets_installed_is_pinned():
    assert set(PIN.closure(PIN.direct_requirements())) == set(pins())


def test_this_run_uses_the_qt_that_works():
    assert (6, 11, 3) <= tuple(int(part) for part in version("PySide6-Essentials").split(".")) < (6, 12)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """The wheel as hatchling builds it, without a network and without a build environment of its own."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_the_package_with_all_resources(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("resources", "icons"):
        files = [path for path in (ROOT / folder).rglob("*") if path.is_file()]
        assert files
        assert {f"microinf_desktop/_data/{path.relative_to(ROOT).as_posix()}" for path in files} <= names
    modules = [path for path in (ROOT / "microinf_desktop").rglob("*.py") if "_data" not in path.parts]
    assert {path.relative_to(ROOT).as_posix() for path in modules} <= names
    assert not [name for name in names if name.startswith(("tests/", "installer/")) or name.endswith(".pyc")]


def test_the_wheel_finds_its_resources(wheel, tmp_path):
    zipfile.ZipFile(wheel).extractall(tmp_path)
    command = (
        "from microinf_desktop.paths import resource, icon;"
        "from microinf_desktop.interchange.templates import load_checklists;"
        "load_checklists(); print(resource('templates').is_dir(), icon().is_dir(), resource())"
    )
    environment = {"PYTHONPATH": str(tmp_path), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        [sys.executable, "-c", command], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    expected = tmp_path / "microinf_desktop" / "_data" / "resources"
    assert done.stdout.split(maxsplit=2) == ["True", "True", f"{expected}\n"]


def test_the_command_is_named_once():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["scripts"] == {"microinf": "microinf_desktop.cli:main"}
    assert project["version"] in (ROOT / "microinf_desktop" / "__init__.py").read_text(encoding="utf-8")
