package waymark.kernel.neighbours;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a firewall rule does with packet marks. Connection marks do not matter: Waymark keeps
 * nothing there.
 *
 * @param uses the bits that have a meaning to its owner
 * @param writes the bits that it writes
 */
record MarkUse(int uses, int writes) {
  private static final String NUMBER = "(0x[0-9a-f]+|[0-9]+)";
  private static final Pattern NFT_SET =
      Pattern.compile(
          "(?<!ct )(?:meta )?\\bmark set ([^{}\"]*?)(?: (?:counter|accept|return|drop)\\b.*)?$");
  private static final Pattern NFT_KEEPS =
      Pattern.compile(
          "(?:meta )?mark (?:(?:&|and) " + NUMBER + ")? ?(?:(?:\\||or|\\^|xor) " + NUMBER + ")?");
  private static final Pattern NFT_MATCH =
      Pattern.compile(
          "(?<!ct )(?:meta )?\\bmark (?:(?:&|and) " + NUMBER + " )?(?:(?:==|!=) )?" + NUMBER);
  private static final Pattern XT_SET =
      Pattern.compile("-j MARK --set-x?mark " + NUMBER + "(?:/" + NUMBER + ")?");
  private static final Pattern XT_RESTORE =
      Pattern.compile("-j CONNMARK --restore-mark(?: --nfmask " + NUMBER + ")?");
  private static final Pattern XT_MATCH =
      Pattern.compile("-m mark (?:! )?--mark " + NUMBER + "(?:/" + NUMBER + ")?");

  static MarkUse of(String rule) {
    Matcher set = XT_SET.matcher(rule);
    if (set.find()) {
      return new MarkUse(value(set, 1, 0) | meant(set), value(set, 2, -1));
    }
    Matcher restore = XT_RESTORE.matcher(rule);
    if (restore.find()) {
      int mask = value(restore, 1, -1);
      return new MarkUse(mask == -1 ? 0 : mask, mask);
    }
    Matcher nft = NFT_SET.matcher(rule);
    if (nft.find()) {
      return nft(nft.group(1).strip());
    }
    return new MarkUse(matched(rule), 0);
  }

  /** A mask that is given names the bits that are meant. */
  private static int meant(MatchResult set) {
    int mask = value(set, 2, -1);
    return mask == -1 ? 0 : mask;
  }

  private static MarkUse nft(String value) {
    Matcher keeps = NFT_KEEPS.matcher(value);
    if (keeps.matches()) {
      int set = value(keeps, 2, 0);
      int bits = ~value(keeps, 1, -1) | set;
      return new MarkUse(bits, bits);
    }
    int number = value.matches(NUMBER) ? (int) (long) Long.decode(value) : 0;
    return new MarkUse(number, -1);
  }

  private static int matched(String rule) {
    int bits = 0;
    for (MatchResult match : XT_MATCH.matcher(rule).results().toList()) {
      bits |= value(match, 2, value(match, 1, 0));
    }
    if (!rule.startsWith("-A ")) {
      for (MatchResult match : NFT_MATCH.matcher(rule).results().toList()) {
        bits |= value(match, 1, value(match, 2, 0));
      }
    }
    return bits;
  }

  private static int value(MatchResult match, int group, int otherwise) {
    String text = match.group(group);
    return text == null ? otherwise : (int) (long) Long.decode(text);
  }
}
