package waymark.health;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import waymark.policy.SyntaxException;

/**
 * A probe of a link. The host is an address or a name; names are in lower case with A-labels, and
 * are resolved for each probe.
 */
public sealed interface Probe {
  /** The host that is probed. */
  String host();

  /**
   * Good when a TCP connection is established.
   *
   * @param port 1 to 65535
   */
  record Tcp(String host, int port) implements Probe {
    private static final String EXPECTED = "HOST:PORT, as 192.0.2.1:443 or [2001:db8::1]:443";

    public Tcp {
      CheckedHost.require(host);
      if (port < 1 || port > 0xffff) {
        throw new IllegalArgumentException("port " + port + " of " + host);
      }
    }

    /**
     * Reads {@code HOST:PORT}, with an IPv6 address in brackets.
     *
     * @throws SyntaxException for anything else
     */
    public static Tcp parse(String text) {
      int colon = text.lastIndexOf(':');
      boolean brackets = text.startsWith("[");
      if (colon <= 0 || (brackets ? text.charAt(colon - 1) != ']' : text.indexOf(':') < colon)) {
        throw new SyntaxException("'" + text + "' is not a host and a port", EXPECTED);
      }
      String host = brackets ? text.substring(1, colon - 1) : text.substring(0, colon);
      if (brackets && host.indexOf(':') < 0) {
        throw new SyntaxException("'" + text + "' has brackets around no IPv6 address", EXPECTED);
      }
      String digits = text.substring(colon + 1);
      int port = 0;
      for (int i = 0; i < digits.length(); i++) {
        char c = digits.charAt(i);
        port = c < '0' || c > '9' || i >= 5 ? -1 : port * 10 + c - '0';
        if (port < 0) {
          break;
        }
      }
      if (port < 1 || port > 0xffff) {
        throw new SyntaxException("'" + text + "' has no port from 1 to 65535", EXPECTED);
      }
      return new Tcp(CheckedHost.parse(host), port);
    }

    @Override
    public String toString() {
      return "tcp " + CheckedHost.inBrackets(host) + ":" + port;
    }
  }

  /**
   * Good when a GET is answered with status 200 to 399 (redirects are not followed), over https by
   * a server with a valid certificate.
   *
   * @param uri http or https, with a host, without user and fragment
   */
  record Http(URI uri) implements Probe {
    private static final String EXPECTED = "a URL such as https://example.com/";

    public Http {
      String problem = problem(uri);
      if (!problem.isEmpty()) {
        throw new IllegalArgumentException("'" + uri + "' " + problem);
      }
    }

    /**
     * Reads a URL.
     *
     * @throws SyntaxException for anything else
     */
    public static Http parse(String text) {
      try {
        URI uri = new URI(text);
        String problem = problem(uri);
        if (problem.isEmpty()) {
          return new Http(uri);
        }
        throw new SyntaxException("'" + text + "' " + problem, EXPECTED);
      } catch (URISyntaxException e) {
        throw new SyntaxException("'" + text + "' is not a URL: " + e.getReason(), EXPECTED);
      }
    }

    private static String problem(URI uri) {
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      if (!scheme.equals("http") && !scheme.equals("https")) {
        return "does not begin with http:// or https://";
      }
      if (uri.getHost() == null) {
        return "has no host";
      }
      if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
        return "has a user or a fragment, which a probe does not send";
      }
      if (uri.getPort() == 0 || uri.getPort() > 0xffff) {
        return "has no port from 1 to 65535";
      }
      try {
        CheckedHost.parse(withoutBrackets(uri.getHost()));
        return "";
      } catch (SyntaxException e) {
        return "has an invalid host: " + e.what();
      }
    }

    private static String withoutBrackets(String host) {
      return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    @Override
    public String host() {
      return CheckedHost.parse(withoutBrackets(uri.getHost()));
    }

    /** The port of the connection. */
    public int port() {
      return uri.getPort() > 0 ? uri.getPort() : isSecure() ? 443 : 80;
    }

    /** Whether it is https. */
    public boolean isSecure() {
      return uri.getScheme().equalsIgnoreCase("https");
    }

    @Override
    public String toString() {
      return "http " + uri;
    }
  }

  /** Good when an ICMP echo request is answered. */
  record Ping(String host) implements Probe {
    public Ping {
      CheckedHost.require(host);
    }

    /**
     * Reads an address or a name.
     *
     * @throws SyntaxException for anything else
     */
    public static Ping parse(String text) {
      return new Ping(CheckedHost.parse(text));
    }

    @Override
    public String toString() {
      return "ping " + host;
    }
  }
}
