"""Spanish. Readers are addressed as «tú», in words that are understood on both sides of the Atlantic."""

from __future__ import annotations

from bot.texts.types import Texts

TEXTS = Texts(
    code="es",
    name="Español",
    months=(
        *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
        *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
    ),
    date="{day} de {month} de {year}",
    quoted="«{text}»",
    comma=", ",
    listed="{words} ni {last}",
    listed_more="{words} ni {count} más de estas palabras",
    percent="{number}\N{NO-BREAK SPACE}%",
    under="menos del {percent}",
    over="más del {percent}",
    command_ask="Buscar una respuesta en los artículos",
    command_help="Cómo preguntar y qué respondo",
    command_privacy="Qué guardo y durante cuánto tiempo",
    command_forget="Borrar lo que guardo sobre ti",
    command_start="Saludar",
    command_settings="Cómo me comporto en este grupo",
    command_why="Por qué esa respuesta: la última o la que estás respondiendo",
    command_gaps="Preguntas que ningún artículo responde",
    command_sources="Las fuentes y qué hacer con ellas",
    command_add="Añadir una página o un canal por su dirección",
    command_index="Citar lo que se publica en un canal",
    command_delete="No citar más una publicación borrada",
    command_reload="Leer las fuentes de nuevo",
    command_rollback="Volver a artículos anteriores",
    command_stats="Preguntas, votos y tiempos de los últimos días",
    command_status="Cómo estoy",
    command_log="Errores recientes y quién hizo qué",
    description=(
        "Hazme una pregunta. Busco en los artículos que me han dado las frases que la responden y las cito palabra por "
        "palabra, con su fuente. No escribo nada por mi cuenta: si los artículos no lo dicen, te lo digo."
    ),
    short_description="Responde preguntas con frases literales de los artículos que me han dado.",
    start=(
        "¡Hola! Hazme una pregunta y buscaré la respuesta en los artículos que me han dado.\n\n"
        "Cito palabra por palabra y menciono la fuente. Si los artículos no lo dicen, te lo digo.\n\n"
        "Solo tienes que escribir tu pregunta."
    ),
    start_group=(
        "¡Hola! Para preguntarme algo, escribe /ask y tu pregunta, menciona a @{username} o responde a uno de mis "
        "mensajes. Cito los artículos que me han dado; el resto del tiempo guardo silencio."
    ),
    help=(
        "Escribe una pregunta con tus propias palabras: quién, qué, cuándo, dónde, por qué, cuántos. No hace falta "
        "ningún comando.\n\n"
        "La respuesta son una o dos frases de un artículo, palabra por palabra; lo que preguntaste va en negrita. "
        "«Contexto» muestra las frases de alrededor y «Más», qué otra cosa puede ser la respuesta.\n\n"
        "Puedes seguir con «¿y cuándo?», o responder a una de mis respuestas para volver a ella. Si editas una "
        "pregunta, también cambio la respuesta.\n\n"
        "Funcionan mejor las preguntas cortas que nombran a la persona, el lugar o la cosa.\n\n"
        "Con /privacy verás qué guardo y con /forget lo borras."
    ),
    help_group=(
        "Para preguntarme aquí:\n"
        "• escribe /ask y tu pregunta,\n"
        "• menciona en ella a @{username},\n"
        "• responde a uno de mis mensajes\n"
        "• o responde con /ask al mensaje de otra persona: entonces la pregunta es ese mensaje.\n\n"
        "La respuesta son una o dos frases de un artículo, palabra por palabra. Si editas una pregunta, también cambio "
        "la respuesta.\n\n"
        "Con /privacy verás qué guardo. Los administradores del grupo pueden cambiar mis ajustes con /settings."
    ),
    ask_what="¿Qué te gustaría saber? Solo tienes que escribir tu pregunta.",
    ask_what_group="¿Qué te gustaría saber? Escribe tu pregunta como respuesta a este mensaje.",
    ask_placeholder="Tu pregunta",
    text_only="Solo sé leer texto. Escribe tu pregunta, por favor.",
    nothing_there="En ese mensaje no hay ningún texto que pueda buscar.",
    link_gone="Este enlace ya no funciona. Solo tienes que escribir tu pregunta.",
    went_wrong="Lo siento, algo me ha salido mal. Inténtalo de nuevo dentro de un momento.",
    greeting="¡Hola! ¿Qué te gustaría saber?",
    thanks="¡De nada! ¿Te gustaría saber algo más?",
    farewell="¡Hasta luego! Vuelve cuando tengas una pregunta.",
    chatter="Aquí estoy para cuando tengas una pregunta.",
    call_for_help=(
        "Hazme una pregunta con tus propias palabras: quién, qué, cuándo, dónde, por qué. Busco la respuesta en los "
        "artículos que me han dado y la cito palabra por palabra."
    ),
    no_articles="Todavía no tengo artículos que citar.",
    chosen_sources_gone=(
        "Las fuentes elegidas para este grupo ya no existen. Sus administradores pueden elegir otras: /settings."
    ),
    no_words="Necesito una palabra que buscar: un nombre, un lugar, una cosa. ¿Qué te gustaría saber?",
    unknown_words="No he encontrado respuesta. Ningún artículo menciona {words}.",
    not_said="No he encontrado respuesta. Parece que los artículos no lo dicen.",
    no_answer_group="No he encontrado la respuesta en los artículos.",
    context="Contexto",
    back="Volver a la cita",
    more="Más ({count})",
    fewer="Menos",
    copy="Copiar",
    share="Compartir",
    whole_article="Artículo completo",
    open_article="Abrir el artículo",
    previous_page="Anterior",
    next_page="Siguiente",
    near="Lo más parecido",
    tell_me="Avísame si aparece",
    tell_me_not="Ya no hace falta avisarme",
    near_heading="No es la respuesta, solo lo que más se le acerca:",
    dates_heading="Los artículos no coinciden. Del más antiguo al más reciente:",
    page="Página {page} de {pages}",
    voted_up="¡Gracias! Me alegra saber que te ha servido.",
    voted_down="Gracias por decírmelo. Siento que no te haya servido.",
    vote_back="He quitado tu voto.",
    will_tell="De acuerdo. Te escribiré aquí en cuanto un artículo lo responda.",
    will_not_tell="De acuerdo, no te escribiré sobre esto.",
    article_gone="Este artículo ya no está o ha cambiado. Pregunta otra vez, por favor.",
    button_gone="Este botón ya no funciona. Pregunta otra vez, por favor.",
    answered_now=("Querías saber:\n{question}\n\nAhora he encontrado algo:"),
    inline_ask="Escribe tu pregunta o toca aquí para ver la ayuda",
    inline_nothing="Sin respuesta. Toca aquí para preguntarme en privado",
    inline_wrong="Algo ha salido mal. Inténtalo de nuevo",
    result_title="Respuesta de los artículos",
    guest_ask="Escribe tu pregunta junto a mi nombre y buscaré la respuesta.",
    limit_person=(
        "Vas un poco rápido para mí. Dentro de un minuto vuelvo a responder; lo que preguntes hasta entonces se queda "
        "sin respuesta.\n"
        "Preguntas por minuto de una persona, como máximo: {limit}"
    ),
    limit_group=(
        "Son demasiadas preguntas a la vez. Dentro de un minuto vuelvo a responder; lo que se pregunte hasta entonces "
        "se queda sin respuesta.\n"
        "Preguntas por minuto en un grupo, como máximo: {limit}"
    ),
    limit_other="Vas un poco rápido para mí. Inténtalo de nuevo dentro de un minuto.",
    settings_title="Mis ajustes en este grupo",
    setting_mode="Respondo",
    mode_mention="si me preguntan a mí",
    mode_auto="también a otras preguntas",
    mode_about=(
        "«{mention}»: respondo a /ask, a las menciones y a las respuestas a mis mensajes.\n"
        "«{auto}»: respondo además a cualquier pregunta del grupo si no tengo dudas de la respuesta. Si las tengo, "
        "guardo silencio."
    ),
    auto_ready="Veo todos los mensajes de este grupo, así que funcionan las dos cosas.",
    auto_blind=(
        "Por ahora solo veo lo que se dirige a mí. Para que responda también a otras preguntas, hazme administrador "
        "del grupo. O pide a quien me gestiona que desactive el modo de privacidad (@BotFather, /setprivacy, Disable); "
        "después, elimíname del grupo y vuelve a añadirme."
    ),
    setting_language="Idioma",
    language_of_asker="el de quien pregunta",
    setting_sources="Fuentes",
    sources_all="todas",
    sources_some="{count} de {total}",
    sources_about="¿Qué fuentes puedo citar en este grupo?",
    sources_missing="Fuentes elegidas que ya no existen: {count}",
    source_needed="Necesito al menos una fuente.",
    setting_quotes="Citas a la vez",
    quotes_about="¿Cuántas citas puede mostrar una respuesta a la vez?",
    setting_feedback="Botones para votar",
    on="sí",
    off="no",
    setting_quiet="Horas de silencio",
    quiet_none="ninguna",
    quiet_hours="{start}–{end}",
    quiet_about="En las horas de silencio no respondo a otras preguntas, solo si me preguntan a mí.",
    quiet_from="Desde: {time}",
    quiet_to="Hasta: {time}",
    quiet_zone="Zona horaria: {zone}",
    all_settings="Todos los ajustes",
    done="Listo",
    settings_closed="Los ajustes están guardados.",
    saved="Guardado.",
    for_group_admins="Eso solo lo pueden cambiar los administradores de este grupo.",
    settings_in_group="Cada grupo tiene sus ajustes: envía /settings en un grupo que administres.",
    privacy_title="Qué guardo",
    privacy_counted=(
        "De cada pregunta: cuándo y en qué tipo de chat se hizo, si encontré una respuesta, qué fuente cité y cuánto "
        "tardé."
    ),
    privacy_words_none="Ni sus palabras ni quién preguntó.",
    privacy_words_unanswered=(
        "Si no encontré respuesta, también sus palabras y tu identificador de usuario (se borran, a más tardar, el día "
        "{days} después de preguntar), para que quienes me gestionan vean qué falta en los artículos."
    ),
    privacy_words_all=(
        "También sus palabras y tu identificador de usuario (se borran, a más tardar, el día {days} después de "
        "preguntar)."
    ),
    privacy_message="Tu mensaje y lo que escribas tras mi nombre: hasta que lo haya respondido.",
    privacy_answers=(
        "Durante unos dos días: qué mensaje mío responde a cuál de los tuyos y qué cita. Así puedo cambiar la "
        "respuesta si editas la pregunta."
    ),
    privacy_votes="Tus votos: hasta que los quites.",
    privacy_waiting=(
        "Las preguntas de las que quieres aviso: con tu identificador de usuario y tu idioma, hasta que te avise."
    ),
    privacy_links=(
        "Una pregunta de más de unas 45 letras que escribas tras mi nombre en otro chat y a la que no encuentre "
        "respuesta: la última, durante diez minutos, para que el botón pueda traerla."
    ),
    privacy_limits="Cuántas veces has preguntado y pulsado botones en alrededor de un minuto.",
    privacy_memory=(
        "Solo en memoria, hasta que me reinicie: las últimas preguntas de un chat, para entender «¿y cuándo?»."
    ),
    privacy_groups="De los grupos: lo que sus administradores eligieron en /settings.",
    privacy_nothing_else="No guardo nada más sobre ti.",
    privacy_forget="/forget borra al momento lo que guardo sobre ti.",
    forget_done=(
        "Hecho. He borrado tus votos, las palabras de tus preguntas, tus peticiones de aviso y el registro de qué "
        "respuestas eran para ti.\n\n"
        "Lo que no puedo borrar: los mensajes de nuestros chats, que puedes borrar tú en Telegram, y el simple "
        "recuento de preguntas, que no dice quién preguntó."
    ),
    forget_nobody="Escribes como grupo o como canal, así que no guardo nada sobre ti.",
    gaps_title="Preguntas sin respuesta, primero las más frecuentes",
    gaps_none="Por ahora no conozco ninguna pregunta sin respuesta.",
    gaps_off=(
        "Las palabras de las preguntas no se guardan (KEEP_QUESTIONS), así que no sé cuáles quedaron sin respuesta."
    ),
    gap="{question}\nVeces: {count} · la última, el {date}",
    gap_also="Parecidas: {questions}",
    gap_waiting="Esperan aviso: {count}",
    gaps_answered="Estas ya las responden artículos nuevos",
    gaps_told="Personas avisadas: {count}",
    for_admins="Ese comando es para quienes gestionan este bot. A mí puedes hacerme una pregunta sin más.",
    passed_on="Solo hago lo que me escribas tú: escribe ese comando, por favor.",
    add_how=(
        "Escribe /add y la dirección de una página o de un canal, diez como mucho. Con la palabra {full} detrás busco "
        "los textos enteros de un canal. Los archivos puedes enviármelos sin más."
    ),
    add_reading="Leyendo {name} …",
    add_done="Añadido: {name}",
    add_replaced="Añadido en lugar de la versión anterior: {name}",
    add_failed="No se ha podido leer: {name}",
    add_not_read="Lo que no se ha podido leer:",
    add_earlier_stays="Sigo citando la versión anterior.",
    add_too_large="{name} es demasiado grande: {size}. Telegram me da archivos de hasta {limit}.",
    add_not_fetched="Telegram no me ha dado {name}. Envíalo otra vez, por favor.",
    add_unread="He guardado {name}, pero todavía no he podido incorporarlo: {reason}\n/reload lo intenta de nuevo.",
    add_held="Los artículos nuevos esperan a que alguien los confirme: /reload",
    articles_count="Artículos: {count}",
    and_more="y {count} más",
    size_kb="{number} kB",
    size_mb="{number} MB",
    sources_title="Fuentes: {count}",
    sources_none="Todavía no tengo fuentes. Envíame un archivo, o escribe /add y una dirección.",
    sources_not_found="Ninguna fuente lleva {search} en el nombre o en el título.",
    state_enabled="en uso",
    state_failing="con errores",
    state_disabled="desactivada",
    state_gone="desaparecida",
    state_deleted="eliminada",
    source_added="Añadida: {date}, por {who}",
    source_read="Último éxito: {date}",
    source_failed="Último fallo: {date}: {reason}",
    whole_texts="Textos enteros: {count} de {total}",
    enable="Activar",
    disable="Desactivar",
    refresh="Leer de nuevo",
    delete="Eliminar …",
    delete_surely="Sí, eliminarla",
    keep="No, dejarla",
    all_sources="Todas las fuentes",
    delete_question="¿Eliminar esta fuente? Sus artículos desaparecen de inmediato de todas las respuestas.",
    source_gone="Esta fuente ya no existe.",
    source_disabled="Desactivada: ya no aparece en ninguna respuesta.",
    source_enabled="Activada: vuelvo a citarla.",
    source_deleted="Eliminada: ya no aparece en ninguna respuesta.",
    source_reading="La leo de nuevo …",
    source_read_again="Leída de nuevo.",
    source_unchanged="Ahí no ha cambiado nada.",
    source_not_read="No se ha podido leer:",
    index_how="Escribe /index y un canal: su nombre con @ o el enlace de una de sus publicaciones.",
    index_unseen="No veo ese canal. Primero hazme administrador de él.",
    index_not_yours="Eso solo puede pedirlo un administrador de ese canal, y tú no lo eres.",
    index_on=(
        "Desde ahora cito lo que se publica en {title}. Para lo anterior, exporta el canal con Telegram Desktop "
        "(JSON) y envíame result.json.\n\nNo veo cuándo se borra una publicación: escribe entonces /delete y su "
        "enlace. Para terminar, elimina el canal en /sources."
    ),
    index_asked="Alguien quiere que cite lo que se publica en {title}. ¿Lo hago?",
    index_yes="Sí, citarlas",
    delete_how="Escribe /delete y el enlace de una publicación. Las demás fuentes se eliminan en /sources.",
    choice_over="Esta elección ya pasó. Envía el comando otra vez, por favor.",
    goes_on="Ya estoy en ello.",
    apply="Aplicar",
    cancel="Cancelar",
    reload_title="Fuentes",
    reload_reading="Leo las fuentes",
    reload_indexing="Indexo los artículos",
    reload_checking="Hago las preguntas de control",
    reload_more="y más: {count}",
    sources_new="Nuevas: {count}",
    sources_changed="Cambiadas: {count}",
    sources_gone="Desaparecidas: {count}",
    sources_failed="No se pudieron leer: {count}",
    sources_partly="Leídas solo en parte: {count}",
    articles_then="Artículos: {before} → {after}",
    nothing_changes="Ninguna fuente ha cambiado.",
    held="Aún no ha cambiado nada. Mira antes esto, por favor:",
    held_vanishing="Artículos que desaparecerían: {gone} de {count} ({percent})",
    held_went_back="Alguien volvió a la generación {generation}; esto acabaría con ello.",
    held_worse="Preguntas de control con peor respuesta: {count}",
    worse_before="Antes: {answer}",
    worse_now="Ahora: {answer}",
    reload_done="✅ Hecho. Ahora responde la generación {generation}, artículos: {count}",
    reload_same="✅ Todo al día. Sigue respondiendo la generación {generation}, artículos: {count}",
    reload_cancelled="Cancelado. Todo queda como estaba.",
    reload_failed="❌ Esto falló, y todo queda como estaba: {reason}",
    generation="Generación {number} · {time} · artículos: {count}",
    rollback_title="Volver atrás",
    rollback_now="Esta responde ahora:",
    rollback_which="Puedo volver a:",
    rollback_to="Generación {number}",
    rollback_none="Todavía no hay nada a lo que volver.",
    rollback_sure="¿Volver a esta? Se queda, cambie lo que cambie en las fuentes, hasta que alguien lo aplique.",
    rollback_yes="Volver",
    rollback_done=(
        "✅ Ahora responde la generación {generation}. Se queda, cambie lo que cambie en las fuentes, hasta "
        "que alguien lo aplique."
    ),
    rollback_failed="❌ Esto falló, y todo queda como estaba: {reason}",
    status_title="Estado",
    duration="{days} d {hours} h {minutes} min",
    status_went_back="Alguien volvió a ella.",
    status_passages="Pasajes: {count}",
    status_sources="Fuentes: {count} · con fallos: {failing} · desactivadas: {disabled}",
    status_database="Base de datos: {address}",
    status_memory="Memoria: {megabytes} MB",
    status_uptime="En marcha desde hace {time}",
    status_errors="Desde entonces errores: {errors} · avisos: {warnings}",
    log_title="Errores y avisos, los más nuevos primero",
    log_none="Ninguno últimamente.",
    audit_title="Quién hizo qué, lo más nuevo primero",
    audit_none="Nadie ha hecho nada todavía.",
    stats_title="Los últimos días: {days}",
    stats_none="No se ha preguntado nada en los últimos días ({days}).",
    stats_questions="Preguntas por día",
    stats_answered="Respondidas",
    stats_unanswered="Sin respuesta",
    stats_votes="Votos por día",
    stats_up="Útil",
    stats_down="No útil",
    stats_time="Tiempo mediano, ms",
    stats_sources="Lo más citado",
    why_what="Responde con /why a una de mis respuestas, o escribe /why y una pregunta.",
    why_forgotten="Ya no recuerdo qué se preguntó ahí. Escribe /why y la pregunta.",
    how_read="Cómo se ha entendido la pregunta",
    likely="Citado; probabilidad de que responda: {percent}",
    likely_first="Citado primero; probabilidad de que responda: {percent}",
    missed="Lo más cercano; probabilidad de que responda: {percent}",
    missed_needed="Lo más cercano; probabilidad de que responda: {percent} (hace falta: {needed})",
    missed_barely="Lo más cercano; probabilidad de que responda: {percent} (hace falta un poco más)",
    added_first="Por qué se añadió la primera frase: {beside}.",
    added_second="Por qué se añadió la segunda frase: {beside}.",
    spoke_for="A favor",
    spoke_for_first="A favor de la primera frase, {beginning}",
    spoke_for_second="A favor de la segunda frase, {beginning}",
    spoke_against="En contra",
)
