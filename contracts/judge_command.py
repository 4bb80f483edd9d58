"""The command `judge`: hold recorded traffic to a document. Thin: `hearing.py` does the work."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from ..spec.built_in import DOCUMENT
from ..spec.errors import SettingError
from .checked import referee_of
from .hearing import Finding, hear
from .recording import recorded
from .subject import counted

_WRONG = 1


@click.command()
@click.argument("file")
@click.option("--document", metavar="FILE", default=DOCUMENT, help="Default: the built-in one.")
@click.option(
    "--base-url",
    default="",
    metavar="URL",
    help="Stands in the place of the document's server: what went elsewhere is left out. For a "
    "journal of a mock it is a path. Default: everything is judged.",
)
@click.option(
    "--no-credentials",
    "is_signed",
    flag_value=False,
    default=True,
    help="Ask for none: browsers leave them out of a HAR file that was exported without secrets.",
)
def judge(file: str, document: str, base_url: str, *, is_signed: bool) -> None:
    """Say what in the recording FILE breaks an OpenAPI document, and whose fault it is.

    FILE is a HAR file, as browsers and proxies write them, or the journal of a mock
    (`curl http://127.0.0.1:4010/__specdouble/journal`).

    Exit code 0 if nothing is wrong, 1 if something is, 2 if there was nothing to judge.
    """
    referee, recording = referee_of(document), recorded(Path(file))
    findings = list(hear(referee, recording, base_url.rstrip("/"), is_signed=is_signed))
    if not findings:
        where = f" below {base_url}" if base_url and recording else ""
        raise SettingError("FILE", file, f"it holds no answered request{where}")
    for line in _lines(findings):
        click.echo(line)
    sys.exit(_WRONG if any(each.is_wrong for each in findings) else 0)


def _lines(findings: list[Finding]) -> Iterator[str]:
    """What was found, exchange by exchange, and the verdict."""
    for each in findings:
        reasons = list(_reasons(each))
        if reasons:
            yield f"{each.number}. {each.title}"
            yield from (f"   {reason}" for reason in reasons)
    wrong = [each for each in findings if each.is_wrong]
    client = sum(bool(each.client) for each in wrong)
    server = sum(bool(each.server) for each in wrong)
    if wrong:
        yield ""
        number = counted(client, "exchange")
        yield f"the client broke the contract in {number}, the server in {server}"
    yield f"{counted(len(findings), 'exchange')} judged, {len(wrong)} of them wrong"


def _reasons(each: Finding) -> Iterator[str]:
    yield from (f"client  {reason}" for reason in each.client)
    yield from (f"server  {reason}" for reason in each.server)
    yield from (f"doubt   openapi-core alone: {reason}" for reason in each.doubts)
    if each.left_out:
        yield f"note    {each.left_out}"
