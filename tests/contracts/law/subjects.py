"""The documents that the law is tried on, each before both judges."""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from specdouble.contracts.judge import Judge, judge_for, opinion_on_exchange
from specdouble.contracts.opinion import Opinion
from specdouble.spec.api import Api
from specdouble.spec.built_in import DOCUMENT
from specdouble.spec.compiling import compile_api
from specdouble.spec.conformance import problems_in_reply
from specdouble.spec.document import Document, load, parse
from specdouble.spec.exchange import Exchange, Message, Reply
from specdouble.spec.json_types import Json
from specdouble.spec.reading import read

_SECOND = Path(__file__).with_name("second.openapi.yaml").read_text("utf-8")
_NULLABLE, _ABOVE = r"\(nullable (\w+)\)", r"\(above (\w+)\)"
_NEWER, _NEWEST = r"(?ms)^\(newer\n(.*?)^\)\n", r"(?ms)^\(newest\n(.*?)^\)\n"
_NEW = {_NULLABLE: r"type: [\1, 'null']", _ABOVE: r"exclusiveMinimum: \1", _NEWER: r"\1"}
_DIALECTS = {
    "3.0.3": {
        _NULLABLE: r"type: \1, nullable: true",
        _ABOVE: r"minimum: \1, exclusiveMinimum: true",
        _NEWER: "",
        _NEWEST: "",
    },
    "3.1.0": {**_NEW, _NEWEST: ""},
    "3.2.0": {**_NEW, _NEWEST: r"\1"},
}
"""How the second document says in each version what the versions say differently."""


@dataclass(frozen=True, eq=False)
class Subject:
    """A document as our judge reads it, and as openapi-core does. Too large to be printed."""

    api: Api = field(repr=False)
    judge: Judge = field(repr=False)

    def exchange(self, message: Message, reply: Reply) -> Exchange:
        """A request and its reply, with what our judge says of them."""
        call, problems = read(self.api, message)
        return Exchange(call, reply, (*problems, *problems_in_reply(call, reply)))

    def opinion(self, exchange: Exchange) -> Opinion:
        """What openapi-core says of them."""
        return opinion_on_exchange(self.judge, exchange)


def second(version: str) -> Document:
    """The second document in a version of OpenAPI."""
    text = _SECOND.replace("VERSION", version)
    for pattern, written in _DIALECTS[version].items():
        text = re.sub(pattern, written, text)
    return parse(text)


DOCUMENTS = {
    "built-in": load(DOCUMENT),
    **{version[:3]: second(version) for version in _DIALECTS},
}
SUBJECTS = {
    name: Subject(compile_api(document), judge_for(document))
    for name, document in DOCUMENTS.items()
}


def deaf(name: str, keyword: str) -> Subject:
    """A liar: our judge has never heard of a keyword, wherever the document has it."""
    return _liar(name, _without(DOCUMENTS[name].root.value, keyword))


def mishearing(name: str, keyword: str, value: Json) -> Subject:
    """A liar: our judge reads another value wherever the document has a keyword."""
    return _liar(name, _with(DOCUMENTS[name].root.value, keyword, value))


def _liar(name: str, heard: Json) -> Subject:
    return Subject(compile_api(parse(json.dumps(heard))), SUBJECTS[name].judge)


def _without(value: Json, keyword: str) -> Json:
    if isinstance(value, dict):
        return {name: _without(each, keyword) for name, each in value.items() if name != keyword}
    return [_without(each, keyword) for each in value] if isinstance(value, list) else value


def _with(value: Json, keyword: str, wanted: Json) -> Json:
    if isinstance(value, dict):
        return {
            name: wanted if name == keyword else _with(each, keyword, wanted)
            for name, each in value.items()
        }
    return [_with(each, keyword, wanted) for each in value] if isinstance(value, list) else value
