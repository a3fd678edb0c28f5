"""Who enters the room: see tests/web/doors.py."""

DOORS = """
shop:privacy GET,POST signed_in
"""
