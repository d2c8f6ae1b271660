"""The inputs of html5lib's own tests, where they are at hand: none raises, none leaves what no text holds."""

from __future__ import annotations

import os
import tarfile
from pathlib import Path

import pytest

from cleaning import Article, Page, clean
from cleaning.decode import CONTROLS

INPUTS = os.environ.get("WINNOW_TEST_HTML5LIB", "")


@pytest.mark.skipif(not INPUTS, reason="WINNOW_TEST_HTML5LIB names no archive of pages, such as html5lib-tests.tar.xz")
def test_no_input_of_another_parsers_tests_raises_or_brings_control_characters() -> None:
    with tarfile.open(Path(INPUTS)) as archive:
        pages = [(member.name, archive.extractfile(member)) for member in archive if member.name.endswith(".html")]
        assert len(pages) > 1000
        for name, file in pages:
            assert file is not None
            article = clean(Page(url="https://harbour.example/2026/03/ferry-late/", body=file.read()))
            assert isinstance(article, Article), name
            assert not CONTROLS.search(f"{article.title}{article.text}"), name
