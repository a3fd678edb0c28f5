from django.db import migrations, models

import haat.core.ends


class Migration(migrations.Migration):
    dependencies = [("haat_messages", "0003_forget_codes")]

    operations = [
        migrations.AddIndex(
            model_name="message",
            index=models.Index(models.F("mart"), haat.core.ends.LastFour("phone"), name="message_phone_end"),
        ),
    ]
