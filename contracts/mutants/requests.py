"""Rules of the document that a server does not hold its clients to."""

from collections.abc import Callable, Iterator

from ...spec.api import Api, Operation, Parameter, RequestBody, SecurityScheme
from ...spec.exchange import Call, Headers, Message, Reply
from ...spec.json_types import Json
from ...spec.problem import Problem
from ...spec.shape import types_of
from ..breaking import BREAKERS
from ..inputs.fitting import is_sent
from ..mutant import Handle, Mutant, Spoil, mutation
from ..spoiling import Excused, json_entries, understood, unenforced
from ..spots import Spot, found, leads_to, spots

_JUDGED = {*BREAKERS, "anyOf", "oneOf", "not"}


@mutation("credential-unchecked")
def credential_unchecked(api: Api) -> Iterator[Mutant]:
    """A credential that is missing, or not of its scheme, is not asked for."""
    for operation in api.operations:
        for scheme in dict.fromkeys(each for choice in operation.security for each in choice):
            for code in ("credential-missing", "credential-invalid"):
                if code == "credential-missing" or scheme.scheme:
                    yield Mutant(
                        operation.operation_id,
                        f"{scheme.title} {code.partition('-')[2]}",
                        f"/components/securitySchemes/{scheme.title}",
                        f"{operation.operation_id} takes a request whose {scheme.name} is "
                        f"{code.partition('-')[2]}",
                        unenforced(api, operation, _of_scheme(scheme, code)),
                    )


def _of_scheme(scheme: SecurityScheme, code: str) -> Excused:
    return lambda _, each: each.code == code and each.pointer.lower() == scheme.name.lower()


@mutation("parameter-unchecked")
def parameter_unchecked(api: Api) -> Iterator[Mutant]:
    """A parameter may be missing, repeated, unreadable, or outside a keyword of its schema."""
    for operation in api.operations:
        for parameter in operation.parameters:
            for detail, excused in _parameter_rules(parameter):
                yield Mutant(
                    operation.operation_id,
                    f"{parameter.location} {parameter.name} {detail}",
                    parameter.node.pointer,
                    f"{operation.operation_id} does not mind {detail} of the {parameter.location} "
                    f"parameter {parameter.name}",
                    unenforced(api, operation, excused),
                    allowed=_TWICE if detail == _REPETITION else "",
                )


_REPETITION = "repetition"
_TWICE = "the document does not say what a parameter means that is given twice"


def _parameter_rules(parameter: Parameter) -> Iterator[tuple[str, Excused]]:
    def coded(code: str) -> Excused:
        """A problem of that code."""
        return lambda _, each: each.code == code and _is_of(each, parameter)

    def placed(position: str) -> Excused:
        """A problem with that place in the document."""
        return lambda _, each: each.position == position and _is_of(each, parameter)

    if parameter.required and parameter.location != "path":
        yield "absence", coded("parameter-missing")
    if parameter.location == "query":
        yield _REPETITION, coded("parameter-repeated")
    for spot in spots(parameter.schema.node) if parameter.schema else ():
        for keyword in spot.schema.mapping().keys() & (
            {*_JUDGED, "type"} - {"additionalProperties"}
        ):
            if keyword != "type" or spot.schema.mapping()[keyword] != "string":
                yield f"{keyword}", placed(f"{spot.schema.pointer}/{keyword}")


def _is_of(problem: Problem, parameter: Parameter) -> bool:
    is_here = problem.location == parameter.location
    return is_here and problem.pointer.lower() == parameter.name.lower()


@mutation("body-unchecked")
def body_unchecked(api: Api) -> Iterator[Mutant]:
    """A body may be missing, unreadable, or of a media type that is not taken."""
    for operation in api.operations:
        body = operation.body
        for code in _body_codes(body) if body else ():
            yield Mutant(
                operation.operation_id,
                code,
                body.node.pointer if body else "",
                f"{operation.operation_id} does not mind {code}",
                unenforced(api, operation, _of_code(code)),
            )


def _body_codes(body: RequestBody) -> Iterator[str]:
    yield from ["body-missing"] * body.required
    yield from ("media-type-missing", "media-type-malformed", "media-type-unsupported")
    if any(json_entries(body.content)):
        yield "body-malformed"


def _of_code(code: str) -> Excused:
    return lambda _, each: each.code == code


@mutation("member-unchecked")
def member_unchecked(api: Api) -> Iterator[Mutant]:
    """A member of a body may be missing, of another type, or outside a keyword of its schema."""
    for operation, spot in _spots(api):
        for detail, keyword, excused in _member_rules(spot):
            yield Mutant(
                operation.operation_id,
                f"{spot.pointer} {detail}",
                f"{spot.schema.pointer}/{keyword}",
                f"{operation.operation_id} does not mind {detail} of the member {spot.pointer}",
                unenforced(api, operation, excused),
            )


def _spots(api: Api) -> Iterator[tuple[Operation, Spot]]:
    for operation in api.operations:
        for entry in json_entries(operation.body.content) if operation.body else ():
            schema = entry.node.get("schema")
            for spot in spots(schema) if schema is not None else ():
                if is_sent(spot.schema):
                    yield operation, spot


def _member_rules(spot: Spot) -> Iterator[tuple[str, str, Excused]]:
    """Detail, keyword, and which problems are excused."""
    members, place = spot.schema.mapping(), spot.schema.pointer
    required = spot.schema.get("required")
    for each in required.elements() if required else ():
        path = (*spot.path, str(each.value))
        yield f"absence of {each.value}", "required", _at(path, f"{place}/required")
    allowed = types_of(spot.schema)
    is_listed = bool(members.keys() & {"enum", "const"})
    for detail, (names, kinds) in _SLIPS.items() if "type" in members and not is_listed else ():
        if not allowed & names:
            yield f"a {detail} instead", "type", _typed(spot, kinds)
    for keyword in _JUDGED & members.keys():
        if keyword != "additionalProperties" or members[keyword] is False:
            yield f"a wrong {keyword}", keyword, _at(spot.path, f"{place}/{keyword}")


_SLIPS: dict[str, tuple[frozenset[str], tuple[type, ...]]] = {
    "null": (frozenset({"null"}), (type(None),)),
    "text": (frozenset({"string"}), (str,)),
    "truth value": (frozenset({"boolean"}), (bool,)),
    "number": (frozenset({"number", "integer"}), (int, float)),
    "list": (frozenset({"array"}), (list,)),
    "object": (frozenset({"object"}), (dict,)),
}
"""What may come in the place of a type: the names of such types, and how to tell the values."""


def _at(path: tuple[str, ...], position: str) -> Excused:
    return lambda _, each: each.position == position and leads_to(path, each.pointer)


def _typed(spot: Spot, kinds: tuple[type, ...]) -> Excused:
    """A wrong type where the wrong value is of certain types."""
    is_here = _at(spot.path, f"{spot.schema.pointer}/type")

    def excused(call: Call, problem: Problem) -> bool:
        """A problem there, of a value of such a kind."""
        if not is_here(call, problem):
            return False
        steps = tuple(problem.pointer.split("/")[1:])
        value = _value_at(call.body, steps)
        return isinstance(value, kinds) and (bool in kinds or not isinstance(value, bool))

    return excused


def _value_at(value: Json, steps: tuple[str, ...]) -> Json:
    for step in steps:
        if isinstance(value, list):
            value = value[int(step)]
        else:
            value = next(found(value, (step.replace("~1", "/").replace("~0", "~"),)), None)
    return value


@mutation("method-unchecked")
def method_unchecked(api: Api) -> Iterator[Mutant]:
    """A method that a path does not have is answered as one that it has."""
    for operation in {each.path: each for each in api.operations}.values():
        yield Mutant(
            operation.operation_id,
            "",
            operation.node.pointer.rpartition("/")[0],
            f"{operation.path} takes any method",
            _instead(api, operation, lambda each: each.code == "method-unknown"),
        )


def _instead(api: Api, operation: Operation, wrong: Callable[[Problem], bool]) -> Spoil:
    """Answers a request that no operation is for with an empty success."""

    def spoil(honest: Handle) -> Handle:
        """Look for the wrong method."""

        def handle(message: Message) -> Reply:
            """A success, or an honest answer."""
            _, problems = understood(api, message)
            match = api.match(message.path)
            is_here = match is not None and match.target.template == operation.path
            if is_here and any(wrong(each) for each in problems):
                return Reply(200, Headers([("Content-Type", "application/json")]), b"{}")
            return honest(message)

        return handle

    return spoil
