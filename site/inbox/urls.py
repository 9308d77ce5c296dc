from django.urls import path

from inbox.views import messages, outbox

app_name = "inbox"
urlpatterns = [
    path("inbox/", messages.inbox, name="inbox"),
    path("inbox/read/", messages.read_all, name="read_all"),
    path("inbox/channels/", messages.message_channels, name="channels"),
    path("inbox/<uuid:public_id>/", messages.message, name="message"),
    path("operator/outbox/", outbox.outbox, name="outbox"),
]
