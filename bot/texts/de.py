"""German. Readers are addressed as “du”, as Telegram itself does."""

from __future__ import annotations

from bot.texts.types import Texts

TEXTS = Texts(
    code="de",
    name="Deutsch",
    months=(
        *("Januar", "Februar", "März", "April", "Mai", "Juni"),
        *("Juli", "August", "September", "Oktober", "November", "Dezember"),
    ),
    date="{day}. {month} {year}",
    quoted="„{text}“",
    comma=", ",
    listed="{words} oder {last}",
    listed_more="{words} oder noch {count} dieser Wörter",
    percent="{number}\N{NO-BREAK SPACE}%",
    under="unter {percent}",
    over="über {percent}",
    command_ask="In den Artikeln nach einer Antwort suchen",
    command_help="Wie du fragst und was ich antworte",
    command_privacy="Was ich speichere und wie lange",
    command_forget="Löschen, was ich über dich speichere",
    command_start="Hallo sagen",
    command_settings="Wie ich mich in dieser Gruppe verhalte",
    command_why="Warum diese Antwort: die letzte oder die, auf die du antwortest",
    command_gaps="Fragen, die kein Artikel beantwortet",
    command_sources="Die Quellen, und was mit ihnen geschehen soll",
    command_add="Eine Seite oder einen Feed per Adresse hinzufügen",
    command_index="Zitieren, was in einem Kanal erscheint",
    command_delete="Einen gelöschten Beitrag nicht mehr zitieren",
    command_reload="Die Quellen neu einlesen",
    command_rollback="Zu früheren Artikeln zurückkehren",
    command_stats="Fragen, Bewertungen und Zeiten der letzten Tage",
    command_status="Wie es mir geht",
    command_log="Letzte Fehler, und wer was getan hat",
    description=(
        "Stell mir eine Frage. Ich suche in den Artikeln, die man mir gegeben hat, die Sätze, die sie beantworten, und "
        "zitiere sie wörtlich, mit Quelle. Ich schreibe nichts selbst: Wenn nichts dazu in den Artikeln steht, sage "
        "ich das."
    ),
    short_description="Beantwortet Fragen mit Sätzen aus den Artikeln, die ich bekommen habe, Wort für Wort.",
    start=(
        "Hallo! Stell mir eine Frage, und ich suche die Antwort in den Artikeln, die man mir gegeben hat.\n\n"
        "Ich zitiere wörtlich und nenne die Quelle. Wenn nichts dazu in den Artikeln steht, sage ich das.\n\n"
        "Schreib einfach deine Frage."
    ),
    start_group=(
        "Hallo! Wenn du mich etwas fragen willst, schreib /ask und deine Frage, erwähne @{username} oder antworte auf "
        "eine meiner Nachrichten. Ich zitiere aus den Artikeln, die man mir gegeben hat; sonst bin ich still."
    ),
    help=(
        "Stell deine Frage in eigenen Worten: wer, was, wann, wo, warum, wie viele. Einen Befehl brauchst du nicht.\n\n"
        "Die Antwort sind ein oder zwei Sätze aus einem Artikel, Wort für Wort; wonach du gefragt hast, steht fett. "
        "„Kontext“ zeigt die Sätze drumherum, „Mehr“, was noch eine Antwort sein könnte.\n\n"
        "Frag weiter mit „und wann?“, oder antworte auf eine Antwort, um auf sie zurückzukommen. Wenn du eine Frage "
        "bearbeitest, ändere ich auch die Antwort.\n\n"
        "Am besten gehen kurze Fragen, die Person, Ort oder Sache beim Namen nennen.\n\n"
        "Mit /privacy erfährst du, was ich speichere, mit /forget löschst du es."
    ),
    help_group=(
        "So fragst du mich hier:\n"
        "• schreib /ask und deine Frage,\n"
        "• erwähne darin irgendwo @{username},\n"
        "• antworte auf eine meiner Nachrichten\n"
        "• oder antworte mit /ask auf die Nachricht von jemand anderem: Dann ist sie die Frage.\n\n"
        "Die Antwort sind ein oder zwei Sätze aus einem Artikel, Wort für Wort. Wenn du eine Frage bearbeitest, ändere "
        "ich auch die Antwort.\n\n"
        "Mit /privacy erfährst du, was ich speichere. Die Admins der Gruppe können meine /settings ändern."
    ),
    ask_what="Was möchtest du wissen? Schreib einfach deine Frage.",
    ask_what_group="Was möchtest du wissen? Schreib deine Frage als Antwort auf diese Nachricht.",
    ask_placeholder="Deine Frage",
    text_only="Ich kann nur Text lesen. Bitte schreib deine Frage.",
    nothing_there="In dieser Nachricht steht kein Text, nach dem ich suchen könnte.",
    link_gone="Dieser Link funktioniert nicht mehr. Schreib einfach deine Frage.",
    went_wrong="Entschuldige, bei mir ist etwas schiefgegangen. Bitte versuch es gleich noch einmal.",
    greeting="Hallo! Was möchtest du wissen?",
    thanks="Gern geschehen! Möchtest du noch etwas wissen?",
    farewell="Tschüss! Komm gern wieder, wenn du eine Frage hast.",
    chatter="Ich bin da, wenn du eine Frage hast.",
    call_for_help=(
        "Stell mir eine Frage in eigenen Worten: wer, was, wann, wo, warum. Ich suche die Antwort in den Artikeln, die "
        "man mir gegeben hat, und zitiere sie wörtlich."
    ),
    no_articles="Ich habe noch keine Artikel, aus denen ich zitieren könnte.",
    chosen_sources_gone=(
        "Die Quellen, die für diese Gruppe ausgewählt wurden, gibt es nicht mehr. "
        "Ihre Admins können andere wählen: /settings."
    ),
    no_words=(
        "Ich brauche ein Wort, nach dem ich suchen kann: einen Namen, einen Ort, eine Sache. Was möchtest du wissen?"
    ),
    unknown_words="Ich habe keine Antwort gefunden. Kein Artikel erwähnt {words}.",
    not_said="Ich habe keine Antwort gefunden. In den Artikeln scheint nichts dazu zu stehen.",
    no_answer_group="Dazu habe ich in den Artikeln keine Antwort gefunden.",
    context="Kontext",
    back="Zurück zum Zitat",
    more="Mehr ({count})",
    fewer="Weniger",
    copy="Kopieren",
    share="Teilen",
    whole_article="Ganzer Artikel",
    open_article="Artikel öffnen",
    previous_page="Zurück",
    next_page="Weiter",
    near="Was am nächsten kommt",
    tell_me="Sag mir später Bescheid",
    tell_me_not="Doch nicht Bescheid sagen",
    near_heading="Keine Antwort, nur was ihr am nächsten kommt:",
    dates_heading="Die Artikel sind sich nicht einig. Vom ältesten zum neuesten:",
    page="Seite {page} von {pages}",
    voted_up="Danke! Schön, dass es geholfen hat.",
    voted_down="Danke für die Rückmeldung. Schade, dass es nicht geholfen hat.",
    vote_back="Deine Bewertung ist zurückgenommen.",
    will_tell="Gut. Ich schreibe dir hier, sobald ein Artikel das beantwortet.",
    will_not_tell="Gut, ich schreibe dir dazu nicht.",
    article_gone="Diesen Artikel gibt es nicht mehr, oder er hat sich geändert. Bitte frag noch einmal.",
    button_gone="Dieser Knopf funktioniert nicht mehr. Bitte frag noch einmal.",
    answered_now=("Du wolltest wissen:\n{question}\n\nJetzt habe ich etwas gefunden:"),
    inline_ask="Schreib deine Frage, oder tippe hier für Hilfe",
    inline_nothing="Keine Antwort gefunden. Tippe hier, um mich privat zu fragen",
    inline_wrong="Etwas ist schiefgegangen. Bitte versuch es noch einmal",
    result_title="Antwort aus den Artikeln",
    guest_ask="Schreib deine Frage neben meinen Namen, und ich suche die Antwort.",
    limit_person=(
        "Das geht mir ein wenig zu schnell. In einer Minute antworte ich wieder; was du bis dahin fragst, bleibt ohne "
        "Antwort.\n"
        "Fragen pro Minute von einer Person, höchstens: {limit}"
    ),
    limit_group=(
        "Das sind etwas zu viele Fragen auf einmal. In einer Minute antworte ich wieder; was bis dahin gefragt wird, "
        "bleibt ohne Antwort.\n"
        "Fragen pro Minute in einer Gruppe, höchstens: {limit}"
    ),
    limit_other="Das geht mir ein wenig zu schnell. Bitte versuch es in einer Minute noch einmal.",
    settings_title="Meine Einstellungen in dieser Gruppe",
    setting_mode="Ich antworte",
    mode_mention="wenn man mich fragt",
    mode_auto="auch auf andere Fragen",
    mode_about=(
        "„{mention}“: Ich antworte auf /ask, auf Erwähnungen und auf Antworten an mich.\n"
        "„{auto}“: Ich beantworte auch jede andere Frage in der Gruppe, wenn ich mir sicher bin. Bin ich es nicht, "
        "bleibe ich still."
    ),
    auto_ready="Ich sehe alle Nachrichten in dieser Gruppe, also geht beides.",
    auto_blind=(
        "Im Moment sehe ich nur, was an mich gerichtet ist. Damit ich auch auf andere Fragen antworte, mach mich zum "
        "Admin der Gruppe. Oder bitte die, die mich betreiben, den Datenschutzmodus auszuschalten (@BotFather, "
        "/setprivacy, Disable); danach entferne mich aus der Gruppe und füge mich wieder hinzu."
    ),
    setting_language="Sprache",
    language_of_asker="die der fragenden Person",
    setting_sources="Quellen",
    sources_all="alle",
    sources_some="{count} von {total}",
    sources_about="Aus welchen Quellen darf ich in dieser Gruppe zitieren?",
    sources_missing="Ausgewählte Quellen, die es nicht mehr gibt: {count}",
    source_needed="Mindestens eine Quelle brauche ich.",
    setting_quotes="Zitate auf einmal",
    quotes_about="Wie viele Zitate darf eine Antwort auf einmal zeigen?",
    setting_feedback="Knöpfe zum Bewerten",
    on="an",
    off="aus",
    setting_quiet="Ruhezeit",
    quiet_none="keine",
    quiet_hours="{start}–{end} Uhr",
    quiet_about="In der Ruhezeit antworte ich nur, wenn man mich fragt.",
    quiet_from="Von {time} Uhr",
    quiet_to="Bis {time} Uhr",
    quiet_zone="Zeitzone: {zone}",
    all_settings="Alle Einstellungen",
    done="Fertig",
    settings_closed="Die Einstellungen sind gespeichert.",
    saved="Gespeichert.",
    for_group_admins="Das können nur die Admins dieser Gruppe ändern.",
    settings_in_group="Einstellungen hat jede Gruppe für sich: Schick /settings in eine Gruppe, in der du Admin bist.",
    privacy_title="Was ich speichere",
    privacy_counted=(
        "Von jeder Frage: wann und in welcher Art von Chat sie gestellt wurde, ob ich eine Antwort gefunden habe, "
        "welche Quelle ich zitiert habe und wie lange das gedauert hat."
    ),
    privacy_words_none="Weder ihren Wortlaut noch, wer gefragt hat.",
    privacy_words_unanswered=(
        "Wenn ich keine Antwort gefunden habe, auch ihren Wortlaut und deine Nutzer-ID (gelöscht spätestens am {days}. "
        "Tag danach), damit die, die mich betreiben, sehen, was in den Artikeln fehlt."
    ),
    privacy_words_all="Auch ihren Wortlaut und deine Nutzer-ID (gelöscht spätestens am {days}. Tag danach).",
    privacy_message="Deine Nachricht und was du hinter meinen Namen tippst: bis ich es beantwortet habe.",
    privacy_answers=(
        "Etwa zwei Tage lang: welche meiner Nachrichten welche von deinen beantwortet und was sie zitiert. So kann ich "
        "die Antwort ändern, wenn du die Frage bearbeitest."
    ),
    privacy_votes="Deine Bewertungen: bis du sie zurücknimmst.",
    privacy_waiting=(
        "Fragen, zu denen ich dir Bescheid sagen soll: mit deiner Nutzer-ID und Sprache, bis ich Bescheid gesagt habe."
    ),
    privacy_links=(
        "Eine Frage mit mehr als etwa 45 Buchstaben, die du in einem anderen Chat hinter meinen Namen tippst und auf "
        "die ich keine Antwort finde: die letzte, zehn Minuten lang, damit der Knopf sie mitbringen kann."
    ),
    privacy_limits="Wie oft du innerhalb von etwa einer Minute gefragt und Tasten gedrückt hast.",
    privacy_memory=(
        "Nur im Arbeitsspeicher, bis zum nächsten Neustart: die letzten Fragen eines Chats, damit ich „und wann?“ "
        "verstehe."
    ),
    privacy_groups="Von Gruppen: was ihre Admins in /settings gewählt haben.",
    privacy_nothing_else="Sonst speichere ich nichts über dich.",
    privacy_forget="/forget löscht sofort, was ich über dich speichere.",
    forget_done=(
        "Erledigt. Ich habe deine Bewertungen, den Wortlaut deiner Fragen, deine Bitten um Bescheid und die Angaben "
        "dazu, welche Antworten für dich waren, gelöscht.\n\n"
        "Was ich nicht löschen kann: die Nachrichten in unseren Chats, die du in Telegram löschen kannst, und die "
        "bloße Zahl der Fragen, die nicht verrät, wer gefragt hat."
    ),
    forget_nobody="Du schreibst als Gruppe oder Kanal, deshalb speichere ich nichts über dich.",
    gaps_title="Fragen ohne Antwort, die häufigsten zuerst",
    gaps_none="Im Moment kenne ich keine Frage ohne Antwort.",
    gaps_off=(
        "Der Wortlaut von Fragen wird nicht gespeichert (KEEP_QUESTIONS), deshalb weiß ich nicht, welche offen sind."
    ),
    gap="{question}\nGefragt: {count}-mal · zuletzt am {date}",
    gap_also="Ähnlich: {questions}",
    gap_waiting="Warten auf Bescheid: {count}",
    gaps_answered="Diese beantworten neue Artikel",
    gaps_told="Bescheid bekommen haben: {count}",
    for_admins="Dieser Befehl ist für die, die mich betreiben. Stell mir einfach eine Frage.",
    passed_on="Ich tue nur, was du mir selbst schreibst: Bitte tipp diesen Befehl.",
    add_how=(
        "Schreib /add und die Adresse einer Seite oder eines Feeds, höchstens zehn. Mit dem Wort {full} dahinter hole "
        "ich zu einem Feed die ganzen Texte. Dateien kannst du mir einfach schicken."
    ),
    add_reading="Ich lese {name} …",
    add_done="Hinzugefügt: {name}",
    add_replaced="Hinzugefügt anstelle der früheren Fassung: {name}",
    add_failed="Nicht zu lesen: {name}",
    add_not_read="Was nicht zu lesen war:",
    add_earlier_stays="Ich zitiere weiter aus der früheren Fassung.",
    add_too_large="{name} ist zu groß: {size}. Telegram gibt mir Dateien bis {limit}.",
    add_not_fetched="Telegram hat mir {name} nicht gegeben. Bitte schick es noch einmal.",
    add_unread="Ich habe {name} behalten, aber noch nicht aufnehmen können: {reason}\n/reload versucht es noch einmal.",
    add_held="Neue Artikel warten, bis jemand sie bestätigt: /reload",
    articles_count="Artikel: {count}",
    and_more="und {count} weitere",
    size_kb="{number} kB",
    size_mb="{number} MB",
    sources_title="Quellen: {count}",
    sources_none="Ich habe noch keine Quellen. Schick mir eine Datei, oder schreib /add und eine Adresse.",
    sources_not_found="Keine Quelle hat {search} im Namen oder im Titel.",
    state_enabled="in Gebrauch",
    state_failing="fehlerhaft",
    state_disabled="abgeschaltet",
    state_gone="verschwunden",
    state_deleted="gelöscht",
    source_added="Hinzugefügt: {date}, von {who}",
    source_read="Zuletzt gelungen: {date}",
    source_failed="Zuletzt fehlgeschlagen: {date}: {reason}",
    whole_texts="Ganze Texte: {count} von {total}",
    enable="Anschalten",
    disable="Abschalten",
    refresh="Neu einlesen",
    delete="Löschen …",
    delete_surely="Ja, löschen",
    keep="Nein, behalten",
    all_sources="Alle Quellen",
    delete_question="Diese Quelle löschen? Ihre Artikel verschwinden sofort aus allen Antworten.",
    source_gone="Diese Quelle gibt es nicht mehr.",
    source_disabled="Abgeschaltet: Sie steht in keiner Antwort mehr.",
    source_enabled="Angeschaltet: Ich zitiere wieder aus ihr.",
    source_deleted="Gelöscht: Sie steht in keiner Antwort mehr.",
    source_reading="Ich lese sie neu ein …",
    source_read_again="Neu eingelesen.",
    source_unchanged="Dort hat sich nichts geändert.",
    source_not_read="Nicht zu lesen:",
    index_how="Schreib /index und einen Kanal: seinen Namen mit @ oder den Link eines seiner Beiträge.",
    index_unseen="Diesen Kanal sehe ich nicht. Mach mich dort zuerst zum Admin.",
    index_not_yours="Das kann nur ein Admin dieses Kanals, und dort bist du keiner.",
    index_on=(
        "Von jetzt an zitiere ich, was in {title} erscheint. Für frühere Beiträge exportiere den Kanal mit "
        "Telegram Desktop (JSON) und schick mir result.json.\n\nDass ein Beitrag gelöscht wird, sehe ich nicht: "
        "Schreib dann /delete und seinen Link. Soll es enden, lösche den Kanal in /sources."
    ),
    index_asked="Jemand möchte, dass ich Beiträge von {title} zitiere. Soll ich?",
    index_yes="Ja, zitieren",
    delete_how="Schreib /delete und den Link eines Beitrags. Andere Quellen werden in /sources gelöscht.",
    choice_over="Diese Wahl ist vorbei. Bitte schick den Befehl noch einmal.",
    goes_on="Ich bin schon dabei.",
    apply="Übernehmen",
    cancel="Abbrechen",
    reload_title="Quellen",
    reload_reading="Ich lese die Quellen",
    reload_indexing="Ich indiziere die Artikel",
    reload_checking="Ich stelle die Prüffragen",
    reload_more="und weitere: {count}",
    sources_new="Neu: {count}",
    sources_changed="Geändert: {count}",
    sources_gone="Weg: {count}",
    sources_failed="Nicht lesbar: {count}",
    sources_partly="Nur teilweise gelesen: {count}",
    articles_then="Artikel: {before} → {after}",
    nothing_changes="Keine Quelle hat sich geändert.",
    held="Noch ist nichts geändert. Bitte sieh dir das erst an:",
    held_vanishing="Artikel, die verschwinden würden: {gone} von {count} ({percent})",
    held_went_back="Jemand ist zu Generation {generation} zurückgekehrt; das wäre damit vorbei.",
    held_worse="Prüffragen mit schlechterer Antwort: {count}",
    worse_before="Vorher: {answer}",
    worse_now="Jetzt: {answer}",
    reload_done="✅ Fertig. Jetzt antwortet Generation {generation}, Artikel: {count}",
    reload_same="✅ Alles aktuell. Weiter antwortet Generation {generation}, Artikel: {count}",
    reload_cancelled="Abgebrochen. Alles bleibt, wie es war.",
    reload_failed="❌ Das ist misslungen, und alles bleibt, wie es war: {reason}",
    generation="Generation {number} · {time} · Artikel: {count}",
    rollback_title="Zurückkehren",
    rollback_now="Diese antwortet jetzt:",
    rollback_which="Zurück kann ich zu:",
    rollback_to="Zu Generation {number}",
    rollback_none="Es gibt noch nichts, wohin ich zurückkehren könnte.",
    rollback_sure="Zu dieser zurückkehren? Sie bleibt, was sich auch in den Quellen ändert, bis jemand das übernimmt.",
    rollback_yes="Zurückkehren",
    rollback_done=(
        "✅ Jetzt antwortet Generation {generation}. Sie bleibt, was sich auch in den Quellen ändert, bis "
        "jemand das übernimmt."
    ),
    rollback_failed="❌ Das ist misslungen, und alles bleibt, wie es war: {reason}",
    status_title="Zustand",
    duration="{days} Tg. {hours} Std. {minutes} Min.",
    status_went_back="Jemand ist zu ihr zurückgekehrt.",
    status_passages="Abschnitte: {count}",
    status_sources="Quellen: {count} · gestört: {failing} · ausgeschaltet: {disabled}",
    status_database="Datenbank: {address}",
    status_memory="Arbeitsspeicher: {megabytes} MB",
    status_uptime="Läuft seit {time}",
    status_errors="Seither Fehler: {errors} · Warnungen: {warnings}",
    log_title="Fehler und Warnungen, neueste zuerst",
    log_none="Keine in letzter Zeit.",
    audit_title="Wer was getan hat, Neuestes zuerst",
    audit_none="Noch hat niemand etwas getan.",
    stats_title="Die letzten Tage: {days}",
    stats_none="In den letzten Tagen ({days}) wurde nichts gefragt.",
    stats_questions="Fragen am Tag",
    stats_answered="Beantwortet",
    stats_unanswered="Nicht beantwortet",
    stats_votes="Bewertungen am Tag",
    stats_up="Hilfreich",
    stats_down="Nicht hilfreich",
    stats_time="Mittlere Zeit (Median), ms",
    stats_sources="Am meisten zitiert",
    why_what="Antworte mit /why auf eine meiner Antworten, oder schreib /why und eine Frage.",
    why_forgotten="Ich weiß nicht mehr, was dort gefragt wurde. Schreib /why und die Frage.",
    how_read="Wie die Frage verstanden wurde",
    likely="Zitiert: zu {percent} eine Antwort",
    likely_first="Als Erstes zitiert: zu {percent} eine Antwort",
    missed="Am nächsten dran: zu {percent} eine Antwort",
    missed_needed="Am nächsten dran: zu {percent} eine Antwort (nötig: {needed})",
    missed_barely="Am nächsten dran: zu {percent} eine Antwort (nötig: ein wenig mehr)",
    added_first="Warum der erste Satz dazukam: {beside}.",
    added_second="Warum der zweite Satz dazukam: {beside}.",
    spoke_for="Was dafür sprach",
    spoke_for_first="Was für den ersten Satz sprach, {beginning}",
    spoke_for_second="Was für den zweiten Satz sprach, {beginning}",
    spoke_against="Was dagegen sprach",
)
