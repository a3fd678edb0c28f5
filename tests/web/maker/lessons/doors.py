"""Who enters the room: see tests/web/doors.py."""

DOORS = """
maker:lessons GET phone
maker:lesson GET phone | lesson
maker:lesson_told POST phone | lesson
maker:lesson_sound GET phone | recording digest_of_recording
maker:practice GET phone
maker:practice_photo GET phone | kind_of_practice_photo
maker:practice_deed POST phone | step_of_practice
maker:lesson_here GET,POST phone | code_of_meeting
"""
