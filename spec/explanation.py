"""What a JSON Schema error means, in one sentence; and which of many branches was meant.

Read `reasons`, then `sentence`. The sentences say what was expected and what was got.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from jsonschema_rs import Draft202012Validator, ValidationError

from .json_types import Json

MAX_REASONS = 100
"""As many reasons are told of one value."""

_LONGEST = 80
_MOST = 30
_VAST = 10_000


def reasons(validator: Draft202012Validator, value: Json) -> Iterator[ValidationError]:
    """Why a value is refused, in at most MAX_REASONS errors.

    Of a value with more than _VAST parts one is enough: all of them at once, as the validator
    finds them, would take minutes and gigabytes.
    """
    errors = _first(validator, value) if _is_vast(value) else validator.iter_errors(value)
    return islice(leaves(errors), MAX_REASONS)


def _first(validator: Draft202012Validator, value: Json) -> Iterator[ValidationError]:
    try:
        validator.validate(value)
    except ValidationError as error:
        yield error


def _is_vast(value: Json) -> bool:
    """Whether a value has more than _VAST parts, on all levels together."""
    waiting = [value]
    for _ in range(_VAST):
        if not waiting:
            return False
        part = waiting.pop()
        if isinstance(part, dict | list):
            waiting.extend(islice(part.values() if isinstance(part, dict) else part, _VAST))
    return True


def leaves(errors: Iterable[ValidationError]) -> Iterator[ValidationError]:
    """Errors with each failed `anyOf` and `oneOf` narrowed to the branch that was meant.

    The branch meant is the one that agreed longest: no wrong type at its top, and the fewest
    reasons against it. Where no branch stands out, the error of the whole stands.
    """
    for error in errors:
        branches = error.kind.as_dict().get("context", [])
        depth = len(error.instance_path)
        close = [branch for branch in branches if branch and not _refused_whole(branch, depth)]
        fewest = min((len(branch) for branch in close), default=0)
        best = [branch for branch in close if len(branch) == fewest]
        if len(best) == 1:
            yield from leaves(best[0])
        else:
            yield error


def _refused_whole(branch: Iterable[ValidationError], depth: int) -> bool:
    """Whether the value itself, not a part of it, has the wrong type or is the wrong constant."""
    return any(
        len(error.instance_path) == depth and error.kind.name in {"type", "const", "enum"}
        for error in branch
    )


def pointer(error: ValidationError) -> str:
    """The JSON pointer of the value at fault; of the missing member where one is missing."""
    keys = list(error.instance_path)
    facts = error.kind.as_dict()
    if "property" in facts:
        keys.append(facts["property"])
    elif len(facts.get("unexpected", ())) == 1:
        keys.append(facts["unexpected"][0])
    return to_pointer(keys)


def to_pointer(keys: Iterable[str | int]) -> str:
    """Keys as a JSON pointer (RFC 6901)."""
    return "".join("/" + str(key).replace("~", "~0").replace("/", "~1") for key in keys)


def sentence(error: ValidationError) -> str:
    """Expected and got, in one sentence without a full stop."""
    facts = error.kind.as_dict()
    if "context" in facts:
        return f"{_alternatives(facts['context'])}, got {_shown(error.instance)}"
    say = _SENTENCES.get(error.kind.name)
    if say is None:
        return _shortened(error.message)
    told = say(*(_written(value) for value in facts.values()))
    return told if error.kind.name in _GOT_NOTHING else f"{told}, got {_shown(error.instance)}"


def _written(value: object) -> str:
    """A fact of an error in words: a list as "a, b", anything else as JSON."""
    if isinstance(value, list):
        return " or ".join([_shown(each) for each in value[:_MOST]] + ["…"] * (len(value) > _MOST))
    return _shown(value)


def _shown(value: object) -> str:
    return _shortened(json.dumps(value, ensure_ascii=False, default=str))


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _bounded(words: str, what: str = "") -> Callable[..., str]:
    return lambda limit: f"expected {words} {limit}{what}"


def _alternatives(branches: Sequence[object]) -> str:
    """What is wrong with a value whose alternatives have these errors each."""
    fitting = sum(not branch for branch in branches)
    if fitting:
        return f"expected to fit one of the alternatives, not {fitting} of them"
    return "expected to fit one of the alternatives"


def _quoted(words: str) -> Callable[..., str]:
    return lambda text: f"expected {words} " + text.replace('"', "")


def _unexpected(names: str) -> str:
    return f"no member may be called {names}"


_GOT_NOTHING = {"required", "dependentRequired", "additionalProperties", "unevaluatedProperties"}
_SENTENCES: dict[str, Callable[..., str]] = {
    "type": lambda kinds: "expected " + kinds.replace('"', ""),
    "required": lambda name: f"the member {name} is missing",
    "enum": lambda options: f"expected {options}",
    "const": lambda value: f"expected {value}",
    "format": _quoted("the format"),
    "pattern": lambda pattern: f"expected a match of {pattern}",
    "minimum": _bounded("at least"),
    "maximum": _bounded("at most"),
    "exclusiveMinimum": _bounded("more than"),
    "exclusiveMaximum": _bounded("less than"),
    "multipleOf": _bounded("a multiple of"),
    "minLength": _bounded("at least", " characters"),
    "maxLength": _bounded("at most", " characters"),
    "minItems": _bounded("at least", " items"),
    "maxItems": _bounded("at most", " items"),
    "minProperties": _bounded("at least", " members"),
    "maxProperties": _bounded("at most", " members"),
    "falseSchema": lambda: "no value is allowed here",
    "uniqueItems": lambda: "expected no item twice",
    "additionalProperties": _unexpected,
    "unevaluatedProperties": _unexpected,
}
