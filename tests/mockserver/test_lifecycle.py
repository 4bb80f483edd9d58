from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from specdouble.mockserver.lifecycle import LIFECYCLE, State, cancelled, state_at

CREATED = 1000
RUN = ((1010, "start"), (1050, "finish"))
RANK = {"NEW": 0, "PROCESSING": 1, "SUCCEEDED": 2, "FAILED": 2, "CANCELLED": 2}

instants = st.integers(CREATED, CREATED + 100)
events = st.lists(
    st.tuples(instants, st.sampled_from(["start", "finish", "fail", "cancel"])), max_size=8
).map(lambda pairs: tuple(sorted(pairs, key=lambda pair: pair[0])))


def test_a_job_is_new_until_it_starts() -> None:
    assert state_at(1009, CREATED, RUN) == State("NEW", CREATED)


def test_an_event_counts_from_its_instant_on() -> None:
    assert state_at(1010, CREATED, RUN) == State("PROCESSING", 1010)


def test_a_job_ends_as_planned() -> None:
    assert state_at(9999, CREATED, RUN) == State("SUCCEEDED", 1050)


def test_a_job_that_fails_ends_as_failed() -> None:
    assert state_at(9999, CREATED, ((1010, "start"), (1050, "fail"))).status == "FAILED"


def test_an_event_that_the_state_does_not_know_changes_nothing() -> None:
    assert state_at(9999, CREATED, ((1010, "finish"),)).status == "NEW"


def test_a_cancelled_job_never_succeeds_later() -> None:
    assert state_at(9999, CREATED, cancelled(1020, CREATED, RUN)) == State("CANCELLED", 1020)


def test_a_job_can_be_cancelled_before_it_starts() -> None:
    assert cancelled(1005, CREATED, RUN) == ((1005, "cancel"),)


def test_cancelling_an_ended_job_changes_nothing() -> None:
    assert cancelled(1050, CREATED, RUN) == RUN


def test_every_event_leads_to_a_state_of_the_table() -> None:
    assert {after for row in LIFECYCLE.values() for after in row.values()} < LIFECYCLE.keys()


@given(events, st.lists(instants).map(sorted))
def test_the_life_cycle_only_moves_forward(
    planned: tuple[tuple[int, str], ...], polls: list[int]
) -> None:
    states = [state_at(poll, CREATED, planned) for poll in polls]
    for before, after in pairwise(states):
        assert RANK[before.status] <= RANK[after.status]
        assert before.since <= after.since
        assert not before.has_ended or before == after


@given(events, instants, instants)
def test_a_cancel_ends_a_job_and_leaves_its_past_alone(
    planned: tuple[tuple[int, str], ...], cancel: int, poll: int
) -> None:
    changed = cancelled(cancel, CREATED, planned)
    if poll < cancel:
        assert state_at(poll, CREATED, changed) == state_at(poll, CREATED, planned)
    else:
        assert state_at(poll, CREATED, changed).has_ended
