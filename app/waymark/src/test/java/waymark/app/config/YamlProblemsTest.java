package waymark.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Problems of the YAML itself. */
class YamlProblemsTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "<<: {}|2:1: <<: is not part of YAML 1.2; expected: the keys themselves, or an alias to a"
            + " whole value",
        "plane: nftables\\nplane: nftables|3:1: plane: is duplicated; expected: each key once; the"
            + " first is on line 2",
        "state: ${HOEM}|2:8: state: uses ${HOEM}, which is not set; expected: the environment"
            + " variable HOEM",
        "state: ${}|2:8: state: has ${ without a variable's name and }; expected: ${NAME}, or $${"
            + " for the two characters ${",
        "state: !!str x|2:8: state: has the tag tag:yaml.org,2002:str; expected: a value without a"
            + " tag",
        "[a]: b|2:1: has a key that is not text; expected: a word",
        "state: *x|2:8: state: refers to *x, which is not defined above it; expected: an anchor &x"
            + " that ends before this line",
        "links: &x { a: *x }|2:16: links.a: refers to *x, which is not defined above it; expected:"
            + " an anchor &x that ends before this line",
      })
  void eachFaultIsNamed(String lines, String problem) {
    assertThat(Example.problemsWith(lines.replace("\\n", "\n"))).containsExactly(problem);
  }

  @Test
  void notYamlSaysWhere() {
    assertThat(Example.problems("rules:\n  - { name: a\n  to: b\n"))
        .singleElement()
        .asString()
        .startsWith("3:5: is not YAML: ");
    assertThat(Example.problems("rules: \"a\u0007\""))
        .containsExactly(
            "1:10: has a character that YAML forbids: U+0007; expected: printable text");
    assertThat(Example.problems("rules"))
        .containsExactly("1:1: the file is 'rules'; expected: keys such as rules:");
    assertThat(Example.problemsWith("---\na: b"))
        .containsExactly("2:1: has a second document; expected: one document per file");
  }

  @Test
  void bombsAreRefused() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 12; i++) {
      bomb.append("a%d: &a%d [".formatted(i, i));
      bomb.append("*a%d,".formatted(i - 1).repeat(10)).append("]\n");
    }
    assertThat(Example.problems(bomb.toString()))
        .singleElement()
        .asString()
        .contains("expands to more than 10000000 values");
    assertThat(Example.problems("rules: " + "[".repeat(100_000)))
        .singleElement()
        .asString()
        .contains("is nested deeper than 32");
  }

  @Test
  void noMoreThanAThousandAreKept() {
    StringBuilder text = new StringBuilder("rules:\n");
    for (int i = 0; i < 5_000; i++) {
      text.append("- 1\n");
    }
    assertThat(Example.problems(text.toString()))
        .hasSize(Problems.MOST)
        .last()
        .asString()
        .contains("has 4001 more problems");
  }
}
