package waymark.learn;

import waymark.policy.Address;
import waymark.policy.Network;

/**
 * Reads v2ray's {@code geoip.dat}: networks by tags, most of which are countries.
 *
 * <pre>
 *   GeoIPList { repeated GeoIP entry = 1; }
 *   GeoIP     { string country_code = 1; repeated CIDR cidr = 2; bool inverse_match = 3; }
 *   CIDR      { bytes ip = 1; uint32 prefix = 2; }
 * </pre>
 *
 * Source: v2fly/v2ray-core, {@code app/router/routercommon/common.proto}.
 */
final class GeoipFile {
  private GeoipFile() {}

  static ListContent read(byte[] bytes, String tag) {
    ListContent.Builder content = new ListContent.Builder();
    Tags.read(bytes, tag, entry -> networks(entry, content));
    return content.build();
  }

  private static void networks(Protobuf entry, ListContent.Builder content) {
    int number = 0;
    while (entry.next()) {
      if (entry.field() == 2 && entry.isBytes()) {
        number++;
        network(number, entry.message(), content);
      } else if (entry.field() == 3 && entry.isNumber() && entry.number() != 0) {
        throw new LearnException("the tag is inverted: it means all other networks");
      }
    }
  }

  private static void network(int number, Protobuf cidr, ListContent.Builder content) {
    byte[] whole = cidr.whole();
    int start = 0;
    int length = 0;
    long prefix = 0;
    while (cidr.next()) {
      if (cidr.field() == 1 && cidr.isBytes()) {
        start = cidr.start();
        length = cidr.length();
      } else if (cidr.field() == 2 && cidr.isNumber()) {
        prefix = cidr.number();
      }
    }
    if (length != 4 && length != 16) {
      content.broken(number, "an address of " + length + " bytes", "4 or 16");
      return;
    }
    Address address = Address.of(whole, start, length);
    long mapped = length == 16 && address.isIpv4() ? 96 : 0;
    if (prefix < mapped || prefix > address.width() + mapped) {
      content.broken(
          number, address + " with a prefix of " + prefix + " bits", "one within the address");
      return;
    }
    content.add(Network.of(address, (int) (prefix - mapped)));
  }
}
