"""Who enters the room: see tests/web/doors.py."""

DOORS = """
office:messages:list GET see_messages
office:messages:sheet GET see_messages
office:messages:words GET see_messages
office:messages:word GET,POST change_settings | notice
office:messages:message GET see_messages | message
office:messages:again POST send_again | message
"""
