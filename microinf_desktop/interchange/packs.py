"""Loads the rule packs from resources and checks every field, so that a typing error is named and never a verdict."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from microinf_desktop.domain.disclosure import (
    Category,
    Demand,
    Pack,
    PackSet,
    PlatformRow,
    Regrade,
    Rule,
    Source,
    Text,
    Word,
)
from microinf_desktop.domain.disclosure.packs import COVERS, GENERIC, LABEL_KINDS, OTHER_KINDS, SEVERITIES
from microinf_desktop.domain.disclosure.plan import FORMS
from microinf_desktop.domain.disclosure.report import PLACES
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.interchange.json_node import HINT, Node, read_json
from microinf_desktop.paths import resource

_CONDITIONS = frozenset({"banned", "age25", "credential", "amount", "minors_notice", "children", "review"})


@lru_cache(maxsize=4)
def load_packs(folder: Path | None = None) -> PackSet:
    """All packs of a folder (the program's own when None); KnownError names file and field of what is wrong."""
    where = folder or resource("packs")
    sources = _read_sources(where / "sources.json")
    platforms = _read_platforms(where / "platforms.json", sources)
    packs: dict[str, Pack] = {}
    for path in sorted(where.glob("*.json")):
        if path.name in ("sources.json", "platforms.json"):
            continue
        pack = read_pack(path, sources)
        if pack.id in packs:
            raise KnownError(f"{path.name}: id “{pack.id}” is already used by another pack.", HINT)
        packs[pack.id] = pack
    if GENERIC not in packs:
        raise KnownError(f"{where}: the generic rule pack is missing.", HINT)
    _check_texts(packs, where)
    return PackSet(packs, platforms, sources)


def read_pack(path: Path, sources: Mapping[str, Source]) -> Pack:
    """One pack file, checked; KnownError names the field."""
    node = Node(path.name, "", read_json(path))
    known_rules: set[str] = set()
    rules = tuple(_rule(item, sources, known_rules) for item in node.items("rules"))
    pack = Pack(
        id=node.text("id"), name=node.text("name"), regulator=node.text("regulator", ""), version=node.text("version"),
        checked_on=node.day("checked_on"), sourced=node.flag("sourced"), languages=node.texts("languages"),
        closed_list=node.choice("closed_list", ("", "warn", "fail"), ""), settings=node.numbers("settings"),
        words=tuple(_word(item) for item in node.items("words")), rules=rules,
        regrades=tuple(_regrade(item, known_rules) for item in node.items("regrades")),
        categories=tuple(_category(item, known_rules) for item in node.items("categories")),
        demands=tuple(_demand(item) for item in node.items("demands")),
        texts=_texts(node), conflicts=node.texts("conflicts"), penalty=node.text("penalty", ""),
    )
    node.done()
    for word in pack.words:
        if word.rule and word.rule not in known_rules:
            raise KnownError(f"{path.name}: words: “{word.phrases[0]}” names the unknown rule “{word.rule}”.", HINT)
    if not pack.languages:
        raise KnownError(f"{path.name}: languages: at least one is needed.", HINT)
    return pack


_TIES = COVERS["ad"] | {"unknown"}
_ANY_FORM = frozenset(FORMS)


def _rule(node: Node, sources: Mapping[str, Source], known: set[str]) -> Rule:
    rule = Rule(
        id=node.text("id"), title=node.text("title"), scope=node.choice("scope", ("law", "platform"), "law"),
        checks=node.mapping("checks", SEVERITIES), needs=node.texts("needs"), sources=node.texts("sources"),
        texts=_texts(node), platforms=frozenset(node.texts("platforms")), formats=node.chosen("formats", _ANY_FORM),
        ties=node.chosen("ties", _TIES), unverified=node.flag("unverified", False),
    )
    node.done()
    for source in rule.sources:
        if source not in sources:
            raise KnownError(f"{node.file}: {node.place}sources: “{source}” is not in sources.json.", HINT)
    if rule.id in known:
        raise KnownError(f"{node.file}: {node.place}id: “{rule.id}” is used twice.", HINT)
    known.add(rule.id)
    return rule


def _word(node: Node) -> Word:
    word = Word(
        phrases=node.texts("phrases"), kind=node.choice("kind", LABEL_KINDS | OTHER_KINDS),
        grade=node.choice("grade", ("ok", "warn", "fail")), language=node.text("language"), rule=node.text("rule", ""),
        problem=node.text("problem", ""), covers=node.chosen("covers", _TIES), bare=node.flag("bare", False),
        text_only=node.flag("text_only", False), any_language=node.flag("any_language", False),
        needs_brand=node.flag("needs_brand", False), uninfluenced=node.flag("uninfluenced", False),
        weak_for=node.chosen("weak_for", _TIES),
        platforms=frozenset(node.texts("platforms")), starts=node.maybe_day("from"), ends=node.maybe_day("until"),
        reason=node.text("reason", ""),
    )
    node.done()
    for phrase in word.phrases:
        if phrase != phrase.lower():
            raise KnownError(f"{node.file}: {node.place}phrases: “{phrase}” must be in lower case.", HINT)
    if not word.phrases:
        raise KnownError(f"{node.file}: {node.place}phrases: at least one is needed.", HINT)
    return word


def _regrade(node: Node, rules: set[str]) -> Regrade:
    regrade = Regrade(
        node.chosen("kinds", LABEL_KINDS), frozenset(node.texts("languages")),
        node.chosen("grades", frozenset({"ok", "warn", "fail"})), node.choice("grade", ("ok", "warn", "fail")),
        node.choice("rule", frozenset(rules | {""}), ""), node.text("reason", ""),
    )
    node.done()
    return regrade


def _category(node: Node, rules: set[str]) -> Category:
    category = Category(
        rule=node.choice("rule", frozenset(rules)), names=frozenset(node.texts("names")),
        condition=node.choice("condition", _CONDITIONS), severity=node.choice("severity", SEVERITIES),
        unknown=node.choice("unknown", SEVERITIES, "warn"),
    )
    node.done()
    return category


def _demand(node: Node) -> Demand:
    demand = Demand(node.text("language"), node.text("text"), node.text("tag"), node.text("said"),
                    node.chosen("ties", _TIES), node.chosen("forms", _ANY_FORM), node.text("also", ""))
    node.done()
    return demand


def _texts(node: Node) -> dict[str, Text]:
    found: dict[str, Text] = {}
    for name, item in node.objects("texts").items():
        found[name] = Text(item.text("message"), item.text("fix"))
        item.done()
    return found


def _read_sources(path: Path) -> dict[str, Source]:
    node = Node(path.name, "", read_json(path))
    node.text("version")
    node.day("checked_on")
    found: dict[str, Source] = {}
    for name, item in node.objects("sources").items():
        found[name] = Source(name, item.texts("urls"), item.choice("standing", ("R", "2nd", "K")))
        item.done()
    node.done()
    return found


def _read_platforms(path: Path, sources: Mapping[str, Source]) -> dict[str, PlatformRow]:
    node = Node(path.name, "", read_json(path))
    node.text("version")
    node.day("checked_on")
    found: dict[str, PlatformRow] = {}
    for item in node.items("platforms"):
        chars, lines = item.pair("chars"), item.pair("lines")
        row = PlatformRow(item.text("id"), item.text("name"), *chars, *lines, item.text("tool_name", ""),
                          item.text("tool_rule", ""), item.mapping("tool_duty", ("ok", "warn", "fail", "wrong")),
                          item.text("note", ""), item.flag("page", False), item.flag("lasting_title", False))
        for source in item.texts("sources"):
            if source not in sources:
                raise KnownError(f"{path.name}: {item.place}sources: “{source}” is not in sources.json.", HINT)
        item.done()
        found[row.id] = row
    node.done()
    if "other" not in found:
        raise KnownError(f"{path.name}: the row “other” for unknown platforms is missing.", HINT)
    return found


def _check_texts(packs: Mapping[str, Pack], where: Path) -> None:
    """Every problem a pack answers for has words, and the words name only places that are filled."""
    generic = packs[GENERIC]
    for pack in packs.values():
        for rule in pack.rules:
            for problem in rule.checks:
                text = rule.texts.get(problem) or pack.texts.get(problem) or generic.texts.get(problem)
                if text is None:
                    raise KnownError(f"{where.name}: {pack.id}: rule {rule.id}: no text for “{problem}”.", HINT)
                _check_places(pack.id, rule.id, text)


_PLACES = dict.fromkeys(PLACES, "x")


def _check_places(pack: str, rule: str, text: Text) -> None:
    for template in (text.message, text.fix):
        try:
            template.format_map(_PLACES)
        except (KeyError, ValueError, IndexError):
            raise KnownError(f"{pack}: rule {rule}: “{template}” names a place that is not filled.", HINT) from None
