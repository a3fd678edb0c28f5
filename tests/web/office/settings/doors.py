"""Who enters the room: see tests/web/doors.py."""

DOORS = """
office:settings:first GET see_settings
office:settings:launch GET see_settings
office:settings:open POST change_settings
office:settings:close POST change_settings
office:settings:mart GET see_settings
office:settings:part GET,POST change_settings | mart_part
office:settings:account GET,POST change_settings
office:settings:agree POST change_settings
office:settings:refuse POST change_settings
office:settings:fees GET see_settings
office:settings:follow_fee POST change_settings
office:settings:take_back_fee POST change_settings | coming_fee
office:settings:channel_fees GET see_settings
office:settings:new_channel_fee POST change_settings
office:settings:take_back_channel_fee POST change_settings | channel_fee
office:settings:zones GET see_settings
office:settings:add_zone GET,POST change_settings
office:settings:zone GET,POST change_settings | zone
office:settings:remove_zone POST change_settings | zone
office:settings:festivals GET see_settings
office:settings:add_festival GET,POST change_settings
office:settings:festival GET,POST change_settings | festival_of festival_year
office:settings:drop_festival POST change_settings | festival_of festival_year
office:settings:crafts GET see_settings
office:settings:order_crafts POST change_settings
office:settings:texts GET see_settings
office:settings:text GET,POST change_settings | text_of_mart
office:settings:hosts GET see_settings
office:settings:change_hosts GET,POST change_settings
office:settings:audit GET see_audit
"""
