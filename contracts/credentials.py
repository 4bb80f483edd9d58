"""Credentials: what a judge shows at the door, and where it came from.

Read `Credential` first, then `gather`; `signing.py` puts them on a message.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..spec.api import Api, SecurityScheme
from ..spec.errors import SettingError

VARIABLES = {
    "authorization": ("SPECDOUBLE_TOKEN", "Bearer "),
    "x-api-key": ("SPECDOUBLE_API_KEY", ""),
    "x-gw-ims-org-id": ("SPECDOUBLE_ORG", ""),
    "x-sandbox-name": ("SPECDOUBLE_SANDBOX", ""),
}
"""Which environment variable holds a header's value, and what stands before it in the header."""

_KEY = ("SPECDOUBLE_API_KEY", "")
_PLACEHOLDERS = {
    "authorization": "Bearer specdouble-placeholder-token",
    "x-gw-ims-org-id": "0123456789ABCDEF01234567@AdobeOrg",
}
_BASIC = "Basic c3BlY2RvdWJsZTpwbGFjZWhvbGRlcg=="


@dataclass(frozen=True, slots=True)
class Credential:
    """One value sent with every request: a header, a query parameter or a cookie.

    `variable` is the environment variable that stands for it wherever it is shown, after
    `prefix`; "" for a placeholder, which is no secret and shown as it is. `is_header` says that
    it was given as a header, and not taken from that variable.
    """

    location: str
    name: str
    value: str
    variable: str = ""
    prefix: str = ""
    is_header: bool = False

    @property
    def origin(self) -> str:
        """Where it came from, for people."""
        if self.is_header:
            return "--header"
        return f"${self.variable}" if self.variable else "placeholder"

    @property
    def secret(self) -> str:
        """The part of the value that is not to be printed; "" for a placeholder."""
        return self.value.removeprefix(self.prefix) if self.variable else ""


def gather(
    api: Api, headers: Sequence[str], environment: Mapping[str, str]
) -> tuple[Credential, ...]:
    """Credentials from `--header` texts, else from the environment; empty if there are none.

    Raises SettingError for a text that is no header.
    """
    given = [_from_header(text) for text in headers]
    names = {each.name.lower() for each in given}
    return (
        *given,
        *(each for each in _from_environment(api, environment) if each.name not in names),
    )


def placeholders(api: Api) -> tuple[Credential, ...]:
    """A made-up value for every security scheme of the document, one for each place."""
    found = {
        (scheme.location, scheme.name): Credential(scheme.location, scheme.name, _made_up(scheme))
        for scheme in _schemes(api)
    }
    return tuple(found.values())


def _from_header(text: str) -> Credential:
    name, colon, value = text.partition(":")
    name, value = name.strip(), value.strip()
    if not colon or not name or not value.isprintable() or any(each.isspace() for each in name):
        raise SettingError("--header", text, "write it as 'Name: value'")
    variable, prefix = VARIABLES.get(name.lower(), (_variable(name), ""))
    prefix = value[: len(prefix)] if value.lower().startswith(prefix.lower()) else ""
    return Credential("header", name, value, variable, prefix, is_header=True)


def _variable(name: str) -> str:
    return "SPECDOUBLE_" + "".join(each if each.isalnum() else "_" for each in name.upper())


def _from_environment(api: Api, environment: Mapping[str, str]) -> Iterator[Credential]:
    """The four known headers, and SPECDOUBLE_API_KEY for whatever key the document asks for."""
    places = {("header", name): each for name, each in VARIABLES.items()}
    keys = {(each.location, each.name) for each in _schemes(api) if each.kind == "apiKey"}
    for location, name in sorted(keys):
        if name.lower() not in VARIABLES:
            places[location, name] = _KEY
    for (location, name), (variable, prefix) in places.items():
        if value := environment.get(variable, "").strip():
            yield Credential(location, name, prefix + value, variable, prefix)


def _schemes(api: Api) -> Iterator[SecurityScheme]:
    for operation in api.operations:
        for alternative in operation.security:
            yield from alternative


def _made_up(scheme: SecurityScheme) -> str:
    if scheme.scheme == "basic":
        return _BASIC
    return _PLACEHOLDERS.get(scheme.name.lower(), "specdouble-placeholder-key")
