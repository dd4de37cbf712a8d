"""The template files: what ships is sound, what an agency gets wrong is refused in words."""

import json

import pytest

from microinf_desktop.domain.checklists import Anchor
from microinf_desktop.domain.enums import DeliverableKind
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.interchange.templates import (
    load_campaigns,
    load_checklists,
    load_lead_times,
    shipped_campaigns,
    shipped_checklists,
    shipped_lead_times,
)
from microinf_desktop.paths import resource


def test_every_kind_has_lead_times_and_a_checklist():
    assert set(shipped_lead_times()) == set(shipped_checklists()) == set(DeliverableKind)
    assert all(times.total > 0 for times in shipped_lead_times().values())
    assert shipped_lead_times()[DeliverableKind.RAW_UGC].publish == 0


@pytest.mark.parametrize("kind", [kind for kind in DeliverableKind if kind.post_format != "newsletter"])
def test_checklists_watch_the_disclosure_of_what_is_posted(kind):
    texts = " ".join(item.text.lower() for item in shipped_checklists()[kind].items)
    if kind is DeliverableKind.RAW_UGC:
        assert "disclosure" not in texts
    else:
        assert "disclos" in texts or "ad named" in texts


def test_checklists_run_in_order_of_time():
    rank = {anchor: at for at, anchor in enumerate(Anchor)}
    for template in shipped_checklists().values():
        follow_ups = [item.offset for item in template.items if item.anchor is Anchor.GO_LIVE and item.offset > 1]
        assert follow_ups == sorted(follow_ups)
        assert rank[template.items[-1].anchor] == rank[Anchor.GO_LIVE]


def test_campaigns_hold_a_go_live_and_a_pilot():
    campaigns = shipped_campaigns()
    assert sum(template.is_pilot for template in campaigns) == 1
    for template in campaigns:
        assert template.objectives
        assert template.deliverables
        assert min(part.day for part in template.deliverables) == 0
        assert any(stone.kind == "go_live" and stone.day == 0 for stone in template.milestones)
        assert all(stone.day < template.run_days for stone in template.milestones)
        assert all(part.day < template.run_days for part in template.deliverables)


def test_the_shipped_pilot_keeps_to_what_a_pilot_is():
    pilot = next(template for template in shipped_campaigns() if template.is_pilot)
    assert (pilot.min_creators, pilot.max_creators) == (5, 10)
    assert 14 <= pilot.run_days <= 28


def test_an_own_file_replaces_the_shipped_one(tmp_path):
    document = json.loads(resource("templates", "lead_times.json").read_text(encoding="utf-8"))
    document["kinds"]["reel"] = {"draft": 12}
    own = tmp_path / "lead_times.json"
    own.write_text(json.dumps(document), encoding="utf-8")
    assert load_lead_times(own)[DeliverableKind.REEL].draft == 12


def _refusal(load, path):
    with pytest.raises(KnownError) as caught:
        load(path)
    assert str(path) in caught.value.message
    assert caught.value.hint
    return caught.value.message


@pytest.mark.parametrize("load", [load_lead_times, load_checklists, load_campaigns])
@pytest.mark.parametrize("content", [b"", b"[1]", b"{", b"\xff\xfe\x00", b"[" * 100_000, b'{"version": 2}'])
def test_what_is_no_template_file_is_refused(load, content, tmp_path):
    path = tmp_path / "own.json"
    path.write_bytes(content)
    _refusal(load, path)


def test_missing_file_and_directory_are_refused(tmp_path):
    assert "cannot be read" in _refusal(load_checklists, tmp_path / "none.json")
    assert "cannot be read" in _refusal(load_checklists, tmp_path)


def _with(name, tmp_path, change):
    document = json.loads(resource("templates", name).read_text(encoding="utf-8"))
    change(document)
    path = tmp_path / name
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda d: d["kinds"].pop("reel"), "lacks “reel”"),
        (lambda d: d["kinds"].update(reels={}), "'reels' is not one of"),
        (lambda d: d["kinds"].update(reel={"draft": "5"}), "“draft” should be of type int"),
        (lambda d: d["kinds"].update(reel={"draft": True}), "“draft” should be of type int"),
        (lambda d: d["kinds"].update(reel={"draft": -1}), "not possible"),
        (lambda d: d["kinds"].update(reel={"drafts": 1}), "not a step"),
        (lambda d: d["kinds"].update(reel=[]), "kinds.reel is not an object"),
        (lambda d: d.pop("default"), "lacks “default”"),
    ],
)
def test_wrong_lead_times_are_named(change, words, tmp_path):
    assert words in _refusal(load_lead_times, _with("lead_times.json", tmp_path, change))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda d: d["kinds"].update(reel=["@gone"]), "no group “@gone”"),
        (lambda d: d["kinds"].update(reel=["brief"]), "no group “brief”"),
        (lambda d: d["kinds"].update(reel=["@brief", "@brief"]), "is there twice"),
        (lambda d: d["kinds"].update(reel=[{"text": " "}]), "without text"),
        (lambda d: d["kinds"].update(reel=[{"text": "A", "offset": 3}]), "no anchor"),
        (lambda d: d["kinds"].update(reel=[{"text": "A", "anchor": "end"}]), "'end' is not one of"),
        (lambda d: d["kinds"].update(reel=[{"text": "A", "when": "end"}]), "unknown key “when”"),
        (lambda d: d["kinds"].update(reel="@brief"), "not a list"),
    ],
)
def test_wrong_checklists_are_named(change, words, tmp_path):
    assert words in _refusal(load_checklists, _with("checklists.json", tmp_path, change))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda d: d["campaigns"].append(d["campaigns"][0]), "is there twice"),
        (lambda d: d["campaigns"][0].update(min_creators=11), "no fewer creators"),
        (lambda d: d["campaigns"][0].pop("name"), "lacks “name”"),
        (lambda d: d["campaigns"][0].update(lead_times={"x": 1}), "not a step"),
        (lambda d: d["campaigns"][0].update(objectives=["fame"]), "'fame' is not one of"),
        (lambda d: d["campaigns"].append("x"), "is not an object"),
    ],
)
def test_wrong_campaigns_are_named(change, words, tmp_path):
    assert words in _refusal(load_campaigns, _with("campaigns.json", tmp_path, change))
