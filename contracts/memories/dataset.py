"""The ids of datasets."""

from collections.abc import Iterator
from http import HTTPStatus

from ...spec.api import Api
from ...spec.exchange import Exchange
from ..export_jobs import CREATE_DATASET, body_of
from ..memory import Remember, memory
from ..violation import Objection


@memory("dataset")
def dataset(_: Api) -> Remember:
    """No two datasets have one id.

    Good: two creations, two ids.
    Bad: the second creation answers with the id of the first.
    """
    seen: set[str] = set()

    def remember(exchange: Exchange) -> Iterator[Objection]:
        """Keep what was created."""
        for each in _created(exchange):
            if each in seen:
                message = f"two datasets were created, and both have the id {each!r}"
                yield Objection(message, kind="reused dataset")
            seen.add(each)

    return remember


def _created(exchange: Exchange) -> list[str]:
    """The ids of the datasets that an answer says were created."""
    operation = exchange.call.operation
    is_creation = operation is not None and operation.operation_id == CREATE_DATASET
    if not is_creation or exchange.reply.status != HTTPStatus.CREATED:
        return []
    found = body_of(exchange.reply)
    references = found if isinstance(found, list) else []
    ids = (each.rpartition("/")[2] for each in references if isinstance(each, str))
    return [each for each in ids if each]
