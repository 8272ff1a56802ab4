package waymark.kernel.neighbours;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkUseTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        // iptables: MARK --set-mark 0x10, a mask, Tailscale's restore
        "-A PREROUTING -j MARK --set-xmark 0x10/0xffffffff ; 00000010 ; ffffffff",
        "-A POSTNAT -j MARK --set-xmark 0x40000000/0x40000000 ; 40000000 ; 40000000",
        "-A PREROUTING -j CONNMARK --restore-mark --nfmask 0xffff0000 --ctmask 0xffff0000"
            + " ; ffff0000 ; ffff0000",
        "-A PREROUTING -j CONNMARK --restore-mark --nfmask 0xffffffff --ctmask 0xffffffff"
            + " ; 00000000 ; ffffffff",
        "-A OUTPUT -m mark ! --mark 0x8000/0x8000 -j DROP ; 00008000 ; 00000000",
        "-A FORWARD -m mark --mark 0x2000000 -j ACCEPT ; 02000000 ; 00000000",
        "-A FORWARD -j CONNMARK --set-xmark 0x10/0xffffffff ; 00000000 ; 00000000",
        // nftables
        "meta mark set ct mark & 0x00ff0000 ; 00000000 ; ffffffff",
        "tcp dport 80 meta mark set 0x00000010 ; 00000010 ; ffffffff",
        "meta mark set meta mark & 0xff00ffff | 0x00080000 accept ; 00ff0000 ; 00ff0000",
        "meta mark set meta mark or 0x40000000 ; 40000000 ; 40000000",
        "meta mark & 0x00ff0000 == 0x00080000 accept ; 00ff0000 ; 00000000",
        "meta mark 0x0000ca6c ct mark set meta mark ; 0000ca6c ; 00000000",
        "ct mark set 0x40000000 ; 00000000 ; 00000000",
        "ip saddr 192.0.2.1 accept ; 00000000 ; 00000000",
      })
  void theBitsOfARule(String rule, String uses, String writes) {
    MarkUse use = MarkUse.of(rule);
    assertThat("%08x".formatted(use.uses())).as("uses").isEqualTo(uses);
    assertThat("%08x".formatted(use.writes())).as("writes").isEqualTo(writes);
  }
}
