package waymark.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class JsonTest {
  @Test
  void statusKeepsItsShape() {
    assertThat(new String(Json.write(Examples.STATUS), UTF_8))
        .isEqualTo(
            """
            {"version":"0.1.0","pid":4711,"state":"ready","since":"2026-01-31T09:00:00Z",\
            "learning":{"asked":"hold","actual":"observe","why":"the kernel has no NFQUEUE"},"plane":"nftables",\
            "links":[{"name":"vpn","device":"wg0","gateways":[],"state":"up","index":7,"mtu":1420,\
            "wrongLinkPackets":0},\
            {"name":"isp2","device":"eth1","gateways":["198.51.100.1","2001:db8::1"],\
            "state":"absent","index":0,"mtu":0,"wrongLinkPackets":3}],\
            "rules":[{"name":"video","to":["vpn","direct"],"weight":10,"leases":1204,"draining":17}],\
            "defaultTo":["direct"],"leases":1204,"addresses":1100,"conflicts":2,\
            "sightings":{"unconcerned":1,"known":2,"learned":3,"special":4,"own":5,"full":6},\
            "capture":{"answers":1,"questions":2,"unasked":3,"lost":4,"broken":5,"held":6,\
            "passedLate":7,"droppedLate":8},"moved":9,"repairs":0,"failures":1}""");
  }

  @Test
  void explanationKeepsItsShape() {
    assertThat(new String(Json.write(Examples.EXPLAINED), UTF_8))
        .isEqualTo(
            """
            {"asked":"www.example.com","kind":"name",\
            "rules":[{"rule":"video","to":["vpn"],"weight":10,"by":"below",\
            "pattern":"*.example.com"}],\
            "addresses":[{"address":"203.0.113.7","candidates":[\
            {"claim":{"rule":"video","to":["vpn"],"weight":10,"by":"below",\
            "pattern":"*.example.com"},"names":["www.example.com","cdn.example"],\
            "secondsLeft":42,"draining":true},\
            {"claim":{"rule":"default","to":["direct"],"weight":0,"by":"default",\
            "pattern":"default"},"names":[],"secondsLeft":0,"draining":false}],\
            "link":"vpn","carried":["vpn"],"kernelAgrees":true}]}""");
  }

  @Test
  void whatIsWrittenIsRead() {
    assertThat(Json.read(Status.class, Json.write(Examples.STATUS))).isEqualTo(Examples.STATUS);
    assertThat(Json.read(Explained.class, Json.write(Examples.EXPLAINED)))
        .isEqualTo(Examples.EXPLAINED);
    assertThat(Json.read(Status.class, Json.pretty(Examples.STATUS).getBytes(UTF_8)))
        .isEqualTo(Examples.STATUS);
  }

  @Property
  void anyTextIsReadBack(@ForAll String error, @ForAll String advice) {
    // A lone surrogate is no text: UTF-8 has no bytes for it.
    String sound = new String(error.getBytes(UTF_8), UTF_8);
    Problem problem = new Problem(sound, new String(advice.getBytes(UTF_8), UTF_8));
    assertThat(Json.read(Problem.class, Json.write(problem))).isEqualTo(problem);
  }

  @Property
  void anyCountsAreReadBack(@ForAll long a, @ForAll long b, @ForAll long c) {
    Sightings sightings = new Sightings(a, b, c, a, b, c);
    assertThat(Json.read(Sightings.class, Json.write(sightings))).isEqualTo(sightings);
  }

  @Test
  void keysOfALaterVersionArePassedOver() {
    assertThat(
            Json.read(
                Problem.class,
                "{\"error\":\"e\",\"new\":{\"x\":[1]},\"advice\":\"a\"}".getBytes(UTF_8)))
        .isEqualTo(new Problem("e", "a"));
  }

  @Test
  void anythingElseIsRefused() {
    for (String text : new String[] {"", "[]", "7", "{\"error\":", "{\"pid\":\"x\"}", "{}"}) {
      assertThatThrownBy(() -> Json.read(Status.class, text.getBytes(UTF_8)))
          .as(text)
          .isInstanceOf(MalformedJsonException.class)
          .hasMessageStartingWith("no Status: ");
    }
  }

  @Test
  void aMissingKeyIsNamed() {
    assertThatThrownBy(() -> Json.read(Problem.class, "{\"error\":\"e\"}".getBytes(UTF_8)))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessage("no Problem: 'advice' is missing");
  }

  @Test
  void forPeopleItIsIndented() {
    assertThat(Json.pretty(new Problem("a", "b")))
        .isEqualTo("{\n  \"error\" : \"a\",\n  \"advice\" : \"b\"\n}");
  }
}
