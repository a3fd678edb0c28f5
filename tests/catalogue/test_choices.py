"""Every value a craft lets one choose has words in the languages that are complete."""

from haat.catalogue.data import choices, crafts


def test_every_choice_of_every_craft_has_its_words():
    values = {
        value
        for craft in crafts()
        for attribute in craft["attributes"]
        if attribute.get("type") == "choice"
        for value in attribute.get("choices") or attribute["options"]
        if not value.replace(".", "").isdigit() and not value.isupper()
    }
    assert {value for value in values if set(choices().get(value, {})) != {"en", "hi", "mr"}} == set()
