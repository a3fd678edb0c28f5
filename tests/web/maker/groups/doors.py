"""Who enters the room: see tests/web/doors.py."""

DOORS = """
maker:groups GET helpers
maker:waves GET helpers
maker:accept_for POST phone | maker fresh
maker:phone_of POST change_makers own | maker
"""
