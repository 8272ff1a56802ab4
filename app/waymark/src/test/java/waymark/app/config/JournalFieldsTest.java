package waymark.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import waymark.journal.JournalSettings;
import waymark.journal.JournalSettings.Mode;

class JournalFieldsTest {
  private static JournalSettings read(String lines) {
    return Example.configuration("rules: [{ name: a, to: direct, domains: [a.example] }]\n" + lines)
        .journal();
  }

  @Test
  void everyKeyHasADefault() {
    JournalSettings usual = new JournalSettings(Mode.HASHED, 200_000_000, 14);
    assertThat(read("")).isEqualTo(usual);
    assertThat(read("journal: {}\n")).isEqualTo(usual);
    assertThat(read("journal: hashed\n")).isEqualTo(usual);
  }

  @Test
  void aModeAloneOrAllKeysMayBeGiven() {
    assertThat(read("journal: off\n").mode()).isEqualTo(Mode.OFF);
    assertThat(read("journal: full\n").mode()).isEqualTo(Mode.FULL);
    assertThat(read("journal: { mode: full, size: 2GB, days: 90 }\n"))
        .isEqualTo(new JournalSettings(Mode.FULL, 2_000_000_000, 90));
    assertThat(read("journal: { size: 64MiB }\n").bytes()).isEqualTo(64 << 20);
  }

  @Test
  void whatIsWrongIsSaid() {
    assertThat(Example.problemsWith("journal: ful\n"))
        .singleElement()
        .asString()
        .contains("journal: is 'ful'", "hashed, full or off", "did you mean 'full'?");
    assertThat(Example.problemsWith("journal: { mode: on, size: 200, days: 0 }\n"))
        .hasSize(3)
        .anyMatch(line -> line.contains("journal.mode: is 'on'"))
        .anyMatch(line -> line.contains("journal.size: is '200'; expected: a size from 1MB to 1TB"))
        .anyMatch(line -> line.contains("journal.days: is '0'; expected: a whole number"));
    assertThat(Example.problemsWith("journal: { size: 999kB }\n")).hasSize(1);
    assertThat(Example.problemsWith("journal: { size: 999999999TB }\n")).hasSize(1);
    assertThat(Example.problemsWith("journal: { sise: 2GB }\n"))
        .singleElement()
        .asString()
        .contains("did you mean 'size'?");
  }
}
