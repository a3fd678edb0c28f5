"""Countries (ISO 3166-1) and moneys (ISO 4217), for what comes from or goes beyond India."""

import csv
from functools import cache
from pathlib import Path

HOME, RUPEE = "IN", "INR"

# Codes of moneys by how many digits their smallest unit has after the point.
_DIGITS = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF",
    2: (
        "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY "
        "COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS "
        "INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR "
        "MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD "
        "SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VES WST XCD YER ZAR ZMW ZWG"
    ),
    3: "BHD IQD JOD KWD LYD OMR TND",
}
CURRENCIES = {code: digits for digits, codes in _DIGITS.items() for code in codes.split()}


@cache
def countries() -> dict[str, dict[str, str]]:
    """Code → its names by language."""
    with (Path(__file__).parent / "data" / "countries.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {row["code"]: {"en": row["en"], "hi": row["hi"], "mr": row["mr"] or row["hi"]} for row in rows}


def told_money(minor: int, currency: str) -> str:
    """An amount as it was told, given in the smallest unit of its money: `USD 1,234.50`, `JPY 900`."""
    digits = CURRENCIES[currency]
    whole, rest = divmod(minor, 10**digits)
    return f"{currency} {whole:,}" + (f".{rest:0{digits}d}" if digits else "")
