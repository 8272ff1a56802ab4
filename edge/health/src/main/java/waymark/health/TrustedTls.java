package waymark.health;

import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;

/** Whom https probes trust; asked for only when there is one, because it takes long to load. */
@FunctionalInterface
interface TrustedTls {
  SSLContext context();

  /** Whom the Java runtime trusts. */
  static TrustedTls system() {
    return () -> {
      try {
        return SSLContext.getDefault();
      } catch (NoSuchAlgorithmException e) {
        throw new ProbeException("TLS: " + e.getMessage());
      }
    };
  }
}
