from django.apps import AppConfig


class OfficeReviewConfig(AppConfig):
    name = "haat.web.office.review"
    label = "office_review"
