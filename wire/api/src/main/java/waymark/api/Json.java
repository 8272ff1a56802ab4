package waymark.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.List;

/**
 * Converts records to and from JSON; the keys are the names of the components, in order. All but
 * printable ASCII is escaped, so a terminal never obeys a text.
 */
public final class Json {
  private static final JSON JACKSON =
      JSON.builder(JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build())
          .enable(JSON.Feature.WRITE_RECORD_FIELDS_IN_DECLARATION_ORDER)
          .build();

  private static final JSON EXACT = JACKSON.with(JSON.Feature.FAIL_ON_UNKNOWN_BEAN_PROPERTY);

  private Json() {}

  /**
   * Writes a record, or a list of them, on one line, in UTF-8.
   *
   * @throws IllegalArgumentException for a value that contains anything but records, lists, text,
   *     numbers, booleans and enums
   */
  public static byte[] write(Object value) {
    try {
      return JACKSON.asBytes(value);
    } catch (IOException e) {
      throw new IllegalArgumentException(value.getClass() + " has no JSON", e);
    }
  }

  /** As {@link #write}, for people: indented, as text. */
  public static String pretty(Object value) {
    try {
      return JACKSON.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(value);
    } catch (IOException e) {
      throw new IllegalArgumentException(value.getClass() + " has no JSON", e);
    }
  }

  /**
   * Reads one record of this package, and ignores unknown keys.
   *
   * @throws MalformedJsonException when the text is not JSON, or lacks a key
   */
  public static <T extends Record> T read(Class<T> type, byte[] json) {
    return read(JACKSON, type, json);
  }

  /** As {@link #read}, but refuses unknown keys: they may be misspelt. */
  public static <T extends Record> T readExactly(Class<T> type, byte[] json) {
    return read(EXACT, type, json);
  }

  private static <T extends Record> T read(JSON reader, Class<T> type, byte[] json) {
    try {
      T value = reader.beanFrom(type, json);
      requireWhole(value);
      return value;
    } catch (IOException | RuntimeException e) {
      throw new MalformedJsonException("no " + type.getSimpleName() + ": " + e.getMessage(), e);
    }
  }

  /** Refuses null components, which the library leaves for missing keys. */
  private static void requireWhole(Object value) throws IOException {
    switch (value) {
      case Record record -> {
        for (RecordComponent component : record.getClass().getRecordComponents()) {
          requireWhole(component(record, component));
        }
      }
      case List<?> list -> {
        for (Object element : list) {
          requireWhole(element);
        }
      }
      default -> {}
    }
  }

  private static Object component(Record record, RecordComponent component) throws IOException {
    try {
      Object value = component.getAccessor().invoke(record);
      if (value == null) {
        throw new IOException("'" + component.getName() + "' is missing");
      }
      return value;
    } catch (ReflectiveOperationException e) {
      throw new IOException("'" + component.getName() + "' cannot be read", e);
    }
  }
}
