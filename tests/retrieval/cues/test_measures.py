"""Of what a question wants a number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.cues import Measure, measure


@pytest.mark.parametrize(
    ("question", "language", "wanted"),
    [
        ("how much does the swim cost?", "en", Measure.COST),
        ("what does the swim cost?", "en", Measure.COST),
        ("how much is a beer", "en", Measure.PAID),
        ("how much did the museum pay for the paintings?", "en", Measure.PAID),
        ("how much money did he give?", "en", Measure.PAID),
        ("what was the price of the paintings?", "en", Measure.PAID),
        ("how old is Ann?", "en", Measure.AGE),
        ("how long does the talk last?", "en", Measure.SPAN),
        ("how far is the station?", "en", Measure.SPAN),
        ("how deep is the pool?", "en", Measure.SIZE),
        ("what is the height of the tower?", "en", Measure.SIZE),
        ("what percentage of people live there?", "en", Measure.PERCENT),
        ("what time does it open?", "en", Measure.CLOCK),
        ("was kostet der eintritt", "de", Measure.COST),
        ("Wie alt ist die Kapitänin?", "de", Measure.AGE),
        ("combien coûte la soupe ?", "fr", Measure.COST),
        ("combien coute la soupe", "fr", Measure.COST),
        ("a que hora abre la librería", "es", Measure.CLOCK),
        ("сколько стоит билет?", "ru", Measure.COST),
        ("كم عمر الرئيس؟", "ar", Measure.AGE),
        ("Kaptan kaç yaşında?", "tr", Measure.AGE),
        ("门票多少钱？", "zh", Measure.COST),
        ("ราคาเท่าไร", "th", Measure.COST),
        # Of them it is a number, whatever they did.
        ("how many people paid the fee?", "en", None),
        ("how many members does the club have?", "en", None),
        ("how much of the town was destroyed?", "en", None),
        ("what did he pay attention to?", "en", None),
        ("who paid for it?", "en", None),
        ("во сколько раз выросла цена?", "ru", None),
        ("how old is it?", "eo", None),
    ],
)
def test_what_is_to_be_counted_is_read_from_the_question(question: str, language: str, wanted: Measure | None) -> None:
    assert measure(question, (language,)) is wanted


@given(st.text(max_size=60), st.sampled_from(["en", "de", "zh", "th", "tr"]))
def test_any_text_can_be_asked(text: str, language: str) -> None:
    assert measure(f"how much is {text}", (language,)) in {None, *Measure}
