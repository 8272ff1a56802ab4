package waymark.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import waymark.policy.Strategy;

class ConfigurationSchemaTest {
  private static final Path ROOT = Path.of(System.getProperty("waymark.root", "../.."));
  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(ConfigurationSchema.text());

  private static List<String> keys(String pointer) throws JsonProcessingException {
    List<String> keys = new ArrayList<>();
    new ObjectMapper()
        .readTree(ConfigurationSchema.text())
        .at(pointer)
        .fieldNames()
        .forEachRemaining(keys::add);
    return keys;
  }

  @Test
  void schemaAndLoaderKnowTheSameKeys() throws JsonProcessingException {
    assertThat(keys("/properties")).containsExactlyInAnyOrderElementsOf(Keys.DOCUMENT.known());
    assertThat(keys("/$defs/link/properties"))
        .containsExactlyInAnyOrderElementsOf(Keys.LINK.known());
    assertThat(keys("/$defs/check/properties"))
        .containsExactlyInAnyOrderElementsOf(Keys.CHECK.known());
    assertThat(keys("/$defs/group/properties"))
        .containsExactlyInAnyOrderElementsOf(Keys.GROUP.known());
    assertThat(keys("/$defs/list/properties"))
        .containsExactlyInAnyOrderElementsOf(Keys.LIST.known());
    assertThat(keys("/properties/api/properties"))
        .containsExactlyInAnyOrderElementsOf(Keys.API.known());
    assertThat(keys("/$defs/rule/properties"))
        .containsExactlyInAnyOrderElementsOf(Keys.RULE.known());
    assertThat(keys("/$defs/rule/properties/ttl/properties"))
        .containsExactlyInAnyOrderElementsOf(Keys.TTL.known());
    assertThat(keys("/properties/learn/properties"))
        .containsExactlyInAnyOrderElementsOf(Keys.LEARN.known());
    assertThat(keys("/properties/plane/anyOf/1/properties"))
        .containsExactlyInAnyOrderElementsOf(Keys.PLANE.known());
    assertThat(keys("/$defs/dns/properties")).containsExactlyInAnyOrderElementsOf(Keys.DNS.known());
    assertThat(keys("/properties/journal/anyOf/1/properties"))
        .containsExactlyInAnyOrderElementsOf(Keys.JOURNAL.known());
    assertThat(keys("/properties/denials/properties"))
        .containsExactlyInAnyOrderElementsOf(Keys.DENIALS.known());
    assertThat(keys("/properties/marks/properties"))
        .containsExactlyInAnyOrderElementsOf(Keys.MARKS.known());
  }

  @Test
  void schemaAndLoaderKnowTheSameStrategies() throws JsonProcessingException {
    List<String> words = new ArrayList<>();
    new ObjectMapper()
        .readTree(ConfigurationSchema.text())
        .at("/$defs/group/properties/strategy/anyOf/0/enum")
        .forEach(word -> words.add(word.asText()));
    assertThat(words)
        .containsExactlyElementsOf(Stream.of(Strategy.values()).map(Strategy::word).toList());
  }

  /** Every example of the documentation: the blocks of YAML that begin with the file's name. */
  static Stream<String> examples() throws IOException {
    List<Path> pages = new ArrayList<>();
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      docs.filter(page -> page.toString().endsWith(".md")).sorted().forEach(pages::add);
    }
    if (Files.exists(ROOT.resolve("README.md"))) {
      pages.add(ROOT.resolve("README.md"));
    }
    List<String> examples = new ArrayList<>();
    for (Path page : pages) {
      String text = Files.readString(page);
      String start = "```yaml\n# waymark.yaml";
      for (int at = text.indexOf(start); at >= 0; at = text.indexOf(start, at + 1)) {
        int from = at + "```yaml\n".length();
        examples.add(text.substring(from, text.indexOf("\n```", from) + 1));
      }
    }
    return examples.stream();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void everyExampleIsLoadedAndValid(String example) {
    assertThat(Example.problems(example)).isEmpty();
    assertThat(SCHEMA.validate(json(example))).isEmpty();
  }

  @Test
  void thereAreExamples() throws IOException {
    assertThat(examples()).hasSizeGreaterThan(5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "rules: []",
        "rules: [{ name: a, to: direct }]",
        "rules: [{ name: a, to: [], domains: [a] }]",
        "rules: [{ name: a, domains: [a] }]",
        "rules: [{ to: direct, domains: [a] }]",
        "rules: [{ name: a, to: direct, domains: a }]",
        "rules: [{ name: a, to: direct, domains: [a], sni: [b] }]",
        "rules: [{ name: a, to: direct, countries: [NLD] }]",
        "rules: [{ name: a, to: direct, countries: [] }]",
        "rules: [{ name: a, to: direct, asn: [-1] }]",
        "rules: [{ name: a, to: direct, asn: AS }]",
        "rules: [{ name: a, to: direct, asn: 4294967296 }]",
        "rules: [{ name: a, to: direct, ports: [65536] }]",
        "rules: [{ name: a, to: direct, ports: [sctp/5] }]",
        "rules: [{ name: a, to: direct, ports: [] }]",
        "rules: [{ name: a, to: direct, from: [] }]",
        "rules: [{ name: a, to: direct, from: 5 }]",
        "rules: [{ name: a, to: direct, lists: [] }]",
        "rules: [{ name: a, to: direct, domains: [a], weight: 1000001 }]",
        "rules: [{ name: a, to: direct, domains: [a], ttl: { min: 5 } }]",
        "rules: [{ name: a, to: direct, domains: [a], reconnect: 1 }]",
        "{ rules: [{ name: a, to: direct, domains: [a] }], plane: iptables }",
        "{ rules: [{ name: a, to: direct, domains: [a] }], groups: { g: {} } }",
        "{ rules: [{ name: a, to: direct, domains: [a] }], groups: { g: { links: [] } } }",
        "{ rules: [{ name: a, to: direct, domains: [a] }], groups: { g: { links: direct } } }",
        "{ rules: [{ name: a, to: direct, domains: [a] }], groups: { g: { links: [block] } } }",
        "{ rules: [{ name: a, to: direct, domains: [a] }], groups: { g: { links: [direct, direct] }"
            + " } }",
        "{ rules: [{ name: a, to: direct, domains: [a] }], groups: { G: { links: [direct] } } }",
        "{ rules: [{ name: a, to: direct, domains: [a] }], groups: { direct: { links: [direct] } }"
            + " }",
        "{ rules: [{ name: a, to: direct, domains: [a] }], groups: { g: { links: [direct],"
            + " strategy: robin } } }",
        "{ rules: [{ name: a, to: direct, domains: [a] }], lists: { a: {} } }",
        "{ rules: [{ name: a, to: direct, domains: [a] }], lists: { A: { file: a } } }",
        "{ rules: [{ name: a, to: direct, domains: [a] }], lists: { a: { file: a, url: 'http://a/'"
            + " } } }",
        "{ rules: [{ name: a, to: direct, domains: [a] }], lists: { a: { file: a, every: 1h } } }",
        "{ rules: [{ name: a, to: direct, domains: [a] }], lists: { a: { url: 'ftp://a/' } } }",
        "{ rules: [{ name: a, to: direct, domains: [a] }], lists: { a: { file: a, format: csv } }"
            + " }",
        "{ rules: [{ name: a, to: direct, domains: [a] }], country-db: '' }",
        "{ rules: [{ name: a, to: direct, domains: [a] }], links: { direct: { interface: a } } }",
        "{ rules: [{ name: a, to: direct, domains: [a] }], links: { A: { interface: a } } }",
        "{ rules: [{ name: a, to: direct, domains: [a] }], links: { a: { interface: a/b } } }",
        "{ rules: [{ name: a, to: direct, domains: [a] }], links: { a: { interface: '..' } } }",
        "{ rules: [{ name: a, to: direct, domains: [a] }], links: { a: { interface: 'wg*' } } }",
        "{ rules: [{ name: a, to: direct, domains: [a] }], links: { a: { interface: 'ppp+' } } }",
        "{ rules: [{ name: a, to: direct, domains: [a] }], links: { a: { interface: 'x\"accept;#' }"
            + " } }",
        "{ rules: [{ name: a, to: direct, domains: [a] }], links: { a: { interface: all } } }",
        "{ rules: [{ name: a, to: direct, domains: [a] }], links: { a: {} } }",
        "{ rules: [{ name: a, to: direct, domains: [a] }], links: { a: { interface: a, gateway: {"
            + " onlink: true } } } }",
        "{ rules: [{ name: a, to: direct, domains: [a] }], links: { a: { interface: a, gateway: {"
            + " via: 192.0.2.1, onlink: 3 } } } }",
        "{ rules: [{ name: a, to: direct, domains: [a] }], links: { a: { interface: a, check: {} }"
            + " } }",
        "{ rules: [{ name: a, to: direct, domains: [a] }], links: { a: { interface: a, check: {"
            + " tcp: a } } } }",
        "{ rules: [{ name: a, to: direct, domains: [a] }], links: { a: { interface: a, check: {"
            + " ping: a, http: 'http://a/' } } } }",
        "{ rules: [{ name: a, to: direct, domains: [a] }], links: { a: { interface: a, check: {"
            + " ping: a, up-after: 101 } } } }",
        "{ rules: [{ name: a, to: direct, domains: [a] }], marks: { mask: 0 } }",
        "{ rules: [{ name: a, to: direct, domains: [a] }], marks: { priority: 32766 } }",
        "{ rules: [{ name: a, to: direct, domains: [a] }], learn: { dns: on } }",
        "{ rules: [{ name: a, to: direct, domains: [a] }], learn: { dns: { queue: 65536 } } }",
        "{ rules: [{ name: a, to: direct, domains: [a] }], journal: on }",
        "{ rules: [{ name: a, to: direct, domains: [a] }], journal: { size: 200 } }",
        "{ rules: [{ name: a, to: direct, domains: [a] }], journal: { days: 0 } }",
        "{ rules: [{ name: a, to: direct, domains: [a] }], journal: { keep: 1 } }",
        "{ rules: [{ name: a, to: direct, domains: [a] }], forwarding: 'true' }",
      })
  void whatTheSchemaRefusesTheLoaderRefuses(String text) {
    assertThat(SCHEMA.validate(json(text))).isNotEmpty();
    assertThat(Example.problems(text)).isNotEmpty();
  }

  private static JsonNode json(String text) {
    return json(Yaml.parse(text, Map.of(), new Findings("")));
  }

  private static JsonNode json(Value value) {
    return switch (value) {
      case Value.Text text when text.isNothing() -> JsonNodeFactory.instance.nullNode();
      case Value.Text text when text.form() == Value.Form.PLAIN && Scalar.flag(text).isPresent() ->
          JsonNodeFactory.instance.booleanNode(Scalar.flag(text).get());
      case Value.Text text when Scalar.integer(text).isPresent() ->
          JsonNodeFactory.instance.numberNode(Scalar.integer(text).get());
      case Value.Text text -> JsonNodeFactory.instance.textNode(text.text());
      case Value.Items items -> {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        items.list().forEach(item -> array.add(json(item)));
        yield array;
      }
      case Value.Section section -> {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        section.entries().forEach((key, entry) -> object.set(key, json(entry.value())));
        yield object;
      }
      case Value.Broken _ -> throw new AssertionError("broken");
    };
  }
}
