"""An application named `module:attribute`, as WSGI: what `--app` means. Read `running` first.

WSGI applications are taken as they are, ASGI ones are wrapped (`asgi.py`), factories without
parameters are called.
"""

# ruff: noqa: ANN401  # an application is a user's object, of any type

import importlib
import inspect
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal
from wsgiref.types import WSGIApplication

from ..spec.errors import SettingError

Kind = Literal["WSGI", "ASGI"]

_PARAMETERS = {2: "WSGI", 3: "ASGI"}


@contextmanager
def running(name: str, folder: str) -> Iterator[WSGIApplication]:
    """The application that `name` leads to, looked for in `folder` first, ready to be served.

    Raises SettingError with what to do about it.
    """
    with as_wsgi(*load(name, folder)) as application:
        yield application


@contextmanager
def as_wsgi(found: Any, kind: Kind) -> Iterator[WSGIApplication]:
    """An application of either kind, ready to be served. Raises SettingError if it cannot start."""
    if kind == "WSGI":
        yield found
        return
    from .asgi import wsgi_from_asgi

    with wsgi_from_asgi(found) as application:
        yield application


def load(name: str, folder: str) -> tuple[Any, Kind]:
    """The application itself, and of which kind it is."""
    module_name, colon, attribute = name.partition(":")
    if not colon or not module_name or not attribute:
        raise SettingError("--app", name, "write it as module:attribute")
    sys.path.insert(0, folder)
    try:
        found = importlib.import_module(module_name)
        for part in attribute.split("."):
            found = getattr(found, part)
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        raise SettingError("--app", name, f"it cannot be imported ({reason})") from error
    return told_apart(name, found)


def told_apart(name: str, found: Any) -> tuple[Any, Kind]:
    """Which kind of application an object is, by the number of its parameters (PEP 3333, ASGI)."""
    count = parameter_count(found)
    if count == 0:
        found = found()
        count = parameter_count(found)
    kind = _PARAMETERS.get(count)
    if kind == "WSGI":
        return found, "WSGI"
    if kind == "ASGI":
        return found, "ASGI"
    raise SettingError("--app", name, "it is neither a WSGI nor an ASGI application")


def parameter_count(found: Any) -> int:
    """How many positional arguments it needs; -1 if it cannot be called."""
    try:
        parameters = inspect.signature(found).parameters.values()
    except (TypeError, ValueError):
        return -1
    positional = {inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD}
    return sum(each.kind in positional and each.default is each.empty for each in parameters)
