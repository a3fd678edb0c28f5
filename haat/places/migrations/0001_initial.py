import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Mart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(unique=True)),
                ("names", models.JSONField(default=dict)),
                ("lines", models.JSONField(default=dict)),
                ("languages", models.JSONField(default=list)),
                ("accent", models.CharField(default="#A3261F", max_length=7)),
                ("motif", models.SlugField(default="haat")),
                ("order_prefix", models.CharField(max_length=4)),
                ("legal_name", models.CharField(max_length=120)),
                ("address", models.TextField()),
                ("phone", models.CharField(max_length=16)),
                ("email", models.EmailField(max_length=254)),
                ("grievance_officer", models.CharField(max_length=120)),
                ("vpa", models.CharField(blank=True, max_length=120)),
                ("words", models.JSONField(default=dict)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("accent__regex", "^#[0-9A-Fa-f]{6}$")), name="mart_accent_is_hex"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MartHost",
            fields=[
                ("host", models.CharField(max_length=120, primary_key=True, serialize=False)),
                (
                    "mart",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="hosts", to="places.mart"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Place",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("state", "State"),
                            ("district", "District"),
                            ("block", "Block"),
                            ("locality", "Locality"),
                        ],
                        max_length=10,
                    ),
                ),
                ("path", models.CharField(max_length=40, unique=True)),
                ("slug", models.SlugField(max_length=60)),
                ("lgd_code", models.PositiveIntegerField(null=True)),
                ("gst_code", models.CharField(blank=True, max_length=2)),
                ("names", models.JSONField(default=dict)),
                ("pin", models.CharField(blank=True, max_length=6)),
                ("latitude", models.FloatField(null=True)),
                ("longitude", models.FloatField(null=True)),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="places.place",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("parent", "slug"), name="place_slug_in_parent"),
                    models.UniqueConstraint(fields=("kind", "lgd_code"), name="place_lgd"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PinCode",
            fields=[
                ("pin", models.CharField(max_length=6, primary_key=True, serialize=False)),
                ("office", models.CharField(max_length=60)),
                ("latitude", models.FloatField(null=True)),
                ("longitude", models.FloatField(null=True)),
                (
                    "district",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"),
                ),
                (
                    "state",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"),
                ),
            ],
        ),
        migrations.AddField(
            model_name="mart",
            name="place",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="marts", to="places.place"
            ),
        ),
    ]
