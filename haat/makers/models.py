"""Who makes: federations, village organisations, groups, artisans, their members, papers and banks."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from haat.core.models import Picture
from haat.people.models import User
from haat.places.models import Mart, Place


class Organisation(models.Model):
    """A federation (CLF) or a village organisation (VO) below it. Closed ones stay for what once named them;
    one that was merged says into which."""

    class Kind(models.TextChoices):
        FEDERATION = "federation"
        VILLAGE = "village"

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="organisations")
    kind = models.CharField(max_length=10, choices=Kind)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    slug = models.SlugField(max_length=60)
    names = models.JSONField(default=dict)
    closed_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mart", "slug"], name="organisation_slug")]

    def __str__(self) -> str:
        return self.slug


class Seller(models.Model):
    """Who invoices: a maker in its own name, or an organisation that buys from makers. Without a GSTIN it
    sells within its own state only, under its GST enrolment number."""

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="sellers")
    legal_name = models.CharField(max_length=160)
    address = models.TextField()
    pin = models.CharField(max_length=6)
    state = models.ForeignKey(Place, models.PROTECT, related_name="+")
    gstin = models.CharField(max_length=15, blank=True)
    gstin_before = models.CharField(max_length=15, blank=True)  # taken off it when its maker was found to be another
    enrolment = models.CharField(max_length=20, blank=True)
    pan = models.CharField(max_length=10, blank=True)
    fssai = models.CharField(max_length=14, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="sellers")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gstin"], condition=~Q(gstin=""), name="seller_gstin_once")]

    def __str__(self) -> str:
        return self.legal_name

    @property
    def registered(self) -> bool:
        """True when it has a GSTIN: it charges tax and may sell to every state."""
        return bool(self.gstin)

    @property
    def bills_under(self) -> str:
        """The GSTIN on papers of what was ordered of it: its own, or the one it had until its maker was merged."""
        return self.gstin or self.gstin_before


class MakerQuerySet(models.QuerySet["Maker"]):
    def live(self) -> "MakerQuerySet":
        return self.filter(state=Maker.State.LIVE)

    def own(self) -> "MakerQuerySet":
        """Without those that were found to be another one."""
        return self.exclude(state=Maker.State.MERGED)

    def within(self, place: Place) -> "MakerQuerySet":
        """Makers whose place is `place` or below it."""
        return self.filter(place.range("place__path"))


class Maker(models.Model):
    """Anyone who makes: an artisan (a vendor of the mart), a self-help group or a producer group."""

    class Kind(models.TextChoices):
        ARTISAN = "artisan"
        GROUP = "group"
        PRODUCER_GROUP = "producer_group"

    class State(models.TextChoices):
        ENROLLED = "enrolled"
        LIVE = "live"
        PAUSED = "paused"
        MERGED = "merged"  # found to be another maker, `merged_into`

    class ShareRule(models.TextChoices):
        EQUAL = "equal"
        BY_WORK = "by_work"
        BY_AMOUNTS = "by_amounts"

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="makers")
    kind = models.CharField(max_length=15, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.ENROLLED)
    slug = models.SlugField(max_length=80)
    names = models.JSONField(default=dict)
    stories = models.JSONField(default=dict)
    block = models.ForeignKey(Place, models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, models.PROTECT, related_name="makers")
    pin = models.CharField(max_length=6)
    phone = models.CharField(max_length=16, blank=True)
    since = models.PositiveSmallIntegerField(null=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="makers")
    seller = models.ForeignKey(Seller, models.PROTECT, related_name="makers")
    share_rule = models.CharField(max_length=10, choices=ShareRule, default=ShareRule.EQUAL)
    lokos_id = models.CharField(max_length=30, blank=True)
    portrait = models.ForeignKey(Picture, models.PROTECT, null=True, related_name="+")
    member_count = models.PositiveIntegerField(default=0)
    enrolled_at = models.DateTimeField(default=timezone.now)
    live_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged", db_index=False)

    objects = MakerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mart", "slug"], name="maker_slug"),
            models.UniqueConstraint(fields=["mart", "lokos_id"], condition=~Q(lokos_id=""), name="maker_lokos_once"),
        ]
        indexes = [
            models.Index(fields=["mart", "block", "state"], name="maker_block"),
            models.Index(fields=["mart", "phone"], name="maker_phone"),
            models.Index(fields=["mart", "state", "enrolled_at"], name="maker_state"),
            models.Index(fields=["merged_into"], condition=Q(merged_into__isnull=False), name="maker_merged"),
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def is_group(self) -> bool:
        return self.kind != self.Kind.ARTISAN


class NameKey(models.Model):
    """One of a maker's names by its sound (`alike.key_of`): by it two spellings of one name find each other."""

    maker = models.ForeignKey(Maker, models.CASCADE, related_name="name_keys")
    key = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["maker", "key"], name="name_key_once")]
        indexes = [models.Index(fields=["key"], name="name_key")]

    def __str__(self) -> str:
        return self.key


class Member(models.Model):
    """A member of a maker (an artisan has one: herself). With a user she may act on the maker's phone.

    `work_units` weighs her share when the rule is by work; `amount_share` when it is by amounts.
    """

    maker = models.ForeignKey(Maker, models.CASCADE, related_name="members")
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="memberships")
    names = models.JSONField(default=dict)
    leads = models.BooleanField(default=False)
    work_units = models.PositiveIntegerField(default=1)
    amount_share = models.PositiveIntegerField(default=1)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["maker", "user"], name="member_user_once")]

    def __str__(self) -> str:
        return f"member {self.pk} of {self.maker_id}"


class BankAccount(models.Model):
    """Where a maker's payouts go: written down by one person (`set_by_id`; None: a table from the command line),
    confirmed by another. `sent_back`: the bank refused it, or it is another maker's, and it has to be written down
    again."""

    maker = models.OneToOneField(Maker, models.CASCADE, related_name="bank")
    holder = models.CharField(max_length=120)
    number = models.CharField(max_length=20)
    ifsc = models.CharField(max_length=11)
    bank_name = models.CharField(max_length=80)
    set_by_id = models.BigIntegerField(null=True)
    confirmed = models.BooleanField(default=False)
    sent_back = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["number"], name="bank_number")]

    def __str__(self) -> str:
        return f"account of {self.maker_id}"


class PaperFile(models.Model):
    """A picture or PDF of a paper, or of the passbook (`document` None), sealed: see `actions.files`.

    `about` is the masked number that it was given with; of several the newest counts, the others stay until that is
    decided on.
    """

    maker = models.ForeignKey(Maker, models.CASCADE, related_name="paper_files")
    document = models.ForeignKey("Document", models.CASCADE, null=True, related_name="paper_files")
    about = models.CharField(max_length=60)
    kind = models.CharField(max_length=4, choices=[("jpeg", "jpeg"), ("pdf", "pdf")])
    sealed = models.BinaryField()
    by_id = models.BigIntegerField(null=True)
    given_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} of {self.maker_id}"


class PaperKind(models.Model):
    """A kind of paper: who has it, how its number looks, how long it holds and what is asked of it. Not per mart.

    `paper`: what rules call it, where two kinds are the same paper: a licence of one's own, and one by another's unit.
    `several`: one holder may have more than one, told apart by number (and brand). `shape`: how a cleaned number looks
    (a regular expression), `proof` what that shows. `years` it holds, where that is known; `asks`: facts that belong
    to it (`makers.paper_facts`). `why` it is asked for, by language. A row is what an office made or changed: it
    stands before the one of the same slug in the project's own list (`makers.data`), which needs no rows.
    """

    class Holder(models.TextChoices):
        MAKER = "maker"
        MEMBER = "member"  # a person, never a group
        SELLER = "seller"  # who invoices, often a federation
        MART = "mart"

    class Proof(models.TextChoices):
        GSTIN = "gstin"  # its last sign follows from the others: a slip shows
        SHAPE = "shape"  # it looks right; only the office that gave it knows more
        NONE = "none"  # its shape is published nowhere

    class Lasts(models.TextChoices):
        LIFE = "life"
        EXPIRES = "expires"
        YEARLY_FEE = "yearly_fee"
        YEARLY_DUTY = "yearly_duty"  # to be confirmed, filed or proven each year

    slug = models.SlugField(max_length=30, unique=True)
    paper = models.SlugField(max_length=30, db_index=False)
    names = models.JSONField(default=dict)
    why = models.JSONField(default=dict)
    holder = models.CharField(max_length=6, choices=Holder)
    several = models.BooleanField(default=False)
    shape = models.CharField(max_length=200, blank=True)
    example = models.CharField(max_length=40, blank=True)
    proof = models.CharField(max_length=5, choices=Proof, default=Proof.NONE)
    lasts = models.CharField(max_length=11, choices=Lasts, default=Lasts.LIFE)
    years = models.PositiveSmallIntegerField(null=True)
    asks = models.JSONField(default=list)
    source = models.CharField(max_length=200, blank=True)
    sure = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=100)
    changed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.slug


class PaperRule(models.Model):
    """What more is known of a paper than that a kind of goods names it: from when, where, with which figures or words.

    `need`: must, claim, advised, must_unless_relief, must_for_relief, relief, or must_if_… (`makers.paper_rules`).
    `beside`: it holds only for goods whose kind names that paper too. `of_all`: for every good, also where its kind
    does not name `paper`. `where`: everywhere, marketplaces, other_states, or a channel. `conditions`: {words, said,
    unless_said, unsaid, unsure, kinds, covers, own, most, among, within_days, on, said_by, spares}
    (`makers.paper_proofs`); of an office's own also {crafts, goods: the slugs it is for alone; besides: it only adds,
    outside its days it is as if it were not there}. `says` why, by language. `sure` False: not proven, shown as "not
    known, ask". Rows are an office's, as of `PaperKind`.
    """

    slug = models.SlugField(max_length=40, unique=True)
    paper = models.SlugField(max_length=30, db_index=False)
    need = models.CharField(max_length=30)
    beside = models.SlugField(max_length=30, blank=True, db_index=False)
    of_all = models.BooleanField(default=False)
    where = models.SlugField(max_length=20, default="everywhere", db_index=False)
    from_on = models.DateField(null=True)
    until_on = models.DateField(null=True)  # its last day
    conditions = models.JSONField(default=dict)
    says = models.JSONField(default=dict)
    source = models.CharField(max_length=200, blank=True)
    sure = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=100)
    changed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.slug


class Paper(models.Model):
    """A number that somebody gave, from when and until when it holds, and what stands on the paper beside it.

    `kind` is a `PaperKind`. `which` tells one from others of its kind where a holder may have several; else empty.
    `facts`: {a fact of `makers.paper_facts`: its value}, such as turnover in paise.
    """

    class Kind(models.TextChoices):
        PAN = "pan"
        GSTIN = "gstin"
        ENROLMENT = "enrolment"
        FSSAI = "fssai"
        UDYAM = "udyam"
        UDYAM_ASSIST = "udyam_assist"
        PASSBOOK = "passbook"
        ARTISAN_CARD = "artisan_card"
        WEAVER_CARD = "weaver_card"
        PM_VISHWAKARMA = "pm_vishwakarma"
        INDIA_HANDMADE = "india_handmade"
        HANDLOOM_MARK = "handloom_mark"
        INDIA_HANDLOOM = "india_handloom"
        SILK_MARK = "silk_mark"
        KHADI_MARK = "khadi_mark"
        GI_USER = "gi_user"
        ORGANIC_CERTIFICATE = "organic_certificate"
        HALLMARK = "hallmark"
        BIS_TOY = "bis_toy"
        BIS_FURNITURE = "bis_furniture"
        AYUSH_LICENCE = "ayush_licence"
        AYUSH_LOAN_LICENCE = "ayush_loan_licence"
        COSMETICS_LICENCE = "cosmetics_licence"
        PACKER = "packer"
        TRANSIT_PERMIT = "transit_permit"
        TRADE_MARK = "trade_mark"
        GTIN_EXEMPTION = "gtin_exemption"
        IEC = "iec"
        LUT = "lut"
        EPR_PLASTIC = "epr_plastic"

    class State(models.TextChoices):
        GIVEN = "given"
        ACCEPTED = "accepted"
        REFUSED = "refused"

    kind = models.CharField(max_length=30)
    which = models.CharField(max_length=170, blank=True)
    number = models.CharField(max_length=40)
    state = models.CharField(max_length=8, choices=State, default=State.GIVEN)
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    facts = models.JSONField(default=dict)
    given_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True


class Document(Paper):
    """A paper of a maker: PAN, enrolment, FSSAI, bank passbook, a card, a licence, a mark."""

    maker = models.ForeignKey(Maker, models.CASCADE, related_name="documents")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["maker", "kind", "which"], name="document_once")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.maker_id}"


class SellerPaper(Paper):
    """A paper of who invoices, such as a federation's khadi certificate; its tax numbers stand in the seller itself."""

    seller = models.ForeignKey(Seller, models.CASCADE, related_name="papers")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seller", "kind", "which"], name="seller_paper_once")]

    def __str__(self) -> str:
        return f"{self.kind} of seller {self.seller_id}"
