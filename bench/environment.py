"""An environment of their own for programs that we are measured against, so that they and we need not agree."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path


def environment(folder: Path, python: str = sys.executable) -> Path:
    """The interpreter of the environment in this folder, which is made if it is not there."""
    interpreter = folder.resolve() / "bin" / "python"
    if not interpreter.exists():
        subprocess.run([python, "-m", "venv", str(folder)], check=True)
        subprocess.run([str(interpreter), "-m", "pip", "install", "-q", "--upgrade", "pip"], check=True)
    return interpreter


def installed(interpreter: Path, packages: Iterable[str]) -> str:
    """Installs what is missing; returns the versions, or raises LookupError with pip's last words."""
    wanted = list(packages)
    command = [str(interpreter), "-m", "pip"]
    shown = subprocess.run([*command, "show", *wanted], capture_output=True, text=True)
    if shown.returncode or "not found" in shown.stderr:
        made = subprocess.run([*command, "install", "-q", *wanted], capture_output=True, text=True)
        if made.returncode:
            raise LookupError(made.stderr.strip().splitlines()[-1])
        shown = subprocess.run([*command, "show", wanted[0]], capture_output=True, text=True)
    return next(line.partition(": ")[2] for line in shown.stdout.splitlines() if line.startswith("Version"))
