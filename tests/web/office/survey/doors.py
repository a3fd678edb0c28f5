"""Who enters the room: see tests/web/doors.py."""

DOORS = """
office:survey:list GET see_finds
office:survey:map GET see_finds
office:survey:villages GET see_finds
office:survey:village GET see_finds own | walked_village
office:survey:give POST change_finds own | walked_village
office:survey:take_back POST change_finds own | walk
office:survey:hand_on POST change_finds own | walk
office:survey:notices GET,POST change_finds
office:survey:notice GET change_finds | notice_voice
office:survey:find GET see_finds own | find
office:survey:lead POST change_finds own | find
office:survey:call POST change_finds own | find
office:survey:later POST change_finds own | find
office:survey:drop POST change_finds own | find
office:survey:same POST change_finds own | find
office:survey:withdraw POST change_finds own | find
office:survey:enrol GET,POST change_makers own | find
office:survey:photo POST change_finds own | find find_photo
office:survey:voice GET change_finds own | find find_voice
"""
