"""The way to a scheduler: what is said before anything goes over a network, and where nobody answers."""

import pytest

from grader.batch import scheduler
from grader.batch.scheduler import connected, in_the_clear
from grader.mistake_of_user import UserMistake


@pytest.mark.parametrize(
    "address",
    ["tls://grades.example:8786", "wss://grades.example:8786", "tcp://127.0.0.1:8786", "tcp://localhost:1",
     "tcp://[::1]:8786", "127.0.0.1:8786", "tls://10.0.0.1:1"],
)  # fmt: skip
def test_what_is_encrypted_or_never_leaves_this_machine_is_no_news(address: str) -> None:
    assert in_the_clear(address) is None


@pytest.mark.parametrize(
    "address", ["tcp://10.0.0.1:8786", "grades.example:8786", "ws://grades.example:1", "tcp://0.0.0.0:1"]
)
def test_what_travels_in_the_clear_is_told(address: str) -> None:
    finding = in_the_clear(address)
    assert finding is not None
    assert finding.what.startswith("Hand-ins, marks and the seed travel unencrypted to this scheduler")
    assert finding.where == address
    assert finding.advice.startswith("Use tls:// with certificates")


def test_without_the_extra_the_command_that_installs_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scheduler, "find_spec", lambda name: None)
    with pytest.raises(UserMistake) as mistake:
        connected("tcp://127.0.0.1:1")
    finding = mistake.value.finding
    assert finding.what == "Grading on a cluster needs dask.distributed, which is not installed."
    assert finding.where == "--scheduler"
    assert "pip install 'straightedge[cluster]'" in finding.advice


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("tcp://127.0.0.1:1", "Timed out trying to connect to tcp://127.0.0.1:1"),
        ("foo://127.0.0.1:1", "unknown address scheme 'foo'"),
        ("nonsense", "missing port number in address 'nonsense'"),
    ],
)
def test_where_no_scheduler_answers_the_reason_is_told(address: str, why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
    monkeypatch.setattr(scheduler, "PATIENCE", 0.1)
    with pytest.raises(UserMistake) as mistake:
        connected(address)
    finding = mistake.value.finding
    assert finding.what == f"No dask scheduler answers at {address}."
    assert finding.where.startswith(why)
    assert "dask scheduler" in finding.advice and "docs/cluster.md" in finding.advice


def test_tls_without_certificates_names_the_configuration() -> None:
    pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
    with pytest.raises(UserMistake) as mistake:
        connected("tls://127.0.0.1:1")
    finding = mistake.value.finding
    assert finding.what.startswith("The scheduler's address asks for TLS, and no certificates are configured")
    assert "distributed.comm.tls" in finding.advice
