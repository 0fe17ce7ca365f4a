"""One look at one address, at a site that does everything a site may do."""

import time
from itertools import pairwise

import pytest

from catalogue import asking, hosts, looking
from catalogue.hosts import Forbidden, Place
from catalogue.looking import HOPS, Visitor
from catalogue.models import Outcome

SECONDS = 0.8  # for one request


def visitor(pause: float = 0.0) -> Visitor:
    return Visitor("GongkaiLinkCheck/1 (+https://xxgk.example.edu.cn; a@b.cn)", SECONDS, pause)


@pytest.mark.parametrize(
    ("path", "outcome", "status", "ends_at"),
    [
        ("/fine", Outcome.FINE, 200, "/fine"),
        ("/slow", Outcome.FINE, 200, "/slow"),
        ("/for-now", Outcome.FINE, 200, "/fine"),
        ("/moved", Outcome.MOVED, 200, "/fine"),
        ("/moved-then-for-now", Outcome.MOVED, 200, "/for-now"),
        ("/moved-to-nothing", Outcome.NOT_THERE, 404, "/404"),
        ("/get-only", Outcome.FINE, 200, "/get-only"),
        ("/get-only-hangs-up", Outcome.FINE, 200, "/get-only-hangs-up"),
        ("/404", Outcome.NOT_THERE, 404, "/404"),
        ("/410", Outcome.NOT_THERE, 410, "/410"),
        ("/403", Outcome.REFUSED, 403, "/403"),
        ("/500", Outcome.SERVER_ERROR, 500, "/500"),
        ("/503", Outcome.SERVER_ERROR, 503, "/503"),
        ("/loop", Outcome.LOOP, 302, "/loop"),
        ("/there", Outcome.LOOP, 302, "/there"),
        ("/chain-0", Outcome.LOOP, 302, f"/chain-{HOPS + 1}"),
        ("/to-no-address", Outcome.FORBIDDEN, 302, "/to-no-address"),
        ("/closes", Outcome.NO_ANSWER, None, "/closes"),
        ("/never", Outcome.TIMEOUT, None, "/never"),
    ],
)
def test_what_a_site_answers_is_what_is_found(site, path, outcome, status, ends_at):
    found = visitor().look(site(path))
    assert (found.outcome, found.status, found.final_url) == (outcome, status, site(ends_at))
    assert not found.nothing_heard


def test_a_host_that_dribbles_is_cut_off_though_it_is_never_silent(site):
    begun = time.monotonic()
    assert visitor().look(site("/dribbles")).outcome == Outcome.TIMEOUT
    assert time.monotonic() - begun < SECONDS + 1  # eight seconds if it were let finish


def test_without_the_watch_the_dribbling_host_would_hold_us(site, monkeypatch):
    monkeypatch.setattr(asking._Connection, "cut", lambda self: None)
    begun = time.monotonic()
    visitor().look(site("/dribbles"))
    assert time.monotonic() - begun > SECONDS + 1


def test_nobody_at_the_port_is_a_host_that_is_not_there(settings, nothing_listens):
    settings.LINK_PRIVATE_ADDRESSES = True
    found = visitor().look(nothing_listens)
    assert (found.outcome, found.nothing_heard) == (Outcome.NO_HOST, False)


def test_a_certificate_nobody_vouches_for_is_named(self_signed):
    found = visitor().look(self_signed("/fine"))
    assert found.outcome == Outcome.CERTIFICATE
    assert "self-signed" in found.detail


def test_a_page_is_asked_for_by_head_and_only_in_doubt_by_get(site):
    visitor().look(site("/fine"))
    visitor().look(site("/404"))
    assert site.pages() == [("HEAD", "/fine"), ("HEAD", "/404"), ("GET", "/404")]


def test_it_says_who_asks(site):
    visitor().look(site("/fine"))
    assert site.agents == {"GongkaiLinkCheck/1 (+https://xxgk.example.edu.cn; a@b.cn)"}


def test_what_robots_txt_forbids_is_not_asked_for(site):
    site.robots = "User-agent: *\nDisallow: /private/\n"
    one = visitor()
    assert one.look(site("/private/1")).outcome == Outcome.REFUSED
    assert one.look(site("/fine")).outcome == Outcome.FINE
    assert site.pages() == [("HEAD", "/fine")]
    assert [path for _, path, _ in site.asked].count("/robots.txt") == 1


def test_there_is_a_pause_between_two_requests_to_one_host(site):
    one = visitor(pause=0.2)
    one.look(site("/404"))
    one.look(site("/for-now"))
    times = [at for _method, _path, at in site.asked]
    assert len(times) == 5  # robots.txt, HEAD and GET of /404, /for-now, /fine
    assert min(b - a for a, b in pairwise(times)) >= 0.2


def test_chinese_in_an_address_is_sent_as_the_web_writes_it(site):
    assert visitor().look(site("/信息公开?年=2026")).outcome == Outcome.FINE
    assert site.pages()[0][1].startswith("/%E4%BF%A1%E6%81%AF")


# Inside our own network


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://localhost/", "http://10.1.2.3/", "http://192.168.0.1/",
        "http://172.16.5.5/", "http://169.254.169.254/latest/meta-data/", "http://0.0.0.0/",
        "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://[fe80::1]/", "http://[fd00::1]/",
        "http://[64:ff9b::7f00:1]/", "http://[fec0::1]/",
        "http://[64:ff9b:1::7f00:1]/", "http://[::127.0.0.1]/", "http://[::ffff:0:7f00:1]/",
         "http://[2002:7f00:1::]/", "http://100.64.0.1/",
        "http://224.0.0.1/", "http://2130706433/", "http://0x7f.1/",
        "ftp://93.184.216.34/", "file:///etc/passwd", "javascript:alert(1)", "http:///x",
        "http://user:pass@93.184.216.34/", "http://93.184.216.34:99999/", "//93.184.216.34/",
        "http://[::1", "http://www.example.edu.cn℀/",
    ],
)  # fmt: skip
def test_nothing_but_the_open_web_is_called(url, monkeypatch):
    monkeypatch.setattr(asking._Connection, "connect", lambda self: pytest.fail("called it"))
    assert visitor().look(url).outcome == Outcome.FORBIDDEN


@pytest.mark.parametrize(
    "address", ["fec0::1", "64:ff9b:1::7f00:1", "::127.0.0.1", "::ffff:0:7f00:1"]
)
def test_without_the_list_of_no_sites_these_would_pass_for_the_open_web(address, monkeypatch):
    monkeypatch.setattr(hosts, "NO_SITES", ())
    assert hosts.is_public(address)


@pytest.mark.parametrize("port", [22, 25, 6379])
def test_no_other_service_of_a_host_is_called(port, settings, monkeypatch):
    called = []

    def connect(connection):
        called.append(connection.port)
        raise ConnectionRefusedError

    monkeypatch.setattr(asking._Connection, "connect", connect)
    found = visitor().look(f"http://93.184.216.34:{port}/")
    assert (found.outcome, found.detail) == (Outcome.FORBIDDEN, f"port {port}")
    assert not called
    settings.LINK_PORTS = {port}  # the control: it is the setting that keeps it out
    visitor().look(f"http://93.184.216.34:{port}/")
    assert set(called) == {port}


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"])
def test_the_open_web_is(address):
    assert hosts.is_public(address)


@pytest.mark.parametrize("path", ["/inside", "/to-a-file"])
def test_a_redirect_does_not_lead_inside(site, settings, monkeypatch, path):
    """The guard is on, and this machine stands for the open web."""
    settings.LINK_PRIVATE_ADDRESSES = False
    monkeypatch.setattr(hosts, "is_public", lambda text: text == "127.0.0.1")
    found = visitor().look(site(path))
    assert (found.outcome, found.status) == (Outcome.FORBIDDEN, 302)


def test_without_the_guard_the_redirect_would_be_followed(site, monkeypatch):
    asked = []
    monkeypatch.setattr(
        looking, "ask", lambda method, url, **kw: asked.append(url) or asking.ask(method, url, **kw)
    )
    one = Visitor("x", 0.2, 0.0)
    one.look(site("/inside"))  # LINK_PRIVATE_ADDRESSES: the guard is off
    assert "http://10.0.0.1/robots.txt" in asked


def test_one_private_address_among_several_of_a_name_is_enough_to_refuse(monkeypatch):
    two = [(2, 1, 6, "", ("93.184.216.34", 80)), (2, 1, 6, "", ("127.0.0.1", 80))]
    monkeypatch.setattr(hosts.socket, "getaddrinfo", lambda *a, **k: two)
    with pytest.raises(Forbidden):
        hosts.place_of("http://example.com/")


def test_the_connection_goes_to_the_address_that_was_allowed(site, monkeypatch):
    """A name that means another machine by the time of the call changes nothing."""
    address = ("127.0.0.1", site.port)
    place = Place("u", "http", "rebound.invalid", site.port, "/fine", 2, address)
    monkeypatch.setattr(asking, "place_of", lambda url: place)
    monkeypatch.setattr(hosts.socket, "getaddrinfo", lambda *a, **k: pytest.fail("resolved again"))
    assert asking.ask("HEAD", "u", seconds=1, user_agent="x").status == 200
