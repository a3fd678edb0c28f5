"""What holds of payments."""

# So long the goods of an order wait for its payment; said on the buyer's page and in the reason when they go back.
UNPAID_HOURS = 24
