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
office:delivery:bring_home POST plan_rounds | parcel
office:delivery:labels GET see_rounds | round
office:delivery:packing_list GET see_rounds | round
office:delivery:label GET see_orders own | parcel
office:delivery:ride GET rider
office:delivery:leave POST rider | round
office:delivery:end POST rider | round
office:delivery:hand_over POST rider | parcel
office:delivery:not_delivered POST rider | parcel
office:delivery:fetch GET rider
office:delivery:ride_kept GET rider
office:delivery:ride_worker GET rider
office:delivery:ride_offline GET rider
office:delivery:take POST rider | pickup
office:delivery:take_one POST rider | pickup fetched
office:delivery:not_there POST rider | pickup fetched
office:delivery:pickups GET see_rounds
office:delivery:plan_pickup POST plan_rounds
office:delivery:pickup GET see_rounds | pickup
office:delivery:receive_pickup POST plan_rounds | pickup
office:delivery:drop_pickup POST plan_rounds | pickup
office:delivery:receive_back POST plan_rounds | round
office:delivery:clashes GET see_rounds
office:delivery:clash GET see_rounds | clash
office:delivery:answer_clash POST plan_rounds | clash
office:delivery:wishes GET see_rounds
office:delivery:wish GET see_rounds | wish
office:delivery:answer_wish POST plan_rounds | wish
"""
