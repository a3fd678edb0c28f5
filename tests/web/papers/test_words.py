"""Amounts in words."""

import pytest

from haat.web.papers import words


@pytest.mark.parametrize(
    ("number", "english", "hindi", "marathi"),
    [
        (0, "zero", "शून्य", "शून्य"),
        (7, "seven", "सात", "सात"),
        (20, "twenty", "बीस", "वीस"),
        (49, "forty-nine", "उनचास", "एकोणपन्नास"),
        (100, "one hundred", "एक सौ", "शंभर"),
        (101, "one hundred and one", "एक सौ एक", "एकशे एक"),
        (520, "five hundred and twenty", "पाँच सौ बीस", "पाचशे वीस"),
        (1460, "one thousand four hundred and sixty", "एक हज़ार चार सौ साठ", "एक हजार चारशे साठ"),
        (120500, "one lakh twenty thousand five hundred", "एक लाख बीस हज़ार पाँच सौ", "एक लाख वीस हजार पाचशे"),
        (
            99_99_999,
            "ninety-nine lakh ninety-nine thousand nine hundred and ninety-nine",
            "निन्यानवे लाख निन्यानवे हज़ार नौ सौ निन्यानवे",
            "नव्व्याण्णव लाख नव्व्याण्णव हजार नऊशे नव्व्याण्णव",
        ),
        (10_000_000, "one crore", "एक करोड़", "एक कोटी"),
        (
            1_25_00_00_00_000,
            "twelve thousand five hundred crore",
            "बारह हज़ार पाँच सौ करोड़",
            "बारा हजार पाचशे कोटी",
        ),
    ],
)
def test_numbers_are_said_in_lakh_and_crore(number, english, hindi, marathi):
    said = {language: words.number_in_words(number, language) for language in ("en", "hi", "mr")}
    assert said == {"en": english, "hi": hindi, "mr": marathi}


@pytest.mark.parametrize("numbers", [words.HINDI, words.MARATHI])
def test_each_number_below_a_hundred_has_its_own_word(numbers):
    assert (len(numbers), len(set(numbers))) == (100, 100)


@pytest.mark.parametrize(
    ("paise", "language", "said"),
    [
        (52_000, "en", "Rupees five hundred and twenty only"),
        (100, "en", "Rupee one only"),
        (52_050, "en", "Rupees five hundred and twenty and fifty paise only"),
        (52_000, "hi", "पाँच सौ बीस रुपये मात्र"),
        (100, "hi", "एक रुपया मात्र"),
        (52_005, "hi", "पाँच सौ बीस रुपये पाँच पैसे मात्र"),
        (52_000, "mr", "पाचशे वीस रुपये फक्त"),
        (105, "mr", "एक रुपया पाच पैसे फक्त"),
    ],
)
def test_rupees_are_said_as_bills_say_them(paise, language, said):
    assert words.rupees_in_words(paise, language) == said
