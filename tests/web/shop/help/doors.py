"""Who enters the room: see tests/web/doors.py."""

DOORS = """
shop:help GET,POST open
shop:complaint GET,POST open | complaint_token
shop:complaint_file GET open | complaint_token complaint_file
"""
