package waymark.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Matching against a model that tries every pattern of every rule, text by text. */
class NameTableTest {
  private record Outcome(String rule, int weight, int kind, int labels, int order) {
    boolean beats(Outcome other) {
      if (weight != other.weight) {
        return weight > other.weight;
      }
      if (kind != other.kind) {
        return kind > other.kind;
      }
      return labels == other.labels ? order < other.order : labels > other.labels;
    }
  }

  /** Kind and labels by which the pattern matches, or a negative kind. */
  private static Outcome outcome(Rule rule, int order, NamePattern pattern, String name) {
    return switch (pattern) {
      case NamePattern.Exact(String text) -> outcome(rule, order, name.equals(text) ? 3 : -1, text);
      case NamePattern.Suffix(String text) ->
          outcome(rule, order, ("." + name).endsWith("." + text) ? 2 : -1, text);
      case NamePattern.Below(String text) ->
          outcome(rule, order, name.endsWith("." + text) ? 1 : -1, text);
      case NamePattern.Regex(String text) ->
          new Outcome(
              rule.name(),
              rule.weight(),
              java.util.regex.Pattern.compile(text).matcher(name).find() ? 0 : -1,
              0,
              order);
    };
  }

  private static Outcome outcome(Rule rule, int order, int kind, String text) {
    return new Outcome(rule.name(), rule.weight(), kind, text.split("\\.", -1).length, order);
  }

  private static List<String> model(List<Rule> rules, List<String> names) {
    List<Outcome> best = new ArrayList<>();
    for (int order = 0; order < rules.size(); order++) {
      List<Outcome> own = new ArrayList<>();
      for (NamePattern pattern : rules.get(order).names()) {
        for (String name : names) {
          Outcome outcome = outcome(rules.get(order), order, pattern, name);
          if (outcome.kind >= 0) {
            own.add(outcome);
          }
        }
      }
      own.stream().reduce((a, b) -> a.beats(b) ? a : b).ifPresent(best::add);
    }
    best.sort((a, b) -> a.beats(b) ? -1 : 1);
    return best.stream().map(Outcome::rule).toList();
  }

  private static Policy compile(List<Rule> rules) {
    return Policy.compile(List.of(), rules, List.of(Link.DIRECT));
  }

  private static List<String> claims(List<Rule> rules, List<String> names) {
    return compile(rules).claims(names).stream().map(claim -> claim.rule().name()).toList();
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.of("a", "b", "ab", "c-d", "com")
        .list()
        .ofMinSize(1)
        .ofMaxSize(5)
        .map(labels -> String.join(".", labels));
  }

  @Provide
  Arbitrary<List<String>> chains() {
    return names().list().ofMinSize(1).ofMaxSize(4);
  }

  @Provide
  Arbitrary<List<Rule>> rules() {
    Arbitrary<NamePattern> pattern =
        Combinators.combine(Arbitraries.integers().between(0, 6), names())
            .as(
                (kind, name) ->
                    switch (kind) {
                      case 0, 1 -> new NamePattern.Exact(name);
                      case 2, 3 -> new NamePattern.Suffix(name);
                      case 4, 5 -> new NamePattern.Below(name);
                      default -> new NamePattern.Regex("^" + name.replace(".", "\\."));
                    });
    return Combinators.combine(pattern.list().ofMaxSize(6), Arbitraries.integers().between(-1, 1))
        .as(
            (patterns, weight) ->
                new Rule(
                    "x", List.of(Link.BLOCK), patterns, List.of(), weight, Lifetime.DEFAULT, false))
        .list()
        .ofMaxSize(8)
        .map(TitledRules::of);
  }

  @Property(tries = 5000)
  void claimsAreThoseOfTheModel(
      @ForAll("rules") List<Rule> rules, @ForAll("chains") List<String> chain) {
    assertThat(claims(rules, chain)).isEqualTo(model(rules, chain));
  }

  @Property
  void winnerDoesNotDependOnTheOrderOfTheChainNorOnCase(
      @ForAll("rules") List<Rule> rules,
      @ForAll("chains") List<String> chain,
      @ForAll Random random) {
    List<String> shuffled = new ArrayList<>();
    for (String name : chain) {
      shuffled.add(random.nextBoolean() ? name.toUpperCase(Locale.ROOT) + "." : name);
    }
    Collections.shuffle(shuffled, random);
    assertThat(claims(rules, shuffled)).isEqualTo(claims(rules, chain));
  }

  @Property
  void matchedPatternIsOneOfTheRules(
      @ForAll("rules") List<Rule> rules, @ForAll("chains") List<String> chain) {
    for (Claim claim : compile(rules).claims(chain)) {
      assertThat(claim.rule().names()).contains(NamePattern.parse(claim.matched()));
      assertThat(rules.get(claim.order())).isSameAs(claim.rule());
      assertThat(model(List.of(claim.rule()), chain)).isNotEmpty();
    }
  }

  @Property(tries = 20)
  void thousandsOfNamesAreAllFound(@ForAll Random random) {
    Names.Builder builder = new Names.Builder();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      String name = Long.toString(random.nextLong() >>> random.nextInt(60), 36) + ".example";
      name = name.startsWith("-") ? name.substring(1) : name;
      names.add(name);
      builder.add(new NamePattern.Exact(name));
    }
    Policy policy =
        compile(
            List.of(
                new Rule(
                    "r",
                    List.of(Link.BLOCK),
                    builder.build(),
                    List.of(),
                    0,
                    Lifetime.DEFAULT,
                    false)));
    for (String name : names) {
      assertThat(policy.claims(List.of(name)).getFirst().matched()).isEqualTo("=" + name);
      assertThat(policy.claims(List.of("x." + name))).isEmpty();
    }
  }
}
