package waymark.kernel.neighbours;

import java.util.Optional;
import java.util.regex.Pattern;

/** Programs that are recognised by the names of their tables, chains and comments. */
enum KnownProgram {
  WG_QUICK("wg-quick", "wg-quick"),
  TAILSCALE("Tailscale", "\\bts-(input|forward|postrouting)\\b"),
  DOCKER("Docker", "\\bDOCKER\\b"),
  FIREWALLD("firewalld", "table \\S+ firewalld\\b"),
  UFW("ufw", "\\bufw6?-"),
  MWAN3("mwan3", "\\bmwan3_"),
  PBR("pbr", "\\bpbr_"),
  ZAPRET("zapret", "\\bzapret\\b|--queue-num 200\\b|queue .*\\b(to|num) 200\\b"),
  KUBE_PROXY("kube-proxy", "\\bKUBE-|table \\S+ kube-proxy\\b"),
  CALICO("Calico", "\\bcali-"),
  CILIUM("Cilium", "\\bCILIUM_"),
  LIBVIRT("libvirt", "\\bLIBVIRT_|libvirt_network"),
  SING_BOX("sing-box", "table \\S+ sing-box\\b");

  private final String title;
  private final Pattern sign;

  KnownProgram(String title, String sign) {
    this.title = title;
    this.sign = Pattern.compile(sign);
  }

  String title() {
    return title;
  }

  /** Whose rule that is. */
  static Optional<KnownProgram> of(ForeignRule rule) {
    String text = rule.place() + " " + rule.text();
    for (KnownProgram program : values()) {
      if (program.sign.matcher(text).find()) {
        return Optional.of(program);
      }
    }
    return Optional.empty();
  }

  /** Whose routing rule that is, by the priorities that these programs use. */
  static Optional<KnownProgram> ofPriority(long priority) {
    if (priority >= 5200 && priority < 5300) {
      return Optional.of(TAILSCALE);
    }
    return priority > 1000 && priority < 3300 ? Optional.of(MWAN3) : Optional.empty();
  }
}
