"""English."""

from __future__ import annotations

from bot.texts.types import Texts

TEXTS = Texts(
    code="en",
    name="English",
    months=(
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    date="{day} {month} {year}",
    quoted="“{text}”",
    comma=", ",
    listed="{words} or {last}",
    listed_more="{words} or {count} more of these words",
    percent="{number}%",
    under="under {percent}",
    over="over {percent}",
    command_ask="Ask the articles a question",
    command_help="How to ask, and what the answers are",
    command_privacy="What I keep, and for how long",
    command_forget="Delete what I keep about you",
    command_start="Say hello",
    command_settings="How I behave in this group",
    command_why="Why the last answer, or the one that you reply to",
    command_gaps="Questions that no article answers",
    command_sources="The sources, and what to do with them",
    command_add="Add a page or a feed by its address",
    command_index="Quote what is posted in a channel",
    command_delete="Quote a deleted post no more",
    command_reload="Read the sources again",
    command_rollback="Go back to earlier articles",
    command_stats="Questions, votes and times of the last days",
    command_status="How I am",
    command_log="Recent errors, and who did what",
    description=(
        "Ask me a question. I look for the sentences that answer it in the articles I was given and quote them word "
        "for word, with their source. I write nothing of my own: when the articles do not say, I tell you so."
    ),
    short_description="Answers questions with sentences of the articles I was given, word for word.",
    start=(
        "Hello! Ask me a question, and I will look for the answer in the articles I was given.\n\n"
        "I quote word for word and name the source. When the articles do not say, I tell you so.\n\n"
        "Just write your question."
    ),
    start_group=(
        "Hello! To ask me something, write /ask and your question, mention @{username}, or reply to one of my answers. "
        "I quote from the articles I was given, and otherwise stay silent."
    ),
    help=(
        "Write a question in your own words: who, what, when, where, why, how many. No command is needed.\n\n"
        "The answer is a sentence or two of an article, word for word, with the words you asked for in bold. “Context” "
        "shows the sentences around it, “More” what else may answer.\n\n"
        "Go on with “and when?”, or reply to an answer to come back to it. If you edit a question, I edit the "
        "answer.\n\n"
        "Short questions that name the person, place or thing work best.\n\n"
        "/privacy says what I keep, /forget deletes it."
    ),
    help_group=(
        "To ask me here:\n"
        "• write /ask and your question,\n"
        "• mention @{username} anywhere in it,\n"
        "• reply to one of my messages,\n"
        "• or reply with /ask to somebody else’s message: then that is the question.\n\n"
        "The answer is a sentence or two of an article, word for word. If you edit a question, I edit the answer.\n\n"
        "/privacy says what I keep. The admins of the group can change my /settings."
    ),
    ask_what="What would you like to know? Just write your question.",
    ask_what_group="What would you like to know? Write your question as a reply to this message.",
    ask_placeholder="Your question",
    text_only="I can only read text. Please write your question.",
    nothing_there="That message has no text that I could look for.",
    link_gone="This link no longer works. Just write your question.",
    went_wrong="Sorry, something went wrong on my side. Please try again in a moment.",
    greeting="Hello! What would you like to know?",
    thanks="You are welcome! Is there anything else you would like to know?",
    farewell="Goodbye! Come back whenever you have a question.",
    chatter="I am here whenever you have a question.",
    call_for_help=(
        "Ask me a question in your own words: who, what, when, where, why. I look for the answer in the articles I was "
        "given and quote it word for word."
    ),
    no_articles="I have no articles to quote from yet.",
    chosen_sources_gone=(
        "The sources that were chosen for this group are no longer there. Its admins can choose others: /settings."
    ),
    no_words="I need a word to look for: a name, a place, a thing. What would you like to know?",
    unknown_words="I found no answer. No article mentions {words}.",
    not_said="I found no answer to this. The articles do not seem to say.",
    no_answer_group="I found no answer to this in the articles.",
    context="Context",
    back="Back to the quote",
    more="More ({count})",
    fewer="Fewer",
    copy="Copy",
    share="Share",
    whole_article="Whole article",
    open_article="Open the article",
    previous_page="Earlier",
    next_page="Later",
    near="What comes closest",
    tell_me="Tell me when answered",
    tell_me_not="No need to tell me",
    near_heading="Not an answer, only what comes closest:",
    dates_heading="The articles do not agree. From the oldest to the newest:",
    page="Page {page} of {pages}",
    voted_up="Thank you! Nice to hear that this helped.",
    voted_down="Thank you for telling me. I am sorry that this did not help.",
    vote_back="Your vote is taken back.",
    will_tell="All right. I will write to you here once an article answers this.",
    will_not_tell="All right, I will not write to you about this.",
    article_gone="This article is no longer there, or has changed. Please ask again.",
    button_gone="This button no longer works. Please ask again.",
    answered_now=("You wanted to know:\n{question}\n\nNow I have found something:"),
    inline_ask="Type your question, or tap here for help",
    inline_nothing="No answer found. Tap here to ask me in private",
    inline_wrong="Something went wrong. Please try again",
    result_title="Answer from the articles",
    guest_ask="Write your question next to my name, and I will look for the answer.",
    limit_person=(
        "That is a little fast for me. I answer again in a minute; what you ask until then stays unanswered.\n"
        "Questions a minute from one person, at most: {limit}"
    ),
    limit_group=(
        "These are a few too many questions at once. I answer again in a minute; what is asked until then stays "
        "unanswered.\n"
        "Questions a minute in a group, at most: {limit}"
    ),
    limit_other="That is a little fast for me. Please try again in a minute.",
    settings_title="My settings in this group",
    setting_mode="I answer",
    mode_mention="when asked",
    mode_auto="plain questions too",
    mode_about=(
        "“{mention}”: I answer /ask, mentions of me and replies to me.\n"
        "“{auto}”: I also answer any other question here when I am sure of the answer. When I am not, I stay silent."
    ),
    auto_ready="I see all messages in this group, so both work.",
    auto_blind=(
        "At present I see only what is addressed to me. For plain questions, make me an admin of this group. Or "
        "whoever owns me turns off privacy mode (@BotFather, /setprivacy, Disable); then remove me from the group and "
        "add me again."
    ),
    setting_language="Language",
    language_of_asker="that of the asker",
    setting_sources="Sources",
    sources_all="all",
    sources_some="{count} of {total}",
    sources_about="Which sources may I quote in this group?",
    sources_missing="Chosen sources that are no longer there: {count}",
    source_needed="I need at least one source.",
    setting_quotes="Quotes at once",
    quotes_about="How many quotes may an answer show at once?",
    setting_feedback="Vote buttons",
    on="on",
    off="off",
    setting_quiet="Quiet hours",
    quiet_none="none",
    quiet_hours="{start}–{end}",
    quiet_about="In quiet hours I leave plain questions alone and answer only when asked.",
    quiet_from="From {time}",
    quiet_to="To {time}",
    quiet_zone="Time zone: {zone}",
    all_settings="All settings",
    done="Done",
    settings_closed="The settings are saved.",
    saved="Saved.",
    for_group_admins="Only the admins of this group can change that.",
    settings_in_group="My settings belong to a group: send /settings there, as one of its admins.",
    privacy_title="What I keep",
    privacy_counted=(
        "Of every question: when and in what kind of chat it was asked, whether I found an answer, which source I "
        "quoted, and how long that took."
    ),
    privacy_words_none="Not its words, and not who asked.",
    privacy_words_unanswered=(
        "When I found no answer, also its words and your user id (deleted by day {days} at the latest), so that those "
        "who run me see what the articles lack."
    ),
    privacy_words_all="Also its words and your user id (deleted by day {days} at the latest).",
    privacy_message="Your message, and what you type after my name: until I have answered it.",
    privacy_answers=(
        "For about two days: which message of mine answers which of yours, and what it quotes. So I can edit the "
        "answer when you edit the question."
    ),
    privacy_votes="Your votes: until you take them back.",
    privacy_waiting="Questions that you want to be told about: with your user id and language, until I have told you.",
    privacy_links=(
        "A question of more than about 45 letters that you type after my name in another chat, when I find no answer: "
        "the last one, for ten minutes, so that the button can bring it along."
    ),
    privacy_limits="How often you asked, and pressed buttons, within about a minute.",
    privacy_memory="In memory only, until I restart: the latest questions of a chat, so that I understand “and when?”.",
    privacy_groups="Of groups: what their admins chose in /settings.",
    privacy_nothing_else="I keep nothing else about you.",
    privacy_forget="/forget deletes at once what I keep about you.",
    forget_done=(
        "Done. I have deleted your votes, the words of your questions, what you wanted to be told about, and which "
        "answers were for you.\n\n"
        "What I can’t delete: the messages in our chats, which you can delete in Telegram, and bare counts of "
        "questions, which do not say who asked."
    ),
    forget_nobody="You are writing as a group or a channel, so I keep nothing about you.",
    gaps_title="Questions without an answer, most asked first",
    gaps_none="At present I know of no question without an answer.",
    gaps_off="The words of questions are not kept (KEEP_QUESTIONS), so I can’t say which had no answer.",
    gap="{question}\nAsked: {count} · last on {date}",
    gap_also="Also: {questions}",
    gap_waiting="Want to be told: {count}",
    gaps_answered="New articles answer these",
    gaps_told="People told: {count}",
    for_admins="That command is for those who run this bot. Just ask me a question.",
    passed_on="I only do what you write to me yourself: please type that command.",
    add_how=(
        "Write /add and the address of a page or a feed, up to ten of them. With the word {full} behind it I fetch the "
        "whole texts of a feed’s items. Files you can simply send me."
    ),
    add_reading="Reading {name} …",
    add_done="Added: {name}",
    add_replaced="Added in place of the earlier version: {name}",
    add_failed="Could not be read: {name}",
    add_not_read="What could not be read:",
    add_earlier_stays="I go on quoting the earlier version.",
    add_too_large="{name} is too large: {size}. Telegram gives me files of up to {limit}.",
    add_not_fetched="Telegram did not give me {name}. Please send it again.",
    add_unread="I have kept {name}, but could not take it in yet: {reason}\n/reload tries again.",
    add_held="New articles wait until somebody confirms them: /reload",
    articles_count="Articles: {count}",
    and_more="and {count} more",
    size_kb="{number} kB",
    size_mb="{number} MB",
    sources_title="Sources: {count}",
    sources_none="I have no sources yet. Send me a file, or write /add and an address.",
    sources_not_found="No source has {search} in its name or title.",
    state_enabled="in use",
    state_failing="failed",
    state_disabled="disabled",
    state_gone="gone",
    state_deleted="deleted",
    source_added="Added: {date}, by {who}",
    source_read="Last success: {date}",
    source_failed="Last failure: {date}: {reason}",
    whole_texts="Whole texts: {count} of {total}",
    enable="Enable",
    disable="Disable",
    refresh="Read again",
    delete="Delete …",
    delete_surely="Yes, delete it",
    keep="No, keep it",
    all_sources="All sources",
    delete_question="Delete this source? Its articles leave every answer at once.",
    source_gone="This source is no longer there.",
    source_disabled="Disabled: it is in no answer any more.",
    source_enabled="Enabled: I quote from it again.",
    source_deleted="Deleted: it is in no answer any more.",
    source_reading="Reading it again …",
    source_read_again="Read again.",
    source_unchanged="Nothing has changed there.",
    source_not_read="Could not be read:",
    index_how="Write /index and a channel: its @name, or the link of one of its posts.",
    index_unseen="I can’t see that channel. Make me an admin of it first.",
    index_not_yours="Only an admin of that channel can have it read, and you are none there.",
    index_on=(
        "From now on I quote what is posted in {title}. For earlier posts, export the channel with Telegram "
        "Desktop (JSON) and send me result.json.\n\nI can’t see when a post is deleted: then write /delete and "
        "its link. To end it, delete the channel in /sources."
    ),
    index_asked="Somebody wants the posts of {title} to be quoted. Shall I?",
    index_yes="Yes, quote them",
    delete_how="Write /delete and the link of a post. All other sources are deleted in /sources.",
    choice_over="This choice is over. Please send the command again.",
    goes_on="I am at it.",
    apply="Apply",
    cancel="Cancel",
    reload_title="Sources",
    reload_reading="Reading the sources",
    reload_indexing="Indexing the articles",
    reload_checking="Asking the golden questions",
    reload_more="and more: {count}",
    sources_new="New: {count}",
    sources_changed="Changed: {count}",
    sources_gone="Gone: {count}",
    sources_failed="Could not be read: {count}",
    sources_partly="Read in part: {count}",
    articles_then="Articles: {before} → {after}",
    nothing_changes="No source has changed.",
    held="Nothing is changed yet. Please look at this first:",
    held_vanishing="Articles that would vanish: {gone} of {count} ({percent})",
    held_went_back="Somebody went back to generation {generation}; this would end that.",
    held_worse="Golden questions with worse answers: {count}",
    worse_before="Before: {answer}",
    worse_now="Now: {answer}",
    reload_done="✅ Done. Generation {generation} answers now, articles: {count}",
    reload_same="✅ Up to date. Generation {generation} answers on, articles: {count}",
    reload_cancelled="Cancelled. Everything stays as it was.",
    reload_failed="❌ This failed, and everything stays as it was: {reason}",
    generation="Generation {number} · {time} · articles: {count}",
    rollback_title="Going back",
    rollback_now="This one answers now:",
    rollback_which="I can go back to:",
    rollback_to="Generation {number}",
    rollback_none="There is nothing to go back to yet.",
    rollback_sure="Go back to this one? It stays, whatever changes in the sources, until somebody applies that.",
    rollback_yes="Go back",
    rollback_done=(
        "✅ Generation {generation} answers now. It stays, whatever changes in the sources, until somebody "
        "applies that."
    ),
    rollback_failed="❌ This failed, and everything stays as it was: {reason}",
    status_title="Status",
    duration="{days}d {hours}h {minutes}m",
    status_went_back="Somebody went back to it.",
    status_passages="Passages: {count}",
    status_sources="Sources: {count} · failing: {failing} · disabled: {disabled}",
    status_database="Database: {address}",
    status_memory="Memory: {megabytes} MB",
    status_uptime="Running for {time}",
    status_errors="Since then errors: {errors} · warnings: {warnings}",
    log_title="Errors and warnings, newest first",
    log_none="None lately.",
    audit_title="Who did what, newest first",
    audit_none="Nobody has done anything yet.",
    stats_title="The last days: {days}",
    stats_none="Nothing was asked in the last days ({days}).",
    stats_questions="Questions a day",
    stats_answered="Answered",
    stats_unanswered="Not answered",
    stats_votes="Votes a day",
    stats_up="Helpful",
    stats_down="Not helpful",
    stats_time="Median time, ms",
    stats_sources="Quoted most",
    why_what="Reply with /why to one of my answers, or write /why and a question.",
    why_forgotten="I no longer remember what was asked there. Write /why and the question.",
    how_read="How the question was read",
    likely="Quoted: {percent} likely to answer",
    likely_first="Quoted first: {percent} likely to answer",
    missed="Nearest miss: {percent} likely to answer",
    missed_needed="Nearest miss: {percent} likely to answer ({needed} is needed)",
    missed_barely="Nearest miss: {percent} likely to answer (a little more is needed)",
    added_first="Its first sentence was added because it {beside}.",
    added_second="Its second sentence was added because it {beside}.",
    spoke_for="What spoke for it",
    spoke_for_first="What spoke for its first sentence, {beginning}",
    spoke_for_second="What spoke for its second sentence, {beginning}",
    spoke_against="What spoke against it",
)
