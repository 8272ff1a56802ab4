package waymark.netlink;

import static waymark.netlink.NftablesHeader.NFTA_DATA_VALUE;
import static waymark.netlink.NftablesHeader.NFTA_DATA_VERDICT;
import static waymark.netlink.NftablesHeader.NFTA_SET_ELEM_DATA;
import static waymark.netlink.NftablesHeader.NFTA_VERDICT_CHAIN;
import static waymark.netlink.NftablesHeader.NFTA_VERDICT_CODE;

/**
 * The value of a map's element: a verdict, or bytes such as a mark. The element of a set has {@link
 * #NONE}. Create it once and keep it, since it holds its encoding.
 */
public final class NftablesValue {
  /** The kind of a value. */
  enum Kind {
    NONE,
    BYTES,
    ACCEPT,
    DROP,
    RETURN,
    CONTINUE,
    JUMP,
    GOTO,
    /** A verdict that this class does not know. */
    OTHER
  }

  static final int CODE_GOTO = -4;

  private static final int CODE_JUMP = -3;

  public static final NftablesValue NONE = new NftablesValue(Kind.NONE, 0, "", Octets.of());

  private final Kind kind;
  private final int code;
  private final String chain;
  private final Octets octets;
  private final EncodedAttributes encoded;

  private NftablesValue(Kind kind, int code, String chain, Octets octets) {
    this.kind = kind;
    this.code = code;
    this.chain = chain;
    this.octets = octets;
    this.encoded = EncodedAttributes.of(this::write);
  }

  /**
   * Goes to a chain. In a map that rules of a base chain use, each transaction that adds such a
   * value makes the kernel walk over all elements (nft_table_validate, looking for loops; measured
   * on 6.18: 15 ms with 100,000 of them). Large maps that change often lead to marks instead, and a
   * small map leads from marks to chains.
   */
  public static NftablesValue goTo(String chain) {
    return verdict(CODE_GOTO, chain);
  }

  /** Bytes as the kernel compares them: addresses and ports big-endian, marks in host order. */
  public static NftablesValue bytes(Octets octets) {
    return new NftablesValue(Kind.BYTES, 0, "", octets);
  }

  static NftablesValue verdict(int code, String chain) {
    Kind kind =
        switch (code) {
          case 0 -> Kind.DROP;
          case 1 -> Kind.ACCEPT;
          case -1 -> Kind.CONTINUE;
          case CODE_JUMP -> Kind.JUMP;
          case CODE_GOTO -> Kind.GOTO;
          case -5 -> Kind.RETURN;
          default -> Kind.OTHER;
        };
    return new NftablesValue(kind, code, chain, Octets.of());
  }

  private void write(NetlinkWriter writer) {
    switch (kind) {
      case NONE -> {}
      case BYTES ->
          writer.nest(NFTA_SET_ELEM_DATA).bytes(NFTA_DATA_VALUE, octets.array()).endNest();
      case ACCEPT, DROP, RETURN, CONTINUE, JUMP, GOTO, OTHER -> {
        writer.nest(NFTA_SET_ELEM_DATA).nest(NFTA_DATA_VERDICT).be32(NFTA_VERDICT_CODE, code);
        if (!chain.isEmpty()) {
          writer.string(NFTA_VERDICT_CHAIN, chain);
        }
        writer.endNest().endNest();
      }
    }
  }

  EncodedAttributes encoded() {
    return encoded;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NftablesValue that
        && kind == that.kind
        && code == that.code
        && chain.equals(that.chain)
        && octets.equals(that.octets);
  }

  @Override
  public int hashCode() {
    return (kind.hashCode() * 31 + chain.hashCode()) * 31 + octets.hashCode();
  }

  @Override
  public String toString() {
    return switch (kind) {
      case NONE -> "none";
      case BYTES -> octets.toString();
      case GOTO -> "goto " + chain;
      case JUMP -> "jump " + chain;
      case ACCEPT -> "accept";
      case DROP -> "drop";
      case RETURN -> "return";
      case CONTINUE -> "continue";
      case OTHER -> "verdict " + code;
    };
  }
}
