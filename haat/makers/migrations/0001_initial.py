import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0001_initial"),
        ("people", "__first__"),
        ("places", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Maker",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("artisan", "Artisan"), ("group", "Group"), ("producer_group", "Producer Group")],
                        max_length=15,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("enrolled", "Enrolled"), ("live", "Live"), ("paused", "Paused")],
                        default="enrolled",
                        max_length=10,
                    ),
                ),
                ("slug", models.SlugField(max_length=80)),
                ("names", models.JSONField(default=dict)),
                ("stories", models.JSONField(default=dict)),
                ("pin", models.CharField(max_length=6)),
                ("phone", models.CharField(max_length=16)),
                ("since", models.PositiveSmallIntegerField(null=True)),
                (
                    "share_rule",
                    models.CharField(
                        choices=[("equal", "Equal"), ("by_work", "By Work"), ("by_amounts", "By Amounts")],
                        default="equal",
                        max_length=10,
                    ),
                ),
                ("lokos_id", models.CharField(blank=True, max_length=30)),
                ("member_count", models.PositiveIntegerField(default=0)),
                ("enrolled_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("live_at", models.DateTimeField(null=True)),
                (
                    "block",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"),
                ),
                (
                    "mart",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="makers", to="places.mart"
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="makers", to="places.place"
                    ),
                ),
                (
                    "portrait",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.picture"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["mart", "block", "state"], name="maker_block"),
                    models.Index(fields=["mart", "phone"], name="maker_phone"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("mart", "slug"), name="maker_slug"),
                    models.UniqueConstraint(
                        condition=models.Q(("lokos_id", ""), _negated=True),
                        fields=("mart", "lokos_id"),
                        name="maker_lokos_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BankAccount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("holder", models.CharField(max_length=120)),
                ("number", models.CharField(max_length=20)),
                ("ifsc", models.CharField(max_length=11)),
                ("bank_name", models.CharField(max_length=80)),
                ("set_by_id", models.BigIntegerField(null=True)),
                ("confirmed", models.BooleanField(default=False)),
                ("sent_back", models.BooleanField(default=False)),
                (
                    "maker",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="bank", to="makers.maker"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(choices=[("federation", "Federation"), ("village", "Village")], max_length=10),
                ),
                ("slug", models.SlugField(max_length=60)),
                ("names", models.JSONField(default=dict)),
                (
                    "mart",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="organisations", to="places.mart"
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="makers.organisation",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("mart", "slug"), name="organisation_slug")],
            },
        ),
        migrations.AddField(
            model_name="maker",
            name="organisation",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="makers", to="makers.organisation"
            ),
        ),
        migrations.CreateModel(
            name="Seller",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("legal_name", models.CharField(max_length=160)),
                ("address", models.TextField()),
                ("pin", models.CharField(max_length=6)),
                ("gstin", models.CharField(blank=True, max_length=15)),
                ("enrolment", models.CharField(blank=True, max_length=15)),
                ("pan", models.CharField(blank=True, max_length=10)),
                ("fssai", models.CharField(blank=True, max_length=14)),
                (
                    "mart",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sellers", to="places.mart"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sellers",
                        to="makers.organisation",
                    ),
                ),
                (
                    "state",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("gstin", ""), _negated=True), fields=("gstin",), name="seller_gstin_once"
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="maker",
            name="seller",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="makers", to="makers.seller"
            ),
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("pan", "Pan"),
                            ("gstin", "Gstin"),
                            ("enrolment", "Enrolment"),
                            ("fssai", "Fssai"),
                            ("udyam", "Udyam"),
                            ("passbook", "Passbook"),
                            ("artisan_card", "Artisan Card"),
                        ],
                        max_length=12,
                    ),
                ),
                ("number", models.CharField(max_length=40)),
                (
                    "state",
                    models.CharField(
                        choices=[("given", "Given"), ("accepted", "Accepted"), ("refused", "Refused")],
                        default="given",
                        max_length=8,
                    ),
                ),
                ("valid_until", models.DateField(null=True)),
                ("given_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "maker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="documents", to="makers.maker"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("maker", "kind"), name="document_once")],
            },
        ),
        migrations.CreateModel(
            name="Member",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("names", models.JSONField(default=dict)),
                ("leads", models.BooleanField(default=False)),
                ("work_units", models.PositiveIntegerField(default=1)),
                ("amount_share", models.PositiveIntegerField(default=1)),
                ("active", models.BooleanField(default=True)),
                (
                    "maker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="members", to="makers.maker"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("maker", "user"), name="member_user_once")],
            },
        ),
    ]
