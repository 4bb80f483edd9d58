"""Whether a call or a reply conforms to the document: reasons, not yes or no.

`problems_in_call` judges what `reading.py` has decoded; `problems_in_reply` judges a reply to a
call, whoever sent it. An empty list means "conforms".
"""

from collections.abc import Iterator
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from .api import MediaType, Parameter, Response
from .decoding import ABSENT, RepeatedError
from .exchange import Call, Reply
from .json_types import Json
from .media_types import ContentType, chosen, content_type, decoded, language
from .problem import Problem
from .schema import Schema
from .strict_json import MalformedError

_NO_CONTENT = 204
_BODILESS = {_NO_CONTENT, 205, 304}


def problems_in_value(
    value: Json, schema: Schema | None, *, code: str, location: str, name: str = ""
) -> list[Problem]:
    """Why a decoded value is outside its schema.

    A problem's pointer is `name`, the parameter's, where one is given; else it points into the
    value.
    """
    if schema is None:
        return []
    found = []
    for error in schema.problems(value):
        inside = f" at {error.pointer}" if name and error.pointer else ""
        text = f"{_title(code, location, name)}: {error.message}{inside}" if name else error.message
        found.append(Problem(code, text, location, name or error.pointer, error.position))
    found.extend(
        Problem("schema-unusable", defect.message, location, name, defect.position)
        for defect in schema.defects
    )
    return found


def _title(code: str, location: str, name: str) -> str:
    """As people speak of it: what a request sends is a parameter, what a reply has is a header."""
    kind = "header" if code == "reply-header-invalid" else f"{location} parameter"
    return f"the {kind} {name}"


def problems_in_call(call: Call) -> list[Problem]:
    """Why the decoded parameters and body of a call are outside their schemas."""
    operation = call.operation
    if operation is None:
        return []
    found: list[Problem] = []
    values = {"path": call.path, "query": call.query, "header": call.header, "cookie": call.cookie}
    for each in operation.parameters:
        if each.name in values[each.location]:
            value = values[each.location][each.name]
            found += problems_in_value(
                value, each.schema, code="parameter-invalid", location=each.location, name=each.name
            )
    if call.media_type is not None:
        found += problems_in_value(
            call.body, call.media_type.schema, code="body-invalid", location="body"
        )
    return found


def problems_in_reply(call: Call, reply: Reply) -> list[Problem]:
    """Why a reply is not what the document promises for this call.

    Where the call found no operation, or one that documents no response at all, there is no
    promise, and so no problem.
    """
    if call.operation is None or not call.operation.responses:
        return []
    response = call.operation.response(reply.status)
    if response is None:
        known = ", ".join(call.operation.responses)
        text = f"the status {reply.status} is not documented; documented: {known}"
        position = call.operation.node.pointer + "/responses"
        return [Problem("status-undocumented", text, "status", str(reply.status), position)]
    problems = list(_header_problems(response, reply))
    if call.message.method != "HEAD":
        problems += _body_problems(response, reply)
    return problems


def _header_problems(response: Response, reply: Reply) -> Iterator[Problem]:
    for header in response.headers:
        raw = reply.headers.get(header.name)
        if raw is not None:
            yield from _header_value_problems(header, raw)
        elif header.required:
            text = f"the header {header.name} is missing"
            yield Problem("reply-header-missing", text, "header", header.name, header.node.pointer)


def _header_value_problems(header: Parameter, raw: str) -> Iterator[Problem]:
    code, name = "reply-header-invalid", header.name
    try:
        value = header.decode({name.lower(): [raw]})
    except (MalformedError, RepeatedError) as error:
        yield Problem(code, f"the header {name}: {error}", "header", name, header.node.pointer)
        return
    schema = header.schema if value is not ABSENT else None
    judged = value if value is not ABSENT else None
    yield from problems_in_value(judged, schema, code=code, location="header", name=name)


def _body_problems(response: Response, reply: Reply) -> list[Problem]:
    """HTTP forbids a body with 204; where only the document is silent, one is no problem."""
    if reply.status in _BODILESS and (reply.body or _announces_one(reply)):
        size = str(len(reply.body)) if reply.body else reply.headers.get("content-length", "some")
        text = f"the status {reply.status} has no body, and there are {size} bytes"
        return [Problem("reply-body-unexpected", text, "body", "", response.node.pointer)]
    if reply.status in _BODILESS or not response.content:
        return []
    if not reply.body:
        text = f"the status {reply.status} promises a body and there is none"
        return [Problem("reply-body-missing", text, "body", "", response.node.pointer)]
    return _content_problems(response, reply)


def _announces_one(reply: Reply) -> bool:
    """Whether a reply to 204 says that a body follows: clients that believe it lose step."""
    length = reply.headers.get("content-length", "0")
    return reply.status == _NO_CONTENT and (length != "0" or "transfer-encoding" in reply.headers)


def _content_problems(response: Response, reply: Reply) -> list[Problem]:
    field = reply.headers.get("content-type", "")
    kind = content_type(field)
    entry = chosen(response.content, kind) if kind is not None else None
    if kind is None or entry is None:
        return [_media_type_problem(response, field)]
    judged = _JUDGED.get(entry)
    if judged is None or judged.body is not reply.body or judged.kind != kind:
        problems = tuple(_value_problems(reply.body, kind, entry))
        judged = _JUDGED[entry] = _Judged(reply.body, kind, problems)
    return list(judged.problems)


def _value_problems(body: bytes, kind: ContentType, entry: MediaType) -> list[Problem]:
    try:
        value = decoded(body, kind, entry)
    except MalformedError as error:
        text = f"the body is not valid {language(kind)}: {error}"
        return [Problem("reply-body-malformed", text, "body", "", entry.node.pointer)]
    if value is ABSENT:
        return []
    return problems_in_value(value, entry.schema, code="reply-body-invalid", location="body")


@dataclass(frozen=True, slots=True)
class _Judged:
    """The last body that was judged by an entry: a mock sends the same one again and again."""

    body: bytes
    kind: ContentType
    problems: tuple[Problem, ...]


_JUDGED: WeakKeyDictionary[MediaType, _Judged] = WeakKeyDictionary()


def _media_type_problem(response: Response, field: str) -> Problem:
    """There is none, or none that the document knows."""
    position = f"{response.node.pointer}/content"
    if not field:
        text = "there is a body and no Content-Type"
        return Problem("reply-media-type-missing", text, "header", "Content-Type", position)
    known = ", ".join(each.name for each in response.content)
    text = f"the media type {field!r} is not documented; documented: {known}"
    return Problem("reply-media-type-undocumented", text, "header", "Content-Type", position)
