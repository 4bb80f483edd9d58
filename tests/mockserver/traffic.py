"""Requests of every sort, good and bad, as hypothesis strategies."""

import json

from hypothesis import strategies as st

from specdouble.spec.exchange import Headers, Message
from specdouble.spec.json_types import Json

from .driving import DATASETS, HEADERS, JOBS, KNOWN, UNION

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
anything: st.SearchStrategy[Json] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | texts
    | st.sampled_from(["ups", "2018-10-25T13:22:04-07:00", KNOWN, UNION]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)

moments = st.sampled_from(["2018-10-25T13:22:04-07:00", "2018-10-25T13:22:04Z"])
segments = st.lists(
    st.fixed_dictionaries(
        {"segmentId": texts},
        optional={
            "segmentNs": texts,
            "status": st.lists(st.sampled_from(["realized", "existing", "exited"])),
        },
    ),
    max_size=3,
)
exports = st.fixed_dictionaries(
    {
        "destination": st.fixed_dictionaries(
            {"datasetId": st.just(KNOWN) | texts.filter(bool)},
            optional={"segmentPerBatch": st.booleans()},
        ),
        "schema": st.fixed_dictionaries({"name": texts}),
    },
    optional={
        "fields": texts,
        "mergePolicy": st.fixed_dictionaries(
            {}, optional={"id": texts, "version": st.integers() | st.just(1.0)}
        ),
        "filter": st.fixed_dictionaries(
            {}, optional={"segments": segments, "emptyProfiles": st.booleans()}
        ),
        "additionalFields": st.fixed_dictionaries(
            {},
            optional={
                "eventList": st.fixed_dictionaries(
                    {"filter": st.fixed_dictionaries({"fromIngestTimestamp": moments})}
                )
            },
        ),
        "evaluationInfo": st.fixed_dictionaries({}, optional={"segmentation": st.booleans()}),
    },
)
datasets = st.fixed_dictionaries(
    {},
    optional={
        "name": texts,
        "schemaRef": st.fixed_dictionaries({}, optional={"id": texts | st.just(UNION)}),
        "schema": texts | st.just(UNION),
        "description": texts,
    },
)


@st.composite
def damaged(draw: st.DrawFn, whole: st.SearchStrategy[dict[str, Json]]) -> Json:
    """An object with one member replaced by anything, or left out."""
    value = draw(whole)
    name = draw(st.sampled_from([*sorted(value), "other"]))
    if draw(st.booleans()):
        return {**value, name: draw(anything)}
    return {key: value[key] for key in value if key != name}


bodies = st.one_of(
    st.one_of(exports, datasets, damaged(exports), damaged(datasets), anything).map(
        lambda value: json.dumps(value).encode()
    ),
    st.binary(max_size=30),
    st.sampled_from([b"", b"{}", b"{", b"NaN", b'{"a":1,"a":2}', b'"\\ud800"', b"{{body}}"]),
)
numbers = st.integers(24110, 24125) | st.integers() | st.sampled_from(["0", "-0", "1.0", "%00"])
paths = st.one_of(
    st.sampled_from([DATASETS, f"{DATASETS}/", JOBS, f"{JOBS}/", "/", "//", "/x", f"{JOBS}//1"]),
    st.builds(lambda number: f"{JOBS}/{number}", numbers),
    st.builds(lambda number: f"{JOBS}/{number}/", numbers),
    st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=20).map("/".__add__),
)
values = st.one_of(
    st.integers().map(str),
    st.sampled_from(["NEW", "SUCCEEDED", "updateTime:asc", "id%3Adesc", "%ff", "1769860800000_1"]),
    st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=10),
)
names = st.sampled_from(["limit", "offset", "start", "page", "sort", "status", "other", "%ff"])
queries = st.lists(st.builds(lambda name, value: f"{name}={value}", names, values), max_size=3).map(
    "&".join
)
wishes = st.one_of(
    st.sampled_from([200, 201, 204, 400, 401, 404, 418, 503, 600]).map("code={}".format),
    st.sampled_from(["jobFailed", "twoJobs", "nothing", '"']).map("example={}".format),
    st.sampled_from(["dynamic=true", "respond-async", "code=200, dynamic", ""]),
)
fields = st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=20)


@st.composite
def headers(draw: st.DrawFn) -> Headers:
    """The usual ones, but for one or two."""
    pairs = list(HEADERS.items())
    if draw(st.integers(0, 3)) == 0:
        name = draw(st.sampled_from([*HEADERS, "Accept", "x-profile-instance-id"]))
        pairs = [pair for pair in pairs if pair[0] != name]
        pairs += [(name, draw(fields)) for _ in range(draw(st.integers(0, 2)))]
    if draw(st.integers(0, 9)) == 0:
        pairs.append(("Prefer", draw(wishes)))
    return Headers(pairs)


methods = st.sampled_from(
    ["GET", "POST", "DELETE", "HEAD", "OPTIONS", "PUT", "PATCH", "TRACE", "get", "BREW"]
)
first_jobs = st.integers(24115, 24118).map(f"{JOBS}/{{}}".format)
USUAL = Headers(HEADERS.items())


def posted(path: str, body: Json) -> Message:
    return Message("POST", path, "", USUAL, json.dumps(body).encode())


message = st.one_of(
    st.builds(posted, st.just(JOBS), exports),
    st.builds(posted, st.just(DATASETS), datasets),
    st.builds(posted, st.just(JOBS), damaged(exports)),
    st.builds(
        Message, st.just("POST"), st.sampled_from([JOBS, DATASETS]), st.just(""), headers(), bodies
    ),
    st.builds(Message, st.just("GET"), st.just(JOBS), queries, headers()),
    st.builds(Message, st.sampled_from(["GET", "DELETE"]), first_jobs, st.just(""), st.just(USUAL)),
    st.builds(Message, methods, first_jobs, st.just(""), headers()),
    st.builds(Message, methods, paths, queries, headers(), bodies),
)
traffic = st.lists(st.tuples(st.integers(0, 4000), message), min_size=2, max_size=12)
"""Requests, each after a pause in milliseconds."""
