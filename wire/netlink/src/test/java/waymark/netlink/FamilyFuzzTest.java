package waymark.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;

/** Broken messages are named as such or passed over, and never read beyond their end. */
class FamilyFuzzTest {
  private static final List<byte[]> SEEDS = seeds();

  private static List<byte[]> seeds() {
    var link = new HexVector.Written(ByteOrder.nativeOrder());
    link.writer().begin(Rtnetlink.RTM_NEWLINK, 0).putU32(0).putU32(3).putU32(1).putU32(0);
    link.writer().string(Rtnetlink.IFLA_IFNAME, "wg0").nest(Rtnetlink.IFLA_LINKINFO);
    link.writer().string(Rtnetlink.IFLA_INFO_KIND, "wireguard").endNest().end();
    var address = new HexVector.Written(ByteOrder.nativeOrder());
    address.writer().begin(Rtnetlink.RTM_NEWADDR, 0).putU8(2).putU8(24).putU16(0).putU32(3);
    address.writer().bytes(Rtnetlink.IFA_LOCAL, new byte[4]).end();
    var route = new HexVector.Written(ByteOrder.nativeOrder());
    var hops =
        List.of(
            RouteHop.gateway(3, RoutePrefix.ALL_IPV6.address()),
            RouteHop.gateway(3, RoutePrefix.ALL_IPV4.address()),
            RouteHop.direct(4));
    new RouteWriter(route.writer())
        .replace(new Route(RoutePrefix.ALL_IPV4, 7001, RouteType.UNICAST, 250, 1, hops));
    var rule = new HexVector.Written(ByteOrder.nativeOrder());
    new RouteWriter(rule.writer()).add(RouteRule.lookup(AddressFamily.IPV4, 1, 2, 3, 7001, 4));
    var set = new HexVector.Written(ByteOrder.nativeOrder());
    set.writer().begin(IpsetCodec.IPSET_CMD_LIST, 0).putU32(2).string(2, "s").string(3, "hash:ip");
    set.writer().nest(7).be32(6, 300).be32(19, 9).endNest();
    set.writer().nest(8).nest(7).nest(1).be32(1, 5).endNest().u8(3, 24).endNest().endNest().end();
    var flow = new HexVector.Written(ByteOrder.nativeOrder());
    flow.writer().begin(Conntrack.IPCTNL_MSG_CT_NEW, 0).putU32(2);
    for (int direction = 1; direction <= 2; direction++) {
      flow.writer().nest(direction).nest(1).be32(1, 5).be32(2, 6).endNest();
      flow.writer().nest(2).u8(1, 6).be16(2, 7).be16(3, 8).endNest().endNest();
    }
    flow.writer().nest(4).nest(1).u8(1, 7).endNest().endNest();
    flow.writer().be32(8, 1).nest(9).be64(1, 1).be64(2, 2).endNest().be32(12, 9).end();
    return List.of(
        link.bytes(), address.bytes(), route.bytes(), rule.bytes(), set.bytes(), flow.bytes());
  }

  @Tag("slow")
  @Property(tries = 20_000)
  void brokenMessagesAreRefused(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] bytes = SEEDS.get(random.nextInt(SEEDS.size())).clone();
    for (int i = random.nextInt(6); i >= 0; i--) {
      int at = 16 + random.nextInt(bytes.length - 16);
      bytes[at] = (byte) (random.nextBoolean() ? random.nextInt(24) : random.nextInt());
    }
    if (random.nextInt(4) == 0) {
      bytes = Arrays.copyOf(bytes, 16 + random.nextInt(bytes.length - 15));
      ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).putInt(0, bytes.length);
    }
    read(bytes);
  }

  private static void read(byte[] message) {
    // Bytes around the message, which must not be read.
    byte[] around = new byte[message.length + 64];
    Arrays.fill(around, (byte) 0x11);
    System.arraycopy(message, 0, around, 32, message.length);
    var buffer = ByteBuffer.wrap(around).order(ByteOrder.nativeOrder());
    var reader = new NetlinkReader(buffer);
    for (int decoder = 0; decoder < 3; decoder++) {
      reader.reset(32, message.length);
      try {
        assertThat(reader.nextMessage()).isTrue();
        switch (decoder) {
          case 0 -> RouteReader.event(reader, event -> assertThat(event).isNotNull());
          case 1 -> {
            var listing = new IpsetCodec.Listing();
            if (reader.type() == IpsetCodec.IPSET_CMD_LIST) {
              listing.message(reader);
            }
            assertThat(listing.sets().size()).isLessThanOrEqualTo(1);
          }
          default -> {
            var flow = new ConntrackFlow();
            if (reader.type() == Conntrack.IPCTNL_MSG_CT_NEW && flow.read(reader)) {
              assertThat(flow.source()).isNotNull();
              assertThat(flow.destination()).isNotNull();
              flow.key();
              flow.isClosed();
            }
          }
        }
      } catch (MalformedNetlinkException e) {
        assertThat(e.offset()).isBetween(32, 32 + message.length);
      }
    }
  }
}
