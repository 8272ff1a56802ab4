package waymark.health;

import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;

/** The trust anchors of https probes, loaded on first use because loading takes long. */
@FunctionalInterface
interface TrustedTls {
  SSLContext context();

  /** The trust anchors of the Java runtime. */
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
