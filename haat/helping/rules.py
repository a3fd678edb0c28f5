"""How long the desk may take, and how much may be asked."""

from datetime import timedelta

# Consumer Protection (E-Commerce) Rules, 2020: a grievance is acknowledged in 48 hours, and redressed in a month.
HEARD_WITHIN = timedelta(hours=48)
ANSWERED_WITHIN = timedelta(days=30)
MOST_WORDS = 2000
