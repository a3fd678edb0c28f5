from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0002_changes_and_crafts_asked")]

    operations = [
        migrations.RemoveConstraint(model_name="change", name="change_of_one_thing"),
        migrations.AddField(
            model_name="change", name="words", field=models.TextField(blank=True, default=""), preserve_default=False
        ),
        migrations.AlterField(
            model_name="change",
            name="kind",
            field=models.CharField(
                choices=[("name", "Name"), ("words", "Words"), ("picture", "Picture")], max_length=7
            ),
        ),
        migrations.AddConstraint(
            model_name="change",
            constraint=models.CheckConstraint(
                condition=Q(kind="name", words="", picture=None) & ~Q(name="")
                | Q(kind="words", name="", picture=None) & ~Q(words="")
                | Q(kind="picture", name="", words="", picture__isnull=False),
                name="change_of_one_thing",
            ),
        ),
    ]
