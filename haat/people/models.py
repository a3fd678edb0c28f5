"""People, how they sign in, and the roles they hold at a place."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils import timezone

from haat.places.models import Mart, Place


class UserManager(BaseUserManager["User"]):
    """Only what Django's own commands need; people are made by `people.actions`."""

    def get_by_natural_key(self, phone: str | None) -> "User":
        return self.get(phone=phone)


class User(AbstractBaseUser, PermissionsMixin):
    """A person by phone (E.164). The office adds a password and a second factor; makers and buyers use codes."""

    phone = models.CharField(max_length=16, unique=True)
    phone_verified = models.BooleanField(default=False)
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=5, default="hi")
    is_active = models.BooleanField(default=True)
    made_at = models.DateTimeField(default=timezone.now)

    objects = UserManager()
    USERNAME_FIELD = "phone"
    REQUIRED_FIELDS = []
    # True while she acts from a session in which she gave the second factor. Never stored: only where a session is
    # read is it set, so whoever forgets to may do nothing in anybody's name.
    proven = False

    def __str__(self) -> str:
        return self.name or f"user {self.pk}"


class Role(models.Model):
    """A person's role at a place, for one mart. Scope is the place and everything below it."""

    class Kind(models.TextChoices):
        COLLECTOR = "collector"
        DESK = "desk"
        COORDINATOR = "coordinator"
        ACCOUNTANT = "accountant"
        RIDER = "rider"
        AUDITOR = "auditor"

    user = models.ForeignKey(User, models.CASCADE, related_name="roles")
    mart = models.ForeignKey(Mart, models.CASCADE, related_name="roles")
    place = models.ForeignKey(Place, models.PROTECT, related_name="roles")
    kind = models.CharField(max_length=12, choices=Kind)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "mart", "place", "kind"], name="role_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind} at {self.place_id}"


class Consent(models.Model):
    """That a person agreed to a notice (DPDP): which, in what language, and when it was withdrawn."""

    user = models.ForeignKey(User, models.CASCADE, related_name="consents")
    notice = models.SlugField(max_length=60)
    language = models.CharField(max_length=5)
    given_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.user_id} {self.notice}"


class PhoneCode(models.Model):
    """A code sent to a phone: only its digest is kept, it lives ten minutes and bears five tries."""

    phone = models.CharField(max_length=16)
    purpose = models.SlugField(max_length=20)
    # The browser that asked: a stranger who asks for the same phone neither replaces its code nor uses up its tries.
    browser = models.CharField(max_length=32, blank=True)
    digest = models.CharField(max_length=64)
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["phone", "purpose", "-id"], name="phone_code_last")]

    def __str__(self) -> str:
        return f"code {self.pk}"


class SecondFactor(models.Model):
    """A person's authenticator app (TOTP, RFC 6238). The secret is sealed; a step is accepted once."""

    user = models.OneToOneField(User, models.CASCADE, related_name="second_factor")
    sealed_secret = models.CharField(max_length=200)
    last_step = models.BigIntegerField(default=0)
    confirmed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"second factor of {self.user_id}"
