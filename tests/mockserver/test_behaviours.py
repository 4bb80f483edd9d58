"""What each operation does, and what each choice changes in it."""

import pytest

from specdouble.spec.json_types import Json

from .driving import (
    CREDENTIALS,
    DATASETS,
    HEADERS,
    JOBS,
    KNOWN,
    START,
    UNION,
    Answer,
    Driven,
    export,
)


def chosen(**choices: str) -> Driven:
    return Driven(choices={name.replace("_", "-"): value for name, value in choices.items()})


def dataset(driven: Driven, body: "Json" = None) -> str:
    """The id of a new dataset, of the union schema if nothing else is asked."""
    asked = {"name": "x", "schemaRef": {"id": UNION}} if body is None else body
    answer = driven.ask("POST", DATASETS, asked)
    assert answer.status == 201
    [reference] = answer.json
    return reference.rpartition("/")[2]


def ended(driven: Driven, **members: Json) -> dict[str, Json]:
    """A job of those members after its end."""
    number = driven.create(**members)["id"]
    driven.clock.advance(minutes=1)
    return driven.job(number)


class TestDatasets:
    def test_a_new_dataset_is_told_as_one_reference(self) -> None:
        answer = Driven().ask("POST", DATASETS, {"name": "x"})
        [reference] = answer.json
        assert answer.status == 201
        assert reference.startswith("@/dataSets/")
        assert len(reference) == len("@/dataSets/") + 24

    def test_its_location_is_told(self) -> None:
        answer = Driven().ask("POST", f"{DATASETS}/", {"name": "x"})
        location = f"{DATASETS}/{answer.json[0].rpartition('/')[2]}"
        assert answer.reply.headers["Location"] == location

    @pytest.mark.parametrize("spelling", ["@/dataSets/", "@/datasets/"])
    def test_the_spelling_of_the_reference_is_a_choice(self, spelling: str) -> None:
        answer = chosen(dataset_reference=spelling).ask("POST", DATASETS, {"name": "x"})
        assert answer.json[0].startswith(spelling)
        assert not answer.faults

    def test_two_datasets_have_two_ids(self) -> None:
        driven = Driven()
        assert dataset(driven) != dataset(driven)

    @pytest.mark.parametrize(
        "body",
        [
            {},
            {"description": "no name"},
            {"name": "x", "fileDescription": {"format": ""}},
            {"name": "x", "fileDescription": {"persisted": True, "containerFormat": "parquet"}},
            {"name": "x", "tags": {"unifiedProfile": ["enabled:true"]}, "dataSourceId": 5},
            {"name": "x", "enableErrorDiagnostics": True, "unifiedTags": [], "systemLabels": []},
        ],
        ids=str,
    )
    def test_members_that_nobody_needs_are_taken(self, body: Json) -> None:
        assert Driven().ask("POST", DATASETS, body).status == 201

    @pytest.mark.parametrize("value", ["False", "false", "true", ""])
    def test_any_request_data_source_is_taken(self, value: str) -> None:
        target = f"{DATASETS}/?requestDataSource={value}"
        assert Driven().ask("POST", target, {"name": "x"}).status == 201


class TestWhatTheDatasetMeansForTheJob:
    @pytest.mark.parametrize(
        "body",
        [
            {"schemaRef": {"id": UNION}},
            {"schemaRef": {"id": "_xdm.context.profile__union"}},
            {"schema": "_xdm.context.profile__union"},
        ],
        ids=str,
    )
    def test_an_export_into_a_union_dataset_succeeds(self, body: Json) -> None:
        driven = Driven()
        assert ended(driven, dataset=dataset(driven, body))["status"] == "SUCCEEDED"

    @pytest.mark.parametrize(
        "body",
        [{}, {"schemaRef": {}}, {"schemaRef": {"id": "https://ns.adobe.com/x"}}, {"schema": "x"}],
        ids=str,
    )
    def test_an_export_into_another_dataset_fails_and_says_why(self, body: Json) -> None:
        driven = Driven()
        job = ended(driven, dataset=dataset(driven, body))
        assert job["status"] == "FAILED"
        assert "union schema" in job["errors"][0]["msg"]

    def test_an_export_into_an_unknown_dataset_fails_and_says_why(self) -> None:
        job = ended(Driven(), dataset="nowhere")
        assert job["status"] == "FAILED"
        assert job["errors"][0]["msg"] == "There is no dataset with id nowhere"

    def test_a_job_that_is_going_to_fail_is_new_at_first(self) -> None:
        assert Driven().create("nowhere")["status"] == "NEW"

    def test_an_unknown_dataset_can_be_refused(self) -> None:
        answer = chosen(unknown_dataset="refuse").ask("POST", JOBS, export("nowhere"))
        assert answer.status == 404
        assert answer.json["title"] == "There is no dataset with id nowhere"
        assert not answer.faults

    def test_an_unknown_dataset_can_be_accepted(self) -> None:
        driven = chosen(unknown_dataset="accept")
        assert ended(driven, dataset="nowhere")["status"] == "SUCCEEDED"

    def test_another_schema_can_be_refused(self) -> None:
        driven = chosen(other_schema="refuse")
        answer = driven.ask("POST", JOBS, export(dataset(driven, {})))
        assert answer.status == 404
        assert "union schema" in answer.json["title"]
        assert not answer.faults

    def test_another_schema_can_be_accepted(self) -> None:
        driven = chosen(other_schema="accept")
        assert ended(driven, dataset=dataset(driven, {}))["status"] == "SUCCEEDED"

    def test_a_refused_job_takes_no_number(self) -> None:
        driven = chosen(unknown_dataset="refuse")
        first = driven.create()["id"]
        driven.ask("POST", JOBS, export("nowhere"))
        assert driven.create()["id"] == first + 1

    def test_the_dataset_of_the_tutorial_is_known(self) -> None:
        assert ended(Driven(), dataset=KNOWN)["status"] == "SUCCEEDED"

    def test_which_datasets_are_known_is_a_choice(self) -> None:
        driven = chosen(known_datasets="mine, yours")
        assert ended(driven, dataset="yours")["status"] == "SUCCEEDED"
        assert ended(driven, dataset=KNOWN)["status"] == "FAILED"

    def test_no_dataset_need_be_known(self) -> None:
        assert ended(chosen(known_datasets=""), dataset=KNOWN)["status"] == "FAILED"

    def test_the_empty_id_is_refused(self) -> None:
        assert Driven().ask("POST", JOBS, export("")).status == 400

    def test_a_dataset_of_another_sandbox_is_unknown(self) -> None:
        driven = Driven()
        made = dataset(driven)
        elsewhere = {**HEADERS, "x-sandbox-name": "dev"}
        number = driven.ask("POST", JOBS, export(made), headers=elsewhere).json["id"]
        driven.clock.advance(minutes=1)
        job = driven.ask("GET", f"{JOBS}/{number}", headers=elsewhere).json
        assert job["status"] == "FAILED"


class TestCreating:
    def test_a_new_job_is_new(self) -> None:
        job = Driven().create()
        assert job["status"] == "NEW"
        assert job["creationTime"] == job["updateTime"] == START
        assert type(job["id"]) is int

    def test_the_first_job_has_the_number_of_the_tutorial(self) -> None:
        assert Driven().create()["id"] == 24115

    def test_the_location_is_told(self) -> None:
        answer = Driven().ask("POST", f"{JOBS}/", export())
        assert answer.reply.headers["X-Location"] == f"{JOBS}/{answer.json['id']}"

    def test_the_organisation_is_shown(self) -> None:
        assert Driven().create()["imsOrgId"] == "A@AdobeOrg"

    def test_the_profile_instance_is_ups(self) -> None:
        assert Driven().create()["profileInstanceId"] == "ups"

    def test_another_profile_instance_can_be_asked_for(self) -> None:
        headers = {**HEADERS, "X-Profile-Instance-Id": "other"}
        job = Driven().ask("POST", JOBS, export(), headers=headers).json
        assert job["profileInstanceId"] == "other"

    @pytest.mark.parametrize("seconds", ["0", "0.001", "5", "999999999"])
    def test_a_new_job_is_new_however_long_jobs_take(self, seconds: str) -> None:
        answer = chosen(job_seconds=seconds).ask("POST", JOBS, export())
        assert answer.json["status"] == "NEW"
        assert not answer.faults

    def test_how_long_a_job_takes_is_a_choice(self) -> None:
        driven = chosen(job_seconds="3600")
        number = driven.create()["id"]
        driven.clock.advance(minutes=50)
        assert driven.job(number)["status"] == "PROCESSING"
        driven.clock.advance(minutes=20)
        assert driven.job(number)["status"] == "SUCCEEDED"

    @pytest.mark.parametrize(
        ("choice", "alone", "listed"),
        [
            ("mixed", "dataSetId", "datasetId"),
            ("datasetId", "datasetId", "datasetId"),
            ("dataSetId", "dataSetId", "dataSetId"),
        ],
    )
    def test_the_spelling_of_the_dataset_is_a_choice(
        self, choice: str, alone: str, listed: str
    ) -> None:
        driven = chosen(dataset_member=choice)
        created = driven.create()
        [record] = driven.page()["records"]
        spellings = {"datasetId", "dataSetId"}
        assert created["destination"].keys() & spellings == {alone}
        assert driven.job(created["id"])["destination"].keys() & spellings == {alone}
        assert record["destination"].keys() & spellings == {listed}


class TestLooking:
    def test_an_unknown_job_is_not_found(self) -> None:
        answer = Driven().ask("GET", f"{JOBS}/1")
        assert answer.status == 404
        assert answer.json["title"] == "There is no export job with id 1"

    def test_a_job_is_seen_with_a_trailing_slash_too(self) -> None:
        driven = Driven()
        job = driven.create()
        assert driven.job(f"{job['id']}/") == job

    def test_a_job_of_another_sandbox_is_not_found(self) -> None:
        driven = Driven()
        number = driven.create()["id"]
        elsewhere = {**CREDENTIALS, "x-sandbox-name": "dev"}
        assert driven.ask("GET", f"{JOBS}/{number}", headers=elsewhere).status == 404

    def test_no_sandbox_means_the_one_called_prod(self) -> None:
        driven = Driven()
        number = driven.create()["id"]
        without = {name: CREDENTIALS[name] for name in list(CREDENTIALS)[:3]}
        answer = driven.ask("GET", f"{JOBS}/{number}", headers=without)
        assert answer.status == 200
        assert answer.codes == ["parameter-recommended"]

    def test_the_sandbox_can_be_required(self) -> None:
        without = {name: CREDENTIALS[name] for name in list(CREDENTIALS)[:3]}
        answer = Driven(require_sandbox=True).ask("GET", JOBS, headers=without)
        assert answer.status == 400
        assert "x-sandbox-name" in answer.json["title"]


class TestCancelling:
    def cancel(self, driven: Driven, number: Json) -> Answer:
        answer = driven.ask("DELETE", f"{JOBS}/{number}")
        assert not answer.faults
        return answer

    def test_a_cancel_is_answered_by_204_and_nothing_else(self) -> None:
        driven = Driven()
        answer = self.cancel(driven, driven.create()["id"])
        assert answer.status == 204
        assert answer.reply.body == b""
        assert "content-type" not in answer.reply.headers

    def test_a_cancel_can_be_answered_by_200_and_a_message(self) -> None:
        driven = chosen(cancel_reply="200")
        answer = self.cancel(driven, driven.create()["id"])
        assert answer.status == 200
        assert answer.json == {
            "status": True,
            "message": "Export job has been marked for cancelling",
        }

    def test_a_cancelled_job_stays_and_says_so_for_ever(self) -> None:
        driven = Driven()
        number = driven.create()["id"]
        self.cancel(driven, number)
        driven.clock.advance(days=1)
        assert driven.job(number)["status"] == "CANCELLED"

    def test_a_cancelled_job_can_be_forgotten(self) -> None:
        driven = chosen(cancelled_job="remove")
        number = driven.create()["id"]
        self.cancel(driven, number)
        assert driven.ask("GET", f"{JOBS}/{number}").status == 404

    def test_a_job_that_has_ended_is_forgotten(self) -> None:
        driven = Driven()
        number = ended(driven)["id"]
        assert self.cancel(driven, number).status == 204
        assert driven.ask("GET", f"{JOBS}/{number}").status == 404

    def test_a_job_that_has_ended_can_be_kept(self) -> None:
        driven = chosen(ended_job="keep")
        job = ended(driven)
        assert self.cancel(driven, job["id"]).status == 204
        assert driven.job(job["id"]) == job

    def test_cancelling_an_unknown_job_is_not_found(self) -> None:
        assert self.cancel(Driven(), 1).status == 404

    def test_nobody_cancels_the_job_of_another_organisation(self) -> None:
        driven = Driven()
        job = driven.create()
        foreign = {**CREDENTIALS, "x-gw-ims-org-id": "B@AdobeOrg"}
        answer = driven.ask("DELETE", f"{JOBS}/{job['id']}", headers=foreign)
        assert answer.status == 404
        assert driven.job(job["id"]) == job

    @pytest.mark.parametrize("body", [b"", b"{}", b"\xff", b"{"])
    def test_a_body_that_nobody_asked_for_is_ignored(self, body: bytes) -> None:
        driven = Driven()
        headers = {**CREDENTIALS, "Content-Type": "text/plain;charset=UTF-8"}
        target = f"{JOBS}/{driven.create()['id']}"
        assert driven.ask("DELETE", target, body, headers=headers).status == 204


class TestListing:
    def test_an_empty_list_has_no_records_and_no_next_page(self) -> None:
        assert Driven().page() == {
            "records": [],
            "page": {"sortField": "createdTime", "sort": "desc", "pageOffset": "", "pageSize": 0},
            "link": {"next": ""},
        }

    def test_the_newest_job_comes_first(self) -> None:
        driven = Driven()
        numbers = [driven.create()["id"] for _ in range(3)]
        assert ids(driven.page()) == numbers[::-1]

    def test_a_page_tells_its_last_job_and_its_size(self) -> None:
        driven = Driven()
        numbers = [driven.create()["id"] for _ in range(3)]
        page = driven.page("limit=2")["page"]
        assert page["pageOffset"] == f"{START}_{numbers[1]}"
        assert page["pageSize"] == 2

    def test_the_next_link_is_relative_to_the_service(self) -> None:
        driven = Driven()
        numbers = [driven.create()["id"] for _ in range(3)]
        next_link = driven.page("limit=2")["link"]["next"]
        assert next_link == f"/export/jobs/?limit=2&offset={START}_{numbers[1]}"

    def test_the_page_offset_leads_to_the_same_page_as_the_link(self) -> None:
        driven = Driven()
        for _ in range(5):
            driven.create()
        first = driven.page("limit=2")
        query = first["link"]["next"].partition("?")[2]
        assert driven.page(query) == driven.page(f"limit=2&offset={first['page']['pageOffset']}")

    @pytest.mark.parametrize(("choice", "link"), [("empty", {"next": ""}), ("absent", {})])
    def test_the_link_of_the_last_page_is_a_choice(self, choice: str, link: Json) -> None:
        answer = chosen(last_link=choice).ask("GET", JOBS)
        assert answer.json["link"] == link
        assert not answer.faults

    def test_how_many_jobs_a_page_holds_is_a_choice(self) -> None:
        driven = chosen(default_limit="2")
        for _ in range(3):
            driven.create()
        assert len(driven.page()["records"]) == 2
        assert len(driven.page("limit=3")["records"]) == 3

    def test_how_many_it_holds_at_most_is_a_choice(self) -> None:
        driven = chosen(most_jobs="2")
        for _ in range(3):
            driven.create()
        assert len(driven.page()["records"]) == 2
        assert len(driven.page("limit=3")["records"]) == 2

    @pytest.mark.parametrize("limit", ["100", "1000", "100000", "9" * 22, "9" * 1000])
    def test_a_large_limit_is_clamped_and_not_refused(self, limit: str) -> None:
        driven = Driven()
        driven.create()
        assert len(driven.page(f"limit={limit}")["records"]) == 1

    @pytest.mark.parametrize("limit", ["0", "-1", "1.5", "+1", "1_0", "ten", "", "%D9%A1", "%00"])
    def test_a_limit_that_is_no_count_is_refused(self, limit: str) -> None:
        answer = Driven().ask("GET", f"{JOBS}?limit={limit}")
        assert answer.status == 400
        assert answer.problems[0].pointer == "limit"

    def test_start_skips_the_newest(self) -> None:
        driven = Driven()
        numbers = [driven.create()["id"] for _ in range(4)]
        assert ids(driven.page("start=1&limit=2")) == [numbers[2], numbers[1]]

    @pytest.mark.parametrize(("page", "places"), [(0, [3, 2]), (1, [3, 2]), (2, [1, 0]), (3, [])])
    def test_a_page_can_be_asked_for_by_number(self, page: int, places: list[int]) -> None:
        driven = Driven()
        numbers = [driven.create()["id"] for _ in range(4)]
        expected = [numbers[place] for place in places]
        assert ids(driven.page(f"page={page}&limit=2")) == expected

    def test_a_numbered_page_leads_on_to_the_rest(self) -> None:
        driven = Driven()
        numbers = [driven.create()["id"] for _ in range(5)]
        query = driven.page("page=2&limit=2")["link"]["next"].partition("?")[2]
        assert ids(driven.page(query)) == [numbers[0]]

    @pytest.mark.parametrize("query", ["start=", "page="])
    def test_a_huge_count_is_beyond_the_end(self, query: str) -> None:
        driven = Driven()
        driven.create()
        assert ids(driven.page(query + "9" * 30)) == []

    def test_an_offset_that_is_a_count_skips_as_many(self) -> None:
        driven = Driven()
        numbers = [driven.create()["id"] for _ in range(3)]
        assert ids(driven.page("offset=2")) == [numbers[0]]

    @pytest.mark.parametrize("offset", ["", "x", "1_", "_1", "-1_1", "9" * 30, "%00", "%D9%A1_1"])
    def test_an_offset_that_is_no_token_is_the_beginning(self, offset: str) -> None:
        driven = Driven()
        number = driven.create()["id"]
        assert ids(driven.page(f"offset={offset}")) == [number]

    def test_an_offset_before_every_job_is_the_end(self) -> None:
        driven = Driven()
        driven.create()
        assert ids(driven.page("offset=0_0")) == []

    def test_jobs_are_filtered_by_their_state_of_the_moment(self) -> None:
        driven = Driven()
        first = driven.create()["id"]
        driven.clock.advance(minutes=1)
        second = driven.create()["id"]
        assert ids(driven.page("status=SUCCEEDED")) == [first]
        assert ids(driven.page("status=NEW")) == [second]

    def test_the_next_page_is_filtered_too(self) -> None:
        driven = Driven()
        numbers = [driven.create()["id"] for _ in range(3)]
        driven.clock.advance(minutes=1)
        driven.create()
        query = driven.page("status=SUCCEEDED&limit=2")["link"]["next"].partition("?")[2]
        assert "status=SUCCEEDED" in query
        assert ids(driven.page(query)) == [numbers[0]]

    def test_an_unknown_state_is_refused(self) -> None:
        assert Driven().ask("GET", f"{JOBS}?status=SUCEEDED").status == 400

    @pytest.mark.parametrize("colon", [":", "%3A", "%3a"])
    @pytest.mark.parametrize(("direction", "places"), [("asc", [1, 0]), ("desc", [0, 1])])
    def test_a_list_of_one_page_is_sorted_as_asked(
        self, colon: str, direction: str, places: list[int]
    ) -> None:
        driven = Driven()
        numbers = [driven.create()["id"] for _ in range(2)]
        driven.clock.advance(seconds=1)
        driven.ask("DELETE", f"{JOBS}/{numbers[0]}")
        expected = [numbers[place] for place in places]
        assert ids(driven.page(f"sort=updateTime{colon}{direction}")) == expected

    @pytest.mark.parametrize("member", ["errors", "fields", "destination", "metrics", "nothing"])
    def test_any_member_can_be_sorted_by(self, member: str) -> None:
        driven = Driven()
        numbers = {
            driven.create()["id"],
            driven.create("nowhere")["id"],
            driven.create(fields="a")["id"],
        }
        driven.clock.advance(minutes=1)
        assert set(ids(driven.page(f"sort={member}:asc"))) == numbers

    def test_sorting_is_ignored_where_more_pages_follow(self) -> None:
        driven = Driven()
        numbers = [driven.create()["id"] for _ in range(3)]
        assert ids(driven.page("sort=id:asc&limit=2")) == [numbers[2], numbers[1]]

    def test_sorting_is_ignored_on_later_pages(self) -> None:
        driven = Driven()
        numbers = [driven.create()["id"] for _ in range(4)]
        token = driven.page("limit=2")["page"]["pageOffset"]
        assert ids(driven.page(f"sort=id:asc&offset={token}")) == [numbers[1], numbers[0]]


def ids(page: dict[str, Json]) -> list[Json]:
    return [record["id"] for record in page["records"]]
