package waymark.kernel.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import waymark.dns.Answer;
import waymark.dns.IpPacket;
import waymark.dns.Question;
import waymark.journal.Row;
import waymark.policy.Address;

/** Takes down what the answers of a packet say, where there is a journal. */
final class ReadAnswers {
  private final BooleanSupplier wanted;
  private final List<ReadAnswer> answers = new ArrayList<>(1);
  private ReadAnswer.Worth worth = ReadAnswer.Worth.COUNTS;

  ReadAnswers(BooleanSupplier wanted) {
    this.wanted = wanted;
  }

  /** Begins a packet. */
  void clear() {
    answers.clear();
  }

  /** The next answer is worth this, unless something else is said. */
  void worth(ReadAnswer.Worth worth) {
    this.worth = worth;
  }

  /** Takes an answer down that has addresses, or has none because of an error. */
  void add(IpPacket packet, Question question, Answer answer) {
    if (!wanted.getAsBoolean()) {
      return;
    }
    boolean failed = worth == ReadAnswer.Worth.FAILED;
    List<String> names = failed ? List.of(question.name()) : answer.names();
    int size = failed || names.isEmpty() ? 0 : Math.min(answer.size(), Row.MOST_ADDRESSES);
    if (names.isEmpty() || names.getFirst().isEmpty() || (!failed && size == 0)) {
      return;
    }
    List<Address> addresses = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      addresses.add(new Address(answer.high(i), answer.low(i)));
    }
    Address client = new Address(packet.destinationHigh(), packet.destinationLow());
    answers.add(new ReadAnswer(client, names, addresses, worth));
  }

  /** The answers of the packet; hardly ever more than one. */
  List<ReadAnswer> all() {
    return List.copyOf(answers);
  }
}
