"""Why a command did not begin: one sentence with the reason and the way out."""

from pathlib import Path

from pydantic import ValidationError


class Refused(Exception):
    """The command would do harm or cannot begin; the text is for the operator."""


def in_words(wrong: Exception) -> str:
    """What a wrong setting, a closed folder or an absent database says to the operator, in one line."""
    if isinstance(wrong, ValidationError):
        said = "; ".join(f"HAAT_{str(fault['loc'][0]).upper()}: {fault['msg']}" for fault in wrong.errors())
        return f"These settings cannot be read: {said}."
    if isinstance(wrong, OSError):
        return f"{wrong.filename}: {wrong.strerror}; give the folder to who runs haat, or set HAAT_DATA_DIR to another."
    return " ".join(str(wrong).split())


def writable(file: Path) -> Path:
    """The file, when it can be written, found out before any work begins. Raises Refused."""
    there = file.exists()
    try:
        with file.open("ab"):
            pass
    except OSError as wrong:
        raise Refused(f"{file} cannot be written: {wrong.strerror}. Nothing was begun.") from None
    if not there:
        file.unlink()
    return file
