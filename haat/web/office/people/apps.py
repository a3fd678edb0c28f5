from django.apps import AppConfig


class OfficePeopleConfig(AppConfig):
    name = "haat.web.office.people"
    label = "office_people"
