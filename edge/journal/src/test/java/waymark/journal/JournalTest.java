package waymark.journal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waymark.policy.Address;
import waymark.policy.Network;

final class JournalTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Address CLIENT = Address.parse("192.168.1.20");
  private static final Row.Answer ANSWER =
      new Row.Answer(
          CLIENT,
          List.of("www.example.com", "edge.cdn.example.net"),
          List.of(Address.parse("203.0.113.9"), Address.parse("2001:db8::9")),
          "vidéo",
          "vpn",
          812,
          Outcome.HELD);
  private static final Row.Denial DENIAL =
      new Row.Denial(
          Address.parse("2001:db8:1::20"),
          Address.parse("2001:db8:2::25"),
          6,
          25,
          "default",
          "mail.example.org");

  @TempDir private Path state;
  private final TestClock clock = new TestClock();

  private Journal open(JournalSettings.Mode mode) {
    return open(mode, JournalSettings.DEFAULT.bytes());
  }

  private Journal open(JournalSettings.Mode mode, long bytes) {
    return Journal.open(state, new JournalSettings(mode, bytes, 14), clock);
  }

  private static Row.Answer answer(String name) {
    return new Row.Answer(
        CLIENT,
        List.of(name),
        List.of(Address.parse("203.0.113.1")),
        "rule",
        "vpn",
        0,
        Outcome.PASSED);
  }

  private static RowFilter named(String name) {
    return new RowFilter(name, Optional.empty(), "", "", Instant.MIN, Instant.MAX, false);
  }

  private List<KeptRow> read(JournalReader reader) {
    return reader.read(RowFilter.ANY, 0, 100_000, LONG).rows();
  }

  private List<KeptRow> read(RowFilter filter) {
    return JournalReader.of(state).read(filter, 0, 100_000, LONG).rows();
  }

  private List<Path> files() throws IOException {
    return Segments.files(state.resolve("journal"));
  }

  private String content() throws IOException {
    StringBuilder content = new StringBuilder();
    byte[] raw = new byte[BlockHeader.LONGEST];
    for (Path file : files()) {
      content.append(Files.readString(file, ISO_8859_1));
      try (SegmentReader segment = SegmentReader.open(file)) {
        for (Optional<BlockHeader> block = segment.next();
            block.isPresent();
            block = segment.next()) {
          content.append(new String(raw, 0, segment.rows(block.get(), raw), ISO_8859_1));
        }
      }
    }
    return content.toString();
  }

  @Test
  void rowsAreReadAsTheyWereRecorded() {
    try (Journal journal = open(JournalSettings.Mode.FULL)) {
      RowSink sink = journal.sink();
      sink.record(ANSWER);
      clock.pass(Duration.ofSeconds(3));
      sink.record(DENIAL);
      assertThat(read(journal.reader()))
          .containsExactly(
              new KeptRow(
                  1,
                  Instant.parse("2026-03-01T12:00:00Z"),
                  "192.168.1.20",
                  List.of("www.example.com", "edge.cdn.example.net"),
                  List.of("203.0.113.9", "2001:db8::9"),
                  "vidéo",
                  "vpn",
                  new KeptRow.Answered(Outcome.HELD, 812)),
              new KeptRow(
                  2,
                  Instant.parse("2026-03-01T12:00:03Z"),
                  "2001:db8:1::20",
                  List.of("mail.example.org"),
                  List.of("2001:db8:2::25"),
                  "default",
                  "",
                  new KeptRow.Denied(6, 25)));
    }
  }

  @Test
  void theNextProcessGoesOn() {
    for (int i = 0; i < 3; i++) {
      try (Journal journal = open(JournalSettings.Mode.FULL)) {
        journal.sink().record(answer("www" + i + ".example"));
      }
    }
    assertThat(read(JournalReader.of(state)))
        .extracting(KeptRow::number, row -> row.names().getFirst())
        .containsExactly(
            tuple(1L, "www0.example"), tuple(2L, "www1.example"), tuple(3L, "www2.example"));
  }

  @Test
  void hashedNamesAndAddressesAreFoundAndNotRead() throws IOException {
    try (Journal journal = open(JournalSettings.Mode.HASHED)) {
      RowSink sink = journal.sink();
      sink.record(ANSWER);
      sink.record(DENIAL);
    }
    assertThat(content()).doesNotContain("example").contains("default");
    KeptRow row = read(RowFilter.ANY).getFirst();
    assertThat(row.names().getFirst())
        .matches("#[a-z2-7]{8}\\.#[a-z2-7]{8}\\.#[a-z2-7]{8}")
        .isNotEqualTo(row.names().getLast());
    assertThat(row.client()).matches("#[a-z2-7]{8}");
    assertThat(row.addresses()).hasSize(2).allMatch(text -> text.matches("#[a-z2-7]{8}"));
    assertThat(row.fate()).isEqualTo(new KeptRow.Answered(Outcome.HELD, 812));

    assertThat(read(named("www.example.com")).getFirst().names().getFirst())
        .isEqualTo("www.example.com");
    assertThat(read(named("example.com")).getFirst().names().getFirst())
        .matches("#[a-z2-7]{8}\\.example\\.com");
    assertThat(read(named("cdn.example.net"))).hasSize(1);
    assertThat(read(named("xample.com"))).isEmpty();
    assertThat(read(named("mail.example.org")).getFirst().fate())
        .isEqualTo(new KeptRow.Denied(6, 25));
    RowFilter ofClient =
        new RowFilter("", Optional.of(Network.of(CLIENT)), "", "", Instant.MIN, Instant.MAX, false);
    assertThat(read(ofClient))
        .singleElement()
        .extracting(KeptRow::client)
        .isEqualTo("192.168.1.20");
  }

  @Test
  void withoutTheKeyNothingHashedIsFound() throws IOException {
    try (Journal journal = open(JournalSettings.Mode.HASHED)) {
      journal.sink().record(ANSWER);
    }
    Files.delete(state.resolve("journal.key"));
    assertThat(read(named("www.example.com"))).isEmpty();
    assertThat(read(RowFilter.ANY)).hasSize(1);
  }

  @Test
  void settingsApplyAtOnce() throws IOException {
    try (Journal journal = open(JournalSettings.Mode.OFF)) {
      RowSink sink = journal.sink();
      assertThat(sink.isOn()).isFalse();
      sink.record(answer("off.example"));
      assertThat(read(journal.reader())).isEmpty();
      assertThat(files()).isEmpty();
      journal.use(new JournalSettings(JournalSettings.Mode.FULL, 1 << 20, 1));
      assertThat(sink.isOn()).isTrue();
      sink.record(answer("full.example"));
      assertThat(read(journal.reader()).getFirst().names()).containsExactly("full.example");
      assertThat(journal.figures().mode()).isEqualTo(JournalSettings.Mode.FULL);
    }
  }

  @Test
  void filtersCombine() {
    try (Journal journal = open(JournalSettings.Mode.FULL)) {
      RowSink sink = journal.sink();
      sink.record(ANSWER);
      sink.record(answer("example.com"));
      clock.pass(Duration.ofMinutes(5));
      sink.record(answer("notexample.com"));
      sink.record(DENIAL);
      journal.reader();
      assertThat(read(named("example.com"))).extracting(KeptRow::number).containsExactly(1L, 2L);
      assertThat(numbers("", "vpn", "", false)).containsExactly(1L, 2L, 3L);
      assertThat(numbers("", "vpn", "vidéo", false)).containsExactly(1L);
      assertThat(numbers("", "", "", true)).containsExactly(4L);
      assertThat(numbers("192.168.0.0/16", "", "", false)).containsExactly(1L, 2L, 3L);
      assertThat(numbers("2001:db8:1::/48", "", "", false)).containsExactly(4L);
      Instant later = clock.instant().minusSeconds(1);
      assertThat(read(new RowFilter("", Optional.empty(), "", "", later, Instant.MAX, false)))
          .extracting(KeptRow::number)
          .containsExactly(3L, 4L);
      assertThat(read(new RowFilter("", Optional.empty(), "", "", Instant.MIN, later, false)))
          .extracting(KeptRow::number)
          .containsExactly(1L, 2L);
    }
  }

  private List<Long> numbers(String client, String link, String rule, boolean denied) {
    Optional<Network> network =
        client.isEmpty() ? Optional.empty() : Optional.of(Network.parse(client));
    return read(new RowFilter("", network, link, rule, Instant.MIN, Instant.MAX, denied)).stream()
        .map(KeptRow::number)
        .toList();
  }

  @Test
  void pagesFollowEachOther() {
    try (Journal journal = open(JournalSettings.Mode.FULL)) {
      RowSink sink = journal.sink();
      for (int i = 0; i < 2_500; i++) {
        sink.record(answer("www" + i + ".example"));
      }
      JournalReader reader = journal.reader();
      List<Long> numbers = new ArrayList<>();
      long after = 0;
      JournalReader.Page page;
      do {
        page = reader.read(RowFilter.ANY, after, 1_000, LONG);
        page.rows().forEach(row -> numbers.add(row.number()));
        after = page.last();
      } while (page.more());
      assertThat(numbers).isEqualTo(LongStream.rangeClosed(1, 2_500).boxed().toList());
      assertThat(page.begins()).contains(clock.instant());
      assertThat(reader.last()).isEqualTo(2_500);
    }
  }

  @Test
  void aPageThatTakesLongEndsAndTheNextGoesOn() {
    try (Journal journal = open(JournalSettings.Mode.FULL)) {
      RowSink sink = journal.sink();
      for (int i = 0; i < 4_000; i++) {
        sink.record(answer("www" + i + ".example"));
        if (i % 1_000 == 0) {
          journal.reader();
        }
      }
      JournalReader reader = journal.reader();
      RowFilter last = named("www3999.example");
      JournalReader.Page page = reader.read(last, 0, 10, Duration.ZERO);
      assertThat(page.rows()).isEmpty();
      assertThat(page.more()).isTrue();
      while (page.more()) {
        page = reader.read(last, page.last(), 10, Duration.ZERO);
        if (!page.rows().isEmpty()) {
          break;
        }
      }
      assertThat(page.rows()).singleElement().extracting(KeptRow::number).isEqualTo(4_000L);
    }
  }

  @Test
  void aHalfWrittenBlockIsIgnoredAndTheNextProcessGoesOn() throws IOException {
    try (Journal journal = open(JournalSettings.Mode.FULL)) {
      RowSink sink = journal.sink();
      sink.record(answer("one.example"));
      journal.reader();
      sink.record(answer("two.example"));
    }
    // As after kill -9: no summary, and a part of the last block.
    Path file = files().getFirst();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() - BlockHeader.SIZE - 7);
    }
    assertThat(read(RowFilter.ANY)).extracting(KeptRow::number).containsExactly(1L);
    try (Journal journal = open(JournalSettings.Mode.FULL)) {
      journal.sink().record(answer("three.example"));
    }
    assertThat(read(RowFilter.ANY))
        .extracting(row -> row.number() + " " + row.names().getFirst())
        .containsExactly("1 one.example", "2 three.example");
  }

  @Test
  void aDamagedBlockCostsOnlyItsOwnRows() throws IOException {
    try (Journal journal = open(JournalSettings.Mode.FULL)) {
      RowSink sink = journal.sink();
      for (String name : List.of("one.example", "two.example", "three.example")) {
        sink.record(answer(name));
        journal.reader();
      }
    }
    Path file = files().getFirst();
    long second;
    try (SegmentReader segment = SegmentReader.open(file)) {
      second = BlockHeader.SIZE + segment.next().orElseThrow().stored();
    }
    byte[] bytes = Files.readAllBytes(file);
    bytes[(int) second + BlockHeader.SIZE + 3] ^= 1;
    Files.write(file, bytes);
    assertThat(read(RowFilter.ANY))
        .extracting(row -> row.names().getFirst())
        .containsExactly("one.example", "three.example");
  }

  @Test
  void theOldestSegmentsGoWhereAllTakeTooMuch() throws IOException {
    long most = 1 << 20;
    try (Journal journal = open(JournalSettings.Mode.HASHED, most)) {
      RowSink sink = journal.sink();
      for (int i = 0; i < 100_000; i++) {
        sink.record(answer("www" + i + ".example" + i));
        while (i % 4_000 == 0 && journal.figures().rows() <= i) {
          journal.reader();
        }
      }
      journal.reader();
      assertThat(journal.figures().lost()).isZero();
    }
    long size = 0;
    for (Path file : files()) {
      size += Files.size(file);
    }
    assertThat(size).isBetween(most * 3 / 4, most);
    List<KeptRow> rows = read(RowFilter.ANY);
    assertThat(rows.getFirst().number()).isGreaterThan(1);
    assertThat(rows.getLast().number()).isEqualTo(100_000);
  }

  @Test
  void noRowIsOlderThanTheDays() {
    for (int day = 0; day < 20; day++) {
      try (Journal journal = open(JournalSettings.Mode.FULL)) {
        journal.sink().record(answer("day" + day + ".example"));
        journal.reader();
      }
      clock.pass(Duration.ofDays(1));
    }
    try (Journal journal = open(JournalSettings.Mode.OFF)) {
      journal.reader();
    }
    List<KeptRow> rows = read(RowFilter.ANY);
    assertThat(rows.getFirst().names()).containsExactly("day6.example");
    assertThat(rows.getLast().names()).containsExactly("day19.example");
  }

  @Test
  void fewerDaysApplyAtOnce() {
    try (Journal journal = open(JournalSettings.Mode.FULL)) {
      journal.sink().record(answer("old.example"));
      journal.reader();
      clock.pass(Duration.ofDays(2));
      journal.use(new JournalSettings(JournalSettings.Mode.FULL, 1_000_000, 1));
      assertThat(read(journal.reader())).isEmpty();
      assertThat(journal.figures().bytes()).isZero();
    }
  }

  @Test
  void aSegmentTakesRowsForSoLongOnly() throws IOException {
    try (Journal journal = open(JournalSettings.Mode.FULL)) {
      RowSink sink = journal.sink();
      for (int i = 0; i < 4; i++) {
        sink.record(answer("www" + i + ".example"));
        journal.reader();
        clock.pass(Duration.ofHours(3));
      }
    }
    assertThat(files()).hasSize(2);
  }

  @Test
  void onlyTheOwnerMayRead() throws IOException {
    Files.createDirectory(
        state.resolve("journal"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    try (Journal journal = open(JournalSettings.Mode.HASHED)) {
      journal.sink().record(ANSWER);
    }
    assertThat(permissions(state.resolve("journal"))).isEqualTo("rwx------");
    assertThat(permissions(files().getFirst())).isEqualTo("rw-------");
    assertThat(permissions(state.resolve("journal.key"))).isEqualTo("rw-------");
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void aDeletedJournalBeginsAnew() throws IOException {
    try (Journal journal = open(JournalSettings.Mode.FULL)) {
      RowSink sink = journal.sink();
      sink.record(answer("one.example"));
      journal.reader();
      try (Stream<Path> files = Files.list(state.resolve("journal"))) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(state.resolve("journal"));
      assertThat(read(RowFilter.ANY)).isEmpty();
      sink.record(answer("two.example"));
      assertThat(read(journal.reader()))
          .extracting(row -> row.number() + " " + row.names().getFirst())
          .containsExactly("2 two.example");
    }
  }
}
