"""Hosting: whatever a contract test names as its server, as a URL. Read `hosted`."""

from collections.abc import Iterator
from contextlib import contextmanager

from ..mockserver import wire
from ..mockserver.serving import Listener
from ..spec.api import Api
from ..spec.errors import SettingError
from .application import as_wsgi, parameter_count, told_apart
from .once import each_once

_NAME = "contract_target"


@contextmanager
def hosted(subject: object, api: Api) -> Iterator[str]:
    """Where a server is reached: a URL as it is, a WSGI or ASGI application once it listens.

    A function without parameters is called for either of them, each time anew. Raises
    SettingError for anything else.
    """
    if not isinstance(subject, str) and parameter_count(subject) == 0 and callable(subject):
        subject = subject()
    if isinstance(subject, str):
        yield subject
        return
    try:
        found, kind = told_apart(_NAME, subject)
    except SettingError:
        reason = "return a URL, a WSGI or ASGI application, or a function that makes one"
        raise SettingError(_NAME, subject, reason) from None
    with (
        as_wsgi(found, kind) as application,
        each_once(wire.__name__),
        Listener(application, ("127.0.0.1", 0)) as listener,
    ):
        yield f"{listener.url}{api.base_path}"
