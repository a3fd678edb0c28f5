from django.db import migrations, models

KNOWN = """
    UPDATE shelf_shelf SET artisan = TRUE
    WHERE maker_id IN (SELECT id FROM makers_maker WHERE kind = 'artisan')
"""


class Migration(migrations.Migration):
    dependencies = [("makers", "0001_initial"), ("shelf", "0002_search_index")]

    operations = [
        migrations.AddField("shelf", "artisan", models.BooleanField(default=False)),
        migrations.RunSQL(KNOWN, migrations.RunSQL.noop),
    ]
