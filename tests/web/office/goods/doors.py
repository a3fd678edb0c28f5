"""Who enters the room: see tests/web/doors.py."""

DOORS = """
office:goods:list GET see_goods
office:goods:find GET see_goods
office:goods:good GET see_goods own | waiting
office:goods:approve POST check_goods own | waiting
office:goods:give_name POST check_goods own | waiting
office:goods:send_back POST check_goods own | waiting
office:goods:changes GET see_goods
office:goods:accept_change POST check_goods own | change
office:goods:send_back_change POST check_goods own | change
office:goods:mend GET see_goods own | good
office:goods:asked GET see_goods own | good
office:goods:kind POST change_goods own | good
office:goods:answers POST change_goods own | good
office:goods:answers_of POST change_goods own | good held
office:goods:line POST change_goods own | good
office:goods:words POST change_goods own | good tongue
office:goods:facts POST change_goods own | good
office:goods:pictures POST change_goods own | good
office:goods:whites GET see_goods
office:goods:lettering GET change_goods
office:goods:look_letters POST change_goods own | photo
office:goods:use_white POST change_goods own | white
office:goods:refuse_white POST change_goods own | white
office:goods:ask_white POST change_goods own | good picture_of_good
office:goods:letters POST change_goods own | good picture_of_good
office:goods:add_size POST change_goods own | good
office:goods:size POST change_goods own | good held
office:goods:stop_size POST change_goods own | good held
office:goods:pieces POST change_goods own | good held
office:goods:shelf POST change_goods own | good
office:goods:share GET see_goods own | good
office:goods:share_picture GET see_goods own | good share_form
"""
