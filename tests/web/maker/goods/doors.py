"""Who enters what came after tests/web/doors.py was written."""

DOORS = """
maker:craft GET,POST phone
maker:change POST phone | good
maker:send_good POST phone | good
maker:take_back POST phone | good
maker:share GET phone | good
maker:share_picture GET phone | good share_form
maker:price_parts GET phone | good
"""
