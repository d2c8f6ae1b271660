"""The sketch: fixed for ever within a version, shared by copies, apart for others, in any script."""

from __future__ import annotations

from unicodedata import category, normalize

from hypothesis import given
from hypothesis import strategies as st

from cleaning import Page, clean
from cleaning.folding import WORD, encoded_words, folded_words
from cleaning.sketch import RUN, SKETCH_SIZE, SKETCH_VERSION, sketch

STORY = (
    "The ferry left the harbour at dawn with forty crates of pears, and nobody on the quay waved. By noon the wind had "
    "turned, the captain ordered the lamps lit, and the cook found that the kettle had gone overboard with the map. "
    "Two fishermen who saw the boat from the pier say that she was lower in the water than the law allows."
)
CHINESE = (
    "渡船在黎明时分载着四十箱梨子离开港口，码头上没有人挥手。"
    "中午时分风向变了，船长下令点灯，厨师发现水壶和地图一起掉进了海里。"
)


def drawn(text: str) -> set[int]:
    return set(sketch(text))


def test_version_two_is_fixed_for_ever() -> None:
    assert SKETCH_VERSION == 2
    assert sketch("a ferry left the harbour at dawn") == (-755194070, -19429067, 1551510101, 1552939538)
    assert sketch("渡船在黎明时分") == (-1142471596, 1693234108)
    assert sketch("élan vital") == (-2131517603,)


@given(st.text())
def test_a_sketch_is_small_ascending_and_fits_32_bits(text: str) -> None:
    numbers = sketch(text)
    assert list(numbers) == sorted(set(numbers)) and all(-(2**31) <= number < 2**31 for number in numbers)
    assert len(numbers) <= min(SKETCH_SIZE, max(1, len(folded_words(text)) - RUN + 1))


def test_case_accents_signs_and_white_space_do_not_count() -> None:
    assert drawn(STORY) == drawn(STORY.upper().replace(" ", "\n\u00a0")) == drawn(STORY.replace(",", " –"))
    assert drawn("ＦＥＲＲＹ left the harbour at dawn today") == drawn("ferry left the harbour at dawn today")


def test_vowel_signs_do_not_tear_words_apart() -> None:
    assert folded_words("हिन्दी में") == ["हनद", "म"]
    assert folded_words("İstanbul كَتَبَ") == ["istanbul", "كتب"]


@given(st.text(st.sampled_from("aZ0é\u0301ßж渡ฟก ,_'-“…·\u00a0\n\ud800\u0e31İ")))
def test_words_are_folded_alike_whichever_way_is_the_shorter_one(text: str) -> None:
    slow = "".join(sign for sign in normalize("NFKC", text).casefold() if category(sign)[0] != "M")
    assert folded_words(text) == WORD.findall(slow)
    assert [word.decode() for word in encoded_words(text)] == folded_words(text)


def test_a_copy_that_is_cut_edited_or_padded_shares_numbers() -> None:
    cut = STORY[: len(STORY) * 7 // 10]
    edited = STORY.replace("dawn", "sunrise").replace("captain", "skipper")
    padded = f"HARBOUR, 2 March. {STORY} Read more about ferries, pears and the sea in our weekend paper."
    assert all(len(drawn(STORY) & drawn(copy)) >= 2 for copy in (cut, edited, padded))


def test_another_text_shares_none() -> None:
    assert not drawn(STORY) & drawn("A pear is weighed in the market by a man who had never seen the sea before.")


def test_scripts_without_spaces_are_sketched_by_their_characters() -> None:
    assert len(drawn(CHINESE)) == SKETCH_SIZE
    assert len(drawn(CHINESE) & drawn(CHINESE[: len(CHINESE) * 7 // 10])) >= 2


def test_a_foreign_sign_in_a_text_changes_nothing_elsewhere() -> None:
    assert len(drawn(STORY) & drawn(f"{STORY} 渡船 café")) >= SKETCH_SIZE - 4
    assert len(drawn(CHINESE) & drawn(f"{CHINESE} Read more about ferries and pears in our weekend paper.")) >= 4


def test_a_run_that_stands_twice_counts_once() -> None:
    assert len(drawn(STORY) & drawn(f"{STORY} {STORY} {STORY}")) >= SKETCH_SIZE - 1
    assert len(sketch("so it was and " * 40)) == 4


def test_a_text_of_few_words_has_one_number_and_no_text_none() -> None:
    assert len(sketch("Ferry sinks")) == 1
    assert sketch(" … ") == ()


def test_the_cleaner_draws_the_sketch_of_the_text_it_found() -> None:
    page = Page(url="https://harbour.example/2026/1", body=f"<h1>Ferry</h1><p>{STORY}</p><p>{CHINESE}</p>".encode())
    article = clean(page)
    assert article.sketch == sketch(article.text) != ()
