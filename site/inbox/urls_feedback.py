"""投诉与建议, for anybody. A receipt's address is its secret."""

from django.urls import path

from inbox.views import complaints

app_name = "feedback"
urlpatterns = [
    path("", complaints.write, name="write"),
    path("find/", complaints.find, name="find"),
    path("<slug:code>/", complaints.receipt, name="receipt"),
]
