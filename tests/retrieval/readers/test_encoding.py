from __future__ import annotations

from dataclasses import dataclass

import pytest

from retrieval.readers.encoding import SAMPLE_BYTES, NotTextError, decode


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text and the older encodings that people have files of its language in."""

    language: str
    encodings: tuple[str, ...]
    text: str

    @property
    def sentence(self) -> str:
        return self.text.partition("。")[0] + "。" if "。" in self.text else self.text.partition(". ")[0] + "."


PARAGRAPHS = [
    Paragraph(
        "russian",
        ("cp1251", "koi8_r", "cp866", "iso8859_5"),
        "Весной река вышла из берегов и залила нижние улицы города. Жителей двух кварталов ночью "
        "вывезли на лодках, а утром в школе открыли временный приют. По словам мэра, вода поднималась "
        "быстрее, чем в прошлом году, и старая дамба не выдержала. Никто не погиб, однако три человека "
        "попали в больницу с переохлаждением. Инженеры обещают закончить ремонт дамбы к осени.",
    ),
    Paragraph(
        "ukrainian",
        ("cp1251", "koi8_u"),
        "Навесні річка вийшла з берегів і залила нижні вулиці міста. Мешканців двох кварталів уночі "
        "вивезли на човнах, а вранці в школі відкрили тимчасовий притулок. За словами мера, вода "
        "піднімалася швидше, ніж торік, і стара дамба не витримала. Ніхто не загинув, проте троє людей "
        "потрапили до лікарні.",
    ),
    Paragraph(
        "bulgarian",
        ("cp1251",),
        "През пролетта реката излезе от бреговете си и заля долните улици на града. Жителите на два "
        "квартала бяха изведени с лодки през нощта, а сутринта в училището отвори временен подслон. "
        "Според кмета водата се е покачвала по-бързо от миналата година.",
    ),
    Paragraph(
        "french",
        ("cp1252", "latin_1", "iso8859_15"),
        "Au printemps, la rivière est sortie de son lit et a inondé les rues basses de la ville. Les "
        "habitants de deux quartiers ont été évacués en barque pendant la nuit, et l'école a ouvert un "
        "abri dès le matin. Selon le maire, l'eau montait plus vite que l'année dernière et la vieille "
        "digue a cédé. Personne n'est mort, mais trois blessés ont été conduits à l'hôpital.",
    ),
    Paragraph(
        "german",
        ("cp1252", "latin_1"),
        "Im Frühjahr trat der Fluss über die Ufer und überschwemmte die unteren Straßen der Stadt. Die "
        "Bewohner zweier Viertel wurden nachts mit Booten weggebracht, und am Morgen öffnete die Schule "
        "eine Notunterkunft. Laut dem Bürgermeister stieg das Wasser schneller als im vorigen Jahr, und "
        "der alte Damm brach. Niemand kam ums Leben, doch drei Menschen mussten ins Krankenhaus.",
    ),
    Paragraph(
        "spanish",
        ("cp1252", "latin_1"),
        "En primavera el río se desbordó e inundó las calles bajas de la ciudad. Los vecinos de dos "
        "barrios salieron en barca durante la noche, y por la mañana la escuela abrió un refugio. Según "
        "el alcalde, el agua subió más rápido que el año pasado y el viejo dique cedió. Nadie murió, "
        "pero tres personas están en el hospital. ¿Cuándo terminará la reparación?",
    ),
    Paragraph(
        "english",
        ("cp1252",),
        "In spring the river left its bed and flooded the lower streets of the city. “We took people "
        "out by boat,” said the mayor – “and the old dam didn’t hold.” Nobody died, but three people "
        "were taken to hospital… The repair costs £2 million, the council’s engineers say.",
    ),
    Paragraph(
        "portuguese",
        ("cp1252", "latin_1"),
        "Na primavera o rio transbordou e inundou as ruas baixas da cidade. Os moradores de dois "
        "bairros saíram de barco durante a noite, e de manhã a escola abriu um abrigo. Segundo o "
        "prefeito, a água subiu mais rápido do que no ano passado e o velho dique não aguentou. Ninguém "
        "morreu, mas três pessoas estão no hospital com hipotermia; a reparação é lenta.",
    ),
    Paragraph(
        "swedish",
        ("cp1252", "latin_1"),
        "På våren steg floden över sina bräddar och översvämmade stadens lägre gator. Invånarna i två "
        "kvarter fördes bort med båt under natten, och på morgonen öppnade skolan en tillfällig bostad. "
        "Enligt borgmästaren steg vattnet snabbare än förra året, och den gamla dammen gav vika.",
    ),
    Paragraph(
        "polish",
        ("cp1250", "iso8859_2"),
        "Wiosną rzeka wystąpiła z brzegów i zalała niżej położone ulice miasta. Mieszkańców dwóch "
        "dzielnic wywieziono nocą łodziami, a rano w szkole otwarto tymczasowe schronisko. Według "
        "burmistrza woda podnosiła się szybciej niż w zeszłym roku i stara tama nie wytrzymała. Nikt "
        "nie zginął, ale trzy osoby trafiły do szpitala. Inżynierowie obiecują, że skończą naprawę "
        "jesienią.",
    ),
    Paragraph(
        "czech",
        ("cp1250", "iso8859_2"),
        "Na jaře se řeka vylila z břehů a zaplavila níže položené ulice města. Obyvatele dvou čtvrtí v "
        "noci odvezli na člunech a ráno ve škole otevřeli dočasný útulek. Podle starosty voda stoupala "
        "rychleji než loni a stará hráz nevydržela. Nikdo nezahynul, ale tři lidé skončili v nemocnici.",
    ),
    Paragraph(
        "hungarian",
        ("cp1250", "iso8859_2"),
        "Tavasszal a folyó kilépett a medréből, és elöntötte a város alsó utcáit. Két negyed lakóit "
        "éjjel csónakokon vitték el, reggel pedig az iskolában ideiglenes szállást nyitottak. A "
        "polgármester szerint a víz gyorsabban emelkedett, mint tavaly, és a régi gát nem bírta ki. "
        "Senki sem halt meg, de három ember kórházba került; a mérnökök őszre ígérik a javítást.",
    ),
    Paragraph(
        "greek",
        ("cp1253", "iso8859_7"),
        "Την άνοιξη το ποτάμι βγήκε από την κοίτη του και πλημμύρισε τους κάτω δρόμους της πόλης. Οι "
        "κάτοικοι δύο συνοικιών μεταφέρθηκαν με βάρκες τη νύχτα, και το πρωί το σχολείο άνοιξε ένα "
        "προσωρινό καταφύγιο. Σύμφωνα με τον δήμαρχο, το νερό ανέβαινε πιο γρήγορα από πέρυσι και το "
        "παλιό φράγμα δεν άντεξε.",
    ),
    Paragraph(
        "arabic",
        ("cp1256", "iso8859_6"),
        "في الربيع فاض النهر وغمر الشوارع السفلى من المدينة. نقل سكان حيين بالقوارب ليلا، وفي الصباح "
        "فتحت المدرسة مأوى مؤقتا. وقال رئيس البلدية إن المياه ارتفعت أسرع من العام الماضي وإن السد "
        "القديم لم يصمد. لم يمت أحد، لكن ثلاثة أشخاص نقلوا إلى المستشفى.",
    ),
    Paragraph(
        "hebrew",
        ("cp1255", "iso8859_8"),
        "באביב עלה הנהר על גדותיו והציף את הרחובות הנמוכים של העיר. תושבי שתי שכונות פונו בלילה בסירות, "
        "ובבוקר נפתח בבית הספר מקלט זמני. לדברי ראש העיר המים עלו מהר יותר מאשר בשנה שעברה והסכר הישן "
        "לא החזיק מעמד. איש לא מת, אך שלושה בני אדם הובאו לבית החולים.",
    ),
    Paragraph(
        "turkish",
        ("cp1254", "iso8859_9"),
        "İlkbaharda nehir yatağından taştı ve şehrin aşağı sokaklarını su bastı. İki mahallenin "
        "sakinleri gece kayıklarla çıkarıldı, sabah ise okulda geçici bir barınak açıldı. Belediye "
        "başkanına göre su geçen yıldan daha hızlı yükseldi ve eski baraj dayanamadı. Kimse ölmedi, "
        "ancak üç kişi hastaneye kaldırıldı.",
    ),
    Paragraph(
        "chinese",
        ("gb18030",),
        "春天，河水漫过堤岸，淹没了城市低处的街道。两个街区的居民夜里乘船撤离，早上学校开放了临时避难"
        "所。市长说，水位上涨的速度比去年更快，旧堤坝没有挡住。没有人死亡，但有三个人因体温过低被送进"
        "医院。工程师答应在秋天之前修好堤坝。",
    ),
    Paragraph(
        "taiwanese",
        ("big5", "cp950"),
        "春天，河水漫過堤岸，淹沒了城市低處的街道。兩個街區的居民夜裡乘船撤離，早上學校開放了臨時避難"
        "所。市長說，水位上漲的速度比去年更快，舊堤壩沒有擋住。沒有人死亡，但有三個人因體溫過低被送進"
        "醫院。工程師答應在秋天之前修好堤壩。",
    ),
    Paragraph(
        "japanese",
        ("shift_jis", "euc_jp", "cp932"),
        "春に川があふれ、町の低い通りが水につかった。二つの地区の住民は夜のうちに船で運び出され、朝に"
        "は学校に仮の避難所が開かれた。市長によると、水は去年より早く上がり、古い堤防は持ちこたえられ"
        "なかった。死者はいないが、三人が病院に運ばれた。技術者たちは秋までに修理を終えると約束してい"
        "る。",
    ),
    Paragraph(
        "korean",
        ("euc_kr", "cp949"),
        "봄에 강물이 넘쳐 도시의 낮은 거리가 물에 잠겼다. 두 동네의 주민들은 밤사이 "
        "배를 타고 대피했고, 아침에는 학교에 임시 대피소가 문을 열었다. 시장은 물이 "
        "지난해보다 빨리 올라왔고 오래된 둑이 버티지 못했다고 말했다. 숨진 사람은 없지만 "
        "세 명이 병원으로 옮겨졌다.",
    ),
    Paragraph(
        "thai",
        ("cp874",),
        "ในฤดูใบไม้ผลิแม่น้ำเอ่อล้นตลิ่งและท่วมถนนสายล่างของเมือง "
        "ชาวบ้านสองย่านถูกพาออกไปทางเรือในตอนกลางคืน และตอนเช้าโรงเรียนก็เปิดที่พักชั่วคราว "
        "นายกเทศมนตรีกล่าวว่าน้ำขึ้นเร็วกว่าปีที่แล้วและเขื่อนเก่าทนไม่ไหว",
    ),
]

RUSSIAN = next(paragraph.text for paragraph in PARAGRAPHS if paragraph.language == "russian")
ENGLISH = "The river flooded the lower streets. Nobody died, but three people were taken to hospital.\n"

old_files = pytest.mark.parametrize(
    ("paragraph", "encoding"),
    [
        pytest.param(paragraph, encoding, id=f"{paragraph.language}-{encoding}")
        for paragraph in PARAGRAPHS
        for encoding in paragraph.encodings
    ],
)


@old_files
def test_a_paragraph_in_an_older_encoding_is_read_right(paragraph: Paragraph, encoding: str) -> None:
    assert decode(paragraph.text.encode(encoding)) == paragraph.text


@old_files
def test_a_single_sentence_in_an_older_encoding_is_read_right(paragraph: Paragraph, encoding: str) -> None:
    assert decode(paragraph.sentence.encode(encoding)) == paragraph.sentence


@pytest.mark.parametrize("paragraph", PARAGRAPHS, ids=lambda paragraph: paragraph.language)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_is_read_right_and_loses_its_mark(paragraph: Paragraph, encoding: str) -> None:
    assert decode(paragraph.text.encode(encoding)) == paragraph.text


@pytest.mark.parametrize("text", [RUSSIAN, ENGLISH], ids=["russian", "english"])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_wide_unicode_without_a_mark_is_told_by_its_upper_bytes(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


def test_big_endian_unicode_with_a_mark_is_read_right() -> None:
    assert decode(b"\xfe\xff" + RUSSIAN.encode("utf-16-be")) == RUSSIAN


def test_capitals_alone_are_read_right() -> None:
    headline = RUSSIAN.partition(". ")[0].upper() + " ВЕСНОЙ, ГОВОРИТ МЭР"
    assert [decode(headline.encode(encoding)) for encoding in ("cp1251", "koi8_r")] == [headline] * 2


def test_a_sign_inside_a_word_tells_of_a_wrong_encoding() -> None:
    sentence = "To nie może być prawda."
    assert [decode(sentence.encode(encoding)) for encoding in ("cp1250", "iso8859_2")] == [sentence] * 2


def test_the_mail_encoding_of_japanese_is_read_right() -> None:
    assert decode("春に川があふれた。".encode("iso2022_jp")) == "春に川があふれた。"


def test_utf_8_cut_in_the_middle_of_a_letter_stays_utf_8() -> None:
    assert decode(RUSSIAN.encode()[:-2]) == RUSSIAN[:-2] + "\ufffd"


def test_utf_8_with_a_few_broken_bytes_stays_utf_8() -> None:
    broken = "naïve – café – déjà vu".encode().replace("ï".encode(), b"\xef")
    assert decode(broken) == "na\ufffdve – café – déjà vu"


def test_one_accent_in_the_western_encoding_is_no_broken_utf_8() -> None:
    assert decode("They met in a café by the river.".encode("cp1252")) == "They met in a café by the river."


def test_the_sample_is_taken_where_letters_are_not_ascii() -> None:
    late = ENGLISH * (2 * SAMPLE_BYTES // len(ENGLISH)) + RUSSIAN
    assert decode(late.encode("koi8_r")) == late


def test_a_text_with_stray_nuls_or_a_tail_of_them_is_a_text() -> None:
    assert decode(b"Title\x00\n\nA te\x00xt.") == "Title\x00\n\nA te\x00xt."
    assert decode(b"A text." + bytes(4096)) == "A text." + "\x00" * 4096


@pytest.mark.parametrize("text", ["MZ is how Moritz signs.", "RIFF", "ID3 is a tag.", "BZh", "GIF89a"])
def test_a_text_that_begins_like_a_binary_file_is_a_text(text: str) -> None:
    assert decode(text.encode()) == text


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "looks like a PNG picture, not text", id="png"),
        pytest.param(b"%PDF-1.7\n%\xe2\xe3", "looks like a PDF document, not text", id="pdf"),
        pytest.param(
            b"PK\x03\x04\x14\0", "looks like a zip archive (or a Word, OpenDocument or EPUB file), not text", id="zip"
        ),
        pytest.param(b"\x7fELF\x02\x01\x01", "looks like a Linux program, not text", id="elf"),
        pytest.param(b"MZ\x90\0\x03\0", "looks like a Windows program, not text", id="exe"),
        pytest.param(b"\0\0\0\x20ftypheic", "looks like an MP4 video or a HEIC picture, not text", id="heic"),
        pytest.param(bytes(range(256)) * 8, "looks like a binary file, not text", id="every byte"),
        pytest.param(bytes(4096) + b"a\1" * 999, "looks like a binary file, not text", id="nuls"),
        pytest.param(b"\xff\xfe" + b"\1\0\2\0A\0" * 99, "looks like a binary file, not text", id="marked like utf-16"),
    ],
)
def test_what_is_no_text_is_refused_with_what_it_looks_like(content: bytes, reason: str) -> None:
    with pytest.raises(NotTextError) as refused:
        decode(content)
    assert str(refused.value) == reason
