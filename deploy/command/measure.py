#!/usr/bin/env python3
"""Measures how fast the installed command starts: medians by turns with a JVM that prints one line.

    measure.py ARCHIVE-FOLDER JAR-FOLDER [ROUNDS]

The archive unpacked, and a folder with versioned and versioned.jar. JAVA_HOME is the Java of the second and of the JVM that prints
one line. Each row has the time that passed and the processor time (user + system), which other work on the machine changes less.
Lists are empty, and come from a server on this machine that answers every call alike, so that only the command is measured.
"""

import http.server
import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import time


class Empty(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *ignored):
        pass

    def handle(self):
        try:
            super().handle()
        except ConnectionError:
            pass  # the command ended, and its connection with it


def serve(server):
    server.serve_forever()


def run(line, env):
    began = time.monotonic()
    process = subprocess.Popen(line, env=env, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    took = time.monotonic() - began
    process.returncode = status
    if status != 0:
        sys.exit(f"Cannot measure: {line} ended with {status}")
    return took * 1000, (usage.ru_utime + usage.ru_stime) * 1000


def main():
    archive, jar = sys.argv[1:3]
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 20
    java = os.path.join(os.environ["JAVA_HOME"], "bin", "java")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Empty)
    serving = multiprocessing.Process(target=serve, args=(server,), daemon=True)
    serving.start()
    with tempfile.TemporaryDirectory() as folder:
        source = os.path.join(folder, "Line.java")
        with open(source, "w") as file:
            file.write('class Line { public static void main(String[] a) { System.out.println("one line"); } }')
        subprocess.run([java + "c", "-d", folder, source], check=True)
        env = {
            "PATH": os.environ["PATH"],
            "HOME": folder,
            "LANG": "C.UTF-8",
            "JAVA_HOME": os.environ["JAVA_HOME"],
            "VERSIONED_BUCKET": "start",
            "VERSIONED_TABLE": "start",
            "VERSIONED_REGION": "us-east-1",
            "VERSIONED_ENDPOINT_URL": "http://127.0.0.1:%d" % server.server_port,
            "AWS_ACCESS_KEY_ID": "start",
            "AWS_SECRET_ACCESS_KEY": "start",
        }
        scripts = {
            "archive": [os.path.join(archive, "bin", "versioned")],
            "script": [os.path.join(jar, "versioned")],
            "jar": [java, "-jar", os.path.join(jar, "versioned.jar")],
        }
        # Each user's archive of classes is made once, not measured.
        for name in ("archive", "script"):
            run(scripts[name], {**env, "VERSIONED_CDS": "make"})
        contenders = {"JVM, one line": [java, "-cp", folder, "Line"]}
        for name, line in scripts.items():
            for command in ("--help", "--version", "artifacts"):
                contenders[f"{name}: {command}"] = line + [command]
        times = {name: [] for name in contenders}
        for _ in range(rounds):
            for name, line in contenders.items():
                times[name].append(run(line, env))
        serving.terminate()
        least = None
        print(f"| {rounds} by turns | ms | ÷ JVM | processor ms | ÷ JVM |\n|---|---|---|---|---|")
        for name, each in times.items():
            took, processor = (statistics.median(values) for values in zip(*each))
            least = least or (took, processor)
            print(f"| {name} | {took:.0f} | {took / least[0]:.1f} | {processor:.0f} | {processor / least[1]:.1f} |")


main()
