package waymark.app.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Composes the values of one YAML 1.2 document from the library's events.
 *
 * <p>Anchors and aliases work. The values behind an alias count wherever it is used. A document
 * that expands to more than {@value #MOST_VALUES} values, or nests deeper than {@value #DEEPEST},
 * is refused.
 */
final class Yaml {
  private static final int MOST_VALUES = 10_000_000;
  private static final int DEEPEST = 32;

  private final Iterator<Event> events;
  private final Environment environment;
  private final Findings findings;
  private final Map<Anchor, Anchored> anchors = new HashMap<>();
  private long unfolded;

  /** The value of an anchor, and the number of values in it. */
  private record Anchored(Value value, long size) {}

  /** Ends the parse after its problem was added to the findings. */
  private static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1;

    Stopped() {
      super(null, null, false, false);
    }
  }

  private Yaml(Iterator<Event> events, Environment environment, Findings findings) {
    this.events = events;
    this.environment = environment;
    this.findings = findings;
  }

  /** The document's value; Broken if there is none, and then the findings say why. */
  static Value parse(String text, Map<String, String> environment, Findings findings) {
    String body = text.startsWith("\ufeff") ? text.substring(1) : text;
    LoadSettings settings = LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).build();
    try {
      Iterator<Event> events = new ParserImpl(settings, new StreamReader(settings, body));
      return new Yaml(events, new Environment(environment, findings), findings).document();
    } catch (MarkedYamlEngineException e) {
      Optional<Mark> mark =
          e.getProblemMark().isPresent() ? e.getProblemMark() : e.getContextMark();
      String context = e.getContext() == null ? "" : " " + e.getContext();
      findings.add(
          place(mark), "", "is not YAML: " + oneLine(e.getProblem() + context), "valid YAML");
    } catch (ReaderException e) {
      findings.add(
          placeOf(body, e.getPosition()),
          "",
          "has a character that YAML forbids: U+%04X".formatted(e.getCodePoint()),
          "printable text");
    } catch (YamlEngineException e) {
      findings.add(Place.WHOLE, "", "is not YAML: " + oneLine("" + e.getMessage()), "valid YAML");
    } catch (Stopped _) {
      return new Value.Broken(Place.WHOLE);
    }
    return new Value.Broken(Place.WHOLE);
  }

  private Value document() {
    events.next(); // stream start
    Event first = events.next();
    if (first.getEventId() == Event.ID.StreamEnd) {
      return new Value.Section(new Place(1, 1), Map.of());
    }
    Value value = value(events.next(), "", 0);
    events.next(); // document end
    Event after = events.next();
    if (after.getEventId() != Event.ID.StreamEnd) {
      findings.add(place(after), "", "has a second document", "one document per file");
    }
    return value;
  }

  private Value value(Event event, String path, int depth) {
    unfolded++;
    if (event instanceof ScalarEvent scalar) {
      Value value = scalar(scalar, path);
      return scalar.getAnchor().isPresent() ? anchored(scalar.getAnchor(), value, 1) : value;
    }
    if (event instanceof CollectionStartEvent start) {
      return collection(start, path, depth);
    }
    return alias((AliasEvent) event, path);
  }

  private Value collection(CollectionStartEvent start, String path, int depth) {
    if (depth == DEEPEST) {
      findings.add(place(start), path, "is nested deeper than " + DEEPEST, "a flatter file");
      throw new Stopped();
    }
    long before = unfolded;
    if (start.getAnchor().isPresent()) {
      anchors.remove(start.getAnchor().get());
    }
    Value value =
        start instanceof MappingStartEvent
            ? section(place(start), path, depth)
            : items(place(start), path, depth);
    return anchored(start.getAnchor(), tagged(start.getTag(), value, path), unfolded - before + 1);
  }

  private Value items(Place place, String path, int depth) {
    List<Value> list = new ArrayList<>();
    for (Event event = events.next();
        event.getEventId() != Event.ID.SequenceEnd;
        event = events.next()) {
      String itemPath = isSimple(event) ? path : Findings.path(path, list.size());
      list.add(value(event, itemPath, depth + 1));
    }
    return new Value.Items(place, list);
  }

  private Value section(Place place, String path, int depth) {
    Map<String, Value.Entry> entries = new LinkedHashMap<>();
    for (Event event = events.next();
        event.getEventId() != Event.ID.MappingEnd;
        event = events.next()) {
      Place keyPlace = place(event);
      if (!(event instanceof ScalarEvent scalar)) {
        findings.add(keyPlace, path, "has a key that is not text", "a word");
        value(event, path, depth + 1);
        value(events.next(), path, depth + 1);
        continue;
      }
      String key = scalar.getValue();
      anchored(scalar.getAnchor(), new Value.Text(keyPlace, key, Value.Form.QUOTED), 1);
      String keyPath = Findings.path(path, key);
      Value value = value(events.next(), keyPath, depth + 1);
      Value.Entry earlier = entries.putIfAbsent(key, new Value.Entry(keyPlace, value));
      if (earlier != null) {
        findings.add(
            keyPlace,
            keyPath,
            "is duplicated",
            "each key once; the first is on line " + earlier.key().line());
      }
    }
    return new Value.Section(place, entries);
  }

  /** Whether the value cannot be a problem here, so that its path is not needed. */
  private static boolean isSimple(Event event) {
    return event instanceof ScalarEvent scalar
        && scalar.getTag().isEmpty()
        && !scalar.getValue().contains("${");
  }

  private Value scalar(ScalarEvent event, String path) {
    Value.Form form = event.isPlain() ? Value.Form.PLAIN : Value.Form.QUOTED;
    Value.Text text = new Value.Text(place(event), event.getValue(), form);
    return tagged(event.getTag(), environment.replace(text, path), path);
  }

  private Value tagged(Optional<String> tag, Value value, String path) {
    if (tag.isEmpty() || value instanceof Value.Broken) {
      return value;
    }
    findings.add(value.place(), path, "has the tag " + tag.get(), "a value without a tag");
    return new Value.Broken(value.place());
  }

  private Value anchored(Optional<Anchor> anchor, Value value, long size) {
    if (anchor.isPresent()) {
      anchors.put(anchor.get(), new Anchored(value, size));
    }
    return value;
  }

  private Value alias(AliasEvent event, String path) {
    Anchored target = anchors.get(event.getAlias());
    if (target == null) {
      findings.add(
          place(event),
          path,
          "refers to *" + event.getAlias() + ", which is not defined above it",
          "an anchor &" + event.getAlias() + " that ends before this line");
      return new Value.Broken(place(event));
    }
    unfolded += target.size();
    if (unfolded > MOST_VALUES) {
      findings.add(
          place(event), path, "expands to more than " + MOST_VALUES + " values", "fewer aliases");
      throw new Stopped();
    }
    return target.value();
  }

  private static Place place(Event event) {
    return place(event.getStartMark());
  }

  private static Place place(Optional<Mark> mark) {
    return mark.isPresent()
        ? new Place(mark.get().getLine() + 1, mark.get().getColumn() + 1)
        : Place.WHOLE;
  }

  private static Place placeOf(String text, int codePoints) {
    int line = 1;
    int column = 1;
    int end =
        text.offsetByCodePoints(0, Math.min(codePoints, text.codePointCount(0, text.length())));
    for (int i = 0; i < end; i++) {
      if (text.charAt(i) == '\n') {
        line++;
        column = 1;
      } else if (!Character.isLowSurrogate(text.charAt(i))) {
        column++;
      }
    }
    return new Place(line, column);
  }

  private static String oneLine(String text) {
    return text.replace('\n', ' ');
  }
}
