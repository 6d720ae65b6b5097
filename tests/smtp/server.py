"""A real SMTP server for tests/it/gateway_mail.rs.

With a certificate and its key as second and third argument it takes letters over STARTTLS alone. Prints its port, appends each letter it takes to the file named by the first argument as one line of JSON, refuses the
recipient `refused@…` for good and `later@…` for now, and ends when its standard input closes.
"""

import asyncio
import json
import ssl
import sys

from aiosmtpd.smtp import SMTP


class Letters:
    def __init__(self, path):
        self.path = path

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("refused@"):
            return "550 5.1.1 no such mailbox"
        if address.startswith("later@"):
            return "451 4.3.0 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        with open(self.path, "a", encoding="utf-8") as file:
            content = envelope.content.decode("utf-8")
            file.write(json.dumps({"from": envelope.mail_from, "to": envelope.rcpt_tos, "content": content}) + "\n")
        return "250 OK: kept"


async def main():
    loop = asyncio.get_running_loop()
    letters = Letters(sys.argv[1])
    tls = None
    if len(sys.argv) > 2:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(sys.argv[2], sys.argv[3])
    smtp = lambda: SMTP(letters, hostname="localhost", tls_context=tls, require_starttls=tls is not None)
    server = await loop.create_server(smtp, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


asyncio.run(main())
