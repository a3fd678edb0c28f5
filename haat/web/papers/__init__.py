"""What is printed: parcel labels, packing lists, invoices and payout slips, as PDF. Any surface may use it."""
