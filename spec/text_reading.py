"""Files and bytes to text, and text to a reading: YAML or JSON by suffix, else by its beginning."""

from pathlib import Path

from .errors import DocumentError
from .json_reading import read_json
from .marks import Reading, Source
from .yaml_reading import read_yaml

MAX_BYTES = 256 * 1024 * 1024

_REASONS: dict[type[OSError], str] = {
    FileNotFoundError: "there is no such file",
    IsADirectoryError: "this is a folder, not a document",
    PermissionError: "permission to read it is denied",
}


def file_bytes(file: Path, name: str) -> bytes:
    """Read a whole file; raises DocumentError under `name` if that cannot be done."""
    try:
        is_large = file.stat().st_size > MAX_BYTES
        with file.open("rb") as stream:
            content = b"" if is_large else stream.read(MAX_BYTES + 1)
    except OSError as error:
        reason = _REASONS.get(type(error), error.strerror or "it cannot be read")
        raise DocumentError(name, reason) from None
    except ValueError:
        raise DocumentError(name, "no file can have such a name") from None
    if is_large or len(content) > MAX_BYTES:  # a pipe does not know its size
        raise DocumentError(name, f"larger than {MAX_BYTES // 1024 // 1024} MB")
    return content


def real_path(path: Path) -> Path:
    """Where a path leads once its links are followed; itself where that cannot be told."""
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError):  # a circle of links, or a name no system can have
        return path.absolute()


def reading_of(source: Source) -> Reading:
    """By the suffix, else by the first character; YAML may begin like JSON and be none."""
    if source.name.lower().endswith(".json"):
        return read_json(source)
    if source.text.lstrip()[:1] in {"{", "["}:
        try:
            return read_json(source)
        except DocumentError:
            return read_yaml(source)
    return read_yaml(source)


def decoded(text: str | bytes, name: str) -> str:
    """UTF-8, with or without a byte order mark."""
    if isinstance(text, bytes):
        try:
            return text.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise _not_utf8(text, name, error.start) from None
    try:
        text.encode()
    except UnicodeEncodeError as error:
        place = Source(name, text).position(error.start)
        raise DocumentError(name, "half of a surrogate pair", place.line, place.column) from None
    return text.removeprefix("\ufeff")


def _not_utf8(content: bytes, name: str, offset: int) -> DocumentError:
    before = content[:offset].decode("utf-8-sig")
    place = Source(name, before).position(len(before))
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return DocumentError(name, "this is UTF-16: save it as UTF-8", place.line, place.column)
    reason = f"the byte 0x{content[offset]:02x} is not UTF-8: save the file as UTF-8"
    return DocumentError(name, reason, place.line, place.column)
