"""Who enters the room: see tests/web/doors.py."""

DOORS = """
office:letters:list GET see_letters
office:letters:make POST give_letters
office:letters:made GET see_letters
office:letters:signing GET,POST change_settings
office:letters:ceremonies GET see_letters
office:letters:ceremony GET see_letters own | ceremony
office:letters:print_all POST give_letters own | ceremony
office:letters:to_sign GET see_letters own | ceremony
office:letters:hand_all POST give_letters own | ceremony
office:letters:call_off POST give_letters own | ceremony
office:letters:cards GET see_letters
office:letters:cards_without GET give_cards
office:letters:cards_make POST give_cards
office:letters:cards_print POST give_cards
office:letters:card_lost POST give_cards | card
office:letters:card_end POST give_cards | card
office:letters:letter GET see_letters own | letter
office:letters:look GET see_letters own | letter
office:letters:print POST give_letters own | letter
office:letters:hand POST give_letters own | letter
office:letters:unhand POST give_letters own | letter
office:letters:off POST give_letters own | letter
"""
