"""Datasets of the Catalog service, as far as an export needs them.

`dataset.create` answers 201 with a reference to the new dataset and remembers whether it is
based on the union schema, which decides later how an export into it ends. Choices:
`dataset-reference`.
"""

from dataclasses import dataclass

from ...spec.exchange import Call, Reply
from ...spec.json_types import Json
from ..behaviour import behaviour, json_reply
from ..world import World

UNION_SCHEMAS = {
    "https://ns.adobe.com/xdm/context/profile__union",
    "_xdm.context.profile__union",
}


@dataclass(frozen=True, slots=True)
class Dataset:
    """One dataset: its id, and the schema it is based on ("" if none was named)."""

    id: str
    name: str
    schema: str
    created: int

    @property
    def is_exportable(self) -> bool:
        """Whether profiles can be exported into it."""
        return self.schema in UNION_SCHEMAS


@behaviour("dataset.create")
def create(call: Call, world: World) -> Reply:
    """Create a dataset: 24 hexadecimal digits, in an array of one reference."""
    asked = call.body if isinstance(call.body, dict) else {}
    dataset = Dataset(
        id=world.hexadecimal(24),
        name=str(asked.get("name", "")),
        schema=_schema(asked),
        created=world.clock.now(),
    )
    world.store.put(world.tenant(call), dataset.id, dataset)
    location = f"{call.message.path.rstrip('/')}/{dataset.id}"
    reference = world.choices["dataset-reference"] + dataset.id
    return json_reply(201, [reference], ("Location", location))


def _schema(asked: dict[str, Json]) -> str:
    """The schema asked for: `schemaRef.id`, or the older `schema`."""
    reference = asked.get("schemaRef")
    if isinstance(reference, dict):
        return str(reference.get("id", ""))
    return str(asked.get("schema", ""))
