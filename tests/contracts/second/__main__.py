"""The second server by hand: `python -m second [VARIANT or BUG] [PORT]` in tests/contracts."""

import sys
import threading

from .choices import VARIANTS
from .server import running
from .service import Service


def main() -> None:
    name = sys.argv[1] if len(sys.argv) > 1 else "the honest server"
    service = Service(VARIANTS.get(name, VARIANTS["the honest server"]))
    if name not in VARIANTS:
        from .bugs import BUGS

        BUGS[name].plant(service)
    with running(service, port=int(sys.argv[2]) if len(sys.argv) > 2 else 0) as url:
        print(url, flush=True)  # noqa: T201
        threading.Event().wait()


if __name__ == "__main__":
    main()
