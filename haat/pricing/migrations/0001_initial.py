import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("catalogue", "0001_initial"),
        ("places", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="CostSheet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("materials", models.JSONField(default=list)),
                ("minutes", models.PositiveIntegerField(default=0)),
                ("other_paise", models.PositiveBigIntegerField(default=0)),
                (
                    "variant",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="cost", to="catalogue.variant"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TaxRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=60)),
                ("hsn", models.CharField(max_length=8)),
                ("names", models.JSONField(default=dict)),
                ("rate_bp", models.PositiveIntegerField()),
                ("packed_and_labelled", models.BooleanField(null=True)),
                ("over_paise", models.PositiveBigIntegerField(null=True)),
                ("up_to_paise", models.PositiveBigIntegerField(null=True)),
                ("from_date", models.DateField()),
                ("to_date", models.DateField(null=True)),
                ("source", models.CharField(max_length=200)),
            ],
            options={
                "indexes": [models.Index(fields=["slug", "from_date"], name="tax_slug")],
            },
        ),
        migrations.CreateModel(
            name="Wage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day_paise", models.PositiveIntegerField()),
                ("from_date", models.DateField()),
                ("source", models.CharField(max_length=200)),
                (
                    "state",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FeeRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("channel", models.SlugField(default="mart", max_length=20)),
                ("fee_bp", models.PositiveIntegerField()),
                ("packing_paise", models.PositiveIntegerField(default=0)),
                ("from_date", models.DateField()),
                ("source", models.CharField(max_length=200)),
                (
                    "mart",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="fee_rules", to="places.mart"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("mart", "channel", "from_date"), name="fee_rule_once"),
                    models.CheckConstraint(condition=models.Q(("fee_bp__lte", 5000)), name="fee_at_most_half"),
                ],
            },
        ),
    ]
