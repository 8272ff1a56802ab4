package waymark.app.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import waymark.api.Denials;
import waymark.api.Event;
import waymark.api.Explained;
import waymark.api.FileProblems;
import waymark.api.Json;
import waymark.api.Lists;
import waymark.api.LogRow;
import waymark.api.PastDecisions;
import waymark.api.Plan;
import waymark.api.Status;
import waymark.api.Traffic;
import waymark.app.cli.LogOutput;
import waymark.app.cli.Terminal;
import waymark.app.command.TopCommand;
import waymark.app.toapi.ProblemToApi;
import waymark.policy.Printable;

/** No text of a file or of the network moves the cursor, begins a line or turns the direction. */
class ForeignTextTest {
  private static final String NOW = "2026-01-01T00:00:00Z";
  private static final String HARMLESS = "www.example";
  private static final String HOSTILE = "w\u001b[2J\nERROR: x\r\u202egpj\u009b1m\u2028";

  private static final Terminal PLAIN =
      new Terminal(
          stream(new ByteArrayOutputStream()),
          stream(new ByteArrayOutputStream()),
          false,
          Map.of());

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  /** A way to print an object that has a text in every place. */
  private record View<T>(String name, Class<T> type, BiFunction<T, Terminal, String> print) {
    Stream<String> printed(String text) {
      int variants =
          Arrays.stream(type.getRecordComponents())
              .filter(component -> component.getType().isEnum())
              .mapToInt(component -> component.getType().getEnumConstants().length)
              .max()
              .orElse(1);
      return Stream.iterate(0, i -> i < variants, i -> i + 1)
          .map(i -> print.apply(type.cast(filled(type, text, i)), PLAIN));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<View<?>> views() {
    return Stream.of(
        new View<>("status", Status.class, (it, to) -> StatusText.of(it, Instant.parse(NOW), to)),
        new View<>("explain", Explained.class, ExplainedText::of),
        new View<>("plan", Plan.class, (plan, terminal) -> PlanText.of(plan, true, terminal)),
        new View<>("events", Event.class, EventText::of),
        new View<>("log", LogRow.class, LogText::of),
        new View<>("explain --at", PastDecisions.class, PastDecisionsText::of),
        new View<>("top", Traffic.class, TopCommand::once),
        new View<>("denied", Denials.class, DenialsText::of),
        new View<>("lists", Lists.class, (it, _) -> ListsText.of(it, Instant.parse(NOW))),
        new View<>("check", FileProblems.class, (it, _) -> ProblemToApi.text(it, false)),
        new View<>("check --json", FileProblems.class, (it, _) -> ProblemToApi.text(it, true)),
        new View<>("status --json", Status.class, (it, _) -> Json.pretty(it)),
        new View<>(
            "events -f --json",
            Event.class,
            (it, _) -> new String(Json.write(it), StandardCharsets.UTF_8)));
  }

  private static Object filled(Class<?> type, String text, int variant) {
    try {
      RecordComponent[] components = type.getRecordComponents();
      Object[] values = new Object[components.length];
      for (int i = 0; i < values.length; i++) {
        String name = components[i].getName();
        values[i] =
            List.of("at", "since", "until", "begins", "first", "last", "next").contains(name)
                ? NOW
                : value(components[i].getGenericType(), text, variant);
      }
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new);
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type.getName(), e);
    }
  }

  private static Object value(Type type, String text, int variant) {
    if (type instanceof ParameterizedType list) {
      return List.of(value(list.getActualTypeArguments()[0], text, variant));
    }
    Class<?> plain = (Class<?>) type;
    if (plain.isEnum()) {
      Object[] constants = plain.getEnumConstants();
      return constants[variant % constants.length];
    }
    if (plain.isRecord()) {
      return filled(plain, text, variant);
    }
    return switch (plain.getSimpleName()) {
      case "String" -> text;
      case "int" -> 7;
      case "long" -> 7L;
      case "double" -> 7.0;
      case "boolean" -> variant % 2 == 1;
      default -> throw new IllegalStateException("a value of " + type);
    };
  }

  @ParameterizedTest
  @MethodSource("views")
  void whatIsPrintedIsPrintable(View<?> view) {
    List<String> printed = view.printed(HOSTILE).toList();
    List<String> wanted = view.printed(HARMLESS).toList();
    for (int i = 0; i < printed.size(); i++) {
      assertThat(printed.get(i).lines())
          .hasSameSizeAs(wanted.get(i).lines().toList())
          .allMatch(Printable::isPrintable);
    }
  }

  @Test
  void anErrorOfSeveralLinesIsOneMessage() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    new Terminal(stream(err), stream(err), true, Map.of()).say("Error: no\nwaymark: yes\u001b[2J");
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo("waymark: Error: no\n    waymark: yes\\e[2J\n");
  }

  @Test
  void aLogMessageIsOneLine() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try (PrintStream log = new LogOutput(err)) {
      log.println("WARN line 2 of list x: '" + HOSTILE + "'");
      new IllegalStateException(HOSTILE).printStackTrace(log);
    }
    assertThat(err.toString(StandardCharsets.UTF_8).lines())
        .allMatch(line -> Printable.isPrintable(line.strip()))
        .filteredOn(line -> line.startsWith("ERROR"))
        .isEmpty();
  }
}
