from specdouble.contracts.inputs.encoding import encoded
from specdouble.contracts.inputs.fitting import required_of
from specdouble.contracts.inputs.members import at, put, without

BODY = {"a": [{"b": 1, "c": 2}], "d": 3}


def test_what_is_put_at_a_path_is_found_there_and_the_rest_stays() -> None:
    changed = put(BODY, ("a", 0, "b"), "new")
    assert at(changed, ("a", 0, "b")) == "new"
    assert put(changed, ("a", 0, "b"), 1) == BODY


def test_where_nothing_stands_is_nothing() -> None:
    assert at(BODY, ("a", 7, "b")) is None


def test_a_member_is_left_out_and_no_other() -> None:
    assert without(BODY, ("a", 0, "b")) == {"a": [{"c": 2}], "d": 3}


def test_no_schema_requires_nothing() -> None:
    assert required_of(None) == []


def test_what_is_no_media_type_is_not_written() -> None:
    assert encoded("json", {}) is None
