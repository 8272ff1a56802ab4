package waymark.kernel.capture;

import java.util.List;
import waymark.dns.Answer;
import waymark.dns.IpPacket;
import waymark.dns.Question;
import waymark.dns.QuestionHash;
import waymark.engine.Engine;
import waymark.engine.NameMatch;
import waymark.policy.Address;

/**
 * Passes what answers say to the engine, if their servers count. Aliases that rules match are
 * remembered: the addresses that they lead to may come in another answer. Owned by the engine's
 * thread.
 */
final class AnswerLearner {
  /** The most names that lead to an address. */
  private static final int MOST_NAMES = 16;

  private final Engine engine;
  private final IpPacket packet;
  private final Question question;
  private final Answer answer;
  private final ReadAnswers said;
  private final UnclaimedNames unclaimedNames;
  private final AliasMemory aliases = new AliasMemory();
  private final UnknownServers unknownServers = new UnknownServers();
  private final DoubtfulAnswers doubtfulAnswers;
  private TrustedServers trustedServers = TrustedServers.ANY;
  private boolean mayFailOpen;

  /**
   * Learns from one answer after the other.
   *
   * @param packet that is being read
   * @param question in it, with the message that it belongs to
   * @param answer to read the message with
   * @param said is told what an answer is worth
   * @param unclaimedNames takes the names that no rule matches
   */
  AnswerLearner(
      Engine engine,
      IpPacket packet,
      Question question,
      Answer answer,
      ReadAnswers said,
      UnclaimedNames unclaimedNames) {
    this.engine = engine;
    this.packet = packet;
    this.question = question;
    this.answer = answer;
    this.said = said;
    this.unclaimedNames = unclaimedNames;
    doubtfulAnswers = new DoubtfulAnswers(engine);
  }

  void trust(TrustedServers servers) {
    trustedServers = servers;
  }

  /** Begins a packet. */
  void begin() {
    mayFailOpen = true;
  }

  /** Whether every rule that claims the names in the packet may let traffic go direct. */
  boolean mayFailOpen() {
    return mayFailOpen;
  }

  /** The packet must not pass for want of a commit. */
  void failClosed() {
    mayFailOpen = false;
  }

  /** Whether the answer, which nobody is known to have asked for, could lead a client astray. */
  boolean misleads(long now) {
    return isTrusted()
        && answer.read(question) == Answer.Kind.ADDRESSES
        && doubtfulAnswers.misleads(answer, aliases, now);
  }

  /** Counts an answer that must not pass. */
  Need.Kind doubt() {
    doubtfulAnswers.add();
    return Need.Kind.DOUBTFUL;
  }

  /**
   * Learns from the answer.
   *
   * @param client the question that it answers, whose hash names the client
   * @param now in nanoseconds
   */
  Need.Kind learn(long client, long now) {
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
      Need.Kind one =
          chain.size() <= MOST_NAMES ? learn(chain, owners.size(), client, now) : tooLong(chain);
      need = one.compareTo(need) > 0 ? one : need;
    }
    return need;
  }

  /** What is not learned must not pass either. */
  private Need.Kind tooLong(List<String> chain) {
    if (engine.match(chain).mayFailOpen() || !isTrusted()) {
      return Need.Kind.NOTHING;
    }
    failClosed();
    return doubt();
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
      if (before == 0) {
        engine.countUnconcerned(answer.size());
      }
      if (engine.isReplacing() && isTrusted()) {
        foresee(chain, before, asker(client));
      }
      if (before == 0 && unclaimedNames.areWanted(engine.policy()) && isTrusted()) {
        note(chain.getFirst());
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

  private void note(String name) {
    Address client = client();
    for (int i = 0; i < answer.size(); i++) {
      unclaimedNames.put(client, new Address(answer.high(i), answer.low(i)), name);
    }
  }

  /** A policy that is being installed may match what the one in force does not. */
  private void foresee(List<String> chain, int before, int asker) {
    for (int i = 0; i < answer.size(); i++) {
      List<String> names = List.copyOf(chain.subList(0, before + answer.depth(i)));
      engine.foresee(names, new Address(answer.high(i), answer.low(i)), answer.ttl(i), asker);
    }
  }

  /** Whether the answer comes from a server that counts. */
  boolean isTrusted() {
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
    // Of names that lead in a circle, no chain grows.
    if (!owners.isEmpty() && !owners.contains(target) && !engine.match(owners).isEmpty()) {
      aliases.put(owners, target, client, ttl, now);
    }
  }

  /** Answers that must not pass. */
  long doubtful() {
    return doubtfulAnswers.count();
  }

  /** Servers whose answers did not count, and which clients of this host have asked. */
  List<Address> unknownServers() {
    return unknownServers.first();
  }
}
