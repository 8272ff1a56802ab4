package waymark.kernel;

import java.util.List;
import waymark.dns.Answer;
import waymark.dns.Packet;
import waymark.dns.Question;
import waymark.dns.QuestionHash;
import waymark.dns.Questions;
import waymark.dns.TcpStreams;
import waymark.engine.Engine;
import waymark.engine.Learned;
import waymark.engine.Sighting;
import waymark.engine.Source;
import waymark.policy.Address;

/**
 * Takes DNS packets apart and gives the engine what they tell: questions are remembered, and an
 * answer counts when its question has passed. Owned by the engine's thread.
 */
final class DnsIntake {
  /** What an answer needs before it may go on. */
  enum Need {
    /** Nothing, or nothing that the kernel does not know. */
    NOTHING,
    /** The next commit. */
    COMMIT,
    /** The next commit; and an address of it could not be taken in. */
    ROOM
  }

  private final Engine engine;
  private final Packet packet = new Packet();
  private final Question question = new Question();
  private final Answer answer = new Answer();
  private final QuestionHash hash;
  private final Questions questions = new Questions();
  private final TcpStreams streams = new TcpStreams();
  private boolean mayFailOpen;
  private long answered;
  private long answeredAt;
  private long queries;
  private long answers;
  private long unasked;
  private long broken;

  /** The keys must be random: an outsider could make questions collide. */
  DnsIntake(Engine engine, long key0, long key1) {
    this.engine = engine;
    hash = new QuestionHash(key0, key1);
  }

  /**
   * Takes a packet in, after all questions that passed before it.
   *
   * @param now nanoseconds
   */
  Need read(byte[] bytes, int offset, int length, long now) {
    mayFailOpen = true;
    return switch (packet.read(bytes, offset, length)) {
      case UDP -> message(packet.bytes(), packet.payloadOffset(), packet.payloadLength(), now);
      case TCP -> {
        Need need = Need.NOTHING;
        streams.accept(packet, now);
        while (streams.next()) {
          Need one = message(streams.bytes(), streams.offset(), streams.length(), now);
          need = one.compareTo(need) > 0 ? one : need;
        }
        yield need;
      }
      case FRAGMENT, OTHER -> Need.NOTHING;
      case BROKEN -> {
        broken++;
        yield Need.NOTHING;
      }
    };
  }

  private Need message(byte[] bytes, int offset, int length, long now) {
    switch (question.read(bytes, offset, length)) {
      case QUERY -> {
        queries++;
        questions.asked(hash.of(packet, question), now);
        return Need.NOTHING;
      }
      case REPLY -> {
        answered = hash.of(packet, question);
        answeredAt = now;
        if (!questions.answered(answered, now)) {
          unasked++;
          return Need.NOTHING;
        }
        answers++;
        return learn();
      }
      case NOT_DNS, BROKEN -> {
        broken++;
        return Need.NOTHING;
      }
    }
    throw new IllegalStateException("a new kind of message");
  }

  private Need learn() {
    if (answer.read(question) != Answer.Kind.ADDRESSES) {
      return Need.NOTHING;
    }
    List<String> names = answer.names();
    if (names.isEmpty() || !engine.concerns(names)) {
      return Need.NOTHING;
    }
    mayFailOpen &= engine.mayFailOpen(names);
    Need need = Need.NOTHING;
    for (int i = 0; i < answer.size(); i++) {
      int depth = answer.depth(i);
      if (depth == 0) {
        continue;
      }
      List<String> chain = depth == names.size() ? names : names.subList(0, depth);
      Learned learned =
          engine.learn(
              new Sighting(
                  Source.DNS, chain, new Address(answer.high(i), answer.low(i)), answer.ttl(i)));
      switch (learned) {
        case PENDING -> need = need == Need.ROOM ? need : Need.COMMIT;
        case FULL -> need = Need.ROOM;
        case KNOWN, UNCONCERNED, SPECIAL, OWN -> {}
      }
    }
    return need;
  }

  /** Whether every rule that the last answer concerns ends in {@code direct}. */
  boolean mayFailOpen() {
    return mayFailOpen;
  }

  /** Which question the last answer was to. */
  long answered() {
    return answered;
  }

  /** A question counts as unanswered once more. */
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

  long broken() {
    return broken;
  }
}
