"""Sample content for the style guide: the goods, figures and people here are invented."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from django import forms
from django.templatetags.static import static
from django.utils.translation import gettext as _

from haat.places.data import block_map, blocks


def _drawn(name: str) -> str:
    return static(f"ui/drawings/{name}.svg")


CRAFTS = (
    ("Lac bangles", "लाह की लहठी", "لاکھ کی چوڑی", "9 groups, 64 goods", "9 समूह · 64 सामान", "bangles-lac"),
    ("Peda", "पेड़ा", "پیڑا", "The taste of Baba’s town", "बाबा नगरी का स्वाद", "peda-box-lac"),
    ("Bamboo", "बाँस", "بانس", "Baskets, winnowing trays", "डलिया, सूप", "basket-natural"),
    ("Clay", "मिट्टी", "مٹی", "Pots, lamps, cups", "घड़ा, दीया, कुल्हड़", "clay-pot"),
    ("Iron", "लोहा", "لوہا", "Sickles, tongs", "हँसुआ, चिमटा", "sickle-tongs"),
    ("Khadi", "खादी", "کھادی", "Shawls, towels, sheets", "शॉल, गमछा, चादर", "khadi-shawl"),
    ("Embroidery", "कढ़ाई", "کڑھائی", "Bags, cushions", "झोला, गद्दी", "kantha-bag-indigo"),
    ("Pickles", "अचार", "اچار", "Mango, chilli, bamboo", "आम, मिर्च, बाँस", "pickle-mango"),
)
GOODS = (
    ("Khoya peda, 500 g", "खोया पेड़ा, 500 g", "Saraswati group", "Deoghar", 26000, 21400, "peda-leaf", "lac"),
    (
        "Indigo lahthi, set of six",
        "नीली लहठी, 6 का जोड़ा",
        "Maa Tara group",
        "Mohanpur",
        52000,
        41200,
        "bangles-indigo",
        "mitti",
    ),
    (
        "Sohrai painting, bull",
        "सोहराय चित्र, बैल",
        "Kala Sakhi",
        "Sarath",
        90000,
        73800,
        "sohrai-bull",
        "haldi",
    ),
    ("Clay diyas, 12", "मिट्टी के दीये, 12", "Gulab group", "Karon", 12000, 9600, "diyas", "indigo"),
    (
        "Mango pickle, 400 g",
        "आम का अचार, 400 g",
        "Gulab group",
        "Karon",
        19000,
        15200,
        "pickle-mango",
        "leaf",
    ),
)


class Address(forms.Form):
    """A form with every kind of field, one of them wrong."""

    phone = forms.CharField(label="मोबाइल नंबर", widget=forms.TextInput(attrs={"inputmode": "tel"}))
    pin = forms.CharField(label="PIN कोड", widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 6}))
    name = forms.CharField(label="नाम")
    street = forms.CharField(label="मकान और गली")
    landmark = forms.CharField(label="पहचान की जगह", required=False)
    keep = forms.BooleanField(label="अगली बार के लिए याद रखें", required=False)


def _crafts() -> list[dict[str, Any]]:
    return [
        {
            "name": {"en": en, "hi": hi, "ur": ur},
            "line": {"en": line, "hi": line_hi},
            "url": "#",
            "src": _drawn(src),
        }
        for en, hi, ur, line, line_hi, src in CRAFTS
    ]


def _goods(language: str) -> list[dict[str, Any]]:
    index, shown = (0, "en") if language == "en" else (1, "hi")
    return [
        {
            "name": row[index],
            "name_language": shown,
            "maker_name": row[2],
            "place_name": row[3],
            "price_paise": row[4],
            "maker_paise": row[5],
            "src": _drawn(row[6]),
            "ground": row[7],
            "url": "#",
            "available": 4 if row[5] == 9600 else 40,
        }
        for row in GOODS
    ]


def _map() -> dict[str, Any]:
    drawn = block_map("deoghar")
    given = dict(zip((shape.block for shape in drawn.shapes), (7, 19, 14, 8, 5, 12, 7, 5, 6, 4), strict=True))
    names = {block.code: block.names["en"] for block in blocks()}
    return {"map": drawn, "names": names, "values": given, "here": drawn.shapes[2].block}


def content(language: str) -> dict[str, Any]:
    """All the style guide's templates draw, in `language`."""
    form = Address({"phone": "10000 00000", "pin": "41103", "name": "Anita Kulkarni", "street": "14 सह्याद्रि, कर्वे रोड"})
    form.add_error("pin", _("A PIN has six digits. Look at the address of a letter that came to you."))
    return {
        "crafts": _crafts(),
        "goods": _goods(language),
        "form": form,
        "mart": SimpleNamespace(
            slug="deoghar",
            accent="#A3261F",
            motif="deoghar-sohrai",
            legal_name="District Administration Deoghar",
            called_legally={"en": "District Administration Deoghar"},
            names={
                "en": "Deoghar Mart",
                "hi": "देवघर मार्ट",
                "mr": "देवघर मार्ट",
                "bn": "দেওঘর মার্ট",
                "sat": "ᱫᱮᱣᱜᱷᱟᱨ ᱢᱟᱨᱴ",
            },
            lines={
                "en": "Made by the women of 52 groups, sent by them to you",
                "hi": "52 समूहों की बहनों के हाथ का, सीधे आप तक",
            },
        ),
        "day": date(2026, 10, 20),
        "map": _map(),
        "basket_count": 2,
        "payments": [
            {"value": "app", "title": "UPI", "hint": "फ़ोन के किसी भी UPI ऐप से"},
            {"value": "card", "title": "कार्ड या नेट बैंकिंग"},
            {
                "value": "cash",
                "title": "पहुँचने पर नक़द",
                "hint": "पेड़ा साथ है, इसलिए नक़द नहीं हो पाएगा",
                "closed": True,
            },
        ],
        "sizes": [{"value": v, "title": v, "closed": v == "3.0"} for v in ("2.4", "2.6", "2.8", "3.0")],
        "reached": [("Apr", 1.12), ("May", 1.64), ("Jun", 2.08), ("Jul", 3.91), ("Aug", 4.24), ("Sep", 4.86)],
        "marks": {"Jul": "Shravani mela"},
        "aims": [1.5, 2.2, 2.9, 3.6, 4.3, 5.0],
        "ageing": [
            ("0 to 2 days", 6240000, "24 groups"),
            ("3 to 7 days", 3815000, "14 groups"),
            ("8 to 15 days", 1420000, "6 groups"),
            ("Over 15 days", 575000, "2 groups"),
        ],
        "rail": [
            {"name": n, "url": "#", "count": c, "current": n == "Goods"}
            for n, c in (
                ("Today", 14),
                ("Makers", 6),
                ("Goods", 23),
                ("Orders", 41),
                ("Delivery", 9),
                ("Money", 3),
                ("Review", None),
            )
        ],
        "user_name": "Anjali Toppo",
        "user_role": "District programme manager",
        "materials": [
            {"name": n, "src": _drawn(s), "ground": g, "rupees": r}
            for n, s, g, r in (
                ("लाह", "material-lac", "lac", "90"),
                ("मोती", "material-beads", "haldi", "35"),
                ("कोयला", "material-charcoal", "khadi", ""),
            )
        ],
        "digits": "123456789",
        "checks": [
            ("pass", "The whole good is in the picture", "Four pictures, all sharp", ""),
            ("pass", "Name in Hindi and in English", "Both read by a person", ""),
            ("fail", "Size and weight are given", "Postage can’t be priced yet", "Ask for weight"),
            ("ask", "Stock or making time is true", "Last counted 40 days ago", "Ask for a count"),
        ],
    }
