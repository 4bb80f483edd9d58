"""Near misses of the formats of JSON Schema and OpenAPI: one table, `NEAR_MISSES`.

`SAMPLES` has a good text for each. What is commonly taken although the standard forbids it
(a lower-case `t`, a UUID without hyphens) stands in `LENIENT`: nobody is blamed for it.
"""

import re

_LATE = re.compile(r"(?i)^(to|until|end|before|max|last|latest|exp|due|stop)")
"""Names of members that hold the end of a span."""

SAMPLES = {
    "byte": "dGV4dA==",
    "date": "2024-02-29",
    "date-time": "2019-01-01T00:00:00Z",
    "duration": "PT5M",
    "email": "ada@example.com",
    "hostname": "example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "time": "12:00:00Z",
    "uri": "https://example.com/a",
    "uri-reference": "/a",
    "url": "https://example.com/a",
    "uuid": "123e4567-e89b-42d3-a456-426614174000",
}

_LATER = {"date": "2030-01-31", "date-time": "2030-01-01T00:00:00Z", "time": "18:00:00Z"}

NEAR_MISSES = {
    "byte": ("%%%",),
    "date": ("2023-02-29", "01/02/2024", "tomorrow", "2024-02-29T00:00:00Z"),
    "date-time": (
        "yesterday",
        "2018-13-25T13:22:04Z",
        "2018-02-30T13:22:04Z",
        "2018-10-25T25:22:04Z",
        "2018-10-25T13:22:04",
        "2018-10-25",
        "1540473724000",
    ),
    "duration": ("five minutes", "5M"),
    "email": ("ada.example.com", "@example.com"),
    "hostname": ("-bad-.example.com", "two words"),
    "ipv4": ("192.0.2.256", "192.0.2"),
    "ipv6": ("2001:db8::g", "192.0.2.1"),
    "time": ("25:00:00Z", "noon"),
    "uri": ("not a uri", "example"),
    "url": ("not a uri",),
    "uuid": ("123e4567-e89b-42d3-a456-42661417400", "123e4567-e89b-42d3-a456-42661417400g", "1"),
}

LENIENT = {
    "date": ("20240229",),
    "date-time": ("2018-10-25 13:22:04Z", "2018-10-25t13:22:04z", "2016-12-31T23:59:60Z"),
    "email": ("ada@localhost",),
    "uuid": ("123e4567e89b42d3a456426614174000", "{123e4567-e89b-42d3-a456-426614174000}"),
}


def sample_of(name: str, kind: str) -> str | None:
    """A text of a format for a member of that name: the end of a span lies after its beginning."""
    is_late = _LATE.match(name) is not None
    return (_LATER.get(kind) if is_late else None) or SAMPLES.get(kind)
