"""The rules as help pages in Markdown, made from the packs: what each asks, how grave it is, and who says so."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from microinf_desktop.domain.disclosure import Pack, PackSet, Rule
from microinf_desktop.domain.disclosure.packs import GENERIC, RANK
from microinf_desktop.domain.disclosure.wordlist import labels_by_verdict

PREFIX = "rules-"
_SPECIAL = re.compile(r"([\\`*_\[\]<>|~])")
_STANDING = {"R": "", "2nd": " (second hand)", "K": " (recalled, not read)"}
_SPOKEN = {"text": "post", "page": "blog or newsletter", "audio": "podcast", "live": "stream", "fee": "paid",
           "own": "own brand", "unknown": "relationship unknown"}
# The lists are there to show the pattern; the packs hold all spellings.
_MOST_LABELS = 40
_LISTS = (("pass", "Accepted"), ("gift", "Accepted for gifts only"), ("warn", "Needs a decision"), ("fail", "Refused"))


def page_name(jurisdiction: str) -> str:
    """The name of a jurisdiction's page, as links use it: rules-uk.md."""
    return f"{PREFIX}{jurisdiction.lower()}.md"


def jurisdiction_of(name: str, packs: PackSet) -> str | None:
    """The jurisdiction a page is about; None when the name is none of `page_name`."""
    return next((code for code in packs.packs if page_name(code) == name), None)


def rules_index(packs: PackSet) -> str:
    """A line per pack with a link to its page, then the sources that no rule names."""
    lines = ["## Rules by country", "", "| Rules of | Watched by | Version | Checked on | Rules |",
             "|---|---|---|---|---|"]
    for pack in sorted(packs.packs.values(), key=lambda one: (one.id != GENERIC, _title(one))):
        name = f"[{_escaped(_title(pack))}]({page_name(pack.id)})"
        count = str(len(pack.rules)) if pack.rules else "general only"
        version = f"{pack.version}{'' if pack.sourced else ', not yet sourced'}"
        lines.append(f"| {name} | {_escaped(pack.regulator) or '–'} | {version} | {pack.checked_on} | {count} |")
    named = {source for pack in packs.packs.values() for rule in pack.rules for source in rule.sources}
    others = [source for source in packs.sources if source not in named]
    if others:
        lines += ["", "## Sources of penalties, contracts and conflicts", "",
                  "No rule of the check rests on these; they are behind other things the program says.", ""]
        lines += _sources(packs, others)
    return "\n".join(lines) + "\n"


def rules_page(packs: PackSet, jurisdiction: str, on: date) -> str:
    """All there is on one jurisdiction: rules, labels by language, open questions, sources; addresses are text."""
    pack = packs.packs[jurisdiction]
    watched = f" · {_escaped(pack.regulator)}" if pack.regulator else ""
    lines = [f"# Rules: {_escaped(_title(pack))}", "",
             f"[All countries](rules.md) · version {pack.version}, checked on {pack.checked_on}{watched}", ""]
    if not pack.sourced:
        lines += ["**Not yet compared with the authority's own texts.** The check only warns here.", ""]
    lines += _rules(pack)
    if jurisdiction != GENERIC:
        lines += ["The general rules apply as well, where none of these is stricter or milder: "
                  f"[{_escaped(_title(packs.generic))}]({page_name(GENERIC)}).", ""]
        for language in pack.languages:
            lines += _labels(packs, jurisdiction, language, on)
    if pack.conflicts:
        lines += ["## Open questions", "", *(f"- {_escaped(one)}" for one in pack.conflicts), ""]
    if pack.penalty:
        lines += ["## What a breach may cost", "", _escaped(pack.penalty), ""]
    used = [source for source in dict.fromkeys(one for rule in pack.rules for one in rule.sources)
            if source in packs.sources]
    if used:
        lines += ["## Sources", "", *_sources(packs, used), ""]
    return "\n".join(lines)


def _title(pack: Pack) -> str:
    name = "Everywhere" if pack.id == GENERIC else pack.name.removeprefix("the ")
    return name[:1].upper() + name[1:]


def _rules(pack: Pack) -> Iterator[str]:
    if not pack.rules:
        return
    yield from ("## Rules", "", "| Rule | What it asks | Verdict when broken | Sources |", "|---|---|---|---|")
    for rule in pack.rules:
        asks = f"{_escaped(rule.title)}{_where(rule)}"
        sources = _escaped(", ".join(rule.sources)) or "our own"
        yield f"| {rule.id} | {asks} | {_verdict(rule)} | {sources}{' (unverified)' if rule.unverified else ''} |"
    yield ""


def _where(rule: Rule) -> str:
    """On what it applies, where that is not everything."""
    parts = [", ".join(sorted(_SPOKEN.get(one, one) for one in group))
             for group in (rule.platforms, rule.formats, rule.ties) if group]
    parts += ["platform's own terms"] if rule.scope == "platform" else []
    return f" *({_escaped('; '.join(parts))})*" if parts else ""


def _verdict(rule: Rule) -> str:
    """The severities among its checks, the gravest first; rules without a check are looked at by people."""
    found = sorted({one for one in rule.checks.values() if one != "ok"}, key=RANK.__getitem__, reverse=True)
    return " or ".join(found) or ("for people" if not rule.checks else "allowed")


def _labels(packs: PackSet, jurisdiction: str, language: str, on: date) -> Iterator[str]:
    paid = labels_by_verdict(packs, jurisdiction, language, "paid", on, named=True)
    gifted = labels_by_verdict(packs, jurisdiction, language, "gifted", on, named=True)
    found = dict(paid)
    found["gift"] = tuple(one for one in gifted["pass"] if one not in paid["pass"])
    found["warn"] = tuple(one for one in paid["warn"] if one not in found["gift"])
    found["fail"] = tuple(one for one in paid["fail"] if one not in found["gift"])
    if not any(found.values()):
        return
    yield from (f"## Labels in {_language(language)}", "",
                "As the first words of a post that was paid for, each tried in the check itself.", "")
    for key, name in _LISTS:
        if found[key]:
            more = f", and {len(found[key]) - _MOST_LABELS} more" if len(found[key]) > _MOST_LABELS else ""
            yield f"- **{name}**: {_escaped(', '.join(found[key][:_MOST_LABELS]))}{more}"
    yield ""


def _language(code: str) -> str:
    from babel import Locale

    return str(Locale("en").languages.get(code, code))


def _sources(packs: PackSet, ids: Sequence[str]) -> Iterator[str]:
    for key in ids:
        source = packs.sources[key]
        # As code: an address is to be read and copied, never followed from here.
        addresses = " ".join(f"`{url}`" for url in source.urls) or "no address noted"
        yield f"- **{key}**{_STANDING[source.standing]}: {addresses}"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
