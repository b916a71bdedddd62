"""How programs tell that mail came back or will wait, and how they answer for somebody: written by hand, after what
their makers and the standards publish. ``{to}`` is the reader's address, ``{us}`` the practice's.
"""

_US = "maya@harborstreet.example"


def _report(*, text: str, status: str, sender: str, subject: str, fields: str = "", original: str = "") -> str:
    """A multipart/report of RFC 3462 and 3464."""
    original = original or "From: Maya Chen <{us}>\nTo: {to}\nSubject: Hello\nMessage-ID: <1@harborstreet.example>\n"
    return f"""\
Return-Path: <>
Date: Sat, 21 Nov 2026 08:00:00 +0000
From: {sender}
To: {{us}}
Subject: {subject}
Message-ID: <dsn.1@mx.example>
{fields}MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
 boundary="b1"

--b1
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

{text}

--b1
Content-Description: Delivery report
Content-Type: message/delivery-status

{status}

--b1
Content-Type: text/rfc822-headers

{original}
--b1--
"""


def _plain(*, text: str, sender: str, subject: str, fields: str = "") -> str:
    return f"""\
Return-Path: <>
Date: Sat, 21 Nov 2026 08:00:00 +0000
From: {sender}
To: {{us}}
Subject: {subject}
Message-ID: <dsn.2@mx.example>
{fields}
{text}
"""


RETURNED: dict[str, tuple[str, str]] = {
    "Postfix": (_report(
        sender="MAILER-DAEMON@mx.example (Mail Delivery System)", subject="Undelivered Mail Returned to Sender", fields="Auto-Submitted: auto-replied\n",
        text="This is the mail system at host mx.example.\n\nI'm sorry to have to inform you that your message could not\nbe delivered to one or more recipients.\n\n<{to}>: host mail.there.example[192.0.2.1]\n    said: 550 5.1.1 <{to}>: Recipient address rejected: User unknown",
        status="Reporting-MTA: dns; mx.example\nX-Postfix-Queue-ID: 4C1\nArrival-Date: Sat, 21 Nov 2026 07:59:58 +0000 (UTC)\n\nFinal-Recipient: rfc822; {to}\nOriginal-Recipient: rfc822;{to}\nAction: failed\nStatus: 5.1.1\nRemote-MTA: dns; mail.there.example\nDiagnostic-Code: smtp; 550 5.1.1 User unknown",
    ), "5.1.1"),
    "Exim": (_plain(
        sender="Mail Delivery System <Mailer-Daemon@mx.example>", subject="Mail delivery failed: returning message to sender",
        fields="X-Failed-Recipients: {to}\nAuto-Submitted: auto-replied\n",
        text="This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  {to}\n    host mail.there.example [192.0.2.1]\n    SMTP error from remote mail server after RCPT TO:<{to}>:\n    550 5.1.1 no such mailbox\n\n------ This is a copy of the message, including all the headers. ------\n\nTo: {to}\nSubject: Hello",
    ), "5.1.1"),
    "Exim with a report": (_report(
        sender="Mail Delivery System <Mailer-Daemon@mx.example>", subject="Mail delivery failed: returning message to sender", fields="X-Failed-Recipients: {to}\n",
        text="A message that you sent could not be delivered. This is a permanent error.",
        status="Reporting-MTA: dns; mx.example\n\nAction: failed\nFinal-Recipient: rfc822;{to}\nStatus: 5.0.0\nRemote-MTA: dns; mail.there.example\nDiagnostic-Code: smtp; 550 no such mailbox",
    ), "5.0.0"),
    "Exchange": (_report(
        sender="Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@practice.example>", subject="Undeliverable: Hello", fields="X-MS-Exchange-Message-Is-Ndr:\nauto-submitted: auto-replied\n",
        text="Delivery has failed to these recipients or groups:\n\n{to}<mailto:{to}>\nThe email address you entered couldn't be found.",
        status="Reporting-MTA: dns;AM0PR01.prod.outlook.example\nReceived-From-MTA: dns;AM0PR02.prod.outlook.example\nArrival-Date: Sat, 21 Nov 2026 07:59:58 +0000\n\nOriginal-Recipient: rfc822;{to}\nFinal-Recipient: rfc822;{to}\nAction: failed\nStatus: 5.1.10\nDiagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup",
    ), "5.1.10"),
    "Outlook of before": (_plain(
        sender="System Administrator <postmaster@practice.example>", subject="Undeliverable: Hello", fields="X-MS-Exchange-Message-Is-Ndr: yes\n",
        text="Your message did not reach some or all of the intended recipients.\n\n      Subject:\tHello\n      Sent:\t11/20/2026 9:12 AM\n\nThe following recipient(s) cannot be reached:\n\n      '{to}' on 11/20/2026 9:13 AM\n            The e-mail account does not exist at the organization this message was sent to.\n            <mx.practice.example #5.1.1>",
    ), "5.1.1"),
    "Gmail": (_report(
        sender="Mail Delivery Subsystem <mailer-daemon@googlemail.com>", subject="Delivery Status Notification (Failure)", fields="X-Failed-Recipients: {to}\nAuto-Submitted: auto-replied\n",
        text="** Address not found **\n\nYour message wasn't delivered to {to} because the address couldn't be found, or is unable to receive mail.\n\nThe response was:\n\n550 5.1.1 The email account that you tried to reach does not exist.",
        status="Reporting-MTA: dns; googlemail.com\nArrival-Date: Fri, 20 Nov 2026 06:13:00 -0800 (PST)\nX-Original-Message-ID: <1@harborstreet.example>\n\nFinal-Recipient: rfc822; {to}\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550-5.1.1 The email account that you tried to reach does not exist.\nLast-Attempt-Date: Fri, 20 Nov 2026 06:13:01 -0800 (PST)",
    ), "5.1.1"),
    "qmail": (_plain(
        sender="MAILER-DAEMON@mx.example", subject="failure notice",
        text="Hi. This is the qmail-send program at mx.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n<{to}>:\n192.0.2.1 does not like recipient.\nRemote host said: 550 no mailbox here by that name\nGiving up on 192.0.2.1.\n\n--- Below this line is a copy of the message.\n\nReturn-Path: <{us}>\nTo: {to}",
    ), ""),
    "Sendmail": (_report(
        sender="Mail Delivery Subsystem <MAILER-DAEMON@mx.example>", subject="Returned mail: see transcript for details",
        text="   ----- The following addresses had permanent fatal errors -----\n<{to}>\n    (reason: 550 5.1.1 <{to}>... User unknown)",
        status="Reporting-MTA: dns; mx.example\nArrival-Date: Fri, 20 Nov 2026 14:12:00 GMT\n\nFinal-Recipient: RFC822; {to}\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: SMTP; 550 5.1.1 User unknown",
    ), "5.1.1"),
    "Yahoo": (_plain(
        sender="MAILER-DAEMON@mx.example", subject="Failure Notice",
        text="Sorry, we were unable to deliver your message to the following address.\n\n<{to}>:\n554: delivery error: dd This user doesn't have an account here ({to}) [0]\n\n--- Below this line is a copy of the message.\n\nTo: {to}",
    ), ""),
    "forwarded to an address that failed": (_report(
        sender="MAILER-DAEMON@mx.example", subject="Undelivered Mail Returned to Sender", text="Your message could not be delivered.",
        status="Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; her-other-box@elsewhere.example\nAction: failed\nStatus: 5.2.1",
    ), "5.2.1"),
}  # fmt: skip
"""Mail that came back for good, with the code of its reason."""

WAITING: dict[str, str] = {
    "Postfix": _report(
        sender="MAILER-DAEMON@mx.example", subject="Delayed Mail (still being retried)", text="THIS IS A WARNING ONLY.  YOU DO NOT NEED TO RESEND YOUR MESSAGE.",
        status="Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; {to}\nAction: delayed\nStatus: 4.4.1\nDiagnostic-Code: X-Postfix; connect to mail.there.example: Connection timed out",
    ),
    "Exim": _plain(
        sender="Mail Delivery System <Mailer-Daemon@mx.example>", subject="Warning: message 1abc delayed 24 hours", fields="Auto-Submitted: auto-replied\n",
        text="This message was created automatically by mail delivery software.\nA message that you sent has not yet been delivered to one or more of its\nrecipients after more than 24 hours on the queue on mx.example.\n\nThe address to which the message has not yet been delivered is:\n\n  {to}\n\nNo action is required on your part. Delivery attempts will continue for\nsome time.",
    ),
    "Gmail": _report(
        sender="Mail Delivery Subsystem <mailer-daemon@googlemail.com>", subject="Delivery Status Notification (Delay)", text="** Delivery incomplete **\n\nThere was a temporary problem delivering your message to {to}. Gmail will retry for 45 more hours.",
        status="Reporting-MTA: dns; googlemail.com\n\nFinal-Recipient: rfc822; {to}\nAction: delayed\nStatus: 4.4.1",
    ),
    "a mailbox that is full for now": _report(
        sender="MAILER-DAEMON@mx.example", subject="Undelivered Mail Returned to Sender", text="It could not be delivered for five days.",
        status="Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; {to}\nAction: failed\nStatus: 4.2.2\nDiagnostic-Code: smtp; 452 4.2.2 Mailbox full",
    ),
}  # fmt: skip
"""Mail that has not arrived yet, or was given up for now."""


def _away(subject: str, fields: str, text: str = "I am away and will read my mail when I am back.") -> str:
    return f"Date: Sat, 21 Nov 2026 08:00:00 -0500\nFrom: Abena Osei <{{to}}>\nTo: {{us}}\nSubject: {subject}\nMessage-ID: <ooo@x.example>\n{fields}\n{text}\n"


AWAY: dict[str, str] = {
    "RFC 3834": _away("Auto: Hello", "Auto-Submitted: auto-replied\n"),
    "Exchange": _away("Automatic reply: Hello", "Auto-Submitted: auto-generated\nX-Auto-Response-Suppress: All\nX-MS-Exchange-Inbox-Rules-Loop: x\n"),
    "Outlook of before": _away("Out of Office AutoReply: Hello", "X-MS-Has-Attach:\n"),
    "vacation(1)": _away("Re: Hello (away from my mail)", "Precedence: bulk\n"),
    "Dovecot Sieve": _away("Auto: Hello", "Auto-Submitted: auto-replied (vacation)\nPrecedence: bulk\nX-Sieve: Pigeonhole\n"),
    "Gmail": _away("Away Re: Hello", "Precedence: bulk\nX-Autoreply: yes\nAuto-Submitted: auto-replied\n"),
    "an autoresponder": _away("We have your message", "X-Autorespond: Hello\n"),
    "a help desk": _away("[Ticket 4711] Hello", "Auto-Submitted: auto-generated\nPrecedence: auto_reply\n"),
    "German": _away("Automatische Antwort: Hello", ""),
    "German, in its own words": _away("=?utf-8?q?Abwesenheitsnotiz=3A?= Hello", "", "Ich bin nicht im Büro."),
    "Spanish": _away("=?utf-8?q?Respuesta_autom=C3=A1tica=3A?= Hello", ""),
    "Spanish, in its own words": _away("Fuera de la oficina: Hello", ""),
    "Italian": _away("Risposta automatica: Hello", ""),
    "Italian, in its own words": _away("Fuori ufficio: Hello", "", "Sono in ferie."),
    "Portuguese": _away("=?utf-8?q?Resposta_autom=C3=A1tica=3A?= Hello", ""),
    "Dutch": _away("Automatisch antwoord: Hello", ""),
    "Polish": _away("=?utf-8?q?Automatyczna_odpowied=C5=BA=3A?= Hello", ""),
    "Swedish": _away("Autosvar: Hello", ""),
    "French": _away("=?utf-8?b?UsOpcG9uc2UgYXV0b21hdGlxdWXCoDo=?= Hello", ""),
    "French, in its own words": _away("Absence du bureau : Hello", ""),
    "with a null sender": _away("Thank you for writing", "Return-Path: <>\n"),
}  # fmt: skip
"""Answers that nobody wrote for this letter."""


def filled(shape: str, to: str) -> bytes:
    """A message of a shape, about one reader."""
    return shape.replace("{to}", to).replace("{us}", _US).encode()
