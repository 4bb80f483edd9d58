"""Playback: a whole run against an honest server, by heart; a mutant is tried on that first.

Until a mutant does otherwise than the honest server, a run against it goes as the honest run
went: the same requests, the same answers. So its first other answer can be had without the
judge, and if a check objects to that one, the mutant is killed, as it would be in a run. Read
`Script.objection_to`. What only memories and stories would find takes a run of its own.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from ..spec.api import Api
from ..spec.exchange import Exchange, Message, Reply
from .check import observe, violations_in
from .in_process import delivered, sent
from .ledger import Moment
from .mutant import Handle, Spoil
from .spoiling import understood
from .walk import Pace
from .witness import Witness


@dataclass(frozen=True, slots=True)
class Server:
    """A server in this process that nobody has asked yet, and the time it lives in."""

    handle: Handle
    pace: Pace


Fresh: TypeAlias = Callable[[], Server]


@dataclass(slots=True, eq=False)
class Scene:
    """A request as it was sent, its answer, and the seconds that passed before it.

    `exchange` is what the judge made of it, None if it did not judge it; `excused` names the
    checks that were not asked.
    """

    message: Message
    reply: Reply
    pause: float = 0.0
    exchange: Exchange | None = None
    excused: frozenset[str] = frozenset()


class StrayError(Exception):
    """A mutant asks for what it was not asked for: that is not in the script."""


@dataclass(frozen=True, slots=True)
class Script:
    """The scenes of a run, in their order."""

    api: Api
    scenes: tuple[Scene, ...]

    def answers(self) -> Iterator[tuple[str, str]]:
        """The documented answers that were given: an operation and a status each."""
        for scene in self.scenes:
            operation = understood(self.api, scene.message)[0].operation
            response = operation.response(scene.reply.status) if operation is not None else None
            if operation is not None and response is not None:
                yield operation.operation_id, response.status

    def objection_to(self, spoil: Spoil, fresh: Fresh) -> str | None:
        """What a check says of a mutant's first other answer.

        "" if it gives none; None if the checks are content, and a run must tell. A mutant that
        asks the honest server for something else is given a fresh one, and the requests again.
        """
        try:
            return self._by_heart(spoil)
        except StrayError:
            return self._with_a_server(spoil, fresh())

    def _by_heart(self, spoil: Spoil) -> str | None:
        prompter = _Prompter()
        spoiled = spoil(prompter.answer)
        for scene in self.scenes:
            prompter.scene, prompter.is_asked = scene, False
            reply = spoiled(scene.message)
            if reply is not scene.reply or not prompter.is_asked:
                return self._objection(scene, reply)
        return ""

    def _with_a_server(self, spoil: Spoil, server: Server) -> str | None:
        witness = Witness(server.handle)
        spoiled = witness.outer(spoil(witness.inner))
        for scene in self.scenes:
            if scene.pause:
                server.pace.sleep(scene.pause)
            reply = spoiled(scene.message)
            if witness.has_acted:
                return self._objection(scene, reply)
        return ""

    def _objection(self, scene: Scene, reply: Reply) -> str | None:
        if scene.exchange is None:
            return None
        message = scene.exchange.call.message
        exchange = observe(self.api, message, delivered(message, reply))
        for each in violations_in(self.api, exchange):
            if each.check not in scene.excused:
                return f"{each.check}: {each.message}"
        return None


@dataclass(slots=True)
class _Prompter:
    """Gives the answer of the scene, once."""

    scene: Scene | None = None
    is_asked: bool = False

    def answer(self, message: Message) -> Reply:
        """What was answered in the run."""
        if self.scene is None or message is not self.scene.message or self.is_asked:
            raise StrayError
        self.is_asked = True
        return self.scene.reply


@dataclass(slots=True)
class Recorder:
    """Writes a script down while a run goes on."""

    server: Server
    scenes: list[Scene] = field(default_factory=list)
    _unjudged: list[Scene] = field(default_factory=list)
    _pause: float = 0.0

    @property
    def recorded(self) -> Server:
        """The server to be asked in the run."""
        return Server(self._handle, replace(self.server.pace, sleep=self._sleep))

    def watch(self, moment: Moment) -> None:
        """Find what the judge has just judged; of equal requests at the same time any will do."""
        if moment.exchange is None:
            return
        wanted = sent(moment.exchange.call.message)
        for scene in reversed(self._unjudged):
            if scene.message == wanted:
                scene.exchange, scene.excused = moment.exchange, moment.excused
                self._unjudged.remove(scene)
                return

    def _handle(self, message: Message) -> Reply:
        reply = self.server.handle(message)
        scene = Scene(message, reply, self._pause)
        self._pause = 0.0
        self.scenes.append(scene)
        self._unjudged.append(scene)
        return reply

    def _sleep(self, seconds: float) -> None:
        self._pause += seconds
        self.server.pace.sleep(seconds)
