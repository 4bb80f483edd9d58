"""Objects and lists spread over names with brackets: `a[b]=1`, `a[0][b]=1`, `a[]=1`.

Read `tree_of`, then `typed`. OpenAPI has `deepObject` for one level of it; what services and
their clients mean by it goes deeper, in queries and in forms.
"""

import re
from collections.abc import Callable, Container, Iterable
from typing import TypeAlias

from .document import Node
from .json_types import Json
from .shape import has_branches, members_of, part_of, types_of

Tree: TypeAlias = "dict[str, Tree] | list[str]"
"""Texts, each by the steps that lead to it; a name given often has several."""

Leaf: TypeAlias = Callable[[str, Node | None], Json]

_NAME = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])+)")
_DEEPEST = 20


def tree_of(pairs: Iterable[tuple[str, str]], stems: Container[str]) -> dict[str, Tree]:
    """Names and texts as a tree: the names in `stems` may be followed by brackets.

    A name that fits no branch stands for itself.
    """
    root: dict[str, Tree] = {}
    for name, text in pairs:
        *path, last = _steps(name, stems)
        place = root
        for step in path:
            found = place.setdefault(step, {})
            if isinstance(found, list):
                place, last = root, name
                break
            place = found
        texts = place.setdefault(last, [])
        if isinstance(texts, list):
            texts.append(text)
        else:
            root[name] = [text]
    return root


def _steps(name: str, stems: Container[str]) -> list[str]:
    found = _NAME.fullmatch(name)
    if found is None or name in stems or found[1] not in stems or found[2].count("[") > _DEEPEST:
        return [name]
    return [found[1], *found[2][1:-1].split("][")]


def typed(tree: Tree, schema: Node | None, leaf: Leaf) -> Json:
    """A tree as the value that the schema has for it; `leaf` reads a single text."""
    if isinstance(tree, list):
        return _repeated(tree, schema, leaf)
    if "array" in types_of(schema) and _is_numbered(tree):
        return _listed(tree, part_of(schema, "items"), leaf)
    members, rest = dict(members_of(schema)), part_of(schema, "additionalProperties")
    return {name: typed(branch, members.get(name, rest), leaf) for name, branch in tree.items()}


def _is_numbered(tree: dict[str, Tree]) -> bool:
    return all(key == "" or key.isdecimal() for key in tree)


def _repeated(texts: list[str], schema: Node | None, leaf: Leaf) -> Json:
    """The texts of one name: a list where there may be one, else the last of them."""
    is_empty = texts == [""] and has_branches(schema)
    if "array" in types_of(schema) and not is_empty:
        item = part_of(schema, "items")
        return [leaf(text, item) for text in texts]
    return leaf(texts[-1], schema)


def _listed(tree: dict[str, Tree], item: Node | None, leaf: Leaf) -> list[Json]:
    """The items of a list by their numbers; those without one in the order they came."""
    found: list[Json] = []
    for key in sorted(tree, key=lambda key: int(key[:9] or 0)):
        branch = tree[key]
        texts = [[text] for text in branch] if isinstance(branch, list) else [branch]
        found += [typed(each, item, leaf) for each in texts]
    return found
