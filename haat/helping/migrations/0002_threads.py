import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models
from django.db.models import Q

SUBJECTS = [
    (subject, subject)
    for subject in (
        "payment",
        "parcel",
        "stock",
        "photo",
        "papers",
        "phone",
        "price",
        "quality",
        "marketplace",
        "other",
    )
]
LEVELS = [
    ("coordinator", "Coordinator"),
    ("desk", "Desk"),
    ("officer", "Officer"),
    ("department", "Department"),
]
ID = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    dependencies = [
        ("helping", "0001_initial"),
        ("catalogue", "0004_kinds_and_attributes"),
        ("makers", "0007_several_of_a_kind"),
        ("orders", "0015_fewer_indexes"),
        ("places", "0002_mart_settings"),
    ]

    operations = [
        migrations.RemoveIndex("question", "question_open"),
        migrations.RemoveConstraint("question", "question_says_something"),
        migrations.RemoveConstraint("question", "question_answered_was_heard"),
        migrations.AlterField(
            "question",
            "maker",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="questions", to="makers.maker"
            ),
        ),
        migrations.AddField("question", "number", models.PositiveIntegerField(null=True)),
        migrations.AddField(
            "question",
            "asker",
            models.CharField(
                choices=[("maker", "Maker"), ("member", "Member"), ("buyer", "Buyer")], default="maker", max_length=6
            ),
        ),
        migrations.AddField("question", "subject", models.CharField(choices=SUBJECTS, default="other", max_length=12)),
        migrations.AddField(
            "question",
            "member",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="makers.member"
            ),
        ),
        migrations.AddField(
            "question",
            "craft",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="catalogue.craft"
            ),
        ),
        migrations.AddField(
            "question",
            "block",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
            ),
        ),
        migrations.AddField(
            "question",
            "order",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orders.order"
            ),
        ),
        migrations.AddField(
            "question",
            "good",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="catalogue.good"
            ),
        ),
        migrations.AddField(
            "question", "name", models.CharField(blank=True, default="", max_length=120), preserve_default=False
        ),
        migrations.AddField(
            "question", "phone", models.CharField(blank=True, default="", max_length=16), preserve_default=False
        ),
        migrations.AddField(
            "question", "token", models.CharField(blank=True, default="", max_length=32), preserve_default=False
        ),
        migrations.AddField("question", "level", models.CharField(choices=LEVELS, default="desk", max_length=11)),
        migrations.AddField("question", "climbed", models.PositiveSmallIntegerField(default=0)),
        migrations.AddField("question", "climb_at", models.DateTimeField(null=True)),
        migrations.AddField("question", "answer_due_at", models.DateTimeField(null=True)),
        migrations.AddField("question", "next_due_at", models.DateTimeField(null=True)),
        migrations.AddField("question", "first_answered_at", models.DateTimeField(null=True)),
        migrations.AddField("question", "reopened_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "question",
            "ended",
            models.CharField(
                blank=True, choices=[("helped", "Helped"), ("silent", "Silent")], default="", max_length=6
            ),
            preserve_default=False,
        ),
        migrations.AddField("question", "ended_at", models.DateTimeField(null=True)),
        migrations.CreateModel(
            name="Clock",
            fields=[
                ("id", ID.clone()),
                ("last_number", models.PositiveIntegerField(default=1000)),
                ("maker_hours", models.PositiveSmallIntegerField(default=48)),
                ("maker_days", models.PositiveSmallIntegerField(default=30)),
                ("buyer_hours", models.PositiveSmallIntegerField(default=48)),
                ("buyer_days", models.PositiveSmallIntegerField(default=30)),
                ("officer_phone", models.CharField(blank=True, max_length=16)),
                ("department", models.CharField(blank=True, max_length=120)),
                ("department_phone", models.CharField(blank=True, max_length=16)),
                (
                    "mart",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="places.mart"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(buyer_hours__gte=1, buyer_hours__lte=48, buyer_days__gte=1, buyer_days__lte=31),
                        name="clock_of_buyers_is_the_laws",
                    ),
                    models.CheckConstraint(
                        condition=Q(maker_hours__gte=1, maker_days__gte=1), name="clock_of_makers_runs"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", ID.clone()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("asked", "Asked"),
                            ("added", "Added"),
                            ("answer", "Answer"),
                            ("reopened", "Reopened"),
                            ("handed", "Handed"),
                            ("climbed", "Climbed"),
                        ],
                        max_length=8,
                    ),
                ),
                ("key", models.CharField(max_length=64)),
                ("by_id", models.BigIntegerField(null=True)),
                ("words", models.TextField(blank=True)),
                ("language", models.CharField(max_length=5)),
                ("level", models.CharField(blank=True, max_length=11)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="entries", to="helping.question"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=["question", "key"], name="entry_once")],
            },
        ),
        migrations.CreateModel(
            name="Faq",
            fields=[
                ("id", ID.clone()),
                ("subject", models.CharField(choices=SUBJECTS, max_length=12)),
                ("language", models.CharField(max_length=5)),
                ("asks", models.CharField(max_length=300)),
                ("answer", models.TextField()),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("published", "Published"), ("taken_back", "Taken Back")],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("made_by_id", models.BigIntegerField(null=True)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("published_by_id", models.BigIntegerField(null=True)),
                ("published_at", models.DateTimeField(null=True)),
                (
                    "mart",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="places.mart"),
                ),
                (
                    "question",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="helping.question"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(question__isnull=False), fields=["question"], name="faq_of_question"
                    ),
                    models.CheckConstraint(
                        condition=~Q(state="published") | Q(published_at__isnull=False), name="faq_published_when"
                    ),
                ],
                "indexes": [models.Index(fields=["mart", "state", "subject"], name="faq_of_mart")],
            },
        ),
        migrations.RenameModel("VoiceNote", "Enclosure"),
        migrations.AlterField(
            "enclosure",
            "question",
            models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="voice", to="helping.question"
            ),
        ),
        migrations.AddField(
            "enclosure",
            "entry",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="enclosures",
                to="helping.entry",
            ),
        ),
        migrations.AddField(
            "enclosure", "digest", models.CharField(blank=True, default="", max_length=64), preserve_default=False
        ),
    ]
