"""The second opinion: traffic before openapi-core, which shares no code with our own judge.

Read `opinion_on_exchange` first, then `_READINGS`, the table from its errors to our codes. It
costs milliseconds and breaks on hostile input, so it is a witness and not the judge:
`docs/judges.md` says where the two are known to differ, and which of them is right.
"""

import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote

from jsonschema_path import SchemaPath
from openapi_core.datatypes import RequestParameters
from openapi_core.deserializing.media_types.exceptions import MediaTypeDeserializeError
from openapi_core.templating.media_types.exceptions import MediaTypeNotFound
from openapi_core.templating.paths.exceptions import OperationNotFound, PathError
from openapi_core.templating.responses.exceptions import ResponseNotFound
from openapi_core.validation import request as of_requests
from openapi_core.validation import response as of_replies
from openapi_core.validation.request import exceptions as bad_requests
from openapi_core.validation.request.protocols import RequestValidator
from openapi_core.validation.response import exceptions as bad_replies
from openapi_core.validation.response.protocols import ResponseValidator
from openapi_core.validation.schemas.exceptions import InvalidSchemaValue

from ..spec.document import Document
from ..spec.exchange import Exchange, Headers, Message, Reply
from ..spec.explanation import to_pointer
from ..spec.problem import CODES, Problem
from .judge_input import Values, beyond, media_types_in, read_file, read_json, rewritten
from .opinion import Opinion, Part, joined, silent


@dataclass(frozen=True, slots=True)
class Judge:
    """openapi-core on one document: a validator for each part of a request and of a reply.

    They are kept apart so that what breaks one of them leaves the others their say.
    """

    requests: Mapping[Part, RequestValidator]
    replies: Mapping[Part, ResponseValidator]
    knows_slashes: bool


_REQUEST_PARTS: dict[str, dict[Part, type[RequestValidator]]] = {
    "3.0": {
        "credentials": of_requests.V30RequestSecurityValidator,
        "parameters": of_requests.V30RequestParametersValidator,
        "body": of_requests.V30RequestBodyValidator,
    },
    "3.1": {
        "credentials": of_requests.V31RequestSecurityValidator,
        "parameters": of_requests.V31RequestParametersValidator,
        "body": of_requests.V31RequestBodyValidator,
    },
    "3.2": {
        "credentials": of_requests.V32RequestSecurityValidator,
        "parameters": of_requests.V32RequestParametersValidator,
        "body": of_requests.V32RequestBodyValidator,
    },
}
_REPLY_PARTS: dict[str, dict[Part, type[ResponseValidator]]] = {
    "3.0": {
        "reply-body": of_replies.V30ResponseDataValidator,
        "reply-headers": of_replies.V30ResponseHeadersValidator,
    },
    "3.1": {
        "reply-body": of_replies.V31ResponseDataValidator,
        "reply-headers": of_replies.V31ResponseHeadersValidator,
    },
    "3.2": {
        "reply-body": of_replies.V32ResponseDataValidator,
        "reply-headers": of_replies.V32ResponseHeadersValidator,
    },
}
_RESOLVED_AT_MOST = 100_000


def judge_for(document: Document) -> Judge:
    """openapi-core on a document; make one and keep it. Raises DocumentError as `version` does.

    Of each server only the path counts, and none at all will do: as `spec.routing` has it.
    """
    path = SchemaPath.from_dict(
        rewritten(document.root),
        base_uri=document.file.resolve().as_uri() if document.file else "",
        handlers={"file": read_file},
        resolved_cache_maxsize=_RESOLVED_AT_MOST,
    )
    requests, replies = _REQUEST_PARTS[document.version], _REPLY_PARTS[document.version]
    readers: dict[str, Callable[[bytes], object]] = {
        name: read_json for name in media_types_in(document.root.value) if name.endswith("+json")
    }
    return Judge(
        {
            part: kind(path, extra_media_type_deserializers=readers)
            for part, kind in requests.items()
        },
        {
            part: kind(path, extra_media_type_deserializers=readers)
            for part, kind in replies.items()
        },
        knows_slashes=any(
            name[1:].endswith("/") for name in document.root.child("paths").mapping()
        ),
    )


def opinion_on_exchange(judge: Judge, exchange: Exchange) -> Opinion:
    """What openapi-core holds against a request and its reply; it never raises."""
    message = exchange.call.message
    return joined(
        [opinion_on_message(judge, message), opinion_on_reply(judge, message, exchange.reply)]
    )


def opinion_on_message(judge: Judge, message: Message) -> Opinion:
    """What openapi-core holds against a request."""
    if reason := beyond(message, slashes=judge.knows_slashes):
        return silent("routing", reason)
    return joined(
        _heard(part, validator.iter_errors(_request(message)))
        for part, validator in judge.requests.items()
    )


def opinion_on_reply(judge: Judge, message: Message, reply: Reply) -> Opinion:
    """What openapi-core holds against a reply; nothing where it knows no such operation."""
    if reason := beyond(message, slashes=judge.knows_slashes):
        return silent("routing", reason)
    answer = _Reply(reply.status, reply.headers.get("content-type", ""), reply.headers, reply.body)
    opinion = joined(
        _heard(part, validator.iter_errors(_request(message), answer))
        for part, validator in judge.replies.items()
    )
    unpromised = {"path-unknown", "method-unknown"}
    return Opinion(tuple(p for p in opinion.problems if p.code not in unpromised), opinion.gaps)


@dataclass(slots=True)
class _Request:
    """A message as `openapi_core.protocols.Request` wants it, which is not frozen."""

    parameters: RequestParameters
    host_url: str
    path: str
    method: str
    body: bytes
    content_type: str


@dataclass(frozen=True, slots=True)
class _Reply:
    """A reply as `openapi_core.protocols.Response` wants it."""

    status_code: int
    content_type: str
    headers: Headers
    data: bytes


def _request(message: Message) -> _Request:
    cookies = (part.strip().partition("=") for part in message.headers.get("cookie", "").split(";"))
    return _Request(
        RequestParameters(
            query=Values(parse_qsl(message.query, keep_blank_values=True)),
            header=message.headers,
            cookie=Values((name, value.strip('"')) for name, _, value in cookies if name),
        ),
        host_url="http://localhost",
        path=unquote(message.path),
        method=message.method.lower(),
        body=message.body,
        content_type=message.headers.get("content-type", ""),
    )


def _heard(part: Part, errors: Iterator[Exception]) -> Opinion:
    """Its errors as problems; where it breaks, it has nothing to say of that part."""
    opinions = [Opinion()]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for error in errors:
                opinions.append(_told(part, error))  # noqa: PERF401  # what came before a break counts
    except Exception as error:  # noqa: BLE001  # the edge: a stranger's code on hostile input
        opinions.append(silent(part, f"it raises {type(error).__name__}"))
    return joined(opinions)


def _told(part: Part, error: Exception) -> Opinion:
    """One error in our words."""
    if isinstance(error, bad_requests.MissingRequestBody):
        return Opinion()  # it is not required; its body validator says so by an error all the same
    if isinstance(error, bad_requests.MissingRequiredParameter) and error.location == "path":
        return silent(part, "it cannot read the label and matrix styles")
    # An error without a row ends like any other break: as a gap.
    reading = next(each for each in _READINGS if each.fits(error))
    return Opinion(tuple(_problems(error, reading)))


@dataclass(frozen=True, slots=True)
class _Reading:
    """An error of openapi-core, the cause it hangs on, and the code that means the same.

    `location` "" stands for the error's own; `named` is its attribute that says which.
    """

    kind: type[Exception]
    code: str
    location: str = ""
    named: str = ""
    cause: type = object

    def fits(self, error: Exception) -> bool:
        """Whether this is how to read an error."""
        return isinstance(error, self.kind) and isinstance(error.__cause__, self.cause)


_BAD_BODY = bad_requests.RequestBodyValidationError
_BAD_DATA = bad_replies.DataValidationError
_READINGS = (
    _Reading(OperationNotFound, "method-unknown", "method", "method"),
    _Reading(PathError, "path-unknown", "path"),
    _Reading(bad_requests.SecurityValidationError, "credential-missing", "header"),
    _Reading(bad_requests.MissingRequiredParameter, "parameter-missing", "", "name"),
    _Reading(bad_requests.InvalidParameter, "parameter-invalid", "", "name"),
    _Reading(bad_requests.ParameterValidationError, "parameter-malformed", "", "name"),
    _Reading(bad_requests.MissingRequiredRequestBody, "body-missing", "body"),
    _Reading(_BAD_BODY, "media-type-unsupported", "header", cause=MediaTypeNotFound),
    _Reading(_BAD_BODY, "body-malformed", "body", cause=MediaTypeDeserializeError),
    _Reading(_BAD_BODY, "body-invalid", "body"),
    _Reading(ResponseNotFound, "status-undocumented", "status", "http_status"),
    _Reading(bad_replies.MissingData, "reply-body-missing", "body"),
    _Reading(_BAD_DATA, "reply-media-type-undocumented", "header", cause=MediaTypeNotFound),
    _Reading(_BAD_DATA, "reply-body-malformed", "body", cause=MediaTypeDeserializeError),
    _Reading(_BAD_DATA, "reply-body-invalid", "body"),
    _Reading(bad_replies.MissingHeaderError, "reply-header-missing", "header", "name"),
    _Reading(bad_replies.HeaderValidationError, "reply-header-invalid", "header", "name"),
)
_UNSENT = {
    "media-type-unsupported": "media-type-missing",
    "reply-media-type-undocumented": "reply-media-type-missing",
}
_MEMBER = re.compile(r"'(.*)' is a required property", re.DOTALL)
_LONGEST = 200


def _problems(error: Exception, reading: _Reading) -> Iterator[Problem]:
    """One for each place in a body, else one."""
    cause, code = error.__cause__, reading.code
    location = reading.location or str(getattr(error, "location", ""))
    pointer = str(getattr(error, reading.named, ""))
    if isinstance(cause, MediaTypeNotFound):
        pointer, code = "Content-Type", code if cause.mimetype else _UNSENT[code]
    faults = list(_faults(error)) or [(CODES[code].meaning, "")]
    for message, place in faults if location == "body" else faults[:1]:
        yield Problem(code, message[:_LONGEST], location, place if location == "body" else pointer)


def _faults(error: Exception) -> Iterator[tuple[str, str]]:
    """Message and JSON pointer of each schema error: of the member where one is missing."""
    cause = error.__cause__
    for fault in cause.schema_errors if isinstance(cause, InvalidSchemaValue) else ():
        message, keys = str(getattr(fault, "message", fault)), list(getattr(fault, "path", ()))
        missing = _MEMBER.fullmatch(message)
        yield message, to_pointer([*keys, missing[1]] if missing else keys)
