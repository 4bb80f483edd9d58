"""Store: items by kind, tenant and key. Knows nothing of HTTP, and of no particular item.

An item is a frozen dataclass that is never changed in place, only replaced: so it is handed out
without a copy, and the whole store can be written down at any moment.
"""

from collections.abc import Iterator
from dataclasses import asdict, is_dataclass
from itertools import count
from typing import TypeAlias, TypeVar
from urllib.parse import quote

from ..spec.json_types import Json

Tenant: TypeAlias = tuple[str, ...]
Item = TypeVar("Item")


class Store:
    """Items, apart for each tenant. Not locked: `World` holds the one lock."""

    def __init__(self) -> None:
        self._items: dict[tuple[type, Tenant], dict[str, object]] = {}
        self._counters: dict[str, Iterator[int]] = {}

    def put(self, tenant: Tenant, key: str, item: object) -> None:
        """Add an item, or replace the one of its kind and key where it stands."""
        self._items.setdefault((type(item), tenant), {})[key] = item

    def get(self, kind: type[Item], tenant: Tenant, key: str) -> Item | None:
        """The item of that kind and key, None if this tenant has none."""
        item = self._items.get((kind, tenant), {}).get(key)
        return item if isinstance(item, kind) else None

    def remove(self, kind: type, tenant: Tenant, key: str) -> bool:
        """Forget an item; False if there was none."""
        return self._items.get((kind, tenant), {}).pop(key, None) is not None

    def newest_first(self, kind: type[Item], tenant: Tenant) -> Iterator[Item]:
        """The items of a tenant, the last one added first."""
        items = self._items.get((kind, tenant), {})
        return (item for item in reversed(items.values()) if isinstance(item, kind))

    def next_number(self, sequence: str, *, first: int) -> int:
        """The next whole number of a sequence, which all tenants share."""
        return next(self._counters.setdefault(sequence, count(first)))

    def clear(self) -> None:
        """Forget everything; sequences begin anew."""
        self._items.clear()
        self._counters.clear()

    def as_json(self) -> dict[str, Json]:
        """Kind, then tenant (its parts joined by "/"), then a list of items, oldest first.

        What could be mistaken in a part of a tenant is percent-encoded.
        """
        kinds: dict[str, dict[str, Json]] = {}
        for (kind, tenant), items in self._items.items():
            name = "/".join(quote(part, safe="@") for part in tenant)
            kinds.setdefault(kind.__name__, {})[name] = [_written(item) for item in items.values()]
        return {kind: tenants for kind, tenants in kinds.items()}  # noqa: C416  # a wider type


def _written(item: object) -> Json:
    return asdict(item) if is_dataclass(item) and not isinstance(item, type) else repr(item)
