"""Circumstances: what is special about an exchange on which the two judges differ.

Each public function answers one question about a `Difference`; `leniencies.py` says what the
answer means. What they look at is fetched by `evidence.py`.
"""

import json
import math
import re
from collections.abc import Callable, Iterable
from decimal import Decimal

from specdouble.spec.media_types import CHARSETS
from specdouble.spec.problem import Problem
from specdouble.spec.shape import part_of, types_of
from specdouble.spec.strict_json import MAX_DEPTH

from . import evidence
from .agreement import Difference

Circumstance = Callable[[Difference], bool]

_WORDS = {"y", "yes", "t", "true", "on", "1", "n", "no", "f", "false", "off", "0"}
_JSON_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_ESCAPED_SEPARATOR = re.compile("%2C|%7C|%20", re.IGNORECASE)
_DEEP_NAME = re.compile(r"[^\[\]]+\[\w+\]")
_READ_TYPES = {
    "application/json",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "text/html",
    "text/plain",
}


def both(*circumstances: Circumstance) -> Circumstance:
    """All of them at once."""
    return lambda difference: all(each(difference) for each in circumstances)


def has_code(code: str) -> Circumstance:
    """A problem of this code."""
    return lambda difference: difference.problem.code == code


def is_version(version: str) -> Circumstance:
    """A document in this version of OpenAPI."""
    return lambda difference: evidence.version(difference) == version


def has_format(*formats: str) -> Circumstance:
    """A place whose schema has one of these formats."""

    def is_so(difference: Difference) -> bool:
        return any(node.text("format") in formats for node in evidence.schemas(difference)[-1:])

    return is_so


def has_keyword(keyword: str) -> Circumstance:
    """A place whose schema has this keyword."""

    def is_so(difference: Difference) -> bool:
        return any(keyword in node.mapping() for node in evidence.schemas(difference)[-1:])

    return is_so


def has_no_type(difference: Difference) -> bool:
    """A place whose schema has no type."""
    return not has_keyword("type")(difference)


def holds(pattern: str) -> Circumstance:
    """A text at the place of the problem that matches `pattern`."""

    def is_so(difference: Difference) -> bool:
        return any(re.search(pattern, text) for text in evidence.found_texts(difference))

    return is_so


def has_json(fact: str) -> Circumstance:
    """A body in which there is something of which JSON, or a reader of it, has enough."""
    return lambda difference: fact in evidence.json_facts(difference)


def is_number_of_python(difference: Difference) -> bool:
    """A value that `float` reads and that is no number of JSON, or one beyond a double."""
    is_odd = any(
        not _JSON_NUMBER.fullmatch(piece) or math.isinf(float(piece))
        for piece in evidence.pieces(difference)
        if _is_float(piece)
    )
    return is_odd and not evidence.kinds(difference).isdisjoint({"integer", "number"})


def is_boolean_word(difference: Difference) -> bool:
    """A word for a boolean that is neither `true` nor `false`."""
    is_odd = any(
        piece.lower() in _WORDS and piece not in {"true", "false"}
        for piece in evidence.pieces(difference)
    )
    return is_odd and "boolean" in evidence.kinds(difference)


def is_empty(difference: Difference) -> bool:
    """A parameter that was sent without a value."""
    return "" in evidence.raws(difference)


def is_empty_list(difference: Difference) -> bool:
    """A list in one value that was sent without one."""
    return is_empty(difference) and "array" in evidence.kinds(difference)


def is_spaced(difference: Difference) -> bool:
    """A parameter in the style spaceDelimited, with a space in it."""
    has_space = any(" " in text for text in evidence.texts(difference))
    return has_space and evidence.style(difference) == "spaceDelimited"


def is_repeated(difference: Difference) -> bool:
    """A name that was sent more than once."""
    names = evidence.names(difference)
    return len(set(names)) < len(names)


def has_escaped_separator(difference: Difference) -> bool:
    """A list or object in one value, with a separator that is percent-encoded."""
    is_plural = not evidence.kinds(difference).isdisjoint({"array", "object"})
    return is_plural and any(_ESCAPED_SEPARATOR.search(raw) for raw in evidence.raws(difference))


def is_spread_out(difference: Difference) -> bool:
    """An object whose members stand in the query by their own names."""
    is_form = evidence.style(difference) == "form" and evidence.explodes(difference)
    return is_form and "object" in evidence.kinds(difference)


def is_odd_deep_object(difference: Difference) -> bool:
    """A deepObject of which a member is given twice, or not written as `name[member]`."""
    is_plain = all(map(_DEEP_NAME.fullmatch, evidence.names(difference)))
    is_odd = is_repeated(difference) or not is_plain
    return is_odd and evidence.style(difference) == "deepObject"


def is_half_pair(difference: Difference) -> bool:
    """An object in one value, not exploded, with a name that has no value."""
    is_odd = any(raw.count(",") % 2 == 0 for raw in evidence.raws(difference))
    is_pairs = "object" in evidence.kinds(difference) and not evidence.explodes(difference)
    return is_odd and is_pairs


def has_equals_twice(difference: Difference) -> bool:
    """An exploded object in one value, with `=` in the value of a member."""
    members = [member for raw in evidence.raws(difference) for member in raw.split(",")]
    is_object = "object" in evidence.kinds(difference) and evidence.explodes(difference)
    return is_object and any(each.count("=") > 1 for each in members)


def is_not_utf8(difference: Difference) -> bool:
    """A value whose percent-encoded bytes are not UTF-8."""
    return any("\ufffd" in text for text in evidence.texts(difference))


def is_absent(difference: Difference) -> bool:
    """A parameter that was not sent."""
    return not evidence.raws(difference)


def is_ignored_header(difference: Difference) -> bool:
    """A header that OpenAPI has other ways to speak of."""
    name = difference.problem.pointer.lower()
    is_header = difference.problem.location == "header"
    return is_header and name in {"accept", "content-type", "authorization"}


def has_empty_credential(difference: Difference) -> bool:
    """A credential that was sent without a value."""
    return any(value == "" for _, value in evidence.credentials(difference))


def has_known_scheme(difference: Difference) -> bool:
    """An Authorization that begins with a scheme the operation takes."""
    return any(
        scheme.kind == "http" and value.partition(" ")[0].lower() == scheme.scheme
        for scheme, value in evidence.credentials(difference)
    )


def takes_token(difference: Difference) -> bool:
    """An operation secured by OAuth 2 or OpenID Connect."""
    kinds = {scheme.kind for scheme in evidence.schemes(difference)}
    return not kinds.isdisjoint({"oauth2", "openIdConnect"})


def is_unread_media_type(difference: Difference) -> bool:
    """A body documented by a media range, or by a type that openapi-core leaves as bytes."""
    _, entry = evidence.media_type(difference)
    known = entry.name.partition(";")[0].strip().lower() if entry else "application/json"
    return not (known in _READ_TYPES or known.endswith("+json"))


def is_empty_form(difference: Difference) -> bool:
    """An empty body that is said to be a form."""
    kind = evidence.content(difference)
    is_form = kind is not None and kind.essence == "application/x-www-form-urlencoded"
    return is_form and not evidence.body(difference)


def is_no_media_type(difference: Difference) -> bool:
    """A Content-Type that cannot be parsed."""
    return evidence.content(difference) is None and evidence.has_content_type(difference)


def has_odd_charset(difference: Difference) -> bool:
    """A text in a charset that we do not read."""
    return _charset(difference) not in {*CHARSETS, ""}


def is_no_text(difference: Difference) -> bool:
    """A text with bytes that are not in its charset."""
    charset = _charset(difference)
    try:
        evidence.body(difference).decode(CHARSETS.get(charset, "latin-1"))
    except UnicodeDecodeError:
        return True
    return False


def is_encoded_otherwise(difference: Difference) -> bool:
    """JSON that is not in UTF-8, or begins with a byte order mark."""
    return json.detect_encoding(evidence.body(difference)) != "utf-8"


def is_deep(difference: Difference) -> bool:
    """A body with brackets that may be nested deeper than we read."""
    body = evidence.body(difference)
    return body.count(b"[") + body.count(b"{") > MAX_DEPTH


def is_exact_multiple(difference: Difference) -> bool:
    """A number that is a multiple if both are taken as they are written."""
    value, steps = evidence.value(difference), evidence.schemas(difference)[-1:]
    divisor = steps[0].mapping().get("multipleOf") if steps else None
    if not isinstance(value, float) or not isinstance(divisor, float):
        return False
    return Decimal(str(value)) % Decimal(str(divisor)) == 0


def is_float(difference: Difference) -> bool:
    """A number that Python reads as float at the place of the problem."""
    return isinstance(evidence.value(difference), float)


def has_whole_float(difference: Difference) -> bool:
    """A number like 1.0 at the place of the problem, under OpenAPI 3.0."""
    value = evidence.value(difference)
    is_whole = isinstance(value, float) and value.is_integer()
    return is_whole and is_version("3.0")(difference)


def has_discriminator(difference: Difference) -> bool:
    """A place below a schema with a discriminator."""
    return any(part_of(node, "discriminator") for node in evidence.schemas(difference))


def is_one_way(difference: Difference) -> bool:
    """A member that only one direction carries: readOnly or writeOnly."""
    last = evidence.schemas(difference)[-1:]
    return any(node.flag("readOnly") or node.flag("writeOnly") for node in last)


def has_no_body(difference: Difference) -> bool:
    """A status that HTTP gives no body."""
    return difference.exchange.reply.status in {204, 205, 304}


def is_empty_in_path(difference: Difference) -> bool:
    """A path that we do not find, with nothing where there may be a value in a segment."""
    is_empty = re.search(r"/[:.;,/]|[:.;,](/|$)|^/$", difference.exchange.call.message.path)
    return is_empty is not None and bool(_unfound(difference.exchange.problems))


def is_ambiguous(difference: Difference) -> bool:
    """A path that more than one template fits, and none without parameters."""
    found = evidence.fitting_templates(difference)
    return len(found) > 1 and all("{" in template for template in found)


def is_refused_by_both(difference: Difference) -> bool:
    """A request that neither finds: one misses the path, the other the method."""
    return bool(_unfound(difference.exchange.problems) and _unfound(difference.theirs.problems))


def has_no_promise(difference: Difference) -> bool:
    """An operation without documented responses, or a response without media types."""
    operation, status = difference.exchange.call.operation, difference.exchange.reply.status
    response = operation.response(status) if operation else None
    is_mute = operation is not None and not operation.responses
    return is_mute or (response is not None and not response.content)


def is_slashed(difference: Difference) -> bool:
    """A path that ends in a slash."""
    return difference.exchange.call.message.path.endswith("/")


def is_text(difference: Difference) -> bool:
    """A body of text."""
    return bool(_charset(difference))


def is_no_string(difference: Difference) -> bool:
    """A body whose schema is not that of a string."""
    _, entry = evidence.media_type(difference)
    return bool(entry and entry.schema and "string" not in types_of(entry.schema.node))


def has_broken_schema(difference: Difference) -> bool:
    """A schema in this part of which our judge can make nothing."""
    return any(
        each.code == "schema-unusable" and each.location == difference.problem.location
        for each in difference.exchange.problems
    )


def _unfound(problems: Iterable[Problem]) -> list[Problem]:
    return [each for each in problems if each.code in {"path-unknown", "method-unknown"}]


def _charset(difference: Difference) -> str:
    """The charset of a text; "" of what is none."""
    kind = evidence.content(difference)
    if kind is None or not kind.essence.startswith("text/"):
        return ""
    return dict(kind.parameters).get("charset", "utf-8").lower()


def _is_float(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
