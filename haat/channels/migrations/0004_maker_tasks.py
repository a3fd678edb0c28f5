import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0004_kinds_and_attributes"),
        ("channels", "0003_parcels_and_settlements"),
        ("places", "0002_mart_settings"),
    ]

    operations = [
        migrations.CreateModel(
            name="MakerTask",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("answer", "Answer"),
                            ("weight", "Weight"),
                            ("size", "Size"),
                            ("picture", "Picture"),
                            ("paper", "Paper"),
                            ("other", "Other"),
                        ],
                        max_length=7,
                    ),
                ),
                ("about", models.CharField(blank=True, max_length=80)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("told_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("answered_by_id", models.BigIntegerField(null=True)),
                ("handed_at", models.DateTimeField(null=True)),
                ("handed_by_id", models.BigIntegerField(null=True)),
                (
                    "why",
                    models.CharField(
                        blank=True,
                        choices=[("unknown", "Unknown"), ("right", "Right"), ("help", "Help")],
                        max_length=7,
                    ),
                ),
                (
                    "good",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tasks", to="catalogue.good"
                    ),
                ),
                (
                    "mart",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="places.mart"),
                ),
                (
                    "variant",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="catalogue.variant",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="makertask",
            constraint=models.UniqueConstraint(
                condition=models.Q(("variant", None)),
                fields=("good", "kind", "about"),
                name="maker_task_of_good_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="makertask",
            constraint=models.UniqueConstraint(
                condition=models.Q(("variant__isnull", False)),
                fields=("good", "variant", "kind", "about"),
                name="maker_task_of_size_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="makertask",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("handed_at", None), ("why", "")),
                    models.Q(("handed_at__isnull", False), models.Q(("why", ""), _negated=True)),
                    _connector="OR",
                ),
                name="maker_task_handed_on_says_why",
            ),
        ),
    ]
