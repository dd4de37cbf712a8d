"""Settings of the disclosure check: words and rules are added, refused, handed on, and every check goes by them."""

import json
from typing import Any

import pytest

from microinf_desktop.domain.disclosure import check_all
from microinf_desktop.domain.disclosure.agency import AgencyRules, AgencyWord
from microinf_desktop.domain.disclosure.post import Post
from microinf_desktop.queries.packs import SETTING, agency_rules
from microinf_desktop.services.agency import save_setting
from microinf_desktop.services.packs import save_entry
from microinf_desktop.ui import checking
from microinf_desktop.ui.dialogs.check_caption import CheckCaptionDialog
from tests.ui.conftest import Dialogs
from tests.ui.pages.conftest import Desk, settle, words


@pytest.fixture(autouse=True)
def bare(desk: Desk) -> None:
    """The sample agency without its own words."""
    assert stored(desk).words
    assert stored(desk).rules
    save_setting(desk.workspace, SETTING, None)
    settle()


def stored(desk: Desk) -> AgencyRules:
    with desk.workspace.reading() as session:
        return agency_rules(session)


def fill(desk: Desk, dialog: Any, **values: Any) -> None:
    """Type and choose as a person would."""
    for name, value in values.items():
        field = dialog.form.input(name)
        if name in ("source", "opinion_of"):
            desk.type(field, value)
        else:
            field.set_value(value)


def test_words_are_added_and_every_check_goes_by_them(desk: Desk, dialogs: Dialogs) -> None:
    desk.go("settings", tab="rules")
    post = Post(caption="Promo post: eggs for breakfast", platform="blog", format="blog", relationship="paid",
                audience_language="en")
    today = desk.application.context.today()
    assert check_all(post, ["UK"], checking.packs(desk.workspace, today), today).verdict == "fail"

    def add(dialog: Any) -> None:
        fill(desk, dialog, words="Promo post\n#promopost", jurisdiction="UK", language="en", grade="accepted",
             source="ASA on the phone")
        dialog.submit_button.click()

    dialogs.expect(add)
    desk.click("Add words")
    assert [one.words for one in stored(desk).words] == [("promo post", "#promopost")]
    page = desk.page
    shown = words(page)
    assert "promo post, #promopost" in shown
    assert "source: ASA on the phone" in shown
    assert "+ 1 of the agency" in shown
    found = check_all(post, ["UK"], checking.packs(desk.workspace, today), today)
    assert found.verdict == "pass"
    assert found.results["UK"].pack_version.endswith("+ 1 of the agency")
    desk.undo()
    assert not stored(desk)
    assert "None yet. The packs alone decide" in words(desk.page)


def test_a_refused_word_needs_the_lawyers_name(desk: Desk, dialogs: Dialogs) -> None:
    desk.go("settings", tab="rules")

    def add(dialog: Any) -> None:
        fill(desk, dialog, words="Collab", jurisdiction="UK", language="en", source="memo")
        dialog.submit_button.click()
        assert "“collab” is refused in the United Kingdom" in dialog.form.error_text("words")
        fill(desk, dialog, opinion_of="Dr. Frey")
        dialog.submit_button.click()

    dialogs.expect(add)
    desk.click("Add words")
    assert stored(desk).words[0].opinion_of == "Dr. Frey"
    assert "on the opinion of Dr. Frey" in words(desk.page)
    assert "Accepted on an opinion" in words(desk.page)


def test_entries_are_changed_and_deleted(desk: Desk, dialogs: Dialogs) -> None:
    save_entry(desk.workspace, AgencyWord("UK", "en", ("promo post",), "accepted", "letter"))
    desk.go("settings", tab="rules")

    def change(dialog: Any) -> None:
        assert dialog.form.input("words").value() == "promo post"
        assert dialog.form.input("language").value() == "en"
        fill(desk, dialog, grade="refused")
        dialog.submit_button.click()

    dialogs.expect(change)
    desk.click("Edit promo post")
    (entry,) = stored(desk).words
    assert (entry.grade, entry.source, entry.id) == ("refused", "letter", 1)
    desk.click("Delete promo post")
    assert not stored(desk)
    desk.undo()
    assert len(stored(desk)) == 1


def test_a_rule_is_stricter_or_refused(desk: Desk, dialogs: Dialogs) -> None:
    desk.go("settings", tab="rules")

    def add(dialog: Any) -> None:
        fill(desk, dialog, jurisdiction="IN", severity="warn", problem="last_words", source="house rule")
        dialog.submit_button.click()
        assert "IN-02 already fails this in India" in dialog.form.error_text("severity")
        fill(desk, dialog, jurisdiction="UK", severity="fail")
        dialog.submit_button.click()

    dialogs.expect(add)
    desk.click("Add rule")
    (rule,) = stored(desk).rules
    assert (rule.jurisdiction, rule.problem, rule.severity) == ("UK", "last_words", "fail")
    assert "The label comes last" in words(desk.page)


def test_countries_without_sources_are_not_offered(desk: Desk, dialogs: Dialogs) -> None:
    desk.go("settings", tab="rules")

    def look(dialog: Any) -> bool:
        field = dialog.form.input("jurisdiction")
        offered = [field.itemText(place) for place in range(field.count())]
        assert "United Kingdom" in offered
        assert "Austria" not in offered
        return False

    dialogs.expect(look)
    desk.click("Add words")


def test_words_go_out_and_come_in_as_a_file(desk: Desk, dialogs: Dialogs, tmp_path: Any) -> None:
    save_entry(desk.workspace, AgencyWord("UK", "en", ("promo post",), "accepted", "letter"))
    desk.go("settings", tab="rules")
    target = tmp_path / "words.json"
    dialogs.expect_path(target)
    desk.click("Export words and rules")
    value = json.loads(target.read_text(encoding="utf-8"))
    assert value["words"][0]["words"] == ["promo post"]
    dialogs.expect_path(target)
    desk.click("Import words and rules")
    assert desk.toasts[-1] == "All of them are in the list already"
    value["words"][0]["words"] = ["deal post"]
    target.write_text(json.dumps(value), encoding="utf-8")
    dialogs.expect_path(target)
    desk.click("Import words and rules")
    assert desk.toasts[-1] == "1 entry added"
    value["words"][0]["words"] = ["collab"]
    target.write_text(json.dumps(value), encoding="utf-8")
    dialogs.expect_path(target)
    dialogs.expect()
    desk.click("Import words and rules")
    assert len(stored(desk)) == 2


def test_what_cannot_be_read_is_said_on_the_page(desk: Desk) -> None:
    save_setting(desk.workspace, SETTING, {"format": 9})
    settle()
    page = desk.go("settings", tab="rules")
    assert "this program reads format 1" in words(page)


@pytest.mark.parametrize(("grade", "title"), [("refused", "Fail"), ("unclear", "Warn")])
def test_the_check_of_any_caption_goes_by_them(desk: Desk, grade: str, title: str) -> None:
    save_entry(desk.workspace, AgencyWord("UK", "en", ("advert",), grade, "house rule"))
    dialog = CheckCaptionDialog(desk.window, desk.application.context, "Advert: eggs")
    assert dialog.results
    britain = next(one for one in dialog.results if one.jurisdiction == "UK")
    assert britain.pack_version.endswith("+ 1 of the agency")
    assert any(one.rule == "AGENCY-1" for one in britain.findings)
    assert dialog.verdict.text().startswith("Fail" if title == "Fail" else ("Warn", "Fail"))
    dialog.deleteLater()
