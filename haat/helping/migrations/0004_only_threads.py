import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("helping", "0003_words_to_entries")]

    operations = [
        migrations.RemoveField("question", "words"),
        migrations.RemoveField("question", "spoken"),
        migrations.RemoveField("question", "answer"),
        migrations.RemoveField("enclosure", "question"),
        migrations.AlterField("question", "number", models.PositiveIntegerField()),
        migrations.AlterField("question", "answer_due_at", models.DateTimeField()),
        migrations.AlterField(
            "enclosure",
            "entry",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="enclosures", to="helping.entry"
            ),
        ),
        migrations.AddIndex(
            "enclosure", models.Index(condition=~Q(digest=""), fields=["digest"], name="enclosure_digest")
        ),
        migrations.AddIndex(
            "question",
            models.Index(condition=Q(answered_at=None), fields=["mart", "next_due_at", "id"], name="question_open"),
        ),
        migrations.AddIndex("question", models.Index(fields=["mart", "asked_at"], name="question_asked")),
        migrations.AddIndex(
            "question",
            models.Index(condition=Q(climb_at__isnull=False), fields=["climb_at"], name="question_climbs"),
        ),
        migrations.AddIndex(
            "question",
            models.Index(
                condition=Q(ended="", answered_at__isnull=False), fields=["answered_at"], name="question_to_end"
            ),
        ),
        migrations.AddIndex(
            "question", models.Index(condition=~Q(phone=""), fields=["mart", "phone"], name="question_of_phone")
        ),
        migrations.AddConstraint(
            "question", models.UniqueConstraint(fields=["mart", "number"], name="question_number")
        ),
        migrations.AddConstraint(
            "question",
            models.UniqueConstraint(condition=Q(maker=None), fields=["mart", "key"], name="complaint_once"),
        ),
        migrations.AddConstraint(
            "question", models.UniqueConstraint(condition=~Q(token=""), fields=["token"], name="complaint_token")
        ),
        migrations.AddConstraint(
            "question",
            models.CheckConstraint(
                condition=Q(asker="buyer", maker=None) & ~Q(token="") | ~Q(asker="buyer") & Q(maker__isnull=False),
                name="question_of_somebody",
            ),
        ),
        migrations.AddConstraint(
            "question",
            models.CheckConstraint(
                condition=Q(answered_at=None) | Q(seen_at__isnull=False, first_answered_at__isnull=False),
                name="question_answered_was_heard",
            ),
        ),
        migrations.AddConstraint(
            "question",
            models.CheckConstraint(
                condition=Q(answered_at=None, next_due_at__isnull=False)
                | Q(answered_at__isnull=False, next_due_at=None),
                name="question_waits_or_not",
            ),
        ),
        migrations.AddConstraint(
            "question",
            models.CheckConstraint(
                condition=Q(ended="", ended_at=None)
                | ~Q(ended="") & Q(ended_at__isnull=False, answered_at__isnull=False),
                name="question_ended_was_answered",
            ),
        ),
    ]
