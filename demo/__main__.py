"""`python -m demo` serves the sample sites until Ctrl-C; `python -m demo 2` as they are on the second night."""

from __future__ import annotations

import sys
import threading
from contextlib import suppress

from demo.server import serve


def main() -> None:
    """Serve, say where, and wait."""
    with serve(night=int(sys.argv[1]) if len(sys.argv) > 1 else 1) as served, suppress(KeyboardInterrupt):
        for name, url in served.urls.items():
            print(f"{name:12} {url}", flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()
