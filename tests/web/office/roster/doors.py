"""Who enters the room: see tests/web/doors.py."""

DOORS = """
office:roster:list GET see_groups
office:roster:all GET see_groups
office:roster:group GET see_groups own | group
office:roster:move POST change_groups own | group
office:roster:enrol GET,POST change_groups own | group
office:roster:link POST change_groups own | group
office:roster:unlink POST change_groups own | group_link
office:roster:lists GET,POST bring_groups
office:roster:upload GET bring_groups | group_list
office:roster:columns POST bring_groups | group_list
office:roster:bring POST bring_groups | group_list
office:roster:result GET bring_groups | group_list group_list_file
office:roster:alike GET change_groups
office:roster:pair GET change_groups own | group other_group
office:roster:merge POST change_groups own | group other_group
office:roster:apart POST change_groups own | group other_group
office:roster:undo POST change_groups own | groups_merged
"""
