"""What an exception says of a client."""

import json

import pytest
import requests

from specdouble.contracts.crash import complaint, innermost, is_own, leaves, place_of


class ClientError(ValueError):
    """A class that a client made for its own use."""


def said(error: BaseException, *, word: bool = False, must: bool = False) -> str:
    return complaint(error, is_word=lambda _error: word, must_succeed=must)


@pytest.mark.parametrize(
    "error",
    [
        KeyError("id"),
        IndexError(),
        TypeError(),
        AttributeError(),
        ValueError(),
        UnboundLocalError(),
        RecursionError(),
        ZeroDivisionError(),
        AssertionError(),
        json.JSONDecodeError("", "", 0),
        requests.exceptions.JSONDecodeError("", "", 0),
        requests.exceptions.MissingSchema(),
    ],
    ids=lambda error: type(error).__name__,
)
def test_what_code_raises_that_did_not_expect_its_answer_is_a_crash(error: Exception) -> None:
    assert said(error).startswith(f"The client crashed: {type(error).__name__}")


@pytest.mark.parametrize(
    "error",
    [
        ClientError(),
        RuntimeError(),
        ConnectionResetError(),
        TimeoutError(),
        SystemExit(1),
        requests.HTTPError(),
        requests.exceptions.ChunkedEncodingError(),
    ],
    ids=lambda error: type(error).__name__,
)
def test_what_was_meant_is_none_unless_a_right_client_succeeds(error: BaseException) -> None:
    assert said(error) == ""
    assert said(error, must=True).startswith("The client gave up, though a right one succeeds")


def test_an_assertion_of_the_test_counts_only_where_a_right_client_succeeds() -> None:
    assert said(AssertionError(), word=True) == ""
    told = "The test does not hold, though a right client succeeds"
    assert said(AssertionError(), word=True, must=True).startswith(told)


def test_a_class_without_a_module_is_judged_by_its_kind() -> None:
    assert said(type("Odd", (KeyError,), {"__module__": "gone"})()).startswith("The client crashed")


def test_a_group_is_all_that_is_in_it() -> None:
    inner = [KeyError(), OSError()]
    assert list(leaves(ExceptionGroup("", [ExceptionGroup("", inner)]))) == inner


def test_the_place_is_the_last_line_that_is_of_no_library() -> None:
    with pytest.raises(ValueError, match="Expecting") as caught:
        json.loads("{")
    assert place_of(caught.value).endswith('caught.value: json.loads("{")') or (
        'json.loads("{")' in place_of(caught.value)
    )


def test_what_was_never_raised_has_no_place() -> None:
    assert place_of(KeyError()) == "somewhere"
    assert innermost(KeyError()) is None


def test_libraries_are_told_from_a_project() -> None:
    assert is_own(__file__)
    assert not is_own(json.__file__)
    assert not is_own("/venv/lib/site-packages/requests/api.py")
    assert not is_own("<frozen importlib>")


def test_the_frame_that_raised_is_the_innermost() -> None:
    with pytest.raises(KeyError) as caught:
        {}["id"]
    frame = innermost(caught.value)
    assert frame is not None
    assert frame.f_code.co_name == "test_the_frame_that_raised_is_the_innermost"
