package waymark.learn;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import waymark.policy.DomainName;
import waymark.policy.NamePattern;
import waymark.policy.SyntaxException;

/**
 * Reads v2ray's {@code geosite.dat}: names by tags.
 *
 * <pre>
 *   GeoSiteList { repeated GeoSite entry = 1; }
 *   GeoSite     { string country_code = 1; repeated Domain domain = 2; }
 *   Domain      { enum type = 1; string value = 2; repeated Attribute attribute = 3; }
 *   Attribute   { string key = 1; … }
 * </pre>
 *
 * Source: v2fly/v2ray-core, {@code app/router/routercommon/common.proto}.
 */
final class GeositeFile {
  private GeositeFile() {}

  static ListContent read(byte[] bytes, String tag, List<String> attributes) {
    ListContent.Builder content = new ListContent.Builder();
    Tags.read(bytes, tag, entry -> site(entry, attributes, content));
    return content.build();
  }

  private static void site(Protobuf site, List<String> attributes, ListContent.Builder content) {
    int entry = 0;
    while (site.next()) {
      if (site.field() == 2 && site.isBytes()) {
        entry++;
        domain(entry, site.message(), attributes, content);
      }
    }
  }

  private static void domain(
      int entry, Protobuf domain, List<String> attributes, ListContent.Builder content) {
    long type = 0;
    String value = "";
    List<String> missing = new ArrayList<>(attributes);
    while (domain.next()) {
      if (domain.field() == 1 && domain.isNumber()) {
        type = domain.number();
      } else if (domain.field() == 2 && domain.isBytes()) {
        value = domain.length() > 65_536 ? "" : domain.text();
      } else if (domain.field() == 3 && domain.isBytes() && !missing.isEmpty()) {
        Tags.code(domain.message()).ifPresent(missing::remove);
      }
    }
    if (!missing.isEmpty()) {
      return;
    }
    try {
      content.add(pattern(type, value));
    } catch (SyntaxException e) {
      content.broken(entry, e);
    }
  }

  private static NamePattern pattern(long type, String value) {
    return switch (Math.clamp(type, -1, 4)) {
      case 0 -> new NamePattern.Regex(quoted(value.toLowerCase(Locale.ROOT)));
      case 1 -> new NamePattern.Regex(value);
      case 2 -> new NamePattern.Suffix(DomainName.normalize(value));
      case 3 -> new NamePattern.Exact(DomainName.normalize(value));
      default -> throw new SyntaxException("type " + type + " of '" + value + "'", "0 to 3");
    };
  }

  /** A regular expression for a literal text. */
  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 128 && !Character.isLetterOrDigit(c) && c > ' ') {
        quoted.append('\\');
      }
      quoted.append(c);
    }
    return quoted.toString();
  }
}
