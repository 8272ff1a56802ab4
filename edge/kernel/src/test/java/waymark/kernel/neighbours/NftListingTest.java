package waymark.kernel.neighbours;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waymark.kernel.model.CaptureSettings;
import waymark.kernel.model.HostConflict;
import waymark.kernel.model.Marks;

class NftListingTest {
  private static final String TABLE =
      """
      table inet fw4 {
      	flowtable ft {
      		hook ingress priority 0
      		devices = { lan1, wan }
      	}

      	set blocked {
      		type ipv4_addr
      	}

      	chain forward {
      		type filter hook forward priority 0; policy drop;
      		meta l4proto { tcp, udp } flow add @ft
      		ip daddr @blocked queue flags bypass to 7000
      	}

      	chain mangle_late {
      		type filter hook prerouting priority 310; policy accept;
      		goto paint
      	}

      	chain paint {
      		meta mark set 0x00000001
      	}
      }
      """;

  @Test
  void rulesFlowtablesAndLateChains() {
    NftListing listing = new NftListing(TABLE, 300);
    assertThat(listing.rules())
        .extracting(ForeignRule::text)
        .containsExactlyInAnyOrder(
            "meta l4proto { tcp, udp } flow add @ft",
            "ip daddr @blocked queue flags bypass to 7000",
            "goto paint",
            "meta mark set 0x00000001");
    assertThat(listing.rules())
        .filteredOn(ForeignRule::late)
        .extracting(ForeignRule::place)
        .containsExactlyInAnyOrder(
            "table inet fw4, chain mangle_late", "table inet fw4, chain paint");
    HostView view =
        new HostView(
            listing.rules(),
            listing.flowtables(),
            List.of(),
            List.of(),
            Map.of(),
            false,
            DnsSetup.NONE);
    assertThat(Conflicts.of(view, Marks.DEFAULT, CaptureSettings.DEFAULT, 250).conflicts())
        .extracting(HostConflict::who)
        .containsExactly(
            "A firewall rule (table inet fw4, chain paint)",
            "A firewall rule (table inet fw4, chain forward)",
            "The flowtable of table inet fw4");
  }

  @ParameterizedTest
  @CsvSource({"-150, -150", "mangle, -150", "filter + 10, 10", "srcnat - 1, 99", "odd, 0"})
  void priorities(String text, int number) {
    assertThat(NftListing.number(text)).isEqualTo(number);
  }
}
