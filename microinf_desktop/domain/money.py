"""Money as an integer of minor units with an ISO 4217 code (architecture decision 9)."""

import ast
import operator
import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from microinf_desktop.domain.errors import ValidationError

# ISO 4217 exponents that are not 2 (ISO 4217 list of 2024).
_EXPONENTS = {
    "BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "ISK": 0, "JPY": 0, "KMF": 0, "KRW": 0, "PYG": 0, "RWF": 0,
    "UGX": 0, "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0,
    "BHD": 3, "IQD": 3, "JOD": 3, "KWD": 3, "LYD": 3, "OMR": 3, "TND": 3,
}
_OPERATORS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}


def minor_digits(currency: str) -> int:
    """Digits after the decimal point of a currency, 2 unless ISO 4217 says otherwise."""
    return _EXPONENTS.get(currency, 2)


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in minor units (cents) of one currency; mixing currencies raises ValueError."""

    minor: int
    currency: str

    def __add__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.minor - other.minor, self.currency)

    @property
    def decimal(self) -> Decimal:
        """The amount in major units, exact."""
        return Decimal(self.minor).scaleb(-minor_digits(self.currency))

    def _same(self, other: "Money") -> None:
        if other.currency != self.currency:
            raise ValueError(f"cannot combine {self.currency} and {other.currency}")


def parse_money(text: str, currency: str, field: str = "amount") -> Money:
    """Read what a person types: `1,200.50`, `1.200,50`, `900`, also sums such as `3*220`.

    Raises ValidationError naming `field` when the text is no amount.
    """
    cleaned = re.sub(r"[\s\u00a0\u202f'’]", "", text.replace(currency, "")).strip("€$£")
    try:
        value = _evaluate(ast.parse(_point_decimal(cleaned), mode="eval").body)
    except (SyntaxError, ValueError, ArithmeticError, RecursionError, MemoryError):
        raise ValidationError(
            field, f"“{text}” is not an amount.", "Type a number such as 1,200.50 or 3*220.",
        ) from None
    scaled = value.scaleb(minor_digits(currency)).quantize(Decimal(1), ROUND_HALF_UP)
    if abs(scaled) >= 10**15:
        raise ValidationError(field, f"“{text}” is too large an amount.", "Check the number of digits.")
    return Money(int(scaled), currency)


def _point_decimal(text: str) -> str:
    """Rewrite each number of an expression with a point as decimal separator and no grouping."""
    return re.sub(r"[0-9][0-9.,]*", lambda match: _normalise_number(match.group()), text)


def _normalise_number(number: str) -> str:
    last = max(number.rfind("."), number.rfind(","))
    if last < 0:
        return number.lstrip("0") or "0"
    whole, fraction = re.sub(r"[.,]", "", number[:last]), number[last + 1 :]
    # A single group of three digits is grouping ("1.200"), unless the part before is 0 ("0.125").
    grouped = len(fraction) == 3 and whole.lstrip("0") != ""
    if grouped:
        return (whole + fraction).lstrip("0") or "0"
    return f"{whole.lstrip('0') or '0'}.{fraction or '0'}"


def _evaluate(node: ast.expr) -> Decimal:
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
        return Decimal(str(node.value))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_evaluate(node.operand)
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        result: Decimal = _OPERATORS[type(node.op)](_evaluate(node.left), _evaluate(node.right))
        return result
    raise ValueError("not an amount")
