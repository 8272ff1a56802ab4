package waymark.kernel.capture;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import waymark.engine.Change;
import waymark.engine.Connections;
import waymark.engine.Engine;
import waymark.engine.EventRing;
import waymark.engine.Limits;
import waymark.engine.Plane;
import waymark.engine.Threads;
import waymark.policy.Address;
import waymark.policy.Decision;
import waymark.policy.Lifetime;
import waymark.policy.NamePattern;
import waymark.policy.Outlet;
import waymark.policy.Policy;
import waymark.policy.Rule;

/**
 * Runs the way of an answer before the first one comes: from its bytes through an engine of its own
 * into the kernel and out again, with addresses of the reserved 240.0.0.0/4, which nobody has.
 */
public final class WarmUp {
  private static final List<String> LABELS = List.of("warm-up", "invalid");
  private static final String NAME = String.join(".", LABELS);
  private static final int CLIENT = 0xf0000001;
  private static final int SERVER = 0xf0000002;
  private static final int FIRST = 0xf0000100;
  private static final int MOST_ANSWERS = 2_000;
  private static final long MOST_NANOS = 30_000_000;

  private final Engine engine;
  private final DnsIntake intake;

  public WarmUp(Policy policy, Plane plane, InstantSource clock) {
    List<Outlet> to =
        policy.rules().isEmpty() ? policy.otherwise() : policy.rules().getFirst().to();
    Rule rule =
        new Rule(
            "warm-up", to, List.of(NamePattern.parse(NAME)), List.of(), 0, Lifetime.DEFAULT, false);
    engine =
        new Engine(
            Policy.compile(policy.links(), policy.groups(), List.of(rule), policy.otherwise()),
            Limits.DEFAULT,
            new Scratch(plane),
            events -> {},
            Connections.NONE,
            new EventRing(clock),
            clock,
            Threads.ONE);
    engine.install();
    intake = new DnsIntake(engine, 1, 2);
  }

  /** The other parts of the plane stay as they are. */
  private record Scratch(Plane plane) implements Plane {
    @Override
    public void install(Policy policy, Supplier<Map<Address, Decision>> hosts) {}

    @Override
    public void apply(List<Change> changes) {
      plane.apply(changes);
    }
  }

  public void run() {
    long end = System.nanoTime() + MOST_NANOS;
    for (int i = 0; i < MOST_ANSWERS && System.nanoTime() < end; i++) {
      byte[] question = packet(i, false, 0);
      byte[] answer = packet(i, true, FIRST + i);
      long now = System.nanoTime();
      intake.read(question, 0, question.length, now);
      intake.read(answer, 0, answer.length, now);
      engine.commit();
      engine.own(Set.of(Address.ofIpv4(FIRST + i)), List.of());
    }
  }

  /** An IPv4 packet with a question, or the answer to it (RFC 791, 768, 1035). */
  private static byte[] packet(int id, boolean reply, int address) {
    ByteBuffer packet = ByteBuffer.allocate(128);
    packet.putInt(0x45000000).putInt(0).putInt(0x40110000);
    packet.putInt(reply ? SERVER : CLIENT).putInt(reply ? CLIENT : SERVER);
    packet.putShort((short) (reply ? 53 : 40_000)).putShort((short) (reply ? 40_000 : 53));
    packet.putInt(0);
    packet.putShort((short) id).putShort((short) (reply ? 0x8180 : 0x0100));
    packet.putShort((short) 1).putShort((short) (reply ? 1 : 0)).putInt(0);
    for (String label : LABELS) {
      packet.put((byte) label.length()).put(label.getBytes(StandardCharsets.US_ASCII));
    }
    packet.put((byte) 0).putShort((short) 1).putShort((short) 1);
    if (reply) {
      packet.putShort((short) 0xc00c).putShort((short) 1).putShort((short) 1).putInt(60);
      packet.putShort((short) 4).putInt(address);
    }
    int length = packet.position();
    packet.putShort(2, (short) length).putShort(24, (short) (length - 20));
    byte[] bytes = new byte[length];
    packet.get(0, bytes);
    return bytes;
  }
}
