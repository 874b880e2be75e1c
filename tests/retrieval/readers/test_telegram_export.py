from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.errors import SourceError
from retrieval.readers.encoding import NotTextError
from retrieval.readers.telegram_export import read_telegram_export
from retrieval.types import Article, Source
from tests.retrieval.readers.sampling import refused, sample

MILL = (
    "The mill turns again since Monday, and nobody in town slept through the noise of its wheel, says the miller, who"
    " has waited for eleven weeks"
)


def export(*messages: dict[str, object], **chat: object) -> Source:
    whole = {"name": "River board", "type": "private_channel", "id": 77, "messages": list(messages), **chat}
    return Source("result.json", json.dumps(whole).encode())


def post(text: object = "The river rose by night.", **more: object) -> dict[str, object]:
    return {"id": 5, "type": "message", "date_unixtime": "1459096200", "text": text, **more}


def only(source: Source) -> Article:
    (article,) = read_telegram_export(source)
    return article


def test_each_post_is_an_article() -> None:
    """Not what happened in the chat, pictures without a caption, and a word or two."""
    assert read_telegram_export(sample("result.json")) == [
        Article.create(
            "The dam holds.",
            "The dam holds.\n\nIt was mended in eleven weeks. #dam",
            source="result.json",
            url="https://t.me/c/1234567890/2",
            published=datetime(2016, 3, 27, 16, 30, tzinfo=UTC),
            language="en",
            tags=("dam",),
        ),
        Article.create(
            "The mill turns again since Monday, and nobody in town slept through the noise of its wheel, says…",
            MILL,
            source="result.json",
            url="https://t.me/c/1234567890/3",
            published=datetime(2016, 3, 28, 7, 0, tzinfo=UTC),
            language="en",
        ),
        Article.create(
            "Shall the sluice be painted green?",
            "Shall the sluice be painted green?\nYes, green\nNo, leave it",
            source="result.json",
            url="https://t.me/c/1234567890/6",
            published=date(2016, 3, 29),
            language="en",
        ),
    ]


@pytest.mark.parametrize(
    ("chat", "url"),
    [
        ({"type": "public_supergroup"}, "https://t.me/c/77/5"),
        ({"id": -10077}, "https://t.me/c/77/5"),
        ({"username": "@river_board"}, "https://t.me/river_board/5"),
        ({"username": "a/../b"}, "https://t.me/c/77/5"),
        ({"type": "personal_chat"}, None),
        ({"type": "private_group"}, None),
        ({"id": "x"}, None),
    ],
)
def test_a_post_has_the_address_that_telegram_opens(chat: dict[str, object], url: str | None) -> None:
    assert only(export(post(), **chat)).url == url


def test_a_whole_account_is_read_for_its_channels_alone() -> None:
    secret = {"type": "personal_chat", "id": 1, "messages": [post("The key is under the mat, my dear.")]}
    channel = {"type": "public_channel", "id": 2, "messages": [post()]}
    whole = {"personal_information": {"user_id": 1}, "chats": {"about": "", "list": [secret, channel]}}

    assert [a.text for a in read_telegram_export(Source("r.json", json.dumps(whole).encode()))] == [
        "The river rose by night."
    ]
    whole["chats"]["list"] = [secret]  # type: ignore[index] # it is a dict
    assert refused(read_telegram_export, Source("r.json", json.dumps(whole).encode())) == (
        "holds all chats of an account, and none is a channel; export one chat by itself"
    )


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("The river rose.\n\nIt fell.", "The river rose.\n\nIt fell."),
        (["The ", {"type": "bold", "text": "river"}, " rose again."], "The river rose again."),
        ([{"type": "text_link", "text": "The river rose again", "href": "https://a.example"}], "The river rose again"),
        ("河水漫过堤岸。", "河水漫过堤岸。"),
    ],
)
def test_the_text_of_a_post_is_as_it_was_posted(text: object, read: str) -> None:
    assert only(export(post(text))).text == read


@pytest.mark.parametrize("text", ["ok, thanks!", "👍👍👍👍👍👍👍👍👍👍👍👍👍", "", [], None, 7, "好的"])
def test_a_post_that_says_nothing_is_no_article(text: object) -> None:
    reason = "has no post with a text of more than a word or two"

    assert refused(read_telegram_export, export(post(text))) == reason


def test_a_post_without_a_time_has_the_exporters_day_or_none() -> None:
    assert only(export(post(date_unixtime=None, date="2016-03-27T23:59:00"))).published == date(2016, 3, 27)
    assert only(export(post(date_unixtime="9" * 400, date="soon"))).published is None


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (
            b'{"messages": [{"id"',
            "is broken or cut short: Expecting ':' delimiter at line 1, column 20; export it again",
        ),
        (b"[1]", "is no export of Telegram Desktop"),
        (b'{"a": ' * 100_000, "is no export of Telegram Desktop"),
        (b'{"id": ' + b"9" * 5_000 + b"}", "is no export of Telegram Desktop"),
        (b'{"chats": {"list": 5}}', "is no export of Telegram Desktop with messages"),
        (b'{"messages": []}', "has no post with a text of more than a word or two"),
    ],
    ids=["cut short", "list", "deep", "long number", "no messages", "no posts"],
)
def test_what_is_no_export_is_refused_in_words(content: bytes, reason: str) -> None:
    assert refused(read_telegram_export, Source("result.json", content)) == reason


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.sampled_from(["text", "type", "answers"]), inside),
    max_leaves=8,
)
keys = ("id", "type", "date", "date_unixtime", "text", "text_entities", "poll", "from")


@settings(max_examples=200)
@given(
    st.lists(st.dictionaries(st.sampled_from(keys), anything), max_size=4),
    st.dictionaries(st.sampled_from(["type", "id", "username", "chats", "messages"]), anything),
)
def test_any_json_gives_articles_or_a_reason(messages: list[dict[str, object]], chat: dict[str, object]) -> None:
    chat = {"type": "private_channel", "messages": [{"type": "message", **one} for one in messages], **chat}
    try:
        articles = read_telegram_export(Source("result.json", json.dumps(chat).encode()))
    except (SourceError, NotTextError) as error:
        assert str(error)
    else:
        assert articles
