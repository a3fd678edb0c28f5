"""What is told of finds. Nothing personal stands in an event: the trail is never edited, a yes can be taken back."""

from haat.core.kinds import Kind

_FILE = "beside the find, whose page shows it"

KINDS = (
    Kind("survey.found", about="survey.find", needs=("place", "yes")),
    Kind("survey.corrected", about="survey.find", needs=("turn",)),
    Kind("survey.file_came", about="survey.find", needs=("file",), silent=_FILE),
    Kind("survey.made_lead", about="survey.find", needs=("before",)),
    Kind("survey.called", about="survey.find", needs=("result",)),
    Kind("survey.put_off", about="survey.find", needs=("before", "until")),
    Kind("survey.same", about="survey.find", needs=("before", "twin", "maker")),
    Kind("survey.dropped", about="survey.find", needs=("before", "why")),
    Kind("survey.made_maker", about="survey.find", needs=("before", "maker")),
    Kind("survey.withdrawn", about="survey.find", needs=("before",)),
    Kind("survey.forgotten", about="survey.find", needs=("why",)),
    Kind("survey.photo_seen", about="survey.find", needs=("file",)),
    Kind("survey.voice_played", about="survey.find", needs=("file",)),
    Kind("survey.village_given", about="survey.walk", needs=("place", "worker")),
    Kind("survey.village_taken_back", about="survey.walk", needs=("place", "worker")),
    Kind("survey.village_walked", about="survey.walk", needs=("place", "worker")),
    Kind("survey.house_closed", about="survey.closedhouse", needs=("place",)),
    Kind("survey.house_ended", about="survey.closedhouse", needs=("place", "how")),
    Kind("survey.house_forgotten", about="survey.closedhouse", needs=("place",)),
    Kind("survey.taken_out", about="places.mart", needs=("rows",)),
    Kind("survey.notice_recorded", about="survey.noticevoice", needs=("tongue", "version")),
)
