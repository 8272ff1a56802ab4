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
            "3:37: links.isp2.gateway: '198.51.100.300' has a number above 255; expected: an"
                + " address, or a list of one IPv4 and one IPv6 address",
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
                + " 0xff000000");
  }

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
            "8:55: links.g.check.every: is '2h'; expected: a time from 100ms to 1h, such as 100ms,"
                + " 5s, 2m, 12h or 1d",
            "8:69: links.g.check.up-after: is '0'; expected: a whole number from 1 to 100",
            "9:29: links.h.check: is 'ping'; expected: keys and values: check: { … }",
            "10:48: links.i.check.down-afer: is not a key here; expected: one of tcp, http, ping,"
                + " every, timeout, down-after, up-after; did you mean 'down-after'?");
  }

  @Test
  void anEmptyFileHasNoRules() {
    assertThat(Example.problems("# nothing\n"))
        .containsExactly(
            "1:1: rules: is missing; expected: a list of rules, such as - { name: video, to: vpn,"
                + " domains: [example.com] }");
  }

  @Test
  void aRuleSaysWhatItNeeds() {
    assertThat(Example.problems("rules:\n- {}\n- 5\n- [a]\n"))
        .containsExactly(
            "2:3: rules[0]: matches nothing; expected: one of domains, networks, countries, asn,"
                + " lists, ports, from",
            "2:3: rules[0].name: is missing; expected: a name of 1 to 100 characters that no other"
                + " rule has",
            "2:3: rules[0].to: is missing; expected: a link or group, or a list tried in order",
            "3:3: rules[1]: is '5'; expected: a rule: name, to and domains",
            "4:3: rules[2]: is a list; expected: a rule: name, to and domains");
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
            + " 1m to 24d, such as 100ms, 5s, 2m, 12h or 1d",
        "plane: { mode: ipset, timeout: 25d }|2:32: plane.timeout: is '25d'; expected: a time from"
            + " 1m to 24d, such as 100ms, 5s, 2m, 12h or 1d",
        "plane: { mode: routes, table: 254 }|2:31: plane.table: is 254, which belongs to the"
            + " system; expected: a table other than 253 to 255",
        "plane: routes\\n"
            + "default: block|2:8: plane: is routes, but default is block, and a route cannot tell"
            + " replies from what begins; expected: plane: nftables, or a policy without it",
        "learn: { feed: {} }|2:10: learn.feed: is not implemented in this version; expected: a"
            + " file without this key",
        "learn: { dns: }|2:14: learn.dns: has no value; expected: hold, observe or off",
        "learn: { dns: { max-hold: 1h } }|2:27: learn.dns.max-hold: is '1h'; expected: a time from"
            + " 1ms to 10s, such as 100ms, 5s, 2m, 12h or 1d",
        "forwarding: yes|2:13: forwarding: is 'yes'; expected: true or false",
        "links: [vpn]|2:8: links: is a list; expected: keys and values: links: { … }",
        "links: { direct: { interface: a } }|2:10: links.direct: is built in; expected: another"
            + " name",
        "links: { VPN: { interface: a } }|2:10: links.VPN: is not the name of a link; expected: 1"
            + " to 32 of a-z 0-9 _ -, beginning with a letter or digit",
        "links: { a: {} }|2:13: links.a.interface: is missing; expected: the name of an interface:"
            + " 1 to 15 characters, no space, / or :",
        "links: { a: { interface: a/b } }|2:26: links.a.interface: is 'a/b'; expected: the name of"
            + " an interface: 1 to 15 characters, no space, / or :",
        "links: { a: { socks5: x } }|2:15: links.a.socks5: is not implemented in this"
            + " version; expected: a file without this key",
        "links: { a: { interface: a }, b: { interface: a } }|2:31: links.b: has the same interface"
            + " and gateway as a; expected: another interface or gateway",
        "links: { a: { interface: a, gateway: [192.0.2.1, 192.0.2.2] } }|2:50: links.a.gateway[1]:"
            + " is a second IPv4 gateway; expected: at most one gateway of each family",
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
            + " time from 1m to 30d, such as 100ms, 5s, 2m, 12h or 1d",
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
            + " api; did you mean 'default'?",
        "<<: {}|2:1: <<: is not part of YAML 1.2; expected: the keys themselves, or an alias to a"
            + " whole value",
        "plane: nftables\\nplane: nftables|3:1: plane: is duplicated; expected: each key once; the"
            + " first is on line 2",
        "state: ${HOEM}|2:8: state: uses ${HOEM}, which is not set; expected: the environment"
            + " variable HOEM",
        "state: ${}|2:8: state: has ${ without a variable's name and }; expected: ${NAME}, or $${"
            + " for the two characters ${",
        "state: !!str x|2:8: state: has the tag tag:yaml.org,2002:str; expected: a value without a"
            + " tag",
        "[a]: b|2:1: has a key that is not text; expected: a word",
        "state: *x|2:8: state: refers to *x, which is not defined above it; expected: an anchor &x"
            + " that ends before this line",
        "links: &x { a: *x }|2:16: links.a: refers to *x, which is not defined above it; expected:"
            + " an anchor &x that ends before this line",
      })
  void eachFaultIsNamed(String lines, String problem) {
    assertThat(Example.problemsWith(lines.replace("\\n", "\n"))).containsExactly(problem);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "ports: 65536|ports: '65536' is not a port; expected: 443, 5000-6000, tcp/22 or"
            + " udp/5000-6000",
        "ports: [9-8]|ports[0]: '9-8' is not a port; expected: 443, 5000-6000, tcp/22 or"
            + " udp/5000-6000",
        "ports: [443, sctp/5]|ports[1]: 'sctp/5' is not a port; expected: 443, 5000-6000, tcp/22 or"
            + " udp/5000-6000",
        "ports: []|ports: is empty; expected: a list of ports: [443, tcp/22, udp/5000-6000]",
        "from: []|from: is empty; expected: a list of clients: [192.168.1.0/24,"
            + " \"interface:br-guest\", self]",
        "from: 10.0.0.1/8|from: '10.0.0.1/8' has bits set beyond its prefix; expected: 10.0.0.0/8",
        "from: 'interface:a b'|from: 'a b' is not the name of an interface; expected:"
            + " interface:eth1",
        "countries: XX|countries: 'XX' is not the code of a country; expected: two letters of ISO"
            + " 3166-1, such as NL or DE",
        "asn: [ASX]|asn[0]: is 'ASX'; expected: a list of autonomous systems: [64500, AS64501]",
        "asn: 4294967296|asn: is '4294967296'; expected: a list of autonomous systems: [64500,"
            + " AS64501]",
        "lists: ads|lists: 'ads' is not a list; expected: a list that is declared under lists",
      })
  void eachFaultOfARulesMatchIsNamed(String match, String problem) {
    assertThat(Example.problems("rules:\n- name: a\n  to: direct\n  " + match + "\n"))
        .singleElement()
        .asString()
        .isEqualTo("4:" + column(match) + ": rules[0]." + problem);
  }

  /** Where the last value of a match begins. */
  private static int column(String match) {
    int bracket = match.indexOf("[]");
    int last = Math.max(match.lastIndexOf(' '), match.indexOf('['));
    if (match.contains("'")) {
      last = match.indexOf('\'') - 1;
    }
    return 3 + (bracket < 0 ? last + 1 : bracket);
  }

  @Test
  void aListIsNamedAsItIsWritten() {
    assertThat(
            Example.problems(
                """
                lists: { ads: { file: ads.txt }, bad: {} }
                rules: [{ name: a, to: block, lists: [asd, bad] }]
                """))
        .containsExactly(
            "1:39: lists.bad: has no source; expected: exactly one of file and url",
            "2:39: rules[0].lists[0]: 'asd' is not a list; expected: one of ads; did you mean"
                + " 'ads'?");
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

  @Test
  void notYamlSaysWhere() {
    assertThat(Example.problems("rules:\n  - { name: a\n  to: b\n"))
        .singleElement()
        .asString()
        .startsWith("3:5: is not YAML: ");
    assertThat(Example.problems("rules: \"a\u0007\""))
        .containsExactly(
            "1:10: has a character that YAML forbids: U+0007; expected: printable text");
    assertThat(Example.problems("rules"))
        .containsExactly("1:1: the file is 'rules'; expected: keys such as rules:");
    assertThat(Example.problemsWith("---\na: b"))
        .containsExactly("2:1: has a second document; expected: one document per file");
  }

  @Test
  void bombsAreRefused() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 12; i++) {
      bomb.append("a%d: &a%d [".formatted(i, i));
      bomb.append("*a%d,".formatted(i - 1).repeat(10)).append("]\n");
    }
    assertThat(Example.problems(bomb.toString()))
        .singleElement()
        .asString()
        .contains("expands to more than 10000000 values");
    assertThat(Example.problems("rules: " + "[".repeat(100_000)))
        .singleElement()
        .asString()
        .contains("is nested deeper than 32");
  }

  @Test
  void noMoreThanAThousandAreKept() {
    StringBuilder text = new StringBuilder("rules:\n");
    for (int i = 0; i < 5_000; i++) {
      text.append("- 1\n");
    }
    assertThat(Example.problems(text.toString()))
        .hasSize(Problems.MOST)
        .last()
        .asString()
        .contains("has 4001 more problems");
  }
}
