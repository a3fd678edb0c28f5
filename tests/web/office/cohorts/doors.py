"""Who enters the room: see tests/web/doors.py."""

DOORS = """
office:cohorts:list GET see_cohorts
office:cohorts:new GET,POST change_cohorts
office:cohorts:compare GET see_cohorts
office:cohorts:cohort GET see_cohorts own | wave
office:cohorts:seats GET see_cohorts own | wave
office:cohorts:plan GET,POST change_cohorts own | wave
office:cohorts:begin POST change_cohorts own | wave
office:cohorts:end POST change_cohorts own | wave
office:cohorts:costs GET see_cohort_costs own | wave
office:cohorts:write_cost POST write_cohort_costs own | wave
office:cohorts:strike POST write_cohort_costs own | wave wave_cost
office:cohorts:seat GET see_cohorts own | wave_seat
office:cohorts:note POST note_cohorts own | wave_seat
office:cohorts:out POST change_cohorts own | wave_seat
"""
