"""What the bot says about itself: its commands by scope and language, its names and descriptions by language."""

from __future__ import annotations

from dataclasses import dataclass, field

Scope = tuple[str, int, int]
"""Kind of scope, id of its chat, id of its user (0 where the kind has none)."""

DEFAULT_SCOPE: Scope = ("default", 0, 0)


@dataclass(frozen=True, slots=True)
class Command:
    """An entry of the menu that opens at `/`."""

    command: str
    description: str


@dataclass(slots=True)
class Profile:
    """The bot's texts; languages are two letters, or empty for everybody else."""

    commands: dict[tuple[Scope, str], tuple[Command, ...]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)

    def commands_for(
        self, *, chat_id: int, user_id: int, private: bool, admin: bool, language: str
    ) -> tuple[Command, ...]:
        """What somebody is offered in a chat: the narrowest scope that has a list, in their language if it can be."""
        scopes: list[Scope] = [("chat_member", chat_id, user_id)]
        if private:
            scopes = [("chat", chat_id, 0), ("all_private_chats", 0, 0)]
        else:
            scopes += [("chat_administrators", chat_id, 0)] if admin else []
            scopes += [("chat", chat_id, 0)]
            scopes += [("all_chat_administrators", 0, 0)] if admin else []
            scopes += [("all_group_chats", 0, 0)]
        for scope in [*scopes, DEFAULT_SCOPE]:
            for code in (language[:2], ""):
                if found := self.commands.get((scope, code)):
                    return found
        return ()
