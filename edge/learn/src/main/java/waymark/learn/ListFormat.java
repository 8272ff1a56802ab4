package waymark.learn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import waymark.policy.SyntaxException;

/** How a list is written. */
public sealed interface ListFormat {
  /**
   * A name or a network a line, as rules spell them: {@code domains}. What a list is that does not
   * say its format.
   */
  record Domains() implements ListFormat {
    @Override
    public String toString() {
      return "domains";
    }
  }

  /** An address or a network a line: {@code networks}. */
  record Networks() implements ListFormat {
    @Override
    public String toString() {
      return "networks";
    }
  }

  /** An address and names a line, as in hosts(5); only the names count: {@code hosts}. */
  record Hosts() implements ListFormat {
    @Override
    public String toString() {
      return "hosts";
    }
  }

  /** The names that dnsmasq's address, server, local, ipset and nftset lines name. */
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
   * @param attributes that an entry must have, all of them
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
   * @throws SyntaxException when it is none of them
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
              "geoip:TAG, such as geoip:cn (what is outside of it goes by a rule of less weight)");
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
   * Reads a list whole.
   *
   * @throws LearnException when more of it is broken than good, or it lacks the tag
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
