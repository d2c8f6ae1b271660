"""No library may be older than the release that mends a known hole: these were published until November 2026."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pytest
from packaging.requirements import Requirement
from packaging.version import Version
from test_repository import ROOT

MENDED: Final[Mapping[str, tuple[str, str]]] = {
    "aiohttp": ("3.14.4", "PYSEC-2026-4369, PYSEC-2026-4371"),
    "brotli": ("1.2.1", "CVE-2025-6176, CVE-2026-111497"),
    "cryptography": ("50.0.0", "CVE-2026-26007, -34073, -39892, -69247, -69248, -69249"),
    "filelock": ("4.2.1", "CVE-2025-68146, CVE-2026-22701, CVE-2026-112935"),
    "idna": ("3.15", "CVE-2024-3651, CVE-2026-45409"),
    "lxml": ("6.1.0", "CVE-2026-41066"),
    "lxml_html_clean": ("0.4.4", "CVE-2026-28348, CVE-2026-28350"),
    "Mako": ("1.3.12", "CVE-2026-41205, CVE-2026-44307"),
    "Markdown": ("3.8.1", "CVE-2025-69534"),
    "oauthlib": ("4.0.1", "CVE-2026-118669, CVE-2026-49272"),
    "protego": ("0.6.2", "PYSEC-2026-3906"),
    "Pygments": ("2.20.0", "CVE-2026-4539"),
    "pyOpenSSL": ("26.0.0", "CVE-2026-27448, CVE-2026-27459"),
    "requests": ("2.33.0", "CVE-2024-47081, CVE-2026-25645"),
    "Scrapy": ("2.14.2", "CVE-2025-6176, CVE-2026-105782"),
    "soupsieve": ("2.8.4", "CVE-2026-49477"),
    "Twisted": ("26.4.0", "CVE-2024-41671, CVE-2024-41810, CVE-2026-42304"),
    "urllib3": ("2.8.0", "CVE-2026-44431, CVE-2026-44432, CVE-2026-97687, -97688, -97689"),
}
"""Library -> the first release without any of these holes."""


def lowest(lines: str) -> dict[str, Version]:
    """Name -> the oldest version that these requirements allow."""
    named = [Requirement(line) for line in lines.splitlines() if line.strip() and not line.startswith("#")]
    return {each.name: Version(next(iter(each.specifier)).version) for each in named}


@pytest.mark.parametrize("library", MENDED)
def test_no_release_with_a_known_hole_is_allowed(library: str) -> None:
    mended, holes = MENDED[library]
    assert lowest((ROOT / "requirements.txt").read_text("utf-8"))[library] >= Version(mended), holes
