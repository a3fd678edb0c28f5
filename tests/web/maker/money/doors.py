"""Who enters what came after tests/web/doors.py was written."""

DOORS = """
maker:earned GET phone
maker:passbook GET phone | year_of_book month_of_book
"""
