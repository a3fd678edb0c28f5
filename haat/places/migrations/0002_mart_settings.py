import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("places", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="mart",
            name="bank_holder",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name="mart",
            name="bank_ifsc",
            field=models.CharField(blank=True, max_length=11),
        ),
        migrations.AddField(
            model_name="mart",
            name="bank_number",
            field=models.CharField(blank=True, max_length=34),
        ),
        migrations.AddField(
            model_name="mart",
            name="closed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="mart",
            name="crafts",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="mart",
            name="festivals",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="mart",
            name="legal_names",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="mart",
            name="opened_at",
            field=models.DateTimeField(default=django.utils.timezone.now, null=True),
        ),
        migrations.AddField(
            model_name="mart",
            name="proposed",
            field=models.JSONField(default=dict),
        ),
    ]
