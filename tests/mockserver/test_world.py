import re
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specdouble.mockserver.clock import VirtualClock
from specdouble.mockserver.world import TenantHeader, World
from specdouble.spec.exchange import Call, Headers, Message

TENANCY = (TenantHeader("x-org", ""), TenantHeader("x-box", "prod"))


def world(seed: int = 0, **choices: str) -> World:
    return World(VirtualClock(lambda: 0.0, 1000.0, 0), seed, choices, TENANCY)


def call(**headers: str) -> Call:
    pairs = [(name.replace("_", "-"), value) for name, value in headers.items()]
    return Call(Message("GET", "/", "", Headers(pairs)), None)


def test_a_tenant_is_told_by_its_headers() -> None:
    assert world().tenant(call(X_Org="a", x_box="dev")) == ("a", "dev")


@pytest.mark.parametrize("headers", [{"x_org": "a"}, {"x_org": "a", "x_box": ""}])
def test_an_absent_or_empty_header_means_its_default(headers: dict[str, str]) -> None:
    assert world().tenant(call(**headers)) == ("a", "prod")


@given(st.integers(), st.integers(1, 64))
def test_hexadecimal_ids_are_as_long_as_asked(seed: int, digits: int) -> None:
    assert re.fullmatch(f"[0-9a-f]{{{digits}}}", world(seed).hexadecimal(digits))


@given(st.integers(), st.integers(0, 64))
def test_alphanumeric_ids_are_as_long_as_asked(seed: int, length: int) -> None:
    assert re.fullmatch(f"[0-9A-Za-z]{{{length}}}", world(seed).alphanumeric(length))


@given(st.integers())
def test_uuids_are_of_version_four(seed: int) -> None:
    text = world(seed).uuid()
    parsed = uuid.UUID(text)
    assert str(parsed) == text
    assert (parsed.version, parsed.variant) == (4, uuid.RFC_4122)


def test_the_same_seed_gives_the_same_ids() -> None:
    assert world(3).uuid() == world(3).uuid()
    assert world(3).uuid() != world(4).uuid()


def test_a_choice_of_several_is_split_at_commas() -> None:
    assert world(names="a, b,,c").listed("names") == {"a", "b", "c"}


@pytest.mark.parametrize("choices", [{}, {"names": ""}, {"names": " , "}])
def test_a_choice_of_several_may_be_of_none(choices: dict[str, str]) -> None:
    assert world(**choices).listed("names") == frozenset()


def test_reset_brings_back_the_first_moment() -> None:
    one = world(5)
    first = one.uuid()
    one.store.put(("a",), "k", 1)
    one.clock.advance(minutes=1)
    one.reset()
    assert one.uuid() == first
    assert one.store.as_json() == {}
    assert one.clock.now() == 1_000_000


def test_a_snapshot_shows_time_choices_and_items() -> None:
    one = world(mood="good")
    one.store.put(("a", "b"), "k", 1)
    assert one.snapshot() == {
        "clock": {
            "now": 1_000_000,
            "time": "1970-01-01T00:16:40.000Z",
            "speed": 0.0,
            "frozen": True,
        },
        "choices": {"mood": "good"},
        "items": {"int": {"a/b": ["1"]}},
    }
