"""Who enters the room: see tests/web/doors.py."""

DOORS = """
office:people:list GET see_people
office:people:invite GET,POST change_people
office:people:person GET see_people | person
office:people:let_in POST change_people | person
office:people:withdraw POST change_people | person
office:people:email POST change_people | person
office:people:block POST change_people | person
office:people:unblock POST change_people | person
office:people:move POST change_people | person role
office:people:end POST change_people | person role
"""
