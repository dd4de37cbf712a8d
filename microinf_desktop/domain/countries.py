"""Countries as people write them, read into ISO 3166-1 codes; the names themselves are data handed in."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from microinf_desktop.domain.numbers import is_unknown
from microinf_desktop.domain.text import fold

# Countries that print on Letter (CLDR, paper size US-Letter); everybody else uses A4.
LETTER_COUNTRIES = frozenset(
    ("BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE")
)
_FLAG = re.compile("([\U0001f1e6-\U0001f1ff])([\U0001f1e6-\U0001f1ff])")
_SEVERAL = re.compile(r"\s*[/&|;+]\s*|\s+(?:and|und|et|y|e|en|or)\s+")
_PARTS = re.compile(r"\s*[,()\[\]–—|:]\s*|\s+-\s+")
_CLOSE_ENOUGH = 0.88


@dataclass(frozen=True, slots=True)
class CountryGuess:
    """An ISO 3166-1 alpha-2 code; `doubt` says in words why a person should look at it, "" when sure."""

    code: str
    doubt: str = ""


class CountryNames:
    """Finds the country a cell names, in any language of the names given.

    `codes` are all alpha-2 codes, `names` maps folded names and alpha-3 codes to them, `doubtful` maps folded names
    that fit more than one country to (code, why). `more_names` is asked once, when a name is not found.
    """

    def __init__(
        self,
        codes: Iterable[str],
        names: Mapping[str, str],
        doubtful: Mapping[str, tuple[str, str]],
        more_names: Callable[[], Mapping[str, str]] = dict,
    ) -> None:
        self._codes = frozenset(codes)
        self._names = dict(names)
        self._doubtful = dict(doubtful)
        self._more_names: Callable[[], Mapping[str, str]] | None = more_names
        self._found: dict[str, CountryGuess | None] = {}

    def find(self, text: str) -> CountryGuess | None:
        """The country of a cell such as `Deutschland`, `USA`, `🇧🇷`, `Lisbon, Portugal`; None when it names none."""
        if text not in self._found:
            self._found[text] = None if is_unknown(text) else self._find(text)
        return self._found[text]

    def is_country(self, text: str) -> bool:
        """True when the cell is a country and nothing else, well spelt; for telling what a column holds."""
        return not is_unknown(text) and self._known(fold(text)) is not None

    def _find(self, text: str) -> CountryGuess | None:
        flags = {_flag_code(match) for match in _FLAG.finditer(text)} & self._codes
        word = fold(_FLAG.sub(" ", text)).strip(" .,;:!?*'\"")
        if not word:
            return self._first_of(sorted(flags), len(flags))
        return self._known(word) or self._of_parts(word) or self._of_flags(flags) or self._misspelt(word)

    def _known(self, word: str) -> CountryGuess | None:
        if word in self._doubtful:
            return CountryGuess(*self._doubtful[word])
        code = word.upper()
        if len(word) == 2 and code in self._codes:
            return CountryGuess(code)
        spellings = (word, word.removeprefix("the "), word.replace(".", ""))
        found = next((self._names[spelling] for spelling in spellings if spelling in self._names), None)
        if found is None and self._more_names is not None:
            more, self._more_names = self._more_names(), None
            self._names = {**more, **self._names}
            found = self._names.get(word)
        return CountryGuess(found) if found else None

    def _of_parts(self, word: str) -> CountryGuess | None:
        several = [guess for part in _SEVERAL.split(word) if part and (guess := self._known(part))]
        if len({guess.code for guess in several}) > 1:
            return self._first_of([guess.code for guess in several], len(several))
        # "Lisbon, Portugal" ends with the country; "Portugal (Lisbon)" begins with it.
        parts = [part for part in _PARTS.split(word) if part]
        ordered = [*reversed(parts)] if "," in word else parts
        if len(ordered) > 1:
            for part in ordered:
                guess = self._known(part)
                if guess is not None:
                    return guess
        return several[0] if several else None

    def _of_flags(self, flags: set[str]) -> CountryGuess | None:
        return self._first_of(sorted(flags), len(flags))

    def _first_of(self, codes: list[str], count: int) -> CountryGuess | None:
        if not codes:
            return None
        return CountryGuess(codes[0], "names several countries, the first was taken" if count > 1 else "")

    def _misspelt(self, word: str) -> CountryGuess | None:
        if len(word) < 5:
            return None
        close = get_close_matches(word, self._names, n=1, cutoff=_CLOSE_ENOUGH)
        return CountryGuess(self._names[close[0]], f"read as “{close[0]}”") if close else None


def _flag_code(match: re.Match[str]) -> str:
    return "".join(chr(ord(letter) - 0x1F1E6 + ord("A")) for letter in match.groups())
