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

_STEM = "SPECDOUBLE_SECOND_"
SECOND = {
    name: (variable.replace("SPECDOUBLE_", _STEM), prefix)
    for name, (variable, prefix) in VARIABLES.items()
}
"""The same for a second tenant."""

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
    given = [from_header(text) for text in headers]
    names = {each.name.lower() for each in given}
    return (
        *given,
        *(each for each in _from_environment(api, environment) if each.name not in names),
    )


def from_header(
    text: str,
    option: str = "--header",
    variables: Mapping[str, tuple[str, str]] = VARIABLES,
    stem: str = "SPECDOUBLE_",
) -> Credential:
    """The credential in a text "Name: value"; raises SettingError for `option` if it is none."""
    name, colon, value = text.partition(":")
    name, value = name.strip(), value.strip()
    if not colon or not name or not value.isprintable() or any(each.isspace() for each in name):
        raise SettingError(option, text, "write it as 'Name: value'")
    variable, prefix = variables.get(name.lower(), (f"{stem}{_variable(name)}", ""))
    prefix = value[: len(prefix)] if value.lower().startswith(prefix.lower()) else ""
    return Credential("header", name, value, variable, prefix, is_header=True)


def _variable(name: str) -> str:
    return "".join(each if each.isalnum() else "_" for each in name.upper())


def second_tenant(headers: Sequence[str], environment: Mapping[str, str]) -> tuple[Credential, ...]:
    """Credentials of another tenant, which must see nothing of the first; empty without any.

    Raises SettingError for a text that is no header.
    """
    given = [from_header(text, "--second-tenant", SECOND, _STEM) for text in headers]
    names = {each.name.lower() for each in given}
    found = [
        Credential("header", name, prefix + value, variable, prefix)
        for name, (variable, prefix) in SECOND.items()
        if name not in names and (value := environment.get(variable, "").strip())
    ]
    return (*given, *found)


def placeholders(api: Api) -> tuple[Credential, ...]:
    """A made-up value for every security scheme of the document, one for each place.

    A header that the document recommends comes with the value that it shows.
    """
    found = {
        (scheme.location, scheme.name): Credential(scheme.location, scheme.name, _made_up(scheme))
        for scheme in _schemes(api)
    }
    return (*found.values(), *_recommended(api))


def _recommended(api: Api) -> Iterator[Credential]:
    """The headers that ought to be sent though they may be left out (`x-recommended`)."""
    known: set[str] = set()
    for each in (parameter for operation in api.operations for parameter in operation.parameters):
        shown = each.node.mapping().get(
            "example", each.node.child("schema").mapping().get("default")
        )
        is_new = each.name not in known and each.is_recommended and each.location == "header"
        if is_new and isinstance(shown, str):
            known.add(each.name)
            yield Credential("header", each.name, shown)


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
