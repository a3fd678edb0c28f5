"""Who enters the room: see tests/web/doors.py."""

DOORS = """
maker:papers GET phone
maker:paper_begin POST phone
maker:paper GET phone | paper_road
maker:paper_send POST phone | paper_road
"""
