"""Who enters the room: see tests/web/doors.py."""

DOORS = """
office:sheets:list GET,POST bring_sheets
office:sheets:empty GET bring_sheets | sheet_kind
office:sheets:sheet GET bring_sheets | sheet
office:sheets:bring POST bring_sheets | sheet
office:sheets:result GET bring_sheets | sheet
"""
