"""Frozen records without the dataclasses module, for the few that exist before the first paint.

Importing dataclasses and letting it write the methods of ten classes takes eight milliseconds, a twelfth of what the
window may cost (tests/benchmarks/bench_start.py). Everywhere else: dataclasses.
"""

import inspect  # PySide has loaded it
from typing import Any, ClassVar, Self, dataclass_transform


class Default:
    """A default made anew for each record, such as an empty dict."""

    def __init__(self, make: Any) -> None:
        self.make = make


def each(make: Any) -> Any:
    """Default of a field that is made by calling `make`."""
    return Default(make)


@dataclass_transform(frozen_default=True, field_specifiers=(each,))
class Record:
    """Subclasses declare fields as annotations, with defaults as in a dataclass; equal by value, not changed later."""

    _fields: ClassVar[tuple[str, ...]] = ()
    _defaults: ClassVar[dict[str, Any]] = {}

    def __init_subclass__(cls) -> None:
        own = inspect.get_annotations(cls)
        cls._fields = (*cls._fields, *own)
        cls._defaults = {**cls._defaults, **{name: cls.__dict__[name] for name in own if name in cls.__dict__}}

    def __init__(self, *values: Any, **named: Any) -> None:
        fields = type(self)._fields
        if len(values) > len(fields):
            raise TypeError(f"{type(self).__name__} takes {len(fields)} values, got {len(values)}")
        given = dict(zip(fields, values, strict=False))
        if wrong := [name for name in named if name not in fields or name in given]:
            raise TypeError(f"{type(self).__name__} got an unknown or second value for {', '.join(wrong)}")
        given.update(named)
        for name, value in type(self)._defaults.items():
            if name not in given:
                given[name] = value.make() if isinstance(value, Default) else value
        if missing := [name for name in fields if name not in given]:
            raise TypeError(f"{type(self).__name__} needs a value for {', '.join(missing)}")
        self.__dict__.update(given)

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"{type(self).__name__}.{name} cannot be changed")

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other.__dict__ == self.__dict__

    def __hash__(self) -> int:
        return hash((type(self), *(self.__dict__[name] for name in type(self)._fields)))

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={self.__dict__[name]!r}" for name in type(self)._fields)
        return f"{type(self).__name__}({shown})"

    def but(self, **changes: Any) -> Self:
        """A copy with some fields changed."""
        return type(self)(**{**self.__dict__, **changes})
