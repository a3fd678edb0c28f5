"""Who enters the room: see tests/web/doors.py."""

DOORS = """
office:organisations:list GET see_organisations
office:organisations:new GET,POST change_organisations
office:organisations:organisation GET see_organisations | federation
office:organisations:change GET,POST change_organisations | federation
office:organisations:move POST change_organisations | village_organisation
office:organisations:merge POST change_organisations | federation
office:organisations:close POST change_organisations | federation
office:organisations:reopen POST change_organisations | federation
office:organisations:accountant GET,POST change_people | federation
office:organisations:worker GET,POST change_people | village_organisation
office:organisations:makers POST change_organisations | federation
office:organisations:new_seller GET,POST change_organisations | federation
office:organisations:seller GET,POST change_organisations | seller_of_federation
office:organisations:papers GET,POST change_organisations | seller_of_federation
office:organisations:decide_paper POST change_organisations | seller_of_federation seller_paper
office:organisations:of_maker GET,POST change_organisations | maker
office:organisations:join POST change_organisations | maker
"""
