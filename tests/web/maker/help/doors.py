"""Who enters what came after tests/web/doors.py was written."""

DOORS = """
maker:ask GET,POST phone
maker:answers GET phone
maker:question GET phone | question
maker:say POST phone | question
maker:helped POST phone | question
maker:enclosure GET phone | spoken_question enclosure
"""
