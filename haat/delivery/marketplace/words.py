"""Words of what marketplaces fetch. No buyer of the mart's own shop reads them: who ordered elsewhere reads there."""

from django.utils.translation import gettext_lazy as _

TITLE = _("The marketplace’s carrier")
LEAVING = _("Parcel %(number)s is on its way with the marketplace: %(article)s.")
ARTICLE = _("Tracking number")
TO_GIVE = _("To be fetched by marketplaces")
HAS = _("Fetched by marketplaces")
BAD_ARTICLE = _("Tracking number: 4 to 30 letters and digits.")
