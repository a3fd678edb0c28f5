"""Every address and who may enter it: one line each. A new address fails test_scope until it has its line."""

# name, methods, door, and `own` when what it shows lies in one block (then another block's coordinator finds nothing).
# Doors: open; signed_in; phone (the maker's members, her coordinator, the desk); helpers (any member, coordinator,
# desk); outbox and token (the phone's own calls, answered in JSON); rider; or the deed of the desk's people.
DOORS = """
api:healthz GET open
api:metrics GET open
api:robots GET open
api:sitemap GET open
api:sitemap_part GET open
api:security GET open
api:change_password GET open
api:favicon GET open
api:picture GET open
ui:sign_in GET,POST open
ui:sign_in_code GET,POST open
ui:office_sign_in GET,POST open
ui:second_factor GET,POST open
ui:unsent GET open
ui:sign_out POST open
ui:language POST open
shop:begin GET open
shop:mart_css GET open
shop:home GET open
shop:crafts GET open
shop:craft GET open
shop:search GET open
shop:good GET open
shop:makers GET open
shop:maker GET open
shop:basket GET open
shop:basket_change POST open
shop:checkout GET,POST open
shop:pin GET open
shop:order GET,POST open
shop:invoice GET open
shop:festival GET open
shop:page GET open
shop:orders GET signed_in
maker:sign_out POST open
maker:offline GET open
maker:manifest GET open
maker:worker GET open
maker:choose GET helpers
maker:token GET token
maker:sync POST outbox
maker:home GET phone
maker:goods GET phone
maker:good GET phone
maker:stock POST phone
maker:price POST phone
maker:shelf POST phone
maker:add GET,POST phone
maker:added GET phone
maker:orders GET phone
maker:order GET phone
maker:accept POST phone
maker:pack POST phone
maker:cannot POST phone
maker:money GET phone
maker:help GET phone
office:today GET see_office
office:makers GET see_makers
office:makers_table POST see_makers
office:open_many POST change_makers
office:maker_new GET,POST change_makers
office:maker GET see_makers own
office:open POST change_makers own
office:password GET,POST see_office
office:pause POST change_makers own
office:set_bank POST change_makers own
office:confirm_bank POST change_makers own
office:give_paper POST change_makers own
office:decide_paper POST change_makers own
office:change_maker GET,POST change_makers own
office:members GET change_makers own
office:add_member POST change_makers own
office:share_rule POST change_makers own
office:make_leader POST change_makers own
office:remove_member POST change_makers own
office:goods GET see_goods
office:good GET see_goods own
office:approve POST check_goods own
office:give_name POST check_goods own
office:send_back POST check_goods own
office:orders GET see_orders
office:order GET see_orders own
office:cancel POST change_orders own
office:receive_return POST change_orders own
office:refuse_return POST change_orders own
office:payments GET see_money
office:confirm POST confirm_payments
office:refuse POST confirm_payments
office:refund_sent POST confirm_payments
office:rounds GET see_rounds
office:plan POST plan_rounds
office:round GET see_rounds
office:start POST plan_rounds
office:drop_round POST plan_rounds
office:close POST close_rounds
office:take_missing POST close_rounds
office:send_by_post POST plan_rounds
office:post_delivered POST plan_rounds
office:post_returned POST plan_rounds
office:take_out POST plan_rounds
office:new_code POST plan_rounds
office:labels GET see_rounds
office:packing_list GET see_rounds
office:label GET see_orders own
office:invoice GET see_orders own
office:slip GET see_money
office:money GET see_money
office:bank_cash POST confirm_payments
office:propose POST propose_payouts
office:payout_run GET see_money
office:release POST release_payouts
office:drop POST release_payouts
office:bank_file GET release_payouts
office:paid POST propose_payouts
office:failed POST propose_payouts
office:review GET see_review
office:target GET,POST change_targets
office:take_back_target POST change_targets
office:review_rows GET see_review
office:ride GET rider
office:leave POST rider
office:end POST rider
office:hand_over POST rider
office:not_delivered POST rider
"""
TABLE = {words[0]: words[1:] for words in (line.split() for line in DOORS.strip().splitlines())}
