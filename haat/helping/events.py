"""What is told of questions: of a maker's in the maker's history, of a buyer's in that of the question alone."""

from haat.core.kinds import Kind

MAKER, QUESTION, MART = "makers.maker", "helping.question", "places.mart"

KINDS = (
    Kind("helping.asked", about=MAKER, needs=("question",)),
    Kind("helping.added", about=MAKER, needs=("question",)),
    Kind("helping.heard", about=MAKER, needs=("question", "due")),
    Kind("helping.answered", about=MAKER, needs=("question",)),
    Kind("helping.reopened", about=MAKER, needs=("question",)),
    Kind("helping.ended", about=MAKER, needs=("question", "how")),
    Kind("helping.handed_on", about=MAKER, needs=("question", "before", "level")),
    Kind("helping.climbed", about=MAKER, needs=("question", "level", "step")),
    Kind("helping.voice_played", about=MAKER, needs=("question",)),
    Kind("helping.picture_seen", about=MAKER, needs=("question",)),
    Kind("helping.complaint_asked", about=QUESTION, needs=("number",)),
    Kind("helping.complaint_added", about=QUESTION, needs=("number",)),
    Kind("helping.complaint_heard", about=QUESTION, needs=("number", "due")),
    Kind("helping.complaint_answered", about=QUESTION, needs=("number",)),
    Kind("helping.complaint_reopened", about=QUESTION, needs=("number",)),
    Kind("helping.complaint_ended", about=QUESTION, needs=("number", "how")),
    Kind("helping.complaint_handed_on", about=QUESTION, needs=("number", "before", "level")),
    Kind("helping.complaint_climbed", about=QUESTION, needs=("number", "level", "step")),
    Kind("helping.complaint_voice_played", about=QUESTION, needs=("number",)),
    Kind("helping.complaint_picture_seen", about=QUESTION, needs=("number",)),
    Kind("helping.clock_set", about=MART, needs=("before", "after")),
    Kind("helping.faq_drafted", about=MART, needs=("faq", "number")),
    Kind("helping.faq_worded", about=MART, needs=("faq",)),
    Kind("helping.faq_published", about=MART, needs=("faq",)),
    Kind("helping.faq_taken_back", about=MART, needs=("faq",)),
)
