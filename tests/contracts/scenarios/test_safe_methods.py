import json
from collections.abc import Callable
from typing import Any

Told = Callable[..., Any]


def is_list(environ: Any) -> bool:
    return bool(
        environ["REQUEST_METHOD"] == "GET" and environ["PATH_INFO"].rstrip("/").endswith("jobs")
    )


def growing(changed: Told, lengths: Any) -> Any:
    """A list that has the next of some lengths whenever it is read."""

    def wire(environ: Any, honest: Any) -> Any:
        if not is_list(environ):
            return honest
        page = json.loads(honest.body)
        page["records"] = page["records"][:1] * next(lengths)
        return changed(honest, body=json.dumps(page).encode())

    return wire


def of(outcome: Any) -> list[str]:
    return [each for each in outcome.messages if "right afterwards" in each]


def test_the_mock_passes(told: Told) -> None:
    outcome = told("trailing_slash", "safe_methods")
    assert (outcome.story.word, outcome.messages) == ("pass", [])


def test_a_list_that_grows_by_reading_is_seen(told: Told, changed: Told) -> None:
    wire = growing(changed, iter(range(1, 100)))
    found = of(told("trailing_slash", "safe_methods", wire=wire))
    assert found == [
        "the same GET gave 4 items, and right afterwards 5; reading must not create anything"
    ]


def test_what_others_create_meanwhile_is_no_fault(told: Told, changed: Told) -> None:
    wire = growing(changed, iter([1, 1, 1, 2, 2, 2, 2]))
    assert of(told("trailing_slash", "safe_methods", wire=wire)) == []


def test_a_status_that_changes_with_every_reading_is_seen(told: Told, changed: Told) -> None:
    statuses = iter([200, 404] * 50)

    def wire(environ: Any, honest: Any) -> Any:
        return changed(honest, status=next(statuses)) if is_list(environ) else honest

    assert told("safe_methods", wire=wire).story.word == "fail"
