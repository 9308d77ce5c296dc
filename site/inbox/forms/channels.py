"""Where else one wants to be told."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from core.services import sending
from core.words import Channel
from inbox.models import MessageChannels
from people.models import Account

LABELS = {
    Channel.SMS: _("短信，发到登录用的手机号"),
    Channel.EMAIL: _("电子邮件"),
    Channel.WEBHOOK: _("工作群，群里会提到您，只说有一条新消息"),
}


class ChannelsForm(forms.Form):
    """Offers what the site has and the account can use; the site itself is not a choice."""

    channels = forms.MultipleChoiceField(
        label=_("另外通过以下方式告诉我"), required=False, widget=forms.CheckboxSelectMultiple
    )
    email = forms.EmailField(
        label=_("邮箱"),
        required=False,
        max_length=120,
        help_text=_("选了电子邮件才用填。消息里不写个人信息。"),
    )

    def __init__(self, data: QueryDict | None, *, chosen: MessageChannels, account: Account) -> None:
        super().__init__(data, initial={"channels": chosen.channels, "email": chosen.email or ""})
        offered = [
            channel
            for channel in Channel
            if sending.is_available(channel) and (channel is Channel.EMAIL or account.phone)
        ]
        self.fields["channels"].choices = [(channel.value, LABELS[channel]) for channel in offered]  # type: ignore[attr-defined]
        self.is_empty = not offered
        if Channel.EMAIL not in offered:
            del self.fields["email"]
