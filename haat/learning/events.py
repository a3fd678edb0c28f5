"""What is told of lessons. Changes of words, pictures and voices are the mart's: a lesson that ships has no row."""

from haat.core.kinds import Kind

MART = "places.mart"
RESULTS = "who learns what stands in the results, not in a history"

KINDS = (
    Kind("learning.lesson_made", about=MART, needs=("lesson",)),
    Kind("learning.answer_taught", about=MART, needs=("lesson", "answer")),
    Kind("learning.lesson_opened", about=MART, needs=("lesson",)),
    Kind("learning.lesson_closed", about=MART, needs=("lesson",)),
    Kind("learning.words_changed", about=MART, needs=("lesson", "key", "language", "before", "after")),
    Kind("learning.picture_put", about=MART, needs=("lesson", "key")),
    Kind("learning.picture_taken_back", about=MART, needs=("lesson", "key")),
    Kind("learning.voice_recorded", about=MART, needs=("lesson", "key", "language")),
    Kind("learning.voice_taken_back", about=MART, needs=("lesson", "key", "language")),
    Kind("learning.offered", about="makers.maker", needs=("lesson",)),
    Kind("learning.begun", about="makers.maker", needs=("lesson",), silent=RESULTS),
    Kind("learning.tried", about="makers.maker", needs=("lesson",), silent=RESULTS),
    Kind("learning.played", about="makers.maker", needs=("lesson", "round", "right", "asked"), silent=RESULTS),
    Kind("learning.practised", about="makers.maker", needs=("turn", "deed"), silent=RESULTS),
    Kind(
        "learning.craft_checked",
        about="makers.maker",
        needs=("part_id", "number", "yes", "asked"),
        silent="the check stands with its order",
    ),
    Kind("learning.meeting_held", about="learning.meeting", needs=("lesson", "where")),
    Kind("learning.meeting_called_off", about="learning.meeting", needs=("lesson", "where")),
    Kind("learning.presence_noted", about="learning.meeting", needs=("members",)),
    Kind("learning.presence_struck", about="learning.meeting", needs=("member",)),
    Kind("learning.came", about="learning.meeting", needs=("member",)),
)
