"""A small bot that does a bit of everything, so that the page can be tried apart from what the real bot does by now."""

from __future__ import annotations

from telegram import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    CopyTextButton,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    ReactionTypeEmoji,
    SwitchInlineQueryChosenChat,
    Update,
)
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot.playground import Playground
from tests.bot.scenario import AnyApplication

PAGE_OF_RESULTS = 3
MOST_RESULTS = 5
LONG = "This goes on and on. " * 40


def application(playground: Playground) -> AnyApplication:
    """The bot, at home in a playground."""
    built = (
        ApplicationBuilder()
        .token(playground.token)
        .base_url(f"{playground.url}/bot")
        .base_file_url(f"{playground.url}/file/bot")
        .post_init(_introduce)
        .build()
    )
    built.add_handler(CommandHandler("start", _start))
    built.add_handler(CommandHandler("buttons", _buttons))
    built.add_handler(CommandHandler("styles", _styles))
    built.add_handler(CommandHandler("ask", _ask))
    built.add_handler(MessageHandler(filters.Document.ALL, _document))
    built.add_handler(MessageHandler(filters.UpdateType.EDITED_MESSAGE, _edited))
    built.add_handler(MessageHandler(filters.UpdateType.MESSAGE & filters.TEXT & ~filters.VIA_BOT, _echo))
    built.add_handler(CallbackQueryHandler(_pressed))
    built.add_handler(InlineQueryHandler(_inline))
    return built


async def _introduce(application: Application) -> None:  # type: ignore[type-arg] # its six parameters say nothing here
    await application.bot.set_my_commands([BotCommand("start", "Say hello"), BotCommand("buttons", "Show buttons")])
    await application.bot.set_my_commands([BotCommand("ask", "Ask here")], scope=BotCommandScopeAllGroupChats())


async def _start(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message
    await update.message.reply_text(f"Started with {' '.join(context.args or ()) or 'nothing'}")


async def _buttons(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message
    somewhere = SwitchInlineQueryChosenChat("palmyra", allow_group_chats=True)
    rows = [
        [InlineKeyboardButton("Toast", callback_data="toast"), InlineKeyboardButton("Alert", callback_data="alert")],
        [InlineKeyboardButton("Edit", callback_data="edit"), InlineKeyboardButton("Silent", callback_data="silent")],
        [InlineKeyboardButton("Copy", copy_text=CopyTextButton("a copied text"))],
        [InlineKeyboardButton("Web", url="https://example.org/page")],
        [InlineKeyboardButton("Deep", url="https://t.me/verbatim_bot?start=q42")],
        [InlineKeyboardButton("Here", switch_inline_query_current_chat="here")],
        [InlineKeyboardButton("Share", switch_inline_query_chosen_chat=somewhere)],
    ]
    await update.message.reply_text("Press one.", reply_markup=InlineKeyboardMarkup(rows))


async def _ask(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message
    await update.message.reply_text("What?", reply_markup=ForceReply(selective=True))


async def _styles(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message
    html = (
        "<b>bold</b> <i>italic</i> <u>underlined</u> <s>struck</s> <code>code</code> <tg-spoiler>hidden</tg-spoiler>\n"
        '<pre><code class="language-python">print(1)</code></pre>\n'
        '<a href="https://example.org/x">link</a> https://example.com @verbatim_bot /start #tag\n'
        "<blockquote>a <b>short</b> quote</blockquote>after it\n"
        f"<blockquote expandable>{LONG}</blockquote>\n"
        '<tg-time unix="1459080000" format="D">that day</tg-time>'
    )
    await update.message.reply_html(html)


async def _pressed(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    query = update.callback_query
    assert query
    match query.data:
        case "toast":
            await query.answer("a short note")
        case "alert":
            await query.answer("read this", show_alert=True)
        case "edit":
            await query.answer()
            again = InlineKeyboardButton("Again", callback_data="toast")
            await query.edit_message_text("Edited.", reply_markup=InlineKeyboardMarkup([[again]]))


async def _document(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    message = update.message
    assert message and message.document
    file = await message.document.get_file()
    content = bytes(await file.download_as_bytearray()).decode()
    await message.reply_text(f"Received {message.document.file_name}: {content}")


async def _edited(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    message = update.edited_message
    assert message
    await message.reply_text(f"Now it says: {message.text}")


async def _echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    message = update.message
    assert message and message.text
    if message.quote:
        await message.reply_text(f"You picked out: {message.quote.text}")
    elif message.text == "react":
        await message.set_reaction(ReactionTypeEmoji("👍"))
    else:
        await message.chat.send_action("typing")
        await message.reply_text(f"You said: {message.text}")


async def _inline(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    query = update.inline_query
    assert query
    first = int(query.offset or 0)
    numbers = range(first, min(first + PAGE_OF_RESULTS, MOST_RESULTS))
    results = [
        InlineQueryResultArticle(
            str(number), f"Result {number}", InputTextMessageContent(f"{query.query} {number}"), description="of five"
        )
        for number in numbers
    ]
    following = str(numbers.stop) if numbers.stop < MOST_RESULTS else ""
    button = InlineQueryResultsButton("Ask in private", start_parameter="from_inline")
    await query.answer(results, next_offset=following, button=button)
