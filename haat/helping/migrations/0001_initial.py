import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    initial = True

    dependencies = [("makers", "0004_doubles_and_files"), ("places", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=64)),
                ("language", models.CharField(max_length=5)),
                ("words", models.TextField(blank=True)),
                ("spoken", models.BooleanField(default=False)),
                ("asked_by_id", models.BigIntegerField(null=True)),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("due_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField(null=True)),
                ("seen_by_id", models.BigIntegerField(null=True)),
                ("answer", models.TextField(blank=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("answered_by_id", models.BigIntegerField(null=True)),
                (
                    "maker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="questions", to="makers.maker"
                    ),
                ),
                (
                    "mart",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="places.mart"),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["mart", "due_at"], name="question_open", condition=Q(answered_at=None)),
                    models.Index(fields=["maker", "-id"], name="question_of_maker"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=["maker", "key"], name="question_once"),
                    models.CheckConstraint(condition=Q(spoken=True) | ~Q(words=""), name="question_says_something"),
                    models.CheckConstraint(
                        condition=Q(answered_at=None, answer="")
                        | Q(answered_at__isnull=False, seen_at__isnull=False) & ~Q(answer=""),
                        name="question_answered_was_heard",
                    ),
                    models.CheckConstraint(condition=Q(due_at__gt=F("asked_at")), name="question_clock"),
                ],
            },
        ),
        migrations.CreateModel(
            name="VoiceNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=4)),
                ("sealed", models.BinaryField()),
                (
                    "question",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="voice", to="helping.question"
                    ),
                ),
            ],
        ),
    ]
