"""Rows that were brought in and said nothing odd: a list that comes again is read only where it is another one."""

from django.db import models


class KnownRows(models.Model):
    """Marks of rows that are in (`marks.Marks`), eight bytes each, as one batch of a list left them.

    `reader` says how they were read: another meaning of a column, or another way to read it, makes all marks strange.
    They go when a later list of the same columns changes what an earlier one told, but for that list's own.
    """

    columns = models.ForeignKey("ColumnMap", models.CASCADE, related_name="+", db_index=False)
    upload = models.ForeignKey("ListUpload", models.CASCADE, related_name="+")
    reader = models.CharField(max_length=16)
    marks = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["columns", "reader"], name="known_rows_read")]

    def __str__(self) -> str:
        return f"{len(self.marks) // 8} rows of columns {self.columns_id}"
