package waymark.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import waymark.dns.IpPacket.Kind;

class IpPacketTest {
  private static final String UDP = "d4310035000c0000 01020304";
  private final IpPacket packet = new IpPacket();

  @Test
  void ipv4OptionsArePassed() {
    assertThat(read("47000028 00004000 40110000 c0000201 c0000235 0101010101010100" + UDP))
        .isEqualTo(Kind.UDP);
    assertThat(packet.payloadLength()).isEqualTo(4);
    assertThat(packet.sourceLow()).isEqualTo(0xffff_c000_0201L);
    assertThat(packet.destinationLow()).isEqualTo(0xffff_c000_0235L);
    assertThat(packet.sourcePort()).isEqualTo(0xd431);
    assertThat(packet.destinationPort()).isEqualTo(53);
  }

  @Test
  void bytesBehindThePacketAreNotItsOwn() {
    assertThat(read("45000020 00004000 40110000 c0000201 c0000235" + UDP + "ffffffff"))
        .isEqualTo(Kind.UDP);
    assertThat(packet.payloadLength()).isEqualTo(4);
    assertThat(packet.isCut()).isFalse();
  }

  @Test
  void captureMayEndEarly() {
    assertThat(read("45000030 00004000 40110000 c0000201 c0000235 d4310035001c0000 01020304"))
        .isEqualTo(Kind.UDP);
    assertThat(packet.payloadLength()).isEqualTo(4);
    assertThat(packet.isCut()).isTrue();
  }

  @Test
  void fragmentsAreToldApart() {
    assertThat(read("45000020 00002000 40110000 c0000201 c0000235" + UDP)).isEqualTo(Kind.FRAGMENT);
    assertThat(read("45000020 00000001 40110000 c0000201 c0000235" + UDP)).isEqualTo(Kind.FRAGMENT);
    assertThat(read(ipv6(44, 20, "1100 0001 00000001" + UDP))).isEqualTo(Kind.FRAGMENT);
    assertThat(read(ipv6(44, 20, "1100 0008 00000001" + UDP))).isEqualTo(Kind.FRAGMENT);
    // atomic: the only fragment of its packet
    assertThat(read(ipv6(44, 20, "1100 0000 00000001" + UDP))).isEqualTo(Kind.UDP);
  }

  @Test
  void extensionHeadersArePassedUpToABound() {
    assertThat(read(ipv6(0, 28, "3c00010400000000 1100010400000000" + UDP))).isEqualTo(Kind.UDP);
    assertThat(packet.payloadLength()).isEqualTo(4);
    assertThat(packet.sourceHigh()).isEqualTo(0x20010db800000000L);
    assertThat(packet.sourceLow()).isEqualTo(1);
    assertThat(packet.destinationLow()).isEqualTo(0x53);
    assertThat(read(ipv6(0, 108, "0000010400000000".repeat(12) + UDP))).isEqualTo(Kind.OTHER);
    assertThat(read(ipv6(0, 20, "11ff010400000000" + UDP))).isEqualTo(Kind.BROKEN);
    assertThat(read(ipv6(43, 20, "1100020100000000" + UDP))).isEqualTo(Kind.OTHER);
    assertThat(read(ipv6(58, 4, "80000000"))).isEqualTo(Kind.OTHER);
  }

  @Test
  void lyingLengthsAreBroken() {
    assertThat(read("4f000020 00004000 40110000 c0000201 c0000235" + UDP)).isEqualTo(Kind.BROKEN);
    assertThat(read("44000020 00004000 40110000 c0000201 c0000235" + UDP)).isEqualTo(Kind.BROKEN);
    assertThat(read("45000013 00004000 40110000 c0000201 c0000235" + UDP)).isEqualTo(Kind.BROKEN);
    assertThat(read("45000020 00004000 40110000 c0000201 c0000235 d4310035000d0000 01020304"))
        .isEqualTo(Kind.BROKEN);
    assertThat(read("45000020 00004000 40110000 c0000201 c0000235 d431003500070000 01020304"))
        .isEqualTo(Kind.BROKEN);
    assertThat(read("55000020 00004000 40110000 c0000201 c0000235" + UDP)).isEqualTo(Kind.BROKEN);
  }

  @Test
  void everyPrefixOfAPacketIsReadWithoutFault() {
    Captured.PACKETS.forEach(
        (name, bytes) -> {
          for (int length = 0; length < bytes.length; length++) {
            byte[] prefix = Arrays.copyOf(bytes, length);
            assertThat(packet.read(prefix, 0, length)).as(name).isNotEqualTo(Kind.FRAGMENT);
            assertThat(packet.payloadOffset() + packet.payloadLength()).isLessThanOrEqualTo(length);
          }
        });
  }

  private Kind read(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    return packet.read(bytes, 0, bytes.length);
  }

  private static String ipv6(int next, int length, String rest) {
    return "60000000%04x%02x40".formatted(length, next)
        + "20010db8000000000000000000000001"
        + "20010db8000000000000000000000053"
        + rest;
  }
}
