"""Who enters the room: see tests/web/doors.py."""

DOORS = """
maker:node GET nodes
maker:node_group GET nodes | node_group
maker:node_enrol GET,POST nodes | node_group
"""
