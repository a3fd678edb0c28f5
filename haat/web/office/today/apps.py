from django.apps import AppConfig


class OfficeTodayConfig(AppConfig):
    name = "haat.web.office.today"
    label = "office_today"
