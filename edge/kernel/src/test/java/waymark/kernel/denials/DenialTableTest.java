package waymark.kernel.denials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import waymark.dns.IpPacket;
import waymark.kernel.denials.DenialTable.Need;
import waymark.kernel.model.Denial;
import waymark.policy.Address;

class DenialTableTest {
  private static final long NOW = 1_000_000_000;

  private final DenialTable table = new DenialTable();

  private static RefusedPacket packet(String client, int port) {
    return new RefusedPacket(Address.parse(client), Address.parse("198.51.100.7"), 6, port);
  }

  @Test
  void theSameIsToldOnceAMinuteAndCountedAlways() {
    assertThat(table.add(packet("10.0.0.2", 80), NOW)).isEqualTo(Need.TELL);
    assertThat(table.add(packet("10.0.0.2", 80), NOW + 59_999)).isEqualTo(Need.NOTHING);
    assertThat(table.add(packet("10.0.0.2", 81), NOW + 59_999)).isEqualTo(Need.TELL);
    assertThat(table.add(packet("10.0.0.2", 80), NOW + 60_000)).isEqualTo(Need.TELL);
    assertThat(table.denials())
        .extracting(Denial::port, Denial::packets, Denial::first, Denial::last)
        .containsExactly(
            tuple(80, 3L, NOW, NOW + 60_000), tuple(81, 1L, NOW + 59_999, NOW + 59_999));
  }

  @Test
  void aClientThatTriesEveryPortIsToldOfAFewTimesAndDisplacesNobody() {
    table.add(packet("10.0.0.3", 443), NOW);
    int told = 0;
    for (int port = 1; port <= 60_000; port++) {
      told += table.add(packet("10.0.0.2", port), NOW) == Need.TELL ? 1 : 0;
    }
    assertThat(told).isEqualTo(DenialTable.TOLD_OF_CLIENT);
    assertThat(table.denials()).hasSize(DenialTable.MOST);
    assertThat(table.denials()).anyMatch(it -> it.client().equals(Address.parse("10.0.0.3")));
    assertThat(table.add(packet("10.0.0.3", 444), NOW)).isEqualTo(Need.TELL);
  }

  @Test
  void manyClientsAreToldOfAFewTimesInAll() {
    int told = 0;
    for (int i = 0; i < 2_000; i++) {
      String client = "10.0." + i / 250 + "." + (1 + i % 250);
      told += table.add(packet(client, 80), NOW) == Need.TELL ? 1 : 0;
    }
    assertThat(told).isEqualTo(DenialTable.TOLD_IN_ALL);
    assertThat(table.add(packet("10.1.0.1", 80), NOW + 60_000)).isEqualTo(Need.TELL);
  }

  @Test
  void whatIsNoDenialIsForgotten() {
    table.add(packet("10.0.0.2", 80), NOW);
    table.add(packet("10.0.0.2", 81), NOW);
    table.explain(packet("10.0.0.2", 80), Optional.empty());
    table.explain(
        packet("10.0.0.2", 81),
        Optional.of(new DenialTable.Reason(Denial.Cause.RULE, "ads", "ads.example")));
    assertThat(table.denials())
        .hasSize(1)
        .allMatch(it -> it.rule().equals("ads") && it.name().equals("ads.example"));
  }

  @Test
  void packetsWithoutPortsHaveAProtocol() {
    IpPacket packet = new IpPacket();
    assertThat(read(packet, "45000020000040004001000a0a000002c633640708000000000000000000000000"))
        .contains(
            new RefusedPacket(Address.parse("10.0.0.2"), Address.parse("198.51.100.7"), 1, 0));
    assertThat(
            read(
                packet,
                "6000000000083a40fd00000000000000000000000000000220010db8000000000000000000000007"
                    + "8000000000000000"))
        .contains(new RefusedPacket(Address.parse("fd00::2"), Address.parse("2001:db8::7"), 58, 0));
    assertThat(read(packet, "4500")).isEmpty();
  }

  private static Optional<RefusedPacket> read(IpPacket packet, String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    return RefusedPacket.read(packet, bytes, 0, bytes.length);
  }
}
