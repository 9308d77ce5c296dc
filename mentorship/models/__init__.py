"""Studios with their members and groups; meetings with the confirmations of who took part."""

from mentorship.models.meetings import GroupMeeting, MeetingConfirmation
from mentorship.models.studios import GroupMember, MentoringGroup, Studio, StudioMember

__all__ = ["GroupMeeting", "GroupMember", "MeetingConfirmation", "MentoringGroup", "Studio", "StudioMember"]
