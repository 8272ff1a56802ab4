package waymark.learn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import waymark.policy.SyntaxException;

/** The format of a list. */
public sealed interface ListFormat {
  /** A name or a network per line, as in rules: {@code domains}. The default format. */
  record Domains() implements ListFormat {
    @Override
    public String toString() {
      return "domains";
    }
  }

  /** An address or a network per line: {@code networks}. */
  record Networks() implements ListFormat {
    @Override
    public String toString() {
      return "networks";
    }
  }

  /**
   * An address and names per line, as in hosts(5), of which only the names count: {@code hosts}.
   */
  record Hosts() implements ListFormat {
    @Override
    public String toString() {
      return "hosts";
    }
  }

  /** The names in dnsmasq's address, server, local, ipset and nftset lines. */
  record Dnsmasq() implements ListFormat {
    @Override
    public String toString() {
      return "dnsmasq";
    }
  }

  /**
   * A tag of v2ray's geosite.dat: {@code geosite:google@ads}.
   *
   * @param tag compared without case
   * @param attributes attributes that an entry must have
   */
  record Geosite(String tag, List<String> attributes) implements ListFormat {
    public Geosite {
      attributes = List.copyOf(attributes);
    }

    @Override
    public String toString() {
      return "geosite:" + tag + (attributes.isEmpty() ? "" : "@" + String.join("@", attributes));
    }
  }

  /**
   * A tag of v2ray's geoip.dat: {@code geoip:cn}.
   *
   * @param tag compared without case
   */
  record Geoip(String tag) implements ListFormat {
    @Override
    public String toString() {
      return "geoip:" + tag;
    }
  }

  /**
   * Reads {@code domains}, {@code networks}, {@code hosts}, {@code dnsmasq}, {@code geosite:TAG} or
   * {@code geoip:TAG}.
   *
   * @throws SyntaxException for any other text
   */
  static ListFormat parse(String text) {
    int colon = text.indexOf(':');
    String tag = colon < 0 ? "" : text.substring(colon + 1).toLowerCase(Locale.ROOT);
    return switch (colon < 0 ? text : text.substring(0, colon + 1)) {
      case "domains" -> new Domains();
      case "networks" -> new Networks();
      case "hosts" -> new Hosts();
      case "dnsmasq" -> new Dnsmasq();
      case "geosite:" -> {
        List<String> words = new ArrayList<>(Arrays.asList(tag.split("@", -1)));
        if (words.stream().anyMatch(word -> !isTag(word))) {
          throw new SyntaxException(
              "'" + text + "' has no tag", "geosite:TAG or geosite:TAG@ATTRIBUTE");
        }
        yield new Geosite(words.removeFirst(), words);
      }
      case "geoip:" -> {
        if (!isTag(tag) || tag.startsWith("!")) {
          throw new SyntaxException(
              "'" + text + "' has no tag",
              "geoip:TAG, such as geoip:cn (for all other networks write a rule of less weight)");
        }
        yield new Geoip(tag);
      }
      default ->
          throw new SyntaxException(
              "'" + text + "' is not a format",
              "one of domains, networks, hosts, dnsmasq, geosite:TAG, geoip:TAG");
    };
  }

  private static boolean isTag(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 127);
  }

  /**
   * Reads a list.
   *
   * @throws LearnException when more entries are invalid than valid, or the tag is missing
   */
  default ListContent read(byte[] bytes) {
    return switch (this) {
      case Domains _ -> TextList.domains(bytes);
      case Networks _ -> TextList.networks(bytes);
      case Hosts _ -> TextList.hosts(bytes);
      case Dnsmasq _ -> DnsmasqList.read(bytes);
      case Geosite(String tag, List<String> attributes) -> GeositeFile.read(bytes, tag, attributes);
      case Geoip(String tag) -> GeoipFile.read(bytes, tag);
    };
  }
}
