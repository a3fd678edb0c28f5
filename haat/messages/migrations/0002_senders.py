import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

# Until now a message was `sent` when the sender had it, and `delivered` was not known.
OLD = {"taken": "sent", "delivered": "sent", "kept": "sent"}


def say_taken(apps, schema_editor):
    apps.get_model("haat_messages", "Message").objects.filter(state="sent").update(state="taken")


def say_sent(apps, schema_editor):
    for new, old in OLD.items():
        apps.get_model("haat_messages", "Message").objects.filter(state=new).update(state=old)


class Migration(migrations.Migration):
    dependencies = [
        ("haat_messages", "0001_initial"),
        ("places", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Attempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sender", models.SlugField(db_index=False, max_length=20)),
                ("again", models.PositiveSmallIntegerField(default=0)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("troubled", "Troubled"),
                            ("refused", "Refused"),
                            ("taken", "Taken"),
                            ("delivered", "Delivered"),
                            ("failed", "Failed"),
                        ],
                        max_length=10,
                    ),
                ),
                ("ref", models.CharField(blank=True, max_length=120)),
                ("code", models.CharField(blank=True, max_length=40)),
                ("said", models.CharField(blank=True, max_length=200)),
                ("tries", models.PositiveSmallIntegerField(default=1)),
                ("parts", models.PositiveSmallIntegerField(default=0)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sender", models.SlugField(db_index=False, max_length=20)),
                ("ref", models.CharField(max_length=120)),
                ("state", models.CharField(max_length=10)),
                ("code", models.CharField(blank=True, max_length=40)),
                ("said", models.CharField(blank=True, max_length=200)),
                ("sure", models.BooleanField(default=False)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.AddField(
            model_name="message",
            name="again",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="message",
            name="again_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="message",
            name="reason",
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name="message",
            name="sender",
            field=models.SlugField(blank=True, db_index=False, max_length=20),
        ),
        migrations.AddField(
            model_name="message",
            name="values",
            field=models.JSONField(default=dict),
        ),
        migrations.AlterField(
            model_name="message",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "Waiting"),
                    ("taken", "Taken"),
                    ("delivered", "Delivered"),
                    ("failed", "Failed"),
                    ("kept", "Kept"),
                ],
                default="waiting",
                max_length=10,
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["mart", "state", "-id"], name="message_mart_state"),
        ),
        migrations.AddField(
            model_name="attempt",
            name="message",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="attempts", to="haat_messages.message"
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="attempt",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="reports",
                to="haat_messages.attempt",
            ),
        ),
        migrations.AddConstraint(
            model_name="attempt",
            constraint=models.UniqueConstraint(fields=("message", "sender", "again"), name="attempt_once"),
        ),
        migrations.AddConstraint(
            model_name="attempt",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ref", ""), _negated=True), fields=("sender", "ref"), name="attempt_ref"
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(fields=("sender", "ref", "state"), name="report_once"),
        ),
        migrations.RunPython(say_taken, say_sent),
    ]
