"""Articles as JSON lines are loaded through the same line as pages: each ends somewhere, and says where."""

from __future__ import annotations

import gzip
import json
import lzma
from pathlib import Path

import pytest
from terminal import Terminal
from test_commands import record

from storage import Store

WORDS = (
    "The ferry left the harbour at dawn with forty crates of pears, and nobody on the quay waved. By noon the wind had "
    "turned, the captain ordered the lamps lit, and the cook found that the kettle had gone overboard with the map."
)
STORY = {"id": "1", "url": "https://quay.example/1", "publisher": "quay", "published": "2026-03-02", "title": "Ferry"}
COPY = {"id": "2", "url": "https://pier.example/9", "publisher": "pier", "published": "2026-03-01", "title": "Ferry"}


def lines(*records: object) -> bytes:
    return "\n".join(json.dumps(record, ensure_ascii=False) for record in records).encode()


def test_records_are_stored_and_near_copies_stand_together(terminal: Terminal, papers: Path) -> None:
    file = papers / "archive.jsonl"
    file.write_bytes(lines(STORY | {"text": WORDS}, COPY | {"text": f"QUAY, 1 March. {WORDS}"}) + b"\n\n")
    told = terminal.read("load", file)
    assert [(each["url"], each["outcome"]) for each in told] == [(STORY["url"], "new"), (COPY["url"], "new")]
    with Store(terminal.database) as store:
        story, copy = store.article(STORY["url"]), store.article(COPY["url"])
    assert story is not None and copy is not None
    assert (story.text, story.title, story.published, story.publisher) == (WORDS, "Ferry", "2026-03-02", "quay")
    assert story.cluster == copy.cluster


def test_a_line_that_cannot_be_read_costs_itself_alone_and_is_told(terminal: Terminal, papers: Path) -> None:
    file = papers / "archive.jsonl"
    file.write_bytes(b'{"url": \n' + lines(STORY | {"text": WORDS}, COPY))
    result = terminal.type("load", file)
    assert result.exit_code == 1
    first, third = result.stderr.splitlines()
    assert first.startswith(f"{file.as_uri()}?line=1: bad record: not JSON: ")
    assert third == f"{file.as_uri()}?line=3: bad record: no text"
    assert [line.split("\t")[1] for line in result.stdout.splitlines()] == ["outcome", "refused", "new", "refused"]
    with Store(terminal.database) as store:
        assert store.article(STORY["url"]) is not None
        assert len(list(store.stored_pages())) == 3  # what could not be read is kept too
    file.write_bytes(lines(COPY | {"text": WORDS}))
    assert [each["outcome"] for each in terminal.read("load", file)] == ["duplicate"]


def test_records_are_cleaned_again_and_explained_like_pages(terminal: Terminal, papers: Path) -> None:
    (papers / "archive.ndjson").write_bytes(lines(STORY | {"text": WORDS}))
    terminal.read("load", papers)
    assert terminal.read("reclean")["same"] == 1
    assert terminal.type("explain", STORY["url"]).exit_code == 0


def test_a_file_that_cannot_be_read_costs_itself(terminal: Terminal, papers: Path) -> None:
    (papers / "a.jsonl.gz").write_bytes(b"not packed at all")
    (papers / "b.warc").write_bytes(b"no archive\n")
    (papers / "c.jsonl").write_bytes(lines(STORY | {"text": WORDS}))
    result = terminal.type("load", papers, "--json")
    told = {each["url"].rpartition("/")[2]: each["outcome"] for each in json.loads(result.stdout)}
    assert sorted(told.values()) == ["failed", "failed", "new"]
    assert (told["a.jsonl.gz"], told["b.warc"]) == ("failed", "failed")
    assert (result.exit_code, len(result.stderr.splitlines())) == (1, 2)


def test_what_is_too_long_to_be_a_page_costs_itself(
    terminal: Terminal, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("console.files.LARGEST", 2000)
    monkeypatch.setattr("console.warc._LARGEST", 2000)
    line = lines(STORY | {"text": WORDS})
    (papers / "a.jsonl").write_bytes(b'{"text": "' + b"0" * 9000 + b'"}\n' + line)
    (papers / "b.html").write_bytes(b"<p>" + b"0" * 9000)
    (papers / "c.warc").write_bytes(record("https://post.example/long/", "200 OK", "text/html", "<p>" + "0" * 9000))
    result = terminal.type("load", papers, "--json")
    told = [(each["outcome"], each["reason"].partition(":")[0]) for each in json.loads(result.stdout)]
    assert [outcome for outcome, _ in told] == ["refused", "new", "refused", "failed"]
    assert result.exit_code == 1


@pytest.mark.parametrize(("name", "pack"), [("a.jsonl.gz", gzip.compress), ("a.jsonl.xz", lzma.compress)])
def test_packed_files_are_read(terminal: Terminal, papers: Path, name: str, pack: type) -> None:
    packed = pack(lines(STORY | {"text": WORDS}))
    (papers / name).write_bytes(packed)
    assert [each["outcome"] for each in terminal.read("load", papers / name)] == ["new"]
    (papers / name).write_bytes(packed[: len(packed) // 2])
    result = terminal.type("load", papers / name)
    assert (result.exit_code, "packed wrongly, or cut" in result.stderr) == (1, True)
