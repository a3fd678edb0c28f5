"""What the numbers of WhatsApp's Cloud API mean for us, read in November 2026."""

# Too fast, or busy: asked again later.
SLOW_DOWN = frozenset({4, 80007, 130429, 131048, 131056})
REPEAT_LATER = frozenset({1, 131000, 131016, 131057})
# The account is in trouble; somebody must put it right, and the message goes another way meanwhile.
ACCOUNT = frozenset({10, 190, 368, 130497, 131031, 131037, 131042})
# The person has told WhatsApp that we shall stop.
NO_MORE = frozenset({"131050"})
AGAIN = SLOW_DOWN | REPEAT_LATER | ACCOUNT
WORDS = {
    131026: "not on WhatsApp",
    131047: "more than a day since the person wrote",
    131049: "not before a day has gone",
    131050: "the person wants no more",
    131062: "the person shows no phone",
    132000: "the template takes another number of values",
    132001: "no template of this name in this language",
    132005: "the text is too long",
    132007: "against the rules",
    132008: "a value does not pass",
    132012: "a value is of another kind",
    132015: "the template is paused",
    132016: "the template is switched off",
}
# The languages templates can be approved in; Odia and Santali cannot.
LANGUAGES = frozenset({"en", "hi", "mr", "bn", "ur"})
