"""Reports: every campaign in a list, the client's PDF with its headline, saved where one says."""

import io
from pathlib import Path

from pypdf import PdfReader
from PySide6.QtCore import Qt

from microinf_desktop.domain.reports import headline
from microinf_desktop.queries.reports import report_data
from tests.ui.conftest import TODAY, Dialogs
from tests.ui.pages.conftest import Desk, cells, words

CONTROL = Qt.KeyboardModifier.ControlModifier


def _finished(desk: Desk) -> int:
    page = desk.go("reports")
    return int(next(n for n in page.table.model.ids if page._rows[n].state == "finished"))


def test_enter_opens_the_report_with_its_headline(desk: Desk) -> None:
    campaign = _finished(desk)
    page = desk.page
    page.table.select(campaign)  # type: ignore[attr-defined]
    page.table.view.setFocus()  # type: ignore[attr-defined]
    desk.press(Qt.Key.Key_Return)
    assert desk.page.page_id == "report"
    with desk.workspace.reading() as session:
        expected = headline(report_data(session, campaign, today=TODAY))
    assert expected in words(desk.page)
    reader = PdfReader(io.BytesIO(desk.page.preview._data))  # type: ignore[attr-defined]
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert " ".join(expected.split()) in text.replace("\xa0", " ") or expected.replace("\xa0", " ") in text


def test_the_report_is_saved_by_key(desk: Desk, dialogs: Dialogs, tmp_path: Path) -> None:
    page = desk.go("report", id=_finished(desk))
    dialogs.expect_path(tmp_path / "for the client.pdf")
    desk.press(Qt.Key.Key_S, CONTROL, at=desk.window)
    assert (tmp_path / "for the client.pdf").read_bytes() == page.preview._data


def test_a_campaign_without_figures_still_has_a_report(desk: Desk) -> None:
    listed = desk.go("reports")
    planned = next(n for n in listed.table.model.ids
                   if listed._rows[n].state == "planning" and listed._rows[n].deliverables)
    page = desk.go("report", id=planned)
    assert page.preview._data.startswith(b"%PDF-")
    assert "What the report cannot say yet" in words(page)


def test_a_state_and_a_word_narrow_the_list(desk: Desk) -> None:
    page = desk.go("reports")
    assert len(page.table.model.ids) == 5
    name = cells(page.table, "name")[0]
    desk.search(name)
    assert cells(page.table, "name") == [name]
    desk.search("nothing like it")
    assert page.table.empty.isVisible()
