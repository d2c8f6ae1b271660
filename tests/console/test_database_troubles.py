"""A database in trouble ends a command with exit status 3 and one line, and the next command goes on."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from random import Random
from threading import Thread

import pytest
from press import STORIES, Press
from terminal import Terminal
from test_crawling import counted, crawl, runs

from storage import Store

ROOT = Path(__file__).parent.parent.parent


def garbage(path: Path) -> None:
    path.write_bytes(b"no database at all, but a letter to the harbour master. " * 200)


def cut(path: Path) -> None:
    os.truncate(path, 20_000)


def overwritten(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[:8192] + bytes(reversed(whole[8192:60_000])) + whole[60_000:])


def newer(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE winnow_main_version SET version_num = '9999'")


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("harm", [garbage, cut, overwritten, newer, a_folder])
def test_a_damaged_database_is_told_in_one_line(tmp_path: Path, harm: object) -> None:
    path = tmp_path / "winnow.db"
    Store(str(path)).close()
    assert callable(harm)
    harm(path)
    done = Terminal(f"sqlite:///{path}").type("status")
    assert (done.exit_code, len(done.stderr.splitlines())) == (3, 1), done.stderr
    assert done.stderr.startswith(f"database sqlite:///{path}: ")


def test_a_damaged_archive_is_told_and_the_tables_are_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "winnow.db"
    Store(str(path)).close()
    before = path.read_bytes()
    garbage(tmp_path / "winnow.raw.db")
    done = Terminal(f"sqlite:///{path}").type("status")
    assert (done.exit_code, "file is not a database" in done.stderr) == (3, True)
    assert path.read_bytes() == before


@pytest.mark.skipif(os.name != "posix" or shutil.which("setpriv") is None, reason="needs another user")
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be somebody else")
def test_a_folder_that_nobody_may_write_to_is_told(tmp_path: Path) -> None:
    for folder in (tmp_path, *list(tmp_path.parents)[:2]):
        folder.chmod(0o755)
    program = "import sys; sys.path.insert(0, sys.argv[1]); from cli import winnow; winnow(sys.argv[2:])"
    words = ["status", "--database", f"sqlite:///{tmp_path}/winnow.db"]
    command = ["setpriv", "--reuid", "65534", "--clear-groups", "--", sys.executable, "-c", program, str(ROOT), *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")
    assert (done.returncode, done.stdout) == (3, ""), done.stderr
    assert len(done.stderr.splitlines()) == 1


WRONG = b'SFATAL\0VFATAL\0C28P01\0Mpassword authentication failed for user "ada"\0\0'


def refuse_passwords(listening: socket.socket) -> None:
    """As PostgreSQL does: no encryption, a password is asked for, and refused."""
    with suppress(OSError):
        while True:
            connection, _ = listening.accept()
            with connection, connection.makefile("rb") as said:
                while (size := int.from_bytes(said.read(4))) == 8:  # asks for encryption
                    said.read(4)
                    connection.sendall(b"N")
                said.read(max(size - 4, 0))
                connection.sendall(b"R" + (8).to_bytes(4) + (3).to_bytes(4))
                said.read(1)
                said.read(max(int.from_bytes(said.read(4)) - 4, 0))
                connection.sendall(b"E" + (len(WRONG) + 4).to_bytes(4) + WRONG)


@pytest.mark.parametrize("command", ["status", "schedule --once", "crawl http://127.0.0.1:9/"])
@pytest.mark.parametrize("login", ["ada:open-sesame@{}?", "{}?user=ada&password=open-sesame&"])
def test_a_wrong_password_is_told_in_one_line_and_printed_nowhere(command: str, login: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        Thread(target=refuse_passwords, args=(listening,), daemon=True).start()
        address = f"127.0.0.1:{listening.getsockname()[1]}/papers"
        done = Terminal(f"postgresql://{login.format(address)}sslmode=disable").type(*command.split())
        listening.shutdown(socket.SHUT_RDWR)
    assert (done.exit_code, done.stdout, len(done.stderr.splitlines())) == (3, "", 1), done.stderr
    assert done.stderr.startswith(f"database {address}: ") and 'failed for user "ada"' in done.stderr
    assert "sesame" not in done.output


SYLLABLES = [first + second + third for first in "bdfgklm" for second in ("a", "er", "o") for third in ("n", "st", "l")]
FULL = """
import sys
from sqlalchemy import Engine, event
from cli import winnow

@event.listens_for(Engine, "checkout")
def no_page_more(connection, *_):
    connection.execute("PRAGMA max_page_count=1")

if __name__ == "__main__":
    winnow(sys.argv[1:])
"""


def test_a_crawl_onto_a_full_disk_ends_at_once_and_the_next_one_takes_the_rest(press: Press, tmp_path: Path) -> None:
    """That its files may not grow stands for the disk. It is met at once, so that little is asked in vain."""
    chance, database, program = Random(5), f"sqlite:///{tmp_path / 'winnow.db'}", tmp_path / "full.py"
    long = {
        path: (title, " ".join([lead, *chance.choices(SYLLABLES, k=2000)])) for path, (title, lead) in STORIES.items()
    }
    press.print_stories(long)
    Store(database).close()
    program.write_text(FULL)
    done = subprocess.run(
        [sys.executable, str(program), "crawl", press.home, "--delay", "0", "--database", database],
        env={**os.environ, "WINNOW_ALLOW_PRIVATE": "127.0.0.0/8", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, "Traceback" in done.stderr) == (3, False), done.stderr
    assert done.stderr.splitlines()[-1] == f"database {database}: database or disk is full"
    status, report = crawl(database, press.home)
    assert (status, counted(report)) == (0, {"new": len(STORIES)})
    assert "running" not in runs(database)
    with Store(database) as store:
        assert store.violations(deep=True) == []
