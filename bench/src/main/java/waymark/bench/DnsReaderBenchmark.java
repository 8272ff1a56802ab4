package waymark.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import waymark.dns.Answer;
import waymark.dns.IpPacket;
import waymark.dns.Question;
import waymark.dns.QuestionHash;
import waymark.dns.Questions;

/** One DNS reply from packet to names and addresses: our reader beside dnsjava. */
@State(Scope.Thread)
@BenchmarkMode({Mode.AverageTime, Mode.SingleShotTime})
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DnsReaderBenchmark {
  private static final int HEADERS = 28;
  private static final int IN_A = 0x0001_0001;
  private static final int IN_CNAME = 0x0005_0001;

  /** CNAMEs before the addresses. */
  @Param({"0", "2"})
  int aliases;

  private final IpPacket packet = new IpPacket();
  private final Question question = new Question();
  private final QuestionHash hash = new QuestionHash(1, 2);
  private final Questions questions = new Questions();
  private final Answer answer = new Answer();
  private byte[] bytes = {};

  /** Nothing read yet. */
  public DnsReaderBenchmark() {}

  /** Writes a reply with two addresses, in an IPv4 packet with UDP. */
  @Setup
  public void write() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int length = HEADERS + message().length;
    u16(out, 0x4500, length, 0, 0, 0x4011, 0, 0x0a00, 1, 0x0a00, 2);
    u16(out, 53, 40_000, length - 20, 0);
    out.writeBytes(message());
    bytes = out.toByteArray();
  }

  private byte[] message() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    u16(out, 4711, 0x8180, 1, aliases + 2, 0, 0);
    name(out, "host", "service", "example");
    u16(out, 1, 1);
    int owner = 0xc00c;
    for (int i = 0; i < aliases; i++) {
      ByteArrayOutputStream target = new ByteArrayOutputStream();
      name(target, "edge" + i, "cdn", "example");
      record(out, owner, IN_CNAME, target.toByteArray());
      owner = 0xc000 | (out.size() - target.size());
    }
    record(out, owner, IN_A, new byte[] {(byte) 203, 0, 113, 1});
    record(out, owner, IN_A, new byte[] {(byte) 203, 0, 113, 2});
    return out.toByteArray();
  }

  private static void record(ByteArrayOutputStream out, int owner, int type, byte[] content) {
    u16(out, owner, type >>> 16, type & 0xffff, 0, 300, content.length);
    out.writeBytes(content);
  }

  private static void name(ByteArrayOutputStream out, String... labels) {
    for (String label : labels) {
      out.write(label.length());
      out.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
    }
    out.write(0);
  }

  private static void u16(ByteArrayOutputStream out, int... values) {
    for (int value : values) {
      out.write(value >>> 8);
      out.write(value);
    }
  }

  /** Names only: what an answer costs that no rule matches. */
  @Benchmark
  public List<String> names() {
    read();
    return answer.names();
  }

  /** Names and addresses. */
  @Benchmark
  public long addresses() {
    read();
    long sum = answer.names().size();
    for (int i = 0; i < answer.size(); i++) {
      sum += answer.low(i) + answer.ttl(i);
    }
    return sum;
  }

  /** The whole way of a reply that was asked for. */
  @Benchmark
  public long asked() {
    packet.read(bytes, 0, bytes.length);
    question.read(bytes, packet.payloadOffset(), packet.payloadLength());
    long number = hash.of(packet, question);
    questions.asked(number, 0);
    return questions.answered(number, 0) ? addresses() : 0;
  }

  private void read() {
    packet.read(bytes, 0, bytes.length);
    question.read(bytes, packet.payloadOffset(), packet.payloadLength());
    answer.read(question);
  }

  /** The same names and addresses by dnsjava, from the UDP payload on. */
  @Benchmark
  public long dnsjava() throws IOException {
    byte[] payload = new byte[bytes.length - HEADERS];
    System.arraycopy(bytes, HEADERS, payload, 0, payload.length);
    Message message = new Message(payload);
    if (!message.getHeader().getFlag(Flags.QR) || message.getRcode() != Rcode.NOERROR) {
      return 0;
    }
    Name name = message.getQuestion().getName();
    long ttl = Long.MAX_VALUE;
    long sum = text(name);
    for (org.xbill.DNS.Record record : message.getSection(Section.ANSWER)) {
      if (!record.getName().equals(name)) {
        continue;
      }
      ttl = Math.min(ttl, record.getTTL());
      if (record instanceof CNAMERecord alias) {
        name = alias.getTarget();
        sum += text(name);
      } else if (record instanceof ARecord address) {
        sum += address.getAddress().getAddress()[3] + ttl;
      }
    }
    return sum;
  }

  private static int text(Name name) {
    return name.toString(true).toLowerCase(Locale.ROOT).length();
  }
}
