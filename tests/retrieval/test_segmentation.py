"""Sentences and passages: honest examples in many languages, and properties that hold for any text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.segmentation import LONGEST_SENTENCE, split_passages, split_sentences
from retrieval.types import Passage, Span


def sentences_of(text: str, language: str = "en") -> list[str]:
    return [span.of(text) for span in split_sentences(text, language)]


ENGLISH = {
    "decimals and versions": ["It costs 3.50 euros.", "Version 2.0.1 is out."],
    "abbreviations before numbers": ["See Fig. 3, vol. 7 and the notes of Nov. 5.", "The rest is lost."],
    "titles": ["Gen. Orlov met Lt. Col. Reed in St. Ives.", "They shook hands."],
    "a street at the end": ["The path ends at Mill St.", "The bus leaves there."],
    "initials": ["T. S. Reed and J. K. Marsh wrote it.", "It sold well."],
    "a country at the end": ["The U.S. Senate voted.", "He moved to the U.S.", "He liked it."],
    "hours": ["We met at 5 p.m. on Sunday.", "She left at 6 a.m.", "The rest stayed."],
    "an ellipsis inside": ["He cut the ropes ... and ran.", "Nobody followed."],
    "numbered items": ["1. Open the box.", "2. Take the key."],
    "lettered items": ["a) Open the box.", "b) Take the key."],
    "bullets": ["• Open the box.", "• Take the key."],
    "names with a small letter": ["iPhone sales fell.", "al-Hasan Bros. closed.", "iPhones are dear."],
    "footnotes": ["The roof leaks.[1]", "The wall does not.[2][3]", "Both are old.²", "So what?"],
    "emoji after the stop": ["It works. 🎉", "We are glad.", "Thank you! 🙏", "Bye."],
    "an emoji for a stop": ["We opened a new office today 🎉", "Come and see us."],
    "several marks": ["Really?!", "Yes!", "No..."],
    "spaces before stops": ["A cave formed in the ice .", "Caves are cold .", "They melt ."],
    "stops that stand alone": ["It stopped. !!!", "Then it went on."],
    "capitals": ["THE CITY FELL.", "NOBODY CAME."],
    "small letters": ["hello there.", "the bus is late again.", "how are you?"],
    "a question and who asked it": ['"Why did you come?" Rosa Lind asked.', '"I like clocks."'],
    "a small letter after a quotation": ["“Stop!” he shouted.", "Nobody did."],
    "a stop inside the quotation mark": ['She wrote "It is late."', "Then she slept."],
    "a bracket of its own": ["The door was open.", "(It had been shut before.)", "Nobody came."],
}


@pytest.mark.parametrize("sentences", ENGLISH.values(), ids=ENGLISH.keys())
def test_english_text_is_parted_where_its_sentences_end(sentences: list[str]) -> None:
    assert sentences_of(" ".join(sentences)) == sentences


OTHERS = {
    "de": ["Am 3. Oktober kam der 2. Zug.", "Bad St. Peter ist z. B. im Sommer schön.", "„Gut. Sehr gut“, sagte er."],
    "fr": ["M. Martin part.", "« Il pleut. Tant pis », dit-il.", "La fin."],
    "es": ["¿Vienes?", "¡Sí!", "El Sr. Pérez vive en EE. UU. desde 1990.", "—No —dijo él."],
    "it": ["Il sig. Rossi venne.", "«Vieni. Vai», disse."],
    "sv": ["”Kom. Gå”, sa han.", "Han gick."],
    "pl": ["„Chodź. Już późno”, powiedziała.", "Poszli."],
    "tr": ["5. gün geldi.", "Dr. Ali gitti."],
    "vi": ["TP. Hồ Chí Minh đẹp.", "Tôi đi."],
    "ru": [
        "В 2010 г. он уехал.",
        "А. С. Петров живёт в г. Туле.",
        "— Куда? — спросила она.",
        "«Идём. Пора», — сказал он.",
    ],
    "el": ["Πού πας;", "Έλα εδώ.", "Ναι."],
    "hy": ["Նա եկավ։", "Նա գնաց։"],
    "he": ["הוא בא.", "היא הלכה?", "כן."],
    "ar": ["أين أنت؟", "كتبها و. خالد أمس.", "نعم۔", "أنا هنا!"],
    "hi": ["वह आया।", "डॉ. राम गए।", "वह कौन है?", "हाँ |", "ठीक"],
    "th": ["เมื่อ พ.ศ. 2500 ดร. สมชาย กับ ดับเบิลยู. สมิธ มา"],
    "am": ["መጣ።", "ሄደ።"],
    "km": ["គាត់មក។", "គាត់ទៅ។"],
    "my": ["သူလာသည်၊ သူသွားသည်။", "ဟုတ်တယ်။"],
    "bo": ["ཡོང་།", "སོང་།"],
    "ko": ["왔다.", "정말 갔어?", "네."],
    "und": ["Добрый день.", "Как дела?", "Fine."],
}


@pytest.mark.parametrize(("language", "sentences"), OTHERS.items(), ids=OTHERS.keys())
def test_every_script_has_its_own_stops(language: str, sentences: list[str]) -> None:
    assert sentences_of(" ".join(sentences), language) == sentences


def test_chinese_and_japanese_need_no_spaces() -> None:
    chinese = ["他来了。", "“你好。再见。”", "他说。", "你是谁？", "我！"]
    japanese = ["「来た。行く。」と彼は言った。", "そうか？", "はい！", "終わり。"]
    assert sentences_of("".join(chinese), "zh") == chinese
    assert sentences_of("".join(japanese), "ja") == japanese


def test_long_thai_text_is_parted_at_spaces_between_clauses() -> None:
    clause = "พิพิธภัณฑ์ของเมืองเปิดให้ชมทุกวันตั้งแต่เช้าจนถึงเย็น และมีผู้เข้าชมประมาณ 300 คนในวันธรรมดา"
    plain = f"{clause} {clause}"
    opened = f"ต่อมา{plain}"
    assert sentences_of(f"{opened} {opened} {opened}", "th") == [opened, opened, opened]
    assert sentences_of(f"{plain}  {plain}  {plain}", "th") == [plain, plain, plain]


def test_a_paragraph_of_any_length_is_parted_as_a_short_one_is() -> None:
    sentences = [f"GENERAL REED TOLD THE {number} VISITORS THAT IT WAS LATE." for number in range(1000)]
    assert sentences_of(" ".join(sentences)) == sentences


def test_a_missing_space_does_not_join_two_sentences_nor_part_a_name() -> None:
    text = "The door closed.The light went out. Read docs.Example.Com, node.Js and java.util.List of v2.Beta today."
    assert sentences_of(text) == [
        "The door closed.",
        "The light went out.",
        "Read docs.Example.Com, node.Js and java.util.List of v2.Beta today.",
    ]


@pytest.mark.parametrize(
    ("opening", "closing"),
    ['""', "“”", "„“", "«»", "»«", "‘’", "””", "()", "[]"],
    ids=["straight", "English", "German", "French", "Danish", "single", "Swedish", "round", "square"],
)
def test_a_sentence_of_a_long_quotation_stands_alone(opening: str, closing: str) -> None:
    two = f"{opening}We waited for weeks. Nobody came,{closing} the director said on Sunday."
    three = [f"{opening}How long did we wait?", "How often did we give up?", f"But then they came.{closing}"]
    assert sentences_of(" ".join([two, *three])) == [two, *three]


def test_two_long_sentences_of_a_quotation_are_parted() -> None:
    first = "“We waited for weeks in front of the old station, in the rain and in the cold of that winter."
    second = "Nobody who had promised to be there ever came, and nobody wrote,” the director said."
    assert sentences_of(f"{first} {second}") == [first, second]


def test_a_quotation_without_an_end_swallows_nothing() -> None:
    assert sentences_of('He said: "It is late. (We are tired. Nobody came.') == [
        'He said: "It is late.',
        "(We are tired.",
        "Nobody came.",
    ]


def test_a_line_break_ends_a_sentence() -> None:
    text = "HEADING\nThe first line\r\nstops here. And\u2028there\n\n\n  Another paragraph.\t\n"
    assert sentences_of(text) == ["HEADING", "The first line", "stops here.", "And", "there", "Another paragraph."]


def test_a_very_long_sentence_is_cut_at_its_semicolons_then_commas_then_spaces_then_anywhere() -> None:
    clauses = ["and so they went on and on, with " + "many " * 60 + "words;"] * 5
    assert sentences_of(" ".join(clauses)) == [f"{clauses[0]} {clauses[0]}", f"{clauses[0]} {clauses[0]}", clauses[0]]
    lengths = [span.end - span.start for span in split_sentences("x" * 3000, "en")]
    assert sum(lengths) == 3000
    assert max(lengths) <= LONGEST_SENTENCE


def test_spans_count_code_points_beyond_the_first_plane() -> None:
    assert split_sentences("  𝔄𝔅 𝔠. 😀 Next one.", "en") == [Span(2, 9), Span(10, 19)]


WHITE_SPACE = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())
LETTERS = "aAbBzZéßİıǅяЖαΩ1 5²"
SCRIPTS = "กขคๆເမខॐहि।他来。、！？はいー가나"
MARKS = ".!?…;:,\"'“”„«»‘’‚()[]{}「」『』（）—–-•|"
ODD = "\0\x07\ud800\udfff\u200b\u200d\ufeff\ufe0f\u0301😀🎉"
PIECES = [
    "Mr. ",
    "U.S. ",
    "J. ",
    "p.m. ",
    "No. 7",
    "1. ",
    "a) ",
    "[1]",
    '." ',
    "? ",
    ". A",
    ".\u00a0A",
    " said ",
    "\n\n",
]

texts = st.one_of(
    st.text(max_size=300),
    st.text(st.sampled_from(WHITE_SPACE + LETTERS + SCRIPTS + MARKS + ODD), max_size=300),
    st.lists(st.one_of(st.sampled_from(PIECES), st.sampled_from(MARKS + LETTERS + WHITE_SPACE)), max_size=200).map(
        "".join
    ),
    st.builds(
        lambda unit, times: unit * times,
        st.text(st.sampled_from(LETTERS + SCRIPTS + MARKS + " "), max_size=6),
        st.integers(0, 2000),
    ),
)
languages = st.sampled_from("am ar bo de el en es fr hi hy it ja km ko my pl ru th tr und vi zh".split())


@given(texts, languages)
def test_sentences_are_trimmed_ordered_short_and_lose_nothing_but_white_space(text: str, language: str) -> None:
    place = 0
    for span in split_sentences(text, language):
        sentence = text[span.start : span.end]
        assert place <= span.start < span.end <= len(text)
        assert text[place : span.start].strip() == ""
        assert sentence == sentence.strip()
        assert len(sentence) <= LONGEST_SENTENCE
        place = span.end
    assert text[place:].strip() == ""


@given(texts, st.integers(1, 120), st.integers(0, 3))
def test_passages_hold_every_sentence_in_order(text: str, words: int, overlap: int) -> None:
    sentences = split_sentences(text, "en")
    first, last = -1, 0
    for passage in split_passages("article", text, sentences, words=words, overlap=overlap):
        assert passage.article_id == "article"
        assert first < passage.first <= last < passage.last
        assert last - passage.first <= overlap
        assert passage.start == sentences[passage.first].start
        assert passage.end == sentences[passage.last - 1].end
        first, last = passage.first, passage.last
    assert last == len(sentences)


NASTY = {
    "opening brackets": "(",
    "one word": "x",
    "straight quotes": '"',
    "exclamation marks": "! ",
    "initials": "A. ",
    "open quotations": "“a. ",
    "brackets": "(A. b) ",
    "one-letter lines": "a\n",
    "blank lines": "\n",
    "Chinese quotations": "」。",
    "Thai letters": "ก ",
    "list numbers": "1. ",
    "lone surrogates": "\ud800",
}


@pytest.mark.parametrize("unit", NASTY.values(), ids=NASTY.keys())
def test_a_hundred_thousand_repetitions_end(unit: str) -> None:
    text = unit * 100_000
    sentences = split_sentences(text, "en")
    letters = "".join(span.of(text) for span in sentences)
    assert "".join(letters.split()) == "".join(text.split())
    passages = split_passages("article", text, sentences)
    assert (passages[-1].last if passages else 0) == len(sentences)


def prose(*counts: int) -> str:
    """A paragraph of sentences with so many words each."""
    return " ".join("Word" + " word" * (count - 2) + " end." for count in counts)


def windows(text: str, **options: int) -> list[tuple[int, int]]:
    passages = split_passages("article", text, split_sentences(text, "en"), **options)
    return [(passage.first, passage.last) for passage in passages]


def test_a_passage_has_about_a_hundred_words_and_shares_a_sentence_with_the_next() -> None:
    assert windows(prose(*[20] * 13)) == [(0, 5), (4, 9), (8, 13)]
    assert windows(prose(*[20] * 15), overlap=0) == [(0, 5), (5, 10), (10, 15)]
    assert windows(prose(*[10] * 20), words=50, overlap=1) == [(0, 5), (4, 9), (8, 13), (12, 17), (16, 20)]


def test_a_passage_carries_the_span_of_its_sentences() -> None:
    text = "One is here. Two is here."
    passage = Passage("article", 0, 2, 0, len(text))
    assert split_passages("article", text, split_sentences(text, "en")) == [passage]
    assert split_passages("article", "", []) == []


def test_a_passage_ends_with_a_paragraph_when_one_ends_nearby() -> None:
    text = "\n\n".join([prose(20, 20, 20, 20), prose(20, 20, 20, 20), prose(20, 20)])
    assert windows(text) == [(0, 4), (3, 8), (7, 10)]


def test_paragraphs_of_one_sentence_are_gathered() -> None:
    assert windows("\n\n".join([prose(25)] * 8)) == [(0, 4), (3, 8)]


def test_a_heading_stays_with_what_follows_it() -> None:
    text = "\n\n".join([prose(30, 30, 30), "The second part", prose(30, 30, 30)])
    assert windows(text) == [(0, 3), (2, 7)]
    long = "An" + " ox" * 200 + " came."
    text = "\n\n".join([prose(30, 30, 30), "The second part", long, prose(50, 50)])
    assert windows(text) == [(0, 3), (3, 5), (5, 7)]


def test_the_last_few_words_do_not_stand_alone() -> None:
    assert windows(prose(25, 25, 25, 25, 20)) == [(0, 5)]
    assert windows("\n\n".join([prose(50, 50), prose(12)])) == [(0, 3)]


def test_the_last_short_sentence_of_a_paragraph_stays_in_its_passage() -> None:
    assert windows("\n\n".join([prose(33, 33, 34, 10), prose(50, 50)])) == [(0, 4), (3, 6)]


def test_long_sentences_are_not_shared() -> None:
    assert windows(prose(*[45] * 6)) == [(0, 2), (2, 4), (4, 6)]


def test_a_sentence_above_the_limit_is_a_passage_of_its_own() -> None:
    assert windows(prose(30, 30, 120, 30, 30)) == [(0, 2), (2, 3), (3, 5)]


@pytest.mark.parametrize(
    ("sentence", "language", "count"),
    [("这是一个句子他来了我们走吧。", "zh", 14), ("พิพิธภัณฑ์ของเมืองเปิดให้ชม", "th", 14)],
    ids=["Chinese", "Thai"],
)
def test_words_are_counted_without_spaces_too(sentence: str, language: str, count: int) -> None:
    text = "\n".join([sentence] * 60)
    first = split_passages("article", text, split_sentences(text, language))[0]
    assert first.last == count
