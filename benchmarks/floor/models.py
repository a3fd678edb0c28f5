"""The one row a page asks for."""

from django.db import models


class Good(models.Model):
    """A good of the measured mart, in the product's own table."""

    slug = models.CharField(max_length=100)
    live_at = models.DateTimeField(null=True)

    class Meta:
        managed = False
        db_table = "catalogue_good"

    def __str__(self) -> str:
        return self.slug
