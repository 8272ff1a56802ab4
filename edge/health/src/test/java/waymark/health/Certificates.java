package waymark.health;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A server's certificate that its own context alone trusts. */
final class Certificates {
  private static final char[] PASSWORD = "password".toCharArray();

  private Certificates() {}

  /** Good for site.example and 198.18.0.1. */
  static SSLContext context(Path folder) {
    Path file = folder.resolve("keys.p12");
    Uplinks.run(
        Path.of(System.getProperty("java.home"), "bin", "keytool")
            + " -genkeypair -alias a -keyalg EC -dname CN=site.example -validity 3650"
            + " -ext san=dns:site.example,ip:198.18.0.1 -storetype PKCS12 -storepass password"
            + " -keystore "
            + file);
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, PASSWORD);
      KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
      keys.init(store, PASSWORD);
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("a", store.getCertificate("a"));
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
