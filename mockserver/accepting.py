"""Which of several media types a client likes best (RFC 9110, 12.5.1). None is ever refused."""

import re
from functools import lru_cache

_QUALITY = re.compile(r";\s*q\s*=\s*([01](?:\.[0-9]{0,3})?)\s*(?:;|$)", re.IGNORECASE)


@lru_cache(maxsize=1024)
def preferred(accept: str, offered: tuple[str, ...]) -> tuple[int, str]:
    """The place in `offered` of what `accept` likes best, and by which type it asked for it.

    Where it likes nothing of it: the first that is JSON, else the first. The type is "" where
    only a range was asked for.
    """
    wishes = list(_wishes(accept))
    ranked = []
    for place, name in enumerate(offered):
        essence = name.partition(";")[0].strip().lower()
        fitting = [wish for wish in wishes if _fits(essence, wish[1])]
        rank, wanted, quality = max(fitting, default=(-1, "", 0.001))
        if quality > 0:
            ranked.append((-quality, -rank, not _is_json(essence), place, wanted))
    *_, place, wanted = min(ranked, default=(0, ""))
    return place, "" if "*" in wanted else wanted


def _wishes(accept: str) -> "list[tuple[int, str, float]]":
    """Each range in the field: how exact it is, the range, and its quality."""
    found = []
    for part in accept.split(","):
        wanted = part.partition(";")[0].strip().lower()
        quality = _QUALITY.search(part)
        if "/" in wanted:
            exactness = 2 - wanted.count("*")
            found.append((exactness, wanted, float(quality[1]) if quality else 1.0))
    return found


def _fits(offered: str, wanted: str) -> bool:
    """Whether two media types, either of which may be a range, have a type in common."""
    one, two = offered.partition("/"), wanted.partition("/")
    return all("*" in pair or pair[0] == pair[1] for pair in ((one[0], two[0]), (one[2], two[2])))


def _is_json(essence: str) -> bool:
    return "json" in essence.partition(";")[0].lower()
