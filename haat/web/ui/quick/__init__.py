"""Templates read into nodes that do at each rendering only what may come out otherwise than the last time.

Django's nodes look each name up as if it might be anything, find each included template anew and put a sentence to be
translated together at every reading: two thirds of what a page of the office took. These are Django's own nodes with
another `render`; what they write is the same, and `tests/web/test_quick.py` holds them to it. Where a template is being
written (`debug`) Django's own stand, whose errors name the line.
"""

from haat.web.ui.quick.reading import QuickParser

__all__ = ["QuickParser"]
