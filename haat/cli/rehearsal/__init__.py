"""Doubles of outside parties, served on this machine: as strict as what they publish, and with a memory.

`haat rehearse sms` and its like start one; the demonstration and tests use them. What they received stands on a page.
"""
