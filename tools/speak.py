"""Make the sounds of the demonstration anew (demo/spoken): `python -m tools.speak`.

Needs espeak-ng and opusenc. Both are programs that are run, no part of Haat; what they write is bound by no licence of
theirs.
"""

import json
import os
import subprocess
from pathlib import Path

WORDS_A_MINUTE, KILOBITS = 135, 14


def speak(words: str, language: str, path: Path) -> None:
    """One sound, Opus in Ogg."""
    spoken = ["espeak-ng", "-v", language, "-s", str(WORDS_A_MINUTE), "--stdout", words]
    wave = subprocess.run(spoken, check=True, capture_output=True).stdout
    packed = ["opusenc", "--quiet", "--bitrate", str(KILOBITS), "--speech", "-", str(path)]
    subprocess.run(packed, check=True, input=wave)


def main() -> None:
    """Every sound of every mart, and what each says."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from demo.spoken import FOLDER, LANGUAGE, mart_as_said, texts

    told = {}
    for slug, language in LANGUAGE.items():
        told[slug] = texts(mart_as_said(slug))
        for name, words in told[slug].items():
            speak(words, language, FOLDER / f"{slug}-{name}.ogg")
    said = json.dumps(told, ensure_ascii=False, indent=1)
    (FOLDER / "said.json").write_text(f"{said}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
