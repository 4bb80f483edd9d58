"""YAML read from libyaml's events into data, with the offset of every key and value.

No recursion and no node tree: `_Builder` takes one event after the other. Read `read_yaml`, then
`_Builder`. What plain scalars mean stands in `scalars.py`.
"""

import gc
from array import array
from collections.abc import Iterable, Iterator

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from yaml.reader import Reader

from .errors import DocumentError
from .json_reading import duplicate_key, too_deep
from .json_types import Json
from .marks import MAX_DEPTH, Locate, Path, Reading, Source
from .scalars import TAGS, ScalarError, resolve

MAX_NODES = 5_000_000
"""Keys and values a document may have once its aliases are written out (alias bombs)."""


def read_yaml(source: Source) -> Reading:
    """Raises DocumentError at the place of whatever YAML forbids or OpenAPI cannot mean.

    The garbage collector is off meanwhile: it would take most of the time and find nothing.
    """
    builder = _Builder(source)
    collecting = gc.isenabled()
    gc.disable()
    try:
        builder.build(yaml.parse(source.text, Loader=yaml.CSafeLoader))
    except yaml.YAMLError as error:
        raise _explain(source, error) from None
    finally:
        if collecting:
            gc.enable()
    return builder.reading()


class _Frame:
    """A container that is still open: its keys and values so far, and their offsets.

    `marks` holds a mapping's offsets as key, value, key, value; a list's one per element.
    """

    __slots__ = ("anchor", "before", "height", "is_mapping", "keys", "marks", "merges", "values")

    def __init__(self, *, is_mapping: bool, anchor: str | None, before: int) -> None:
        self.is_mapping = is_mapping
        self.anchor = anchor
        self.before = before
        self.height = 0
        self.keys: list[str] = []
        self.values: list[Json] = []
        self.marks = array("I")
        self.merges = False


class _Builder:
    """Takes events, keeps the open containers on a stack of its own."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._stack = [_Frame(is_mapping=False, anchor=None, before=0)]
        self._marks: dict[int, array[int]] = {}
        self._anchors: dict[str, tuple[Json, int, int]] = {}
        self._names: dict[str, str] = {}
        self._nodes = 0
        self._documents = 0

    def build(self, events: Iterable[Event]) -> None:
        """Take all of them; the others (stream start, document end …) say nothing here."""
        for event in events:
            match event:
                case ScalarEvent():
                    self._scalar(event)
                case MappingStartEvent() | SequenceStartEvent():
                    self._open(event)
                case MappingEndEvent() | SequenceEndEvent():
                    self._close(event)
                case AliasEvent():
                    self._alias(event)
                case DocumentStartEvent():
                    self._document(event)

    def reading(self) -> Reading:
        """What came of it; an empty document is null."""
        root = self._stack[0]
        if not root.values:
            raise self._source.error("the document is empty", 0)
        return Reading(root.values[0], _locator(root.values[0], root.marks[0], self._marks))

    def _document(self, event: Event) -> None:
        self._documents += 1
        if self._documents > 1:
            raise self._error("a second document begins here: one file holds one document", event)

    def _scalar(self, event: ScalarEvent) -> None:
        frame = self._stack[-1]
        self._nodes += 1
        if frame.is_mapping and len(frame.keys) == len(frame.values):
            self._key(frame, event)
        else:
            value = self._value(event)
            frame.values.append(value)
            frame.marks.append(_offset(event))
            if event.anchor:
                self._anchors[event.anchor] = (value, 0, 1)

    def _key(self, frame: _Frame, event: ScalarEvent) -> None:
        """Keys are text as written: `200:` is "200". Only a plain `<<` is more."""
        text = event.value
        frame.keys.append(self._names.setdefault(text, text))
        frame.marks.append(_offset(event))
        if event.anchor:
            self._anchors[event.anchor] = (text, 0, 1)
        if text == "<<" and event.implicit[0]:
            frame.merges = True

    def _value(self, event: ScalarEvent) -> Json:
        text: str = event.value
        try:
            if event.implicit[0] and event.tag is None:
                return resolve(text)
            if event.implicit[1]:
                return text
            if event.tag in TAGS:
                return TAGS[event.tag](text)
        except ScalarError as error:
            raise self._error(str(error), event) from None
        raise self._error(f"the tag {event.tag} has no meaning in OpenAPI", event)

    def _open(self, event: MappingStartEvent | SequenceStartEvent) -> None:
        is_mapping = type(event) is MappingStartEvent
        self._stack[-1].marks.append(_offset(event))
        self._refuse_as_key(event)
        if not event.implicit and event.tag not in _CONTAINER_TAGS:
            raise self._error(f"the tag {event.tag} has no meaning in OpenAPI", event)
        if len(self._stack) > MAX_DEPTH:
            raise self._error(too_deep(), event)
        frame = _Frame(is_mapping=is_mapping, anchor=event.anchor, before=self._nodes)
        self._stack.append(frame)
        self._nodes += 1

    def _close(self, event: Event) -> None:
        frame = self._stack.pop()
        value: Json = self._mapping(frame) if frame.is_mapping else frame.values
        self._marks[id(value)] = frame.marks
        parent = self._stack[-1]
        parent.values.append(value)
        parent.height = max(parent.height, frame.height + 1)
        if frame.anchor:
            self._anchors[frame.anchor] = (value, frame.height + 1, self._nodes - frame.before)
        if self._nodes > MAX_NODES:
            raise self._error(f"more than {MAX_NODES} values once aliases are written out", event)

    def _mapping(self, frame: _Frame) -> dict[str, Json]:
        mapping = dict(zip(frame.keys, frame.values, strict=True))
        if len(mapping) != len(frame.keys):
            raise self._duplicate(frame)
        if frame.merges:
            self._merge(mapping, frame.marks)
        return mapping

    def _alias(self, event: AliasEvent) -> None:
        self._refuse_as_key(event)
        if event.anchor not in self._anchors:
            around = any(frame.anchor == event.anchor for frame in self._stack)
            raise self._error(
                f"the alias *{event.anchor} stands inside of what it means"
                if around
                else f"no anchor &{event.anchor} stands before this alias",
                event,
            )
        value, height, nodes = self._anchors[event.anchor]
        frame = self._stack[-1]
        frame.values.append(value)
        frame.marks.append(_offset(event))
        frame.height = max(frame.height, height)
        self._nodes += nodes
        if len(self._stack) + height > MAX_DEPTH:
            raise self._error(too_deep(), event)

    def _merge(self, mapping: dict[str, Json], marks: "array[int]") -> None:
        """Put the members of `<<` behind the mapping's own, which win."""
        place = list(mapping).index("<<")
        merged = mapping.pop("<<")
        offset = marks[2 * place + 1]
        del marks[2 * place : 2 * place + 2]
        for source in merged if isinstance(merged, list) else [merged]:
            if not isinstance(source, dict):
                raise self._source.error("<< merges mappings, and this is none", offset)
            for index, (key, value) in enumerate(source.items()):
                if key not in mapping:
                    mapping[key] = value
                    marks.extend(self._marks[id(source)][2 * index : 2 * index + 2])

    def _refuse_as_key(self, event: Event) -> None:
        frame = self._stack[-1]
        if frame.is_mapping and len(frame.keys) == len(frame.values):
            raise self._error("the key of a mapping must be a plain or quoted text", event)

    def _duplicate(self, frame: _Frame) -> DocumentError:
        index = next(i for i, key in enumerate(frame.keys) if key in frame.keys[:i])
        key = frame.keys[index]
        first = self._source.position(frame.marks[2 * frame.keys.index(key)])
        return self._source.error(duplicate_key(key, first.line), frame.marks[2 * index])

    def _error(self, reason: str, event: Event) -> DocumentError:
        return self._source.error(reason, _offset(event))


def _offset(event: Event) -> int:
    mark = event.start_mark
    return mark.index if mark else 0


_CONTAINER_TAGS = frozenset({"!", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"})


def _locator(root: Json, start: int, marks: "dict[int, array[int]]") -> Locate:
    """Offsets by path, from the marks kept while reading."""

    def locate(path: Path) -> tuple[int, int]:
        """Step by step; an alias continues where its anchor stands."""
        place, value = (start, start), root
        for key in path:
            places = marks[id(value)]
            first = last = int(key) if isinstance(value, list) else 0
            if isinstance(value, dict):
                first = 2 * list(value).index(str(key))
                last = first + 1
            place = (places[first], places[last])
            value = value[key]  # type: ignore[index]  # the path exists
        return place

    return locate


def _explain(source: Source, error: yaml.YAMLError) -> DocumentError:
    """Libyaml's complaint in one line, at its place."""
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        offset = min(error.problem_mark.index, len(source.text))
        if source.text[offset : offset + 1] == "\t":
            return source.error("a tab indents here, where YAML wants spaces", offset)
        return source.error(f"not YAML: {', '.join(_complaints(error))}", offset)
    found = Reader.NON_PRINTABLE.search(source.text)
    offset = found.start() if found else 0
    return source.error(
        f"the character U+{ord(source.text[offset]):04X} may not stand here", offset
    )


def _complaints(error: yaml.MarkedYAMLError) -> Iterator[str]:
    yield from (text for text in (error.problem, error.context) if text)
