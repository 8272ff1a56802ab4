package waymark.app.lab;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The DNS messages of the lab's client and server (RFC 1035, RFC 9460). It is independent of the
 * reader that the lab tests.
 */
final class DnsMessage {
  private static final int INTERNET = 1;
  private static final int TTL = 300;
  private static final int IPV4_HINT = 4;
  private static final int IPV6_HINT = 6;
  private static final int HEADER = 12;

  private DnsMessage() {}

  /** The question of a message. */
  record Question(int id, String name, int type) {}

  /** A record and its name. */
  record Owned(String owner, DnsRecord content) {}

  static byte[] question(int id, String name, int type) {
    ByteBuffer message = ByteBuffer.allocate(HEADER + name.length() + 6);
    message.putShort((short) id).putShort((short) 0x0100).putShort((short) 1);
    message.putShort((short) 0).putInt(0);
    name(message, name);
    message.putShort((short) type).putShort((short) INTERNET);
    return taken(message);
  }

  /** Reads a question. */
  static Question readQuestion(ByteBuffer message) {
    int start = message.position();
    int id = message.getShort() & 0xffff;
    message.position(start + HEADER);
    String name = readName(message, start);
    return new Question(id, name, message.getShort() & 0xffff);
  }

  /** The answer; without records the name has none of this type. */
  static byte[] answer(Question question, List<Owned> records) {
    ByteBuffer message = ByteBuffer.allocate(4096);
    message.putShort((short) question.id()).putShort((short) 0x8580).putShort((short) 1);
    message.putShort((short) records.size()).putInt(0);
    name(message, question.name());
    message.putShort((short) question.type()).putShort((short) INTERNET);
    for (Owned record : records) {
      if (record.owner().equals(question.name())) {
        message.putShort((short) (0xc000 | HEADER));
      } else {
        name(message, record.owner());
      }
      message.putShort((short) record.content().type()).putShort((short) INTERNET).putInt(TTL);
      int length = message.position();
      message.putShort((short) 0);
      content(message, record.content());
      message.putShort(length, (short) (message.position() - length - 2));
    }
    return taken(message);
  }

  private static void content(ByteBuffer message, DnsRecord record) {
    switch (record) {
      case DnsRecord.Host(InetAddress address) -> message.put(address.getAddress());
      case DnsRecord.Alias(String target) -> name(message, target);
      case DnsRecord.Hints(List<InetAddress> addresses) -> {
        message.putShort((short) 1).put((byte) 0);
        hints(message, IPV4_HINT, 4, addresses);
        hints(message, IPV6_HINT, 16, addresses);
      }
    }
  }

  private static void hints(ByteBuffer message, int key, int size, List<InetAddress> addresses) {
    List<byte[]> found =
        addresses.stream().map(InetAddress::getAddress).filter(b -> b.length == size).toList();
    if (!found.isEmpty()) {
      message.putShort((short) key).putShort((short) (size * found.size()));
      found.forEach(message::put);
    }
  }

  /**
   * The addresses in an answer, including hints.
   *
   * @throws LabException when it is truncated
   */
  static List<InetAddress> readAddresses(ByteBuffer message) {
    try {
      int start = message.position();
      int questions = message.getShort(start + 4);
      int answers = message.getShort(start + 6);
      message.position(start + HEADER);
      for (int i = 0; i < questions; i++) {
        readName(message, start);
        message.getInt();
      }
      List<InetAddress> addresses = new ArrayList<>();
      for (int i = 0; i < answers; i++) {
        readName(message, start);
        int type = message.getShort();
        message.position(message.position() + 6);
        int length = message.getShort() & 0xffff;
        int end = message.position() + length;
        switch (type) {
          case DnsRecord.A, DnsRecord.AAAA -> addresses.add(address(message, length));
          case DnsRecord.HTTPS -> readHints(message, start, end, addresses);
          default -> {}
        }
        message.position(end);
      }
      return addresses;
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new LabException("a truncated DNS answer", e);
    }
  }

  private static void readHints(
      ByteBuffer message, int start, int end, List<InetAddress> addresses) {
    message.getShort();
    readName(message, start);
    while (message.position() < end) {
      int key = message.getShort();
      int last = message.getShort() + message.position();
      int size = key == IPV4_HINT ? 4 : key == IPV6_HINT ? 16 : 0;
      while (size > 0 && message.position() < last) {
        addresses.add(address(message, size));
      }
      message.position(last);
    }
  }

  private static InetAddress address(ByteBuffer message, int size) {
    byte[] bytes = new byte[size];
    message.get(bytes);
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new LabException("an address of " + size + " bytes", e);
    }
  }

  private static void name(ByteBuffer message, String name) {
    for (String label : name.split("\\.", -1)) {
      message.put((byte) label.length()).put(label.getBytes(StandardCharsets.US_ASCII));
    }
    message.put((byte) 0);
  }

  private static String readName(ByteBuffer message, int start) {
    StringBuilder name = new StringBuilder();
    int back = -1;
    int length = message.get() & 0xff;
    while (length != 0) {
      if (length >= 0xc0) {
        int target = ((length & 0x3f) << 8) | (message.get() & 0xff);
        back = back < 0 ? message.position() : back;
        message.position(start + target);
      } else {
        byte[] label = new byte[length];
        message.get(label);
        name.append(name.isEmpty() ? "" : ".");
        name.append(new String(label, StandardCharsets.US_ASCII));
      }
      length = message.get() & 0xff;
    }
    if (back >= 0) {
      message.position(back);
    }
    return name.toString().toLowerCase(Locale.ROOT);
  }

  private static byte[] taken(ByteBuffer message) {
    byte[] bytes = new byte[message.position()];
    message.get(0, bytes);
    return bytes;
  }
}
