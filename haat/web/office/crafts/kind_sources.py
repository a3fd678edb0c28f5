"""Where the tables of kinds have what they say from, in words: their codes stand in `haat/catalogue/data/README.md`."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SOURCES: "dict[str, str | Promise]" = {
    "S1": _("ONDC’s questions about clothes and jewellery"),
    "S2": _("ONDC’s questions about food and other goods"),
    "S3": _("a list of HSN codes; a chartered accountant confirms each line once"),
    "S4": _("notifications 9/2025 and 10/2025 Central Tax (Rate)"),
    "S5": _("a saved Amazon.in sheet for kurtas, without a date"),
    "S6": _("five pages on sizes of bangles, four of which agree"),
    "S7": _("columns of saved Flipkart sheets, without a date"),
    "S8": _("notification 13/2025 Central Tax (Rate) on handicrafts, as others tell it"),
    "S9": _("Food Safety and Standards (Labelling and Display) Regulations, 2020"),
    "S10": _("Legal Metrology (Packaged Commodities) Rules, 2011"),
    "S11": _("what Amazon refused to one Indian seller"),
    "S12": _("quality control orders for furniture and for cookware"),
    "S13": _("lengths of sarees, as three shops give them"),
    "S14": _("Legal Metrology (Packaged Commodities) Third Amendment Rules, 2022: clothes sold open"),
    "S15": _("one house’s chart of kurta sizes for women"),
    "S16": _("Cosmetics Rules, 2020, and the AYUSH licence"),
    "S17": _("Khadi as the mark of the Khadi and Village Industries Commission"),
    "S18": _("rules for bamboo on its way, which differ by state"),
    "S19": _("Toys (Quality Control) Second Amendment Order, 2020"),
    "S20": _("FSSAI’s advice on how long Indian sweets keep"),
    "S21": _("the Indian Standard for incense, IS 19412"),
    "S22": _("charts of shoe sizes; quality control order for footwear"),
    "S23": _("names of kinds in Flipkart’s own picture addresses"),
    "S24": _("names of kinds at Amazon; not proven for Amazon.in"),
    "S25": _("Google’s list of kinds of goods, version of 21 September 2021"),
    "S26": _("Walmart’s older list of questions, version 4.3"),
    "S27": _("columns of the feeds for Google, Meta and Pinterest"),
    "S28": _("rules of each channel for pictures"),
    "own": _("the mart’s own judgement"),
}


def sources_said(codes: str) -> "list[str | Promise]":
    """The sources of a row of the tables, in words; what is no code of ours stays as it is written."""
    words = codes.split()
    return [SOURCES[word] for word in words] if words and all(word in SOURCES for word in words) else [codes]
