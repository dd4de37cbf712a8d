"""The one translation function each visible text goes through.

A language is a JSON file `resources/translations/<code>.json`: `{"English text": "translation"}`; a counted
text maps its plural pattern (`"{n} people"`) to the list of forms its language needs, in the order of
`_plural_form`.
"""

from collections.abc import Mapping

_catalogue: dict[str, str | list[str]] = {}
_language = "en"


def tr(text: str, /, **values: object) -> str:
    """Translate a text and fill its `{name}` places."""
    found = _catalogue.get(text)
    chosen = found if isinstance(found, str) else text
    return chosen.format_map(values) if values else chosen


def trn(one: str, many: str, /, n: int, **values: object) -> str:
    """Translate a counted text: `trn("{n} person", "{n} people", 3)`; `n` is grouped for the locale."""
    from microinf_desktop.ui.formats import count

    forms = _catalogue.get(many)
    if isinstance(forms, list) and forms:
        chosen = forms[min(_plural_form(_language, n), len(forms) - 1)]
    else:
        chosen = one if n == 1 else many
    return chosen.format_map({"n": count(n), **values})


def set_language(code: str) -> None:
    """Load the catalogue of a language (`de`, `pl` …), FileNotFoundError when it is missing; English needs none."""
    global _language
    catalogue: Mapping[str, str | list[str]] = {}
    if code != "en":
        import json

        from microinf_desktop.paths import resource

        catalogue = json.loads(resource("translations", f"{code}.json").read_text(encoding="utf-8"))
    _catalogue.clear()
    _catalogue.update(catalogue)
    _language = code


def language() -> str:
    return _language


def _plural_form(code: str, n: int) -> int:
    """Index of the plural form (rules of the Unicode CLDR for whole numbers)."""
    if code in {"fr", "pt"}:
        return 0 if n in (0, 1) else 1
    if code == "pl":
        if n == 1:
            return 0
        return 1 if n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14) else 2
    return 0 if n == 1 else 1
