"""Who enters the room: see tests/web/doors.py."""

DOORS = """
office:channels:overview GET see_channels
office:channels:pause_all POST change_channels
office:channels:resume_all POST change_channels
office:channels:causes GET see_channels
office:channels:cause GET see_channels | cause
office:channels:answer POST change_channels | cause
office:channels:mended POST change_channels | cause
office:channels:offers GET see_channels
office:channels:offer GET see_channels | offer
office:channels:pause_offer POST change_channels | offer
office:channels:resume_offer POST change_channels | offer
office:channels:pause_good POST change_channels | offer
office:channels:resume_good POST change_channels | offer
office:channels:rename_offer POST change_channels | offer
office:channels:send_offer POST change_channels | offer
office:channels:read_offer POST change_channels | offer
office:channels:take_off POST change_channels | offer
office:channels:put_back POST change_channels | offer
office:channels:connect GET change_channels
office:channels:keys GET,POST change_channels | channel_folder
office:channels:account GET see_channels | account_there
office:channels:figures GET,POST change_channels | account_there
office:channels:check POST change_channels | account_there
office:channels:pause POST change_channels | account_there
office:channels:resume POST change_channels | account_there
office:channels:close POST change_channels | account_there
office:channels:publish GET see_channels | account_there
office:channels:do_publish POST change_channels | account_there
office:channels:take_all_off POST change_channels | account_there
office:channels:undo POST change_channels | account_there publishing
office:channels:found GET see_channels | account_there
office:channels:adopt POST change_channels | found_there
office:channels:leave POST change_channels | found_there
office:channels:sales GET see_channels
office:channels:sale GET see_channels | sale_there
office:channels:read_state POST change_channels | sale_there
office:channels:tell_rate POST change_channels | sale_there
office:channels:times POST change_channels | sale_there parcel_there
office:channels:book POST change_channels | sale_there parcel_there
office:channels:left POST change_channels | sale_there parcel_there
office:channels:want_label POST change_channels | sale_there parcel_there
office:channels:label GET change_channels | sale_there parcel_there
office:channels:settlements GET see_channels | account_there
office:channels:look_for_settlements POST change_channels | account_there
office:channels:settlement GET see_channels | settlement_there
office:channels:sheet GET see_channels | channel_folder
office:channels:sheet_file GET see_channels | channel_folder
office:channels:feeds GET see_channels
office:channels:open_feed POST change_channels
office:channels:feed GET see_channels | feed
office:channels:feed_goods GET see_channels | feed
office:channels:feed_line GET see_channels | feed live_size
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
