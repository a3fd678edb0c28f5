"""Amounts in words, as bills need them: lakh and crore, in English, Hindi and Marathi."""

from collections.abc import Callable


def _each(words: str) -> tuple[str, ...]:
    return tuple(words.split())


ENGLISH = _each(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
ENGLISH_TENS = _each("twenty thirty forty fifty sixty seventy eighty ninety")
HINDI = _each(
    "शून्य एक दो तीन चार पाँच छह सात आठ नौ दस ग्यारह बारह तेरह चौदह पंद्रह सोलह सत्रह अठारह उन्नीस "
    "बीस इक्कीस बाईस तेईस चौबीस पच्चीस छब्बीस सत्ताईस अट्ठाईस उनतीस "
    "तीस इकतीस बत्तीस तैंतीस चौंतीस पैंतीस छत्तीस सैंतीस अड़तीस उनतालीस "
    "चालीस इकतालीस बयालीस तैंतालीस चौवालीस पैंतालीस छियालीस सैंतालीस अड़तालीस उनचास "
    "पचास इक्यावन बावन तिरपन चौवन पचपन छप्पन सत्तावन अट्ठावन उनसठ "
    "साठ इकसठ बासठ तिरसठ चौंसठ पैंसठ छियासठ सड़सठ अड़सठ उनहत्तर "
    "सत्तर इकहत्तर बहत्तर तिहत्तर चौहत्तर पचहत्तर छिहत्तर सतहत्तर अठहत्तर उन्यासी "
    "अस्सी इक्यासी बयासी तिरासी चौरासी पचासी छियासी सत्तासी अट्ठासी नवासी "
    "नब्बे इक्यानवे बानवे तिरानवे चौरानवे पचानवे छियानवे सत्तानवे अट्ठानवे निन्यानवे"
)
MARATHI = _each(
    "शून्य एक दोन तीन चार पाच सहा सात आठ नऊ दहा अकरा बारा तेरा चौदा पंधरा सोळा सतरा अठरा एकोणीस "
    "वीस एकवीस बावीस तेवीस चोवीस पंचवीस सव्वीस सत्तावीस अठ्ठावीस एकोणतीस "
    "तीस एकतीस बत्तीस तेहतीस चौतीस पस्तीस छत्तीस सदतीस अडतीस एकोणचाळीस "
    "चाळीस एक्केचाळीस बेचाळीस त्रेचाळीस चव्वेचाळीस पंचेचाळीस सेहेचाळीस सत्तेचाळीस अठ्ठेचाळीस एकोणपन्नास "
    "पन्नास एक्कावन्न बावन्न त्रेपन्न चोपन्न पंचावन्न छप्पन्न सत्तावन्न अठ्ठावन्न एकोणसाठ "
    "साठ एकसष्ठ बासष्ठ त्रेसष्ठ चौसष्ठ पासष्ठ सहासष्ठ सदुसष्ठ अडुसष्ठ एकोणसत्तर "
    "सत्तर एक्काहत्तर बाहत्तर त्र्याहत्तर चौऱ्याहत्तर पंच्याहत्तर शहात्तर सत्त्याहत्तर अठ्ठ्याहत्तर एकोणऐंशी "
    "ऐंशी एक्क्याऐंशी ब्याऐंशी त्र्याऐंशी चौऱ्याऐंशी पंच्याऐंशी शहाऐंशी सत्त्याऐंशी अठ्ठ्याऐंशी एकोणनव्वद "
    "नव्वद एक्क्याण्णव ब्याण्णव त्र्याण्णव चौऱ्याण्णव पंच्याण्णव शहाण्णव सत्त्याण्णव अठ्ठ्याण्णव नव्व्याण्णव"
)
# "दोनशे", "तीनशे": Marathi ties the hundred to its number, and a bare hundred has a word of its own.
MARATHI_HUNDREDS = _each("एकशे दोनशे तीनशे चारशे पाचशे सहाशे सातशे आठशे नऊशे")

SCALES = {
    "en": ("crore", "lakh", "thousand"),
    "hi": ("करोड़", "लाख", "हज़ार"),
    "mr": ("कोटी", "लाख", "हजार"),
}
LANGUAGES = tuple(SCALES)


def _english_hundreds(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    words = [f"{ENGLISH[hundreds]} hundred"] if hundreds else []
    if rest:
        tens, ones = divmod(rest, 10)
        small = ENGLISH[rest] if rest < 20 else ENGLISH_TENS[tens - 2] + (f"-{ENGLISH[ones]}" if ones else "")
        words += ["and", small] if hundreds else [small]
    return " ".join(words)


def _hindi_hundreds(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    return " ".join(([f"{HINDI[hundreds]} सौ"] if hundreds else []) + ([HINDI[rest]] if rest else []))


def _marathi_hundreds(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    if number == 100:
        return "शंभर"
    return " ".join(([MARATHI_HUNDREDS[hundreds - 1]] if hundreds else []) + ([MARATHI[rest]] if rest else []))


BELOW_THOUSAND: dict[str, Callable[[int], str]] = {
    "en": _english_hundreds,
    "hi": _hindi_hundreds,
    "mr": _marathi_hundreds,
}


def number_in_words(number: int, language: str) -> str:
    """A whole number ≥ 0 in words of `language` (one of LANGUAGES): 120500 → one lakh twenty thousand five hundred."""
    if number == 0:
        return {"en": ENGLISH, "hi": HINDI, "mr": MARATHI}[language][0]
    crore, lakh, thousand = SCALES[language]
    crores, rest = divmod(number, 10_000_000)
    lakhs, rest = divmod(rest, 100_000)
    thousands, hundreds = divmod(rest, 1000)
    words = [f"{number_in_words(crores, language)} {crore}"] if crores else []
    below = BELOW_THOUSAND[language]
    words += [f"{below(lakhs)} {lakh}"] if lakhs else []
    words += [f"{below(thousands)} {thousand}"] if thousands else []
    words += [below(hundreds)] if hundreds else []
    return " ".join(words)


def rupees_in_words(paise: int, language: str) -> str:
    """Paise ≥ 0 as a bill says them: `Rupees five hundred and twenty only`, `पाँच सौ बीस रुपये मात्र`."""
    rupees, rest = divmod(paise, 100)
    whole, part = number_in_words(rupees, language), number_in_words(rest, language) if rest else ""
    if language == "en":
        one = "Rupee" if rupees == 1 else "Rupees"
        return f"{one} {whole}{f' and {part} paise' if part else ''} only"
    if language == "hi":
        unit = "रुपया" if rupees == 1 else "रुपये"
        return f"{whole} {unit}{f' {part} पैसे' if part else ''} मात्र"
    unit = "रुपया" if rupees == 1 else "रुपये"
    return f"{whole} {unit}{f' {part} पैसे' if part else ''} फक्त"
