import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.test import Client

from specdouble.contracts.application import running
from specdouble.spec.errors import SettingError

MODULE = """
def plain(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"plain"]

def factory():
    return plain

class Holder:
    application = staticmethod(plain)

class Object:
    def __call__(self, environ, start_response):
        return plain(environ, start_response)

async def asynchronous(scope, receive, send):
    if scope["type"] == "lifespan":
        while True:
            message = await receive()
            life.append(message["type"])
            await send({"type": message["type"] + ".complete"})
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"asynchronous"})

async def simple(scope, receive, send):
    assert scope["type"] == "http"
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"simple"})

async def failing(scope, receive, send):
    await receive()
    await send({"type": "lifespan.startup.failed", "message": "no database"})

life = []
number = 7
instance = Object()
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A folder with a module of applications, forgotten afterwards."""
    (tmp_path / "my_applications.py").write_text(MODULE)
    (tmp_path / "my_broken_one.py").write_text("1 / 0")
    monkeypatch.setattr(sys, "path", list(sys.path))
    yield str(tmp_path)
    sys.modules.pop("my_applications", None)


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("plain", "plain"),
        ("factory", "plain"),
        ("Holder.application", "plain"),
        ("instance", "plain"),
        ("asynchronous", "asynchronous"),
        ("simple", "simple"),
    ],
)
def test_an_application_of_any_kind_answers(name: str, answer: str, folder: str) -> None:
    with running(f"my_applications:{name}", folder) as application:
        assert Client(application).get("/").text == answer


def test_an_asgi_application_is_started_up_and_shut_down(folder: str) -> None:
    with running("my_applications:asynchronous", folder):
        life = sys.modules["my_applications"].life
        assert life == ["lifespan.startup"]
    assert life == ["lifespan.startup", "lifespan.shutdown"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("my_applications", "write it as module:attribute"),
        (":plain", "write it as module:attribute"),
        ("my_applications:absent", "it cannot be imported"),
        ("my_absent_module:app", "it cannot be imported"),
        ("my_broken_one:app", "ZeroDivisionError"),
        ("my_applications:number", "it is neither a WSGI nor an ASGI application"),
        ("my_applications:failing", "no database"),
    ],
)
def test_what_cannot_be_run_is_told(name: str, reason: str, folder: str) -> None:
    with pytest.raises(SettingError, match=reason) as caught, running(name, folder):
        raise AssertionError("it must not run")
    assert str(caught.value).startswith("--app: ")
