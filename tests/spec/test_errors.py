"""What a user set up wrongly is told in one line that says what to do."""

import pytest

from specdouble.spec.errors import (
    AddressError,
    DocumentError,
    SettingError,
    SpecdoubleError,
    TargetError,
)


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (DocumentError("api.yaml", "no paths"), "api.yaml: no paths"),
        (DocumentError("api.yaml", "no paths", 3, 7), "api.yaml:3:7: no paths"),
        (SettingError("--port", "x", "no number"), "--port: 'x' cannot be used: no number"),
        (
            AddressError("::1", 80, "in use"),
            "cannot listen on ::1:80: in use; choose another with --port (0 takes a free one)",
        ),
        (TargetError("http://x", "refused"), "http://x cannot be tested: refused"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_an_error_prints_itself(error: SpecdoubleError, text: str) -> None:
    assert str(error) == text


def test_all_are_caught_by_their_root() -> None:
    with pytest.raises(SpecdoubleError):
        raise TargetError("http://x", "refused")
