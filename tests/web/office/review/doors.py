"""Who enters the room: see tests/web/doors.py."""

DOORS = """
office:review:review GET see_review
office:review:target GET,POST change_targets
office:review:take_back POST change_targets | target
office:review:rows GET see_review | figure
"""
