"""The verdict and the rules behind it, without a database."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some
from material import MONDAY, WORDS, a_refusal, an_article

from cleaning import Outcome, Refusal
from storage.columns import storable
from storage.judge import Cleaned, Details, Have, alike, collapsed, fingerprint, judge, read


def have(cleaned: Cleaned, **more: object) -> Have:
    told: dict[str, object] = {
        "article_id": 1,
        "page_id": 1,
        "title": cleaned.title,
        "text": cleaned.text,
        "fingerprint": cleaned.fingerprint,
        "details": cleaned.details,
        "revision": 1,
        "cleaner": "1",
        "first_seen": MONDAY,
        "last_changed": MONDAY,
        "duplicate_of": None,
        "gone": False,
        "capture": "",
    }
    return Have(**(told | more))  # type: ignore[arg-type]


def test_the_first_sight_of_an_article_is_new_or_a_duplicate() -> None:
    cleaned = read(an_article())
    assert judge(an_article(), cleaned, None, None, "1").outcome is Outcome.NEW
    assert judge(an_article(), cleaned, None, 7, "1").outcome is Outcome.DUPLICATE


def test_the_same_words_write_nothing() -> None:
    cleaned = read(an_article())
    verdict = judge(an_article(), cleaned, have(cleaned), None, "1")
    assert (verdict.outcome, verdict.rewrites, verdict.amends, verdict.returns) == (Outcome.SAME, False, False, False)


def test_a_change_of_white_space_alone_is_a_change_of_words_but_not_of_the_story() -> None:
    one, two = read(an_article(words=WORDS * 5)), read(an_article(words=(WORDS * 5).replace(" ", "  ")))
    assert judge(an_article(), two, have(one), None, "1").outcome is Outcome.CHANGED
    assert one.fingerprint == two.fingerprint


def test_metadata_alone_amends() -> None:
    cleaned = read(an_article())
    verdict = judge(an_article(), cleaned, have(cleaned, details=Details(language="ko")), None, "1")
    assert (verdict.outcome, verdict.amends, verdict.rewrites) == (Outcome.SAME, True, False)


def test_a_refusal_is_final_whatever_we_have() -> None:
    cleaned = read(an_article())
    for ours in (None, have(cleaned), have(cleaned, gone=True)):
        verdict = judge(a_refusal(), read(a_refusal()), ours, None, "1")
        assert (verdict.outcome, verdict.reason) == (Outcome.REFUSED, Refusal.BLOCK_PAGE.value)


def test_only_a_long_text_can_collapse_and_only_under_the_same_cleaner() -> None:
    long, short = read(an_article(words=WORDS * 40)), read(an_article(words="Subscribe."))
    assert judge(an_article(), short, have(long), None, "1").outcome is Outcome.REFUSED
    assert judge(an_article(), short, have(long), None, "2").outcome is Outcome.CHANGED
    assert not collapsed("x" * 900, "") and not collapsed("x" * 4_000, "x" * 1_000)


def test_alike_are_texts_with_one_title_or_half_of_their_words() -> None:
    ours = have(read(an_article(words=WORDS * 3)))
    assert alike(ours, read(an_article(words="Quite other words.")))
    assert alike(ours, read(an_article(words=WORDS + "It sank.", title="Sunk")))
    assert not alike(ours, read(an_article(words="Snow fell on seven shepherds.", title="Snow")))
    assert not alike(have(read(an_article(title=None))), read(an_article(words="Snow fell.", title=None)))


@given(some.text(some.characters(), max_size=50))
def test_storable_text_is_valid_and_stays_as_it_is(words: str) -> None:
    kept = storable(words)
    assert "\0" not in kept
    assert kept.encode().decode() == kept == storable(kept)


@given(some.text(max_size=400), some.sampled_from([" ", "\n", "\n\n", "\t "]))
def test_a_fingerprint_looks_at_words_not_at_white_space(words: str, gap: str) -> None:
    assert fingerprint("t", gap.join(words.split())) == fingerprint("t", words)
