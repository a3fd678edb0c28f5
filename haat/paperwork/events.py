"""What is told of papers on their way. Numbers are never told: of a reference only its last signs."""

from haat.core.kinds import Kind

ROAD, CAMP, DUTY = "paperwork.road", "paperwork.camp", "paperwork.duty"

KINDS = (
    Kind("paperwork.begun", about=ROAD, needs=("kind",)),
    Kind("paperwork.ticked", about=ROAD, needs=("what",)),
    Kind("paperwork.unticked", about=ROAD, needs=("what",)),
    Kind("paperwork.lacking", about=ROAD, needs=("what",)),
    Kind("paperwork.filled", about=ROAD, needs=("boxes",)),
    Kind("paperwork.printed", about=ROAD, needs=("sheet",)),
    Kind("paperwork.applied", about=ROAD, needs=("where", "day", "reference")),
    Kind("paperwork.refused", about=ROAD, needs=("reason",)),
    Kind("paperwork.number_written", about=ROAD, needs=("kind",)),
    Kind("paperwork.granted", about=ROAD, needs=("kind",)),
    Kind("paperwork.number_unlike", about=ROAD, needs=("kind",)),
    Kind("paperwork.ended", about=ROAD, needs=("how", "reason")),
    Kind("paperwork.handed_over", about=ROAD, needs=("maker", "was")),
    Kind("paperwork.duty_near", about=DUTY, needs=("kind", "day", "before")),
    Kind("paperwork.duty_met", about=DUTY, needs=("kind", "receipt")),
    Kind("paperwork.camp_planned", about=CAMP, needs=("where", "day")),
    Kind("paperwork.camp_told", about=CAMP, needs=("makers",)),
    Kind("paperwork.turns_given", about=CAMP, needs=("makers",)),
    Kind("paperwork.turn_taken_off", about=CAMP, needs=("maker",)),
    Kind("paperwork.came", about=CAMP, needs=("maker",)),
    Kind("paperwork.called", about=CAMP, needs=("maker",)),
    Kind("paperwork.seen", about=CAMP, needs=("maker",)),
    Kind("paperwork.camp_called_off", about=CAMP, needs=("makers",)),
    Kind("paperwork.camp_ended", about=CAMP, needs=("came", "missed")),
)
