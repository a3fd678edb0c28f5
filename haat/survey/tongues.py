"""The tongues a notice may be heard in: those of Haat, and those that no phone writes, by a recorded voice.

Codes are Haat's own for its languages (core.languages), else ISO 639-3 where the tongue has one of its own.
"""

from dataclasses import dataclass

from haat.core.languages import best
from haat.survey.notice import NOTICE


@dataclass(frozen=True)
class Tongue:
    """One tongue: its code and its names by language."""

    code: str
    names: dict[str, str]

    @property
    def written(self) -> bool:
        """True when the notice stands on the page in it; else it is heard from a recording, and the yes is recorded."""
        return self.code in NOTICE.languages

    @property
    def name(self) -> str:
        return best(self.names).text


TONGUES = {
    tongue.code: tongue
    for tongue in (
        Tongue("hi", {"en": "Hindi", "hi": "हिंदी", "mr": "हिंदी"}),
        Tongue("mr", {"en": "Marathi", "hi": "मराठी", "mr": "मराठी"}),
        Tongue("en", {"en": "English", "hi": "अंग्रेज़ी", "mr": "इंग्रजी"}),
        Tongue("sat", {"en": "Santali", "hi": "संताली", "mr": "संताली"}),
        Tongue("khortha", {"en": "Khortha", "hi": "खोरठा", "mr": "खोरठा"}),
        Tongue("hoc", {"en": "Ho", "hi": "हो", "mr": "हो"}),
        Tongue("unr", {"en": "Mundari", "hi": "मुंडारी", "mr": "मुंडारी"}),
        Tongue("kru", {"en": "Kurukh", "hi": "कुड़ुख़", "mr": "कुडुख"}),
        Tongue("sck", {"en": "Nagpuri", "hi": "नागपुरी", "mr": "नागपुरी"}),
        Tongue("gon", {"en": "Gondi", "hi": "गोंडी", "mr": "गोंडी"}),
        Tongue("kfb", {"en": "Kolami", "hi": "कोलामी", "mr": "कोलामी"}),
        Tongue("bn", {"en": "Bengali", "hi": "बांग्ला", "mr": "बंगाली"}),
        Tongue("or", {"en": "Odia", "hi": "ओड़िया", "mr": "ओडिया"}),
        Tongue("ur", {"en": "Urdu", "hi": "उर्दू", "mr": "उर्दू"}),
    )
}
