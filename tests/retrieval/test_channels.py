"""Channels: their posts become articles as they come, and an export brings those of before."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from retrieval import ChannelPost, Library, NoSuchSource, channel_uri, post_uri
from tests.retrieval.conftest import Shelf

ME = "42"
NEWS = -1_001_234_567_890
URI = "https://t.me/c/1234567890"
MAY = datetime(2026, 5, 1, 12, tzinfo=UTC)
FELL = "The bridge of Raqqa fell in October."


@pytest.fixture
def library(shelf: Shelf) -> Iterator[Library]:
    """A library that follows a channel."""
    shelf.put(a="Alpha\n\nForces retook Palmyra. They stayed.")
    library = shelf.library()
    library.channels.follow(NEWS, by=ME)
    yield library


def post(number: int, *pieces: str, chat: int = NEWS) -> ChannelPost:
    return ChannelPost(chat, number, MAY, tuple(("hashtag" if each[0] == "#" else "plain", each) for each in pieces))


def export(*texts: str, number: object = 1234567890, kind: str = "public_channel") -> bytes:
    messages = [
        {"id": place, "type": "message", "date_unixtime": str(int(MAY.timestamp())), "text": text}
        for place, text in enumerate(texts, 1)
    ]
    return json.dumps({"name": "News", "type": kind, "id": number, "messages": messages}).encode()


def test_a_post_is_the_article_that_an_export_would_make_of_it(library: Library, shelf: Shelf) -> None:
    assert library.channels.take(post(7, "#raqqa", f" {FELL}"))
    library.update()
    (quote,) = library.answerer.answer("when did the bridge fall?").quotes[:1]
    exported = {
        "id": 7, "type": "message", "date_unixtime": str(int(MAY.timestamp())),
        "text_entities": [{"type": "hashtag", "text": "#raqqa"}, {"type": "plain", "text": f" {FELL}"}],
    }  # fmt: skip
    content = json.dumps({"type": "private_channel", "id": 1234567890, "messages": [exported]})
    (shelf.sources / "result.json").write_text(content)
    library.update()

    assert (quote.source, quote.url, quote.text) == (f"{URI}/7", f"{URI}/7", f"#raqqa {FELL}")
    (article,) = library.holdings.get(f"{URI}/7").record.article_ids
    assert library.holdings.get("result.json").record.article_ids == (article,)


def test_what_is_not_followed_or_says_nothing_is_not_taken(library: Library) -> None:
    assert not library.channels.take(post(7, FELL, chat=NEWS - 1))
    assert not library.channels.take(post(7, "ok"))
    assert not library.channels.take(post(8))
    assert library.channels.take(post(9, FELL))
    assert not library.channels.take(post(9, FELL)), "it is the same"
    assert [each.uri for each in library.holdings.list("t.me")] == [URI, f"{URI}/9"]


def test_a_post_that_was_taken_out_stays_out(library: Library) -> None:
    library.channels.take(post(7, FELL))
    library.update()
    assert library.channels.drop(NEWS, 7, by=ME) == f"{URI}/7"
    assert not library.answerer.answer("when did the bridge fall?").answered
    assert not library.channels.take(post(7, f"{FELL} Really."))
    with pytest.raises(NoSuchSource):
        library.channels.drop(NEWS, 7, by=ME)

    library.channels.follow(NEWS, by=ME)
    library.update()
    assert not library.answerer.answer("when did the bridge fall?").answered


def pass_generations(library: Library, shelf: Shelf) -> None:
    """Serve so many generations that none is kept of those before."""
    for number in range(5):
        shelf.put(b=f"Beta\n\nThe museum of Homs was closed {number} times.")
        library.update()


def test_a_post_that_was_taken_out_stays_out_whatever_becomes_of_its_channel(library: Library, shelf: Shelf) -> None:
    library.channels.backfill(export("The mill of Homs was built.", FELL), by=ME)
    library.update()
    digest = library.holdings.get(f"{URI}/2").record.content
    library.channels.drop(NEWS, 2, by=ME)
    library.holdings.delete(URI, by=ME)
    pass_generations(library, shelf)
    assert digest and library._catalogue.sources.content(digest) is None, "of what it said nothing is kept"

    library.channels.follow(NEWS, by=ME)
    assert not library.channels.take(post(2, FELL))
    library.channels.backfill(export("The mill of Homs was built.", FELL), by=ME)
    library.update()

    assert library.holdings.titles(URI, 9) == ("The mill of Homs was built.",)
    assert [each.uri for each in library.holdings.list("t.me")] == [URI, f"{URI}/1"]

    # Until somebody wants it back.
    library.holdings.enable(f"{URI}/2", by=ME)
    library.channels.backfill(export("The mill of Homs was built.", FELL), by=ME)
    library.update()
    assert library.answerer.answer("when did the bridge fall?").quotes[0].source == f"{URI}/2"
    library.holdings.delete(URI, by=ME)
    library.channels.follow(NEWS, by=ME)
    library.update()
    assert library.answerer.answer("when did the bridge fall?").answered


def test_a_post_that_was_deleted_like_any_source_stays_out_as_well(library: Library) -> None:
    library.channels.take(post(7, FELL))
    library.update()
    library.holdings.delete(f"{URI}/7", by=ME)
    library.holdings.delete(URI, by=ME)

    library.channels.follow(NEWS, by=ME)
    library.update()

    assert not library.answerer.answer("when did the bridge fall?").answered


def test_an_older_export_does_not_bring_back_what_an_edit_took_away(library: Library) -> None:
    library.channels.take(post(1, FELL))
    library.update()
    library.channels.take(post(1, "ok"))

    library.channels.backfill(export(FELL), by=ME)
    library.update()

    assert not library.answerer.answer("when did the bridge fall?").answered


def test_a_channel_that_is_followed_anew_has_its_posts_again(library: Library) -> None:
    library.channels.take(post(7, FELL))
    library.update()
    library.holdings.delete(URI, by=ME)
    assert not library.channels.take(post(8, FELL)), "it is followed no more"
    library.update()

    library.channels.follow(NEWS, by=ME)
    library.update()

    assert library.answerer.answer("when did the bridge fall?").quotes[0].source == f"{URI}/7"


def test_an_export_brings_what_is_not_there_yet(library: Library) -> None:
    library.channels.take(post(2, "The mill of Homs burnt down."))
    content = export(FELL, "The mill of Homs was built.", "ok")

    assert library.channels.backfill(content, by=ME) == URI
    library.update()

    assert [each.uri for each in library.holdings.list("t.me")] == [URI, f"{URI}/1", f"{URI}/2"]
    assert library.holdings.titles(URI, 9) == (FELL, "The mill of Homs burnt down.")


@pytest.mark.parametrize(
    "content",
    [
        export(FELL, number=77),
        export(FELL, kind="personal_chat"),
        export(FELL, number="-1; DROP TABLE sources"),
        export(FELL, number=None),
        b"",
        b"\xff\xfe",
        b"The bridge fell.",
        b"{" * 100_000,
        b'{"messages": ' + b"[" * 100_000,
        b'{"type": "public_channel", "id": 1234567890, "messages": 7}',
        b"[1, 2]",
    ],
    ids=["another", "chat", "strange", "none", "empty", "bytes", "text", "deep", "deeper", "broken", "list"],
)
def test_what_is_no_export_of_a_followed_channel_is_left_to_others(library: Library, content: bytes) -> None:
    assert library.channels.backfill(content, by=ME) is None


def test_messages_of_any_shape_are_survived(library: Library) -> None:
    strange: list[object] = [
        None, 7, "text", {}, {"type": "service", "id": 1, "text": FELL}, {"type": "message", "text": FELL},
        {"type": "message", "id": True, "text": FELL}, {"type": "message", "id": -3, "text": FELL},
        {"type": "message", "id": 5, "text": [{"text": 7}, None, {"type": "bold", "text": FELL}]},
        {"type": "message", "id": 6, "text": {"text": FELL}}, {"type": "message", "id": 5, "text": FELL},
    ]  # fmt: skip
    content = json.dumps({"type": "private_channel", "id": 1234567890, "messages": strange}).encode()

    assert library.channels.backfill(content, by=ME) == URI
    library.update()

    assert [each.uri for each in library.holdings.list("t.me")] == [URI, f"{URI}/5", f"{URI}/6"]


def test_addresses_are_those_that_telegram_opens() -> None:
    assert channel_uri(NEWS) == URI
    assert post_uri(NEWS, 7) == f"{URI}/7"
