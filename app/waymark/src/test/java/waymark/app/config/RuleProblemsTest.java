package waymark.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Problems of rules. */
class RuleProblemsTest {
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
            + " 192.168.2.10-192.168.2.20, \"interface:br-guest\","
            + " \"mac:02:00:5e:10:00:01\", self]",
        "from: 'mac:02:00:5e'|from: '02:00:5e' is not a MAC address; expected: 02:00:5e:10:00:01",
        "from: 02-00-5e-10-00-01|from: '02-00-5e-10-00-01' is a MAC address without a word before"
            + " it; expected: mac:02-00-5e-10-00-01",
        "from: 10.0.0.9-10.0.0.1|from: '10.0.0.9-10.0.0.1' ends before it begins; expected: a range"
            + " such as 192.168.2.10-192.168.2.20",
        "from: 10.0.0.1/8|from: '10.0.0.1/8' has bits set beyond its prefix; expected: 10.0.0.0/8",
        "from: 'interface:a b'|from: the name 'a b' has a character that is not"
            + " accepted; expected: interface:eth1",
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
}
