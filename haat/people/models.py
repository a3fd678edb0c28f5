"""People, how they sign in, and the roles they hold at a place."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac

from haat.places.models import Mart, Place

# Django's own, so that who is signed in stays so.
SESSION_SALT = "django.contrib.auth.models.AbstractBaseUser.get_session_auth_hash"


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
    # One more: every session of hers ends, though her password stays.
    session_turn = models.PositiveIntegerField(default=0)

    objects = UserManager()
    USERNAME_FIELD = "phone"
    REQUIRED_FIELDS = []
    # True while she acts from a session in which she gave the second factor. Never stored: only where a session is
    # read is it set, so whoever forgets to may do nothing in anybody's name.
    proven = False

    def __str__(self) -> str:
        return self.name or f"user {self.pk}"

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must agree with: the password, and the turn of her sessions once there was one."""
        if not self.session_turn:  # sessions begun before there were turns go on
            return salted_hmac(SESSION_SALT, self.password, secret=secret, algorithm="sha256").hexdigest()
        told = f"{self.password}:{self.session_turn}"
        return salted_hmac(SESSION_SALT, told, secret=secret, algorithm="sha256").hexdigest()


class Role(models.Model):
    """A person's role at a place, for one mart. Scope is the place and everything below it.

    A federation's accountant and a village organisation's secretary hold theirs at an organisation of the makers' room
    (`organisation_id`) and see it alone; a community resource person (CRP) at one too, or at a village.
    """

    class Kind(models.TextChoices):
        COLLECTOR = "collector"
        DESK = "desk"
        COORDINATOR = "coordinator"
        ACCOUNTANT = "accountant"
        RIDER = "rider"
        AUDITOR = "auditor"
        FEDERATION = "federation"
        SURVEYOR = "surveyor"
        SECRETARY = "secretary"
        CRP = "crp"

    user = models.ForeignKey(User, models.CASCADE, related_name="roles")
    mart = models.ForeignKey(Mart, models.CASCADE, related_name="roles")
    place = models.ForeignKey(Place, models.PROTECT, related_name="roles")
    kind = models.CharField(max_length=12, choices=Kind)
    organisation_id = models.BigIntegerField(null=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "mart", "place", "kind"],
                condition=models.Q(organisation_id=None),
                name="role_once_at_place",
            ),
            models.UniqueConstraint(fields=["user", "organisation_id", "kind"], name="role_once_at_organisation"),
            models.CheckConstraint(
                condition=models.Q(kind__in=("federation", "secretary"), organisation_id__isnull=False)
                | models.Q(kind="crp")
                | (~models.Q(kind__in=("federation", "secretary")) & models.Q(organisation_id=None)),
                name="role_of_organisation",
            ),
        ]
        indexes = [models.Index(fields=["organisation_id"], name="role_organisation")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind} at {self.place_id}"


class Invitation(models.Model):
    """The way in for somebody who has no password yet, or lost it: a code handed over once, of which a digest is kept.

    It is over when used, withdrawn (`ended_at`), replaced by another, or old. `by_id` made it.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="invitations")
    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    by_id = models.BigIntegerField(null=True)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(used_at=None, ended_at=None), name="invitation_one_open"
            )
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk} of {self.user_id}"


class Consent(models.Model):
    """That a person agreed to a mart's notice (DPDP): in what language and how, and when it was withdrawn.

    The notice names the mart: a yes to one is none to another.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="consents")
    mart = models.ForeignKey(Mart, models.CASCADE, null=True, related_name="+")
    notice = models.SlugField(max_length=60)
    version = models.PositiveSmallIntegerField(default=1)
    language = models.CharField(max_length=5)
    how = models.CharField(max_length=8, blank=True)  # spoken, written or thumb; empty: not said
    given_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.user_id} {self.notice}"


class PhoneCode(models.Model):
    """A code sent to a phone: only its digest is kept, it lives ten minutes and bears five tries.

    `mart`: where it was asked for, whose clock deletes it; None for codes of before this was kept.
    """

    mart = models.ForeignKey(Mart, models.CASCADE, null=True, related_name="+")
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
