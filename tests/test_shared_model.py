"""The files of the language model: made once, used by all, and missed by nobody where they cannot be kept."""

from __future__ import annotations

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


@pytest.mark.parametrize("spoilt", ["no leave to write", "files that are not whole"])
def test_where_nothing_can_be_kept_the_language_is_told_all_the_same(
    spoilt: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The run makes files of its own."""
    monkeypatch.setenv("HOME", str(tmp_path))
    if spoilt == "no leave to write":
        (tmp_path / ".cache").write_text("no folder")
    else:
        shared_model.lay_out()
        for part in tmp_path.glob(".cache/winnow/*/*"):
            part.write_bytes(part.read_bytes()[:100])
    shared_model.lay_out()
    assert langid.classify(_GERMAN)[0] == "de"
