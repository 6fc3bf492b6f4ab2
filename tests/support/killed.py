"""A command killed at every step: before each line of the modules that do its work, the first time it is reached."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_STEPS = """
import contextlib, importlib, os, shutil, signal, sys
from adapters.cli import main
made, folder, modules, words = sys.argv[1], sys.argv[2], sys.argv[3].split(), sys.argv[4:]
files = {importlib.import_module(name).__file__ for name in modules}

def runs(copy, last):
    reached = set()
    def step(frame, event, _):
        if frame.f_code.co_filename not in files:
            return None
        if event == "line":
            reached.add((frame.f_code.co_filename, frame.f_lineno))
            if len(reached) == last:
                os.kill(os.getpid(), signal.SIGKILL)
        return step
    os.chdir(copy)
    sys.settrace(step)
    main()

# Once to the end: all that is imported on the way need not be imported in each.
sys.argv = ["warmline", *words]
shutil.copytree(made, f"{folder}/0")
os.chdir(f"{folder}/0")
with contextlib.suppress(SystemExit):
    main()
shutil.rmtree(f"{folder}/0")

for last in range(1, 1000):
    copy = f"{folder}/{last}"
    shutil.copytree(made, copy)
    if not (child := os.fork()):
        runs(copy, last)
    if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != -signal.SIGKILL:
        break
"""


async def killed_at_every_step(made: Path, *words: str, within: tuple[str, ...], **variables: str) -> list[Path]:
    """Copies of the folder `made`, in each of which the command was killed one step later; in the last it was not."""
    folder = made.parent / "killed"
    folder.mkdir()
    plain = {name: value for name, value in os.environ.items() if not name.startswith("WARMLINE_")}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _STEPS, str(made), str(folder), " ".join(within), *words,
        env=plain | variables | {"PYTHONPATH": str(ROOT)}, stdout=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    async with asyncio.timeout(120):
        assert await process.wait() == 0
    return sorted(folder.iterdir(), key=lambda copy: int(copy.name))
