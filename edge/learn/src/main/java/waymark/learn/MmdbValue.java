package waymark.learn;

import java.util.List;
import java.util.Map;

/** A value of an MMDB's data section. */
sealed interface MmdbValue {
  /** Characters. */
  record Text(String text) implements MmdbValue {}

  /** A whole number of up to 64 bits; the largest appear negative. */
  record Whole(long number) implements MmdbValue {}

  /** Values by name. */
  record Section(Map<String, MmdbValue> entries) implements MmdbValue {}

  /** Values in order. */
  record Items(List<MmdbValue> items) implements MmdbValue {}

  /** A value of a type that nothing here asks for: a fraction, a truth value, bytes. */
  record Other(int type) implements MmdbValue {}
}
