"""Ordeal: how a test of a client ended under a trouble, and what is to be said of it.

Read `Ordeal.fault_found` first. Knows exchanges and exceptions; neither pytest nor the mock.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ..spec.exchange import Exchange, Reply
from .crash import IsWord, complaint, is_own, leaves, line_of, place_of
from .deadline import HangError
from .trouble import Trouble

_SHOWN = 300
_FRAMES = 8


@dataclass(frozen=True, slots=True)
class Ordeal:
    """A trouble, all exchanges meanwhile, those of them that it spoilt, and what was raised."""

    trouble: Trouble
    exchanges: Sequence[Exchange]
    spoilt: Sequence[Exchange]
    error: BaseException | None

    @property
    def used(self) -> frozenset[str]:
        """The operationIds of what was called."""
        return frozenset(map(_operation, self.exchanges)) - {""}

    @property
    def is_met(self) -> bool:
        """Whether the client called what the trouble waits for."""
        return bool(self.spoilt) or self.trouble.can_strike(self.used)

    @property
    def is_plain(self) -> bool:
        """Whether the test ended as if there were no trouble; a hang is never plain."""
        is_hang = isinstance(self.error, HangError)
        return not is_hang and (not self.trouble.operations or not self.is_met)

    @property
    def must_succeed(self) -> bool:
        """Whether a right client ends well: in passing trouble, if it has asked again."""
        if self.trouble.outcome == "recover":
            return len(self._concerned) > len(self.spoilt)
        return self.trouble.outcome == "succeed"

    def fault_found(self, is_word: IsWord, allowed: tuple[type[BaseException], ...]) -> str:
        """What is wrong with the client, with all that is needed to see why; "" if nothing is."""
        if isinstance(self.error, HangError):
            return "\n".join(["The client hangs.", *self._circumstances(), *_stack(self.error)])
        for each in leaves(self.error) if self.error else ():
            reason = complaint(each, is_word=is_word, must_succeed=self.must_succeed)
            if reason and not isinstance(each, allowed):
                return "\n".join([reason, *self._circumstances(), f"  client:   {place_of(each)}"])
        return ""

    @property
    def _concerned(self) -> list[Exchange]:
        names = self.trouble.operations
        return [each for each in self.exchanges if _operation(each) in names]

    def _circumstances(self) -> list[str]:
        """The trouble, what the client got into it by, and what it asked last since then."""
        lines = [f"  trouble:  {self.trouble.name}: {self.trouble.meaning}"]
        met = (self.spoilt or self._concerned or self.exchanges)[-1:]
        last = self.exchanges[-1:]
        is_over = [each.call for each in met] != [each.call for each in last]
        for each in met:
            lines += [f"  request:  {_asked(each)}", f"  answer:   {_shown(each.reply)}"]
        for each in last if is_over and all(one.reply.status for one in met) else ():
            lines += [f"  the last: {_asked(each)}", f"  answer:   {_shown(each.reply)}"]
        return lines


def _operation(exchange: Exchange) -> str:
    operation = exchange.call.operation
    return operation.operation_id if operation else ""


def _asked(exchange: Exchange) -> str:
    return f"{exchange.call.message.method} {exchange.call.message.target[:_SHOWN]}"


def _shown(reply: Reply) -> str:
    """A reply in a line."""
    if not reply.status:
        return "none, the connection was reset" if reply.is_cut else "none"
    text = reply.body.decode(errors="replace")
    shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    return f"{reply.status} {shown}{' (cut here)' if reply.is_cut else ''}".rstrip()


def _stack(hang: HangError) -> list[str]:
    """Where a client hangs, innermost last: its own lines, and what of others they wait in."""
    own = [each for each in hang.stack if is_own(each.filename)]
    inner = [each for each in hang.stack[-2:] if each not in own]
    return [f"  hangs in: {line_of(each)}" for each in (*own[-_FRAMES:], *inner)]
