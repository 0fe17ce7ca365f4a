"""One look at one address: as a polite visitor, through its redirects, to an outcome."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from catalogue.asking import Answer, Failed, ask
from catalogue.hosts import Forbidden
from catalogue.models import Outcome

HOPS = 8
LONGEST = 3  # times the seconds of one request, for all the redirects of an address
REDIRECTS = frozenset({301, 302, 303, 307, 308})
PERMANENT = frozenset({301, 308})
SENT_AWAY = frozenset({401, 403, 407, 429, 451})  # says nothing of the page


@dataclass(frozen=True)
class Look:
    """What was found. `final_url`: where a permanent redirect leads, or else where it ended."""

    outcome: Outcome
    status: int | None = None
    final_url: str = ""
    detail: str = ""
    nothing_heard: bool = False


@dataclass
class Visitor:
    """Asks one host after another, one request at a time, with a pause before it comes again.

    `seconds` for one request; `wait` is called with the seconds of a pause.
    """

    user_agent: str
    seconds: float
    pause: float
    wait: Callable[[float], object] = time.sleep
    _last: dict[str, float] = field(default_factory=dict)
    _robots: dict[str, RobotFileParser | Failed] = field(default_factory=dict)

    def look(self, url: str) -> Look:
        """Look at an address; never raises for what the network or the host does."""
        here, status, moved, all_permanent, seen = url, None, "", True, set()
        until = time.monotonic() + LONGEST * self.seconds
        try:
            while len(seen) <= HOPS:
                if time.monotonic() > until:
                    return Look(Outcome.TIMEOUT, status, here)
                if here in seen:
                    return Look(Outcome.LOOP, status, here)
                seen.add(here)
                if not self._may(here):
                    return Look(Outcome.REFUSED, final_url=here, detail="robots.txt")
                answer = self._page(here)
                status = answer.status
                if status not in REDIRECTS or not answer.location:
                    return _concluded(status, here=here, moved=moved)
                here = urljoin(here, answer.location)
                all_permanent = all_permanent and status in PERMANENT
                moved = here if all_permanent else moved
        except Forbidden as error:
            return Look(Outcome.FORBIDDEN, status, here, str(error))
        except ValueError:  # of urllib: it can make nothing of the address, or of where it leads
            return Look(Outcome.FORBIDDEN, status, here, "not a web address")
        except Failed as failed:
            return Look(failed.outcome, None, here, failed.detail, failed.nothing_heard)
        return Look(Outcome.LOOP, status, here)

    def _page(self, url: str) -> Answer:
        """By HEAD; by GET as well if that is not answered well, as some hosts know only GET."""
        try:
            answer = self._ask("HEAD", url)
        except Failed as failed:
            if failed.outcome != Outcome.NO_ANSWER:
                raise
            return self._ask("GET", url)
        return self._ask("GET", url) if answer.status >= 400 else answer

    def _ask(self, method: str, url: str, *, with_body: bool = False) -> Answer:
        host = urlsplit(url).netloc.lower()
        left = self._last.get(host, float("-inf")) + self.pause - time.monotonic()
        if left > 0:
            self.wait(left)
        try:
            return ask(
                method, url, seconds=self.seconds, user_agent=self.user_agent, with_body=with_body
            )
        finally:
            self._last[host] = time.monotonic()

    def _may(self, url: str) -> bool:
        """Whether the host's robots.txt lets us look; one it does not give forbids nothing.

        A host that does not answer is asked once, not again for each of its pages.
        """
        root = urljoin(url, "/robots.txt")
        if root not in self._robots:
            self._robots[root] = self._rules(root)
        rules = self._robots[root]
        if isinstance(rules, Failed):
            raise rules
        return rules.can_fetch(self.user_agent, url)

    def _rules(self, root: str) -> RobotFileParser | Failed:
        rules = RobotFileParser()
        try:
            answer = self._ask("GET", root, with_body=True)
        except Failed as failed:
            if failed.outcome != Outcome.NO_ANSWER:
                return failed
            rules.parse([])  # it hung up on this file; its pages may answer
            return rules
        said = answer.body.decode("utf-8", "replace") if answer.status == 200 else ""
        rules.parse(said.splitlines())
        return rules


def _concluded(status: int, *, here: str, moved: str) -> Look:
    """What the status of the last page means."""
    if status in SENT_AWAY:
        return Look(Outcome.REFUSED, status, here)
    if status >= 500 or status in REDIRECTS or status < 200:
        return Look(Outcome.SERVER_ERROR, status, here)
    if status >= 400:
        return Look(Outcome.NOT_THERE, status, here)
    return Look(Outcome.MOVED if moved else Outcome.FINE, status, moved or here)
