"""The sample agency as a workspace: its content, and its contracts issued as PDF."""

import shutil
from datetime import date
from pathlib import Path

from microinf_desktop import papers
from microinf_desktop.contract_papers import amendment_paper
from microinf_desktop.domain.tasks import CancelToken, Progress, silent
from microinf_desktop.storage.workspace import Workspace


def create_sample_workspace(
    folder: Path, *, influencers: int = 60, seed: int = 7, today: date, progress: Progress = silent,
    cancel: CancelToken | None = None,
) -> None:
    """Create a workspace in an empty or new folder and fill it; cancelled or failed, nothing of it stays."""
    existed = folder.exists()
    workspace = Workspace.create(folder)
    try:
        with workspace:
            from microinf_desktop.services.sample import create_sample

            create_sample(
                workspace, influencers=influencers, seed=seed, today=today, progress=progress, cancel=cancel,
                contract_paper=papers.contract_paper, amendment_paper=amendment_paper,
                brief_pdf=lambda data: papers.brief_pdf(workspace, data),
            )
    except BaseException:
        for child in folder.iterdir():
            shutil.rmtree(child) if child.is_dir() else child.unlink()
        if not existed:
            folder.rmdir()
        raise
