package waymark.netlink;

import static waymark.netlink.NftablesHeader.*;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Decodes messages of nftables into records. One thread; repeated values share an object. */
final class NftablesDecoder {
  private final Map<String, NftablesValue> gotos = new HashMap<>();
  private final Map<Octets, NftablesValue> values = new HashMap<>();

  static void table(NetlinkReader message, Consumer<? super NftablesTable> out) {
    out.accept(table(message));
  }

  static NftablesTable table(NetlinkReader message) {
    NftablesFamily family = family(message);
    String name = "";
    String comment = "";
    long handle = 0;
    int flags = 0;
    message.enter(NFGENMSG);
    while (message.nextAttribute()) {
      switch (message.attribute()) {
        case NFTA_TABLE_NAME -> name = message.string();
        case NFTA_TABLE_FLAGS -> flags = message.be32(0);
        case NFTA_TABLE_HANDLE -> handle = message.be64(0);
        case NFTA_TABLE_USERDATA -> comment = comment(message, NFTNL_UDATA_COMMENT);
        default -> {}
      }
    }
    message.leave();
    return new NftablesTable(family, name, handle, flags, comment);
  }

  static NftablesChain chain(NetlinkReader message) {
    NftablesFamily family = family(message);
    String table = "";
    String name = "";
    String comment = "";
    long handle = 0;
    int policy = -1;
    message.enter(NFGENMSG);
    while (message.nextAttribute()) {
      switch (message.attribute()) {
        case NFTA_CHAIN_TABLE -> table = message.string();
        case NFTA_CHAIN_POLICY -> policy = message.be32(0);
        case NFTA_CHAIN_NAME -> name = message.string();
        case NFTA_CHAIN_HANDLE -> handle = message.be64(0);
        case NFTA_CHAIN_USERDATA -> comment = comment(message, NFTNL_UDATA_COMMENT);
        default -> {}
      }
    }
    message.leave();
    return new NftablesChain(family, table, name, handle, policy, comment);
  }

  static NftablesRule rule(NetlinkReader message) {
    NftablesFamily family = family(message);
    String table = "";
    String chain = "";
    String comment = "";
    long handle = 0;
    message.enter(NFGENMSG);
    while (message.nextAttribute()) {
      switch (message.attribute()) {
        case NFTA_RULE_TABLE -> table = message.string();
        case NFTA_RULE_CHAIN -> chain = message.string();
        case NFTA_RULE_HANDLE -> handle = message.be64(0);
        case NFTA_RULE_USERDATA -> comment = comment(message, NFTNL_UDATA_COMMENT);
        default -> {}
      }
    }
    message.leave();
    return new NftablesRule(family, table, chain, handle, comment);
  }

  static NftablesSet set(NetlinkReader message) {
    NftablesFamily family = family(message);
    String table = "";
    String name = "";
    String comment = "";
    long handle = 0;
    int flags = 0;
    int keyLength = 0;
    message.enter(NFGENMSG);
    while (message.nextAttribute()) {
      switch (message.attribute()) {
        case NFTA_SET_TABLE -> table = message.string();
        case NFTA_SET_NAME -> name = message.string();
        case NFTA_SET_FLAGS -> flags = message.be32(0);
        case NFTA_SET_KEY_LEN -> keyLength = message.be32(0);
        case NFTA_SET_HANDLE -> handle = message.be64(0);
        case NFTA_SET_USERDATA -> comment = comment(message, NFTNL_UDATA_SET_COMMENT);
        default -> {}
      }
    }
    message.leave();
    return new NftablesSet(family, table, name, handle, flags, keyLength, comment);
  }

  static void counter(NetlinkReader message, Consumer<? super NftablesCounter> out) {
    NftablesFamily family = family(message);
    String table = "";
    String name = "";
    int type = 0;
    long packets = 0;
    long bytes = 0;
    message.enter(NFGENMSG);
    while (message.nextAttribute()) {
      switch (message.attribute()) {
        case NFTA_OBJ_TABLE -> table = message.string();
        case NFTA_OBJ_NAME -> name = message.string();
        case NFTA_OBJ_TYPE -> type = message.be32(0);
        case NFTA_OBJ_DATA -> {
          // The type comes before the data (nf_tables_fill_obj_info).
          if (type == NFT_OBJECT_COUNTER) {
            message.enter(0);
            while (message.nextAttribute()) {
              switch (message.attribute()) {
                case NFTA_COUNTER_BYTES -> bytes = message.be64(0);
                case NFTA_COUNTER_PACKETS -> packets = message.be64(0);
                default -> {}
              }
            }
            message.leave();
          }
        }
        default -> {}
      }
    }
    message.leave();
    if (type == NFT_OBJECT_COUNTER) {
      out.accept(new NftablesCounter(family, table, name, packets, bytes));
    }
  }

  static NftablesGeneration generation(NetlinkReader message) {
    int number = 0;
    int process = 0;
    String name = "";
    message.enter(NFGENMSG);
    while (message.nextAttribute()) {
      switch (message.attribute()) {
        case NFTA_GEN_ID -> number = message.be32(0);
        case NFTA_GEN_PROC_PID -> process = message.be32(0);
        case NFTA_GEN_PROC_NAME -> name = message.string();
        default -> {}
      }
    }
    message.leave();
    return new NftablesGeneration(number, process, name);
  }

  void elements(NetlinkReader message, Consumer<? super NftablesElement> out) {
    message.enter(NFGENMSG);
    while (message.nextAttribute()) {
      if (message.attribute() == NFTA_SET_ELEM_LIST_ELEMENTS) {
        message.enter(0);
        while (message.nextAttribute()) {
          out.accept(element(message));
        }
        message.leave();
      }
    }
    message.leave();
  }

  NftablesEvent elementsEvent(NftablesEvent.Change change, NetlinkReader message) {
    NftablesFamily family = family(message);
    String table = "";
    String set = "";
    message.enter(NFGENMSG);
    while (message.nextAttribute()) {
      switch (message.attribute()) {
        case NFTA_SET_ELEM_LIST_TABLE -> table = message.string();
        case NFTA_SET_ELEM_LIST_SET -> set = message.string();
        default -> {}
      }
    }
    message.leave().rewind();
    List<NftablesElement> elements = new ArrayList<>();
    elements(message, elements::add);
    return new NftablesEvent.ElementsChanged(change, family, table, set, elements);
  }

  private NftablesElement element(NetlinkReader message) {
    Octets key = Octets.of();
    NftablesValue value = NftablesValue.NONE;
    int flags = 0;
    message.enter(0);
    while (message.nextAttribute()) {
      switch (message.attribute()) {
        case NFTA_SET_ELEM_KEY -> key = key(message);
        case NFTA_SET_ELEM_DATA -> value = value(message);
        case NFTA_SET_ELEM_FLAGS -> flags = message.be32(0);
        default -> {}
      }
    }
    message.leave();
    return new NftablesElement(key, value, (flags & NFT_SET_ELEM_INTERVAL_END) != 0);
  }

  private static Octets key(NetlinkReader message) {
    Octets key = Octets.of();
    message.enter(0);
    while (message.nextAttribute()) {
      if (message.attribute() == NFTA_DATA_VALUE) {
        key = Octets.owned(message.bytes());
      }
    }
    message.leave();
    return key;
  }

  private NftablesValue value(NetlinkReader message) {
    NftablesValue value = NftablesValue.NONE;
    message.enter(0);
    while (message.nextAttribute()) {
      switch (message.attribute()) {
        case NFTA_DATA_VALUE ->
            value = values.computeIfAbsent(Octets.owned(message.bytes()), NftablesValue::bytes);
        case NFTA_DATA_VERDICT -> value = verdict(message);
        default -> {}
      }
    }
    message.leave();
    return value;
  }

  private NftablesValue verdict(NetlinkReader message) {
    int code = 0;
    String chain = "";
    message.enter(0);
    while (message.nextAttribute()) {
      switch (message.attribute()) {
        case NFTA_VERDICT_CODE -> code = message.be32(0);
        case NFTA_VERDICT_CHAIN -> chain = message.string();
        default -> {}
      }
    }
    message.leave();
    return code == NftablesValue.CODE_GOTO
        ? gotos.computeIfAbsent(chain, NftablesValue::goTo)
        : NftablesValue.verdict(code, chain);
  }

  private static NftablesFamily family(NetlinkReader message) {
    return NftablesFamily.read(message.u8(0));
  }

  /**
   * User data is {u8 type; u8 length; value} repeated; programs other than nft may put anything
   * there.
   */
  private static String comment(NetlinkReader message, int wanted) {
    int at = 0;
    while (at + 2 <= message.length()) {
      int type = message.u8(at);
      int length = message.u8(at + 1);
      if (at + 2 + length > message.length()) {
        return "";
      }
      if (type == wanted) {
        byte[] text = message.bytes(at + 2, length);
        int end = length > 0 && text[length - 1] == 0 ? length - 1 : length;
        return new String(text, 0, end, StandardCharsets.UTF_8);
      }
      at += 2 + length;
    }
    return "";
  }
}
