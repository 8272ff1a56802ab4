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
import waymark.netlink.Packet;
import waymark.policy.Address;

/**
 * Reads DNS packets, and has {@link AnswerLearner} learn from answers. Questions are remembered: an
 * answer counts only when its question has passed. Owned by the engine's thread.
 */
public final class DnsIntake {
  /** Clients seldom wait longer for an answer: two attempts of five seconds. */
  public static final long LONGEST_QUESTION_NANOS = 10_000_000_000L;

  private final IpPacket packet = new IpPacket();
  private final Question question = new Question();
  private final Answer answer = new Answer();
  private final QuestionHash hash;
  private final Questions questions = new Questions();
  private final TcpStreams streams = new TcpStreams();

  private final ReadAnswers said;
  private final AnswerLearner learner;

  /** Until then, an answer may be to a question that passed before this process looked. */
  private Optional<Long> earlierUntil = Optional.empty();

  /** Whether the packet being read is an answer only if its question is remembered. */
  private boolean forgotten;

  /** What the packet needs that is being read, and the question that is answered in it. */
  private Need.Kind need = Need.Kind.NOTHING;

  private long answered;
  private long answeredAt;
  private long queries;
  private long answers;
  private long unasked;
  private long broken;

  /** An intake without a journal. */
  DnsIntake(Engine engine, long key0, long key1) {
    this(engine, key0, key1, () -> false, new UnclaimedNames());
  }

  /**
   * The keys must be random: an outsider could make questions collide.
   *
   * @param journaled whether what answers say is wanted
   * @param unclaimedNames takes the names that no rule matches
   */
  public DnsIntake(
      Engine engine,
      long key0,
      long key1,
      BooleanSupplier journaled,
      UnclaimedNames unclaimedNames) {
    said = new ReadAnswers(journaled);
    learner = new AnswerLearner(engine, packet, question, answer, said, unclaimedNames);
    hash = new QuestionHash(key0, key1);
  }

  /** From now on only answers of these servers, and of this host's own addresses, count. */
  public void trust(TrustedServers servers) {
    learner.trust(servers);
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
    learner.begin();
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
    return need == Need.Kind.NOTHING
        ? Need.NOTHING
        : new Need(need, learner.mayFailOpen(), answered);
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
      if (learner.misleads(now)) {
        said.add(packet, this.question, answer);
        holdUnasked();
      }
      return;
    }
    answers++;
    Need.Kind one = learner.learn(question, now);
    said.add(packet, this.question, answer);
    if (one.compareTo(need) > 0) {
      need = one;
      answered = question;
      answeredAt = now;
    }
  }

  /** A segment may repeat an answer that is held, so it waits for the same commit. */
  private void holdUnasked() {
    boolean drops = packet.protocol() == IpPacket.PROTOCOL_UDP;
    Need.Kind one = drops ? learner.doubt() : Need.Kind.COMMIT;
    learner.failClosed();
    if (one.compareTo(need) > 0) {
      need = one;
      answered = 0;
    }
  }

  private boolean mayBeEarlier(long now) {
    if (earlierUntil.isEmpty() || forgotten) {
      return false;
    }
    if (earlierUntil.get() - now <= 0) {
      earlierUntil = Optional.empty();
      return false;
    }
    return learner.isTrusted();
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
    return learner.doubtful();
  }

  /** Servers whose answers did not count, and which clients of this host have asked. */
  List<Address> unknownServers() {
    return learner.unknownServers();
  }

  long broken() {
    return broken;
  }
}
