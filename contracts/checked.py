"""Clients whose traffic is judged in both directions, whatever server they talk to.

    with checked_session("api.yaml", url="https://staging.example.com/v1") as session:
        session.post("https://staging.example.com/v1/pets", json={"name": "Tom"})

They are a `requests.Session` and an `httpx.Client` that have `traffic` besides. The library must
be installed; it is loaded when it is asked for. pytest is not needed. Read `checked_session`,
then `traffic.py`.
"""

from importlib import import_module
from pathlib import Path
from typing import Any

from ..spec.built_in import DOCUMENT
from ..spec.errors import SettingError
from .loading import load_api
from .traffic import ContractViolation, Referee, Traffic, referee_for

__all__ = [
    "ContractViolation",
    "Referee",
    "Traffic",
    "checked_async_client",
    "checked_client",
    "checked_session",
    "referee_of",
]


def checked_session(
    document: Path | str | Referee | None = None, *, url: str = "", strict: bool = True
) -> Any:  # noqa: ANN401  # a class of a library that need not be there
    """A `requests.Session` (`checked_requests.CheckedSession`) whose traffic is judged.

    `document` is a file, or the judges of one (`referee_of`); without it, the built-in document.
    `url` stands in the place of the document's server; what goes elsewhere is not judged, and
    without it everything is. What breaks the contract raises ContractViolation: at once, or if
    not `strict` at the end of `with`. Raises DocumentError, and SettingError without requests.
    """
    traffic = Traffic(referee_of(document), url, is_strict=strict)
    return _library("checked_requests", "requests", "checked_session").CheckedSession(traffic)


def checked_client(
    document: Path | str | Referee | None = None,
    *,
    url: str = "",
    strict: bool = True,
    **options: Any,  # noqa: ANN401  # what httpx.Client takes
) -> Any:  # noqa: ANN401  # as above
    """An `httpx.Client` (`checked_httpx.CheckedClient`) whose traffic is judged.

    `options` are those of `httpx.Client`; all else is as for `checked_session`.
    """
    traffic = Traffic(referee_of(document), url, is_strict=strict)
    made = _library("checked_httpx", "httpx", "checked_client")
    return made.CheckedClient(traffic, **options)


def checked_async_client(
    document: Path | str | Referee | None = None,
    *,
    url: str = "",
    strict: bool = True,
    **options: Any,  # noqa: ANN401  # what httpx.AsyncClient takes
) -> Any:  # noqa: ANN401  # as above
    """The same as an `httpx.AsyncClient`."""
    traffic = Traffic(referee_of(document), url, is_strict=strict)
    made = _library("checked_httpx", "httpx", "checked_async_client")
    return made.CheckedAsyncClient(traffic, **options)


def referee_of(document: Path | str | Referee | None) -> Referee:
    """The judges of a file, None for the built-in document; to share them, as they are slow."""
    if isinstance(document, Referee):
        return document
    return referee_for(load_api(document or DOCUMENT))


def _library(module: str, library: str, name: str) -> Any:  # noqa: ANN401  # a module
    """Our module for a library that is not among our requirements."""
    try:
        return import_module(f"{__package__}.{module}")
    except ModuleNotFoundError as error:
        if error.name != library:
            raise
        reason = f"it is not installed: pip install {library}"
        raise SettingError(name, library, reason) from None
