"""Is everything as it must be for tonight? Each check finds what is well and what is not, and says what to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from sqlalchemy.exc import DBAPIError

from console.checks import CHECKS
from console.findings import Check, Finding, Grade, Patient
from console.out import as_json, say, screen, table
from console.reports import FAILED, OK


def doctor(patient: Patient, machine: bool) -> int:
    """Makes all checks and shows what they found. Exit status 1 if anything is ill."""
    findings = [finding for check in CHECKS for finding in _made(check, patient)]
    if machine:
        as_json({"findings": [asdict(finding) for finding in findings]})
    else:
        _show(findings)
    return FAILED if any(finding.grade is Grade.ILL for finding in findings) else OK


def _made(check: Check, patient: Patient) -> Iterator[Finding]:
    """What a check finds; a database that fails under it is a finding too, and the other checks are still made."""
    try:
        yield from check(patient)
    except DBAPIError as error:
        yield Finding("database", Grade.ILL, str(error.orig).splitlines()[0], "is the disk sound, and the server up?")


def _show(findings: list[Finding]) -> None:
    table(("", "about", "found"), [(finding.grade, finding.about, finding.told) for finding in findings])
    advised = [finding for finding in findings if finding.advice]
    if advised and screen.is_terminal:
        say("")
    for finding in advised:
        say(f"{finding.about}: {finding.advice}", "bold red" if finding.grade is Grade.ILL else "bold")
