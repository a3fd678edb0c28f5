"""What is not translated into a language that is not whole is said in Hindi, not in English."""

from django.utils.translation import trans_real

from haat.core.languages import CODES, SPOKEN

BEHIND = "hi"


def fall_back_to_hindi() -> None:
    """Let every language that is not whole look into the Hindi catalogues before the code's own English."""
    for code in CODES:
        if code not in SPOKEN:
            # Django's own way in would hang Hindi behind English, for every language alike.
            trans_real.translation(code)._fallback = trans_real.translation(BEHIND)  # type: ignore[attr-defined]
