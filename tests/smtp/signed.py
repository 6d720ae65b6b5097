"""Says whether the letter on standard input is signed by DKIM, for tests/it/gateway_mail.rs.

The first argument is the name in DNS, the second what stands there.
"""

import sys

import dkim

name, record = sys.argv[1:]


def look_up(asked, timeout=5):
    return record.encode() if asked.rstrip(b".") == name.encode() else None


print("signed" if dkim.verify(sys.stdin.buffer.read(), dnsfunc=look_up) else "not signed")
