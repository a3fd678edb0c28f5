"""Who enters the room: see tests/web/doors.py."""

DOORS = """
maker:asks GET phone
maker:answer POST phone | good ask_key
maker:hand_on POST phone | good ask_key
"""
