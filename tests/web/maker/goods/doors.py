"""Who enters what came after tests/web/doors.py was written."""

DOORS = """
maker:craft GET,POST phone
maker:change POST phone | good
maker:send_good POST phone | good
maker:take_back POST phone | good
"""
