"""Channels whose posts become articles: /index turns that on, posts come by themselves, /delete takes one out.

Telegram does not tell who wrote a post. So a post alone turns nothing on: that is done in private by somebody who runs
the bot, and whom Telegram calls an admin of that channel.
"""

from __future__ import annotations

import asyncio
import logging
import re

from telegram import (
    Bot,
    CallbackQuery,
    ChatFullInfo,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
    MessageEntity,
    Update,
)
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import BadRequest, Forbidden
from telegram.ext import ContextTypes, MessageHandler, filters

from bot import texts as languages
from bot.addressing import How, command_in, request
from bot.admins import Admins
from bot.asking import AnyApplication
from bot.composing import Rendered
from bot.native import post_of
from bot.news import News
from bot.parts import Parts
from bot.refreshing import refreshed
from bot.replying import edit, end_press, respond
from bot.source_names import apart, one_line
from bot.texts import Texts
from retrieval import AUTOMATIC, ChannelPost, NoSuchSource, VerbatimError

log = logging.getLogger(__name__)

_BUTTON = "i:"
_PATTERN = rf"^{_BUTTON}-\d{{1,20}}$"
_NAME = re.compile(r"(?:@|(?:https?://)?t(?:elegram)?\.me/)([A-Za-z]\w{3,31})/?", re.ASCII)
_ADMIN = frozenset({ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR})
_LONGEST_TITLE = 128
# Before all others: also of posts that are no question, or forwarded from elsewhere.
_FIRST = -2


class NotTheirs(Exception):
    """Somebody is no admin of a channel."""


class Unseen(Exception):
    """There is no such channel, or the bot is no admin of it."""


class Channels:
    """The handlers of channels' posts, and of what those whose ids are in ADMIN_IDS say about channels."""

    def __init__(self, parts: Parts, news: News) -> None:
        self._parts = parts
        self._news = news
        self._library = parts.library
        self._reloading = asyncio.Lock()
        # How many posts came, and how many of them a reload has read.
        self._came = self._read = 0

    def register(self, application: AnyApplication) -> None:
        """Add the handlers to an application, before those that take any text or any button."""
        admins = Admins(self._parts.settings.admin_ids)
        admins.command(application, "index", self.index)
        admins.command(application, "delete", self.delete)
        admins.buttons(application, _PATTERN, self.press)
        posts = filters.UpdateType.CHANNEL_POSTS & ~filters.StatusUpdate.ALL
        application.add_handler(MessageHandler(posts, self.post), group=_FIRST)

    async def index(self, message: Message, texts: Texts, words: list[str]) -> None:
        """/index with a channel, in private."""
        assert message.from_user is not None
        channel = _channel(words[0]) if len(words) == 1 else None
        if channel is None:
            await respond(message, Rendered(texts.index_how))
        else:
            said = await self._follow(message.get_bot(), channel, message.from_user.id, texts)
            await respond(message, said)

    async def press(self, query: CallbackQuery, message: Message, texts: Texts) -> None:
        """An admin says yes to what somebody asked for in a channel."""
        await end_press(query)
        channel = int((query.data or "").removeprefix(_BUTTON))
        await edit(message, await self._follow(message.get_bot(), channel, query.from_user.id, texts))

    async def delete(self, message: Message, texts: Texts, words: list[str]) -> None:
        """/delete with the link of a post: Telegram does not tell bots that one was deleted."""
        assert message.from_user is not None
        post = post_of(words[0]) if len(words) == 1 else None
        if post is None:
            await respond(message, Rendered(texts.delete_how))
            return
        try:
            chat_id = await _id_of(message.get_bot(), post.chat)
            by = str(message.from_user.id)
            await asyncio.to_thread(self._library.channels.drop, chat_id, post.message_id, by=by)
        except (NoSuchSource, Unseen):
            await respond(message, Rendered(texts.source_gone))
        else:
            await respond(message, Rendered(texts.source_deleted))

    async def post(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A post was made or edited."""
        message = update.effective_message
        assert message is not None
        if command_in(message, context.bot.bot) == "index":
            if update.channel_post:
                await self._ask_admins(message)
            return
        asked = request(message, context.bot.bot)
        is_question = command_in(message, context.bot.bot) is not None or (asked and asked.how is not How.OVERHEARD)
        pieces = () if is_question else _pieces(message)
        came = ChannelPost(message.chat_id, message.message_id, message.date, pieces)
        if await asyncio.to_thread(self._library.channels.take, came):
            self._came += 1
            context.application.create_task(self._reload(self._came, context.bot), name="reload after a post")

    async def _follow(self, bot: Bot, channel: int | str, user_id: int, texts: Texts) -> Rendered:
        """Make articles of a channel's posts, if somebody may have that done."""
        try:
            chat = await _seen(bot, channel)
            if not await _administers(bot, chat.id, user_id):
                raise NotTheirs
        except Unseen:
            return Rendered(texts.index_unseen)
        except NotTheirs:
            return Rendered(texts.index_not_yours)
        await asyncio.to_thread(self._library.channels.follow, chat.id, by=str(user_id))
        return Rendered(texts.index_on.format(title=_title(chat.title)))

    async def _ask_admins(self, message: Message) -> None:
        """/index as a post: those who run the bot and this channel are asked in private, as it may be anybody's."""
        bot = message.get_bot()
        for admin in sorted(self._parts.settings.admin_ids):
            try:
                if not await _administers(bot, message.chat_id, admin):
                    continue
                person = await bot.get_chat_member(message.chat_id, admin)
                texts = languages.of(person.user.language_code)
                yes = InlineKeyboardButton(texts.index_yes, callback_data=f"{_BUTTON}{message.chat_id}")
                text = texts.index_asked.format(title=_title(message.chat.title))
                await bot.send_message(admin, text, reply_markup=InlineKeyboardMarkup([[yes]]))
            except (BadRequest, Forbidden) as error:
                log.info("admin %s could not be asked about a channel: %s", admin, error)

    async def _reload(self, number: int, bot: Bot) -> None:
        """Read the posts that came; those that come meanwhile are read together afterwards."""
        async with self._reloading:
            if self._read >= number:
                return
            came = self._came
            try:
                report = await refreshed(self._library, AUTOMATIC)
            except VerbatimError as error:
                # They are kept, and the next reload reads them.
                log.error("posts could not be read: %s", error)
                self._news.failed(error)
            else:
                self._read = came
                self._news.came(report)
                if report.is_held:
                    log.warning("new posts wait for somebody to confirm a reload: %s", ", ".join(report.holds))
            await self._news.tell(bot, self._parts.settings.admin_ids)


async def _seen(bot: Bot, channel: int | str) -> ChatFullInfo:
    """A channel that the bot is an admin of: only then it is sent the posts. Raises `Unseen`."""
    try:
        chat = await bot.get_chat(channel)
        if chat.type != ChatType.CHANNEL or not await _administers(bot, chat.id, bot.id):
            raise Unseen
    except (BadRequest, Forbidden) as error:
        raise Unseen from error
    return chat


async def _id_of(bot: Bot, channel: int | str) -> int:
    """The id of a channel. Raises `Unseen`."""
    if isinstance(channel, int):
        return channel
    try:
        return (await bot.get_chat(channel)).id
    except (BadRequest, Forbidden) as error:
        raise Unseen from error


async def _administers(bot: Bot, chat_id: int, user_id: int) -> bool:
    """Whether Telegram calls somebody an admin of a channel."""
    try:
        return (await bot.get_chat_member(chat_id, user_id)).status in _ADMIN
    except BadRequest:
        # They never were there.
        return False


def _channel(word: str) -> int | str | None:
    """What a word says of a channel: its name, or the link of it or of a post."""
    if post := post_of(word):
        return post.chat
    found = _NAME.fullmatch(word)
    return f"@{found[1]}" if found else None


def _pieces(message: Message) -> tuple[tuple[str, str], ...]:
    """The text of a post, or what stands below its picture, with its hashtags apart; of a poll question and answers."""
    if message.poll:
        return (("plain", "\n".join([message.poll.question, *(each.text for each in message.poll.options)])),)
    text = message.text or message.caption or ""
    entities = message.entities if message.text is not None else message.caption_entities
    units = text.encode("utf-16-le", "surrogatepass")
    pieces, end = [], 0
    for entity in sorted(entities, key=lambda entity: entity.offset):
        if entity.type == MessageEntity.HASHTAG and entity.offset >= end:
            pieces.append(("plain", units[2 * end : 2 * entity.offset]))
            end = entity.offset + entity.length
            pieces.append(("hashtag", units[2 * entity.offset : 2 * end]))
    pieces.append(("plain", units[2 * end :]))
    return tuple((kind, piece.decode("utf-16-le", "replace")) for kind, piece in pieces if piece)


def _title(title: str | None) -> str:
    return apart(one_line(title or "", _LONGEST_TITLE))
