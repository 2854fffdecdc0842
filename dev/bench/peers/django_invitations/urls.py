"""Where inviters sign in, and what django-invitations serves."""

from django.contrib.auth.views import LoginView
from django.urls import include, path

urlpatterns = [
    path("accounts/login/", LoginView.as_view()),
    path("invitations/", include("invitations.urls", namespace="invitations")),
]
