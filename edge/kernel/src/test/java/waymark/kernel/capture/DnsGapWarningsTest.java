package waymark.kernel.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import waymark.kernel.model.DnsGaps;
import waymark.kernel.model.UnseenDns;
import waymark.policy.Address;

class DnsGapWarningsTest {
  private final DnsGapWarnings warnings = new DnsGapWarnings();

  private List<String> look(long untracked, long encrypted, long crowded, long doubtful) {
    UnseenDns unseen = new UnseenDns(untracked, encrypted, 0);
    return warnings.look(new DnsGaps(unseen, crowded, doubtful, List.of(), List.of()));
  }

  @Test
  void eachKindIsToldOnce() {
    assertThat(look(0, 0, 0, 0)).isEmpty();
    assertThat(look(0, 3, 0, 0)).singleElement().asString().contains("encrypted DNS at port 853");
    assertThat(look(0, 4, 0, 0)).isEmpty();
    assertThat(look(1, 4, 1, 1))
        .satisfiesExactly(
            untracked -> assertThat(untracked).contains("without connection tracking"),
            crowded -> assertThat(crowded).startsWith("a client asks more DNS questions"),
            doubtful -> assertThat(doubtful).contains("nobody is known to have asked for"));
    assertThat(look(9, 9, 9, 9)).isEmpty();
    DnsGaps byHttps =
        new DnsGaps(UnseenDns.NONE, 0, 0, List.of(), List.of(Address.parse("198.51.100.53")));
    assertThat(warnings.look(byHttps))
        .singleElement()
        .asString()
        .startsWith("well-known name servers are reached by HTTPS");
    assertThat(warnings.look(byHttps)).isEmpty();
  }
}
