from django.apps import AppConfig


class OfficeMessagesConfig(AppConfig):
    name = "haat.web.office.messages"
    label = "office_messages"
