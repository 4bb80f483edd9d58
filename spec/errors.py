"""What a user can set up wrongly. Wrong *traffic* is never raised: see `problem.py`.

SpecdoubleError
├── DocumentError       a document that cannot be read, or a `$ref` that leads nowhere
├── SettingError        a setting, choice, option or file of ours with a value that cannot be used
├── AddressError        an address that cannot be listened on
└── TargetError         a server under test that cannot be reached or does not talk HTTP

Each holds facts and prints itself in one line that says what to do. The commands print it and
exit with 2. They are the one kind of noun that is not frozen: Python itself writes the traceback
into an exception, and context managers do so by assignment.
"""

from dataclasses import dataclass


class SpecdoubleError(Exception):
    """The root: catch this to catch all of ours."""


@dataclass(eq=False)
class DocumentError(SpecdoubleError):
    """`reason` at `line`:`column` (1-based; 0 where the whole file is meant) of the file `path`."""

    path: str
    reason: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        place = f":{self.line}:{self.column}" if self.line else ""
        return f"{self.path}{place}: {self.reason}"


@dataclass(eq=False)
class SettingError(SpecdoubleError):
    """The setting `name` cannot be `value`, because of `reason`."""

    name: str
    value: object
    reason: str

    def __str__(self) -> str:
        return f"{self.name}: {self.value!r} cannot be used: {self.reason}"


@dataclass(eq=False)
class AddressError(SpecdoubleError):
    """Listening on `host`:`port` failed with `reason`."""

    host: str
    port: int
    reason: str

    def __str__(self) -> str:
        advice = "choose another with --port (0 takes a free one)"
        return f"cannot listen on {self.host}:{self.port}: {self.reason}; {advice}"


@dataclass(eq=False)
class TargetError(SpecdoubleError):
    """The server under test at `url` could not be asked, because of `reason`."""

    url: str
    reason: str

    def __str__(self) -> str:
        return f"{self.url} cannot be tested: {self.reason}"
