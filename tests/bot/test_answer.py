"""What an answer looks like, and what its buttons carry."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.playground import Playground
from bot.playground.entities import covered
from bot.texts import LANGUAGES
from tests.bot.desk import Desk
from tests.bot.scenario import Scenario, button, containing, edited, polling, quote

WHO = "who retook Palmyra?"
RETOOK = "Government forces retook Palmyra on Sunday."


def add(desk: Desk, name: str, text: str) -> None:
    """Put one more article there."""
    (desk.sources / name).write_text(text, "utf-8")
    desk.library.update()


@pytest.mark.parametrize(("length", "kind"), [(600, "blockquote"), (601, "expandable_blockquote")])
async def test_a_long_quote_is_folded(
    desk: Desk, playground: Playground, scene: Scenario, length: int, kind: str
) -> None:
    sentence = "Marta Quill told the tale of the zebra of Orla"
    sentence += ", and of the zebra" * ((length - len(sentence)) // 18)
    sentence = f"{sentence:n<{length - 1}}."
    add(desk, "tale.txt", f"The tale\n\n{sentence}\n")
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        await ann.says("who told the tale of the zebra of Orla?")
        seen = await ann.sees(quote(sentence))
        assert len(sentence) == length
        assert seen.under(kind) == (sentence,)


async def test_what_looks_like_markup_in_articles_and_questions_stays_text(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    sentence = "Marta *Quill* told [the tale](https://example.org) of the <b>zebra</b> & the __wells__ of `Orla`."
    add(desk, "tale.txt", f"The <i>tale</i> & *more*\n\n{sentence}\n")
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        friends = scene.group("Friends", ann)
        await ann.says("who told the tale of the <b>zebra</b> & the wells?")
        await ann.sees(quote(sentence), containing("The <i>tale</i> & *more*"))
        await ann.presses("Context")
        await ann.sees(edited(), quote(sentence))
        await ann.presses("Whole article")
        await ann.sees(edited(), containing("The <i>tale</i> & *more*"))
        await ann.presses("Back to the quote")
        await ann.sees(edited(), button("Share"))
        await ann.shares("Share", ann.at(friends))
        await ann.at(friends).sees(quote(sentence))
    assert not [call for call in playground.calls if "parse_mode" in str(call.parameters)]
    assert [call for call in playground.calls if call.refused] == []


async def test_a_moment_is_shown_in_the_readers_zone(desk: Desk, playground: Playground, scene: Scenario) -> None:
    head = "---\ntitle: The tale\ndate: 2016-03-27T23:30:00+02:00\n---\n\n"
    add(desk, "tale.md", f"{head}Marta Quill told the tale of the zebra of Orla.\n")
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann", language_code="de")
        await ann.says("who told the tale of the zebra of Orla?")
        first = await ann.sees(containing("Marta Quill"))
        await ann.presses(LANGUAGES["de"].context)
        for seen in (first, await ann.sees(edited())):
            (moment,) = [each for each in seen.message.content.entities if each.type == "date_time"]
            assert moment.unix_time == datetime(2016, 3, 27, 21, 30, tzinfo=UTC).timestamp()
            assert moment.date_time_format == "D"
            # For clients that do not know of it.
            assert covered(seen.message.content, moment) == "27. März 2016"


async def test_copy_and_share_carry_the_quote_itself(desk: Desk, playground: Playground, scene: Scenario) -> None:
    async with polling(desk.application(playground), scene):
        ann, ben = scene.person("Ann"), scene.person("Ben")
        friends = scene.group("Friends", ann, ben, bot="left")
        await ann.says(WHO)
        seen = await ann.sees(quote(RETOOK))
        copy = seen.button("Copy")
        assert (copy.action, copy.value) == ("copy_text", {"text": RETOOK})
        await ann.shares("Share", ann.at(friends))
        await ben.at(friends).sees(quote(RETOOK))


async def test_more_shows_no_sentence_twice_that_says_the_same(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    bells = (
        "Ann Bell rang the great bells of Orla at noon in May.",
        "Ann Bell rang the great bells of Orla, at noon in May!",
        "Ben Bell rang the great bells of Orla at noon in June.",
    )
    for number, bell in enumerate(bells):
        add(desk, f"bells-{number}.txt", f"The bells of Orla\n\n{bell}\n")
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        await ann.says("who rang the great bells of Orla?")
        await ann.sees(button("More (1)"))
        await ann.presses("More (1)")
        more = await ann.sees(edited())
        assert sorted(each.split()[0] for each in more.quotes) == ["Ann", "Ben"]
