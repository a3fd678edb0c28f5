"""Who enters the room: see tests/web/doors.py."""

DOORS = """
office:channels:feeds GET see_channels
office:channels:open_feed POST change_channels
office:channels:feed GET see_channels | feed
office:channels:feed_goods GET see_channels | feed
office:channels:feed_report GET see_channels | feed
office:channels:move_feed POST change_channels | feed
office:channels:close_feed POST change_channels | feed
office:channels:portals GET see_channels
office:channels:new_portal GET,POST change_channels
office:channels:portal GET see_channels | portal
office:channels:change_portal GET,POST change_channels | portal
office:channels:portal_sheet GET see_channels | portal
office:channels:close_portal POST change_channels | portal
"""
