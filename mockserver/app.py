"""The application: who answers a message. Read `Application.reply_to` first.

`create_app` makes it for any WSGI server: `gunicorn "specdouble.mockserver:create_app()"`.
"""

import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from wsgiref.types import StartResponse, WSGIEnvironment

from ..spec.exchange import Headers, Message, Reply
from ..spec.problem import Problem
from .admin import answer, is_admin
from .assembly import Service, assemble
from .cors import fields, is_preflight, preflight
from .sources import from_keywords, gather
from .wsgi import message_of, send

_LOG = logging.getLogger(__name__)


def create_app(**settings: object) -> "Application":
    """A mock as a WSGI application; the keywords are the fields of `Settings`.

    Its `service` holds the world and the journal. Raises SettingError or DocumentError.
    """
    return Application(assemble(gather(from_keywords(settings))))


@dataclass(frozen=True, slots=True)
class Application:
    """The mock as WSGI knows it (PEP 3333)."""

    service: Service

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request, and whatever goes wrong with status 500."""
        settings = self.service.settings
        message, problems = message_of(environ, settings.max_body)
        try:
            reply = self.reply_to(message, problems)
        except Exception:  # noqa: BLE001  # the edge: a fault of ours must get an answer too
            _LOG.exception("%s %s failed", message.method, message.path)
            reply = _server_error()
        more = fields(environ.get("HTTP_ORIGIN")) if settings.cors else ()
        return send(reply, more, environ, start_response)

    def reply_to(self, message: Message, problems: list[Problem]) -> Reply:
        """The reply of the admin pages, to a preflight, or of the pipeline.

        `problems` are those of the message itself, which its body did not get past.
        """
        if is_admin(message.path):
            return answer(self.service, message, problems)
        if self.service.settings.cors and is_preflight(message):
            match = self.service.api.match(message.path)
            return preflight(message, match.target.allowed if match else ())
        if problems:
            return self.service.pipeline.reject(message, problems)
        return self.service.pipeline.handle(message)


def _server_error() -> Reply:
    title = "Internal Server Error"
    error = {"title": title, "status": 500, "detail": "a fault of the mock; its log tells more"}
    return Reply(500, Headers([("Content-Type", "application/json")]), json.dumps(error).encode())
