from django.urls import path

from desks.views.desk import behind, desk, remind
from desks.views.mine import mine
from desks.views.saved_views import view_new, view_remove
from desks.views.start import enter, start
from desks.views.switch import switch

app_name = "desks"
urlpatterns = [
    path("", start, name="start"),
    path("desk/", desk, name="desk"),
    path("desk/behind/", behind, name="behind"),
    path("desk/behind/remind/", remind, name="remind"),
    path("desk/mine/", mine, name="mine"),
    path("desk/views/new/", view_new, name="view_new"),
    path("desk/views/<uuid:public_id>/remove/", view_remove, name="view_remove"),
    path("desk/switch/", switch, name="switch"),
    path("demo/<slug:key>/", enter, name="enter"),
]
