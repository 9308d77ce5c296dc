from django.urls import path

from desks.views.desk import desk
from desks.views.start import enter, start

app_name = "desks"
urlpatterns = [
    path("", start, name="start"),
    path("desk/", desk, name="desk"),
    path("demo/<slug:key>/", enter, name="enter"),
]
