"""Closed vocabularies of the field guide; stored as their values, shown through the translation function."""

from enum import StrEnum


class Platform(StrEnum):
    INSTAGRAM = "instagram"
    TIKTOK = "tiktok"
    YOUTUBE = "youtube"
    FACEBOOK = "facebook"
    X = "x"
    LINKEDIN = "linkedin"
    PINTEREST = "pinterest"
    TWITCH = "twitch"
    BLOG = "blog"
    PODCAST = "podcast"
    NEWSLETTER = "newsletter"
    OTHER = "other"

    @property
    def tag(self) -> str:
        """Two letters for table cells."""
        return _PLATFORM_TAGS[self]


_PLATFORM_TAGS = {
    Platform.INSTAGRAM: "IG", Platform.TIKTOK: "TT", Platform.YOUTUBE: "YT", Platform.FACEBOOK: "FB",
    Platform.X: "X", Platform.LINKEDIN: "LI", Platform.PINTEREST: "PI", Platform.TWITCH: "TW",
    Platform.BLOG: "BL", Platform.PODCAST: "PO", Platform.NEWSLETTER: "NL", Platform.OTHER: "–",
}


class DeliverableKind(StrEnum):
    """Formats of features C3; `IGTV` is legacy and kept for import only."""

    GRID_POST = "grid_post"
    CAROUSEL = "carousel"
    STORY = "story"
    REEL = "reel"
    IGTV = "igtv"
    TIKTOK_VIDEO = "tiktok_video"
    YOUTUBE_SHORT = "youtube_short"
    YOUTUBE_MENTION = "youtube_mention"
    YOUTUBE_DEDICATED = "youtube_dedicated"
    BLOG_FEATURE = "blog_feature"
    NEWSLETTER = "newsletter"
    PODCAST = "podcast"
    LIVE_QA = "live_qa"
    POLL = "poll"
    RAW_UGC = "raw_ugc"
    EVENT = "event"

    @property
    def post_format(self) -> str:
        """The format word the disclosure engine uses: feed_post, story, video, live, blog, podcast, newsletter."""
        return _POST_FORMATS[self]


_POST_FORMATS = {
    DeliverableKind.GRID_POST: "feed_post", DeliverableKind.CAROUSEL: "feed_post",
    DeliverableKind.STORY: "story", DeliverableKind.POLL: "story", DeliverableKind.REEL: "video",
    DeliverableKind.IGTV: "video", DeliverableKind.TIKTOK_VIDEO: "video", DeliverableKind.YOUTUBE_SHORT: "video",
    DeliverableKind.YOUTUBE_MENTION: "video", DeliverableKind.YOUTUBE_DEDICATED: "video",
    DeliverableKind.BLOG_FEATURE: "blog", DeliverableKind.NEWSLETTER: "newsletter",
    DeliverableKind.PODCAST: "podcast", DeliverableKind.LIVE_QA: "live", DeliverableKind.RAW_UGC: "video",
    DeliverableKind.EVENT: "feed_post",
}


class RelationshipStage(StrEnum):
    PROSPECT = "prospect"
    VETTED = "vetted"
    CONTACTED = "contacted"
    IN_TALKS = "in_talks"
    NEGOTIATING = "negotiating"
    AGREED = "agreed"
    CONTRACTED = "contracted"
    ACTIVE = "active"
    COMPLETED = "completed"
    AMBASSADOR = "ambassador"
    DORMANT = "dormant"
    DO_NOT_CONTACT = "do_not_contact"
    BLACKLISTED = "blacklisted"


class ClientDecision(StrEnum):
    """The client's word on a creator, kept apart from the pipeline."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    BACKUP = "backup"


class CampaignState(StrEnum):
    PLANNING = "planning"
    RUNNING = "running"
    FINISHED = "finished"
    ARCHIVED = "archived"


class Objective(StrEnum):
    AWARENESS = "awareness"
    ENGAGEMENT = "engagement"
    CONVERSION = "conversion"
    USER_GENERATED_CONTENT = "user_generated_content"


class DeliverableState(StrEnum):
    NOT_STARTED = "not_started"
    BRIEFED = "briefed"
    CONCEPT_IN = "concept_in"
    DRAFT_IN = "draft_in"
    INTERNAL_REVIEW = "internal_review"
    CLIENT_REVIEW = "client_review"
    CHANGES_REQUESTED = "changes_requested"
    APPROVED = "approved"
    SCHEDULED = "scheduled"
    LIVE = "live"
    PROOF_CAPTURED = "proof_captured"
    METRICS_CAPTURED = "metrics_captured"
    COMPLETE = "complete"
    CANCELLED = "cancelled"
    REPLACED = "replaced"


class ContractState(StrEnum):
    DRAFT = "draft"
    SENT = "sent"
    CHANGES = "changes"
    SIGNED = "signed"
    COUNTERSIGNED = "countersigned"
    ACTIVE = "active"
    EXPIRED = "expired"
    TERMINATED = "terminated"


class PaymentState(StrEnum):
    NOT_DUE = "not_due"
    DUE = "due"
    INVOICE_RECEIVED = "invoice_received"
    APPROVED = "approved"
    PART_PAID = "part_paid"
    PAID = "paid"
    DISPUTED = "disputed"


class CompensationModel(StrEnum):
    FLAT_FEE = "flat_fee"
    PRODUCT_SEEDING = "product_seeding"
    COMMISSION = "commission"
    HYBRID = "hybrid"


class Verdict(StrEnum):
    """Outcome of a disclosure check; `CANNOT_TELL` shows a rule that lacks its data and counts as warn."""

    NOT_CHECKED = "not_checked"
    PASS = "pass"
    WARN = "warn"
    FAIL = "fail"
    CANNOT_TELL = "cannot_tell"


class BallHolder(StrEnum):
    """Who has to act next."""

    US = "us"
    CREATOR = "creator"
    CLIENT = "client"


class MilestoneKind(StrEnum):
    BRIEF = "brief"
    SHIPPING = "shipping"
    APPROVAL = "approval"
    GO_LIVE = "go_live"
    REPORT = "report"
    OTHER = "other"


class ShipmentState(StrEnum):
    TO_SEND = "to_send"
    ADDRESS_CONFIRMED = "address_confirmed"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    POSTED = "posted"
    NO_POST = "no_post"
    RETURNED = "returned"


class EventKind(StrEnum):
    EVENT = "event"
    POPUP = "popup"
    LIVESTREAM = "livestream"


class EventState(StrEnum):
    PLANNED = "planned"
    CONFIRMED = "confirmed"
    HELD = "held"
    CANCELLED = "cancelled"


class GuestState(StrEnum):
    INVITED = "invited"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    ATTENDED = "attended"
    NO_SHOW = "no_show"


class InteractionKind(StrEnum):
    EMAIL = "email"
    DIRECT_MESSAGE = "direct_message"
    CALL = "call"
    MEETING = "meeting"
    NOTE = "note"


class TargetMetric(StrEnum):
    """Metrics a campaign can set a target for; formulas in domain/formulas.py."""

    REACH = "reach"
    IMPRESSIONS = "impressions"
    VIEWS = "views"
    ENGAGEMENTS = "engagements"
    ENGAGEMENT_RATE_BY_REACH = "engagement_rate_by_reach"
    CLICKS = "clicks"
    CLICK_THROUGH_RATE = "click_through_rate"
    CONVERSIONS = "conversions"
    REVENUE = "revenue"
    RETURN_ON_AD_SPEND = "return_on_ad_spend"
    COST_PER_ENGAGEMENT = "cost_per_engagement"
    COST_PER_MILLE = "cost_per_mille"
    COST_PER_ACQUISITION = "cost_per_acquisition"
    CONTENT_PIECES = "content_pieces"
