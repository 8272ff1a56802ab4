package waymark.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the measurements that are named, prints what they find, and writes it into bench/results and
 * into docs/performance.md. With {@code --brief} they only show that they work, and nothing is
 * written.
 */
public final class Bench {
  private Bench() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    List<String> names = new ArrayList<>(List.of(arguments));
    Effort effort = names.remove("--brief") ? Effort.BRIEF : Effort.FULL;
    Path root = Path.of(System.getProperty("waymark.root", "."));
    for (String name : names) {
      System.err.println("bench: " + name);
      String machine = Machine.describe();
      Report report = measurement(name).measure(effort);
      String text = report.markdown(name, machine);
      System.out.println("## " + name + "\n\n" + text);
      if (effort == Effort.FULL) {
        write(root, name, text, report.charts());
      }
    }
  }

  private static Measurement measurement(String name) {
    return switch (name) {
      case "matcher" -> new Microbenchmark(MatcherBenchmark.class, MatcherBenchmark::load);
      case "table" -> new Microbenchmark(TableBenchmark.class, List::of);
      case "codec" -> new Microbenchmark(CodecBenchmark.class, List::of);
      case "reader" -> new Microbenchmark(DnsReaderBenchmark.class, List::of);
      case "elements" -> new Elements();
      case "planes" -> new Planes();
      case "hold" -> new AddedTime();
      case "race" -> new Race();
      case "capture" -> new CaptureRate();
      case "journal" -> new JournalCost();
      case "accounting" -> new AccountingCost();
      case "start" -> new Start();
      case "soak" -> new Soak();
      case "repair" -> new Repair();
      case "networks" -> new Networks();
      case "ending" -> new Ending();
      case "swap" -> new Swap();
      case "failover" -> new Failover();
      default -> throw new BenchException("no measurement is called " + name);
    };
  }

  private static void write(Path root, String name, String text, List<Chart> charts)
      throws IOException {
    Path results = Files.createDirectories(root.resolve("bench/results"));
    Files.writeString(results.resolve(name + ".md"), text);
    Path page = root.resolve("docs/performance.md");
    String begin = "<!-- " + name + " -->\n";
    String end = "<!-- end of " + name + " -->";
    String old = Files.readString(page);
    int from = old.indexOf(begin) + begin.length();
    int to = old.indexOf(end);
    if (from < begin.length() || to < from) {
      throw new BenchException(page + " has no place for " + name);
    }
    StringBuilder shown = new StringBuilder(text);
    for (Chart chart : charts) {
      Files.writeString(root.resolve("docs/" + chart.file()), chart.svg());
      shown.append("\n![").append(chart.title()).append("](").append(chart.file()).append(")\n");
    }
    Files.writeString(page, old.substring(0, from) + shown + old.substring(to));
  }
}
