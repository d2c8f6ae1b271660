"""The files of the language model: made once, used by all, and missed by nobody where they cannot be kept."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from py3langid import langid

import shared_model

_GERMAN = "Der Hafen bleibt am Sonntag geschlossen, weil die Brücke erneuert wird."


@pytest.fixture(autouse=True)
def _own_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library gets its model back after each test."""
    monkeypatch.setattr(langid, "IDENTIFIER", None)
    monkeypatch.setattr(shared_model, "_laid_out", [])


def test_the_files_are_made_once_and_answer_as_the_library_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second process finds them, and unpacks nothing; what another version of the library left is removed."""
    expected = langid.classify(_GERMAN)
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / ".cache" / "winnow" / "language-of-an-older-library").mkdir(parents=True)
    shared_model.lay_out()
    assert langid.classify(_GERMAN) == expected
    monkeypatch.delattr(langid, "_load_identifier")
    shared_model.lay_out()
    assert langid.classify(_GERMAN) == expected
    shared_model.let_go()
    assert langid.classify(_GERMAN) == expected
    assert len(list((tmp_path / ".cache" / "winnow").iterdir())) == 1


@pytest.mark.parametrize("place", ["no leave to write", "no space, not even for a while"])
def test_where_nothing_can_be_kept_the_language_is_told_all_the_same(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The run makes files of its own; where it cannot make any either, each process unpacks the model for itself."""
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / ".cache").write_text("no folder")
    if place.startswith("no space"):
        monkeypatch.setattr(shared_model, "_unpack", full)
    shared_model.lay_out()
    assert langid.classify(_GERMAN)[0] == "de"


def full(folder: Path) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(folder))


@pytest.mark.parametrize("harm", [lambda whole: whole[:100], lambda whole: b"", lambda whole: b"\0" * len(whole)])
def test_files_that_are_not_whole_are_made_again(
    harm: Callable[[bytes], bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    shared_model.lay_out()
    whole = {part: part.read_bytes() for part in tmp_path.glob(".cache/winnow/*/*")}
    for part, content in whole.items():
        part.write_bytes(harm(content))
    shared_model.lay_out()
    assert langid.classify(_GERMAN)[0] == "de"
    assert {part: part.read_bytes() for part in tmp_path.glob(".cache/winnow/*/*")} == whole
