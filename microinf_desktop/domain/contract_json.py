"""Reads the data of an issued contract, or of a sent brief, back from the canonical JSON it was stored as."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from microinf_desktop.domain.briefs import BriefData
from microinf_desktop.domain.contract_terms import ContractData
from microinf_desktop.domain.errors import KnownError


def contract_from_json(text: str) -> ContractData:
    """The reverse of `contract_json`: terms that were left out are empty; KnownError when it is no contract."""
    try:
        found = _read(ContractData, json.loads(text))
    except (ValueError, TypeError, KeyError) as error:
        raise KnownError(
            f"The data stored for this version cannot be read: {error}.", "Restore a backup; the PDF is kept apart."
        ) from error
    assert isinstance(found, ContractData)
    return found


def brief_from_json(text: str) -> BriefData:
    """The reverse of `brief_json`; KnownError when it is no brief."""
    try:
        found = _read(BriefData, json.loads(text))
    except (ValueError, TypeError, KeyError) as error:
        raise KnownError(f"The data stored for this brief cannot be read: {error}.", "Send the brief again.") from error
    assert isinstance(found, BriefData)
    return found


@cache
def _hints(kind: type) -> Mapping[str, Any]:
    return get_type_hints(kind)


def _read(kind: Any, plain: Any) -> Any:
    """A plain value as the type a field asks for; names nobody knows any more are left out."""
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return _read_optional(get_args(kind), plain)
    if origin is tuple:
        return _read_tuple(get_args(kind), plain)
    if isinstance(kind, type) and is_dataclass(kind):
        hints = _hints(kind)
        return kind(**{item.name: _read(hints[item.name], plain[item.name])
                       for item in fields(kind) if item.name in plain})
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind(plain)
    if kind is date:
        return date.fromisoformat(plain)
    if isinstance(kind, type) and not isinstance(plain, kind):
        raise TypeError(f"{plain!r} is no {kind.__name__}")
    return plain


def _read_optional(kinds: tuple[Any, ...], plain: Any) -> Any:
    if plain is None and NoneType in kinds:
        return None
    others = [kind for kind in kinds if kind is not NoneType]
    if len(others) == 1:
        return _read(others[0], plain)
    if not isinstance(plain, tuple(others)):
        raise TypeError(f"{plain!r} is none of {', '.join(kind.__name__ for kind in others)}")
    return plain


def _read_tuple(kinds: tuple[Any, ...], plain: Any) -> tuple[Any, ...]:
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return tuple(_read(kinds[0], item) for item in plain)
    return tuple(_read(kind, item) for kind, item in zip(kinds, plain, strict=True))
