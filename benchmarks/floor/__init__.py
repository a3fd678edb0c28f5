"""The floor: what plain Django takes for one indexed query and a page of the same weight, on the same gunicorn.

A project as `startproject` makes it, with one view. A page's template is the shop's own page as it was sent, so it is
as long and packs as small. The templates lie in FLOOR_PAGES; the row is a good of the mart that is measured.
"""
