"""Addresses of the room, below /office/."""

from django.urls import path

from haat.web.office.helping import acting, clock, faqs, pages, report

app_name = "helping"
urlpatterns = [
    path("help/", pages.questions, name="list"),
    path("help/hurts/", report.hurts, name="hurts"),
    path("help/clock/", clock.clock, name="clock"),
    path("help/answers/", faqs.faqs, name="faqs"),
    path("help/answers/<int:pk>/", faqs.faq, name="faq"),
    path("help/answers/<int:pk>/publish/", faqs.publish, name="publish"),
    path("help/answers/<int:pk>/back/", faqs.take_back, name="take_back"),
    path("help/answers/<int:pk>/teach/", faqs.teach, name="teach"),
    path("help/<int:pk>/", pages.question, name="question"),
    path("help/<int:pk>/heard/", acting.hear, name="hear"),
    path("help/<int:pk>/answer/", acting.answer, name="answer"),
    path("help/<int:pk>/hand-on/", acting.hand_on, name="hand_on"),
    path("help/<int:pk>/lesson/", acting.offer_lesson, name="lesson"),
    path("help/<int:pk>/for-all/", acting.for_all, name="for_all"),
    path("help/<int:pk>/files/<int:file>/", pages.enclosure, name="enclosure"),
]
