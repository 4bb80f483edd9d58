"""Texts for the formats of JSON Schema and OpenAPI: one table, `FORMATS`.

Names and addresses are of the ranges kept for documentation (RFC 2606, 5737 and 3849), so that
nobody is ever written to by a client under test.
"""

import base64
import uuid
from collections.abc import Callable, Sequence
from random import Random
from typing import TypeVar

Option = TypeVar("Option")

_WORDS = (
    "amber basil cedar delta ember fjord grove haven inlet jade kelp larch maple north ocean "
    "pearl quartz river slate tulip umber violet willow zephyr"
)
WORDS = tuple(_WORDS.split())


def one_of(random: Random, options: Sequence[Option]) -> Option:
    """One of several, faster than `random.choice` and random enough."""
    return options[int(random.random() * len(options))]


def word(random: Random) -> str:
    """One plain word."""
    return one_of(random, WORDS)


def _date(random: Random) -> str:
    return f"20{random.randint(20, 26)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}"


def _time(random: Random) -> str:
    hour, minute, second = random.randint(0, 23), random.randint(0, 59), random.randint(0, 59)
    return f"{hour:02}:{minute:02}:{second:02}Z"


def _instant(random: Random) -> str:
    return f"{_date(random)}T{_time(random)}"


def _hostname(random: Random) -> str:
    return f"{word(random)}.example.com"


def _email(random: Random) -> str:
    return f"{word(random)}{random.randint(1, 99)}@example.com"


def _uri(random: Random) -> str:
    return f"https://example.com/{word(random)}/{random.randint(1, 999)}"


def _path(random: Random) -> str:
    return f"/{word(random)}/{random.randint(1, 999)}"


def _uuid(random: Random) -> str:
    return str(uuid.UUID(int=random.getrandbits(128), version=4))


def _base64(random: Random) -> str:
    return base64.b64encode(word(random).encode()).decode()


FORMATS: dict[str, Callable[[Random], str]] = {
    "byte": _base64,
    "date": _date,
    "date-time": _instant,
    "duration": lambda random: f"PT{random.randint(1, 59)}M",
    "email": _email,
    "hostname": _hostname,
    "idn-email": _email,
    "idn-hostname": _hostname,
    "ipv4": lambda random: f"192.0.2.{random.randint(1, 254)}",
    "ipv6": lambda random: f"2001:db8::{random.randint(1, 0xFFFF):x}",
    "iri": _uri,
    "iri-reference": _path,
    "json-pointer": _path,
    "regex": lambda random: f"^{word(random)}$",
    "relative-json-pointer": lambda random: f"{random.randint(0, 3)}/{word(random)}",
    "time": _time,
    "uri": _uri,
    "uri-reference": _path,
    "uri-template": lambda random: f"/{word(random)}/{{id}}",
    "url": _uri,
    "uuid": _uuid,
}
"""A maker of texts for each format; a text of any other format is a plain word."""

_AT_END = ("iri", "iri-reference", "json-pointer", "uri", "uri-reference", "url")
LONGER: dict[str, Callable[[str, int], str]] = {
    "date-time": lambda text, missing: f"{text[:-1]}.{'0' * max(1, missing - 1)}Z",
    "email": lambda text, missing: "a" * missing + text,
    **dict.fromkeys(_AT_END, lambda text, missing: text + "a" * missing),
}
"""How a text of a format is made longer by so many characters, where that can be done."""
