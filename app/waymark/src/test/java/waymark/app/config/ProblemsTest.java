package waymark.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemsTest {
  @Test
  void everyFaultIsAProblemInItsPlace() {
    assertThat(
            Example.problems(
                """
                links:
                  vpn: { interfaces: wg0, interface: wg0 }
                  isp2: { interface: eth1, gateway: 198.51.100.300 }
                rules:
                  - name: video
                    to: vnp
                    domains: [youtube..com]
                    networks: [10.0.0.1/8]
                    ttl: { min: 60 }
                  - name: video
                    to: [direct, vpn]
                    sni: [a.example]
                learn: { dns: holdd }
                marks: { mask: 0xf0f0 }
                """))
        .containsExactly(
            "2:10: links.vpn.interfaces: is not a key here; expected: one of interface, gateway,"
                + " masquerade, weight, check; did you mean 'interface'?",
            "3:37: links.isp2.gateway: '198.51.100.300' has a number above 255; expected:"
                + " auto, an address, { via: ADDRESS, onlink: true }, or a list of one IPv4 and one"
                + " IPv6 of them",
            "6:9: rules[0].to: 'vnp' is not a link; expected: one of vpn, isp2, direct, block; did"
                + " you mean 'vpn'?",
            "7:15: rules[0].domains[0]: 'youtube..com' has two dots in a row; expected: a domain"
                + " name such as example.com",
            "8:16: rules[0].networks[0]: '10.0.0.1/8' has bits set beyond its prefix; expected:"
                + " 10.0.0.0/8",
            "9:17: rules[0].ttl.min: is '60'; expected: a time from 1s to 365d, such as 100ms, 5s,"
                + " 2m, 12h or 1d",
            "10:11: rules[1].name: is 'video', the name of the rule on line 5; expected: a name of"
                + " 1 to 100 characters that no other rule has",
            "11:18: rules[1].to[1]: is never reached, because direct before it is always up;"
                + " expected: direct last",
            "12:5: rules[1].sni: is not implemented in this version; expected: a file without this"
                + " key",
            "13:15: learn.dns: is 'holdd'; expected: hold, observe or off; did you mean 'hold'?",
            "14:16: marks.mask: is 0xf0f0, which has gaps; expected: adjacent bits, such as"
                + " 0x1f000000");
  }

  @Test
  void anEmptyFileHasNoRules() {
    assertThat(Example.problems("# nothing\n"))
        .containsExactly(
            "1:1: rules: is missing; expected: a list of rules, such as - { name: video, to: vpn,"
                + " domains: [example.com] }");
  }

  @ParameterizedTest
  @ValueSource(strings = {"proxy", "server"})
  void laterKeysOfTheFileAreRefused(String key) {
    assertThat(Example.problemsWith(key + ": {}"))
        .containsExactly(
            "2:1: "
                + key
                + ": is not implemented in this version; expected: a file without this key");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "plane: iptables|2:8: plane: is 'iptables'; expected: nftables, ipset or routes;"
            + " did you mean 'nftables'?",
        "plane: { mode: ipset, metric: 5 }|2:31: plane.metric: does not apply to plane ipset;"
            + " expected: mode: routes, or no metric",
        "plane: { mode: routes, timeout: 1h }|2:33: plane.timeout: does not apply to plane routes;"
            + " expected: mode: ipset, or no timeout",
        "plane: { timeout: 1h }|2:19: plane.timeout: does not apply to plane nftables;"
            + " expected: mode: ipset, or no timeout",
        "plane: { mode: ipset, timeout: 59s }|2:32: plane.timeout: is '59s'; expected: a time from"
            + " 60s to 2073600s",
        "plane: { mode: ipset, timeout: 25d }|2:32: plane.timeout: is '25d'; expected: a time from"
            + " 1m to 24d",
        "plane: { mode: routes, table: 254 }|2:31: plane.table: is 254, which belongs to the"
            + " system; expected: a table other than 253 to 255",
        "plane: routes\\n"
            + "default: block|2:8: plane: is routes, but default is block, and a route cannot tell"
            + " replies from what begins; expected: plane: nftables, or a policy without it",
        "learn: { feed: {} }|2:10: learn.feed: is not implemented in this version; expected: a"
            + " file without this key",
        "learn: { dns: }|2:14: learn.dns: has no value; expected: hold, observe or off",
        "learn: { dns: { max-hold: 1h } }|2:27: learn.dns.max-hold: is '1h'; expected: a time from"
            + " 1ms to 10s",
        "learn: { without-daemon: block }|2:26: learn.without-daemon: is 'block'; expected: pass or"
            + " drop",
        "learn: { dns: observe, without-daemon: drop }|2:40: learn.without-daemon: is 'drop', but"
            + " learn.dns is observe, and answers that nobody holds need no daemon; expected:"
            + " pass, or learn.dns: hold",
        "forwarding: yes|2:13: forwarding: is 'yes'; expected: true or false",
        "lists: { a: x }|2:13: lists.a: is 'x'; expected: { file: PATH } or { url: … }",
        "lists: { A: { file: x } }|2:10: lists.A: is not the name of a list; expected: 1 to 32 of"
            + " a-z 0-9 _ -, beginning with a letter or digit",
        "lists: { a: {} }|2:13: lists.a: has no source; expected: exactly one of file and url",
        "lists: { a: { file: x, url: 'http://a/' } }|2:13: lists.a: has both file and url;"
            + " expected: exactly one of file and url",
        "lists: { a: { file: x, every: 1h } }|2:31: lists.a.every: does not apply to a file,"
            + " which is watched; expected: a url, or no every",
        "lists: { a: { url: 'ftp://a/' } }|2:20: lists.a.url: is 'ftp://a/'; expected: a URL such"
            + " as https://example.com/list.txt",
        "lists: { a: { url: 'http://a/', every: 1s } }|2:40: lists.a.every: is '1s'; expected: a"
            + " time from 60s to 2592000s",
        "lists: { a: { file: x, format: csv } }|2:32: lists.a.format: 'csv' is not a format;"
            + " expected: one of domains, networks, hosts, dnsmasq, geosite:TAG, geoip:TAG",
        "state: ''|2:8: state: is ''; expected: a folder whose whole path has at most 80 bytes",
        "marks: { mask: '0xff' }|2:16: marks.mask: is '0xff'; expected: a whole number from 1 to"
            + " 4294967295",
        "marks: { mask: 1 }\\n"
            + "links: { a: { interface: a } }|2:16: marks.mask: is 0x1, which has too few values"
            + " for 1 link; expected: at least 2 bits",
        "marks: { tables: 252 }|2:18: marks.tables: uses tables 252 to 253; expected: a range"
            + " up to 2147483647 without 253 to 255, which belong to the system",
        "marks: { priority: 32765 }|2:20: marks.priority: uses priorities 32765 to 32767;"
            + " expected: a range below 32766, the priority of the main table",
        "defualt: direct|2:1: defualt: is not a key here; expected: one of links, groups, lists,"
            + " rules, default, learn, plane, state, marks, forwarding, management, country-db,"
            + " api, journal, denials; did you mean 'default'?",
      })
  void eachFaultIsNamed(String lines, String problem) {
    assertThat(Example.problemsWith(lines.replace("\\n", "\n"))).containsExactly(problem);
  }
}
