package waymark.netlink;

import static waymark.netlink.NftablesHeader.*;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One transaction: the kernel applies all of it or nothing.
 *
 * <p>Consecutive elements of one set share a message, up to a thousand. Every call is one
 * operation, counted from 0; that number is the index of a {@link Refusal}. One thread, and one
 * batch at a time for a {@link Nftables}: the batch writes into the memory of that object, without
 * allocation.
 */
public final class NftablesBatch {
  private static final int ELEMENTS = 1000;
  private static final int ELEMENTS_BYTES = 60_000; // of the 65,535 of a nest
  private static final int OPERATION_BYTES = 1024; // more than any operation needs

  /** Sends a batch to the kernel. */
  interface Conversation {
    /** The writer, empty. */
    NetlinkWriter request();

    List<Refusal> exchange(int acknowledged);
  }

  private final Conversation conversation;
  private final NetlinkWriter writer;
  private final boolean little;
  private int[] operationOfMessage = new int[16];
  private int[] startOfMessage = new int[16];
  private int operations;
  private NftablesSetReference set;
  private int openType;
  private int openElements;
  private int openStart;
  private int acknowledged;

  NftablesBatch(Conversation conversation) {
    this.conversation = conversation;
    this.writer = conversation.request();
    this.little = writer.isLittleEndian();
    this.set = NftablesSetReference.of(NftablesFamily.UNSPECIFIED, "", "");
  }

  /** Removes all operations, and begins a transaction. */
  NftablesBatch begin() {
    conversation.request();
    operations = 0;
    openType = 0;
    message(NFNL_MSG_BATCH_BEGIN, 0, 0, NFNL_SUBSYS_NFTABLES);
    writer.end();
    return this;
  }

  /**
   * Adds an element. Where it exists with the same value, nothing changes; with another value the
   * kernel refuses (EEXIST): delete the element first in the same batch.
   */
  public NftablesBatch add(NftablesSetReference to, Octets key, NftablesValue value) {
    return add(to, key.array(), 0, key.length(), value);
  }

  /** Adds an element whose key is a part of an array; as {@link #add}. */
  public NftablesBatch add(
      NftablesSetReference to, byte[] key, int offset, int length, NftablesValue value) {
    element(NFT_MSG_NEWSETELEM, to, key, offset, length);
    writer.put(value.encoded().bytes(little)).endNest();
    operations++;
    return this;
  }

  /**
   * Adds an interval of keys, which must not overlap others.
   *
   * @param end the first key behind the interval; empty when it extends to the last key
   */
  public NftablesBatch addInterval(
      NftablesSetReference to, Octets first, Octets end, NftablesValue value) {
    element(NFT_MSG_NEWSETELEM, to, first.array(), 0, first.length());
    writer.put(value.encoded().bytes(little)).endNest();
    intervalEnd(NFT_MSG_NEWSETELEM, to, end);
    operations++;
    return this;
  }

  /** Deletes an element; refused with ENOENT when there is none. */
  public NftablesBatch delete(NftablesSetReference from, Octets key) {
    return delete(from, key.array(), 0, key.length());
  }

  /** Deletes an element whose key is a part of an array; as {@link #delete}. */
  public NftablesBatch delete(NftablesSetReference from, byte[] key, int offset, int length) {
    element(NFT_MSG_DELSETELEM, from, key, offset, length);
    writer.endNest();
    operations++;
    return this;
  }

  /** Deletes an interval by the bounds that it was added with. */
  public NftablesBatch deleteInterval(NftablesSetReference from, Octets first, Octets end) {
    element(NFT_MSG_DELSETELEM, from, first.array(), 0, first.length());
    writer.endNest();
    intervalEnd(NFT_MSG_DELSETELEM, from, end);
    operations++;
    return this;
  }

  /** Deletes all elements of a set. */
  public NftablesBatch flush(NftablesSetReference from) {
    single(NFT_MSG_DELSETELEM, 0, from.family());
    writer.put(from.encoded().bytes(little)).end();
    return this;
  }

  /** Deletes a table with its content; refused with ENOENT when there is none. */
  public NftablesBatch deleteTable(NftablesFamily family, String name) {
    single(NFT_MSG_DELTABLE, 0, family);
    writer.string(NFTA_TABLE_NAME, name).end();
    return this;
  }

  /** Deletes a rule by its handle. */
  public NftablesBatch deleteRule(NftablesRule rule) {
    single(NFT_MSG_DELRULE, 0, rule.family());
    writer.string(NFTA_RULE_TABLE, rule.table()).string(NFTA_RULE_CHAIN, rule.chain());
    writer.be64(NFTA_RULE_HANDLE, rule.handle()).end();
    return this;
  }

  /** Appends a rule that passes every packet to a queue. */
  public NftablesBatch addQueueRule(
      NftablesFamily family, String table, String chain, NftablesQueueRule rule) {
    single(NFT_MSG_NEWRULE, NetlinkMessage.CREATE | NetlinkMessage.APPEND, family);
    writer.string(NFTA_RULE_TABLE, table).string(NFTA_RULE_CHAIN, chain);
    rule.write(writer);
    writer.end();
    return this;
  }

  private void element(int type, NftablesSetReference of, byte[] key, int offset, int length) {
    if (openType != type
        || !of.equals(set)
        || openElements >= ELEMENTS
        || writer.length() - openStart > ELEMENTS_BYTES) {
      close();
      int flags = type == NFT_MSG_NEWSETELEM ? NetlinkMessage.CREATE : 0;
      message(type, flags, of.family().number(), 0);
      writer.put(of.encoded().bytes(little));
      writer.nest(NFTA_SET_ELEM_LIST_ELEMENTS);
      openType = type;
      openElements = 0;
      openStart = writer.length();
      set = of;
    } else {
      reserve();
    }
    openElements++;
    writer.nest(NFTA_LIST_ELEM).nest(NFTA_SET_ELEM_KEY);
    writer.bytes(NFTA_DATA_VALUE, key, offset, length).endNest();
  }

  private void intervalEnd(int type, NftablesSetReference of, Octets end) {
    if (end.length() > 0) {
      element(type, of, end.array(), 0, end.length());
      writer.be32(NFTA_SET_ELEM_FLAGS, NFT_SET_ELEM_INTERVAL_END).endNest();
    }
  }

  private void single(int type, int flags, NftablesFamily family) {
    close();
    message(type, flags, family.number(), 0);
    operations++;
  }

  private void close() {
    if (openType != 0) {
      writer.endNest().end();
      openType = 0;
    }
  }

  private void message(int type, int flags, int family, int resource) {
    reserve();
    int index = writer.messages();
    if (index == startOfMessage.length) {
      startOfMessage = Arrays.copyOf(startOfMessage, index * 2);
      operationOfMessage = Arrays.copyOf(operationOfMessage, index * 2);
    }
    startOfMessage[index] = writer.length();
    operationOfMessage[index] = operations;
    writer.begin(type, flags).putU8(family).putU8(0).putBe16(resource);
  }

  private void reserve() {
    while (writer.remaining() < OPERATION_BYTES) {
      writer.grow();
    }
  }

  /** The number of operations. */
  public int operations() {
    return operations;
  }

  /**
   * Commits the transaction, and ends the batch.
   *
   * @return empty when the transaction is committed; otherwise nothing changed, and these
   *     operations were refused. The kernel names only the first refused one of the elements that
   *     share a message. Index -1 concerns the whole transaction, such as EPERM
   */
  public List<Refusal> commit() {
    if (operations == 0) {
      return List.of();
    }
    finish();
    List<Refusal> refusals = conversation.exchange(acknowledged);
    return refusals.isEmpty() ? refusals : translate(refusals);
  }

  /** Commits the transaction, or throws the first refusal; the words are for its message. */
  public void commit(String operation, String object) {
    List<Refusal> refusals = commit();
    if (!refusals.isEmpty()) {
      throw new NetlinkException(operation, object, refusals.getFirst());
    }
  }

  /**
   * Writes the end of the batch, and asks for an acknowledgement of the last operation: kernels
   * before 6.10 never acknowledge the end.
   */
  void finish() {
    close();
    writer.acknowledgeLast();
    acknowledged = writer.lastSequence();
    message(NFNL_MSG_BATCH_END, 0, 0, NFNL_SUBSYS_NFTABLES);
    writer.end();
  }

  private List<Refusal> translate(List<Refusal> refusals) {
    List<Refusal> translated = new ArrayList<>(refusals.size());
    for (Refusal refusal : refusals) {
      int message = refusal.index();
      int operation = message == 0 ? -1 : operationOfMessage[message];
      if (message > 0 && refusal.offset() > 0) {
        operation += elementsBefore(startOfMessage[message], refusal.offset());
      }
      translated.add(new Refusal(operation, refusal.errno(), refusal.text(), refusal.offset()));
    }
    return translated;
  }

  /** The number of elements of the message at {@code start} that lie before an offset into it. */
  private int elementsBefore(int start, int offset) {
    NetlinkReader reader = writer.readBack(start);
    int elements = 0;
    if (reader.nextMessage()) {
      reader.enter(NFGENMSG);
      while (reader.nextAttribute()) {
        if (reader.attribute() == NFTA_SET_ELEM_LIST_ELEMENTS) {
          reader.enter(0);
          while (reader.nextAttribute() && reader.position() + reader.length() <= start + offset) {
            elements++;
          }
          reader.leave();
        }
      }
    }
    return elements;
  }
}
