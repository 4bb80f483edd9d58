"""Loading a document to judge by: one that is no OpenAPI 3 is refused, as nothing can be judged."""

from pathlib import Path

from ..spec.api import Api
from ..spec.compiling import compile_api
from ..spec.document import load


def load_api(path: Path | str) -> Api:
    """The API of a file. Raises DocumentError if it is none that can be read, of any version."""
    document = load(path)
    document.version  # noqa: B018  # asked for what it raises
    return compile_api(document)
