package waymark.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Problems of links, groups and what names them. */
class LinkProblemsTest {
  @Test
  void everyFaultOfACheckIsAProblemInItsPlace() {
    assertThat(
            Example.problems(
                """
                links:
                  a: { interface: a, check: {} }
                  b: { interface: b, check: { tcp: "192.0.2.1:1", ping: 192.0.2.1 } }
                  c: { interface: c, check: { tcp: 192.0.2.1 } }
                  d: { interface: d, check: { http: "ftp://a.example/" } }
                  e: { interface: e, check: { ping: 192.0.2.300 } }
                  f: { interface: f, check: { ping: 192.0.2.1, every: 1s, timeout: 2s } }
                  g: { interface: g, check: { ping: 192.0.2.1, every: 2h, up-after: 0 } }
                  h: { interface: h, check: ping }
                  i: { interface: i, check: { ping: 192.0.2.1, down-afer: 3 } }
                rules: [{ name: a, to: a, domains: [a.example] }]
                """))
        .containsExactly(
            "2:29: links.a.check: has no probe; expected: exactly one of tcp, http, ping",
            "3:29: links.b.check: has tcp and ping; expected: exactly one of tcp, http, ping",
            "4:36: links.c.check.tcp: '192.0.2.1' is not a host and a port; expected: HOST:PORT, as"
                + " 192.0.2.1:443 or [2001:db8::1]:443",
            "5:37: links.d.check.http: 'ftp://a.example/' does not begin with http:// or https://;"
                + " expected: a URL such as https://example.com/",
            "6:37: links.e.check.ping: '192.0.2.300' is not an address; expected: an address or a"
                + " name",
            "7:68: links.f.check.timeout: is 2s, longer than every, which is 1s; expected: at most"
                + " 1s",
            "8:55: links.g.check.every: is '2h'; expected: a time from 100ms to 1h",
            "8:69: links.g.check.up-after: is '0'; expected: a whole number from 1 to 100",
            "9:29: links.h.check: is 'ping'; expected: keys and values: check: { … }",
            "10:48: links.i.check.down-afer: is not a key here; expected: one of tcp, http, ping,"
                + " every, timeout, down-after, up-after; did you mean 'down-after'?");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "links: [vpn]|2:8: links: is a list; expected: keys and values: links: { … }",
        "links: { direct: { interface: a } }|2:10: links.direct: is built in; expected: another"
            + " name",
        "links: { VPN: { interface: a } }|2:10: links.VPN: is not the name of a link; expected: 1"
            + " to 32 of a-z 0-9 _ -, beginning with a letter or digit",
        "links: { a: {} }|2:13: links.a.interface: is missing; expected: a name of an interface:"
            + " 1 to 15 characters, 127 if alternative, no space, /, :, \" or \\",
        "links: { a: { interface: a/b } }|2:26: links.a.interface: is 'a/b', which has a character"
            + " that is not accepted; expected: a name of an interface: 1 to 15 characters,"
            + " 127 if alternative, no space, /, :, \" or \\",
        "links: { a: { interface: wg* } }|2:26: links.a.interface: is 'wg*', which ends with *,"
            + " which firewalls take for any interface that begins so; there are no wildcards here:"
            + " name one interface, and rename it if it is really called that; expected: a name"
            + " of an interface: 1 to 15 characters, 127 if alternative, no space, /, :, \" or \\",
        "links: { a: { socks5: x } }|2:15: links.a.socks5: is not implemented in this"
            + " version; expected: a file without this key",
        "links: { a: { interface: a }, b: { interface: a } }|2:31: links.b: has the same interface"
            + " and gateway as a; expected: another interface or gateway",
        "links: { a: { interface: a, gateway: [192.0.2.1, 192.0.2.2] } }|2:50: links.a.gateway[1]:"
            + " is a second IPv4 gateway; expected: at most one gateway of each family",
        "links: { a: { interface: a, gateway: { onlink: true } } }|2:38: links.a.gateway.via: is"
            + " missing; expected: the address of the next hop",
        "links: { a: { interface: a, gateway: [192.0.2.1, { via: 192.0.2.2 }] } }|2:57:"
            + " links.a.gateway[1].via: is a second IPv4 gateway; expected: at most one gateway of"
            + " each family",
        "links: { a: { interface: a, gateway: auto }, b: { interface: a, gateway: auto } }|2:46:"
            + " links.b: has the same interface and gateway as a; expected: another interface or"
            + " gateway",
        "links: { a: { interface: a, gateway: 127.0.0.1 } }|2:38: links.a.gateway: is '127.0.0.1',"
            + " which cannot be a gateway; expected: the address of the next hop",
        "links: { a: { interface: a, weight: 0 } }|2:37: links.a.weight: is '0'; expected: a whole"
            + " number from 1 to 1000",
        "links: { a: { interface: a, masquerade: never } }|2:41: links.a.masquerade: is 'never';"
            + " expected: auto, true or false",
        "default: [block, block]|2:18: default[1]: repeats block; expected: each link once",
        "default: []|2:10: default: is empty; expected: a link or group, or a list tried in order",
        "groups: [a]|2:9: groups: is a list; expected: keys and values: groups: { … }",
        "groups: { g: [direct] }|2:14: groups.g: is a list; expected: { links: [A, B] }",
        "groups: { g: {} }|2:14: groups.g.links: is missing; expected: a list of links",
        "groups: { g: { links: [] } }|2:23: groups.g.links: is empty; expected: a list of links",
        "groups: { g: { links: [block] } }|2:24: groups.g.links[0]: is block, which cannot be in a"
            + " group;"
            + " expected: a link or direct",
        "groups: { g: { links: [direct, direct] } }|2:32: groups.g.links[1]: repeats direct;"
            + " expected: each link once",
        "groups: { G: { links: [direct] } }|2:11: groups.G: is not the name of a group; expected: 1"
            + " to 32 of a-z 0-9 _ -, beginning with a letter or digit",
        "groups: { direct: { links: [direct] } }|2:11: groups.direct: is the name of a link;"
            + " expected: a name that no link has",
        "links: { a: { interface: a } }\\ngroups: { a: { links: [direct] } }|3:11: groups.a: is the"
            + " name of a link; expected: a name that no link has",
        "links: { vpn: { interface: a } }\\n"
            + "groups: { g: { links: [vnp] } }|3:24: groups.g.links[0]: 'vnp' is not a link;"
            + " expected: one of vpn, direct, block; did you mean 'vpn'?",
        "groups: { a: { links: [direct] }, b: { links: [a] } }|2:48: groups.b.links[0]: 'a' is not"
            + " a link; expected: one of direct, block",
        "groups: { g: { links: [direct], strategy: stiky } }|2:43: groups.g.strategy: is 'stiky';"
            + " expected: one of round_robin, random, sticky, fastest, least_connections; did you"
            + " mean 'sticky'?",
      })
  void eachFaultIsNamed(String lines, String problem) {
    assertThat(Example.problemsWith(lines.replace("\\n", "\n"))).containsExactly(problem);
  }

  @Test
  void aLinkThatIsWrongIsNotReportedAgainWhereItIsUsed() {
    assertThat(
            Example.problems(
                """
                links: { proxy: { socks5: "127.0.0.1:1080" }, bad: { interface: "a b" } }
                groups: { fast: { links: [proxy] } }
                rules:
                  - { name: a, to: proxy, domains: [a.example] }
                  - { name: b, to: [fast, bad], domains: [b.example] }
                """))
        .hasSize(2);
  }
}
