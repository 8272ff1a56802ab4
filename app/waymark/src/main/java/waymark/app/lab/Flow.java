package waymark.app.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;

/** A connection that stays open while a scenario runs. */
record Flow(InetAddress site, Socket connection) {
  private static final int PATIENCE_MILLIS = 2_000;

  static Flow open(Lab lab, InetAddress site) {
    return lab.client()
        .run(
            () -> {
              Socket socket = new Socket();
              socket.setSoTimeout(PATIENCE_MILLIS);
              socket.connect(new InetSocketAddress(site, SiteServer.PORT), PATIENCE_MILLIS);
              return new Flow(site, socket);
            });
  }

  /** What happens when it is used again. */
  private String fate() {
    try (connection) {
      return Browser.ask(connection).word();
    } catch (SocketTimeoutException e) {
      return "silent";
    } catch (SocketException e) {
      return "ended";
    } catch (IOException e) {
      return "closed";
    }
  }

  Row row(Lab lab, String scenario, String rule, String expected) {
    String fate = lab.client().run(this::fate);
    return Row.of(
        scenario,
        "open connection to " + site.getHostAddress(),
        rule,
        expected,
        fate,
        0,
        Outcome.of(fate.equals(expected)),
        "");
  }
}
