package waymark.health;

import java.nio.ByteBuffer;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/** TLS over the socket of one probe; checks the server's certificate and name (RFC 2818). */
final class Tls implements ByteStream {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final ByteStream under;
  private final SSLEngine engine;
  private final ByteBuffer out;
  private final ByteBuffer in;
  private final ByteBuffer plain;

  private Tls(ByteStream under, SSLEngine engine) {
    this.under = under;
    this.engine = engine;
    out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    in =
        ByteBuffer.allocate(engine.getSession().getPacketBufferSize() + BoundSocket.CHUNK).limit(0);
    plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize()).limit(0);
  }

  /** Opens a connection and completes the handshake. */
  static Tls open(ByteStream under, SSLContext context, String host, int port) {
    SSLEngine engine = context.createSSLEngine(host, port);
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    if (!CheckedHost.isAddress(host)) {
      parameters.setServerNames(List.of(new SNIHostName(host)));
    }
    engine.setSSLParameters(parameters);
    Tls tls = new Tls(under, engine);
    try {
      tls.handshake();
    } catch (SSLException e) {
      throw refused(e);
    }
    return tls;
  }

  private static ProbeException refused(SSLException e) {
    Throwable deepest = e;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return new ProbeException("TLS: " + deepest.getMessage());
  }

  private void handshake() throws SSLException {
    engine.beginHandshake();
    while (true) {
      switch (engine.getHandshakeStatus()) {
        case NEED_WRAP -> wrap(NOTHING);
        case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
          if (unwrap() < 0) {
            throw new ProbeException("TLS: the server closed the connection in the handshake");
          }
        }
        case NEED_TASK -> {
          for (Runnable task = engine.getDelegatedTask();
              task != null;
              task = engine.getDelegatedTask()) {
            task.run();
          }
        }
        case FINISHED, NOT_HANDSHAKING -> {
          return;
        }
      }
    }
  }

  private void wrap(ByteBuffer from) throws SSLException {
    engine.wrap(from, out.clear());
    under.write(out.flip());
  }

  /** Decrypts one record, and returns the number of its bytes; -1 at the end. */
  private int unwrap() throws SSLException {
    while (true) {
      SSLEngineResult result = engine.unwrap(in, plain.clear());
      plain.flip();
      switch (result.getStatus()) {
        case OK -> {
          if (result.bytesConsumed() == 0 && result.bytesProduced() == 0) {
            // Before TLS 1.3 a server may ask for a renegotiation (RFC 5246 section 7.4.1.1).
            throw new ProbeException("TLS: the server wants another handshake");
          }
          return result.bytesProduced();
        }
        case CLOSED -> {
          return -1;
        }
        case BUFFER_OVERFLOW -> throw new ProbeException("TLS: a record that is too large");
        case BUFFER_UNDERFLOW -> {
          in.compact();
          int received = under.read(in);
          in.flip();
          if (received < 0) {
            return -1;
          }
        }
      }
    }
  }

  @Override
  public void write(ByteBuffer from) {
    try {
      while (from.hasRemaining()) {
        wrap(from);
      }
    } catch (SSLException e) {
      throw refused(e);
    }
  }

  @Override
  public int read(ByteBuffer into) {
    try {
      int received = 0;
      while (received == 0) {
        received = plain.hasRemaining() ? plain.remaining() : unwrap();
      }
      int length = Math.min(received, into.remaining());
      if (length > 0) {
        into.put(plain.slice(plain.position(), length));
        plain.position(plain.position() + length);
      }
      return received < 0 ? -1 : length;
    } catch (SSLException e) {
      throw refused(e);
    }
  }
}
