"""Somebody in a chat: what they do, and what they see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot import playground
from bot.playground import Chat, Message, User, membership
from bot.playground.model import Attachment, CallbackAnswer, CallbackQuery, Entity, InlineQuery
from bot.playground.state import State
from tests.bot.log import View
from tests.bot.picture import picture
from tests.bot.seen import Expectation, Seen, as_expectation

if TYPE_CHECKING:
    from tests.bot.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Speaker:
    """A person in one chat, perhaps in one of its topics, perhaps speaking as a chat (`at` gives them elsewhere)."""

    scene: Scenario
    user: User
    chat: Chat
    topic: int | None = None
    as_chat: int | None = None

    @property
    def id(self) -> int:
        """Their id."""
        return self.user.id

    def at(self, chat: Chat, *, topic: int | None = None, as_chat: Chat | None = None) -> Speaker:
        """The same person in another chat; `as_chat` is the chat on whose behalf they speak there."""
        return replace(self, chat=chat, topic=topic, as_chat=as_chat.id if as_chat else None)

    # What they do

    async def says(
        self,
        text: str,
        *,
        reply_to: Message | Seen | None = None,
        quote: str | None = None,
        entities: Iterable[Entity] = (),
    ) -> Message:
        """Write a message; `quote` is the part of `reply_to` that they picked out."""
        self._view.look_away()
        number = _number(reply_to) if reply_to else None
        return playground.say(
            self._state, self.id, self.chat.id, text,
            entities=entities, reply_to=number, quote=quote, topic=self.topic, as_chat=self.as_chat,
        )  # fmt: skip

    async def sends(
        self, file_name: str, content: bytes, *, caption: str = "", mime_type: str = "text/plain", size: int = 0
    ) -> Message:
        """Send a file; `size` is how big it says it is, if that is more than its content."""
        self._view.look_away()
        file = Attachment("document", size=size, file_name=file_name, mime_type=mime_type)
        return playground.say(
            self._state, self.id, self.chat.id, caption,
            attachment=self._state.store(content, file), topic=self.topic, as_chat=self.as_chat,
        )  # fmt: skip

    async def edits(self, message: Message, text: str) -> Message:
        """Change a message of theirs."""
        self._view.look_away()
        return playground.edit(self._state, self.id, message.chat_id, message.id, text)

    async def deletes(self, message: Message | Seen) -> None:
        """Delete a message for everybody."""
        playground.delete(self._state, self.id, self.chat.id, _number(message))

    async def forwards(self, message: Message | Seen) -> Message:
        """Send a message from anywhere into this chat."""
        self._view.look_away()
        source = message.message if isinstance(message, Seen) else message
        return playground.forward(self._state, self.id, self.chat.id, from_chat=source.chat_id, message_id=source.id)

    async def presses(self, label: str, *, on: Seen | None = None, wait: bool = True) -> CallbackQuery:
        """Press a button of the newest message that has one so called, or of `on`, which may be an old view of it.

        Waits until the spinner stops, so that the `answer` (with `text` and `alert`) is known; `wait=False` does not.
        """
        seen = on or self._newest_with(label)
        button = seen.button(label)
        if button.action != "callback_data":
            raise AssertionError(f"the button {label!r} has no callback data: it is for {button.action}")
        self._view.look_away()
        query = playground.press(self._state, self.id, seen.message.chat_id, seen.message.id, str(button.value))
        return await self._answered(query, label) if wait else query

    async def is_told(self, label: str, *, on: Seen | None = None) -> CallbackAnswer:
        """Press a button as above; gives what they are told in return, which may be nothing."""
        pressed = await self.presses(label, on=on)
        if pressed.answer is None:
            raise AssertionError(f"the spinner on {label!r} did not stop")
        return pressed.answer

    async def reacts(self, emoji: str | None, to: Message | Seen) -> None:
        """Put an emoji on a message, or take it away."""
        playground.react(self._state, self.id, self.chat.id, _number(to), emoji)

    async def asks_inline(self, query: str, *, offset: str = "") -> InlineQuery:
        """Type something after the bot's @username in this chat, and wait for the results in `answer`."""
        asked = playground.type_inline(self._state, self.id, query, chat_id=self.chat.id, offset=offset)
        await self.scene.until(
            lambda: self._state.inline_queries[asked.id].answer is not None,
            f"the bot to answer the inline query {query!r}", self.chat,
        )  # fmt: skip
        return self._state.inline_queries[asked.id]

    async def chooses(self, asked: InlineQuery, result_id: str) -> Message:
        """Send a result of an inline query into this chat."""
        self._view.look_away()
        return playground.choose(self._state, asked.id, result_id, self.chat.id)

    async def shares(self, label: str, into: Speaker) -> Message:
        """Press the button that sends a message on, pick a chat, and send the first thing that the bot offers there."""
        button = self._newest_with(label).button(label)
        if button.action != "switch_inline_query_chosen_chat" or not isinstance(button.value, dict):
            raise AssertionError(f"the button {label!r} sends nothing on: it is for {button.action}")
        kind = {"private": "user", "supergroup": "group"}.get(into.chat.type, into.chat.type)
        if not button.value.get(f"allow_{kind}_chats"):
            raise AssertionError(f"the button {label!r} is not for a {kind} chat")
        asked = await into.asks_inline(button.value["query"])
        results = asked.answer["results"] if asked.answer else []
        if not results:
            raise AssertionError(f"the bot offers nothing for {button.value['query']!r}")
        return await into.chooses(asked, results[0]["id"])

    async def follows(self, link: str) -> Message:
        """Open a link to the bot, in the private chat with it, and press Start there."""
        address, _, payload = link.partition("?start=")
        if address != f"https://t.me/{self._state.bot.username}" or not payload:
            raise AssertionError(f"{link} does not lead to the bot with something for it")
        return await self.at(self._state.chats[self.id]).says(f"/start {payload}")

    async def blocks(self) -> None:
        """Block the bot."""
        membership.block(self._state, self.id)

    async def unblocks(self) -> None:
        """Let the bot write again."""
        membership.unblock(self._state, self.id)

    # What they see

    async def sees(self, *expected: Expectation | str, patiently: bool = False) -> Seen:
        """A message that the bot has sent or edited here since they last did something, which meets every expectation.

        Fails when the bot is idle and there is none; `patiently` waits on, for what a timer brings.
        """
        wanted = [as_expectation(each) for each in expected]
        found: list[Seen] = []

        def there() -> bool:
            for number, appearance in self._view.unseen:
                if all(each.holds(appearance) for each in wanted):
                    self._view.seen.add(number)
                    found.append(appearance)
                    return True
            return False

        what = " ".join(["a message", *(each.says for each in wanted)])
        await self.scene.until(there, f"{self.user.first_name} to see {what}", self.chat, patiently=patiently)
        return found[0]

    async def sees_nothing(self) -> None:
        """The bot has done everything that it has to do, and nothing of it was sent or edited here."""
        await self.scene.idle()
        if unseen := [seen.text for _, seen in self._view.unseen]:
            raise AssertionError(f"{self.user.first_name} sees {unseen}\n{picture(self._state, self._chat_now)}")

    async def sees_action(self, action: str = "typing") -> None:
        """The bot is, or was since they last did something, about to do this."""
        view = self._view
        await self.scene.until(lambda: action in view.actions, f"the bot to show {action!r}", self.chat)

    def commands(self) -> tuple[str, ...]:
        """The commands that are offered to them here."""
        private = self.chat.type == "private"
        offered = self._state.profile.commands_for(
            chat_id=self.chat.id, user_id=self.id, private=private,
            admin=not private and self._state.member(self.chat.id, self.id).administers,
            language=self.user.language_code or "",
        )  # fmt: skip
        return tuple(command.command for command in offered)

    @property
    def _state(self) -> State:
        return self.scene.playground.state

    @property
    def _view(self) -> View:
        return self.scene.view(self.id, self.chat.id)

    @property
    def _chat_now(self) -> Chat:
        return self._state.chats[self.chat.id]

    def _newest_with(self, label: str) -> Seen:
        for message in sorted(self._state.messages[self.chat.id].values(), key=lambda each: -each.id):
            if Seen(message).called(label):
                return Seen(message)
        raise AssertionError(f"there is no button {label!r}\n{picture(self._state, self._chat_now)}")

    async def _answered(self, query: CallbackQuery, label: str) -> CallbackQuery:
        await self.scene.until(
            lambda: self._state.callbacks[query.id].answer is not None, f"the spinner on {label!r} to stop", self.chat
        )
        return self._state.callbacks[query.id]


def _number(message: Message | Seen) -> int:
    return message.message.id if isinstance(message, Seen) else message.id
