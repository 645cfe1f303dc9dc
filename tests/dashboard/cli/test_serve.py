"""What ``fasail-atlas serve`` promises before any page is drawn."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.request

import pytest

from tests.support import pace
from tests.support.provider import sign_in_file
from tests.support.server import ROOT, THIS_CHECKOUT, serving


@pytest.fixture
def environment(tmp_path):
    """The checkout on the path, and a home without Streamlit's own files."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("ATLAS_")}
    return {**kept, "PYTHONPATH": str(ROOT), "HOME": str(tmp_path)}


def run(*arguments, cwd, env):
    return subprocess.run(
        [*THIS_CHECKOUT, *map(str, arguments)],
        cwd=cwd,
        env=env,
        capture_output=True,
        text=True,
        timeout=pace.seconds(60),
        check=False,
    )


@pytest.mark.parametrize("address", ["0.0.0.0", "192.168.1.7", "::", "example.org"])
def test_an_address_that_others_can_reach_is_refused(tmp_path, environment, address):
    done = run("serve", "--address", address, cwd=tmp_path, env=environment)
    assert done.returncode == 2
    assert "no sign-in" in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


def test_beyond_this_machine_only_by_sign_in_or_when_told_so_plainly(tmp_path, environment):
    options = ("--host", "0.0.0.0", "--open-to-network-without-sign-in")
    with serving(tmp_path, env=environment, options=options) as url:
        assert _socket_status(url, host="127.0.0.1") == 101
        assert _socket_status(url, host=socket.gethostname()) == 101
        assert _socket_status(url, host="evil.example") != 101
    assert "sees and decides everything" in (tmp_path / "serve.log").read_text()
    signed = ("--host", "0.0.0.0", "--sign-in", sign_in_file(tmp_path, "http://localhost:1"))
    with serving(tmp_path, env=environment, options=signed) as url:
        assert url.startswith("http://localhost:")
        assert _socket_status(url, host="localhost") == 101
        assert _socket_status(url, host="evil.example") != 101
    assert "sees and decides everything" not in (tmp_path / "serve.log").read_text()


def test_a_faulty_sign_in_file_ends_the_start(tmp_path, environment):
    (tmp_path / "team.toml").write_text("[auth]\ncookie_secret = 'pssst'\n")
    done = run("serve", "--sign-in", "team.toml", cwd=tmp_path, env=environment)
    assert done.returncode == 2
    assert "team.toml, column 'auth.client_id': missing" in done.stderr
    assert "pssst" not in done.stderr
    assert "Traceback" not in done.stderr


def test_a_missing_data_folder_is_one_message_without_traceback(tmp_path, environment):
    missing = tmp_path / "nowhere"
    done = run("serve", "--data", missing, cwd=tmp_path, env=environment)
    assert done.returncode == 2
    assert str(missing) in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_a_port_asked_for_by_number_is_not_swapped(tmp_path, environment):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run("serve", "--port", port, "--no-browser", cwd=tmp_path, env=environment)
    assert done.returncode == 2
    assert f"port {port} is taken" in done.stderr


def test_health_answers_and_nothing_is_written_beside_the_user(tmp_path, environment):
    with serving(tmp_path, env=environment) as url:
        with urllib.request.urlopen(f"{url}/_stcore/health", timeout=pace.seconds(5)) as answer:
            assert answer.status == 200
        assert url.startswith("http://127.0.0.1:")
    assert [path.name for path in tmp_path.iterdir()] == ["serve.log"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT between processes")
def test_ctrl_c_ends_with_exit_0_and_one_line_of_address(tmp_path, environment):
    process = subprocess.Popen(
        [*THIS_CHECKOUT, "serve", "--no-browser", "--port", "0"],
        cwd=tmp_path,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    with process:
        first = process.stdout.readline()
        assert "http://127.0.0.1:" in first
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=pace.seconds(20))
    assert process.returncode == 0
    assert "http" not in rest
    assert "Traceback" not in rest


def test_a_stranger_s_host_name_gets_no_socket(tmp_path, environment):
    """A page elsewhere that rebinds its name to 127.0.0.1 must not read the data."""
    with serving(tmp_path, env=environment) as url:
        assert _socket_status(url, host="127.0.0.1") == 101
        assert _socket_status(url, host="evil.example") != 101


def _socket_status(url, *, host):
    port = int(url.rsplit(":", 1)[1])
    request = (
        "GET /_stcore/stream HTTP/1.1\r\n"
        f"Host: {host}:{port}\r\n"
        "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", port), timeout=pace.seconds(10)) as line:
        line.sendall(request.encode())
        return int(line.recv(64).split()[1])
