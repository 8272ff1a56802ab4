package waymark.kernel.capture;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import waymark.dns.Answer;
import waymark.dns.IpPacket;
import waymark.dns.Question;
import waymark.dns.QuestionHash;
import waymark.dns.Questions;
import waymark.dns.TcpStreams;
import waymark.engine.Engine;
import waymark.engine.NameMatch;
import waymark.netlink.Packet;
import waymark.policy.Address;

/**
 * Reads DNS packets and passes what they say to the engine. Questions are remembered: an answer
 * counts only when its question has passed. So are aliases that rules match: the addresses that
 * they lead to may come in another answer. Owned by the engine's thread.
 */
public final class DnsIntake {
  /** Clients seldom wait longer for an answer: two attempts of five seconds. */
  public static final long LONGEST_QUESTION_NANOS = 10_000_000_000L;

  /** The most names that lead to an address. */
  private static final int MOST_NAMES = 16;

  private final Engine engine;
  private final IpPacket packet = new IpPacket();
  private final Question question = new Question();
  private final Answer answer = new Answer();
  private final QuestionHash hash;
  private final Questions questions = new Questions();
  private final AliasMemory aliases = new AliasMemory();
  private final TcpStreams streams = new TcpStreams();

  private final ReadAnswers said;
  private final UnknownServers unknownServers = new UnknownServers();
  private final DoubtfulAnswers doubtfulAnswers;
  private TrustedServers trustedServers = TrustedServers.ANY;

  /** Until then, an answer may be to a question that passed before this process looked. */
  private Optional<Long> earlierUntil = Optional.empty();

  /** Whether the packet being read is an answer only if its question is remembered. */
  private boolean forgotten;

  /** What the packet needs that is being read, and the question that is answered in it. */
  private Need.Kind need = Need.Kind.NOTHING;

  private boolean mayFailOpen;

  private long answered;
  private long answeredAt;
  private long queries;
  private long answers;
  private long unasked;
  private long broken;

  /** An intake without a journal. */
  DnsIntake(Engine engine, long key0, long key1) {
    this(engine, key0, key1, () -> false);
  }

  /**
   * The keys must be random: an outsider could make questions collide.
   *
   * @param journaled whether what answers say is wanted
   */
  public DnsIntake(Engine engine, long key0, long key1, BooleanSupplier journaled) {
    this.engine = engine;
    doubtfulAnswers = new DoubtfulAnswers(engine);
    said = new ReadAnswers(journaled);
    hash = new QuestionHash(key0, key1);
  }

  /** From now on only answers of these servers, and of this host's own addresses, count. */
  public void trust(TrustedServers servers) {
    trustedServers = servers;
  }

  /** What the answers of the last packet said. */
  List<ReadAnswer> said() {
    return said.all();
  }

  /**
   * Answers are read from now on. For as long as clients wait, those of trusted servers count
   * without their questions, which may have passed while no process looked. Only replies of tracked
   * connections do.
   *
   * @param now in nanoseconds
   */
  void expectEarlierQuestions(long now) {
    earlierUntil = Optional.of(now + LONGEST_QUESTION_NANOS);
  }

  /**
   * Reads a packet that rules have copied or queued, after all questions that passed before it.
   *
   * @param now in nanoseconds
   */
  Need read(Packet packet, long now) {
    return read(packet.bytes(), packet.offset(), packet.length(), packet.isUnrouted(), now);
  }

  /** As {@link #read(Packet, long)}, a packet of a tracked connection. */
  Need read(byte[] bytes, int offset, int length, long now) {
    return read(bytes, offset, length, false, now);
  }

  /**
   * As {@link #read(Packet, long)}.
   *
   * @param forgotten whether connection tracking does not know its connection, or not any more
   */
  Need read(byte[] bytes, int offset, int length, boolean forgotten, long now) {
    this.forgotten = forgotten;
    need = Need.Kind.NOTHING;
    mayFailOpen = true;
    said.clear();
    switch (packet.read(bytes, offset, length)) {
      case UDP -> message(packet.bytes(), packet.payloadOffset(), packet.payloadLength(), now);
      case TCP -> {
        streams.accept(packet, now);
        while (streams.next()) {
          message(streams.bytes(), streams.offset(), streams.length(), now);
        }
      }
      case FRAGMENT, OTHER -> {}
      case BROKEN -> broken++;
    }
    return need == Need.Kind.NOTHING ? Need.NOTHING : new Need(need, mayFailOpen, answered);
  }

  private void message(byte[] bytes, int offset, int length, long now) {
    switch (question.read(bytes, offset, length)) {
      case QUERY -> {
        queries++;
        questions.asked(hash.of(packet, question), now);
      }
      case REPLY -> reply(hash.of(packet, question), now);
      case NOT_DNS, BROKEN -> broken++;
    }
  }

  private void reply(long question, long now) {
    said.worth(ReadAnswer.Worth.COUNTS);
    if (!questions.answered(question, now) && !mayBeEarlier(now)) {
      unasked++;
      if (isTrusted() && misleads(now)) {
        said.add(packet, this.question, answer);
        holdUnasked();
      }
      return;
    }
    answers++;
    Need.Kind one = learn(question, now);
    said.add(packet, this.question, answer);
    if (one.compareTo(need) > 0) {
      need = one;
      answered = question;
      answeredAt = now;
    }
  }

  private boolean misleads(long now) {
    return answer.read(question) == Answer.Kind.ADDRESSES
        && doubtfulAnswers.misleads(answer, aliases, now);
  }

  /** A segment may repeat an answer that is held, so it waits for the same commit. */
  private void holdUnasked() {
    Need.Kind one = packet.protocol() == IpPacket.PROTOCOL_UDP ? doubt() : Need.Kind.COMMIT;
    mayFailOpen = false;
    if (one.compareTo(need) > 0) {
      need = one;
      answered = 0;
    }
  }

  private Need.Kind doubt() {
    doubtfulAnswers.add();
    return Need.Kind.DOUBTFUL;
  }

  private boolean mayBeEarlier(long now) {
    if (earlierUntil.isEmpty() || forgotten) {
      return false;
    }
    if (earlierUntil.get() - now <= 0) {
      earlierUntil = Optional.empty();
      return false;
    }
    return isTrusted();
  }

  private Need.Kind learn(long client, long now) {
    Answer.Kind kind = answer.read(question);
    if (kind == Answer.Kind.FAILURE) {
      said.worth(ReadAnswer.Worth.FAILED);
    }
    List<String> names = answer.names();
    if (names.isEmpty() || (kind != Answer.Kind.ADDRESSES && kind != Answer.Kind.ALIASES)) {
      return Need.Kind.NOTHING;
    }
    Need.Kind need = learn(names, 0, client, now);
    for (List<String> owners : aliases.to(names.getFirst(), now)) {
      List<String> chain = AliasMemory.joined(owners, names);
      if (chain.size() <= MOST_NAMES) {
        Need.Kind one = learn(chain, owners.size(), client, now);
        need = one.compareTo(need) > 0 ? one : need;
      }
    }
    return need;
  }

  /**
   * Takes in the addresses of the answer.
   *
   * @param chain the names that lead to them
   * @param before how many of them are known from earlier answers
   */
  private Need.Kind learn(List<String> chain, int before, long client, long now) {
    NameMatch match = engine.match(chain);
    if (match.isEmpty()) {
      if (engine.isReplacing() && isTrusted()) {
        foresee(chain, before, asker(client));
      }
      return Need.Kind.NOTHING;
    }
    if (!isTrusted()) {
      said.worth(ReadAnswer.Worth.UNTRUSTED);
      refuse(match, chain.getFirst());
      return Need.Kind.NOTHING;
    }
    mayFailOpen &= match.mayFailOpen();
    remember(chain, before, client, now);
    Need.Kind need = Need.Kind.NOTHING;
    int asker = asker(client);
    for (int i = 0; i < answer.size(); i++) {
      int depth = before + answer.depth(i);
      // All names lead to each address, in any honest answer.
      NameMatch led = depth == chain.size() ? match : engine.match(chain.subList(0, depth));
      Address address = new Address(answer.high(i), answer.low(i));
      switch (engine.learn(led, address, answer.ttl(i), asker)) {
        case PENDING -> need = need == Need.Kind.ROOM ? need : Need.Kind.COMMIT;
        case FULL -> need = Need.Kind.ROOM;
        case KNOWN, UNCONCERNED, SPECIAL, OWN, UNTRUSTED -> {}
      }
    }
    return !match.mayFailOpen() && answer.mayHideAddresses() ? doubt() : need;
  }

  /**
   * The number of the client that asked, as the engine counts the leases of each. This host's own
   * resolver asks for clients, which get its answer in their own right.
   */
  private int asker(long question) {
    return engine.knowledge().isOwn(client())
        ? Engine.NO_CLIENT
        : 1 + (int) (question & ((1L << QuestionHash.CLIENT_BITS) - 1));
  }

  private Address client() {
    return new Address(packet.destinationHigh(), packet.destinationLow());
  }

  /** A policy that is being installed may match what the one in force does not. */
  private void foresee(List<String> chain, int before, int asker) {
    for (int i = 0; i < answer.size(); i++) {
      List<String> names = List.copyOf(chain.subList(0, before + answer.depth(i)));
      engine.foresee(names, new Address(answer.high(i), answer.low(i)), answer.ttl(i), asker);
    }
  }

  /** Whether the answer being read comes from a server that counts. */
  private boolean isTrusted() {
    if (trustedServers.any()) {
      return true;
    }
    Address server = new Address(packet.sourceHigh(), packet.sourceLow());
    return trustedServers.covers(server) || engine.knowledge().isOwn(server);
  }

  private void refuse(NameMatch match, String name) {
    for (int i = 0; i < answer.size(); i++) {
      engine.refuse(match, new Address(answer.high(i), answer.low(i)));
    }
    Address client = client();
    // A resolver on this host may ask any server; what it answers itself counts.
    if (answer.size() > 0 && !engine.knowledge().isOwn(client)) {
      Address server = new Address(packet.sourceHigh(), packet.sourceLow());
      unknownServers.add(server, client, name);
    }
  }

  /** Remembers the names and targets that the answer leads to, for answers about these alone. */
  private void remember(List<String> chain, int before, long client, long now) {
    for (int i = before + 1; i < chain.size(); i++) {
      remember(chain.subList(0, i), chain.get(i), client, answer.chainTtl(), now);
    }
    for (Answer.Target target : answer.targets()) {
      List<String> owners = chain.subList(0, before + target.depth());
      remember(owners, target.name(), client, target.ttl(), now);
    }
  }

  private void remember(List<String> owners, String target, long client, int ttl, long now) {
    if (!owners.isEmpty() && !engine.match(owners).isEmpty()) {
      aliases.put(owners, target, client, ttl, now);
    }
  }

  /** A question that was answered counts as unanswered again. */
  void expectAgain(long question) {
    questions.asked(question, answeredAt);
  }

  long queries() {
    return queries;
  }

  long answers() {
    return answers;
  }

  long unasked() {
    return unasked;
  }

  /** Questions that were not remembered, because their client had too many without an answer. */
  long crowded() {
    return questions.crowded();
  }

  /** Answers about names of rules that fail closed, which might have led clients past these. */
  long doubtful() {
    return doubtfulAnswers.count();
  }

  /** Servers whose answers did not count, and which clients of this host have asked. */
  List<Address> unknownServers() {
    return unknownServers.first();
  }

  long broken() {
    return broken;
  }
}
