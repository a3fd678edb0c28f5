"""Who enters the room: see tests/web/doors.py."""

DOORS = """
maker:privacy GET phone
"""
