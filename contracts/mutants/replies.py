"""What an answer promises besides the members of its body: status, headers, media type."""

from collections.abc import Iterator
from dataclasses import replace

from ...spec.api import Api, Operation, Parameter
from ...spec.exchange import Call, Headers, Message, Reply
from ..breaking import BREAKERS
from ..mutant import Handle, Mutant, Spoil, mutation
from ..spoiling import (
    Change,
    answers,
    first_wrong,
    is_wrong,
    on_replies,
    understood,
    value_of,
    with_body,
    with_field,
)
from ..status import SUCCESS

_PAGE = b"<!DOCTYPE html><title>Oops</title><h1>It works</h1>"
_TRACE = b'Traceback (most recent call last):\n  File "/srv/app/views.py", line 41, in post\n'
_BODILESS = {"204", "205", "304"}


@mutation("status-undocumented")
def status_undocumented(api: Api) -> Iterator[Mutant]:
    """The right answer comes with a status that the operation does not have."""
    for operation, status, response in answers(api):
        for other in _undocumented(operation, status):
            yield Mutant(
                operation.operation_id,
                f"{status} as {other}",
                response.node.pointer,
                f"what is to be answered {status} is answered {other}",
                on_replies(api, operation, (status,), _as_status(other)),
                answers=(status,),
            )


def _undocumented(operation: Operation, status: str) -> Iterator[int]:
    """One of the same class, one that is a redirect; as far as they are not documented."""
    for family in ((203, 202, 206) if status[0] == "2" else (418, 409, 421), (307,)):
        yield from [each for each in family if operation.response(each) is None][:1]


def _as_status(status: int) -> Change:
    return lambda _call, reply: replace(reply, status=status)


@mutation("status-error")
def status_error(api: Api) -> Iterator[Mutant]:
    """A request that is right is answered with an error, or a refusal breaks the server."""
    for operation, status, response in answers(api):
        for other in (404, 500) if status[0] == "2" else (500,) if status[0] == "4" else ():
            yield Mutant(
                operation.operation_id,
                f"{status} as {other}",
                response.node.pointer,
                f"what is to be answered {status} is answered {other}",
                on_replies(api, operation, (status,), _as_error(other)),
                answers=(status,),
            )


def _as_error(status: int) -> Change:
    body = f'{{"type": "about:blank", "title": "Error", "status": {status}}}'.encode()
    fields = Headers([("Content-Type", "application/json")])
    return lambda _call, _reply: Reply(status, fields, body)


@mutation("header-dropped")
def header_dropped(api: Api) -> Iterator[Mutant]:
    """A header that is required is not sent."""
    for operation, status, header in _headers(api):
        if header.required:
            yield Mutant(
                operation.operation_id,
                f"{status} {header.name}",
                f"{header.node.pointer}/required",
                f"an answer {status} has no {header.name}",
                on_replies(api, operation, (status,), _without_field(header.name)),
                answers=(status,),
            )


def _without_field(name: str) -> Change:
    return lambda _call, reply: with_field(reply, name, None)


@mutation("header-value")
def header_value(api: Api) -> Iterator[Mutant]:
    """A header has a value outside its schema."""
    for operation, status, header in _headers(api):
        values = list(_odd_values(header))
        if values:
            yield Mutant(
                operation.operation_id,
                f"{status} {header.name}",
                header.node.pointer,
                f"an answer {status} has a {header.name} outside its schema",
                on_replies(api, operation, (status,), _with_values(header.name, values)),
                answers=(status,),
            )


def _headers(api: Api) -> Iterator[tuple[Operation, str, Parameter]]:
    for operation, status, response in answers(api):
        for header in response.headers:
            yield operation, status, header


def _odd_values(header: Parameter) -> Iterator[str]:
    """Texts that the schema may refuse; one that takes every text has nothing to break."""
    members = header.schema.node.follow().mapping() if header.schema else {}
    if members.get("type") not in {None, "string"}:
        yield "specdouble"
    for keyword in BREAKERS.keys() & members.keys():
        yield from (str(each) for each in BREAKERS[keyword](members[keyword], None))


def _with_values(name: str, values: list[str]) -> Change:
    def change(call: Call, reply: Reply) -> Reply | None:
        """The reply with the first value that is wrong."""
        return first_wrong(call, (with_field(reply, name, each) for each in values))

    return change


@mutation("media-type")
def media_type(api: Api) -> Iterator[Mutant]:
    """A body comes without its media type, with another, or as a web page."""
    for operation, status, response in answers(api):
        if not response.content or status in _BODILESS:
            continue
        for detail, change in _MEDIA_TYPES.items():
            yield Mutant(
                operation.operation_id,
                f"{status} {detail}",
                f"{response.node.pointer}/content",
                f"an answer {status} comes {detail}",
                on_replies(api, operation, (status,), _if_wrong(change)),
                answers=(status,),
            )


_MEDIA_TYPES: dict[str, Change] = {
    "as text": lambda _, reply: with_field(reply, "Content-Type", "text/plain; charset=utf-8"),
    "without type": lambda _, reply: with_field(reply, "Content-Type", None),
    "as a page": lambda _, reply: replace(
        with_field(reply, "Content-Type", "text/html"), body=_PAGE
    ),
}


@mutation("body")
def body(api: Api) -> Iterator[Mutant]:
    """A body is empty, cut off or no JSON; or is there where HTTP allows none."""
    for operation, status, response in answers(api):
        table = _BODILESS_BODIES if status in _BODILESS else _BODIES
        for detail, change in (
            table.items() if response.content or table is _BODILESS_BODIES else ()
        ):
            yield Mutant(
                operation.operation_id,
                f"{status} {detail}",
                response.node.pointer,
                f"an answer {status} has a body that is {detail}",
                on_replies(api, operation, (status,), change),
                answers=(status,),
            )


def _if_wrong(change: Change) -> Change:
    def wrong(call: Call, reply: Reply) -> Reply | None:
        """The changed reply, if the document objects to it."""
        candidate = change(call, reply)
        return candidate if candidate is not None and is_wrong(call, candidate) else None

    return wrong


_BODIES: dict[str, Change] = {
    "empty": _if_wrong(lambda _, reply: replace(reply, body=b"")),
    "cut off": _if_wrong(lambda _, reply: replace(reply, body=reply.body[:-2])),
    "a stack trace": _if_wrong(lambda _, reply: replace(reply, body=_TRACE)),
}
_BODILESS_BODIES: dict[str, Change] = {
    "forbidden": lambda _, reply: replace(with_field(reply, "Content-Length", "2"), body=b"{}"),
}


@mutation("leak")
def leak(api: Api) -> Iterator[Mutant]:
    """An error tells of the inside of the server, in a member that the document allows."""
    for operation, status, response in answers(api):
        if status[0] in "45" and response.content:
            yield Mutant(
                operation.operation_id,
                status,
                response.node.pointer,
                f"an answer {status} holds a stack trace",
                on_replies(api, operation, (status,), _leaking),
                answers=(status,),
            )


def _leaking(_call: Call, reply: Reply) -> Reply | None:
    """The trace behind a text of the body, so that its form stays right."""
    value = value_of(reply.body)
    texts = (
        [name for name, each in value.items() if isinstance(each, str)]
        if isinstance(value, dict)
        else []
    )
    told = [name for name in ("detail", "message", "title") if name in texts] or texts
    if not told or not isinstance(value, dict):
        return None
    return with_body(reply, {**value, told[0]: f"{value[told[0]]}\n{_TRACE.decode()}"})


@mutation("allow")
def allow(api: Api) -> Iterator[Mutant]:
    """A 405 does not say which methods there are, or leaves one out."""
    for template, methods in _methods(api).items():
        place = f"/paths/{template.replace('~', '~0').replace('/', '~1')}"
        yield Mutant(
            template, "without", place, "a 405 comes without Allow", _on_405(api, template, None)
        )
        for method in methods:
            others = ", ".join(each for each in methods if each != method) or "TRACE"
            means = f"a 405 leaves {method} out of Allow"
            yield Mutant(
                template, f"without {method}", place, means, _on_405(api, template, others)
            )


def _on_405(api: Api, template: str, value: str | None) -> Spoil:
    def spoil(honest: Handle) -> Handle:
        """Change Allow in every 405 of a path."""

        def handle(message: Message) -> Reply:
            """As the honest one, but for that."""
            reply = honest(message)
            match = api.match(message.path)
            is_here = match is not None and match.target.template == template
            is_meant = reply.status == 405 and is_here  # noqa: PLR2004  # the status by its number
            return with_field(reply, "Allow", value) if is_meant else reply

        return handle

    return spoil


def _methods(api: Api) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for operation in api.operations:
        found.setdefault(operation.path, []).append(operation.method)
    return found


@mutation("head")
def head(api: Api) -> Iterator[Mutant]:
    """HEAD is answered otherwise than GET (RFC 9110, 9.3.2)."""
    for operation in api.operations:
        if operation.method == "GET":
            for detail, status in (("refused", 405), ("without body", 204), ("lost", 404)):
                yield Mutant(
                    operation.operation_id,
                    detail,
                    operation.node.pointer,
                    f"HEAD is answered {status} where GET has success",
                    _on_head(api, operation, status),
                )


def _on_head(api: Api, operation: Operation, status: int) -> Spoil:
    def spoil(honest: Handle) -> Handle:
        """Answer HEAD in another way."""

        def handle(message: Message) -> Reply:
            """As the honest one, but for HEAD."""
            reply = honest(message)
            is_own = understood(api, message)[0].operation is operation
            is_meant = is_own and message.method == "HEAD" and reply.status in SUCCESS
            return Reply(status, Headers([("Allow", operation.method)])) if is_meant else reply

        return handle

    return spoil
