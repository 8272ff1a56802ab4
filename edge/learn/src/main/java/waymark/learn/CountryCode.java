package waymark.learn;

import java.util.Locale;
import java.util.Set;
import waymark.policy.SyntaxException;

/** Country codes: ISO 3166-1 alpha-2, and XK, which databases use for Kosovo. */
public final class CountryCode {
  private static final String EXPECTED = "two letters of ISO 3166-1, such as NL or DE";
  private static final String KOSOVO = "XK";

  private CountryCode() {}

  /**
   * Normalizes a code to the form in databases: {@code nl} is {@code NL}.
   *
   * @throws SyntaxException when no country has this code
   */
  public static String normalize(String text) {
    String code = text.toUpperCase(Locale.ROOT);
    if (code.equals("UK")) {
      throw new SyntaxException("'" + text + "' is not the code of a country", "GB");
    }
    if (!all().contains(code) && !code.equals(KOSOVO)) {
      throw new SyntaxException("'" + text + "' is not the code of a country", EXPECTED);
    }
    return code;
  }

  private static Set<String> all() {
    return Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2);
  }
}
