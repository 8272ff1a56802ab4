package waymark.netlink;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes requests about sets, and reads sets from answers. */
final class IpsetCodec {
  // NFNL_SUBSYS_IPSET << 8 and ipset_cmd of linux/netfilter/ipset/ip_set.h
  static final int IPSET_CMD_CREATE = 0x602;
  static final int IPSET_CMD_DESTROY = 0x603;
  static final int IPSET_CMD_SWAP = 0x606;
  static final int IPSET_CMD_LIST = 0x607;
  static final int IPSET_CMD_ADD = 0x609;
  static final int IPSET_CMD_DEL = 0x60a;
  static final int IPSET_CMD_TEST = 0x60b;

  private static final int IPSET_PROTOCOL = 7;
  private static final int NFGENMSG = 4;

  private static final int IPSET_ATTR_PROTOCOL = 1;
  private static final int IPSET_ATTR_SETNAME = 2;
  private static final int IPSET_ATTR_TYPENAME = 3;
  private static final int IPSET_ATTR_REVISION = 4;
  private static final int IPSET_ATTR_FAMILY = 5;
  private static final int IPSET_ATTR_FLAGS = 6;
  private static final int IPSET_ATTR_DATA = 7;
  private static final int IPSET_ATTR_ADT = 8;
  private static final int IPSET_ATTR_SETNAME2 = 3;
  private static final int IPSET_FLAG_LIST_SETNAME = 2;
  private static final int IPSET_FLAG_LIST_HEADER = 4;

  // in DATA
  private static final int IPSET_ATTR_IP = 1;
  private static final int IPSET_ATTR_CIDR = 3;
  private static final int IPSET_ATTR_TIMEOUT = 6;
  private static final int IPSET_ATTR_CADT_FLAGS = 8;
  private static final int IPSET_ATTR_MAXELEM = 19;
  private static final int IPSET_ATTR_ELEMENTS = 24;
  private static final int IPSET_ATTR_REFERENCES = 25;
  private static final int IPSET_ATTR_MEMSIZE = 26;
  private static final int IPSET_FLAG_NOMATCH = 1 << 2;

  // in IP
  private static final int IPSET_ATTR_IPADDR_IPV4 = 1;
  private static final int IPSET_ATTR_IPADDR_IPV6 = 2;

  private IpsetCodec() {}

  static void create(NetlinkWriter out, IpsetDefinition set) {
    begin(out, IPSET_CMD_CREATE, NetlinkMessage.CREATE | NetlinkMessage.EXCLUSIVE);
    out.string(IPSET_ATTR_SETNAME, set.name());
    out.string(IPSET_ATTR_TYPENAME, set.type().name());
    // Every kernel and every ipset command knows the first revision.
    out.u8(IPSET_ATTR_REVISION, 0);
    out.u8(IPSET_ATTR_FAMILY, set.family().number());
    out.nest(IPSET_ATTR_DATA);
    if (set.timeout() != IpsetDefinition.NO_TIMEOUT) {
      out.be32(IPSET_ATTR_TIMEOUT | NetlinkWriter.NETWORK_ORDER, set.timeout());
    }
    out.be32(IPSET_ATTR_MAXELEM | NetlinkWriter.NETWORK_ORDER, set.maxElements());
    out.endNest().end();
  }

  /** A request about a whole set: DESTROY, FLUSH, LIST. */
  static void set(NetlinkWriter out, int command, int flags, String set) {
    // Without a name the kernel would apply the command to all sets.
    begin(out, command, flags);
    out.string(IPSET_ATTR_SETNAME, IpsetDefinition.checkName(set)).end();
  }

  static void swap(NetlinkWriter out, String set, String other) {
    begin(out, IPSET_CMD_SWAP, 0);
    out.string(IPSET_ATTR_SETNAME, IpsetDefinition.checkName(set));
    out.string(IPSET_ATTR_SETNAME2, IpsetDefinition.checkName(other)).end();
  }

  /** A request for the header of a set, without its entries. */
  static void listHeader(NetlinkWriter out, String set) {
    begin(out, IPSET_CMD_LIST, NetlinkMessage.DUMP);
    out.string(IPSET_ATTR_SETNAME, IpsetDefinition.checkName(set));
    out.be32(IPSET_ATTR_FLAGS | NetlinkWriter.NETWORK_ORDER, IPSET_FLAG_LIST_HEADER).end();
  }

  /** The number of entries in a listing's message; -1 where there is none. */
  static int elements(NetlinkReader in) {
    int elements = -1;
    in.enter(NFGENMSG);
    while (in.nextAttribute()) {
      if (in.attribute() == IPSET_ATTR_DATA) {
        in.enter(0);
        while (in.nextAttribute()) {
          if (in.attribute() == IPSET_ATTR_ELEMENTS) {
            elements = in.be32(0);
          }
        }
        in.leave();
      }
    }
    in.leave();
    return elements;
  }

  static void listNames(NetlinkWriter out) {
    begin(out, IPSET_CMD_LIST, NetlinkMessage.DUMP);
    out.be32(IPSET_ATTR_FLAGS | NetlinkWriter.NETWORK_ORDER, IPSET_FLAG_LIST_SETNAME).end();
  }

  /** A request about an entry: ADD, DEL, TEST. */
  static void entry(NetlinkWriter out, int command, int flags, String set, IpsetEntry entry) {
    RoutePrefix network = entry.network();
    InetAddress address = network.address();
    AddressFamily family = network.family();
    begin(out, command, flags);
    out.string(IPSET_ATTR_SETNAME, set).nest(IPSET_ATTR_DATA);
    int kind = family == AddressFamily.IPV4 ? IPSET_ATTR_IPADDR_IPV4 : IPSET_ATTR_IPADDR_IPV6;
    out.nest(IPSET_ATTR_IP);
    out.bytes(kind | NetlinkWriter.NETWORK_ORDER, address.getAddress()).endNest();
    if (network.length() < family.addressBits()) {
      out.u8(IPSET_ATTR_CIDR, network.length());
    }
    if (entry.timeout() != IpsetDefinition.NO_TIMEOUT) {
      out.be32(IPSET_ATTR_TIMEOUT | NetlinkWriter.NETWORK_ORDER, entry.timeout());
    }
    out.endNest().end();
  }

  private static void begin(NetlinkWriter out, int command, int flags) {
    // The kernel ignores this family; that of a set or an entry is in its attributes.
    out.begin(command, flags).putU8(AddressFamily.IPV4.number()).putU8(0).putBe16(0);
    out.u8(IPSET_ATTR_PROTOCOL, IPSET_PROTOCOL);
  }

  /** The name of the set in a listing's message. */
  static String name(NetlinkReader in) {
    String name = "";
    in.enter(NFGENMSG);
    while (in.nextAttribute()) {
      if (in.attribute() == IPSET_ATTR_SETNAME) {
        name = in.string();
      }
    }
    in.leave();
    return name;
  }

  /** Assembles sets whose entries arrive in several messages. */
  static final class Listing {
    private final Map<String, Listed> sets = new LinkedHashMap<>();

    private static final class Listed {
      String type = "";
      int family;
      int timeout = IpsetDefinition.NO_TIMEOUT;
      int maxElements = IpsetDefinition.DEFAULT_MAX_ELEMENTS;
      int references;
      long memory;
      final List<IpsetEntry> entries = new ArrayList<>();
    }

    /** A message describes one set, and names it first. */
    void message(NetlinkReader in) {
      Listed set = new Listed();
      boolean named = false;
      in.enter(NFGENMSG);
      while (in.nextAttribute()) {
        switch (in.attribute()) {
          case IPSET_ATTR_SETNAME -> {
            if (named) {
              throw new MalformedNetlinkException("one set's name in a message", in.position());
            }
            set = sets.computeIfAbsent(checkedName(in), name -> new Listed());
            named = true;
          }
          case IPSET_ATTR_TYPENAME -> set.type = in.string();
          case IPSET_ATTR_FAMILY -> set.family = in.u8(0);
          case IPSET_ATTR_DATA -> header(in, set);
          case IPSET_ATTR_ADT -> entries(in, set);
          default -> {}
        }
      }
      in.leave();
    }

    private static String checkedName(NetlinkReader in) {
      if (in.length() < 2 || in.length() > IpsetDefinition.MAX_NAME + 1 || in.u8(0) == 0) {
        throw new MalformedNetlinkException("a set's name of 1 to 31 bytes", in.position());
      }
      return in.string();
    }

    private static void header(NetlinkReader in, Listed set) {
      in.enter(0);
      while (in.nextAttribute()) {
        switch (in.attribute()) {
          case IPSET_ATTR_TIMEOUT -> set.timeout = timeout(in);
          case IPSET_ATTR_MAXELEM -> set.maxElements = Math.max(1, in.be32(0));
          case IPSET_ATTR_REFERENCES -> set.references = in.be32(0);
          case IPSET_ATTR_MEMSIZE -> set.memory = in.be32(0) & 0xffff_ffffL;
          default -> {}
        }
      }
      in.leave();
    }

    private static void entries(NetlinkReader in, Listed set) {
      if (!new IpsetType(set.type).isDecoded()) {
        return;
      }
      in.enter(0);
      while (in.nextAttribute()) {
        if (in.attribute() == IPSET_ATTR_DATA) {
          entry(in, set.entries);
        }
      }
      in.leave();
    }

    private static void entry(NetlinkReader in, List<IpsetEntry> out) {
      byte[] address = {};
      int length = -1;
      int timeout = IpsetDefinition.NO_TIMEOUT;
      boolean exception = false;
      in.enter(0);
      while (in.nextAttribute()) {
        switch (in.attribute()) {
          case IPSET_ATTR_IP -> address = address(in);
          case IPSET_ATTR_CIDR -> length = in.u8(0);
          case IPSET_ATTR_TIMEOUT -> timeout = timeout(in);
          case IPSET_ATTR_CADT_FLAGS -> exception = (in.be32(0) & IPSET_FLAG_NOMATCH) != 0;
          default -> {}
        }
      }
      in.leave();
      if (address.length == 0 || exception) {
        return;
      }
      int bits = address.length * 8;
      if (length > bits) {
        throw new MalformedNetlinkException("a prefix length of the family", in.position());
      }
      RoutePrefix network =
          RoutePrefix.of(AddressFamily.address(address), length < 0 ? bits : length);
      out.add(new IpsetEntry(network, timeout));
    }

    private static byte[] address(NetlinkReader in) {
      byte[] address = {};
      in.enter(0);
      while (in.nextAttribute()) {
        switch (in.attribute()) {
          case IPSET_ATTR_IPADDR_IPV4 -> address = in.bytes(0, 4);
          case IPSET_ATTR_IPADDR_IPV6 -> address = in.bytes(0, 16);
          default -> {}
        }
      }
      in.leave();
      return address;
    }

    private static int timeout(NetlinkReader in) {
      return Math.clamp(in.be32(0) & 0xffff_ffffL, 0, IpsetDefinition.MAX_TIMEOUT);
    }

    List<IpsetContent> sets() {
      List<IpsetContent> contents = new ArrayList<>(sets.size());
      sets.forEach(
          (name, set) -> {
            AddressFamily family =
                set.family == AddressFamily.IPV6.number() ? AddressFamily.IPV6 : AddressFamily.IPV4;
            IpsetDefinition definition =
                new IpsetDefinition(
                    name, new IpsetType(set.type), family, set.timeout, set.maxElements);
            contents.add(new IpsetContent(definition, set.references, set.memory, set.entries));
          });
      return contents;
    }
  }
}
