"""Who enters the room: see tests/web/doors.py."""

DOORS = """
office:makers:list GET see_makers
office:makers:table POST see_makers
office:makers:open_many POST change_makers
office:makers:new GET,POST change_makers
office:makers:alike GET change_makers
office:makers:pair GET change_makers own | maker maker_alike
office:makers:merge POST change_makers own | maker maker_alike
office:makers:apart POST change_makers own | maker maker_alike
office:makers:undo_merge POST change_makers own | merge
office:makers:maker GET see_makers own | maker
office:makers:open POST change_makers own | maker
office:makers:pause POST change_makers own | maker
office:makers:set_bank POST change_makers own | maker
office:makers:confirm_bank POST change_makers own | maker
office:makers:give_paper POST change_makers own | maker
office:makers:decide_paper POST change_makers own | maker paper
office:makers:look POST change_makers own | maker paper_file
office:makers:change GET,POST change_makers own | maker
office:makers:portrait GET,POST change_makers own | maker
office:makers:rename_member GET,POST change_makers own | maker member
office:makers:consent GET,POST change_makers own | maker member
office:makers:take_back_consent POST change_makers own | maker member
office:makers:members GET change_makers own | maker
office:makers:add_member POST change_makers own | maker
office:makers:share_rule POST change_makers own | maker
office:makers:make_leader POST change_makers own | maker member
office:makers:papers GET see_makers
office:makers:questions GET answer_makers
office:makers:question GET answer_makers | question
office:makers:remove_member POST change_makers own | maker member
"""
