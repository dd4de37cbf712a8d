"""The installer's scripts on a pretended Debian: what they would install, and what they say when they may not."""

import os
import stat
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "installer" / "system-packages.sh"
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="shell scripts")
LIBRARIES = SCRIPT.read_text().split('LIBRARIES="', 1)[1].split('"', 1)[0].split()
FONTS = SCRIPT.read_text().split('FONTS="', 1)[1].split('"', 1)[0].split()


class Machine:
    """A folder of pretended programs that stands first in the PATH; `calls` is what they were asked to do."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "calls.log"
        self.installed = folder / "installed"
        folder.mkdir()
        self.program("uname", "echo Linux")
        self.program("dpkg-query", f'cat "{self.installed}"')
        self.program("apt-cache", "exit 0")
        self.program("apt-get", f'echo "apt-get $*" >>"{self.log}"')
        self.user(1000)
        self.has(*LIBRARIES, *FONTS)

    def program(self, name: str, body: str) -> None:
        path = self.folder / name
        path.write_text(f"#!/bin/sh\n{body}\n")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)

    def user(self, number: int) -> None:
        self.program("id", f"echo {number}")

    def has(self, *packages: str, provides: str = "") -> None:
        lines = [f"ii |{name}|{provides}\n" for name in packages]
        self.installed.write_text("".join(lines) + "un |python3-doc|\nrc |libold1|\n")

    def run(self, *arguments: str) -> subprocess.CompletedProcess:
        path = os.pathsep.join([str(self.folder), "/usr/bin", "/bin"])
        return subprocess.run(
            ["sh", str(SCRIPT), *arguments], env={"PATH": path}, capture_output=True, text=True, check=False
        )

    @property
    def calls(self) -> str:
        return self.log.read_text() if self.log.is_file() else ""


@pytest.fixture
def machine(tmp_path):
    made = Machine(tmp_path / "bin")
    made.program("sudo", "exit 1")
    return made


def test_a_complete_machine_is_left_alone(machine):
    done = machine.run()
    assert (done.returncode, done.stdout, done.stderr, machine.calls) == (0, "", "", "")


def test_root_installs_only_what_is_missing(machine):
    machine.user(0)
    machine.has(*[name for name in (*LIBRARIES, *FONTS) if name not in ("libxcb-cursor0", "fonts-inter")])
    assert machine.run().returncode == 0
    update, install = machine.calls.splitlines()
    assert update.endswith("update -q")
    assert install.endswith("install -q -y --no-install-recommends libxcb-cursor0 fonts-inter")


def test_what_apt_could_not_install_is_named(machine):
    machine.user(0)
    machine.has(*[name for name in (*LIBRARIES, *FONTS) if name not in ("libxcb-cursor0", "fonts-inter")])
    machine.program("apt-get", "exit 100")
    done = machine.run()
    assert done.returncode == 1
    assert "could not be installed: libxcb-cursor0." in done.stderr
    machine.has(*LIBRARIES)  # only fonts
    assert machine.run().returncode == 0


def test_a_package_that_provides_the_old_name_counts(machine):
    machine.has(*[name for name in (*LIBRARIES, *FONTS) if name != "libglib2.0-0"])
    with machine.installed.open("a") as file:
        file.write("ii |libglib2.0-0t64|libglib2.0-0 (= 2.84.4-3)\n")
    assert machine.run("--dry-run").stdout == ""


def test_without_rights_the_exact_line_is_printed(machine):
    machine.has(*[name for name in (*LIBRARIES, *FONTS) if name != "libegl1"])
    done = machine.run()
    assert done.returncode == 1
    assert "\n  sudo apt-get install -y --no-install-recommends libegl1\n" in done.stderr
    assert machine.calls == ""


def test_missing_fonts_alone_do_not_stop_anybody(machine):
    machine.has(*LIBRARIES)
    done = machine.run()
    assert done.returncode == 0
    assert "Source Sans Pro" in done.stderr
    assert f"apt-get install -y --no-install-recommends {' '.join(FONTS)}\n" in done.stderr


def test_sudo_without_a_question_is_used(machine):
    machine.has(*[name for name in (*LIBRARIES, *FONTS) if name != "libegl1"])
    machine.program("sudo", 'shift; "$@"')
    machine.run()
    assert "install -q -y --no-install-recommends libegl1" in machine.calls


def test_further_packages_are_asked_for(machine):
    done = machine.run("--dry-run", "python3.11-venv")
    assert done.stdout == "apt-get install -y --no-install-recommends python3.11-venv\n"
    assert machine.run("python3.11-venv").returncode == 1


def test_a_font_that_the_archive_lacks_is_left_out(machine):
    machine.user(0)
    machine.has(*LIBRARIES)
    machine.program("apt-cache", '[ "$2" != fonts-inter-variable ]')
    assert machine.run().returncode == 0
    assert "fonts-inter-variable" not in machine.calls
    assert "fonts-inter " in machine.calls


def test_when_the_lists_cannot_be_renewed_it_goes_on(machine):
    machine.user(0)
    machine.has(*LIBRARIES)
    machine.program("apt-get", f'echo "$*" >>"{machine.log}"; case "$*" in *update*) exit 100;; esac')
    done = machine.run()
    assert done.returncode == 0
    assert "going on" in done.stderr
    assert "install" in machine.calls


def test_every_script_is_valid_posix_shell():
    for script in (*(ROOT / "installer").glob("*.sh"), ROOT / ".ci" / "run"):
        subprocess.run(["sh", "-n", str(script)], check=True)


# --- setup.sh in a pretended checkout -----------------------------------------------------------------------


@pytest.fixture
def checkout(tmp_path, machine):
    """A checkout whose python only notes what it is asked, so that nothing is downloaded."""
    root = tmp_path / "checkout"
    (root / "installer").mkdir(parents=True)
    for name in ("setup.sh", "system-packages.sh", "constraints.txt"):
        (root / "installer" / name).write_text((ROOT / "installer" / name).read_text())
    (root / "pyproject.toml").write_text("[project]\n")
    fake = f"""
case "$*" in
*"-m venv"*) echo "$*" >>"{machine.log}"; mkdir -p .venv/bin; cp "$0" .venv/bin/python ;;
*"import ensurepip"*) [ ! -e "{root}/no-ensurepip" ] ;;
*"-m pip --version"*) [ ! -e "{root}/no-pip" ] ;;
*"-m pip"*) echo "$*" >>"{machine.log}"; [ ! -e "{root}/offline" ] ;;
*) exec {sys.executable} "$@" ;;
esac"""
    machine.program("python3", fake)
    return root


def setup(checkout: Path, machine: Machine, kind: str = "run") -> subprocess.CompletedProcess:
    path = os.pathsep.join([str(machine.folder), "/usr/bin", "/bin"])
    command = ["sh", str(checkout / "installer" / "setup.sh"), kind]
    return subprocess.run(command, env={"PATH": path}, capture_output=True, text=True, check=False)


def test_a_second_call_does_nothing(checkout, machine):
    first = setup(checkout, machine)
    assert first.returncode == 0, first.stderr
    assert "-m venv --clear .venv" in machine.calls
    assert "-c installer/constraints.txt --no-build-isolation -e ." in machine.calls
    before = machine.calls
    second = setup(checkout, machine)
    assert (second.returncode, second.stdout, second.stderr) == (0, "", "")
    assert machine.calls == before


def test_tests_need_more_and_cover_the_rest(checkout, machine):
    setup(checkout, machine)
    setup(checkout, machine, "dev")
    assert machine.calls.rstrip().endswith("-e .[dev]")
    before = machine.calls
    (checkout / ".venv" / ".ready-run").unlink()
    setup(checkout, machine, "run")
    assert machine.calls == before


def test_other_dependencies_or_another_place_ask_for_a_new_run(checkout, machine, tmp_path):
    setup(checkout, machine)
    before = len(machine.calls.splitlines())
    (checkout / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    setup(checkout, machine)
    assert len(machine.calls.splitlines()) == before + 2  # two calls of pip, no new environment
    moved = checkout.rename(tmp_path / "moved")
    setup(moved, machine)
    assert len(machine.calls.splitlines()) == before + 4


def test_a_debian_python_without_ensurepip_gets_its_package(checkout, machine):
    (checkout / "no-ensurepip").touch()
    (checkout / "no-pip").touch()
    done = setup(checkout, machine)
    assert done.returncode == 1
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert f"apt-get install -y --no-install-recommends python{version}-venv" in done.stderr


def test_a_pip_of_the_system_stands_in_for_ensurepip(checkout, machine):
    (checkout / "no-ensurepip").touch()
    assert setup(checkout, machine).returncode == 0
    assert "-m venv --clear --without-pip .venv" in machine.calls
    assert "-m pip --python .venv/bin/python install pip" in machine.calls


def test_a_failed_download_is_no_success(checkout, machine):
    (checkout / "offline").touch()
    done = setup(checkout, machine)
    assert done.returncode == 1
    assert "PIP_NO_INDEX" in done.stderr
    assert not (checkout / ".venv" / ".ready-run").exists()


def test_an_old_python_is_refused_in_words(checkout, machine):
    for name in ("python3", "python3.14", "python3.13", "python3.12", "python3.11"):
        machine.program(name, "exit 1")
    done = setup(checkout, machine)
    assert done.returncode == 1
    assert "Python 3.11 or newer" in done.stderr


def test_setup_knows_two_kinds(checkout, machine):
    assert setup(checkout, machine, "all").returncode == 2


# --- run.py -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def runner():
    spec = spec_from_file_location("run_helper", ROOT / "installer" / "run.py")
    module = module_from_spec(spec)
    sys.modules["run_helper"] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules["run_helper"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="displays of X11 and Wayland")
@pytest.mark.parametrize("setting", [{}, {"DISPLAY": ":987"}, {"QT_QPA_PLATFORM": "offscreen"}])
def test_a_dead_or_blind_display_is_no_display(runner, setting):
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {key: value for key, value in os.environ.items() if key not in names}
    assert runner.has_display({**environment, **setting}) is False


def test_without_display_everything_is_written_and_refusals_are_told(runner, monkeypatch, tmp_path, capsys):
    def microinf(verb, *arguments):
        if verb == "list":
            return 0, '[{"id": 1, "campaign": "Winter Blend", "creator": "Zoë Łuk"}, {"id": 2}]', ""
        if verb == "contract" and arguments[3] == 2:
            return 1, "", "warn: No end.\nfail: The fee is missing. Enter it.\nfail: No address.\nNot written.\n"
        Path(arguments[-1]).write_text("pdf")
        return 0, "", ""

    def pictures(workspace, folder, theme):
        return runner.Outcome([folder / "today.png"])

    monkeypatch.setattr(runner, "make_workspace", lambda folder: None)
    monkeypatch.setattr(runner, "microinf", microinf)
    monkeypatch.setattr(runner, "take_pictures", pictures)
    monkeypatch.setattr(runner, "ROOT", tmp_path)
    monkeypatch.setattr(runner, "SAMPLE", tmp_path / "build" / "sample")
    assert runner.show_without_display() == 0
    said = capsys.readouterr().out
    assert "  contracts/002.pdf: The fee is missing (and 1 more)\n" in said
    written = sorted(path.relative_to(tmp_path / "build" / "sample").as_posix()
                     for path in (tmp_path / "build" / "sample").rglob("*.pdf"))
    assert written == [
        "briefs/001-winter-blend-zoë-łuk.pdf", "briefs/002.pdf", "contracts/001-winter-blend-zoë-łuk.pdf",
        "reports/001-winter-blend-zoë-łuk.pdf", "reports/002.pdf",
    ]
    monkeypatch.setattr(runner, "take_pictures", lambda *_: runner.Outcome([], ["pictures in light: exit code 1"]))
    assert runner.show_without_display() == 1
