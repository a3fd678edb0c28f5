"""Who enters the room: see tests/web/doors.py."""

DOORS = """
shop:letter GET open | letter_code
shop:card GET open | card_code
"""
