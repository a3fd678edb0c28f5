"""Who enters the room: see tests/web/doors.py."""

DOORS = """
office:money:payments GET see_money
office:money:confirm POST confirm_payments | payment
office:money:refuse POST confirm_payments | payment
office:money:refund_sent POST confirm_payments | refund
office:money:slip GET see_money | sent
office:money:others GET see_money
office:money:credits GET see_money
office:money:party GET see_money | party
office:money:name_party POST confirm_payments | party
office:money:sale GET see_money | sold
office:money:settle POST confirm_payments | sold
office:money:take_back_settlement POST confirm_payments | sold settlement
office:money:money GET see_money
office:money:bank_cash POST confirm_payments
office:money:propose POST propose_payouts
office:money:payout_run GET see_money | run
office:money:release POST release_payouts | run
office:money:drop POST release_payouts | run
office:money:bank_file GET release_payouts | released
office:money:paid POST propose_payouts | released sent
office:money:failed POST propose_payouts | released sent
office:money:bank_sheet GET,POST propose_payouts | released
office:money:prepare_refund POST confirm_payments | refund
"""
