"""Makers of texts, numbers and truth values."""

import base64
import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from random import Random

from ..spec.json_types import Json
from .formats import FORMATS, LONGER, word
from .merging import Flat
from .patterns import FEW, Piece, matching
from .planning import Draw, Make, Plan, count_in

_USUAL = 1000


def boolean_maker(_plan: Plan, _found: Flat) -> Make:
    """True or false."""
    return lambda draw, _room: draw.random.random() < 0.5  # noqa: PLR2004  # a coin


def string_maker(_plan: Plan, found: Flat) -> Make:
    """A text by its pattern, its format or its length, whichever of these is there first."""
    keywords = found.keywords
    low = count_in(keywords, "minLength", 0)
    high = count_in(keywords, "maxLength")
    pattern = keywords.get("pattern")
    piece = matching(pattern) if isinstance(pattern, str) else None
    name = str(keywords.get("format"))
    format_maker, longer = FORMATS.get(name), LONGER.get(name)
    if piece is not None:
        return _patterned(piece, low, high, format_maker)
    made = format_maker or word
    if keywords.get("contentEncoding") == "base64":
        return lambda draw, _room: base64.b64encode(word(draw.random).encode()).decode()

    def _make(draw: Draw, _room: int) -> Json:
        text = made(draw.random)
        if len(text) < low and longer is not None:
            text = longer(text, low - len(text))
        return text if low <= len(text) <= high else _filled(draw, low, high)

    return _make


def _filled(draw: Draw, low: int, high: int) -> str:
    """Words up to a length."""
    text = word(draw.random)
    while len(text) < low:
        text += " " + word(draw.random)
    return text[:high].rstrip().ljust(min(low, high), "a")


def _patterned(
    piece: Piece, low: int, high: int, format_maker: Callable[[Random], str] | None
) -> Make:
    """A text that matches, repeating what may be repeated until the length is right.

    Where there is a format too, a text of that format may be what matches, or the start of it.
    """

    def _make(draw: Draw, _room: int) -> Json:
        kind = draw.random.randrange(4) if format_maker is not None else 0
        if format_maker is not None and kind:
            text = format_maker(draw.random)
            return (text, text.upper(), text + piece(draw.random, 0))[kind - 1]
        text = piece(draw.random, FEW)
        if low <= len(text) <= high:
            return text
        shortest = piece(draw.random, 0)
        missing = max(0, low - len(shortest))
        repetitions = (FEW, FEW, missing, -(-missing // 2), -(-missing // 3))
        texts = (piece(draw.random, more) for more in repetitions)
        return next((text for text in texts if low <= len(text) <= high), shortest)

    return _make


def integer_maker(_plan: Plan, found: Flat) -> Make:
    """A whole number between the bounds, of the usual size where they leave it open."""
    step = max(1, _step(found.keywords).numerator)
    low, high = _bounds(found.keywords)
    first: float = -math.inf if low is None else math.ceil(low)
    last: float = math.inf if high is None else math.floor(high)
    if found.keywords.get("exclusiveMinimum") == first:
        first += 1
    if found.keywords.get("exclusiveMaximum") == last:
        last -= 1
    lowest, highest = _window(first, last, step)
    count = highest - lowest + 1
    return lambda draw, _room: step * (lowest + int(draw.random.random() * count))


def _window(first: float, last: float, step: int) -> tuple[int, int]:
    """Multiples of `step` from `first` to `last`: small and positive ones if there are such."""
    low: float = step
    if first <= step <= last:
        high = min(last, max(_USUAL, step))
    elif last < step:
        low, high = max(first, last - _USUAL * step), last
    else:
        low, high = first, min(last, first + _USUAL * step)
    lowest, highest = -(-int(low) // step), int(high) // step
    return lowest, max(lowest, highest)


def number_maker(plan: Plan, found: Flat) -> Make:
    """A number with two decimals, or a multiple, between the bounds."""
    if "multipleOf" in found.keywords:
        return _multiple_maker(plan, found)
    low, high = _bounds(found.keywords)
    if low is None:
        low = 0.0 if high is None or high > 0 else high - _USUAL
    if high is None or high - low > _USUAL:
        high = low + _USUAL
    least, most = low, high
    excluded = {found.keywords.get("exclusiveMinimum"), found.keywords.get("exclusiveMaximum")}

    def _make(draw: Draw, _room: int) -> Json:
        exact = draw.random.uniform(least, most)
        rounded = round(exact, 2)
        return rounded if least <= rounded <= most and rounded not in excluded else exact

    return _make


def _multiple_maker(_plan: Plan, found: Flat) -> Make:
    step = _step(found.keywords)
    low, high = _bounds(found.keywords)
    first = None if low is None else Fraction(low) / step
    last = None if high is None else Fraction(high) / step
    lowest = math.ceil(first) if first is not None else min(1, math.floor(last or 1))
    highest = math.floor(last) if last is not None else lowest + _USUAL
    lowest += found.keywords.get("exclusiveMinimum") == float(lowest * step)
    highest -= found.keywords.get("exclusiveMaximum") == float(highest * step)
    top = max(lowest, min(highest, lowest + _USUAL))

    def _make(draw: Draw, _room: int) -> Json:
        value = draw.random.randint(lowest, top) * step
        return int(value) if value.denominator == 1 else float(value)

    return _make


def _step(keywords: Mapping[str, Json]) -> Fraction:
    value = keywords.get("multipleOf")
    is_step = isinstance(value, (int, float)) and value > 0
    return Fraction(str(value)) if is_step else Fraction(1)


def _bounds(keywords: Mapping[str, Json]) -> tuple[float | None, float | None]:
    """The tightest lower and upper bound, inclusive or not."""
    return (
        _tightest(keywords, ("minimum", "exclusiveMinimum"), max),
        _tightest(keywords, ("maximum", "exclusiveMaximum"), min),
    )


def _tightest(
    keywords: Mapping[str, Json], keys: tuple[str, str], choose: Callable[[list[float]], float]
) -> float | None:
    written = (keywords.get(key) for key in keys)
    numbers = [each for each in written if isinstance(each, (int, float))]
    return choose(numbers) if numbers else None
