"""Who enters the room: see tests/web/doors.py."""

DOORS = """
office:delivery:list GET see_rounds
office:delivery:plan POST plan_rounds
office:delivery:round GET see_rounds | round
office:delivery:start POST plan_rounds | round
office:delivery:drop_round POST plan_rounds | round
office:delivery:close POST close_rounds | round
office:delivery:take_missing POST close_rounds | round
office:delivery:send_by_post POST plan_rounds | parcel
office:delivery:post_delivered POST plan_rounds | parcel
office:delivery:post_returned POST plan_rounds | parcel
office:delivery:take_out POST plan_rounds | parcel
office:delivery:new_code POST plan_rounds | parcel
office:delivery:labels GET see_rounds | round
office:delivery:packing_list GET see_rounds | round
office:delivery:label GET see_orders own | parcel
office:delivery:ride GET rider
office:delivery:leave POST rider | round
office:delivery:end POST rider | round
office:delivery:hand_over POST rider | parcel
office:delivery:not_delivered POST rider | parcel
"""
