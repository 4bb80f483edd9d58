"""Requests at the same time that disturb each other."""

import threading
from collections.abc import Iterator

from ...spec.api import Api
from ...spec.exchange import Call, Reply
from ..export_jobs import CREATE_JOB
from ..job_spoiling import Mistake, acting, is_call, jobs_are_in, mutant_of
from ..mutant import Handle, Mutant, mutation
from ..spoiling import value_of, with_body


@mutation("race")
def race(api: Api) -> Iterator[Mutant]:
    """Requests at the same time disturb each other; one after the other all is well."""
    for mistake in _RACES if jobs_are_in(api) else ():
        yield mutant_of(api, mistake)


class _Together:
    """Creations that overlap, and the answer to the first of them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._inside = 0
        self._first: Reply | None = None

    def same(self, call: Call, honest: Handle) -> Reply | None:
        """Those that overlap all get the answer to the first."""
        if not is_call(call, CREATE_JOB):
            return None
        with self._lock:
            self._inside += 1
        threading.Event().wait(_MOMENT)
        with self._lock:
            is_alone = self._inside == 1
            if is_alone or self._first is None:
                self._first = honest(call.message)
            reply = self._first
        threading.Event().wait(_MOMENT)
        with self._lock:
            self._inside -= 1
            self._first = None if self._inside == 0 else self._first
        return reply

    def lost(self, call: Call, honest: Handle) -> Reply | None:
        """Those that overlap get ids of their own, and only one is stored."""
        if not is_call(call, CREATE_JOB):
            return None
        with self._lock:
            self._inside += 1
        threading.Event().wait(_MOMENT)
        with self._lock:
            reply = honest(call.message)
            if self._inside > 1:
                reply = _renumbered(reply)
        threading.Event().wait(_MOMENT)
        with self._lock:
            self._inside -= 1
        return reply


_MOMENT = 0.002


def _renumbered(reply: Reply) -> Reply:
    value = value_of(reply.body)
    number = value.get("id") if isinstance(value, dict) else None
    if not isinstance(value, dict) or not isinstance(number, int):
        return reply
    return with_body(reply, {**value, "id": number + 10**9})


_RACES = (
    Mistake(
        CREATE_JOB,
        "same id",
        "creations at the same time get one job",
        acting(lambda: _Together().same),
    ),
    Mistake(
        CREATE_JOB,
        "lost",
        "of creations at the same time only one is stored",
        acting(lambda: _Together().lost),
    ),
)
