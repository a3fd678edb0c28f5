"""Who enters the room: see tests/web/doors.py."""

DOORS = """
office:learning:list GET see_learning
office:learning:lesson GET see_learning | lesson
office:learning:results GET see_learning | lesson
office:learning:sound GET see_learning | recording
office:learning:new GET,POST change_lessons
office:learning:open POST change_lessons | lesson
office:learning:close POST change_lessons | lesson
office:learning:place GET change_lessons | lesson place_of_lesson
office:learning:words POST change_lessons | lesson place_of_lesson
office:learning:voice POST change_lessons | lesson place_of_lesson
office:learning:picture POST change_lessons | lesson place_of_lesson
office:learning:meetings GET see_learning
office:learning:new_meeting GET,POST teach
office:learning:meeting GET see_learning own | meeting
office:learning:call_off_meeting POST teach own | meeting
office:learning:present POST teach own | meeting
office:learning:strike POST teach own | meeting
"""
