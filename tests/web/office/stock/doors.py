"""Who enters the room: see tests/web/doors.py."""

DOORS = """
office:stock:list GET see_stock
office:stock:open GET,POST move_stock
office:stock:senders GET move_stock
office:stock:place GET see_stock | hub
office:stock:change GET,POST move_stock | hub
office:stock:close POST move_stock | hub
office:stock:sell POST move_stock | hub
office:stock:stop POST move_stock | hub seller
office:stock:count POST move_stock | hub held
office:stock:found POST move_stock | hub
office:stock:send GET,POST move_stock | of_maker
office:stock:move GET see_stock | move
office:stock:receive POST move_stock | move
office:stock:settle POST move_stock | held_move move_line
office:stock:challan GET see_stock | move
"""
