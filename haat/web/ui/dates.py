"""Days in words of each language, with Latin digits (Django has no Santali, and Odia only in part)."""

from datetime import date, datetime

from haat.core.dates import INDIA, day_of, today
from haat.core.languages import current

WEEKDAYS = {
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "hi": "सोमवार मंगलवार बुधवार गुरुवार शुक्रवार शनिवार रविवार",
    "mr": "सोमवार मंगळवार बुधवार गुरुवार शुक्रवार शनिवार रविवार",
    "bn": "সোমবার মঙ্গলবার বুধবার বৃহস্পতিবার শুক্রবার শনিবার রবিবার",
    "or": "ସୋମବାର ମଙ୍ଗଳବାର ବୁଧବାର ଗୁରୁବାର ଶୁକ୍ରବାର ଶନିବାର ରବିବାର",
    "sat": "ᱚᱛᱮ ᱵᱟᱞᱮ ᱥᱟᱹᱜᱩᱱ ᱥᱟᱹᱨᱫᱤ ᱡᱟᱹᱨᱩᱢ ᱧᱩᱦᱩᱢ ᱥᱤᱸᱜᱮ",
    "ur": "پیر منگل بدھ جمعرات جمعہ ہفتہ اتوار",
}
MONTHS = {
    "en": "January February March April May June July August September October November December",
    "hi": "जनवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर",
    "mr": "जानेवारी फेब्रुवारी मार्च एप्रिल मे जून जुलै ऑगस्ट सप्टेंबर ऑक्टोबर नोव्हेंबर डिसेंबर",
    "bn": "জানুয়ারি ফেব্রুয়ারি মার্চ এপ্রিল মে জুন জুলাই আগস্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর",
    "or": "ଜାନୁଆରୀ ଫେବୃଆରୀ ମାର୍ଚ୍ଚ ଅପ୍ରେଲ ମଇ ଜୁନ ଜୁଲାଇ ଅଗଷ୍ଟ ସେପ୍ଟେମ୍ବର ଅକ୍ଟୋବର ନଭେମ୍ବର ଡିସେମ୍ବର",
    "sat": "ᱡᱟᱱᱣᱟᱨᱤ ᱯᱷᱟᱨᱣᱟᱨᱤ ᱢᱟᱨᱪ ᱟᱯᱨᱮᱞ ᱢᱮ ᱡᱩᱱ ᱡᱩᱞᱟᱭ ᱟᱜᱟᱥᱛ ᱥᱮᱯᱴᱮᱢᱵᱟᱨ ᱚᱠᱴᱚᱵᱟᱨ ᱱᱟᱣᱟᱢᱵᱟᱨ ᱫᱤᱥᱟᱢᱵᱟᱨ",
    "ur": "جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر",
}


def _day(moment: date | datetime) -> date:
    return day_of(moment) if isinstance(moment, datetime) else moment


def weekday(moment: date | datetime) -> str:
    """`मंगलवार`."""
    return WEEKDAYS[current()].split()[_day(moment).weekday()]


def month(moment: date | datetime) -> str:
    """`अक्टूबर 2026`."""
    day = _day(moment)
    return f"{MONTHS[current()].split()[day.month - 1]} {day.year}"


def date_short(moment: date | datetime) -> str:
    """`20 अक्टूबर`: the day in India of a date or an instant."""
    day = _day(moment)
    return f"{day.day} {MONTHS[current()].split()[day.month - 1]}"


def date_year(moment: date | datetime) -> str:
    """`20 अक्टूबर 2026`."""
    return f"{date_short(moment)} {_day(moment).year}"


def weekday_date(moment: date | datetime) -> str:
    """`मंगलवार, 20 अक्टूबर`."""
    comma = "،" if current() == "ur" else ","
    return f"{weekday(moment)}{comma} {date_short(moment)}"


def _this_year(moment: date | datetime) -> bool:
    return _day(moment).year == today().year


def date_near(moment: date | datetime) -> str:
    """`20 अक्टूबर`, and the year when it is not this one."""
    return date_short(moment) if _this_year(moment) else date_year(moment)


def weekday_near(moment: date | datetime) -> str:
    """`मंगलवार, 20 अक्टूबर`, and the year when it is not this one."""
    words = weekday_date(moment)
    return words if _this_year(moment) else f"{words} {_day(moment).year}"


def time_near(instant: datetime) -> str:
    """`20 अक्टूबर, 11:42` in India, and the year when it is not this one."""
    return f"{date_near(instant)}, {instant.astimezone(INDIA):%H:%M}"
