"""The agency's clauses: versions with who and why, what is refused, what the library's updates do to them."""

from dataclasses import replace

import pytest

from microinf_desktop.domain.clauses import Clause, ClauseLibrary, ClauseParagraph
from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.domain.own_clauses import OwnClause, in_order, plain_text, text_problems
from microinf_desktop.interchange.clauses import bundled_library
from microinf_desktop.interchange.own_clauses import clause_json, read_own_clause
from microinf_desktop.queries import clauses as queries
from microinf_desktop.services import clauses
from microinf_desktop.storage import changelog
from microinf_desktop.storage.tables import ClauseVersion
from microinf_desktop.storage.workspace import Workspace

SHIPPED = bundled_library()
LAW = SHIPPED.clause("law")
OWN = replace(LAW, title="Law of the land", paragraphs=(ClauseParagraph("The law of {law} counts. See {ref:term}."),))
NEW = Clause("", "Sustainability", False, (ClauseParagraph("No flights for {product}.", ("usage",)),), True, ("fee",))


def _library(workspace: Workspace) -> ClauseLibrary:
    with workspace.reading() as session:
        return queries.library(session)


def test_an_edited_clause_replaces_the_librarys_and_names_another_version(workspace: Workspace) -> None:
    workspace.person_name = "Ida Lund"
    assert _library(workspace) == SHIPPED
    assert clauses.save_clause(workspace, OwnClause(OWN), reason="Our lawyer") == 1
    assert clauses.save_clause(workspace, OwnClause(OWN), reason="Again") == 1  # nothing new
    used = _library(workspace)
    assert used.clause("law").paragraphs == OWN.paragraphs
    assert used.clause("law").must is LAW.must
    assert used.version.startswith(f"{SHIPPED.version}+")
    assert [clause.id for clause in used.clauses] == [clause.id for clause in SHIPPED.clauses]
    with workspace.reading() as session:
        (version,) = queries.versions(session, "law")
    assert (version.version, version.made_by, version.reason) == (1, "Ida Lund", "Our lawyer")
    assert version.library_version == SHIPPED.version
    clauses.save_clause(workspace, OwnClause(replace(OWN, title="Law")), reason="Shorter")
    assert _library(workspace).version != used.version
    assert clauses.restore_version(workspace, "law", 1, reason="Longer after all") == 3
    assert _library(workspace).clause("law").title == "Law of the land"
    clauses.retire_clause(workspace, "law")
    assert _library(workspace) == SHIPPED
    changelog.undo(workspace)
    assert _library(workspace).clause("law").title == "Law of the land"


def test_a_clause_of_its_own_stands_where_it_is_put(workspace: Workspace) -> None:
    made = clauses.add_clause(workspace, NEW, after="standards", reason="Client policy")
    assert made == "own_sustainability"
    ids = [clause.id for clause in _library(workspace).clauses]
    assert ids[ids.index("standards") + 1] == made
    assert clauses.add_clause(workspace, NEW, reason="Twice") == "own_sustainability_x"
    clauses.retire_clause(workspace, made, reason="Not asked for any more")
    with workspace.reading() as session:
        rows = {row.clause.id: row for row in queries.clause_rows(session)}
    assert rows[made].own is not None
    assert rows[made].own.is_retired
    assert made not in {clause.id for clause in _library(workspace).clauses}
    with pytest.raises(KnownError, match="no wording of its own"):
        clauses.retire_clause(workspace, made)


@pytest.mark.parametrize(("clause", "field", "message"), [
    (replace(OWN, title=" "), "title", "no title"),
    (replace(OWN, paragraphs=(ClauseParagraph(" "),)), "text", "no text"),
    (replace(OWN, paragraphs=(ClauseParagraph("Pay {fe}."),)), "text", "{fe} names nothing. Perhaps {fee}?"),
    (replace(OWN, paragraphs=(ClauseParagraph("See {ref:lawx}."),)), "text", "{ref:lawx} names nothing"),
    (replace(OWN, paragraphs=(ClauseParagraph("A", ("sunny",)),)), "text", "No contract knows the condition “sunny”"),
])
def test_what_cannot_be_printed_is_not_stored(
    workspace: Workspace, clause: Clause, field: str, message: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        clauses.save_clause(workspace, OwnClause(clause), reason="Try")
    assert caught.value.field == field
    assert message in str(caught.value)
    with pytest.raises(ValidationError, match="Say why"):
        clauses.save_clause(workspace, OwnClause(OWN), reason=" ")
    assert _library(workspace) == SHIPPED


def test_an_update_of_the_library_is_seen_and_settled(workspace: Workspace) -> None:
    clauses.save_clause(workspace, OwnClause(OWN), reason="Ours")
    older = replace(LAW, paragraphs=LAW.paragraphs[:1])
    with workspace.writing("As if made with an older program") as session:
        stored = session.get_one(ClauseVersion, 1)
        stored.library_body, stored.library_version = clause_json(older), "2025.1"
    with workspace.reading() as session:
        (changed,) = queries.updates(session)
    assert changed.own is not None
    assert changed.own.shipped == older
    assert changed.shipped == LAW
    clauses.keep_own(workspace, "law")
    with workspace.reading() as session:
        assert queries.updates(session) == []
        assert queries.versions(session, "law")[0].own.clause == replace(OWN, must=LAW.must)


def test_a_clause_survives_its_file_and_its_text_is_whole() -> None:
    for clause in SHIPPED.clauses:
        assert read_own_clause(clause_json(clause, "law")) == OwnClause(clause, "law")
        assert all(text_problems(one.text, SHIPPED) == () for one in clause.paragraphs)
        assert all(one.text in plain_text(clause) for one in clause.paragraphs)
    assert in_order(SHIPPED, [clause.id for clause in SHIPPED.clauses]) == SHIPPED
    with pytest.raises(KnownError, match="cannot be read"):
        read_own_clause("{")


@pytest.mark.parametrize(("text", "words"), [
    ("{fee}", ""), ("{ref:law} {fee:strong}", ""), ("{Fee}", "no placeholder"), ("{fee", "alone"), ("fee}", "alone"),
    ("{ref:fee}", "names nothing"), ("{{fee}}", "alone"),
])
def test_placeholders_are_checked_while_typing(text: str, words: str) -> None:
    problems = text_problems(text, SHIPPED)
    assert (not problems) if not words else any(words in problem for problem in problems)
