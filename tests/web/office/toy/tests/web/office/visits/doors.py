"""Who enters the room: see tests/web/doors.py."""

DOORS = """
office:visits:list GET see_visits
"""
