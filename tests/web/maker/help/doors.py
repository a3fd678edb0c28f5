"""Who enters what came after tests/web/doors.py was written."""

DOORS = """
maker:ask GET,POST phone
"""
