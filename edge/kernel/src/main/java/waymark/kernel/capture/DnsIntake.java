package waymark.kernel.capture;

import java.util.List;
import waymark.dns.Answer;
import waymark.dns.IpPacket;
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
public final class DnsIntake {
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
  private final IpPacket packet = new IpPacket();
  private final Question question = new Question();
  private final Answer answer = new Answer();
  private final QuestionHash hash;
  private final Questions questions = new Questions();
  private final TcpStreams streams = new TcpStreams();

  /** Of the packet that was read last: its own, and the question that is answered in it. */
  private Need need = Need.NOTHING;

  private boolean mayFailOpen;
  private long answered;
  private long answeredAt;
  private long queries;
  private long answers;
  private long unasked;
  private long broken;

  /** The keys must be random: an outsider could make questions collide. */
  public DnsIntake(Engine engine, long key0, long key1) {
    this.engine = engine;
    hash = new QuestionHash(key0, key1);
  }

  /**
   * Takes a packet in, after all questions that passed before it.
   *
   * @param now nanoseconds
   */
  Need read(byte[] bytes, int offset, int length, long now) {
    need = Need.NOTHING;
    mayFailOpen = true;
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
    return need;
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
    if (!questions.answered(question, now)) {
      unasked++;
      return;
    }
    answers++;
    Need one = learn();
    if (one.compareTo(need) > 0) {
      need = one;
      answered = question;
      answeredAt = now;
    }
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

  /** Which question the last answer that needs something was to. */
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
