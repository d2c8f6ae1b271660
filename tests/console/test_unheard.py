"""Commands whose words nobody hears do their work all the same."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from storage import Store

ROOT = Path(__file__).parent.parent.parent
AT_WORK = """
import sys
from console.out import note
from console.progress import Watched

with Watched(clock=iter(range(0, 1000, 60)).__next__) as watched:
    watched("harbour", 1, 3)
    watched("harbour", 2, 3)
note("that was all")
print("done")
"""


def test_work_goes_on_when_nobody_reads_standard_error_any_more() -> None:
    command = [sys.executable, "-c", AT_WORK]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as work:
        assert work.stdout is not None and work.stderr is not None
        work.stderr.close()
        told = work.stdout.read()
    assert (told, work.returncode) == ("done\n", 0)


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_command_works_with_standard_streams_that_were_closed(tmp_path: Path, closed: str) -> None:
    with Store(f"{tmp_path}/winnow.db"):
        pass
    typed = f'"$0" cli.py export --database "$1/winnow.db" --output "$1/all.jsonl" {closed}'
    done = subprocess.run(["sh", "-c", typed, sys.executable, str(tmp_path)], cwd=ROOT, check=False)
    assert done.returncode == 0
    assert (tmp_path / "all.jsonl").read_text() == ""
