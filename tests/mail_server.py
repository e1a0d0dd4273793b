"""A mail server for tests: prints its port, then each mail that it was handed as a line of JSON.

--cert and --key name its certificate, --security is `plain`, `starttls` (nothing is taken before it) or `tls`. With
--user and --password it takes mail only from who signs in by them. Mail to `refused@...` is refused.
"""

import argparse
import asyncio
import json
import ssl
from email import message_from_bytes, policy

from aiosmtpd.smtp import SMTP, AuthResult


class Printer:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("refused@"):
            return "550 5.1.1 nobody of that name lives here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        message = message_from_bytes(envelope.content, policy=policy.default)
        secure = session.ssl is not None or server.transport.get_extra_info("sslcontext") is not None
        mail = {
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "headers": {name.lower(): value for name, value in message.items()},
            "text": message.get_body(("plain",)).get_content(),
            "html": message.get_body(("html",)).get_content(),
            "secure": secure,
            "signed_in": session.authenticated is True,
            "hello": session.host_name,
        }
        print(json.dumps(mail), flush=True)
        return "250 OK"


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--security", choices=["plain", "starttls", "tls"], default="plain")
    for name in ("--cert", "--key", "--user", "--password"):
        parser.add_argument(name)
    args = parser.parse_args()
    context = None
    if args.security != "plain":
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(args.cert, args.key)

    def authenticate(server, session, envelope, mechanism, data):
        good = (data.login, data.password) == (args.user.encode(), args.password.encode())
        return AuthResult(success=good, handled=good)

    def connection():
        return SMTP(
            Printer(),
            hostname="localhost",
            tls_context=context if args.security == "starttls" else None,
            require_starttls=args.security == "starttls",
            authenticator=authenticate if args.user else None,
            auth_required=bool(args.user),
            auth_require_tls=False,
        )

    loop = asyncio.get_running_loop()
    implicit = context if args.security == "tls" else None
    server = await loop.create_server(connection, "127.0.0.1", 0, ssl=implicit)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
