"""The demo's web server: waitress on a socket handed down, so that the port was ours before anything else started.

python -m config.demo_web SOCKET_FD
"""

import socket
import sys

from waitress import serve

from config.wsgi import application

if __name__ == "__main__":
    serve(application, sockets=[socket.socket(fileno=int(sys.argv[1]))], threads=8, ident=None)
