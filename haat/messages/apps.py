from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "haat.messages"
    label = "haat_messages"
