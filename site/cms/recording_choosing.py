"""How an editor chooses a recording for a text."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.chooser import ChooserViewSet

from cms.models.recordings import Recording


class RecordingChoosers(ChooserViewSet):
    model = Recording
    icon = "media"
    per_page = 20
    choose_one_text = _("选择音视频")
    choose_another_text = _("换一个")
    edit_item_text = _("打开这一个")


recording_choosers = RecordingChoosers("recording_chooser", url_prefix="recording-chooser")
RecordingChooserBlock = recording_choosers.get_block_class("RecordingChooserBlock", module_path=__name__)
