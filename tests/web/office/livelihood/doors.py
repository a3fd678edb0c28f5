"""Who enters the room: see tests/web/doors.py."""

DOORS = """
office:livelihood:district GET see_livelihood
office:livelihood:rule POST change_settings
office:livelihood:register GET see_livelihood
office:livelihood:makers GET see_livelihood
office:livelihood:maker GET see_livelihood own | maker
"""
