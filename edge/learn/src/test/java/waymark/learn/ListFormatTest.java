package waymark.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import waymark.policy.SyntaxException;

class ListFormatTest {
  private static ListContent read(String format, String text) {
    return ListFormat.parse(format).read(text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> names(ListContent content) {
    List<String> names = new ArrayList<>();
    content.names().forEach(name -> names.add(name.toString()));
    return names;
  }

  private static List<String> networks(ListContent content) {
    return content.networks().stream().map(Object::toString).toList();
  }

  @Test
  void domainsMixNamesAndNetworks() {
    ListContent content =
        read(
            "domains",
            """
            \uFEFF# what a list looks like
            Example.COM\r
              =only.example   # why

            *.below.example
            .dotted.example
            /^cdn[0-9]+ # \\./
            bücher.example
            203.0.113.0/24
            192.0.2.7
            2001:db8::/32
            abc::1
            """);
    assertThat(names(content))
        .containsExactly(
            "example.com",
            "=only.example",
            "*.below.example",
            "dotted.example",
            "xn--bcher-kva.example",
            "/^cdn[0-9]+ # \\./");
    assertThat(networks(content))
        .containsExactly("203.0.113.0/24", "192.0.2.7/32", "2001:db8::/32", "abc::1/128");
    assertThat(content.broken()).isZero();
  }

  @Test
  void brokenLinesAreCountedAndNamed() {
    ListContent content =
        read(
            "domains",
            "a.example\n"
                + "||ads.example^\n"
                + "b.example\n"
                + "http://c.example/\n"
                + "c.example\n"
                + "10.0.0.1/8\n"
                + "d.example\n");
    assertThat(content.size()).isEqualTo(4);
    assertThat(content.broken()).isEqualTo(3);
    assertThat(content.first().get(0).toString())
        .startsWith("line 2: '||ads.example^' is for ad blockers in browsers; expected a name");
    assertThat(content.first().get(1).toString())
        .startsWith("line 4: 'http://c.example/' is a URL");
    assertThat(content.first().get(2).toString()).endsWith("expected 10.0.0.0/8");
  }

  @Test
  void whatIsMoreBrokenThanGoodIsRefused() {
    assertThatThrownBy(
            () -> read("domains", "<html>\n<head>\n<title>Not found</title>\na.example\n"))
        .isInstanceOf(LearnException.class)
        .hasMessageContaining("3 of 4 entries are invalid, the first in line 1");
    assertThat(read("domains", "").isEmpty()).isTrue();
  }

  @Test
  void networksAreNetworksOnly() {
    ListContent content =
        read(
            "networks",
            "; DROP\n203.0.113.0/24 ; SBL1\n2001:db8::/32 # x\n203.0.113.0/24\na.example\n");
    assertThat(networks(content)).containsExactly("203.0.113.0/24", "2001:db8::/32");
    assertThat(content.names().size()).isZero();
    assertThat(content.broken()).isEqualTo(1);
  }

  @Test
  void hostsAreExactNames() {
    ListContent content =
        read(
            "hosts",
            """
            127.0.0.1 localhost localhost.localdomain
            ::1 ip6-localhost
            fe80::1%lo0 localhost
            0.0.0.0 0.0.0.0
            0.0.0.0 ads.example  tracker.example # both
            ::\tv6.example#x
            """);
    assertThat(names(content)).containsExactly("=ads.example", "=tracker.example", "=v6.example");
    assertThat(content.broken()).isZero();
  }

  @Test
  void dnsmasqNamesStandForAllBelow() {
    ListContent content =
        read(
            "dnsmasq",
            """
            # settings
            domain-needed
            cache-size=1000
            server=1.1.1.1
            server=/corp.example/10.0.0.1#5353
            address=/ads.example/b.example/0.0.0.0
            address=/c.example/
            nftset=/d.example/e.example/4#inet#fw#set4,6#inet#fw#set6
            ipset=/f.example/vpn,vpn6
            local=/*.g.example/
            address=/#/0.0.0.0
            """);
    assertThat(names(content))
        .containsExactly(
            "corp.example",
            "ads.example",
            "b.example",
            "c.example",
            "d.example",
            "e.example",
            "f.example",
            "*.g.example");
    assertThat(content.first().toString()).contains("line 11: '#' means all names");
  }

  @Test
  void geositeHasFourKindsAndAttributes() {
    byte[] dat =
        Dat.list(
            Dat.site(
                "GOOGLE",
                Dat.domain(0, "goog.le"),
                Dat.domain(1, "^ads[0-9]\\."),
                Dat.domain(2, "google.com", "ads", "cn"),
                Dat.domain(3, "www.google.com", "ads")),
            Dat.site("CN", Dat.domain(2, "baidu.com")));
    assertThat(names(ListFormat.parse("geosite:google").read(dat)))
        .containsExactly("google.com", "=www.google.com", "/goog\\.le/", "/^ads[0-9]\\./");
    assertThat(names(ListFormat.parse("geosite:Google@ads").read(dat)))
        .containsExactly("google.com", "=www.google.com");
    assertThat(names(ListFormat.parse("geosite:google@ads@cn").read(dat)))
        .containsExactly("google.com");
    assertThatThrownBy(() -> ListFormat.parse("geosite:goog").read(dat))
        .isInstanceOf(LearnException.class)
        .hasMessage("it has no tag 'goog' among its 2 tags; it has google");
  }

  @Test
  void geoipHasNetworksOfBothFamilies() {
    byte[] dat =
        Dat.list(
            Dat.ip(
                "NL",
                Dat.cidr(24, 203, 0, 113, 9),
                Dat.cidr(32, 0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)),
            Dat.ip("BAD", Dat.cidr(33, 1, 2, 3, 4)));
    assertThat(networks(ListFormat.parse("geoip:nl").read(dat)))
        .containsExactly("203.0.113.0/24", "2001:db8::/32");
    assertThatThrownBy(() -> ListFormat.parse("geoip:bad").read(dat))
        .isInstanceOf(LearnException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"domains", "networks", "hosts", "dnsmasq", "geosite:a@b@!cn", "geoip:telegram"})
  void aFormatIsWrittenAsItIsRead(String text) {
    assertThat(ListFormat.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "auto", "geosite", "geosite:", "geosite:a@", "geoip:!cn", "hosts:x"})
  void otherFormatsAreWrong(String text) {
    assertThatThrownBy(() -> ListFormat.parse(text)).isInstanceOf(SyntaxException.class);
  }

  @Property(tries = 500)
  void anyBytesAreReadOrRefused(@ForAll @Size(max = 400) byte[] bytes) {
    for (String format :
        List.of("domains", "networks", "hosts", "dnsmasq", "geosite:a", "geoip:a")) {
      try {
        ListFormat.parse(format).read(bytes);
      } catch (LearnException e) {
        assertThat(e.reason()).isNotEmpty();
      }
    }
  }

  @Property(tries = 500)
  void anyTextIsReadOrRefused(@ForAll @Size(max = 40) List<String> lines) {
    anyBytesAreReadOrRefused(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
  }

  @Property(tries = 2000)
  void damagedDatFilesAreReadOrRefused(
      @ForAll @Size(min = 1, max = 5) List<Byte> values, @ForAll long seed) {
    byte[] dat =
        Dat.list(
            Dat.site("A", Dat.domain(2, "google.com", "ads"), Dat.domain(0, "x")),
            Dat.ip("A", Dat.cidr(24, 203, 0, 113, 0)));
    java.util.Random random = new java.util.Random(seed);
    for (byte value : values) {
      dat[random.nextInt(dat.length)] = value;
    }
    anyBytesAreReadOrRefused(dat);
  }
}
