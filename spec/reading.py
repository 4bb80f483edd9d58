"""read(api, message): route, decode, check. The one door for requests, of clients and of tests.

Total: whatever the bytes, the answer is a `Call` and what is wrong with it, worst first.
"""

from collections.abc import Iterator, Mapping

from .api import Api, MediaType, Operation, Parameter, PathItem, RequestBody
from .conformance import problems_in_call
from .credentials import problems_in_credentials
from .decoding import ABSENT, Raws, RepeatedError, text_of
from .exchange import Call, Message
from .json_types import Json
from .media_types import chosen, content_type, decoded, language
from .problem import Problem, worst_first
from .strict_json import MalformedError

Values = dict[str, dict[str, Json]]


def read(api: Api, message: Message) -> tuple[Call, list[Problem]]:
    """The call that a message makes, and every problem with it."""
    matches = api.matches(message.path)
    match = next(matches, None)
    if match is None:
        text = f"no path of the document fits {message.path[:200]!r}"
        return Call(message, None), [Problem("path-unknown", text, "path")]
    operation = _operation(match.target, message.method)
    if operation is not None:
        return _understood(message, operation, match.target.allowed, match.values)
    others = list(matches)
    allowed = tuple(sorted({*match.target.allowed, *(m for o in others for m in o.target.allowed)}))
    for other in others:
        operation = _operation(other.target, message.method)
        if operation is not None:
            return _understood(message, operation, allowed, other.values)
    return Call(message, None, allowed), _method_problems(message, match.target.template, allowed)


def _operation(item: PathItem, method: str) -> Operation | None:
    """What a path has for a method; HEAD is answered as GET where it is not described."""
    found = item.operations.get(method)
    return item.operations.get("GET") if found is None and method == "HEAD" else found


def _method_problems(message: Message, template: str, allowed: tuple[str, ...]) -> list[Problem]:
    if message.method == "OPTIONS":
        return []
    text = f"{template} takes {', '.join(allowed)}, not {message.method[:40]}"
    return [Problem("method-unknown", text, "method", message.method[:40])]


def _understood(
    message: Message, operation: Operation, allowed: tuple[str, ...], path: Raws
) -> tuple[Call, list[Problem]]:
    """The call of a known operation: its parameters, credentials and body."""
    raws = {
        "path": path,
        "query": _raw_query(message.query),
        "header": {name: [value] for name, value in message.headers.items()},
        "cookie": _raw_cookies(message.headers.get("cookie", "")),
    }
    problems = problems_in_credentials(message, operation, raws)
    values: Values = {"path": {}, "query": {}, "header": {}, "cookie": {}}
    for parameter in operation.parameters:
        problems += _take(parameter, raws[parameter.location], values[parameter.location])
    problems += _unknown(operation, raws["query"])
    body, entry, body_problems = _body(message, operation.body)
    call = Call(message, operation, allowed, **values, body=body, media_type=entry)
    problems += body_problems
    problems += problems_in_call(call)
    return call, worst_first(problems)


def _raw_query(query: str) -> dict[str, list[str]]:
    """Names (decoded, where they can be) and raw values, in order."""
    raws: dict[str, list[str]] = {}
    for part in query.split("&") if query else ():
        name, _, raw = part.partition("=")
        if part:
            raws.setdefault(_name(name), []).append(raw)
    return raws


def _name(raw: str) -> str:
    try:
        return text_of(raw, plus=True)
    except MalformedError:
        return raw


def _raw_cookies(field: str) -> dict[str, list[str]]:
    raws: dict[str, list[str]] = {}
    for part in field.split(";") if field else ():
        name, _, raw = part.strip().partition("=")
        raws.setdefault(name, []).append(raw.strip('"'))
    return raws


def _take(parameter: Parameter, raws: Raws, values: dict[str, Json]) -> Iterator[Problem]:
    """Decode one parameter into `values`, or say why not."""
    location, name = parameter.location, parameter.name
    try:
        value = parameter.decode(raws)
    except (MalformedError, RepeatedError) as error:
        code = "parameter-repeated" if isinstance(error, RepeatedError) else "parameter-malformed"
        yield Problem(
            code,
            f"the {location} parameter {name}: {error}",
            location,
            name,
            parameter.node.pointer,
        )
        return
    if value is not ABSENT:
        values[name] = value
    elif parameter.required:
        text = f"the {location} parameter {name} is missing"
        yield Problem("parameter-missing", text, location, name, parameter.node.pointer)
    elif parameter.is_recommended:
        text = f"the {location} parameter {name} ought to be sent and is absent"
        yield Problem("parameter-recommended", text, location, name, parameter.node.pointer)


def _unknown(operation: Operation, raws: Raws) -> Iterator[Problem]:
    """A note for each query parameter that the document does not know."""
    if not raws:
        return
    known = {each.name for each in operation.parameters if each.location == "query"}
    known |= {scheme.name for alternative in operation.security for scheme in alternative}
    for name in raws:
        if name not in known and name.partition("[")[0] not in known:
            text = f"the query parameter {name[:80]!r} is not in the document; it is ignored"
            yield Problem("parameter-unknown", text, "query", name[:80], operation.node.pointer)


def _body(
    message: Message, expected: RequestBody | None
) -> tuple[Json, MediaType | None, list[Problem]]:
    """The body's value and how it was read; a body that none asked for is ignored."""
    if expected is None:
        return None, None, []
    if not message.body and not _is_empty_form(message.headers, expected):
        text = "the body is missing"
        missing = [Problem("body-missing", text, "body", "", expected.node.pointer)]
        return None, None, missing if expected.required else []
    entry, problem = _entry(message.headers, expected)
    kind = content_type(message.headers.get("content-type", ""))
    if entry is None or kind is None:
        return None, None, [problem] if problem else []
    try:
        value = decoded(message.body, kind, entry)
    except MalformedError as error:
        text = f"the body is not valid {language(kind)}: {error}"
        return None, None, [Problem("body-malformed", text, "body", "", entry.node.pointer)]
    return (None, None, []) if value is ABSENT else (value, entry, [])


def _is_empty_form(headers: Mapping[str, str], expected: RequestBody) -> bool:
    """A form without fields is written as nothing; some clients call nothing a form, too."""
    kind = content_type(headers.get("content-type", ""))
    if kind is None or kind.essence != "application/x-www-form-urlencoded":
        return False
    return chosen(expected.content, kind) is not None


def _entry(
    headers: Mapping[str, str], expected: RequestBody
) -> tuple[MediaType | None, Problem | None]:
    """Which documented media type the body claims to be, or what is wrong with the claim."""
    field = headers.get("content-type", "")
    kind = content_type(field)
    entry = chosen(expected.content, kind) if kind is not None else None
    if entry is not None:
        return entry, None
    position = expected.node.pointer
    known = ", ".join(each.name for each in expected.content)
    if not field:
        text = f"there is a body and no Content-Type; the operation takes {known}"
        return None, Problem("media-type-missing", text, "header", "Content-Type", position)
    if kind is None:
        text = f"the Content-Type {field[:80]!r} cannot be parsed; the operation takes {known}"
        return None, Problem("media-type-malformed", text, "header", "Content-Type", position)
    text = f"the Content-Type {field[:80]!r} is not taken; the operation takes {known}"
    return None, Problem("media-type-unsupported", text, "header", "Content-Type", position)
