"""Edits: each change between two texts has the class that an editor would give it, in any language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaning import Edit, Wording, changes, kinds, only_counted
from cleaning.edits import paragraphs

TEXTS = {
    "English": (
        "The ferry to Hollow Island was late on Tuesday because a rope had caught in its screw.",
        "Forty passengers waited on the quay, and the harbour master had tea brought out to them.",
        "The company promised on Wednesday that every rope in the harbour would be moved by the autumn.",
    ),
    "German": (
        "Die Fähre zur Hohlen Insel kam am Dienstag zu spät, weil sich ein Tau in der Schraube verfangen hatte.",
        "Vierzig Fahrgäste warteten am Kai, und der Hafenmeister ließ ihnen Tee hinausbringen.",
        "Die Reederei versprach am Mittwoch, dass bis zum Herbst jedes Tau im Hafen verlegt werde.",
    ),
    "Russian": (
        "Паром на остров опоздал во вторник, потому что канат намотался на его винт у самого причала.",
        "Сорок пассажиров ждали на набережной, и начальник порта велел вынести им горячего чая.",
        "Компания пообещала в среду, что до осени все канаты в гавани будут убраны в другое место.",
    ),
    "Persian": (
        "کشتی جزیره روز سه‌شنبه دیر رسید زیرا طنابی به پروانهٔ آن گیر کرده بود و کسی آن را ندیده بود.",
        "چهل مسافر در اسکله منتظر ماندند و رئیس بندر دستور داد برای آنان چای گرم بیاورند.",
        "شرکت روز چهارشنبه قول داد که تا پاییز همهٔ طناب‌های بندر را به جای دیگری ببرد.",
    ),
    "Chinese": (
        "周二开往空岛的渡轮晚点，因为一根缆绳缠住了它的螺旋桨，船员花了三个小时才解开。",
        "四十名乘客在码头等候，港务长让人给他们送去热茶，还搬来了几把旧椅子。",
        "公司周三承诺，到秋天为止港口里所有的缆绳都会移到别的地方去存放。",
    ),
    "Korean": (
        "화요일 섬으로 가는 배가 늦었는데 밧줄이 배의 프로펠러에 감겼기 때문이라고 선장이 말했다.",
        "승객 마흔 명이 부두에서 기다렸고 항만 책임자는 그들에게 따뜻한 차를 내오게 했다.",
        "회사는 수요일에 가을까지 항구의 모든 밧줄을 다른 곳으로 옮기겠다고 약속했다고 전했다.",
    ),
    "Thai": (
        "เรือข้ามฟากไปเกาะมาสายในวันอังคารเพราะเชือกพันใบพัดของมันไว้",
        "ผู้โดยสารสี่สิบคนรออยู่ที่ท่าเรือและนายท่าสั่งให้นำน้ำชามาให้",
        "บริษัทสัญญาในวันพุธว่าจะย้ายเชือกทั้งหมดในท่าเรือภายในฤดูใบไม้ร่วง",
    ),
}
LANGUAGES = pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
Paragraphs = tuple[str, ...]


def between(before: Paragraphs, after: Paragraphs) -> list[tuple[Edit, Paragraphs, Paragraphs]]:
    """(class, what went, what came) of every change of the text."""
    found = changes(Wording("Ferry", "\n\n".join(before)), Wording("Ferry", "\n\n".join(after)))
    return [(each.kind, each.before, each.after) for each in found]


def corrected(paragraph: str) -> str:
    """With one word in the middle put otherwise; without spaces, one sign."""
    if " " in paragraph:
        words = paragraph.split(" ")
        return " ".join((*words[:4], "1987", *words[5:]))
    return f"{paragraph[:8]}9{paragraph[9:]}"


@LANGUAGES
def test_equal_texts_have_no_changes(text: Paragraphs) -> None:
    assert between(text, text) == []


@LANGUAGES
def test_another_word_is_a_correction(text: Paragraphs) -> None:
    now = (text[0], corrected(text[1]), text[2])
    assert between(text, now) == [(Edit.CORRECTION, (text[1],), (now[1],))]


@LANGUAGES
def test_a_paragraph_more_is_an_addition_and_one_less_a_removal(text: Paragraphs) -> None:
    assert between(text[:2], text) == [(Edit.ADDITION, (), (text[2],))]
    assert between(text, text[1:]) == [(Edit.REMOVAL, (text[0],), ())]


@LANGUAGES
def test_a_passage_more_in_a_paragraph_is_an_addition_and_one_less_a_removal(text: Paragraphs) -> None:
    whole = (text[0], f"{text[1]} {text[2]}")
    assert between(text[:2], whole) == [(Edit.ADDITION, (text[1],), (whole[1],))]
    assert between(whole, text[:2]) == [(Edit.REMOVAL, (whole[1],), (text[1],))]


@LANGUAGES
def test_other_words_in_the_place_of_a_paragraph_are_a_rewrite(text: Paragraphs) -> None:
    assert between(text[:2], (text[0], text[2])) == [(Edit.REWRITE, (text[1],), (text[2],))]


@LANGUAGES
def test_a_correction_beside_an_addition_is_told_apart_from_it(text: Paragraphs) -> None:
    now = (corrected(text[0]), text[1], text[2])
    assert between(text[:1], now) == [
        (Edit.CORRECTION, text[:1], now[:1]),
        (Edit.ADDITION, (), (now[1],)),
        (Edit.ADDITION, (), (now[2],)),
    ]


@LANGUAGES
def test_what_another_cleaner_reads_is_recleaned_whatever_it_is(text: Paragraphs) -> None:
    before, after = Wording("Ferry", "\n\n".join(text)), Wording("The ferry", corrected(text[0]))
    assert kinds(changes(before, after, recleaned=True)) == (Edit.RECLEANED,)


def test_another_headline_is_told_first() -> None:
    before, after = Wording("Ferry late", "One.\n\nTwo."), Wording("Ferry very late", "One.")
    assert kinds(changes(before, after)) == (Edit.HEADLINE, Edit.REMOVAL)
    (headline, _) = changes(before, after)
    assert (headline.before, headline.after) == (("Ferry late",), ("Ferry very late",))


def test_a_headline_that_comes_or_goes_is_a_headline_change() -> None:
    (come,), (gone,) = changes(Wording(None, "One."), Wording("A", "One.")), changes(Wording("A", ""), Wording("", ""))
    assert (come.kind, come.before, come.after) == (Edit.HEADLINE, (), ("A",))
    assert (gone.kind, gone.before, gone.after) == (Edit.HEADLINE, ("A",), ())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("It was 5 August.", "It was 6 August."),
        ("He said: 'no'.", "He said: “no”."),
        ("Colour of the boat", "Color of the boat"),
        ("The ferry , late", "The ferry, late"),
        ("!", "?"),
    ],
)
def test_signs_spelling_and_numbers_are_corrections(before: str, after: str) -> None:
    assert [kind for kind, _, _ in between((before,), (after,))] == [Edit.CORRECTION]


def test_a_paragraph_in_which_most_was_put_otherwise_is_a_rewrite() -> None:
    before = "The mayor of the upper town said on Monday that the bridge would be closed for repairs until May."
    after = "The mayor of the upper town denied on Friday what she had said, and reopened the bridge to all."
    assert [kind for kind, _, _ in between((before,), (after,))] == [Edit.REWRITE]


def test_two_long_texts_without_a_common_paragraph_are_one_rewrite() -> None:
    old, new = (tuple(f"{name} {number}" for number in range(200)) for name in ("alpha", "beta"))
    assert between(old, new) == [(Edit.REWRITE, old, new)]


@pytest.mark.parametrize(
    ("line", "now"),
    [
        ("12 views · 3 comments", "1,204 views · 17 comments"),
        ("Просмотров: 999", "Просмотров: 1 024"),
        ("阅读 5", "阅读 17"),
        ("1.2K", "3.4K"),
        ("Monday, 2 March 2026, +4 °C", "Thursday, 12 May 2026, +15 °C"),
        ("Понедельник, 2 марта", "Четверг, 12 мая"),
    ],
)
def test_a_counter_above_or_below_the_prose_is_no_edit(line: str, now: str) -> None:
    prose = "\n\n".join(TEXTS["English"])
    for before, after in ((f"{line}\n\n{prose}", f"{now}\n\n{prose}"), (f"{prose}\n\n{line}", f"{prose}\n\n{now}")):
        assert only_counted(before, after)
    first, *rest = TEXTS["English"]
    assert not only_counted("\n\n".join((first, line, *rest)), "\n\n".join((first, now, *rest)))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Forty-2 waited on the quay.", "Forty-3 waited on the quay."),
        ("12 views", "12 readers"),
        ("12 views", "12 views\n\nMore."),
        ("Who counted 12 of them?", "Who counted 13 of them?"),
    ],
)
def test_a_number_in_a_sentence_is_an_edit_and_so_is_another_word(before: str, after: str) -> None:
    prose = "\n\n".join(TEXTS["English"])
    assert not only_counted(f"{before}\n\n{prose}", f"{after}\n\n{prose}")


def test_results_and_prices_are_edited_when_their_numbers_change() -> None:
    prose = "\n\n".join(TEXTS["English"])
    assert not only_counted("Harbour 2, Quay 1\nLowmere 0, Varn 0", "Harbour 3, Quay 1\nLowmere 0, Varn 0")
    before, after = ("\n".join(f"Pears {n + more}" for n in range(3)) for more in (0, 7))
    assert not only_counted(f"{prose}\n\n{before}", f"{prose}\n\n{after}")


LINES = st.lists(st.sampled_from([*TEXTS["English"], *TEXTS["Chinese"], "One.", "Two, three.", "?"]), max_size=7)


@given(LINES, LINES)
def test_the_changes_account_for_every_paragraph(old: list[str], new: list[str]) -> None:
    before, after = Wording("", "\n\n".join(old)), Wording("", "\n".join(new))
    found = changes(before, after)
    went = [each for change in found for each in change.before]
    came = [each for change in found for each in change.after]
    assert len(old) - len(went) == len(new) - len(came)
    rest = list(paragraphs(before.text))
    for each in went:
        rest.remove(each)
    kept = list(paragraphs(after.text))
    for each in came:
        kept.remove(each)
    assert sorted(rest) == sorted(kept)
    assert not found or old != new
