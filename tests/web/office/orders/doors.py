"""Who enters the room: see tests/web/doors.py."""

DOORS = """
office:orders:list GET see_orders
office:orders:arrivals GET see_orders
office:orders:arrival GET see_orders own | arrival
office:orders:write_in GET,POST change_orders
office:orders:take_line POST change_orders own | arrival arrived_line
office:orders:drop_line POST change_orders own | arrival arrived_line
office:orders:see_change POST change_orders own | arrival
office:orders:ratings GET see_orders
office:orders:rating GET see_orders own | rating
office:orders:show_words POST change_orders own | rating
office:orders:hide_words POST change_orders own | rating
office:orders:answer_rating POST change_orders own | rating
office:orders:order GET see_orders own | fresh
office:orders:accept POST change_orders own | at_hub
office:orders:pack POST change_orders own | at_hub
office:orders:cancel POST change_orders own | fresh
office:orders:hold POST change_orders own | fresh
office:orders:end_hold POST change_orders own | fresh
office:orders:divide POST change_orders own | fresh
office:orders:take_back POST change_orders own | fresh
office:orders:receive_return POST change_orders own | returned
office:orders:refuse_return POST change_orders own | returned
office:orders:invoice GET see_orders own | invoice
office:orders:packing GET,POST change_orders
office:orders:photo GET see_orders own | photo_of_part
office:orders:judge_label POST answer_makers own | photo_of_part
office:orders:cash GET,POST change_orders
office:orders:keep_word POST change_orders own | fresh
"""
