# noqa: INP001 -- a program of the image, no package
"""`python deploy/healthz.py PORT`: exit 0 if the web process of this container answers.

It is asked under a name it answers to, over plain HTTP, as the proxy does.
"""

import http.client
import os
import sys


def main(port: str) -> int:
    host = os.environ["ZTC_ALLOWED_HOSTS"].split(",")[0].lstrip(".")
    connection = http.client.HTTPConnection("127.0.0.1", int(port), timeout=4)
    try:
        connection.request("GET", "/healthz", headers={"Host": host})
        status = connection.getresponse().status
    except OSError as fault:
        sys.stderr.write(f"{fault}\n")
        return 1
    sys.stdout.write(f"{status}\n")
    return 0 if status == http.client.OK else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
