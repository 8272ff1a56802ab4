package waymark.dns;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** An answer as text: "name name | address/ttl address/ttl". */
final class Heard {
  private Heard() {}

  static String of(byte[] message) {
    Question question = new Question();
    Question.Kind kind = question.read(message, 0, message.length);
    if (kind != Question.Kind.REPLY) {
      return kind.toString();
    }
    Answer answer = new Answer();
    Answer.Kind said = answer.read(question);
    return switch (said) {
      case ADDRESSES -> of(answer);
      case ALIASES -> "ALIASES " + String.join(" ", answer.names()) + "/" + answer.chainTtl();
      case EMPTY, FAILURE -> said.toString();
    };
  }

  static String of(Answer answer) {
    List<String> addresses = new ArrayList<>();
    for (int i = 0; i < answer.size(); i++) {
      String few = answer.depth(i) == answer.names().size() ? "" : "@" + answer.depth(i);
      addresses.add(address(answer, i) + "/" + answer.ttl(i) + few);
    }
    for (Answer.Target target : answer.targets()) {
      addresses.add(target.name() + "/" + target.ttl() + "@" + target.depth());
    }
    String cut = answer.isCut() ? " cut" : "";
    return String.join(" ", answer.names()) + " | " + String.join(" ", addresses) + cut;
  }

  private static String address(Answer answer, int index) {
    byte[] bytes =
        ByteBuffer.allocate(16).putLong(answer.high(index)).putLong(answer.low(index)).array();
    try {
      return InetAddress.getByAddress(bytes).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }
}
