"""Kill the program, fill the disk, damage the file: what was stored stays, nothing is half-written."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlmodel import func, select

from microinf_desktop.storage import backup
from microinf_desktop.storage.tables import Account, AccountSnapshot, Influencer, Step
from microinf_desktop.storage.workspace import Workspace

_WRITE_FOR_EVER = """
import sys
from pathlib import Path
from microinf_desktop.storage.workspace import Workspace
from microinf_desktop.storage.tables import Client, Competitor
workspace = Workspace.open(Path(sys.argv[1]))
number = 0
while True:
    with workspace.writing("Add") as session:
        client = Client(name=f"Client {number}")
        session.add(client)
        session.flush()
        session.add(Competitor(client_id=client.id, name="Rival"))
    number += 1
    print(number, flush=True)
"""
_WITH_LITTLE_SPACE = """
import resource, sys
from microinf_desktop.cli import main
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
sys.exit(main(sys.argv[2:]))
"""


def roster(path: Path, people: int) -> Path:
    lines = ["handle,name,followers", *(f"person.{i},Person {i},{5_000 + i}" for i in range(people))]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def count(folder: Path, table: type[Influencer] | type[Account] | type[AccountSnapshot] | type[Step]) -> int:
    with Workspace.open(folder, writable=False) as workspace, workspace.reading() as session:
        return session.exec(select(func.count()).select_from(table)).one()


@pytest.mark.parametrize("seed", range(5))
def test_a_killed_program_loses_nothing_it_had_stored(tmp_path: Path, seed: int) -> None:
    folder = tmp_path / "agency"
    Workspace.create(folder).close()
    process = subprocess.Popen(
        [sys.executable, "-c", _WRITE_FOR_EVER, str(folder)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    told = 0
    until = time.monotonic() + 1 + random.Random(seed).random()
    while time.monotonic() < until:
        told = int(process.stdout.readline())
    process.send_signal(signal.SIGKILL)
    rest = process.communicate()[0].split()
    told = max([told, *map(int, rest)])
    assert backup.verify_workspace(folder) == []
    assert told <= count(folder, Step) <= told + 1
    Workspace.open(folder).close()


@pytest.mark.parametrize("seed", range(4))
def test_a_killed_import_leaves_all_or_nothing(tmp_path: Path, seed: int) -> None:
    file, folder = roster(tmp_path / "instagram.csv", 20_000), tmp_path / "agency"
    Workspace.create(folder).close()
    command = [sys.executable, "-m", "microinf_desktop", "import", "roster", str(file), "-w", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    time.sleep(0.8 + random.Random(seed).random() * 1.5)
    process.kill()
    process.wait()
    assert backup.verify_workspace(folder) == []
    sizes = {count(folder, table) for table in (Influencer, Account, AccountSnapshot)}
    assert sizes in ({0}, {20_000})


def test_a_full_disk_is_told_and_changes_nothing(tmp_path: Path) -> None:
    file, folder = roster(tmp_path / "instagram.csv", 30_000), tmp_path / "agency"
    Workspace.create(folder).close()
    limit = (folder / "workspace.db").stat().st_size + 2_000_000
    arguments = ["import", "roster", str(file), "-w", str(folder)]
    result = subprocess.run(
        [sys.executable, "-c", _WITH_LITTLE_SPACE, str(limit), *arguments], capture_output=True, text=True, check=False
    )
    assert result.returncode == 2, result.stderr
    assert "Nothing of this step was stored" in result.stderr
    assert "Traceback" not in result.stderr
    assert backup.verify_workspace(folder) == []
    assert count(folder, Influencer) == 0


def test_a_backup_on_a_full_disk_leaves_no_half_copy(tmp_path: Path) -> None:
    folder = tmp_path / "agency"
    Workspace.create(folder).close()
    result = subprocess.run(
        [sys.executable, "-c", _WITH_LITTLE_SPACE, "60000", "backup", "-w", str(folder)],
        capture_output=True, text=True, check=False,
    )
    assert result.returncode == 2
    assert "could not be written" in result.stderr
    assert list((folder / "backups").iterdir()) == []


@pytest.mark.parametrize("seed", range(8))
def test_a_damaged_file_is_refused_in_words_and_a_backup_restores_it(tmp_path: Path, seed: int) -> None:
    folder = tmp_path / "agency"
    with Workspace.create(folder) as workspace:
        made = backup.make_backup(folder)
        assert made.path.is_file()
        database = workspace.database
    dice = random.Random(seed)
    content = bytearray(database.read_bytes())
    for _ in range(400):
        content[dice.randrange(len(content))] = dice.randrange(256)
    database.write_bytes(content)
    assert backup.verify_workspace(folder) != []
    backup.restore_backup(folder, made.path)
    assert backup.verify_workspace(folder) == []


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "agency"
    Workspace.create(folder).close()
    folder.chmod(0o500)
    try:
        command = [sys.executable, "-m", "microinf_desktop", "import", "roster", "x.csv", "-w", str(folder)]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        assert result.returncode == 2
        assert "cannot be written" in result.stderr
    finally:
        folder.chmod(0o700)
