"""The room in `toy/` is tried in a copy of the project only (test_toy.py)."""

collect_ignore = ["toy"]
