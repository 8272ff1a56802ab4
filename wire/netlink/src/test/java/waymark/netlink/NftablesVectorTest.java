package waymark.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import waymark.netlink.NftablesEvent.Change;

/** Messages as the nft command (1.0.6) and the kernel (6.18) write them, in both byte orders. */
class NftablesVectorTest {
  static final List<ByteOrder> ORDERS = List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN);

  private static final NftablesFamily INET = NftablesFamily.INET;
  private static final NftablesValue TO_C = NftablesValue.goTo("c");
  private static final NftablesSetReference HOSTS4 = NftablesSetReference.of(INET, "t", "hosts4");
  private static final NftablesSetReference NETS4 = NftablesSetReference.of(INET, "t", "nets4");

  /**
   * {@code nft add element inet t hosts4 { 192.0.2.1 : goto c }}, without the set's number in this
   * transaction, and acknowledged.
   */
  private static final String ADD_ELEMENT =
      """
      (14000000)(1000)(0100)(01000000)(00000000) 00 00 000a  # BATCH_BEGIN
      (54000000)(0c0a)(0504)(02000000)(00000000) 01 00 0000  # NEWSETELEM, CREATE ACK, inet
      (0600)(0100) 7400 0000                                 # LIST_TABLE
      (0b00)(0200) 686f7374733400 00                         # LIST_SET
      (2c00)(0380)                                           # LIST_ELEMENTS
        (2800)(0180)                                         # LIST_ELEM
          (0c00)(0180) (0800)(0100) c0000201                 # KEY, DATA_VALUE
          (1800)(0280) (1400)(0280)                          # DATA, DATA_VERDICT
            (0800)(0100) fffffffc                            # VERDICT_CODE: goto
            (0600)(0200) 6300 0000                           # VERDICT_CHAIN
      (14000000)(1100)(0100)(03000000)(00000000) 00 00 000a  # BATCH_END
      """;

  /** {@code nft add element inet t nets4 { 10.0.0.0/24 : goto c }}, likewise. */
  private static final String ADD_INTERVAL =
      """
      (14000000)(1000)(0100)(01000000)(00000000) 00 00 000a  # BATCH_BEGIN
      (6c000000)(0c0a)(0504)(02000000)(00000000) 01 00 0000  # NEWSETELEM, CREATE ACK, inet
      (0600)(0100) 7400 0000                                 # LIST_TABLE
      (0a00)(0200) 6e6574733400 0000                         # LIST_SET
      (4400)(0380)                                           # LIST_ELEMENTS
        (2800)(0180)                                         # LIST_ELEM
          (0c00)(0180) (0800)(0100) 0a000000                 # KEY, DATA_VALUE
          (1800)(0280) (1400)(0280)                          # DATA, DATA_VERDICT
            (0800)(0100) fffffffc                            # VERDICT_CODE: goto
            (0600)(0200) 6300 0000                           # VERDICT_CHAIN
        (1800)(0180)                                         # LIST_ELEM
          (0c00)(0180) (0800)(0100) 0a000100                 # KEY, DATA_VALUE
          (0800)(0300) 00000001                              # FLAGS: INTERVAL_END
      (14000000)(1100)(0100)(03000000)(00000000) 00 00 000a  # BATCH_END
      """;

  /** {@code nft delete element inet t hosts4 { 192.0.2.1 }}, likewise. */
  private static final String DELETE_ELEMENT =
      """
      (14000000)(1000)(0100)(01000000)(00000000) 00 00 000a  # BATCH_BEGIN
      (3c000000)(0e0a)(0500)(02000000)(00000000) 01 00 0000  # DELSETELEM, ACK, inet
      (0600)(0100) 7400 0000                                 # LIST_TABLE
      (0b00)(0200) 686f7374733400 00                         # LIST_SET
      (1400)(0380)                                           # LIST_ELEMENTS
        (1000)(0180)                                         # LIST_ELEM
          (0c00)(0180) (0800)(0100) c0000201                 # KEY, DATA_VALUE
      (14000000)(1100)(0100)(03000000)(00000000) 00 00 000a  # BATCH_END
      """;

  /** {@code iptables-nft -A c -j NFQUEUE --queue-num 5 --queue-bypass}, its one expression. */
  private static final String QUEUE_TARGET =
      """
      (14000000)(1000)(0100)(01000000)(00000000) 00 00 000a  # BATCH_BEGIN
      (5c000000)(060a)(050c)(02000000)(00000000) 01 00 0000  # NEWRULE, CREATE APPEND ACK, inet
      (0600)(0100) 7400 0000                                 # RULE_TABLE
      (0600)(0200) 6300 0000                                 # RULE_CHAIN
      (3800)(0480) (3400)(0180)                              # EXPRESSIONS, LIST_ELEM
        (0b00)(0100) 74617267657400 00                       # EXPR_NAME: target
        (2400)(0280)                                         # EXPR_DATA
          (0c00)(0100) 4e46515545554500                      # TARGET_NAME: NFQUEUE
          (0800)(0200) 00000003                              # TARGET_REV
          (0c00)(0300) (0500)(0100)(0100) 0000               # TARGET_INFO: number, total, bypass
      (14000000)(1100)(0100)(03000000)(00000000) 00 00 000a  # BATCH_END
      """;

  /** {@code nft add rule inet t c queue num 5 bypass} where the kernel has that. */
  private static final String QUEUE_STATEMENT =
      """
      (14000000)(1000)(0100)(01000000)(00000000) 00 00 000a  # BATCH_BEGIN
      (54000000)(060a)(050c)(02000000)(00000000) 01 00 0000  # NEWRULE, CREATE APPEND ACK, inet
      (0600)(0100) 7400 0000                                 # RULE_TABLE
      (0600)(0200) 6300 0000                                 # RULE_CHAIN
      (3000)(0480) (2c00)(0180)                              # EXPRESSIONS, LIST_ELEM
        (0a00)(0100) 717565756500 0000                       # EXPR_NAME: queue
        (1c00)(0280)                                         # EXPR_DATA
          (0600)(0100) 0005 0000                             # QUEUE_NUM
          (0600)(0200) 0001 0000                             # QUEUE_TOTAL
          (0600)(0300) 0001 0000                             # QUEUE_FLAGS: bypass
      (14000000)(1100)(0100)(03000000)(00000000) 00 00 000a  # BATCH_END
      """;

  /** Answer to {@code nft list map inet t nets4}. */
  private static final String LISTED_INTERVALS =
      """
      (84000000)(0c0a)(0200)(00000000)(210a0000) 01 00 0004  # NEWSETELEM, MULTI, inet
      (0600)(0100) 7400 0000                                 # LIST_TABLE
      (0a00)(0200) 6e6574733400 0000                         # LIST_SET
      (5c00)(0300)                                           # LIST_ELEMENTS
        (1800)(0100)                                         # LIST_ELEM
          (0c00)(0100) (0800)(0100) 0a000100                 # KEY, DATA_VALUE
          (0800)(0300) 00000001                              # FLAGS: INTERVAL_END
        (2800)(0100)                                         # LIST_ELEM
          (0c00)(0100) (0800)(0100) 0a000000                 # KEY, DATA_VALUE
          (1800)(0200) (1400)(0200)                          # DATA, DATA_VERDICT
            (0800)(0100) fffffffc                            # VERDICT_CODE: goto
            (0600)(0200) 6300 0000                           # VERDICT_CHAIN
        (1800)(0100)                                         # LIST_ELEM
          (0c00)(0100) (0800)(0100) 00000000                 # KEY, DATA_VALUE
          (0800)(0300) 00000001                              # FLAGS: INTERVAL_END
      """;

  /** Answer to {@code nft list map inet t hosts4}; its set's description shortened. */
  private static final String LISTED_SET =
      """
      (5c000000)(090a)(0200)(00000000)(210a0000) 01 00 0004  # NEWSET, MULTI, inet
      (0600)(0100) 7400 0000                                 # SET_TABLE
      (0b00)(0200) 686f7374733400 00                         # SET_NAME
      (0c00)(1000) 0000000000000003                          # SET_HANDLE
      (0800)(0300) 00000008                                  # SET_FLAGS: map
      (0800)(0500) 00000004                                  # SET_KEY_LEN
      (1600)(0d00) 0004 02000000 0704 61626300 0604 00000000 0000  # SET_USERDATA, comment abc
      """;

  /** {@code nft list counters} in table t. */
  private static final String LISTED_COUNTER =
      """
      (60000000)(120a)(0208)(00000000)(210a0000) 01 00 0004  # NEWOBJ, MULTI, inet
      (0600)(0100) 7400 0000                                 # OBJ_TABLE
      (0900)(0200) 7365656e00 000000                         # OBJ_NAME
      (0800)(0300) 00000001                                  # OBJ_TYPE: counter
      (0c00)(0600) 0000000000000002                          # OBJ_HANDLE
      (0800)(0500) 00000000                                  # OBJ_USE
      (1c00)(0400)                                           # OBJ_DATA
        (0c00)(0100) 0000000000000200                        # COUNTER_BYTES
        (0c00)(0200) 0000000000000003                        # COUNTER_PACKETS
      """;

  /** {@code nft monitor}, the end of a transaction of nft. */
  private static final String GENERATION =
      """
      (2c000000)(0f0a)(0000)(00000000)(210a0000) 00 00 0004  # NEWGEN
      (0800)(0100) 00000004                                  # GEN_ID
      (0800)(0200) 00000a21                                  # GEN_PROC_PID
      (0800)(0300) 6e667400                                  # GEN_PROC_NAME
      """;

  /** A kernel that only listens. */
  private record FakeConversation(NetlinkWriter writer) implements NftablesBatch.Conversation {
    @Override
    public NetlinkWriter request() {
      return writer.clear();
    }

    @Override
    public List<Refusal> exchange(int acknowledged) {
      return List.of();
    }
  }

  private static Octets octets(String hex) {
    return Octets.of(HexFormat.of().parseHex(hex));
  }

  private static NftablesBatch batch(HexVector.Written written) {
    NetlinkWriter writer = written.writer();
    return new NftablesBatch(new FakeConversation(writer)).begin();
  }

  @FieldSource("ORDERS")
  @ParameterizedTest
  void addedElementIsWhatTheCommandWrites(ByteOrder order) {
    HexVector.Written written = new HexVector.Written(order);
    batch(written).add(HOSTS4, octets("c0000201"), TO_C).finish();
    assertThat(written.bytes()).isEqualTo(HexVector.bytes(ADD_ELEMENT, order));
  }

  @FieldSource("ORDERS")
  @ParameterizedTest
  void addedIntervalIsWhatTheCommandWrites(ByteOrder order) {
    HexVector.Written written = new HexVector.Written(order);
    batch(written).addInterval(NETS4, octets("0a000000"), octets("0a000100"), TO_C).finish();
    assertThat(written.bytes()).isEqualTo(HexVector.bytes(ADD_INTERVAL, order));
  }

  @FieldSource("ORDERS")
  @ParameterizedTest
  void deletedElementIsWhatTheCommandWrites(ByteOrder order) {
    HexVector.Written written = new HexVector.Written(order);
    batch(written).delete(HOSTS4, octets("c0000201")).finish();
    assertThat(written.bytes()).isEqualTo(HexVector.bytes(DELETE_ELEMENT, order));
  }

  @FieldSource("ORDERS")
  @ParameterizedTest
  void queueRulesAreWhatTheCommandsWrite(ByteOrder order) {
    HexVector.Written target = new HexVector.Written(order);
    NftablesQueueRule rule = new NftablesQueueRule(5, true, NftablesQueueRule.Form.TARGET);
    batch(target).addQueueRule(INET, "t", "c", rule).finish();
    assertThat(target.bytes()).isEqualTo(HexVector.bytes(QUEUE_TARGET, order));

    HexVector.Written statement = new HexVector.Written(order);
    rule = new NftablesQueueRule(5, true, NftablesQueueRule.Form.STATEMENT);
    batch(statement).addQueueRule(INET, "t", "c", rule).finish();
    assertThat(statement.bytes()).isEqualTo(HexVector.bytes(QUEUE_STATEMENT, order));
  }

  @FieldSource("ORDERS")
  @ParameterizedTest
  void listedElementsAreIntervals(ByteOrder order) {
    List<NftablesElement> elements = new ArrayList<>();
    NetlinkReader message = HexVector.message(LISTED_INTERVALS, order);
    new NftablesDecoder().elements(message, elements::add);
    assertThat(elements).hasSize(3);
    assertThat(NftablesInterval.of(elements))
        .containsExactly(new NftablesInterval(octets("0a000000"), octets("0a000100"), TO_C));
  }

  @FieldSource("ORDERS")
  @ParameterizedTest
  void writtenElementsAreReadBack(ByteOrder order) {
    NetlinkReader reader = HexVector.message(ADD_ELEMENT, order);
    assertThat(reader.nextMessage()).isTrue();
    assertThat(NftablesEvents.decode(new NftablesDecoder(), reader))
        .isEqualTo(
            new NftablesEvent.ElementsChanged(
                Change.NEW,
                INET,
                "t",
                "hosts4",
                List.of(new NftablesElement(octets("c0000201"), TO_C, false))));
    assertThat(reader.nextMessage()).isTrue();
    assertThat(reader.type()).isEqualTo(0x11);
    assertThat(reader.nextMessage()).isFalse();
  }

  @FieldSource("ORDERS")
  @ParameterizedTest
  void listedSetsAndCountersAreRead(ByteOrder order) {
    assertThat(NftablesDecoder.set(HexVector.message(LISTED_SET, order)))
        .isEqualTo(new NftablesSet(INET, "t", "hosts4", 3, 8, 4, "abc"));
    List<NftablesCounter> counters = new ArrayList<>();
    NftablesDecoder.counter(HexVector.message(LISTED_COUNTER, order), counters::add);
    assertThat(counters).containsExactly(new NftablesCounter(INET, "t", "seen", 3, 512));
  }

  @FieldSource("ORDERS")
  @ParameterizedTest
  void committedTransactionNamesTheProcess(ByteOrder order) {
    NetlinkReader message = HexVector.message(GENERATION, order);
    assertThat(NftablesEvents.decode(new NftablesDecoder(), message))
        .isEqualTo(new NftablesEvent.Committed(new NftablesGeneration(4, 2593, "nft")));
  }

  @FieldSource("ORDERS")
  @ParameterizedTest
  void fullMessagesAreFollowedByOthers(ByteOrder order) {
    NetlinkWriter writer = new NetlinkWriter(64, order);
    NftablesBatch batch = new NftablesBatch(new FakeConversation(writer)).begin();
    NftablesValue longest = NftablesValue.goTo("c".repeat(128));
    for (int i = 0; i < 1001; i++) {
      batch.add(HOSTS4, new byte[] {0, 0, (byte) (i >> 8), (byte) i}, 0, 4, longest);
    }
    batch.finish();
    NetlinkReader reader = writer.readBack(0);
    List<NftablesElement> elements = new ArrayList<>();
    int messages = 0;
    while (reader.nextMessage()) {
      messages++;
      new NftablesDecoder().elements(reader, elements::add);
    }
    assertThat(messages).isEqualTo(5);
    assertThat(elements).hasSize(1001).allMatch(element -> element.value().equals(longest));
  }
}
