import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specdouble.mockserver.behaviour import BEHAVIOURS, json_reply
from specdouble.mockserver.bodies import json_bytes
from specdouble.spec.json_types import Json

values: st.SearchStrategy[Json] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


def test_every_behaviour_is_found_by_its_name() -> None:
    assert set(BEHAVIOURS) == {
        "dataset.create",
        "export-job.create",
        "export-job.get",
        "export-job.list",
        "export-job.cancel",
    }


def test_every_behaviour_says_what_it_does() -> None:
    assert all(each.__doc__ for each in BEHAVIOURS.values())


def test_a_json_reply_has_its_media_type_and_more_headers() -> None:
    reply = json_reply(201, {"a": "é"}, ("Location", "/x"))
    assert reply.status == 201
    assert reply.headers.pairs == (("Content-Type", "application/json"), ("Location", "/x"))
    assert reply.body == '{"a":"é"}'.encode()


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_json_never_goes_out(value: float) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        json_bytes(value)


@given(values)
def test_what_goes_out_comes_back_the_same(value: Json) -> None:
    assert json.loads(json_bytes(value)) == value
