"""Python loads this by itself where it is on the path: the process under soak then counts, when asked by SIGUSR1, what
is in its memory. So the program needs no door of its own for it.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import signal
import socket
import sys
from collections import Counter

OWN = ("bot.", "adapters.")


def _count(*_: object) -> None:
    """Tell the socket named by SOAK_COUNTS: blocks of memory, objects, tasks, and our own objects by their class."""
    gc.collect()
    objects = gc.get_objects()
    classes = Counter(f"{kind.__module__}.{kind.__qualname__}" for kind in map(type, objects))
    told = {
        "blocks": sys.getallocatedblocks(),
        "objects": len(objects),
        "tasks": sum(isinstance(one, asyncio.Task) and not one.done() for one in objects),
        "own": {name: count for name, count in classes.items() if name.startswith(OWN)},
    }
    with socket.socket(socket.AF_UNIX) as listening:
        listening.connect(os.environ["SOAK_COUNTS"])
        listening.sendall(json.dumps(told).encode())


if "SOAK_COUNTS" in os.environ:
    signal.signal(signal.SIGUSR1, _count)
