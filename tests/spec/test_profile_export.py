"""The built-in document: sound, true to its sources, and a match for liars."""

import copy
import json
import re
from collections.abc import Callable, Iterator
from importlib.resources import files
from itertools import pairwise
from typing import Any

import pytest
import yaml
from openapi_core import OpenAPI
from openapi_schema_validator import OAS31Validator, oas31_format_checker
from openapi_spec_validator import OpenAPIV31SpecValidator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

Node = Any

TEXT = (files("specdouble.spec") / "profile-export.openapi.yaml").read_text(encoding="utf-8")
DOCUMENT: Node = yaml.safe_load(TEXT)
COMPONENTS: Node = DOCUMENT["components"]
SCHEMAS: Node = COMPONENTS["schemas"]
REGISTRY = Registry().with_resource(
    "urn:document", Resource(contents=DOCUMENT, specification=DRAFT202012)
)

EVIDENCE = {"seed", "docs", "official-openapi", "recorded", "inferred", "own-choice"}
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

# What the tutorial names, by schema. Every other member must say where it comes from.
TUTORIAL = {
    "CreateDatasetRequest": {"name", "schemaRef"},
    "SchemaReference": {"id", "contentType"},
    "CreateExportJobRequest": {
        "fields",
        "mergePolicy",
        "additionalFields",
        "destination",
        "schema",
    },
    "ExportDestination": {"datasetId", "segmentPerBatch"},
    "ExportSchema": {"name"},
    "MergePolicy": {"id", "version"},
    "AdditionalFields": {"eventList"},
    "EventList": {"fields", "filter"},
    "EventListFilter": {"fromIngestTimestamp"},
    "ExportFilter": {"segments"},
    "SegmentSelection": {"segmentId"},
    "ExportJob": {
        "profileInstanceId",
        "jobType",
        "id",
        "schema",
        "mergePolicy",
        "status",
        "requestId",
        "computeGatewayJobId",
        "metrics",
        "destination",
        "errors",
        "filter",
        "imsOrgId",
        "creationTime",
        "updateTime",
    },
    "ComputeGatewayJobs": {"exportJob", "pushJob"},
    "JobMetrics": {"totalTime", "profileExportTime", "aCPDatasetWriteTime"},
    "JobTimer": {"startTimeInMs", "endTimeInMs", "totalTimeInMs"},
    "JobDestination": {"datasetId", "dataSetId", "segmentPerBatch", "batchId"},
    "JobError": {"code", "msg", "callStack"},
    "ExportJobList": {"records", "page", "link"},
    "PageDetails": {"sortField", "sort", "pageOffset", "pageSize"},
    "PageLinks": {"next"},
}

STATUSES = {
    "createDataset": "201 400 401 403 405 413 415 429 500 503",
    "listExportJobs": "200 400 401 403 405 413 429 500 503",
    "createExportJob": "200 400 401 403 404 405 413 415 429 500 503",
    "getExportJob": "200 400 401 403 404 405 413 429 500 503",
    "cancelExportJob": "200 204 400 401 403 404 405 413 429 500 503",
}

# Samples as the tutorial prints them, inconsistencies and all.
TUTORIAL_NEW_JOB: Node = {
    "profileInstanceId": "ups",
    "jobType": "BATCH",
    "id": 24115,
    "schema": {"name": "_xdm.context.profile"},
    "mergePolicy": {"id": "0bf16e61-90e9-4204-b8fa-ad250360957b", "version": 1},
    "status": "NEW",
    "requestId": "IwkVcD4RupdSmX376OBVORvcvTdA4ypN",
    "computeGatewayJobId": {},
    "metrics": {"totalTime": {"startTimeInMs": 1559674261657}},
    "destination": {
        "dataSetId": "5cf6bcf79ecc7c14530fe436",
        "segmentPerBatch": False,
        "batchId": "da5cfb4de32c4b93a09f7e37fa53ad52",
    },
    "updateTime": 1559674261868,
    "imsOrgId": "{ORG_ID}",
    "creationTime": 1559674261657,
}
TUTORIAL_DONE_JOB: Node = TUTORIAL_NEW_JOB | {
    "status": "SUCCEEDED",
    "requestId": "YwMt1H8QbVlGT2pzyxgwFHTwzpMbHrTq",
    "metrics": {
        "totalTime": {
            "startTimeInMs": 1547053539564,
            "endTimeInMs": 1547054743929,
            "totalTimeInMs": 1204365,
        },
    },
}
TUTORIAL_BROKEN_REQUEST = """{
    "fields": "identities.id,personalEmail.address",
    "mergePolicy": {
      "id": "e5bc94de-cd14-4cdf-a2bc-88b6e8cbfac2",
      "version": 1
    },
    "additionalFields": {
      "eventList": {
        "fields": "environment.browserDetails.name,environment.browserDetails.version",
        "filter": {
          "fromIngestTimestamp": "2018-10-25T13:22:04-07:00"
        }
      }
    }
    "destination": {
      "datasetId": "5b020a27e7040801dedba61b",
      "segmentPerBatch": false
    },
    "schema": {
      "name": "_xdm.context.profile"
    }
  }"""


def resolved(node: Node) -> Node:
    """The node itself, or what its `$ref` leads to."""
    while isinstance(node, dict) and "$ref" in node:
        target = DOCUMENT
        for step in node["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        node = target
    return node


def operations() -> Iterator[tuple[str, Node]]:
    for item in DOCUMENT["paths"].values():
        yield from ((item[m]["operationId"], item[m]) for m in METHODS if m in item)


def responses() -> Iterator[tuple[str, Node]]:
    """Each response once, called by the first operation that has it."""
    seen: dict[int, tuple[str, Node]] = {}
    for operation_id, operation in operations():
        for status, node in operation["responses"].items():
            response = resolved(node)
            seen.setdefault(id(response), (f"{operation_id} {status}", response))
    yield from seen.values()


def media_types() -> Iterator[tuple[str, Node]]:
    bodies = ((name, operation.get("requestBody", {})) for name, operation in operations())
    for name, holder in (*bodies, *responses()):
        for media_type in holder.get("content", {}).values():
            yield name, media_type


def examples() -> Iterator[tuple[str, str, Node]]:
    for name, media_type in media_types():
        schema = media_type["schema"]["$ref"].rsplit("/", 1)[1]
        for title, example in media_type["examples"].items():
            yield f"{name} {title}", schema, resolved(example)["value"]


def parameters() -> Iterator[tuple[str, Node]]:
    for item in DOCUMENT["paths"].values():
        holders = (item, *(item[m] for m in METHODS if m in item))
        for parameter in (p for holder in holders for p in holder.get("parameters", ())):
            yield resolved(parameter)["name"], resolved(parameter)


def nodes(node: Node) -> Iterator[Node]:
    """The node and all below it."""
    yield node
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    for child in children:
        yield from nodes(child)


def reasons(schema: str, value: Node) -> list[str]:
    """Why the value does not conform to the named schema."""
    validator = OAS31Validator(
        {"$ref": f"urn:document#/components/schemas/{schema}"},
        registry=REGISTRY,
        format_checker=oas31_format_checker,
    )
    return [error.message for error in validator.iter_errors(value)]


def example(name: str) -> Node:
    """A copy of a named example, to be spoiled."""
    return copy.deepcopy(next(value for title, _, value in examples() if title.endswith(name)))


def without(value: Node, *path: str) -> Node:
    """The value with one member taken out."""
    *way, last = path
    holder = value
    for step in way:
        holder = holder[step]
    del holder[last]
    return value


def having(value: Node, *path: str, to: Node) -> Node:
    """The value with one member put in or changed."""
    *way, last = path
    holder = value
    for step in way:
        holder = holder[step]
    holder[last] = to
    return value


def timers(job: Node) -> list[Node]:
    found = (job["metrics"].get(name) for name in SCHEMAS["JobMetrics"]["properties"])
    return [timer for timer in found if isinstance(timer, dict) and "startTimeInMs" in timer]


def jobs_in_examples() -> list[tuple[str, Node]]:
    named = {"ExportJob", "ExportJobList"}
    found = [(name, schema, value) for name, schema, value in examples() if schema in named]
    return [
        (f"{name} {job['id']}", job)
        for name, schema, value in found
        for job in (value["records"] if schema == "ExportJobList" else [value])
    ]


PLAIN_PARTS = [
    *((f"operation {name}", node) for name, node in operations()),
    *((f"response {name}", node) for name, node in responses()),
    *((f"parameter {name}", node) for name, node in parameters()),
    *((f"header {name}", node) for name, node in COMPONENTS["headers"].items()),
    *((f"scheme {name}", node) for name, node in COMPONENTS["securitySchemes"].items()),
]


def by_name(pairs: list[tuple[Node, ...]]) -> Node:
    """The pairs as an argument of `parametrize`, each called by its name."""
    return [pytest.param(*rest, id=name) for name, *rest in pairs]


def test_document_is_valid_openapi() -> None:
    assert [e.message for e in OpenAPIV31SpecValidator(DOCUMENT).iter_errors()] == []


def test_document_is_taken_by_openapi_core() -> None:
    OpenAPI.from_dict(DOCUMENT).check_spec()


@pytest.mark.parametrize(("schema", "value"), by_name(list(examples())))
def test_example_conforms_to_its_schema(schema: str, value: Node) -> None:
    assert reasons(schema, value) == []


@pytest.mark.parametrize("media_type", by_name(list(media_types())))
def test_body_has_a_named_schema_and_named_examples(media_type: Node) -> None:
    assert "$ref" in media_type["schema"]
    assert media_type["examples"]


def test_examples_of_the_tutorial_are_all_there() -> None:
    names = {name.split()[-1] for name, _, _ in examples()}
    assert names >= {
        "unionDataset",
        "profileAndEvents",
        "profileOnly",
        "eventsOnly",
        "jobNew",
        "jobSucceeded",
        "jobFailed",
        "twoJobs",
        "emptyList",
        "lastPage",
        "markedForCancelling",
    }


def test_parameter_and_header_examples_conform() -> None:
    for name, part in (*parameters(), *COMPONENTS["headers"].items()):
        schema = part["schema"]
        validator = OAS31Validator(resolved(schema), format_checker=oas31_format_checker)
        assert validator.is_valid(part["example"]), name


def test_operation_ids_and_their_statuses_are_these() -> None:
    found = {name: " ".join(node["responses"]) for name, node in operations()}
    assert found == STATUSES


def test_operation_ids_are_unique() -> None:
    names = [name for name, _ in operations()]
    assert len(names) == len(set(names))


def test_every_tag_is_described() -> None:
    described = {tag["name"] for tag in DOCUMENT["tags"]}
    assert {tag for _, node in operations() for tag in node["tags"]} == described


def test_the_only_server_is_the_gateway_without_a_path() -> None:
    assert [server["url"] for server in DOCUMENT["servers"]] == ["https://platform.adobe.io"]


def test_no_path_has_a_twin_with_a_slash_at_the_end() -> None:
    assert not [path for path in DOCUMENT["paths"] if path.endswith("/")]


@pytest.mark.parametrize("part", by_name(PLAIN_PARTS))
def test_part_names_its_evidence(part: Node) -> None:
    assert part["x-evidence"] in EVIDENCE


def test_every_response_header_names_its_evidence() -> None:
    headers = [h for _, r in responses() for h in r.get("headers", {}).values()]
    assert {resolved(header)["x-evidence"] for header in headers} <= EVIDENCE


def test_every_evidence_mark_has_an_allowed_value() -> None:
    marks = [n["x-evidence"] for n in nodes(DOCUMENT) if isinstance(n, dict) and "x-evidence" in n]
    assert set(marks) == EVIDENCE


@pytest.mark.parametrize("schema", SCHEMAS)
def test_members_beyond_the_tutorial_name_their_evidence(schema: str) -> None:
    members = SCHEMAS[schema].get("properties", {})
    unmarked = {name for name, node in members.items() if "x-evidence" not in node}
    assert unmarked == TUTORIAL.get(schema, set())


def test_values_of_mixed_enumerations_name_their_evidence() -> None:
    mixed = [schema for schema in SCHEMAS.values() if "x-enum-evidence" in schema]
    assert {"NEW", "BATCH"} <= {value for schema in mixed for value in schema["enum"]}
    for schema in mixed:
        assert set(schema["x-enum-evidence"]) == set(schema["enum"])
        assert set(schema["x-enum-evidence"].values()) <= EVIDENCE


def test_every_schema_and_member_is_described() -> None:
    members = [n for s in SCHEMAS.values() for n in s.get("properties", {}).values()]
    assert all(resolved(node)["description"] for node in (*SCHEMAS.values(), *members))


def test_every_component_is_used() -> None:
    used = {n["$ref"] for n in nodes(DOCUMENT) if isinstance(n, dict) and "$ref" in n}
    used |= {f"#/components/securitySchemes/{n}" for need in DOCUMENT["security"] for n in need}
    assert used == {f"#/components/{kind}/{n}" for kind, named in COMPONENTS.items() for n in named}


def test_no_schema_refuses_unknown_members() -> None:
    closing = ("additionalProperties", "unevaluatedProperties")
    schemas = [node for node in nodes(SCHEMAS) if isinstance(node, dict)]
    assert not [node for node in schemas if any(node.get(k) is False for k in closing)]


def test_the_three_credentials_are_needed_together() -> None:
    assert DOCUMENT["security"] == [{"bearerAuth": [], "apiKey": [], "imsOrgId": []}]
    assert not [name for name, node in operations() if "security" in node]


def test_sandbox_header_is_recommended_and_not_required() -> None:
    sandbox = COMPONENTS["parameters"]["SandboxName"]
    assert not sandbox["required"]
    assert sandbox["x-recommended"]
    assert sandbox["schema"]["default"] == "prod"


def test_no_link_leads_to_an_unknown_operation() -> None:
    links = [link for _, r in responses() for link in r.get("links", {}).values()]
    known = {name for name, _ in operations()}
    assert {link["operationId"] for link in links} <= known


def test_links_lead_from_a_new_job_to_reading_and_cancelling_it() -> None:
    links = dict(responses())["createExportJob 200"]["links"].values()
    assert [link["operationId"] for link in links] == ["getExportJob", "cancelExportJob"]
    assert {link["parameters"]["exportJobId"] for link in links} == {"$response.body#/id"}


def test_a_refused_method_is_told_the_allowed_ones() -> None:
    refusals = [node for name, node in responses() if name.endswith("405")]
    assert all(resolved(node["headers"]["Allow"])["required"] for node in refusals)


def test_an_unauthorized_answer_may_carry_a_challenge() -> None:
    refusals = [node for name, node in responses() if name.endswith("401")]
    challenges = [resolved(node["headers"]["WWW-Authenticate"]) for node in refusals]
    assert not [header for header in challenges if header.get("required")]


def test_cancelling_has_an_answer_without_a_body_and_one_with() -> None:
    found = dict(responses())
    assert "content" not in found["cancelExportJob 204"]
    assert found["cancelExportJob 200"]["content"]


@pytest.mark.parametrize("spelling", ["@/dataSets/", "@/datasets/"])
def test_both_spellings_of_a_dataset_reference_conform(spelling: str) -> None:
    assert reasons("DatasetReferences", [f"{spelling}5b020a27e7040801dedba61b"]) == []


@pytest.mark.parametrize(
    "answer",
    [
        [],
        ["@/dataSets/"],
        ["5b020a27e7040801dedba61b"],
        ["@/dataSets/1", "@/dataSets/2"],
        "@/dataSets/1",
        [1],
    ],
    ids=repr,
)
def test_dataset_reference_must_be_one_reference_in_a_list(answer: Node) -> None:
    assert reasons("DatasetReferences", answer)


@pytest.mark.parametrize(
    "members",
    [{"datasetId": "a"}, {"dataSetId": "a"}, {"datasetId": "a", "dataSetId": "a"}],
    ids=repr,
)
def test_either_spelling_of_the_dataset_in_a_job_conforms(members: Node) -> None:
    assert reasons("JobDestination", members) == []


@pytest.mark.parametrize(
    "members", [{}, {"dataset": "a"}, {"datasetId": ""}, {"dataSetId": ""}], ids=repr
)
def test_a_job_must_name_its_dataset(members: Node) -> None:
    assert reasons("JobDestination", members)


@pytest.mark.parametrize(
    "job",
    [
        pytest.param(TUTORIAL_NEW_JOB, id="created"),
        pytest.param(TUTORIAL_DONE_JOB, id="succeeded"),
    ],
)
def test_sample_of_the_tutorial_conforms_as_printed(job: Node) -> None:
    assert reasons("ExportJob", job) == []


def test_request_of_the_tutorial_is_no_json_as_printed() -> None:
    with pytest.raises(json.JSONDecodeError):
        json.loads(TUTORIAL_BROKEN_REQUEST)


def test_request_of_the_tutorial_with_its_comma_is_our_example() -> None:
    mended = re.sub(r'\}\s*"destination"', '}, "destination"', TUTORIAL_BROKEN_REQUEST)
    assert json.loads(mended) == example("profileAndEvents")


def succeeded_with(**destination: Node) -> Node:
    return having(example("jobSucceeded"), "destination", to={"datasetId": "a"} | destination)


JOB_LIES = {
    "no-id": lambda: without(example("jobNew"), "id"),
    "id-is-a-text": lambda: having(example("jobNew"), "id", to="24115"),
    "id-is-a-fraction": lambda: having(example("jobNew"), "id", to=24115.5),
    "id-is-negative": lambda: having(example("jobNew"), "id", to=-1),
    "id-beyond-64-bits": lambda: having(example("jobNew"), "id", to=2**63),
    "unknown-status": lambda: having(example("jobNew"), "status", to="DONE"),
    "status-in-small-letters": lambda: having(example("jobNew"), "status", to="new"),
    "no-status": lambda: without(example("jobNew"), "status"),
    "no-schema-name": lambda: without(example("jobNew"), "schema", "name"),
    "no-creation-time": lambda: without(example("jobNew"), "creationTime"),
    "seconds": lambda: having(example("jobNew"), "creationTime", to=1559674261),
    "time-as-a-text": lambda: having(example("jobNew"), "updateTime", to="2019-06-04T18:51:01Z"),
    "fields-are-a-list": lambda: having(example("jobNew"), "fields", to=["identityMap"]),
    "batch-is-null": lambda: having(example("jobNew"), "destination", "batchId", to=None),
    "timer-without-start": lambda: having(example("jobNew"), "metrics", "totalTime", to={}),
    "negative-length": lambda: having(
        example("jobSucceeded"), "metrics", "totalTime", "totalTimeInMs", to=-1
    ),
    "succeeded-without-metrics": lambda: without(example("jobSucceeded"), "metrics"),
    "succeeded-without-total": lambda: without(example("jobSucceeded"), "metrics", "totalTime"),
    "succeeded-without-end": lambda: without(
        example("jobSucceeded"), "metrics", "totalTime", "endTimeInMs"
    ),
    "succeeded-without-length": lambda: without(
        example("jobSucceeded"), "metrics", "totalTime", "totalTimeInMs"
    ),
    "succeeded-without-batch": succeeded_with,
    "succeeded-with-empty-batch": lambda: succeeded_with(batchId=""),
    "succeeded-with-no-batches": lambda: succeeded_with(batches=[]),
    "failed-without-errors": lambda: without(example("jobFailed"), "errors"),
    "failed-with-no-errors": lambda: having(example("jobFailed"), "errors", to=[]),
    "failed-with-empty-error": lambda: having(example("jobFailed"), "errors", to=[{}]),
    "failed-without-code": lambda: having(example("jobFailed"), "errors", to=[{"msg": "a"}]),
    "failed-without-msg": lambda: having(example("jobFailed"), "errors", to=[{"code": "1"}]),
    "failed-with-a-number": lambda: having(
        example("jobFailed"), "errors", to=[{"code": 9, "msg": "a"}]
    ),
}


@pytest.mark.parametrize("lie", JOB_LIES.values(), ids=JOB_LIES)
def test_lie_about_a_job_is_seen(lie: Callable[[], Node]) -> None:
    assert reasons("ExportJob", lie())


JOB_TRUTHS = {
    "batches-in-place-of-a-batch": lambda: succeeded_with(batches=[{"batchId": "b"}]),
    "a-batch-and-no-batches": lambda: succeeded_with(batchId="b", batches=[]),
    "status-of-a-batch-is-a-text": lambda: succeeded_with(batches=[{"status": "realized"}]),
    "succeeded-with-errors": lambda: having(
        example("jobSucceeded"), "errors", to=[{"code": "unknown", "msg": "a"}]
    ),
    "cancelling": lambda: having(example("jobProcessing"), "status", to="CANCELLING"),
    "streaming": lambda: having(example("jobNew"), "jobType", to="STREAMING"),
    "new-without-metrics": lambda: without(example("jobNew"), "metrics"),
    "new-with-empty-batch": lambda: having(example("jobNew"), "destination", "batchId", to=""),
    "unknown-members": lambda: having(example("jobNew"), "sandbox", to={"name": "prod"}),
}


@pytest.mark.parametrize("truth", JOB_TRUTHS.values(), ids=JOB_TRUTHS)
def test_truth_about_a_job_passes(truth: Callable[[], Node]) -> None:
    assert reasons("ExportJob", truth()) == []


@pytest.mark.parametrize("link", [{}, {"next": ""}], ids=repr)
def test_last_page_has_no_next_page_or_an_empty_one(link: Node) -> None:
    assert reasons("ExportJobList", having(example("lastPage"), "link", to=link)) == []


LIST_LIES = {
    "next-is-null": lambda: having(example("lastPage"), "link", "next", to=None),
    "next-without-offset": lambda: having(
        example("twoJobs"), "link", "next", to="/export/jobs/?limit=2"
    ),
    "offset-in-the-path": lambda: having(
        example("twoJobs"), "link", "next", to="/offset=1538573416687_722"
    ),
    "offset-is-coded": lambda: having(
        example("twoJobs"), "link", "next", to="/export/jobs/?offset=1538573416687%5F722"
    ),
    "next-after-nothing": lambda: having(example("twoJobs"), "records", to=[]),
    "next-without-token": lambda: without(example("twoJobs"), "page", "pageOffset"),
    "next-with-empty-token": lambda: having(example("twoJobs"), "page", "pageOffset", to=""),
    "token-is-a-number": lambda: having(example("twoJobs"), "page", "pageOffset", to=722),
    "no-records": lambda: without(example("twoJobs"), "records"),
    "no-page": lambda: without(example("twoJobs"), "page"),
    "unknown-direction": lambda: having(example("twoJobs"), "page", "sort", to="descending"),
    "a-job-is-null": lambda: having(example("twoJobs"), "records", to=[None]),
}


@pytest.mark.parametrize("lie", LIST_LIES.values(), ids=LIST_LIES)
def test_lie_about_a_list_is_seen(lie: Callable[[], Node]) -> None:
    assert reasons("ExportJobList", lie())


REQUEST_LIES = {
    "nothing": dict,
    "no-destination": lambda: without(example("profileOnly"), "destination"),
    "no-dataset": lambda: without(example("profileOnly"), "destination", "datasetId"),
    "answer-spelling": lambda: having(example("profileOnly"), "destination", to={"dataSetId": "a"}),
    "no-schema": lambda: without(example("profileOnly"), "schema"),
    "no-schema-name": lambda: without(example("profileOnly"), "schema", "name"),
    "fields-are-a-list": lambda: having(example("profileOnly"), "fields", to=["identityMap"]),
    "text-for-a-boolean": lambda: having(
        example("profileOnly"), "destination", "segmentPerBatch", to="true"
    ),
    "version-is-a-text": lambda: having(example("profileOnly"), "mergePolicy", "version", to="1"),
    "version-of-30-digits": lambda: having(
        example("profileOnly"), "mergePolicy", "version", to=10**29
    ),
    "time-without-offset": lambda: having(
        example("eventsOnly"),
        *("additionalFields", "eventList", "filter", "fromIngestTimestamp"),
        to="2018-10-25T13:22:04",
    ),
    "segment-without-id": lambda: having(
        example("profileOnly"), "filter", to={"segments": [{"segmentNs": "ups"}]}
    ),
    "translated-membership": lambda: having(
        example("profileOnly"),
        "filter",
        to={"segments": [{"segmentId": "a", "status": ["realisiert"]}]},
    ),
}


@pytest.mark.parametrize("lie", REQUEST_LIES.values(), ids=REQUEST_LIES)
def test_request_the_service_cannot_mean_is_seen(lie: Callable[[], Node]) -> None:
    assert reasons("CreateExportJobRequest", lie())


def test_dataset_needs_no_member_and_takes_what_clients_send() -> None:
    aepp = {"fileDescription": {"format": ""}, "dataSourceId": "x", "unifiedTags": [], "aspect": 1}
    assert reasons("CreateDatasetRequest", {}) == []
    assert reasons("CreateDatasetRequest", aepp) == []


def test_a_catalog_error_must_have_the_shape_of_catalog_or_the_gateway() -> None:
    assert reasons("CatalogFailure", {"error": "no"})
    assert reasons("CatalogFailure", {"error_code": "401013", "message": "a"}) == []


def test_an_error_of_the_profile_service_may_have_any_members() -> None:
    assert reasons("UpsFailure", {"error": "no"}) == []
    assert reasons("UpsFailure", "no")


@pytest.mark.parametrize("job", by_name(jobs_in_examples()))
def test_length_of_a_phase_in_an_example_is_its_end_less_its_start(job: Node) -> None:
    ended = [timer for timer in timers(job) if "totalTimeInMs" in timer]
    lengths = [timer["endTimeInMs"] - timer["startTimeInMs"] for timer in ended]
    assert [timer["totalTimeInMs"] for timer in ended] == lengths


@pytest.mark.parametrize("job", by_name(jobs_in_examples()))
def test_phases_of_an_example_job_lie_within_it(job: Node) -> None:
    starts = [timer["startTimeInMs"] for timer in timers(job)]
    ends = [timer["endTimeInMs"] for timer in timers(job) if "endTimeInMs" in timer]
    assert job["creationTime"] == job["metrics"]["totalTime"]["startTimeInMs"] == min(starts)
    assert max(starts + ends) <= job["updateTime"]


@pytest.mark.parametrize("name", ["twoJobs", "lastPage"])
def test_example_page_is_newest_first_and_ends_with_its_token(name: str) -> None:
    page = example(name)
    assert all(a["creationTime"] >= b["creationTime"] for a, b in pairwise(page["records"]))
    last = page["records"][-1]
    assert page["page"]["pageOffset"] == f"{last['creationTime']}_{last['id']}"


def test_text_reads_the_same_under_yaml_1_1_and_1_2() -> None:
    literal = re.compile(r"null|true|false|-?(0|[1-9]\d*)")
    number = re.compile(r"[-+]?(0o[0-7]+|0x[0-9a-fA-F]+|\.?\d+(\.\d*)?([eE][-+]?\d+)?)")
    texts = (t for t in yaml.scan(TEXT) if isinstance(t, yaml.ScalarToken) and t.plain)
    for token in texts:
        tag = yaml.SafeLoader("").resolve(yaml.ScalarNode, token.value, (True, False))
        if tag == "tag:yaml.org,2002:str":
            assert not number.fullmatch(token.value), token.value
        else:
            assert literal.fullmatch(token.value), token.value


def test_text_has_no_anchors_no_tabs_and_no_long_lines() -> None:
    kinds = (yaml.AnchorToken, yaml.AliasToken)
    assert not [token for token in yaml.scan(TEXT) if isinstance(token, kinds)]
    assert not [line for line in TEXT.splitlines() if "\t" in line or len(line) > 100]
