from django.apps import AppConfig


class OfficeLettersConfig(AppConfig):
    name = "haat.web.office.letters"
    label = "office_letters"
