"""The pool of workers: what a page does to its worker costs that page only, and its caller is told what it was."""

from __future__ import annotations

import fcntl
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from types import SimpleNamespace

import pytest
from lxml import etree
from pebble.pool.process import TaskManager

import heap
from bench.hostile.crawling import resident
from cleaning import Layout, Page, Refusal
from crawlers.feeds import read_feed
from forkserver import CONTEXT
from workers import CleaningFailed, Workers

MEGABYTES = 512
ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def one() -> Iterator[Workers]:
    """A single worker, so that the next call comes after what was done to it."""
    with Workers(count=1, seconds=60, megabytes=MEGABYTES) as workers:
        yield workers


@pytest.fixture(scope="module")
def hasty() -> Iterator[Workers]:
    """A single worker that gives a call little time."""
    with Workers(count=1, seconds=1, megabytes=MEGABYTES) as workers:
        yield workers


# What is run in the workers: found again there by name.


def double(number: int, *, plus: int = 0) -> int:
    return number * 2 + plus


def hang() -> None:
    Event().wait()


def hang_in_c() -> int:
    return len(str(9 ** (9**8)))


def hang_deaf_to_signals() -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    Event().wait()


def eat_memory() -> int:
    return len(bytearray(2 * MEGABYTES * 1024 * 1024))


def eat_memory_in_bites() -> int:
    eaten = []
    while True:
        eaten.append(b"x" * (16 * 1024 * 1024))


def eat_what_is_allowed() -> int:
    return len(b"x" * (MEGABYTES * 3 // 4 * 1024 * 1024))


def held() -> bytes:
    """Something that only fits once."""
    return b"x" * (MEGABYTES * 3 // 5 * 1024 * 1024)


def stumble_with_much_in_hand() -> None:
    eaten = held()
    raise LookupError(f"no such rule in {len(eaten)} bytes")


def stumble_badly_with_much_in_hand() -> None:
    eaten = held()
    raise Unpicklable("no rule in ", f"{len(eaten)} bytes")


def stumble_over_a_stumble() -> None:
    eaten = held()
    try:
        raise LookupError(f"no such rule in {len(eaten)} bytes")
    except LookupError:
        eat_memory_in_bites()


def go_ever_deeper() -> int:
    eaten = held()
    return _deeper(eaten)


def _deeper(eaten: bytes) -> int:
    return _deeper(eaten)


def size_of(body: bytes) -> int:
    return len(body)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def leave() -> None:
    os._exit(3)


def stumble() -> None:
    raise LookupError("no such rule")


class Unpicklable(Exception):
    def __init__(self, one: str, two: str) -> None:
        super().__init__(one + two)


def stumble_badly() -> None:
    raise Unpicklable("no ", "rule")


def stumble_over_xml() -> None:
    etree.fromstring("<a")


def answer_badly() -> object:
    return lambda: 1


def who() -> int:
    return os.getpid()


def interrupt_myself() -> str:
    os.kill(os.getpid(), signal.SIGINT)
    return "went on"


def memory_limit() -> int:
    return resource.getrlimit(resource.RLIMIT_DATA)[0]


def mark_and_die_once(mark: str) -> str:
    if not Path(mark).exists():
        Path(mark).touch()
        die()
    return "done"


# What the caller gets.


def test_a_function_answers_from_another_process(one: Workers) -> None:
    assert one.run(double, 4, plus=1) == 9
    assert one.run(who) != os.getpid()


def test_a_worker_does_many_pages(one: Workers) -> None:
    assert len({one.run(who) for _ in range(20)}) == 1


@pytest.mark.parametrize("page", [hang, hang_in_c, hang_deaf_to_signals])
def test_a_page_that_hangs_costs_only_itself(hasty: Workers, page: Callable[[], None]) -> None:
    with pytest.raises(CleaningFailed) as failure:
        hasty.run(page)
    assert (failure.value.refusal, failure.value.evidence) == (Refusal.TIMEOUT, "more than 1 s")


@pytest.mark.parametrize("page", [eat_memory, eat_memory_in_bites])
def test_a_page_that_eats_memory_costs_only_itself(one: Workers, page: Callable[[], int]) -> None:
    with pytest.raises(CleaningFailed) as failure:
        one.run(page)
    assert (failure.value.refusal, failure.value.evidence) == (Refusal.MEMORY, "more than 512 MB")
    assert one.run(double, 2) == 4


@pytest.mark.parametrize(("page", "status"), [(die, "-9"), (leave, "3")])
def test_a_page_that_ends_its_process_costs_only_itself(one: Workers, page: Callable[[], None], status: str) -> None:
    with pytest.raises(CleaningFailed) as failure:
        one.run(page)
    assert (failure.value.refusal, failure.value.evidence) == (Refusal.CRASH, f"worker ended with {status}")
    assert one.run(double, 2) == 4


def test_a_dead_worker_is_replaced(one: Workers) -> None:
    before = one.run(who)
    with pytest.raises(CleaningFailed):
        one.run(die)
    assert one.run(who) != before


def test_an_exception_is_a_bug_and_comes_to_the_caller_as_it_is(one: Workers) -> None:
    worker = one.run(who)
    with pytest.raises(LookupError, match="no such rule"):
        one.run(stumble)
    assert one.run(who) == worker


def test_a_page_whose_worker_was_killed_has_a_second_chance(one: Workers, tmp_path: Path) -> None:
    assert one.run(mark_and_die_once, str(tmp_path / "mark")) == "done"


def test_a_worker_killed_while_it_has_nothing_to_do_costs_nothing() -> None:
    with Workers(count=1, seconds=60, megabytes=MEGABYTES) as workers:
        for _ in range(2):
            idle = workers.run(who)
            os.kill(idle, signal.SIGKILL)
            while lives(idle):
                Event().wait(0.01)
            assert workers.run(who) != idle


def test_an_interrupt_at_the_terminal_is_left_to_the_parent(one: Workers) -> None:
    assert one.run(interrupt_myself) == "went on"


def test_a_worker_has_its_limit_of_memory_and_its_parent_has_none_of_it(one: Workers) -> None:
    allowance = one.run(memory_limit) - one.run(heap.data_size)
    assert MEGABYTES * 0.9 < allowance / 1024**2 <= MEGABYTES
    assert memory_limit() == resource.RLIM_INFINITY


def test_a_page_that_took_too_much_leaves_the_whole_allowance_to_the_next_one(one: Workers) -> None:
    worker = one.run(who)
    before = resident(worker)
    with pytest.raises(CleaningFailed):
        one.run(eat_memory_in_bites)
    assert resident(worker) - before < MEGABYTES / 8
    assert one.run(eat_what_is_allowed) > 0
    assert one.run(who) == worker


@pytest.mark.parametrize(
    "page",
    [stumble_with_much_in_hand, stumble_badly_with_much_in_hand, stumble_over_a_stumble, go_ever_deeper],
)
def test_a_page_that_stumbled_leaves_the_whole_allowance_to_the_next_one(
    one: Workers, page: Callable[[], None]
) -> None:
    worker = one.run(who)
    with pytest.raises((LookupError, RuntimeError, CleaningFailed)):
        one.run(page)
    assert one.run(eat_what_is_allowed) > 0
    assert one.run(who) == worker


def test_a_page_larger_than_the_allowance_costs_only_itself() -> None:
    def run(number: int) -> int | Refusal:
        try:
            return workers.run(size_of, b"x" * (40 * 1024 * 1024)) if number % 4 == 2 else workers.run(double, number)
        except CleaningFailed as failure:
            return failure.refusal

    with Workers(count=1, seconds=60, megabytes=16) as workers, ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(run, range(12)))
    assert [answer for number, answer in enumerate(answers) if number % 4 != 2] == [0, 2, 6, 8, 10, 14, 16, 18, 22]


def test_a_clock_that_is_set_forward_ends_no_page_before_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    ahead = [0.0]

    def now() -> float:
        return time.time() + ahead[0]

    def set_forward() -> None:
        began.wait(60)
        ahead[0] = 3600.0

    began = Event()
    monkeypatch.setattr("pebble.pool.process.time", SimpleNamespace(time=now, sleep=time.sleep))
    monkeypatch.setattr("pebble.pool.process.TaskManager.task_start", noting(TaskManager.task_start, began))
    with Workers(count=1, seconds=60, megabytes=MEGABYTES) as workers, ThreadPoolExecutor(1) as thread:
        thread.submit(set_forward)
        assert workers.run(rest) == "rested"


def noting(start: Callable[..., None], began: Event) -> Callable[..., None]:
    """The same, with a word to who waits for it."""

    def start_and_tell(*args: object) -> None:
        start(*args)
        began.set()

    return start_and_tell


def rest() -> str:
    time.sleep(1)
    return "rested"


def test_many_threads_get_each_its_own_answer(one: Workers) -> None:
    with ThreadPoolExecutor(16) as threads:
        assert list(threads.map(lambda number: one.run(double, number), range(200))) == list(range(0, 400, 2))


def test_pages_that_break_their_worker_take_no_other_page_with_them() -> None:
    def run(number: int) -> int | Refusal:
        try:
            return workers.run(die) or 0 if number % 10 == 5 else workers.run(double, number)
        except CleaningFailed as failure:
            return failure.refusal

    with Workers(count=2, seconds=60, megabytes=MEGABYTES) as workers, ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(run, range(40)))
    assert answers == [Refusal.CRASH if number % 10 == 5 else number * 2 for number in range(40)]


@pytest.mark.parametrize("page", [stumble_badly, stumble_over_xml])
def test_an_exception_that_cannot_travel_is_told_in_words_and_ends_nothing(
    one: Workers, page: Callable[[], None]
) -> None:
    with pytest.raises(RuntimeError, match=r"Unpicklable: no rule|XMLSyntaxError: Couldn't find end of Start Tag"):
        one.run(page)
    assert one.run(double, 2) == 4


def test_an_answer_that_cannot_travel_ends_nothing(one: Workers) -> None:
    with pytest.raises(CleaningFailed):
        one.run(answer_badly)
    assert one.run(double, 2) == 4


def test_a_failure_says_what_it_was() -> None:
    failure = CleaningFailed(Refusal.MEMORY, "more than 5 MB")
    assert str(failure) == "cleaning took too much memory: more than 5 MB"


def test_closed_workers_leave_no_process_behind() -> None:
    with Workers(count=1, seconds=60, megabytes=MEGABYTES) as workers:
        worker = workers.run(who)
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)
    with pytest.raises(RuntimeError):
        workers.run(double, 1)


ORPHANED = """
import sys
from pathlib import Path
from test_workers import tell_and_hang
from workers import Workers

if __name__ == "__main__":
    with Workers(count=1, seconds=600) as workers:
        workers.run(tell_and_hang, sys.argv[1])
"""


def tell_and_hang(told: str) -> None:
    with Path(told).open("w") as pipe:
        pipe.write(str(os.getpid()))
    Event().wait()


def test_a_worker_ends_with_its_parent_whatever_it_does(tmp_path: Path) -> None:
    program, told = tmp_path / "program.py", tmp_path / "told"
    program.write_text(ORPHANED)
    os.mkfifo(told)
    here = Path(__file__).parent
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(here), str(here.parent)))}
    with subprocess.Popen([sys.executable, str(program), str(told)], env=environment) as parent:
        worker = int(told.read_text())
        parent.kill()
    pause = Event()
    while lives(worker):
        pause.wait(0.05)


STRANGERS = ("workers", "cleaning", "heap", "json", "logging", "numpy", "sitecustomize")
"""Names of ours, of libraries and of Python's own that somebody's files may have."""
AT_WORK = """
import sys
from workers import Workers

if __name__ == "__main__":
    with Workers(count=1) as workers:
        print(workers.run(abs, -7))
"""


def test_an_account_that_may_take_little_memory_cleans_within_it(tmp_path: Path) -> None:
    program, little = tmp_path / "program.py", 400 * 1024 * 1024
    program.write_text(f"import resource\nresource.setrlimit(resource.RLIMIT_DATA, ({little}, {little}))\n{AT_WORK}")
    command, environment = [sys.executable, str(program)], {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("7\n", "")


def test_a_long_name_for_temporary_files_stops_no_work(tmp_path: Path) -> None:
    program, deep = tmp_path / "program.py", tmp_path / ("deep" * 30)
    program.write_text(AT_WORK)
    deep.mkdir()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(deep)}
    done = subprocess.run([sys.executable, str(program)], env=environment, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("7\n", "")


def test_files_where_the_command_is_typed_are_not_taken_for_ours(tmp_path: Path) -> None:
    program, here = tmp_path / "program.py", tmp_path / "here"
    program.write_text(AT_WORK.replace("import sys", f"import sys\nsys.path.insert(0, {str(ROOT)!r})"))
    here.mkdir()
    for name in STRANGERS:
        (here / f"{name}.py").write_text("raise SystemExit('not ours')")
    command = [sys.executable, str(program)]
    done = subprocess.run(command, cwd=here, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("7\n", "")


def lives(process: int) -> bool:
    """Whether a process runs; one that ended may wait for somebody to hear of it."""
    try:
        return "State:\tZ" not in Path(f"/proc/{process}/status").read_text()
    except FileNotFoundError:
        return False


def test_a_large_page_waits_whole_in_the_pipe_for_its_worker() -> None:
    reader, writer = CONTEXT.Pipe(duplex=False)
    with reader, writer:
        assert fcntl.fcntl(writer.fileno(), fcntl.F_GETPIPE_SZ) >= 512 * 1024


def test_a_worker_has_read_the_cleaner_and_nothing_that_crawls_or_stores(one: Workers) -> None:
    one.run(read_feed, Page(url="https://post.example/feed", body=b"<rss/>"), Layout())
    assert one.run(loaded) == []


def loaded() -> list[str]:
    """What a worker should not hold, and does."""
    return [name for name in ("scrapy", "sqlalchemy", "rich", "click") if name in sys.modules]
