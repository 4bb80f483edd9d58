"""Circumstances: what is special about an exchange on which the two judges differ.

Each public function answers one question about a `Difference`; `leniencies.py` says what the
answer means. What they look at is fetched by `evidence.py`.
"""

import json
import math
import re
from collections.abc import Callable
from decimal import Decimal

from specdouble.spec.media_types import CHARSETS
from specdouble.spec.problem import Problem
from specdouble.spec.shape import types_of

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


def says(pattern: str) -> Circumstance:
    """A problem whose message, without the value that it quotes, matches `pattern`."""

    def is_so(difference: Difference) -> bool:
        text = difference.problem.message.partition(", got ")[0]
        return re.search(pattern, text) is not None

    return is_so


def cannot_parse(pattern: str) -> Circumstance:
    """A body that our judge cannot parse, for a reason that matches `pattern`."""

    def is_so(difference: Difference) -> bool:
        is_reply = difference.part == "reply-body"
        return any(
            each.code == ("reply-body-malformed" if is_reply else "body-malformed")
            and re.search(pattern, each.message) is not None
            for each in difference.exchange.problems
        )

    return is_so


def holds(pattern: str) -> Circumstance:
    """A text at the place of the problem that matches `pattern`."""

    def is_so(difference: Difference) -> bool:
        return any(re.search(pattern, text) for text in evidence.found_texts(difference))

    return is_so


def is_number_of_python(difference: Difference) -> bool:
    """A value that `float` reads and that is no number of JSON, or one beyond a double."""
    return any(
        not _JSON_NUMBER.fullmatch(piece) or math.isinf(float(piece))
        for piece in evidence.pieces(difference)
        if _is_float(piece)
    )


def is_boolean_word(difference: Difference) -> bool:
    """A word for a boolean that is neither `true` nor `false`."""
    return any(
        piece.lower() in _WORDS and piece not in {"true", "false"}
        for piece in evidence.pieces(difference)
    )


def is_empty(difference: Difference) -> bool:
    """A parameter that was sent without a value."""
    return "" in evidence.raws(difference)


def is_empty_list(difference: Difference) -> bool:
    """A list in one value that was sent without one."""
    return is_empty(difference) and _may_be(difference, "array")


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
    is_plural = _may_be(difference, "array") or _may_be(difference, "object")
    return is_plural and any(_ESCAPED_SEPARATOR.search(raw) for raw in evidence.raws(difference))


def is_spread_out(difference: Difference) -> bool:
    """An object whose members stand in the query by their own names."""
    parameter = evidence.parameter(difference)
    explodes = parameter is not None and parameter.node.flag("explode", default=True)
    return explodes and evidence.style(difference) == "form" and _may_be(difference, "object")


def is_odd_deep_object(difference: Difference) -> bool:
    """A deepObject of which a member is given twice, or not written as `name[member]`."""
    is_plain = all(map(_DEEP_NAME.fullmatch, evidence.names(difference)))
    is_odd = is_repeated(difference) or not is_plain
    return is_odd and evidence.style(difference) == "deepObject"


def is_half_pair(difference: Difference) -> bool:
    """An object in one value, with a name that has no value."""
    is_odd = any(raw.count(",") % 2 == 0 for raw in evidence.raws(difference))
    return is_odd and _may_be(difference, "object")


def has_equals_twice(difference: Difference) -> bool:
    """An exploded object in one value, with `=` in the value of a member."""
    members = [member for raw in evidence.raws(difference) for member in raw.split(",")]
    return _may_be(difference, "object") and any(each.count("=") > 1 for each in members)


def is_not_utf8(difference: Difference) -> bool:
    """A value whose percent-encoded bytes are not UTF-8."""
    return any("\ufffd" in text for text in evidence.texts(difference))


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


def is_no_media_type(difference: Difference) -> bool:
    """A Content-Type that cannot be parsed."""
    return evidence.content(difference) is None


def has_odd_charset(difference: Difference) -> bool:
    """A text in a charset that we do not read."""
    kind = evidence.content(difference)
    charset = dict(kind.parameters).get("charset", "utf-8").lower() if kind else "utf-8"
    return is_text(difference) and charset not in CHARSETS


def is_text(difference: Difference) -> bool:
    """A body of text."""
    return evidence.media_type(difference)[0].startswith("text/")


def is_encoded_otherwise(difference: Difference) -> bool:
    """JSON that is not in UTF-8, or begins with a byte order mark."""
    return json.detect_encoding(evidence.body(difference)) != "utf-8"


def has_whole_float(difference: Difference) -> bool:
    """A number like 1.0 at the place of the problem, under OpenAPI 3.0."""
    value = evidence.value(difference)
    is_whole = isinstance(value, float) and value.is_integer()
    return is_whole and evidence.version(difference) == "3.0"


def is_exact_multiple(difference: Difference) -> bool:
    """A number that is a multiple if both are taken as they are written."""
    found = re.fullmatch(r"(\S+) is not a multiple of (\S+)", difference.problem.message)
    return found is not None and Decimal(found[1]) % Decimal(found[2]) == 0


def is_float(difference: Difference) -> bool:
    """A number that Python reads as float at the place of the problem."""
    return isinstance(evidence.value(difference), float)


def has_discriminator(difference: Difference) -> bool:
    """A place below a schema with a discriminator."""
    return any("discriminator" in node.mapping() for node in evidence.schemas(difference))


def is_one_way(difference: Difference) -> bool:
    """A member that only one direction carries: readOnly or writeOnly."""
    last = evidence.schemas(difference)[-1:]
    return any(node.flag("readOnly") or node.flag("writeOnly") for node in last)


def has_no_body(difference: Difference) -> bool:
    """A status that HTTP gives no body."""
    return difference.exchange.reply.status in {204, 205, 304}


def has_unknown_method(difference: Difference) -> bool:
    """A method that the path, as we read it, does not have, while openapi-core finds it."""
    return has_any(difference.exchange.problems, "method-unknown") and not has_any(
        difference.theirs.problems, "method-unknown"
    )


def has_unknown_path(difference: Difference) -> bool:
    """A path that we do not find, while openapi-core finds one without the method."""
    return has_any(difference.exchange.problems, "path-unknown") and has_any(
        difference.theirs.problems, "method-unknown"
    )


def has_any(problems: tuple[Problem, ...], code: str) -> bool:
    """Whether a problem of this code is among them."""
    return any(each.code == code for each in problems)


def _may_be(difference: Difference, kind: str) -> bool:
    parameter = evidence.parameter(difference)
    return bool(parameter and parameter.schema and kind in types_of(parameter.schema.node))


def _is_float(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
