"""Thunderbird: a file is opened as a double click opens it, and sent from the window that comes."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tools.clients.client import installed
from tools.clients.letters import Trial
from tools.clients.screen import running, screen
from tools.clients.sink import HOST

Value = str | int | bool
_ACCOUNT: Mapping[str, Value] = {
    "mail.accountmanager.accounts": "account1",
    "mail.accountmanager.defaultaccount": "account1",
    "mail.account.account1.identities": "id1",
    "mail.account.account1.server": "server1",
    "mail.server.server1.type": "pop3",  # nothing is fetched; without an account that could be, no draft opens
    "mail.server.server1.hostname": HOST,
    "mail.server.server1.port": 9,
    "mail.server.server1.userName": "maya",
    "mail.server.server1.name": "Maya",
    "mail.server.server1.directory-rel": "[ProfD]Mail/maya",
    "mail.server.server1.login_at_startup": False,
    "mail.server.server1.check_new_mail": False,
    "mail.identity.id1.fullName": "Maya Chen",
    "mail.identity.id1.useremail": "maya@harborstreet.example",
    "mail.identity.id1.smtpServer": "smtp1",
    "mail.identity.id1.valid": True,
    "mail.identity.id1.fcc": False,
    "mail.smtpservers": "smtp1",
    "mail.smtp.defaultserver": "smtp1",
    "mail.smtpserver.smtp1.hostname": HOST,
    "mail.smtpserver.smtp1.authMethod": 1,
    "mail.smtpserver.smtp1.try_ssl": 0,
}
_QUIET: Mapping[str, Value] = {
    "app.donation.eoy.version.viewed": 999,
    "app.normandy.enabled": False,
    "app.update.enabled": False,
    "datareporting.policy.dataSubmissionPolicyBypassNotification": True,
    "mail.compose.attachment_reminder": False,
    "mail.provider.suppress_dialog_on_startup": True,
    "mail.rights.version": 1,
    "mail.shell.checkDefaultClient": False,
    "mail.spellcheck.inline": False,
    "mail.warn_on_send_accel_key": False,
    "mailnews.start_page.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "network.proxy.type": 1,  # whatever it would ask of the web ends on this computer
    "network.proxy.http": HOST,
    "network.proxy.http_port": 9,
    "network.proxy.ssl": HOST,
    "network.proxy.ssl_port": 9,
}
"""No window asks anything, and nothing is asked of anybody."""


def _write_profile(profile: Path, port: int) -> None:
    profile.mkdir(parents=True)
    wanted = {**_ACCOUNT, **_QUIET, "mail.smtpserver.smtp1.port": port}
    lines = [f"user_pref({json.dumps(key)}, {json.dumps(value)});\n" for key, value in wanted.items()]
    profile.joinpath("user.js").write_text("".join(lines), encoding="utf-8")


@dataclass(frozen=True)
class Thunderbird:
    """Thunderbird."""

    name: str = "thunderbird"
    program: str = "thunderbird"

    def version(self) -> str:
        """The version that is installed."""
        return installed(self.name)

    def send(self, trial: Trial, *, port: int, home: Path, picture: Path | None) -> None:
        """Opens a draft, types over its sentence in the window that comes, and sends it."""
        profile = home / "profile"
        _write_profile(profile, port)
        command = ["thunderbird", "--profile", str(profile), "--no-remote", str(trial.path)]
        with screen(home) as shown, running(command, shown.environment, home):
            title = f"^Write: {trial.message['Subject']} "
            window = shown.window(title, 90)
            time.sleep(3)  # the letter comes after its window, and nothing outside says when
            if picture:
                shown.picture(window, picture)
            between = trial.text.index(trial.edit.before) - 1  # an empty line between paragraphs is one step
            shown.replace_after(between, trial.edit.before, trial.edit.after)
            shown.keys("ctrl+Return")
            shown.gone(title)
