"""Method and path to an operation, as OpenAPI 3.1, 4.8.8 has it.

Read `Router.match` first. Concrete segments win over templated ones; a trailing slash is
forgiven where the path without it is known; a base path of `servers` may stand in front.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeAlias, TypeVar
from urllib.parse import unquote

Target = TypeVar("Target")
_Values: TypeAlias = tuple[tuple[str, list[str]], ...]
_ANY = "(.+?)"
_EXPRESSION = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class Match(Generic[Target]):
    """What a path leads to, with the raw (still percent-encoded) values of its parameters."""

    target: Target
    values: Mapping[str, list[str]]


@dataclass(slots=True)
class _Step(Generic[Target]):
    """One segment deep in the tree of templates."""

    literal: "dict[str, _Step[Target]]" = field(default_factory=dict)
    patterns: "list[tuple[re.Pattern[str], tuple[str, ...], _Step[Target]]]" = field(
        default_factory=list
    )
    ends: "list[Target]" = field(default_factory=list)


class Router(Generic[Target]):
    """Path templates as a tree of segments."""

    def __init__(
        self, templates: Iterable[tuple[str, Target]], prefixes: Sequence[str] = ()
    ) -> None:
        """`prefixes` are base paths without a trailing slash; none is tried first."""
        self._root: _Step[Target] = _Step()
        self._prefixes = ("", *(prefix for prefix in prefixes if prefix))
        for template, target in templates:
            self._enter(template, target)

    def match(self, path: str) -> Match[Target] | None:
        """The target of a raw path, None where no template fits."""
        return next(self.matches(path), None)

    def matches(self, path: str) -> Iterator[Match[Target]]:
        """Every target of a raw path, the one that OpenAPI takes first."""
        for prefix in self._prefixes:
            if path.startswith(f"{prefix}/"):
                yield from self._below(path[len(prefix) :].split("/")[1:])

    def _below(self, segments: list[str]) -> Iterator[Match[Target]]:
        """With the last slash where it is known so, else without."""
        is_found = False
        for target, values in self._walk(self._root, segments, ()):
            is_found = True
            yield Match(target, dict(values))
        if not is_found and len(segments) > 1 and segments[-1] == "":
            for target, values in self._walk(self._root, segments[:-1], ()):
                yield Match(target, dict(values))

    def _enter(self, template: str, target: Target) -> None:
        step = self._root
        for segment in template.split("/")[1:]:
            names = tuple(_EXPRESSION.findall(segment))
            step = _pattern_step(step, segment, names) if names else _literal_step(step, segment)
        step.ends.append(target)

    def _walk(
        self, step: _Step[Target], segments: list[str], values: _Values
    ) -> Iterator[tuple[Target, _Values]]:
        if not segments:
            for target in step.ends:
                yield target, values
            return
        first, rest = segments[0], segments[1:]
        literal = step.literal.get(first) or step.literal.get(unquote(first))
        if literal is not None:
            yield from self._walk(literal, rest, values)
        for pattern, names, after in step.patterns:
            match = pattern.fullmatch(first)
            if match is not None:
                more = tuple((name, [raw]) for name, raw in zip(names, match.groups(), strict=True))
                yield from self._walk(after, rest, values + more)


def _literal_step(step: _Step[Target], segment: str) -> _Step[Target]:
    return step.literal.setdefault(unquote(segment), _Step())


def _pattern_step(step: _Step[Target], segment: str, names: tuple[str, ...]) -> _Step[Target]:
    """The step for a templated segment; the one with more fixed text is tried first."""
    fixed = _EXPRESSION.split(segment)[::2]
    pattern = re.compile(_ANY.join(map(re.escape, fixed)))
    for known, known_names, after in step.patterns:
        if known.pattern == pattern.pattern and known_names == names:
            return after
    fresh: _Step[Target] = _Step()
    step.patterns.append((pattern, names, fresh))
    step.patterns.sort(key=lambda entry: len(_ANY) * len(entry[1]) - len(entry[0].pattern))
    return fresh
