"""The language model lies in files that all processes map: what no text touches takes no memory, in any of them.

It has 70 MB. Every worker would count them as its own, though they are forked from one process that read them.
Unpacking takes half a second of work, so the files stay in the user's cache folder (~/.cache/winnow). Where nothing
can be kept each run makes files of its own, without a name. Files that are spoilt are made again.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from mmap import MADV_DONTNEED, mmap
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import numpy as np
from py3langid import langid

_PARTS: Final = ("nb_ptc", "nb_pc", "nb_classes", "tk_nextmove", "tk_output", "tk_row")
"""What the library makes an identifier of."""
_NAME: Final = "language-"
_UNUSABLE: Final = (OSError, ValueError, EOFError, RuntimeError)
"""No leave, no space, no home, files that are not whole."""
_laid_out: Final[list[mmap]] = []


def lay_out() -> None:
    """Let the library use the model in the files. Where there is no place for any it unpacks it for each process."""
    for attempt in (_cached, _cached_anew, _of_this_run):
        with suppress(*_UNUSABLE):
            langid.IDENTIFIER = attempt()
            return


def _cached() -> Any:
    return _mapped(_kept())


def _cached_anew() -> Any:
    """Files that were spoilt are made again."""
    shutil.rmtree(_folder())
    return _cached()


def _of_this_run() -> Any:
    with TemporaryDirectory() as folder:
        _unpack(Path(folder))
        return _mapped(Path(folder))


def let_go() -> None:
    """Give back the memory that the tables took since they were last used; 0.04 ms when they are used next."""
    for mapped in _laid_out:
        mapped.madvise(MADV_DONTNEED)


def _folder() -> Path:
    """Where this model's files are."""
    packed = (langid.MODEL_DIR / langid.MODEL_FILE).stat()
    return Path.home() / ".cache" / "winnow" / f"{_NAME}{packed.st_size}-{packed.st_mtime_ns}"


def _kept() -> Path:
    """The folder of this model's files, made if it is not there yet; those of other models go then."""
    folder = _folder()
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        old = list(folder.parent.glob(f"{_NAME}*"))
        with TemporaryDirectory(prefix=_NAME, dir=folder.parent) as making:
            _unpack(Path(making))
            with suppress(OSError):  # somebody else was faster
                Path(making).rename(folder)
        for each in old:
            shutil.rmtree(each, ignore_errors=True)
    return folder


def _unpack(folder: Path) -> None:
    """Write the parts of the model; they are on the disk on return."""
    model: Any = langid._load_identifier()
    for name in _PARTS:
        with (folder / name).open("wb") as file:
            np.save(file, np.asarray(getattr(model, name)))
            file.flush()
            os.fsync(file.fileno())


def _mapped(folder: Path) -> Any:
    """The identifier: its two large parts are mapped, the small ones read."""
    parts = {name: np.load(folder / name, mmap_mode="r") for name in _PARTS}
    large = parts["nb_ptc"], parts["tk_nextmove"]
    made = langid.LanguageIdentifier(
        nb_ptc=np.asarray(parts["nb_ptc"]),
        nb_pc=np.array(parts["nb_pc"]),
        nb_classes=parts["nb_classes"].tolist(),
        tk_nextmove=memoryview(parts["tk_nextmove"]),
        tk_output=parts["tk_output"].tolist(),
        tk_row=parts["tk_row"].tolist(),
    )
    _laid_out[:] = [part.base for part in large]
    return made


lay_out()  # importing it is enough, once for all processes forked later
