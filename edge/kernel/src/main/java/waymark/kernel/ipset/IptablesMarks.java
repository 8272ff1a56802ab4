package waymark.kernel.ipset;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import waymark.kernel.model.Marks;

/** Writes marks and the numbers that connections keep in iptables syntax. */
record IptablesMarks(Marks marks) {
  /** The mark of the link with this number: value and mask. */
  String of(int link) {
    return text(marks.mark(link));
  }

  /** No link's mark. */
  String none() {
    return text(0);
  }

  /** The number of refused connections. */
  int refused() {
    return marks.refused();
  }

  /** Matches connections that are decided for this number; 0: that are not decided. */
  String decided(int number) {
    return marks.hasLabels()
        ? labels(marks.linkBits(), number)
        : "-m connmark --mark " + connectionMark(number);
  }

  /** Matches connections with any number. */
  List<String> anyNumber() {
    return marks.hasLabels()
        ? marks.linkBits().stream().map(bit -> "-m connlabel --label " + bit).toList()
        : List.of("-m connmark ! --mark " + none());
  }

  /** Matches connections that came in by the link with this number; 0: by none. */
  String cameBy(int number) {
    return labels(marks.cameByBits(), number);
  }

  /** What decides a connection. */
  String decide(int number) {
    return marks.hasLabels()
        ? set(marks.linkBits(), number)
        : "-j CONNMARK --set-xmark " + connectionMark(number);
  }

  /** What notes by which link a connection came in. */
  String noteCameBy(int number) {
    return set(marks.cameByBits(), number);
  }

  /** The match tests one bit. */
  private static String labels(List<Integer> bits, int number) {
    return each(
        bits.size(),
        i -> "-m connlabel " + ((number >>> i & 1) == 0 ? "! " : "") + "--label " + bits.get(i));
  }

  /** The match that sets a bit applies to every packet. */
  private static String set(List<Integer> bits, int number) {
    List<Integer> set = Marks.set(bits, number);
    return each(set.size(), i -> "-m connlabel --label " + set.get(i) + " --set");
  }

  private static String each(int count, IntFunction<String> text) {
    return IntStream.range(0, count).mapToObj(text).collect(Collectors.joining(" "));
  }

  private String connectionMark(int number) {
    return text(number << Integer.numberOfTrailingZeros(marks.mask()));
  }

  private String text(int mark) {
    return hex(mark) + "/" + hex(marks.mask());
  }

  private static String hex(int bits) {
    return "0x" + Integer.toHexString(bits);
  }
}
