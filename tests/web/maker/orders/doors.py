"""Who enters the room: see tests/web/doors.py; its older lines stand there."""

DOORS = """
maker:back GET,POST phone | returned
maker:part_photo GET phone | photo_of_part
maker:check GET,POST phone | fresh
"""
