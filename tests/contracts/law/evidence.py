"""Evidence: the piece of an exchange, and of the document, that a difference is about.

Read `parameter` and `sent_for` first. Where there is no such piece the answer is empty.
"""

import json
import math
import re
from collections.abc import Iterator
from urllib.parse import unquote

from specdouble.spec.api import MediaType, Operation, Parameter, SecurityScheme
from specdouble.spec.document import Node
from specdouble.spec.exchange import Headers, Message, Reply
from specdouble.spec.json_types import Json
from specdouble.spec.media_types import ContentType, chosen, content_type
from specdouble.spec.shape import members_of, part_of, types_of
from specdouble.spec.strict_json import MalformedError, parse_json

from .agreement import Difference

_SEPARATORS = (re.compile(r"[,|=]"), re.compile(r"[,|= ]"))


def parameter(difference: Difference) -> Parameter | None:
    """The parameter or response header that the problem is about."""
    operation, problem = _operation(difference), difference.problem
    if operation is None:
        return None
    known = operation.parameters
    if difference.part == "reply-headers":
        response = operation.response(difference.exchange.reply.status)
        known = response.headers if response else ()
    wanted = problem.location, problem.pointer.lower()
    return next((each for each in known if (each.location, each.name.lower()) == wanted), None)


def style(difference: Difference) -> str:
    """The style of that parameter."""
    found = parameter(difference)
    return found.node.text("style", "form") if found else ""


def explodes(difference: Difference) -> bool:
    """Whether that parameter does (OpenAPI 3.1, 4.8.12.2): by default those in form style."""
    found = parameter(difference)
    is_form = found is not None and found.location in {"query", "cookie"}
    return found is not None and found.node.flag("explode", default=is_form)


def kinds(difference: Difference) -> frozenset[str]:
    """The types that it may have, and those of its items and members."""
    if difference.part in {"body", "reply-body"}:
        return frozenset().union(*(types_of(node) for node in schemas(difference)[-1:]))
    found = parameter(difference)
    node = found.schema.node if found and found.schema else None
    parts = [node, part_of(node, "items"), *(member for _, member in members_of(node))]
    return frozenset().union(*(types_of(each) for each in parts))


def sent_for(difference: Difference) -> list[tuple[str, str]]:
    """What was sent for it, names decoded and values raw; of a deepObject, its members.

    Of a form it is the field that the problem is in, or all of them.
    """
    problem, call = difference.problem, difference.exchange.call
    if difference.part in {"body", "reply-body"}:
        return list(_fields(difference))
    if problem.location == "path":
        return [(problem.pointer, str(call.path.get(problem.pointer, "")))]
    headers = call.message.headers
    if difference.part == "reply-headers":
        headers = difference.exchange.reply.headers
    return list(_sent(call.message, headers, problem.location, problem.pointer))


def _fields(difference: Difference) -> Iterator[tuple[str, str]]:
    """The fields of a form; nothing in other bodies."""
    is_form = media_type(difference)[0] == "application/x-www-form-urlencoded"
    wanted = difference.problem.pointer.split("/")[1:2]
    for part in body(difference).decode(errors="replace").split("&") if is_form else ():
        name, _, raw = part.partition("=")
        if not wanted or unquote(name) == wanted[0]:
            yield unquote(name), raw


def names(difference: Difference) -> list[str]:
    """The names under which it was sent."""
    return [name for name, _ in sent_for(difference)]


def raws(difference: Difference) -> list[str]:
    """Its values as they were sent."""
    return [raw for _, raw in sent_for(difference)]


def texts(difference: Difference) -> list[str]:
    """Its values decoded, U+FFFD standing for what is not UTF-8."""
    return [unquote(raw.replace("+", " ")) for raw in raws(difference)]


def pieces(difference: Difference) -> list[str]:
    """The values, and each of the single values they may hold."""
    whole = texts(difference)
    return [
        *whole,
        *(piece for text in whole for mark in _SEPARATORS for piece in mark.split(text)),
    ]


def schemes(difference: Difference) -> list[SecurityScheme]:
    """The security schemes of the operation."""
    operation = _operation(difference)
    return [scheme for each in operation.security for scheme in each] if operation else []


def credentials(difference: Difference) -> Iterator[tuple[SecurityScheme, str]]:
    """Each credential that was sent, with the scheme that it is for."""
    message = difference.exchange.call.message
    for scheme in schemes(difference):
        for _, raw in _sent(message, message.headers, scheme.location, scheme.name):
            yield scheme, raw.strip()


def content(difference: Difference) -> ContentType | None:
    """The Content-Type of the body that the problem is in; None where it cannot be parsed."""
    return content_type(_holder(difference).headers.get("content-type", ""))


def has_content_type(difference: Difference) -> bool:
    """Whether that body has one."""
    return "content-type" in _holder(difference).headers


def _holder(difference: Difference) -> Message | Reply:
    exchange = difference.exchange
    return exchange.reply if difference.part == "reply-body" else exchange.call.message


def media_type(difference: Difference) -> tuple[str, MediaType | None]:
    """The media type of that body, and its entry in the document."""
    kind, operation = content(difference), _operation(difference)
    if operation is None or kind is None:
        return "", None
    status = difference.exchange.reply.status
    of_reply = difference.part == "reply-body"
    holder = operation.response(status) if of_reply else operation.body
    return kind.essence, chosen(holder.content, kind) if holder else None


def schemas(difference: Difference) -> list[Node]:
    """The schemas on the way to the place of the problem, as far as they are declared.

    Of a parameter that is its own schema.
    """
    if difference.part in {"parameters", "reply-headers"}:
        sent = parameter(difference)
        return [sent.schema.node.follow()] if sent and sent.schema else []
    _, entry = media_type(difference)
    node = entry.schema.node if entry and entry.schema else None
    found = [node.follow()] if node else []
    for key in difference.problem.pointer.split("/")[1:]:
        node = dict(members_of(node)).get(key) or part_of(node, "items")
        if node is None:
            break
        found.append(node.follow())
    return found


def body(difference: Difference) -> bytes:
    """The body that the problem is in."""
    return _holder(difference).body


def value(difference: Difference) -> Json:
    """The value at the place of the problem in a JSON body; None if there is none."""
    try:
        found = parse_json(body(difference))
    except MalformedError:
        return None
    for key in difference.problem.pointer.split("/")[1:]:
        if isinstance(found, list):
            found = found[int(key)] if key.isdecimal() and int(key) < len(found) else None
        else:
            found = found.get(key) if isinstance(found, dict) else None
    return found


def found_texts(difference: Difference) -> list[str]:
    """The texts at the place of the problem, be it in a body or in a parameter."""
    if difference.part not in {"body", "reply-body"}:
        return pieces(difference)
    found = value(difference)
    return [found] if isinstance(found, str) else []


def json_facts(difference: Difference) -> set[str]:
    """What is in a JSON body that Python takes and we do not."""
    facts: set[str] = set()

    def members(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
        facts.update({"members twice"} if len(dict(pairs)) < len(pairs) else ())
        return dict(pairs)

    def number(text: str) -> float:
        facts.update({"odd number"} if math.isinf(float(text)) else ())
        return float(text)

    def constant(text: str) -> float:
        facts.add("odd number")
        return float(text)

    try:
        found = json.loads(
            body(difference), object_pairs_hook=members, parse_float=number, parse_constant=constant
        )
        json.dumps(found, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        facts.add("half surrogate")
    except (ValueError, RecursionError):
        return set()
    return facts


def version(difference: Difference) -> str:
    """The version of OpenAPI that the document is in; "" where the operation is unknown."""
    operation = _operation(difference)
    return operation.node.document.entry.version if operation else ""


def fitting_templates(difference: Difference) -> list[str]:
    """The path templates that fit a path as well as the one our judge has found, which is one."""
    operation, path = _operation(difference), difference.exchange.call.message.path
    found = re.search(_pattern(operation.path) + "$", path) if operation else None
    if operation is None or found is None:
        return []
    templates = operation.node.document.entry.root.child("paths").mapping()
    return [each for each in templates if re.fullmatch(_pattern(each), path[found.start() :])]


def _pattern(template: str) -> str:
    """Where a template begins nobody knows: in front of it may stand the path of a server."""
    return "[^/]*".join(map(re.escape, re.split(r"\{[^}]*\}", template)))


def _operation(difference: Difference) -> Operation | None:
    return difference.exchange.call.operation


def _sent(
    message: Message, headers: Headers, location: str, wanted: str
) -> Iterator[tuple[str, str]]:
    if location == "header":
        yield from [(wanted, headers[wanted])] if wanted in headers else []
        return
    is_query = location == "query"
    field = message.query if is_query else headers.get("cookie", "")
    for part in field.split("&" if is_query else ";"):
        name, _, raw = part.strip().partition("=")
        if wanted in {unquote(name), unquote(name).partition("[")[0]}:
            yield unquote(name), raw
