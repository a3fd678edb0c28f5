"""Who enters the room: see tests/web/doors.py."""

DOORS = """
office:federation:home GET see_federation
office:federation:orders GET see_federation
office:federation:order GET see_federation own | fresh
office:federation:payouts GET see_federation
office:federation:invoices GET see_federation
office:federation:invoice GET see_federation own | invoice
office:federation:maker GET see_federation own | maker
"""
