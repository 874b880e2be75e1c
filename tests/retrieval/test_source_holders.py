"""Sources that hold others, as archives and channels do, in the catalogue: on SQLite and on PostgreSQL."""

from __future__ import annotations

from contextlib import closing

from retrieval import segmentation
from retrieval.catalogue import Catalogue, Deed, Entry, Kind, State
from retrieval.types import Source

CHANNEL = "https://t.me/c/1234567890"


def test_what_a_channel_holds_is_enabled_with_it_but_for_what_was_taken_out_by_itself(database_url: str) -> None:
    with closing(Catalogue(database_url, segmentation_version=segmentation.VERSION)) as catalogue:
        sources = catalogue.sources
        sources.add_holder(CHANNEL, Kind.CHANNEL, Entry("42", Deed.ADD, CHANNEL))
        posts = [Source(f"{CHANNEL}/{number}", b"{}") for number in (1, 2, 3)]
        sources.add_posts(posts[:2], State.ENABLED, Entry("42", Deed.ADD, CHANNEL, "2 posts of an export"))
        sources.add_posts([posts[2]], State.DISABLED)
        sources.add(Source(f"{CHANNEL}0", b"other"), Kind.URL, Entry("42", Deed.ADD, f"{CHANNEL}0"))
        sources.set_state([posts[0].uri], State.DELETED, Entry("42", Deed.DELETE, posts[0].uri))
        sources.set_state([CHANNEL], State.DISABLED, Entry("42", Deed.DISABLE, CHANNEL))

        sources.add_holder(CHANNEL, Kind.CHANNEL, Entry("42", Deed.ENABLE, CHANNEL))
        sources.leave(posts[1].uri)
        sources.read_again([posts[2].uri], Entry("42", Deed.REFRESH, posts[2].uri))

        states = {
            record.uri: (record.state, record.content is None, record.gone_at is None) for record in sources.all()
        }
        assert states == {
            CHANNEL: (State.ENABLED, True, True),
            posts[0].uri: (State.DELETED, False, True),
            posts[1].uri: (State.ENABLED, True, False),
            posts[2].uri: (State.ENABLED, False, True),
            f"{CHANNEL}0": (State.ENABLED, False, True),
        }
        assert sources.below(CHANNEL) == [post.uri for post in posts]
        assert sources.deleted() == {posts[0].uri}
        assert sources.article_titles([post.uri for post in posts], 9) == []
        assert [record.uri for record in sources.all() if record.stays_out] == [posts[0].uri]
        sources.set_state([CHANNEL, *(post.uri for post in posts)], State.DELETED, Entry("42", Deed.DELETE, CHANNEL))
        sources.forget_unused()
        assert [(record.uri, record.content) for record in sources.all()] == [
            (posts[0].uri, None), (f"{CHANNEL}0", Source("", b"other").digest),
        ]  # fmt: skip
        sources.add_holder(CHANNEL, Kind.CHANNEL, Entry("42", Deed.ADD, CHANNEL))
        assert sources.deleted() == {posts[0].uri}
        assert sources.vacant(CHANNEL) == set()
        sources.set_state([posts[0].uri], State.ENABLED, Entry("42", Deed.ENABLE, posts[0].uri))
        assert sources.vacant(CHANNEL) == {posts[0].uri}
