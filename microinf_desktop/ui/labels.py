"""The words on screen for the closed vocabularies of `domain/enums.py`."""

from enum import StrEnum

from microinf_desktop.domain.enums import (
    BallHolder,
    CampaignState,
    ClientDecision,
    CompensationModel,
    ContractState,
    DeliverableKind,
    DeliverableState,
    EventKind,
    EventState,
    GuestState,
    InteractionKind,
    MilestoneKind,
    Objective,
    PaymentState,
    Platform,
    RelationshipStage,
    ShipmentState,
    TargetMetric,
    Verdict,
)
from microinf_desktop.domain.media import Place, Use
from microinf_desktop.domain.rights import AssetKind, AssetStanding, RenewalState, RightKind, RightStage, StartEvent
from microinf_desktop.domain.rights_answer import Answer
from microinf_desktop.ui.i18n import tr

# Only words that are not simply the value in sentence case.
_SPECIAL: tuple[tuple[StrEnum, str], ...] = (
    (Platform.TIKTOK, "TikTok"), (Platform.YOUTUBE, "YouTube"), (Platform.LINKEDIN, "LinkedIn"), (Platform.X, "X"),
    (DeliverableKind.IGTV, "IGTV (legacy)"), (DeliverableKind.TIKTOK_VIDEO, "TikTok video"),
    (DeliverableKind.YOUTUBE_SHORT, "YouTube Short"), (DeliverableKind.YOUTUBE_MENTION, "YouTube mention"),
    (DeliverableKind.YOUTUBE_DEDICATED, "YouTube video"), (DeliverableKind.LIVE_QA, "Live Q&A"),
    (DeliverableKind.RAW_UGC, "Raw UGC"), (DeliverableKind.NEWSLETTER, "Newsletter mention"),
    (DeliverableState.CONCEPT_IN, "Concept in"), (DeliverableState.DRAFT_IN, "Draft in"),
    (ContractState.CHANGES, "Changes asked"),
    (BallHolder.US, "Us"),
    (EventKind.POPUP, "Pop-up"), (EventKind.LIVESTREAM, "Live stream"), (GuestState.NO_SHOW, "No-show"),
    (MilestoneKind.GO_LIVE, "Go-live"),
    (Place.TIKTOK, "TikTok"), (Place.YOUTUBE, "YouTube"), (Place.LINKEDIN, "LinkedIn"), (Place.X, "X"),
    (Place.SHOP, "Online shop"), (Place.EMAIL, "E-mail, newsletter"), (Place.ONLINE_ADS, "Online display ads"),
    (Place.OUT_OF_HOME, "Posters, screens outdoors"), (Place.POINT_OF_SALE, "In shops"), (Place.TV, "TV"),
    (Place.INTERNAL, "Internal use"), (Place.EVENTS, "Events, trade fairs"),
    (Use.ORGANIC, "Organic, no media money"), (Use.PAID, "As advertising"),
    (Use.FROM_ACCOUNT, "Ads from the creator's account"),
    (RightKind.PAID, "Paid use"), (RightKind.FULL, "Full buyout"), (RightStage.EXPIRED, "Ended"),
    (RightStage.TODAY, "Ends today"), (RightStage.WITHIN_14, "Within 14 days"),
    (RightStage.WITHIN_30, "Within 30 days"), (RightStage.WITHIN_45, "Within 45 days"),
    (AssetStanding.USABLE, "May be used"), (AssetStanding.ENDING, "Ends soon"), (AssetStanding.WAITING, "Not yet"),
    (AssetStanding.EXPIRED, "Ended"), (AssetStanding.NONE, "No right"),
    (StartEvent.PUBLICATION, "When it is published"), (StartEvent.SIGNATURE, "When both have signed"),
    (StartEvent.DELIVERY, "When it is handed over"), (StartEvent.ACCESS, "When access is given"),
    (StartEvent.DATE, "On a day"), (AssetKind.TEXT, "Text or PDF"),
    (TargetMetric.ENGAGEMENT_RATE_BY_REACH, "Engagement rate by reach"),
    (TargetMetric.CLICK_THROUGH_RATE, "Click-through rate"),
    (TargetMetric.RETURN_ON_AD_SPEND, "ROAS"), (TargetMetric.COST_PER_MILLE, "CPM"),
    (TargetMetric.COST_PER_ENGAGEMENT, "CPE"), (TargetMetric.COST_PER_ACQUISITION, "CPA"),
)
# Equal words of two vocabularies are equal keys, so the vocabulary is part of the key.
_WORDS = {(type(member), member.value): word for member, word in _SPECIAL}

VOCABULARIES: tuple[type[StrEnum], ...] = (
    Platform, DeliverableKind, RelationshipStage, ClientDecision, CampaignState, Objective, DeliverableState,
    ContractState, PaymentState, CompensationModel, Verdict, BallHolder, MilestoneKind, InteractionKind, TargetMetric,
    ShipmentState, EventKind, EventState, GuestState, Place, Use, RightKind, RightStage, StartEvent, AssetKind,
    AssetStanding, RenewalState, Answer,
)


def label(value: StrEnum | None) -> str:
    """The word for a member, "–" for None: `label(RelationshipStage.IN_TALKS)` is "In talks"."""
    if value is None:
        return "–"
    return tr(_WORDS.get((type(value), value.value)) or value.value.replace("_", " ").capitalize())


def choices(vocabulary: type[StrEnum]) -> list[tuple[StrEnum, str]]:
    """Members with their words in the vocabulary's order, as pickers and filters take them."""
    return [(member, label(member)) for member in vocabulary]


def with_unplanned(text: str, is_unplanned: bool) -> str:
    """The line below a deliverable's name, which says so when nobody had planned it."""
    return ", ".join(part for part in (text, tr("unplanned") if is_unplanned else "") if part)
