"""Updates that a bot does not expect: `Playground.push` sends them."""

from __future__ import annotations

from bot.playground.model import Json

# A kind that nobody knows yet, as every new version of the Bot API brings one.
UNKNOWN_UPDATE: Json = {"telepathy": {"thought": "hello", "from": {"id": 1}}}

# As Bot API servers before 9.6 send polls, and python-telegram-bot 22.8 can't read them: the whole batch is lost, and
# fetched again and again.
OLD_POLL: Json = {
    "poll": {
        "id": "1",
        "question": "Who retook Palmyra?",
        "options": [{"text": "The army", "voter_count": 1}, {"text": "I can't say", "voter_count": 0}],
        "total_voter_count": 1,
        "is_closed": False,
        "is_anonymous": True,
        "type": "regular",
        "allows_multiple_answers": False,
    }
}


def with_unknown_fields(update: Json) -> Json:
    """An update with fields that nobody knows yet, in itself and in what it carries."""
    carried = {
        name: value | {"scent": {"notes": ["rose"]}} if isinstance(value, dict) else value
        for name, value in update.items()
    }
    return carried | {"mood": "curious"}
