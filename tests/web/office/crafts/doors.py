"""Who enters the room: see tests/web/doors.py."""

DOORS = """
office:crafts:list GET change_crafts
office:crafts:order POST change_crafts
office:crafts:new GET,POST change_crafts
office:crafts:answer POST change_crafts | asked_craft
office:crafts:craft GET,POST change_crafts | craft
"""
