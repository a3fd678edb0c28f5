"""Who enters the room: see tests/web/doors.py."""

DOORS = """
office:crafts:list GET change_crafts
office:crafts:order POST change_crafts
office:crafts:new GET,POST change_crafts
office:crafts:answer POST change_crafts | asked_craft
office:crafts:kinds GET change_crafts
office:crafts:new_kind GET,POST change_crafts
office:crafts:of_all GET change_crafts
office:crafts:kind GET,POST change_crafts | good_kind
office:crafts:new_attribute GET,POST change_crafts | good_kind
office:crafts:attribute GET,POST change_crafts | good_kind asked_slug
office:crafts:papers GET change_crafts
office:crafts:new_paper_kind GET,POST change_crafts
office:crafts:paper_kind GET,POST change_crafts | paper_kind
office:crafts:new_paper_rule GET,POST change_crafts
office:crafts:paper_rule GET,POST change_crafts | paper_rule
office:crafts:end_paper_rule POST change_crafts | paper_rule
office:crafts:paper_rule_goes_on POST change_crafts | paper_rule
office:crafts:craft GET,POST change_crafts | craft
"""
