"""The choices of a running configuration, as the dialect file that a judge reads.

`contracts/dialect.py` reads it; the two meet in the tests only.
"""

from collections.abc import Iterator, Mapping

from .wiring import Wiring

_HEAD = "# What this mock has chosen: for `specdouble verify --dialect FILE`."
_ANOTHER = "FEDCBA9876543210FEDCBA98@AdobeOrg"
_QUOTED = {'"': '\\"', "\\": "\\\\"}


def dialect_of(wiring: Wiring, choices: Mapping[str, str]) -> str:
    """A YAML file of all choices by name, each with what it is about."""
    return "\n".join([_HEAD, *_choices(wiring, choices), *_tenant(wiring), *_token(choices), ""])


def _choices(wiring: Wiring, choices: Mapping[str, str]) -> Iterator[str]:
    yield "choices:" if wiring.choices else "choices: {}"
    for name, choice in wiring.choices.items():
        yield from (f"  # {line}" for line in choice.means.splitlines())
        yield f"  {name}: {_scalar(choices[name])}"


def _tenant(wiring: Wiring) -> Iterator[str]:
    """The header that tells a second tenant; which one there is only its owner knows."""
    for each in wiring.tenancy:
        if not each.default:
            yield "# second-tenant:"
            yield f"#   {each.header}: {_scalar(_ANOTHER)}"


def _token(choices: Mapping[str, str]) -> Iterator[str]:
    """A token that is refused, if there is one."""
    tokens = [each.strip() for each in choices.get("refused-tokens", "").split(",")]
    yield from [f"expired-token: {_scalar(each)}" for each in tokens if each][:1]


def _scalar(text: str) -> str:
    """A text in quotes: single ones, if it needs no escapes (YAML 1.2, section 7.3)."""
    if text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    return '"' + "".join(_escaped(each) for each in text) + '"'


def _escaped(character: str) -> str:
    if character.isprintable():
        return _QUOTED.get(character, character)
    return f"\\U{ord(character):08x}"
