package waymark.kernel.capture;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import waymark.kernel.model.DnsGaps;

/** Says of each kind of DNS that passes and teaches nothing, once. Owned by one thread. */
public final class DnsGapWarnings {
  private static final String UNTRACKED =
      "DNS questions pass this host without connection tracking, so their answers teach nothing: a"
          + " rule with notrack exempts them, see docs/dns.md";
  private static final String ENCRYPTED =
      "somebody uses encrypted DNS at port 853, which teaches nothing: a rule that blocks the port"
          + " makes clients fall back, see docs/dns.md";
  private static final String HTTPS =
      "well-known name servers are reached by HTTPS, so somebody may use encrypted DNS there, which"
          + " teaches nothing: waymark status lists them, see docs/dns.md";
  private static final String CROWDED =
      "a client asks more DNS questions at a time than are remembered, so some of its answers teach"
          + " nothing, see docs/dns.md";
  private static final String DOUBTFUL =
      "answers about names of rules that fail closed came that nobody is known to have asked for,"
          + " or in which clients may find more addresses than can be learned: they are dropped"
          + " where answers are held, see docs/dns.md";

  private final Set<String> told = new HashSet<>();

  /** The sentences to tell now. */
  public List<String> look(DnsGaps gaps) {
    List<String> sentences = new ArrayList<>();
    look(gaps.unseen().untracked(), UNTRACKED, sentences);
    look(gaps.unseen().encrypted(), ENCRYPTED, sentences);
    look(gaps.crowded(), CROWDED, sentences);
    look(gaps.doubtful(), DOUBTFUL, sentences);
    look(gaps.httpsServers().size(), HTTPS, sentences);
    return sentences;
  }

  private void look(long count, String sentence, List<String> sentences) {
    if (count > 0 && told.add(sentence)) {
      sentences.add(sentence);
    }
  }
}
