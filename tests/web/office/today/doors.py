"""Who enters the room: see tests/web/doors.py."""

DOORS = """
office:today:list GET see_office
"""
