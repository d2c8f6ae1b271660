"""`winnow freeze` and `winnow check-upgrade`: stored pages as test cases, and what comes out of them otherwise."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest
from press import MORE, STORIES, article
from terminal import Terminal

from cleaning import Layout, Page, clean
from console import upgrade
from console.cases import cases_in, differences, read_case, write_case
from ingest import ingest
from storage import Store
from workers import Workers

SITE = "https://post.example"
PATH, (TITLE, LEAD) = next(iter(STORIES.items()))
URL = f"{SITE}{PATH}"
SHORTER = Layout(remove=(".text p:last-of-type",), date_order="DMY")


def part(number: int, of: int) -> Page:
    """A page of a split article."""
    address = URL if number == 1 else f"{URL}page-{number}/"
    more = tuple(f"{words} So it is told on page {number}." for words in MORE)
    head = f'<link rel="next" href="{URL}page-{number + 1}/">' if number < of else ""
    return Page(url=address, body=article(TITLE, f"{LEAD} {number}", more=more, head=head).encode())


def whole(of: int = 1) -> Page:
    page = part(1, of)
    for number in range(2, of + 1):
        page = page.with_next(part(number, of))
    return page


@pytest.fixture
def kept(terminal: Terminal, workers: Workers) -> Terminal:
    """A terminal on a database with one article of three pages, and another one."""
    with Store(terminal.database) as store:
        ingest(whole(3), Layout(), store, workers)
        other = article("Another thing", f"{LEAD} But another one.")
        ingest(Page(url=f"{SITE}/2026/03/09/another-thing/", body=other.encode()), Layout(), store, workers)
    return terminal


# freeze


def test_a_stored_page_becomes_a_case_that_passes(kept: Terminal, tmp_path: Path) -> None:
    (told,) = kept.read("freeze", URL, "--into", tmp_path / "cases")
    folder = Path(told["folder"])
    assert folder.parent == tmp_path / "cases"
    names = {path.name for path in folder.iterdir()}
    assert names == {"page.html", "page2.html", "page3.html", "expected.txt", "layout.json"}
    (case,) = cases_in(tmp_path / "cases")
    assert (case.page.final_url, [each.final_url for each in case.page.continued]) == (
        URL,
        [f"{URL}page-2/", f"{URL}page-3/"],
    )
    assert case.text.count("So it is told on page") == 3 * len(MORE)
    assert differences(case, clean(case.page, case.layout)) == {}


def test_a_case_remembers_what_other_pages_of_the_publisher_took_from_it(
    terminal: Terminal, tmp_path: Path, workers: Workers
) -> None:
    note = "Printed by hand in a shed that leans to the left, and read by all who lean to the right."
    with Store(terminal.database) as store:
        for number, (path, (title, lead)) in enumerate(STORIES.items()):
            own = " ".join(f"{word.lower()}{number}" for word in MORE[0].split())
            page = Page(url=f"{SITE}{path}", body=article(title, lead, more=(own, note)).encode())
            ingest(page, Layout(), store, workers)
    terminal.read("freeze", page.url, "--into", tmp_path, "--name", "shed")
    case = read_case(tmp_path / "shed")
    assert note not in case.text
    assert differences(case, clean(case.page, case.layout, case.memory)) == {}
    assert terminal.type("check-upgrade", "--cases", tmp_path, "--sample", "0").exit_code == 0


def test_a_person_is_told_where_the_case_is(kept: Terminal, tmp_path: Path) -> None:
    shown = kept.type("freeze", URL, "--into", tmp_path, "--name", "bridge").stdout
    assert shown == f"wrote {tmp_path}/bridge: correct expected.txt where the cleaner is wrong\n"


def test_a_case_keeps_layout_header_and_encoding(
    terminal: Terminal, tmp_path: Path, workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = article("Мост закрыт", "Старый мост закрыт до понедельника, сказал инженер города.").encode("cp1251")
    page = Page(
        url=URL,
        body=body.replace(b'<meta charset="utf-8">', b""),
        content_type="text/html; charset=windows-1251",
        last_modified="Wed, 04 Mar 2026 08:00:00 GMT",
    )
    with Store(terminal.database) as store:
        ingest(page, SHORTER, store, workers)
    monkeypatch.setattr(upgrade, "layout_of", lambda publisher: SHORTER)
    terminal.read("freeze", URL, "--into", tmp_path, "--name", "bridge")
    case = read_case(tmp_path / "bridge")
    assert (case.layout, case.page.content_type, case.page.last_modified) == (
        SHORTER,
        page.content_type,
        page.last_modified,
    )
    assert (case.header["title"], MORE[-1] in case.text) == ("Мост закрыт", False)


def test_plain_text_and_refused_pages_become_cases_too(tmp_path: Path) -> None:
    plain = Page(url=URL, body=f"{TITLE}\n\n{LEAD}\n\n{MORE[0]}\n".encode(), content_type="text/plain; charset=utf-8")
    stub = Page(url=URL, body=b"<p>Please wait.</p>")
    for name, page in (("plain", plain), ("stub", stub)):
        write_case(tmp_path / name, page, Layout(), clean(page), "made up")
        case = read_case(tmp_path / name)
        assert differences(case, clean(case.page, case.layout)) == {}
    assert (tmp_path / "plain" / "page.txt").exists()
    assert read_case(tmp_path / "stub").header["refusal"] == "stump"


def test_a_case_of_many_pages_keeps_their_order(tmp_path: Path) -> None:
    write_case(tmp_path / "long", whole(12), Layout(), clean(whole(12)), "made up")
    case = read_case(tmp_path / "long")
    assert [each.body for each in case.page.continued] == [each.body for each in whole(12).continued]


def test_what_is_not_stored_cannot_be_frozen_and_no_case_is_written_over(kept: Terminal, tmp_path: Path) -> None:
    assert kept.type("freeze", f"{SITE}/nothing/", "--into", tmp_path).exit_code == 1
    assert kept.type("freeze", URL, "--into", tmp_path).exit_code == 0
    again = kept.type("freeze", URL, "--into", tmp_path)
    assert (again.exit_code, "is there already" in again.stderr) == (2, True)
    assert kept.type("freeze", URL, f"{SITE}/other/", "--name", "x").exit_code == 2


def test_a_case_that_could_not_be_written_to_its_end_is_not_there(
    kept: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, _: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    with monkeypatch.context() as disk:
        disk.setattr("console.cases._write_json", full)
        assert kept.type("freeze", URL, "--into", tmp_path / "cases").exit_code == 1
    assert list((tmp_path / "cases").iterdir()) == []
    assert kept.type("freeze", URL, "--into", tmp_path / "cases").exit_code == 0


# check-upgrade


def test_where_nothing_differs_all_is_well(kept: Terminal, tmp_path: Path) -> None:
    kept.read("freeze", URL, "--into", tmp_path)
    told = kept.read("check-upgrade", "--cases", tmp_path)
    assert (told["frozen"], told["stored"], told["differences"]) == (1, 2, [])
    assert {"lxml", "trafilatura"} <= told["libraries"].keys()


def test_a_stored_page_that_comes_out_otherwise_is_told(kept: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upgrade, "layout_of", lambda publisher: Layout(remove=(".text p:last-of-type",)))
    result = kept.type("check-upgrade", "--sample", "1")
    assert (result.exit_code, "another text" in result.stdout) == (1, True)
    assert any(line.startswith(f"  - {MORE[-1]}") for line in result.stdout.splitlines())
    assert "0 frozen and 1 stored pages replayed, 1 come out otherwise" in result.stdout
    monkeypatch.setattr(upgrade, "layout_of", lambda publisher: Layout(remove=("main",)))
    assert kept.type("check-upgrade").exit_code == 1
    assert kept.type("check-upgrade", "--sample", "0").exit_code == 0


@pytest.mark.parametrize(
    ("before", "after", "status"),
    [(MORE[1], "Nobody was asked.", 1), (f"title: {TITLE}", "title: Bridge", 1), ("Ada Lindqvist", "Ada Lind", 0)],
    ids=["text", "title", "author"],
)
def test_a_frozen_page_that_comes_out_otherwise_is_told_and_fails_for_its_words(
    kept: Terminal, tmp_path: Path, before: str, after: str, status: int
) -> None:
    kept.read("freeze", URL, "--into", tmp_path, "--name", "bridge")
    expected = tmp_path / "bridge" / "expected.txt"
    expected.write_text(expected.read_text("utf-8").replace(before, after), "utf-8")
    result = kept.type("check-upgrade", "--cases", tmp_path)
    assert (result.exit_code, "bridge: another" in result.stdout) == (status, True)


def test_a_folder_that_is_no_case_is_not_understood(terminal: Terminal, tmp_path: Path) -> None:
    (tmp_path / "odd").mkdir()
    for text in ("colour: red\n\nText.\n", "no colon\n\nText.\n", "title: A\n\nText.\n"):
        (tmp_path / "odd" / "expected.txt").write_text(text, "utf-8")
        assert terminal.type("check-upgrade", "--cases", tmp_path).exit_code == 2


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("layout.json", "no JSON"),
        ("layout.json", "[1]"),
        ("layout.json", '{"gone": "since then"}'),
        ("memory.json", "no JSON"),
        ("memory.json", "7"),
    ],
)
def test_a_case_with_a_file_that_cannot_be_read_is_not_understood(
    kept: Terminal, tmp_path: Path, name: str, told: str
) -> None:
    kept.read("freeze", URL, "--into", tmp_path, "--name", "bridge")
    (tmp_path / "bridge" / name).write_text(told, "utf-8")
    result = kept.type("check-upgrade", "--cases", tmp_path)
    assert (result.exit_code, "bridge" in result.stderr) == (2, True)
