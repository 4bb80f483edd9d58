"""The life of an export job: one table, and the state that follows from it at an instant.

A job's events are instants in its record; nothing ticks. `state_at` is a pure function of the
events and the time, so an hour passes by asking an hour later.
"""

from collections.abc import Sequence
from dataclasses import dataclass

LIFECYCLE = {
    "NEW": {"start": "PROCESSING", "cancel": "CANCELLED"},
    "PROCESSING": {"finish": "SUCCEEDED", "fail": "FAILED", "cancel": "CANCELLED"},
    "SUCCEEDED": {},
    "FAILED": {},
    "CANCELLED": {},
}


@dataclass(frozen=True, slots=True)
class State:
    """What a job is at an instant, and since when (milliseconds)."""

    status: str
    since: int

    @property
    def has_ended(self) -> bool:
        """Whether no event can change it any more."""
        return not LIFECYCLE[self.status]


def state_at(now: int, created: int, events: Sequence[tuple[int, str]]) -> State:
    """The state at `now` of a job created at `created`; events in the order of their instants."""
    state = State("NEW", created)
    for instant, event in events:
        if instant <= now and event in LIFECYCLE[state.status]:
            state = State(LIFECYCLE[state.status][event], instant)
    return state


def cancelled(
    now: int, created: int, events: Sequence[tuple[int, str]]
) -> tuple[tuple[int, str], ...]:
    """The events with a cancel at `now`; unchanged if the job has ended by then."""
    if state_at(now, created, events).has_ended:
        return tuple(events)
    return (*((instant, event) for instant, event in events if instant <= now), (now, "cancel"))
