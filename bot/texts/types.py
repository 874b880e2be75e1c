"""What a language has to say: one field for each text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """Everything that the bot says in one language.

    A name in braces is filled in with `str.format`, and stands in every language. No text has a plural that depends on
    a number: it is worded so that any number is right. The bot speaks of itself as “I”. Commands (`/ask`) keep their
    names; in languages that run from right to left U+200E stands before them, or else the slash comes last.
    """

    # --- The language ---
    code: str  # ISO 639-1
    name: str  # its own name for itself, in the menu of languages
    months: tuple[str, ...]  # as they stand in a date
    date: str  # {day} {month} {year}
    quoted: str  # {text} in quotation marks
    comma: str  # between the things of a list
    listed: str  # {words} and the {last} one, as in “no article mentions X, Y or Z”
    listed_more: str  # {words}, and {count} that are not named
    percent: str  # {number}
    under: str  # less than {percent}
    over: str  # more than {percent}

    # --- The menu of commands, each at most 256 characters, best under 50 ---
    command_ask: str
    command_help: str
    command_privacy: str
    command_forget: str
    command_start: str
    command_settings: str
    command_why: str
    command_gaps: str
    command_sources: str
    command_add: str
    command_index: str
    command_delete: str
    command_reload: str
    command_rollback: str
    command_stats: str
    command_status: str
    command_log: str

    # --- The bot's page in Telegram ---
    description: str  # before the first message, at most 512 characters
    short_description: str  # below its name, at most 120

    # --- How to ask ---
    start: str
    start_group: str  # {username}, without @; when the bot is added to a group, one or two lines
    help: str  # speaks of the buttons `context` and `more`, as they are called there
    help_group: str  # {username}
    ask_what: str  # to /ask without a question in a private chat
    ask_what_group: str  # the same in a group, where only a reply reaches the bot
    ask_placeholder: str  # in the empty field for that reply, at most 64 characters
    text_only: str  # to pictures and the like
    nothing_there: str  # to /ask as a reply to a message that has no text
    link_gone: str  # to a link that brought a question, a quote or an article that is not kept any more
    went_wrong: str

    # --- Small talk ---
    greeting: str
    thanks: str
    farewell: str
    chatter: str  # to “ok”, “lol”, a smiley
    call_for_help: str  # to “help”, “what can you do?”

    # --- No answer ---
    no_articles: str
    chosen_sources_gone: str  # to a group that chose sources of which none is left, one short line
    no_words: str  # the question has no word to look for
    unknown_words: str  # {words}, in quotation marks
    not_said: str
    no_answer_group: str  # one short line

    # --- Buttons below an answer, the shorter the better ---
    context: str  # shows the sentences around the quote
    back: str
    more: str  # {count} further quotes
    fewer: str
    copy: str
    share: str
    whole_article: str
    open_article: str  # a link to where it was published
    previous_page: str
    next_page: str
    near: str  # below “no answer”: shows what comes near
    tell_me: str  # below “no answer”: write to me when an article answers this
    tell_me_not: str  # takes that back

    # --- Above quotes ---
    near_heading: str  # says plainly that they are no answer
    dates_heading: str  # quotes of different dates that disagree, oldest first
    page: str  # {page} of {pages}

    # --- Shown when a button was pressed, at most 200 characters ---
    voted_up: str
    voted_down: str
    vote_back: str
    will_tell: str
    will_not_tell: str
    article_gone: str
    button_gone: str  # made by an earlier version of the bot

    # --- Written later, of itself ---
    answered_now: str  # {question}; to somebody who wanted to be told, above the quote

    # --- Inline (@bot in any chat) and as a guest; the three for buttons at most 64 characters ---
    inline_ask: str  # nothing typed yet; the button leads to help
    inline_nothing: str  # the button leads to the private chat, with the question
    inline_wrong: str
    result_title: str  # above a quote that is sent into another chat
    guest_ask: str  # to a call without a question in a chat that the bot is not in

    # --- Limits ---
    limit_person: str  # {limit} questions a minute
    limit_group: str  # {limit}
    limit_other: str  # to commands and when a button was pressed, at most 200 characters

    # --- /settings of a group: headings and values stand in buttons as “Language: English” ---
    settings_title: str
    setting_mode: str
    mode_mention: str
    mode_auto: str
    mode_about: str  # {mention} and {auto} are the two names above
    auto_ready: str  # the bot sees all messages
    auto_blind: str  # it does not; how to change that
    setting_language: str
    language_of_asker: str
    setting_sources: str
    sources_all: str
    sources_some: str  # {count} of {total}
    sources_about: str
    sources_missing: str  # {count}
    source_needed: str  # to taking away the last one
    setting_quotes: str
    quotes_about: str
    setting_feedback: str
    on: str
    off: str
    setting_quiet: str
    quiet_none: str
    quiet_hours: str  # from {start} to {end}, as 22:00
    quiet_about: str
    quiet_from: str  # {time}
    quiet_to: str  # {time}
    quiet_zone: str  # {zone}, as UTC+2
    all_settings: str  # the button that leads back to them
    done: str  # the button that closes them
    settings_closed: str
    saved: str
    for_group_admins: str
    settings_in_group: str  # to /settings in a private chat

    # --- /privacy: only what is true of this bot, see `wording.privacy` ---
    privacy_title: str
    privacy_counted: str
    privacy_words_none: str
    privacy_words_unanswered: str  # until day {days} after the question
    privacy_words_all: str  # {days}
    privacy_message: str
    privacy_answers: str
    privacy_votes: str
    privacy_waiting: str
    privacy_links: str
    privacy_limits: str
    privacy_memory: str
    privacy_groups: str
    privacy_nothing_else: str
    privacy_forget: str

    # --- /forget ---
    forget_done: str
    forget_nobody: str  # to those who write as a group or a channel

    # --- /gaps, for those who run the bot ---
    gaps_title: str
    gaps_none: str
    gaps_off: str  # KEEP_QUESTIONS is the name of a setting
    gap: str  # {question}, asked {count} times, last on {date}
    gap_also: str  # {questions} like it
    gap_waiting: str  # {count} people want to be told
    gaps_answered: str  # above questions that new articles answer
    gaps_told: str  # {count} people were told

    # --- For those who run the bot ---
    for_admins: str  # to all others
    passed_on: str  # to a command of somebody else that they forward

    # --- Shared by what those who run the bot do ---
    choice_over: str  # to a button whose choice is made; at most 200 characters
    goes_on: str  # to one whose choice is being carried out
    apply: str  # a button
    cancel: str  # a button

    # --- /reload ---
    reload_title: str
    reload_reading: str
    reload_indexing: str
    reload_checking: str
    reload_more: str  # {count} more that are not listed
    sources_new: str  # {count}, above their names
    sources_changed: str  # {count}
    sources_gone: str  # {count}
    sources_failed: str  # {count}
    sources_partly: str  # {count}; the rest of them is read
    articles_then: str  # {before} and {after}
    nothing_changes: str
    held: str  # above why a reload waits
    held_vanishing: str  # {gone} of {count}, {percent}
    held_went_back: str  # {generation}
    held_worse: str  # {count}, above the questions
    worse_before: str  # {answer}
    worse_now: str  # {answer}
    reload_done: str  # {generation}, {count} articles
    reload_same: str  # {generation}, {count} articles
    reload_cancelled: str
    reload_failed: str  # {reason}, in English

    # --- /rollback ---
    generation: str  # {number}, made at {time}, {count} articles
    rollback_title: str
    rollback_now: str  # above the one that serves
    rollback_which: str  # above the others
    rollback_to: str  # a button: {number}
    rollback_none: str
    rollback_sure: str
    rollback_yes: str  # a button
    rollback_done: str  # {generation}
    rollback_failed: str  # {reason}, in English

    # --- /status and /log ---
    status_title: str
    duration: str  # {days}, {hours}, {minutes}
    status_went_back: str
    status_passages: str  # {count}
    status_sources: str  # {count}, of them {failing} and {disabled}
    status_database: str  # {address}
    status_memory: str  # {megabytes}
    status_uptime: str  # {time}
    status_errors: str  # {errors} and {warnings}
    log_title: str
    log_none: str
    audit_title: str
    audit_none: str

    # --- /stats ---
    stats_title: str  # {days}
    stats_none: str  # {days}
    stats_questions: str  # in the picture
    stats_answered: str
    stats_unanswered: str
    stats_votes: str  # in the picture
    stats_up: str
    stats_down: str
    stats_time: str  # in milliseconds
    stats_sources: str  # above their names

    # --- /add, documents and /sources, for those who run the bot; buttons at most 32 characters ---
    add_how: str  # {full}: a word that is the same in all languages; to /add without an address
    add_reading: str  # {name}
    add_done: str  # {name}
    add_replaced: str  # {name}; there was one of that name before
    add_failed: str  # {name}; the reason follows
    add_not_read: str  # above parts and the reasons
    add_earlier_stays: str
    add_too_large: str  # {name}, {size}, {limit}
    add_not_fetched: str  # {name}
    add_unread: str  # {name}, {reason}; it is kept
    add_held: str  # articles were read, and are not served yet
    articles_count: str  # {count}
    and_more: str  # {count}
    size_kb: str  # {number}
    size_mb: str  # {number}
    sources_title: str  # {count}
    sources_none: str
    sources_not_found: str  # {search}, in quotation marks
    state_enabled: str  # of a source
    state_failing: str
    state_disabled: str
    state_gone: str  # the file is there no more
    state_deleted: str
    source_added: str  # {date}, {who} as the command line has it
    source_read: str  # {date}: the last time that all was well
    source_failed: str  # {date}, {reason}: the last time that it was not
    whole_texts: str  # {count}, {total}: of so many items of a feed the pages were fetched
    enable: str
    disable: str
    refresh: str
    delete: str
    delete_surely: str
    keep: str
    all_sources: str  # leads back to the list
    delete_question: str
    source_gone: str
    source_disabled: str
    source_enabled: str
    source_deleted: str
    source_reading: str
    source_read_again: str
    source_unchanged: str
    source_not_read: str  # the reason follows

    # --- Channels, for those who run the bot ---
    index_how: str  # to /index without a channel
    index_unseen: str  # I am no admin there, or there is no such channel
    index_not_yours: str
    index_on: str  # {title} of the channel
    index_asked: str  # {title}; to an admin of bot and channel, with the button `index_yes`
    index_yes: str
    delete_how: str  # to /delete without a link

    # --- /why, for those who run the bot; what it lists is in English ---
    why_what: str
    why_forgotten: str
    how_read: str
    likely: str  # {percent}
    likely_first: str  # {percent}; there are further quotes
    missed: str  # {percent}
    missed_needed: str  # {percent} where {needed} would do
    missed_barely: str  # {percent}; so near that rounded the two are the same
    added_first: str  # {beside} is a reason in English, such as “names the place”
    added_second: str  # {beside}
    spoke_for: str
    spoke_for_first: str  # {beginning} of the sentence, in quotation marks
    spoke_for_second: str  # {beginning}
    spoke_against: str
