"""Who enters the room: see tests/web/doors.py."""

DOORS = """
office:privacy:list GET privacy
office:privacy:ask GET,POST ask_privacy
office:privacy:register GET privacy
office:privacy:clocks GET privacy
office:privacy:set_days POST privacy
office:privacy:person GET privacy | person_of_data
office:privacy:breaches GET privacy
office:privacy:new_breach GET,POST privacy
office:privacy:breach GET,POST privacy | breach
office:privacy:concern POST privacy | breach
office:privacy:step POST privacy | breach step_of_breach
office:privacy:letter GET privacy | breach letter_to tongue
office:privacy:consents GET,POST change_makers own | maker member
office:privacy:voice GET change_makers own | maker member purpose_said
office:privacy:petition GET privacy | petition
office:privacy:answer POST privacy | petition
office:privacy:refuse POST privacy | petition
office:privacy:agree POST privacy | petition
office:privacy:erase POST privacy | petition
office:privacy:take POST privacy | petition
office:privacy:open_seal POST privacy | petition
"""
