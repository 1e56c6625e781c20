"""The way to a cluster's scheduler: reached, or why not, in three parts. Says nothing about what is done there."""

import asyncio
import contextlib
import ipaddress
import logging
import warnings
from collections.abc import Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from grader.mistake_of_user import UserMistake
from grader.outcome import Finding

if TYPE_CHECKING:
    from distributed import Client

PATIENCE = 10  # seconds until a scheduler has answered
_ENCRYPTED = ("tls", "wss")
_AGAIN = "Run the same command again; what was graded is kept."


def in_the_clear(address: str) -> Finding | None:
    """What to say before hand-ins and the seed go over a network unencrypted; None where they do not."""
    parts = urlsplit(address if "://" in address else f"tcp://{address}")
    if parts.scheme in _ENCRYPTED or _is_loopback(parts.hostname or ""):
        return None
    what = "Hand-ins, marks and the seed travel unencrypted to this scheduler, which runs what anybody sends it."
    return Finding(what, address, "Use tls:// with certificates, or a network that is yours alone: docs/cluster.md.")


def connected(address: str) -> "Client":
    """A connection. Raises UserMistake where dask.distributed is missing, or nothing there can be talked to."""
    if find_spec("distributed") is None:
        what = "Grading on a cluster needs dask.distributed, which is not installed."
        advice = "Install it here, with the scheduler and with every worker: pip install 'straightedge[cluster]'."
        raise UserMistake(Finding(what, "--scheduler", advice))
    import dask
    from distributed import Client

    _quiet()
    dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GB"})  # a hand-in may have 200 MB
    try:
        asyncio.run(_answers(address))  # a Client that never came to be tells of it once more when it is forgotten
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of other versions there: that is looked at task by task, by `away`
            return Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError, TypeError, RuntimeError, ImportError) as trouble:
        raise UserMistake(_unreachable(address, trouble)) from trouble


def left(client: "Client") -> None:
    """Lets go of a connection, whatever state it is in."""
    with contextlib.suppress(Exception):
        client.close(timeout=PATIENCE)


def lost(address: str) -> Finding:
    """The scheduler was there and is gone."""
    what = "The connection to the cluster's scheduler broke off."
    return Finding(what, address, f"See whether it still runs. {_AGAIN}")


def nobody(address: str, seconds: float) -> Finding:
    """There is a scheduler, and nobody works for it."""
    what = f"The cluster has 0 workers, and none has come in {seconds:g} seconds."
    return Finding(what, address, f"Start some: `dask worker {address} --nthreads 1`; docs/cluster.md. {_AGAIN}")


def lacking(worker: str) -> Finding:
    """A worker without this program."""
    advice = f"Install the same version of straightedge[cluster] there, and restart it. {_AGAIN}"
    return Finding("A worker of the cluster does not have this program.", worker, advice)


def unread(address: str, why: BaseException) -> Finding:
    """What was sent could not be read there, or what came back could not be read here."""
    what = "The cluster cannot read what it was sent: its scheduler or a worker has another version of this, or none."
    where = f"{address}: {type(why).__name__}: {_first_line(why)}"
    advice = "Install the same version of straightedge[cluster] with the scheduler and with every worker. "
    return Finding(what, where, advice + _AGAIN)


def _unreachable(address: str, trouble: Exception) -> Finding:
    what = f"No dask scheduler answers at {address}."
    advice = "Start one with `dask scheduler`, and give the address that it prints; docs/cluster.md."
    if address.startswith("tls") and isinstance(trouble, TypeError):
        what = f"The scheduler's address asks for TLS, and no certificates are configured: {address}."
        advice = "Name them in dask's configuration, distributed.comm.tls; docs/cluster.md shows how."
    return Finding(what, _first_line(trouble) or "it took the connection, and did not answer", advice)


def _first_line(trouble: BaseException) -> str:
    return str(trouble).strip().partition("\n")[0]


async def _answers(address: str) -> None:
    from distributed import rpc
    from distributed.security import Security

    arguments = Security().get_connection_args("client")
    async with rpc(address, timeout=PATIENCE, connection_args=arguments) as there:
        await asyncio.wait_for(there.identity(n_workers=0), 2 * PATIENCE)  # to reach it, and to be answered


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _quiet() -> None:
    """Sends what distributed logs to our log: its lines and tracebacks are for nobody's terminal."""
    ours = logging.getLogger("grader").handlers
    for name in _loggers():
        logger = logging.getLogger(name)
        logger.handlers[:] = ours if "." not in name else []
        logger.propagate = "." in name


def _loggers() -> Iterator[str]:
    for name in ("distributed", "tornado", *list(logging.root.manager.loggerDict)):
        if name.partition(".")[0] in ("distributed", "tornado"):
            yield name
