package waymark.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class AnswerPropertyTest {
  private record Line(String owner, String target, int ttl, int address) {
    boolean isAlias() {
      return !target.isEmpty();
    }
  }

  /** Few names, so that chains, branches, loops and strangers are all frequent. */
  @Property(tries = 3_000)
  void readerSaysWhatTheSlowModelSays(@ForAll long seed) {
    Random random = new Random(seed);
    List<Line> lines = new ArrayList<>();
    int count = random.nextInt(12);
    for (int i = 0; i < count; i++) {
      boolean alias = random.nextInt(3) > 0;
      lines.add(
          new Line(name(random), alias ? name(random) : "", random.nextInt(1000), 0x0a00_0000 + i));
    }
    lines.add(new Line(name(random), "", 7, 0x0a00_0100));
    String asked = name(random);
    String expected = model(asked, lines);
    assertThat(Heard.of(written(true, asked, lines))).isEqualTo(expected);
    assertThat(Heard.of(written(false, asked, lines))).isEqualTo(expected);
  }

  private static byte[] written(boolean compressed, String asked, List<Line> lines) {
    Written reply = Written.reply(compressed, 1, 0x8180).question(asked, 1);
    for (Line line : lines) {
      if (line.isAlias()) {
        reply.cname(line.owner(), line.ttl(), line.target());
      } else {
        reply.record(
            1,
            line.owner(),
            1,
            line.ttl(),
            HexFormat.of().parseHex("%08x".formatted(line.address())));
      }
    }
    return reply.bytes();
  }

  private static String model(String asked, List<Line> lines) {
    List<String> names = new ArrayList<>(List.of(lower(asked)));
    List<Integer> ttls = new ArrayList<>(List.of(Integer.MAX_VALUE));
    while (names.size() < Chain.MOST_NAMES) {
      String last = names.getLast();
      Line alias =
          lines.stream()
              .filter(line -> line.isAlias() && lower(line.owner()).equals(last))
              .findFirst()
              .orElse(new Line("", "", 0, 0));
      if (!alias.isAlias() || names.contains(lower(alias.target()))) {
        break;
      }
      names.add(lower(alias.target()));
      ttls.add(Math.min(ttls.getLast(), alias.ttl()));
    }
    List<String> addresses = new ArrayList<>();
    for (Line line : lines) {
      int place = names.indexOf(lower(line.owner()));
      if (!line.isAlias() && place >= 0) {
        int low = line.address() & 0xffff;
        addresses.add(
            "10.0.%d.%d/%d%s"
                .formatted(
                    low >> 8,
                    low & 0xff,
                    Math.min(line.ttl(), ttls.get(place)),
                    place + 1 == names.size() ? "" : "@" + (place + 1)));
      }
    }
    return String.join(" ", names) + " | " + String.join(" ", addresses);
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static String name(Random random) {
    String name = "n" + random.nextInt(4) + (random.nextBoolean() ? ".cdn" : "") + ".example";
    return random.nextBoolean() ? name : name.toUpperCase(Locale.ROOT);
  }
}
