"""A small document of another domain, an honest mock of it, and of the built-in one."""

from collections.abc import Callable
from pathlib import Path

import pytest

from specdouble.contracts.asking import message_for
from specdouble.contracts.credentials import placeholders
from specdouble.contracts.in_process import InProcess
from specdouble.contracts.mutant import Handle, Mutant, mutants_of
from specdouble.contracts.mutation_commands import opened
from specdouble.contracts.playback import Fresh
from specdouble.contracts.signing import signed
from specdouble.spec.api import Api
from specdouble.spec.built_in import DOCUMENT
from specdouble.spec.compiling import compile_api
from specdouble.spec.document import load
from specdouble.spec.exchange import Message, Reply

SHELF = """
openapi: 3.1.0
info: {title: Shelf, version: '1'}
security: [{key: []}]
paths:
  /books:
    post:
      operationId: addBook
      parameters:
        - {name: copies, in: query, schema: {type: integer, minimum: 1}}
        - {name: Shelf, in: header, schema: {type: string, enum: [north, south]}}
      requestBody:
        required: true
        content:
          application/json:
            schema: {$ref: '#/components/schemas/Book'}
            example: {title: Emma, kind: novel}
      responses:
        '201':
          description: It stands on the shelf.
          headers:
            Place: {required: true, schema: {type: integer, minimum: 1}, example: 7}
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Book'}
              example: {title: Emma, kind: novel, pages: 474, tags: [old]}
        '400': {$ref: '#/components/responses/Wrong'}
        '401': {$ref: '#/components/responses/Wrong'}
        '415': {$ref: '#/components/responses/Wrong'}
        '503': {$ref: '#/components/responses/Wrong'}
  /books/{number}:
    parameters:
      - {name: number, in: path, required: true, schema: {type: integer}, example: 5}
    get:
      operationId: getBook
      responses:
        '200':
          description: A book.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Book'}
              example: {title: Emma, kind: novel, pages: 474, tags: [old]}
        '400': {$ref: '#/components/responses/Wrong'}
        '401': {$ref: '#/components/responses/Wrong'}
        '405': {$ref: '#/components/responses/Wrong'}
    delete:
      operationId: dropBook
      responses:
        '204': {description: It is gone.}
        '400': {$ref: '#/components/responses/Wrong'}
        '401': {$ref: '#/components/responses/Wrong'}
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
  responses:
    Wrong:
      description: It cannot be done.
      content:
        application/problem+json:
          schema:
            type: object
            required: [title]
            properties: {title: {type: string}, status: {type: integer}}
          example: {title: Bad Request, status: 400}
  schemas:
    Book:
      type: object
      required: [title]
      properties:
        title: {type: string, minLength: 1, maxLength: 90}
        kind: {type: string, enum: [novel, play]}
        pages: {type: integer, minimum: 1, maximum: 9000}
        tags: {type: array, minItems: 1, maxItems: 3, uniqueItems: true, items: {type: string}}
"""

Ask = Callable[..., Reply]


@pytest.fixture(scope="session")
def shelf_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("shelf") / "shelf.yaml"
    file.write_text(SHELF, "utf-8")
    return file


@pytest.fixture(scope="session")
def shelf(shelf_file: Path) -> Api:
    return compile_api(load(shelf_file))


@pytest.fixture(scope="session")
def shelf_mock(shelf_file: Path) -> Fresh:
    return opened(str(shelf_file))


@pytest.fixture(scope="session")
def job_mock() -> Fresh:
    return opened(str(DOCUMENT))


def named(api: Api, name: str) -> Mutant:
    """The one mutant of that name."""
    return next(each for each in mutants_of(api) if each.name == name)


@pytest.fixture
def asking(api: Api, job_mock: Fresh) -> Callable[[str], Ask]:
    """A mutant of the built-in document, by its name, to be asked by operation."""

    def make(name: str) -> Ask:
        server = job_mock()
        return _asked(api, named(api, name).spoil(server.handle), server.pace.sleep)

    return make


@pytest.fixture
def on_shelf(shelf: Api, shelf_mock: Fresh) -> Callable[[str], Ask]:
    """The same of the small document."""

    def make(name: str) -> Ask:
        server = shelf_mock()
        return _asked(shelf, named(shelf, name).spoil(server.handle), server.pace.sleep)

    return make


def _asked(api: Api, handle: Handle, sleep: Callable[[float], None]) -> Ask:
    target = InProcess(handle)

    def ask(
        operation_id: str,
        change: Callable[[Message], Message] = lambda message: message,
        *,
        wait: float = 0,
        **asked: object,
    ) -> Reply:
        sleep(wait)
        operation = api.operation(operation_id)
        assert operation is not None
        message = message_for(operation, **asked)  # type: ignore[arg-type]  # its own keywords
        return target.send(change(signed(message, placeholders(api))))

    return ask
