"""Exchanges for the law, made by hypothesis: right ones, and right ones with something wrong.

Read `traffic`. A value is mostly one that the document gives (`example`, `examples`, `x-raw`),
else one of `pools.py` or anything at all; what is wrong is so more or less everywhere: names,
methods, paths, credentials, media types, members, bytes.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from enum import Enum

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from specdouble.spec.api import MediaType, Operation, Parameter
from specdouble.spec.document import Node
from specdouble.spec.exchange import Headers, Message, Reply
from specdouble.spec.json_types import Json
from specdouble.spec.shape import members_of, part_of

from . import pools
from .subjects import Subject

Draw = Callable[[SearchStrategy], object]
Pairs = list[tuple[str, str]]

_PLAIN = st.characters(exclude_characters="&=#?/%+;", exclude_categories=["Cs"])
_ANY_TEXT = st.text(_PLAIN, max_size=3)
_NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
_ANY_JSON = st.recursive(
    st.sampled_from(pools.VALUES) | _NUMBERS | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_ANY_TEXT, inner, max_size=3),
    max_leaves=5,
)


@st.composite
def traffic(draw: Draw, subject: Subject) -> tuple[Message, Reply]:
    """A request to one of the operations of a document, more or less, and a reply."""
    operations = subject.api.operations
    with_body = [each for each in operations if each.body]
    operation = draw(st.sampled_from([*operations, *with_body * 2]))
    return draw(messages(operation)), draw(replies(operation))


@st.composite
def messages(draw: Draw, operation: Operation) -> Message:
    path, sent = operation.path, {"query": [], "header": [], "cookie": []}
    for parameter in operation.parameters:
        if parameter.location == "path":
            path = path.replace(f"{{{parameter.name}}}", draw(raws(parameter)))
        elif draw(mostly(parameter.required)):
            sent[parameter.location] += draw(parameter_values(parameter))
    for scheme in (scheme for choice in operation.security for scheme in choice):
        if draw(mostly(yes=True)):
            pool = pools.AUTHORIZATIONS if scheme.kind != "apiKey" else pools.SECRETS
            sent[scheme.location].append((scheme.name, draw(odd(pool[:1], pool))))
    if not draw(mostly(yes=True)):
        sent["query"].append(
            (draw(st.sampled_from(["x", "a%5B", "%66lag"])), draw(odd([], pools.RAWS)))
        )
    media_type, body = "", b""
    if operation.body and draw(mostly(yes=True)):
        media_type, body = draw(contents(operation.body.content))
    return Message(
        draw(odd([operation.method], pools.METHODS)),
        draw(
            odd([path], [f"{path}/", f"/x{path}", f"/v1{path}", f"/{path}", path[:-1], "/", "/.."])
        ),
        "&".join(f"{name}={raw}" for name, raw in sent["query"]),
        headers_of(sent["header"], sent["cookie"], media_type),
        body,
    )


@st.composite
def replies(draw: Draw, operation: Operation) -> Reply:
    documented = [
        599 if status == "default" else int(status.replace("X", "0"))
        for status in operation.responses
    ]
    good = [each for each in documented if each < 300]
    status = draw(odd([*documented, *good * len(documented)], [200, 201, 204, 304, 404, 418, 99]))
    response = operation.response(status)
    fields: Pairs = []
    for header in response.headers if response else ():
        if draw(mostly(header.required)):
            fields += draw(parameter_values(header))
    media_type, body = "", draw(st.sampled_from([b"", b"", b"", b"x"]))
    if response and response.content and draw(mostly(yes=True)):
        media_type, body = draw(contents(response.content))
    return Reply(status, headers_of(fields, [], media_type), body)


def mostly(yes: bool) -> SearchStrategy:  # noqa: FBT001  # a probability in two steps
    """True nine times in ten; or every other time."""
    return st.sampled_from([True] * 9 + [False]) if yes else st.booleans()


def odd(right: Sequence, wrong: Sequence) -> SearchStrategy:
    """One of the right ones, as a rule."""
    if not right:
        return st.sampled_from(wrong)
    return st.integers(0, 9).flatmap(lambda n: st.sampled_from(wrong if n == 9 else right))


def headers_of(fields: Pairs, cookies: Pairs, media_type: str) -> Headers:
    cookie = "; ".join(f"{name}={raw}" for name, raw in cookies)
    more = [("Cookie", cookie), ("Content-Type", media_type)]
    return Headers([*fields, *(each for each in more if each[1])])


def given_raws(node: Node) -> list[str]:
    """What the document gives for a parameter, as it is written in a request."""
    written = node.mapping().get("x-raw", node.mapping().get("example", "a"))
    return [str(each) for each in written] if isinstance(written, list) else [str(written)]


def raws(parameter: Parameter) -> SearchStrategy:
    pool = pools.FIELDS if parameter.location == "header" else pools.RAWS
    given = given_raws(parameter.node)
    return st.integers(0, 5).flatmap(
        lambda n: _ANY_TEXT if n == 5 else st.sampled_from(pool if n == 4 else given)
    )


@st.composite
def parameter_values(draw: Draw, parameter: Parameter) -> Pairs:
    """Its name and value, as a rule once."""
    times = draw(odd([1], [2]))
    names = spellings(parameter)
    return [(draw(st.sampled_from(names)), draw(raws(parameter))) for _ in range(times)]


def spellings(parameter: Parameter) -> list[str]:
    """The names under which a parameter may stand; objects have many."""
    name, members = parameter.name, []
    if parameter.schema and parameter.location == "query":
        members = [member for member, _ in members_of(parameter.schema.node)]
    if parameter.node.text("style") == "deepObject":
        return [f"{name}[{each}]" for each in (*members, "x", "", "a][b")] + [name]
    return [*members, name] if members and parameter.node.flag("explode", default=True) else [name]


@st.composite
def contents(draw: Draw, entries: Sequence[MediaType]) -> tuple[str, bytes]:
    """A Content-Type and a body that may fit."""
    in_json = [each for each in entries if each.name.endswith("json")]
    entry = draw(st.sampled_from([*entries, *in_json * 2]))
    return draw(odd([entry.name], pools.CONTENT_TYPES)), draw(bodies(entry))


def bodies(entry: MediaType) -> SearchStrategy:
    any_bytes = st.sampled_from(pools.BODIES) | st.binary(max_size=4)
    written = [str(each).encode() for each in entry.node.mapping().get("x-raw", [])]
    values = list(example_values(entry.node))
    likely = st.sampled_from(written) if written else any_bytes
    if values:
        likely = st.sampled_from(values).flatmap(lambda value: edited(value, entry)).map(as_json)
    return st.integers(0, 9).flatmap(lambda n: any_bytes if n == 9 else likely)


def as_json(value: Json) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")


def example_values(node: Node) -> Iterator[Json]:
    if "example" in node.mapping():
        yield node.mapping()["example"]
    examples = [example.follow().mapping() for _, example in node.child("examples").items()]
    yield from (example["value"] for example in examples if "value" in example)


@st.composite
def edited(draw: Draw, value: Json, entry: MediaType) -> Json:
    """An example with up to three things changed."""
    schema = entry.schema.node if entry.schema else None
    for _ in range(draw(st.integers(0, 3))):
        places = dict(pointers(value, schema))
        objects = [at for at, (part, _) in places.items() if isinstance(part, dict)]
        if objects and draw(st.booleans()):
            at = draw(st.sampled_from(objects))
            value = changed(value, at, draw(more_members(*places[at])))
        else:
            at = draw(st.sampled_from(list(places)))
            value = changed(value, at, draw(changes(places[at][0])))
    return value


@st.composite
def more_members(draw: Draw, part: dict[str, Json], schema: Node | None) -> Json:
    """An object with a member more or another value, of a declared name as a rule."""
    declared = [name for name, _ in members_of(schema)]
    name = draw(odd(declared, ["a", "extra", ""]))
    return {**part, name: draw(st.sampled_from(pools.VALUES))}


def changes(part: Json) -> SearchStrategy:
    """What may become of a part of a value: nothing, null, anything, one thing twice."""
    twice = [[*part, each] for each in part] if isinstance(part, list) else []
    return st.sampled_from([DROPPED, DROPPED, None, *twice]) | _ANY_JSON


Place = tuple[str | int, ...]


def pointers(
    value: Json, schema: Node | None, at: Place = ()
) -> Iterator[tuple[Place, tuple[Json, Node | None]]]:
    """Every place in a value, with what stands there and its schema as far as it is declared."""
    yield at, (value, schema)
    if isinstance(value, dict):
        declared = dict(members_of(schema))
        for name, child in value.items():
            yield from pointers(child, declared.get(name), (*at, name))
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield from pointers(child, part_of(schema, "items"), (*at, index))


def changed(value: Json, at: Place, fresh: object) -> Json:
    """A copy of a value with another one at a place; with none there if that is DROPPED."""
    if not at:
        return value if fresh is DROPPED else fresh
    key, rest = at[0], at[1:]
    child = changed(value[key], rest, fresh) if rest else fresh
    items = enumerate(value) if isinstance(value, list) else value.items()
    kept = [(k, child if k == key else v) for k, v in items if k != key or child is not DROPPED]
    return [v for _, v in kept] if isinstance(value, list) else dict(kept)


class Dropped(Enum):
    """The one value that says: not there any more."""

    DROPPED = "dropped"


DROPPED = Dropped.DROPPED
