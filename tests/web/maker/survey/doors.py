"""Who enters the room: see tests/web/doors.py."""

DOORS = """
maker:survey GET walks
maker:survey_add GET walks
maker:survey_find POST walks | find_key
maker:survey_file POST walks | find_key find_file_name
maker:survey_villages GET walks
maker:survey_village GET walks own | walked_village
maker:survey_closed POST walks own | walked_village
maker:survey_walked POST walks own | walk
maker:survey_house POST walks own | closed_house
maker:survey_record GET,POST walks
maker:survey_notice GET walks | notice_voice
maker:survey_who POST walks
maker:survey_back GET,POST walks
"""
