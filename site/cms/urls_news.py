from django.urls import path

from cms import news_views

app_name = "news"
urlpatterns = [
    path("", news_views.news_list, name="list"),
    path("submit/", news_views.submit, name="submit"),
    path("submissions/", news_views.submissions, name="submissions"),
    path("submissions/<uuid:public_id>/", news_views.submission, name="submission"),
    path("issues/new/", news_views.bind, name="bind"),
    path("issues/<int:year>/<int:number>/", news_views.bulletin, name="bulletin"),
    path("issues/<int:year>/<int:number>/bulletin.docx", news_views.bulletin_file, name="bulletin_file"),
    path("<uuid:public_id>/", news_views.piece, name="piece"),
]
