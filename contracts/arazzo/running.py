"""Telling a workflow to a server: step by step, with its actions. Read `tell_workflow` first.

A criterion that does not hold is an objection, unless an action of the step takes care of it: a
retry that is not the last, or a `goto`.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from http import HTTPStatus

from ...spec.decoding import ABSENT
from ...spec.exchange import Exchange
from ...spec.json_types import Json
from ..expressions import as_text, filled
from ..signing import signed
from ..walk import Walk
from .criteria import Criterion
from .request import MissingError, request_of, values_of
from .scope import Ended, Scope
from .workflow import Action, Book, Step, Workflow, place_of

_MOST_STEPS = 2_000
_DEEPEST = 30
_LONGEST = 80


def tell_workflow(walk: Walk, book: Book, name: str, inputs: Mapping[str, Json]) -> None:
    """Run a workflow after those that it depends on, and object to whatever fails."""
    _Run(walk, book).workflow(name, inputs)


class _Failure(Exception):  # noqa: N818  # an end that is told already, not an error of ours
    """A step has failed, and nothing takes care of it: the workflow is over."""


class _Run:
    """One run of a workflow and all it calls: what has ended, and how many steps are left."""

    def __init__(self, walk: Walk, book: Book) -> None:
        self._walk = walk
        self._book = book
        self._ended: dict[str, Ended] = {}
        self._left = _MOST_STEPS
        self._depth = 0
        self._last: Exchange | None = None

    def workflow(self, name: str, inputs: Mapping[str, Json]) -> bool:
        """Run it; whether it came to its end without a failure."""
        workflow = self._book.workflows[name]
        given = {**workflow.defaults, **inputs}
        for each in workflow.needed:
            if each not in given:
                self._walk.skip(f"the input {each!r} of {name} is not given, and has no default")
        if self._depth == _DEEPEST:
            self._walk.skip(f"the workflow {name} leads to itself without end")
        self._depth += 1
        is_done = self._is_done(workflow, given)
        self._depth -= 1
        return is_done

    def _is_done(self, workflow: Workflow, given: Mapping[str, Json]) -> bool:
        for each in workflow.depends_on:
            if each not in self._ended and not self.workflow(each, {}):
                return False
        scope = Scope(given, self._ended, self._book.sources)
        try:
            self._steps(workflow, scope)
        except _Failure:
            return False
        self._ended[workflow.name] = Ended(given, _outputs(workflow.outputs, scope))
        return True

    def _steps(self, workflow: Workflow, scope: Scope) -> None:
        places = {step.name: place for place, step in enumerate(workflow.steps)}
        retries: Counter[tuple[str, str]] = Counter()
        place = 0
        while place < len(workflow.steps):
            step = workflow.steps[place]
            failed = self._step(step, scope)
            action = self._action(step, scope, retries, failed=bool(failed))
            place += 1
            if action is None:
                self._give_up(step, failed)
            elif action.kind == "retry":
                self._before_retry(action, workflow, scope)
                place = places[step.name]
            elif action.kind == "end":
                self._give_up(step, failed)
                return
            elif action.step:
                place = places[action.step]
            else:
                self._go_to(action.workflow)
                return

    def _step(self, step: Step, scope: Scope) -> list[str]:
        """Do a step: the words of what failed, none if it succeeded; its outputs are kept."""
        self._left -= 1
        if self._left < 0:
            self._object(step, ["the workflow goes round in circles"])
            raise _Failure
        try:
            failed = self._called(step, scope) if step.workflow else self._asked(step, scope)
        except MissingError as missing:
            self._object(step, [f"{missing.place}: {missing.text}, which finds nothing"])
            raise _Failure from None
        failed += [_words(each, scope) for each in step.criteria if not each.holds(scope.find)]
        scope.steps[step.name] = Ended({}, _outputs(step.outputs, scope))
        return failed

    def _asked(self, step: Step, scope: Scope) -> list[str]:
        """Send the request of a step; without criteria, a refusal is what fails."""
        if step.operation is None:
            return []
        message = request_of(step, step.operation, scope)
        exchange = self._walk.send(signed(message, self._walk.target.credentials))
        scope.exchange, self._last = exchange, exchange
        scope.url = self._walk.target.address_of(message)
        is_refused = exchange.reply.status >= HTTPStatus.BAD_REQUEST
        if step.criteria or not is_refused:
            return []
        return [f"{place_of(step.node)}: it is answered {exchange.reply.status}"]

    def _called(self, step: Step, scope: Scope) -> list[str]:
        """Run the workflow that a step calls; a failure in it is told where it happens."""
        inputs = {argument.name: value for argument, value in values_of(step, scope)}
        if not self.workflow(step.workflow, inputs):
            raise _Failure
        scope.outputs = self._ended[step.workflow].outputs
        return []

    def _action(
        self, step: Step, scope: Scope, retries: Counter[tuple[str, str]], *, failed: bool
    ) -> Action | None:
        """The first action whose criteria hold; a retry only as often as it may be."""
        for each in step.on_failure if failed else step.on_success:
            if not all(criterion.holds(scope.find) for criterion in each.criteria):
                continue
            key = (step.name, each.name)
            if each.kind != "retry":
                return each
            if retries[key] < each.limit:
                retries[key] += 1
                return each
        return None

    def _before_retry(self, action: Action, workflow: Workflow, scope: Scope) -> None:
        """Wait, and do first what the action names."""
        asked = scope.exchange.reply.headers.get("retry-after", "") if scope.exchange else ""
        self._walk.pace.sleep(float(asked) if asked.isdecimal() else action.after)
        if action.workflow:
            self._go_to(action.workflow)
        for step in workflow.steps:
            if step.name == action.step:
                self._give_up(step, self._step(step, scope))

    def _go_to(self, name: str) -> None:
        if not self.workflow(name, {}):
            raise _Failure

    def _give_up(self, step: Step, failed: Iterable[str]) -> None:
        """Object to what failed, if anything did: the workflow is over then."""
        if failed:
            self._object(step, failed)
            raise _Failure

    def _object(self, step: Step, reasons: Iterable[str]) -> None:
        for number, reason in enumerate(reasons):
            text = f"the step {step.name} fails at {reason}"
            if self._last is None:
                self._walk.skip(text)
            self._walk.object(self._last, text, kind=f"{step.node.pointer} {number}")


def _outputs(wanted: Mapping[str, str], scope: Scope) -> dict[str, Json]:
    """The outputs that are found; the others are left out."""
    found = {name: filled(text, scope.find) for name, text in wanted.items()}
    return {name: value for name, value in found.items() if value is not ABSENT}


def _words(criterion: Criterion, scope: Scope) -> str:
    """What does not hold, where it stands, and what its expressions are instead."""
    shown = [f"{each} is {_shown(scope, each)}" for each in dict.fromkeys(criterion.expressions)]
    found = f" ({', '.join(shown)})" if shown else ""
    return f"{place_of(criterion.node)}: {criterion.text}{found}"


def _shown(scope: Scope, expression: str) -> str:
    value = scope.find(expression)
    if value is ABSENT:
        return "nothing"
    text = as_text(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
