package waymark.learn;

import java.util.List;
import java.util.Map;

/** A value of an MMDB's data section. */
sealed interface MmdbValue {
  /** A text. */
  record Text(String text) implements MmdbValue {}

  /** A whole number of up to 64 bits; the largest ones appear negative. */
  record Whole(long number) implements MmdbValue {}

  /** A map: values by name. */
  record Section(Map<String, MmdbValue> entries) implements MmdbValue {}

  /** An array: values in order. */
  record Items(List<MmdbValue> items) implements MmdbValue {}

  /** A value of a type that is not used here: a floating-point number, a boolean, bytes. */
  record Other(int type) implements MmdbValue {}
}
