"""Who enters the room: see tests/web/doors.py."""

DOORS = """
office:paperwork:list GET see_paperwork
office:paperwork:begin POST change_paperwork
office:paperwork:federations GET,POST change_paperwork
office:paperwork:duties GET see_paperwork
office:paperwork:duty POST change_paperwork own | paper_duty
office:paperwork:camps GET see_paperwork
office:paperwork:new_camp GET,POST change_paperwork
office:paperwork:camp GET see_paperwork own | papers_camp
office:paperwork:camp_makers GET,POST change_paperwork own | papers_camp
office:paperwork:turn POST change_paperwork own | papers_camp
office:paperwork:tell_camp POST change_paperwork own | papers_camp
office:paperwork:end_camp POST change_paperwork own | papers_camp
office:paperwork:call_off_camp POST change_paperwork own | papers_camp
office:paperwork:bring GET see_paperwork own | papers_camp
office:paperwork:maker GET,POST see_paperwork own | maker
office:paperwork:road GET see_paperwork own | paper_road
office:paperwork:tick POST change_paperwork own | paper_road
office:paperwork:lacking POST change_paperwork own | paper_road
office:paperwork:answers POST change_paperwork own | paper_road
office:paperwork:print POST change_paperwork own | paper_road paper_sheet
office:paperwork:applied POST change_paperwork own | paper_road
office:paperwork:refused POST change_paperwork own | paper_road
office:paperwork:number POST change_paperwork own | paper_road
office:paperwork:check POST change_paperwork own | paper_road
office:paperwork:shown POST change_paperwork own | paper_road
office:paperwork:end POST change_paperwork own | paper_road
"""
