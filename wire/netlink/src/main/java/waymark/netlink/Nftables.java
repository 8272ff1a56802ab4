package waymark.netlink;

import static waymark.netlink.NftablesHeader.*;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import waymark.linux.Errno;

/**
 * The kernel's nftables: transactions on elements, and queries of the ruleset. One thread at a
 * time; {@link NftablesEvents} has the events.
 */
public final class Nftables implements AutoCloseable {
  private static final int RECEIVE_WAITING = 1 << 20;

  private static final int QUESTION_SIZE = 4096;
  private static final int ANSWER_SIZE = 64 * 1024;

  private final NetlinkSocket transactions;
  private final NetlinkSocket questions;
  private final NftablesBatch batch;

  private Nftables(NetlinkSocket transactions, NetlinkSocket questions) {
    this.transactions = transactions;
    this.questions = questions;
    this.batch = new NftablesBatch(new Transactions());
  }

  private final class Transactions implements NftablesBatch.Conversation {
    @Override
    public NetlinkWriter request() {
      return transactions.request();
    }

    @Override
    public List<Refusal> exchange(int acknowledged) {
      return transactions.exchange(
          transactions.written(), acknowledged, NetlinkSocket.NOTHING_ELSE);
    }
  }

  public static Nftables open() {
    NetlinkSocket transactions = NetlinkSocket.open(NetlinkProtocol.NETFILTER);
    transactions.receiveBuffer(RECEIVE_WAITING);
    return new Nftables(
        transactions, NetlinkSocket.open(NetlinkProtocol.NETFILTER, QUESTION_SIZE, ANSWER_SIZE));
  }

  /** The port id in events that this object causes. */
  public int port() {
    return transactions.port();
  }

  /**
   * An empty transaction; always the same object, so the previous one must be over. Queries are
   * allowed while it is written.
   */
  public NftablesBatch batch() {
    return batch.begin();
  }

  /** The tables of all families. */
  public List<NftablesTable> tables() {
    NetlinkWriter request = dumpRequest(NFT_MSG_GETTABLE, NftablesFamily.UNSPECIFIED).end();
    return questions.dump("list", "tables", request, NftablesDecoder::table);
  }

  /** The chains of a table. */
  public List<NftablesChain> chains(NftablesFamily family, String table) {
    NetlinkWriter request = dumpRequest(NFT_MSG_GETCHAIN, family);
    request.string(NFTA_CHAIN_TABLE, table).end();
    List<NftablesChain> chains =
        questions.dump(
            "list chains of",
            family + " " + table,
            request,
            (message, out) -> out.accept(NftablesDecoder.chain(message)));
    chains.removeIf(chain -> !chain.table().equals(table));
    return chains;
  }

  /** The rules of a table, chain by chain, in order. */
  public List<NftablesRule> rules(NftablesFamily family, String table) {
    NetlinkWriter request = dumpRequest(NFT_MSG_GETRULE, family);
    request.string(NFTA_RULE_TABLE, table).end();
    List<NftablesRule> rules = rules(request, family + " " + table);
    rules.removeIf(rule -> !rule.table().equals(table));
    return rules;
  }

  /** The rules of a chain, in order. */
  public List<NftablesRule> rules(NftablesFamily family, String table, String chain) {
    NetlinkWriter request = dumpRequest(NFT_MSG_GETRULE, family);
    request.string(NFTA_RULE_TABLE, table).string(NFTA_RULE_CHAIN, chain).end();
    return rules(request, family + " " + table + " " + chain);
  }

  private List<NftablesRule> rules(NetlinkWriter request, String object) {
    return questions.dump(
        "list rules of",
        object,
        request,
        (message, out) -> out.accept(NftablesDecoder.rule(message)));
  }

  /** The sets and maps of a table. */
  public List<NftablesSet> sets(NftablesFamily family, String table) {
    NetlinkWriter request = dumpRequest(NFT_MSG_GETSET, family);
    request.string(NFTA_SET_TABLE, table).end();
    return questions.dump(
        "list sets of",
        family + " " + table,
        request,
        (message, out) -> out.accept(NftablesDecoder.set(message)));
  }

  /** The named counters of a table. */
  public List<NftablesCounter> counters(NftablesFamily family, String table) {
    NetlinkWriter request = dumpRequest(NFT_MSG_GETOBJ, family);
    request.string(NFTA_OBJ_TABLE, table).be32(NFTA_OBJ_TYPE, NFT_OBJECT_COUNTER).end();
    return questions.dump(
        "list counters of", family + " " + table, request, NftablesDecoder::counter);
  }

  /** The elements of a set or map, in no order; {@link NftablesInterval#of} has the intervals. */
  public List<NftablesElement> elements(NftablesSetReference set) {
    NetlinkWriter request = dumpRequest(NFT_MSG_GETSETELEM, set.family());
    request.put(set.encoded().bytes(request.isLittleEndian())).end();
    NftablesDecoder decoder = new NftablesDecoder();
    return questions.dump("list elements of", set.toString(), request, decoder::elements);
  }

  /**
   * Shows the elements of a set or map one after the other, while other processes may change it.
   *
   * @return false when the ruleset changed meanwhile, so that elements may have been missed or
   *     shown twice
   */
  public boolean visit(NftablesSetReference set, Consumer<? super NftablesElement> visitor) {
    NetlinkWriter request = dumpRequest(NFT_MSG_GETSETELEM, set.family());
    request.put(set.encoded().bytes(request.isLittleEndian())).end();
    NftablesDecoder decoder = new NftablesDecoder();
    return questions.stream(
        "list elements of", set.toString(), request, message -> decoder.elements(message, visitor));
  }

  /** The element with a key, or both bounds of the interval around the key; empty when missing. */
  public List<NftablesElement> element(NftablesSetReference set, Octets key) {
    NetlinkWriter request = questions.request();
    begin(request, NFT_MSG_GETSETELEM, 0, set.family());
    request.put(set.encoded().bytes(request.isLittleEndian()));
    request.nest(NFTA_SET_ELEM_LIST_ELEMENTS).nest(NFTA_LIST_ELEM).nest(NFTA_SET_ELEM_KEY);
    request.bytes(NFTA_DATA_VALUE, key.array()).endNest().endNest().endNest().end();
    List<NftablesElement> elements = new ArrayList<>();
    NftablesDecoder decoder = new NftablesDecoder();
    List<Refusal> refusals =
        questions.exchange(request, message -> decoder.elements(message, elements::add));
    if (!refusals.isEmpty() && refusals.getFirst().errno() != Errno.ENOENT) {
      throw new NetlinkException("look for " + key + " in", set.toString(), refusals.getFirst());
    }
    return elements;
  }

  /** The current generation of the ruleset. */
  public NftablesGeneration generation() {
    NetlinkWriter request = questions.request();
    begin(request, NFT_MSG_GETGEN, 0, NftablesFamily.UNSPECIFIED).end();
    List<NftablesGeneration> generations = new ArrayList<>();
    List<Refusal> refusals =
        questions.exchange(
            request, message -> generations.add(NftablesDecoder.generation(message)));
    if (!refusals.isEmpty()) {
      throw new NetlinkException("read", "the ruleset's generation", refusals.getFirst());
    }
    return generations.getFirst();
  }

  /** Deletes a table with its content; false where there is no such table. */
  public boolean deleteTable(NftablesFamily family, String name) {
    List<Refusal> refusals = batch().deleteTable(family, name).commit();
    if (!refusals.isEmpty() && !refusals.getFirst().isMissing()) {
      throw new NetlinkException("delete table", family + " " + name, refusals.getFirst());
    }
    return refusals.isEmpty();
  }

  private NetlinkWriter dumpRequest(int type, NftablesFamily family) {
    return begin(questions.request(), type, NetlinkMessage.DUMP, family);
  }

  private static NetlinkWriter begin(
      NetlinkWriter request, int type, int flags, NftablesFamily family) {
    return request.begin(type, flags).putU8(family.number()).putU8(0).putBe16(0);
  }

  @Override
  public void close() {
    transactions.close();
    questions.close();
  }
}
