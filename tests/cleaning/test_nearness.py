"""Near copies are told from reports of one series, terse notices and strangers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaning.facts import agreement, facts_of
from cleaning.nearness import Nearness, Relation, nearness, read_closely

STORY = (
    "The ferry left the harbour at dawn with forty crates of pears, and nobody on the quay waved. By noon the wind had "
    "turned, the captain ordered the lamps lit, and the cook found that the kettle had gone overboard with the map. "
    "Two fishermen who saw the boat from the pier say that she was lower in the water than the law allows. The owner, "
    "who lives in another town and has not been seen since, let it be known through his lawyer that the boat was sound."
)
MORE = (
    "A pear is weighed in the market by a man who had never seen the sea before. He says that the scale is honest and "
    "that whoever doubts it may bring weights of his own, as the baker did last year when flour was dear."
)
CHINESE = (
    "渡船在黎明时分载着四十箱梨子离开港口，码头上没有人挥手。"
    "中午时分风向变了，船长下令点灯，厨师发现水壶和地图一起掉进了海里。"
)
PEARS = (
    "市场上有人正在称梨，他从来没有见过大海，却说秤是准的，谁不相信可以自己带砝码来称，就像去年面粉贵时面包师做的那样。"
)


def match(home: str = "Harbour", guest: str = "Orchard", number: int = 3) -> str:
    """A report of a series."""
    return (
        f"On Saturday {home} beat the guests from {guest} by {number} goals in front of a crowd of {number * 400} at "
        f"home. The first goal came after {number} minutes and the second after {number + 9}. The manager of {home} "
        f"praised his players after the final whistle and said that the supporters of {home} had been magnificent "
        f"throughout the whole of the afternoon. The visitors of {guest} had a late appeal turned down by the referee "
        "and finished the match with ten men after a second yellow card, which their manager called a joke that "
        "nobody in the whole stadium had been able to laugh at."
    )


def compared(
    one: str, other: str, days: float = 0, titles: tuple[str, str] = ("Ferry leaves", "Ferry leaves")
) -> Nearness | None:
    return nearness(read_closely(titles[0], one), read_closely(titles[1], other), days)


def related(one: str, other: str, days: float = 0) -> Relation | None:
    found = compared(one, other, days)
    return found.relation if found else None


def test_versions_are_told_by_their_length() -> None:
    assert related(STORY, STORY.replace("dawn", "sunrise")) is Relation.COPY
    assert related(STORY[:300], STORY) is Relation.CUT
    assert related(f"{STORY} {MORE}", STORY) is Relation.EXTENDED


def test_containment_is_the_share_of_the_shorter_text() -> None:
    found = compared(f"{STORY} {MORE}", STORY)
    assert found is not None and found.containment == 1.0


def test_other_texts_are_strangers_whatever_their_titles() -> None:
    assert compared(STORY, MORE) is None


def test_half_a_story_in_a_digest_is_not_the_story() -> None:
    half = STORY[: len(STORY) // 2]
    assert compared(f"{half} {MORE}", STORY) is None


@pytest.mark.parametrize("other", [match("Pierhead", "Millpond", 5), match(number=5), match("Brook", "East Brook")])
def test_match_reports_of_one_series_are_different_stories(other: str) -> None:
    """They differ in names and numbers, in numbers alone, in names alone."""
    assert compared(match(), other) is None
    assert related(other, other.replace("Saturday", "Sunday")) is Relation.COPY


def test_one_fact_that_differs_in_a_long_text_is_a_correction() -> None:
    story = f"{STORY} On board were 14 people."
    assert related(story, story.replace("14", "15")) is Relation.COPY
    notice = f"{STORY[:330]} On board were 14 people."
    assert compared(notice, notice.replace("14", "15")) is None


def test_numbers_in_other_surroundings_are_not_compared() -> None:
    assert related(f"Page 14 of 20. {STORY}", f"{STORY} Call 555 now.") is Relation.COPY


@pytest.mark.parametrize(("days", "near"), [(0, True), (2, True), (3, False), (400, False)])
def test_a_short_notice_is_the_same_only_within_two_days(days: float, near: bool) -> None:
    notice = STORY[:330]
    assert (compared(notice, notice, days) is not None) is near
    assert compared(STORY * 2, STORY * 2, days) is not None


def test_a_terse_text_needs_a_title_in_common() -> None:
    terse = "Watch what the captain of the ferry had to say when he came home at last."
    assert compared(terse, terse, 0, ("Captain speaks at last", "Captain speaks")) is not None
    assert compared(terse, terse, 0, ("Captain speaks at last", "Weather tomorrow")) is None
    assert compared(terse, terse, 0, ("", "")) is None


def test_characters_count_where_words_are_not_spaced() -> None:
    assert related(CHINESE * 2, CHINESE.replace("黎明", "清晨") * 2) is Relation.COPY
    assert compared(CHINESE, PEARS) is None


def test_a_fact_is_known_by_the_words_beside_it() -> None:
    facts = facts_of("The crew of 14 met Captain Ann Ode at the pier. Nobody else came.")
    assert facts.numbers == {("before", "crew", "of"): ["14"], ("after", "met", "@"): ["14"]}
    assert facts.names == {("before", "#", "met"): ["captain ann ode"], ("after", "at", "the"): ["captain ann ode"]}


@pytest.mark.parametrize("sold", ["17 254", "17, 254", "17.254", "17’254", "17\u00a0254"])
def test_a_number_is_the_same_however_its_thousands_are_parted(sold: str) -> None:
    one, other = facts_of("They sold 17,254 pears."), facts_of(f"They sold {sold} pears.")
    assert agreement(one.numbers, other.numbers) == (2, 2)
    assert facts_of("In 2024 300 men came.") != facts_of("In 2024300 men came.")


def test_values_that_stand_in_one_place_are_compared_whatever_their_order() -> None:
    one, other = ({("before", "up", "to"): values} for values in (["1", "2", "3"], ["3", "1", "9"]))
    assert agreement(one, other) == (2, 3)
    assert agreement(one, {}) == (0, 0)


texts = st.lists(st.sampled_from([*STORY.split(), *MORE.split(), "14", "1,000", "Ann"]), min_size=40).map(" ".join)


@given(texts)
def test_equal_texts_are_always_near(text: str) -> None:
    assert compared(text, text) == Nearness(Relation.COPY, 1.0)


@given(texts, texts, st.sampled_from([0, 10]))
def test_nearness_does_not_depend_on_who_came_first(one: str, other: str, days: float) -> None:
    found, turned = compared(one, other, days), compared(other, one, days)
    assert (found is None) == (turned is None)
    if found and turned:
        opposite = {Relation.CUT: Relation.EXTENDED, Relation.EXTENDED: Relation.CUT}
        assert turned == Nearness(opposite.get(found.relation, found.relation), found.containment)
