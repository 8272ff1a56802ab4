package waymark.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
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
            "learning":{"asked":"hold","actual":"observe","why":"the kernel has no NFQUEUE"},\
            "plane":"nftables",\
            "links":[{"name":"vpn","device":"wg0","gateways":[],"state":"up","index":7,"mtu":1420,\
            "wrongLinkPackets":0,"latencyMicros":0,"lossPercent":0,"fault":""},\
            {"name":"isp2","device":"eth1","gateways":["198.51.100.1","2001:db8::1"],\
            "state":"absent","index":0,"mtu":0,"wrongLinkPackets":3,"latencyMicros":0,\
            "lossPercent":0,"fault":""}],\
            "rules":[{"name":"video","to":["vpn","direct"],"weight":10,"leases":1204,"draining":17,"fault":""}],\
            "defaultTo":["direct"],"leases":1204,"addresses":1100,"conflicts":2,\
            "sightings":{"unconcerned":1,"known":2,"learned":3,"special":4,"own":5,"full":6,"untrusted":7},\
            "capture":{"answers":1,"questions":2,"unasked":3,"lost":4,"broken":5,"held":6,\
            "passedLate":7,"droppedLate":8},"moved":9,"repairs":0,"failures":1,\
            "denials":{"byDefault":true,"refused":12,"strays":0},\
            "gaps":{"untracked":1,"encrypted":2,"crowded":3,"doubtful":4,"unread":5,\
            "unknownServers":["203.0.113.9"],"httpsServers":["198.51.100.53"]},"notes":["plane routes has no guard"],"conflictsWithOthers":["zapret uses bits of the mask; set another"],\
            "journal":{"mode":"hashed","rows":10,"lost":1,"bytes":4096,"begins":"2026-01-31T09:00:00.123Z","fault":"full"}}\
            """);
  }

  @Test
  void explanationKeepsItsShape() {
    assertThat(new String(Json.write(Examples.EXPLAINED), UTF_8))
        .isEqualTo(
            """
            {"asked":"www.example.com","kind":"name","ports":[],"from":[],\
            "rules":[{"rule":"video","to":["vpn"],"weight":10,"by":"below",\
            "pattern":"*.example.com","ports":[],"from":[],"list":""}],"decides":"video",\
            "addresses":[{"address":"203.0.113.7","candidates":[\
            {"claim":{"rule":"video","to":["vpn"],"weight":10,"by":"below",\
            "pattern":"*.example.com","ports":[],"from":[],"list":""},"names":["www.example.com","cdn.example"],\
            "secondsLeft":42,"draining":true},\
            {"claim":{"rule":"default","to":["direct"],"weight":0,"by":"default",\
            "pattern":"default","ports":[],"from":[],"list":""},"names":[],"secondsLeft":0,\
            "draining":false}],"decides":"video","link":"vpn","carried":["vpn"],"kernelAgrees":true,\
            "tieBreak":"","passedOver":"","country":""}],"resolved":[],"hints":[]}\
            """);
  }

  @Test
  void eventsConflictsAndTrafficKeepTheirShape() {
    assertThat(new String(Json.write(Examples.EVENTS), UTF_8))
        .isEqualTo(
            """
            {"last":7,"missed":2,"events":[{"number":7,"at":"2026-01-31T09:00:00.123Z",\
            "kind":"policy_replaced","names":["a.example"],"address":"203.0.113.7","rule":"video",\
            "link":"vpn","to":["vpn","direct"],"what":"w","count":3,"seconds":4,"client":""}]}\
            """);
    assertThat(new String(Json.write(Examples.CONFLICTS), UTF_8))
        .startsWith("{\"total\":9,\"conflicts\":[{\"address\":\"203.0.113.7\",\"rule\":\"video\",")
        .contains("\"claims\":[{\"claim\":{\"rule\":\"video\"");
    assertThat(new String(Json.write(Examples.TRAFFIC), UTF_8))
        .isEqualTo(
            """
            {"at":"2026-01-31T09:00:00Z","lookMicros":1,"connections":2,"lostEnds":3,\
            "links":[{"link":"vpn","connections":4,"total":{"sentBytes":1,"receivedBytes":2,\
            "sentPackets":3,"receivedPackets":4},"rate":{"sentBytes":5,"receivedBytes":6,\
            "sentPackets":7,"receivedPackets":8}}],"rules":[{"rule":"video","connections":5,\
            "total":{"sentBytes":1,"receivedBytes":2,"sentPackets":3,"receivedPackets":4},\
            "rate":{"sentBytes":5,"receivedBytes":6,"sentPackets":7,"receivedPackets":8}}],\
            "addresses":[{"address":"203.0.113.7","name":"a.example","rule":"video","link":"vpn",\
            "connections":6,"total":{"sentBytes":1,"receivedBytes":2,"sentPackets":3,\
            "receivedPackets":4},"rate":{"sentBytes":5,"receivedBytes":6,"sentPackets":7,\
            "receivedPackets":8}}],"other":{"sentBytes":1,"receivedBytes":2,"sentPackets":3,\
            "receivedPackets":4},"denials":[{"client":"192.0.2.1","address":"203.0.113.7",\
            "name":"a.example","protocol":"tcp","port":443,"rule":"default","cause":"link_down",\
            "packets":9,"first":"2026-01-31T09:00:00Z","last":"2026-01-31T09:00:01Z",\
            "allow":"- {}"}]}\
            """);
    assertThat(Json.read(Events.class, Json.write(Examples.EVENTS))).isEqualTo(Examples.EVENTS);
    assertThat(Json.read(Conflicts.class, Json.write(Examples.CONFLICTS)))
        .isEqualTo(Examples.CONFLICTS);
    assertThat(Json.read(Traffic.class, Json.write(Examples.TRAFFIC))).isEqualTo(Examples.TRAFFIC);
  }

  @Test
  void whatIsWrittenIsRead() {
    assertThat(Json.read(Log.class, Json.write(Examples.LOG))).isEqualTo(Examples.LOG);
    assertThat(Json.read(Status.class, Json.write(Examples.STATUS))).isEqualTo(Examples.STATUS);
    assertThat(Json.read(Explained.class, Json.write(Examples.EXPLAINED)))
        .isEqualTo(Examples.EXPLAINED);
    assertThat(Json.read(Status.class, Json.pretty(Examples.STATUS).getBytes(UTF_8)))
        .isEqualTo(Examples.STATUS);
  }

  @Test
  void plansKeepTheirShape() {
    Plan plan =
        new Plan(
            "/a.yaml",
            true,
            List.of(
                new Difference(
                    Difference.Kind.RULE, "video", Difference.How.CHANGED, List.of("to: a -> b"))),
            new AddressPlan(
                1, 2, 3, 4, List.of(new AddressMove("192.0.2.1", List.of("a"), List.of("b")))),
            new FlowPlan(5, 6, 7, List.of(new FlowMove("192.0.2.1", "a", List.of("b"), true, 8))),
            new KernelPlan(List.of("set x"), List.of()),
            List.of("rule a is incomplete: x"));
    String json =
        """
        {"file":"/a.yaml","running":true,"policy":[{"kind":"rule","name":"video",\
        "how":"changed","details":["to: a -> b"]}],\
        "addresses":{"stay":1,"move":2,"dropped":3,"added":4,"examples":[\
        {"address":"192.0.2.1","from":["a"],"to":["b"]}]},\
        "flows":{"stay":5,"move":6,"end":7,"examples":[{"address":"192.0.2.1","link":"a",\
        "to":["b"],"linkGoes":true,"connections":8}]},\
        "kernel":{"added":["set x"],"removed":[]},"warnings":["rule a is incomplete: x"]}\
        """;
    assertThat(new String(Json.write(plan), UTF_8)).isEqualTo(json);
    assertThat(Json.read(Plan.class, json.getBytes(UTF_8))).isEqualTo(plan);
  }

  @Test
  void whatIsAppliedKeepsItsShape() {
    Applied applied =
        new Applied("/a.yaml", 41, 12, 2, 3, 4, 5, 60, "note", List.of("rule a is incomplete: x"));
    String json =
        """
        {"file":"/a.yaml","milliseconds":41,"swapMilliseconds":12,"rules":2,"stay":3,"move":4,"dropped":5,\
        "confirmWithin":60,"note":"note","warnings":["rule a is incomplete: x"]}\
        """;
    assertThat(new String(Json.write(applied), UTF_8)).isEqualTo(json);
    assertThat(Json.read(Applied.class, json.getBytes(UTF_8))).isEqualTo(applied);
    FileProblems problems =
        new FileProblems("1 problem", "", List.of(new FileProblem("/a", 1, 8, "k", "w", "e")));
    assertThat(Json.read(FileProblems.class, Json.write(problems))).isEqualTo(problems);
    assertThat(Json.read(PolicyFile.class, "{\"file\":\"/a\"}".getBytes(UTF_8)))
        .isEqualTo(new PolicyFile("/a", 0));
    byte[] misspelt = "{\"file\":\"/a\",\"confirm_within\":60}".getBytes(UTF_8);
    assertThatThrownBy(() -> Json.readExactly(PolicyFile.class, misspelt))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageContaining("confirm_within");
    assertThat(Json.readExactly(PolicyFile.class, Json.write(new PolicyFile("/a", 60, 7))))
        .isEqualTo(new PolicyFile("/a", 60, 7));
    assertThatThrownBy(() -> new PolicyFile("/a", 86_401))
        .isInstanceOf(IllegalArgumentException.class);
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
    Sightings sightings = new Sightings(a, b, c, a, b, c, a);
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
