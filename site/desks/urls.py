from django.urls import path

from desks.views.desk import behind, desk
from desks.views.mine import mine
from desks.views.start import enter, start
from desks.views.switch import switch

app_name = "desks"
urlpatterns = [
    path("", start, name="start"),
    path("desk/", desk, name="desk"),
    path("desk/behind/", behind, name="behind"),
    path("desk/mine/", mine, name="mine"),
    path("desk/switch/", switch, name="switch"),
    path("demo/<slug:key>/", enter, name="enter"),
]
