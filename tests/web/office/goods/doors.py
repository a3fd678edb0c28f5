"""Who enters the room: see tests/web/doors.py."""

DOORS = """
office:goods:list GET see_goods
office:goods:good GET see_goods own | waiting
office:goods:approve POST check_goods own | waiting
office:goods:give_name POST check_goods own | waiting
office:goods:send_back POST check_goods own | waiting
"""
