"""Who enters the room: see tests/web/doors.py."""

DOORS = """
office:helping:list GET see_help
office:helping:hurts GET see_help
office:helping:clock GET,POST change_help
office:helping:faqs GET change_help
office:helping:faq GET,POST change_help | faq
office:helping:publish POST change_help | faq
office:helping:take_back POST change_help | faq
office:helping:teach POST change_lessons | faq
office:helping:question GET see_help own | question
office:helping:hear POST answer_makers own | question
office:helping:answer POST answer_makers own | question
office:helping:hand_on POST answer_makers own | question
office:helping:lesson POST teach own | question
office:helping:for_all POST change_help | question
office:helping:enclosure GET see_help own | spoken_question enclosure
"""
