"""Name and password at the door of the office."""

from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext as _


class SignInForm(AuthenticationForm):
    """One sentence for unknown name, wrong password and closed account."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        wrong = _("用户名或密码不对。")
        self.error_messages = {"invalid_login": wrong, "inactive": wrong}
        self.fields["username"].label = _("用户名")
        self.fields["password"].label = _("密码")
        self.label_suffix = ""
