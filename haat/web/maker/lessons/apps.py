from django.apps import AppConfig


class MakerLessonsConfig(AppConfig):
    name = "haat.web.maker.lessons"
    label = "maker_lessons"
