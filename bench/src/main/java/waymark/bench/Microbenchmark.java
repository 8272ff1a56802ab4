package waymark.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * A class of JMH benchmarks.
 *
 * @param besides what is measured before, in this process
 */
record Microbenchmark(Class<?> type, Supplier<List<Report.Table>> besides) implements Measurement {
  @Override
  public Report measure(Effort effort) {
    List<Report.Table> tables = new ArrayList<>(besides.get());
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("\\." + type.getSimpleName() + "\\.")
            .mode(Mode.SampleTime)
            .forks(1)
            .warmupIterations(effort.times(5, 1))
            .measurementIterations(effort.times(5, 1))
            .warmupTime(TimeValue.seconds(1))
            .measurementTime(TimeValue.seconds(1))
            .jvmArgsAppend(
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow")
            .verbosity(VerboseMode.SILENT);
    try {
      tables.add(table(new Runner(options.build()).run()));
    } catch (RunnerException e) {
      throw new BenchException("JMH failed", e);
    }
    return new Report(
        "JMH, with each call timed separately; the clock takes " + clock() + " ns of each time.",
        tables);
  }

  /** What to look at the clock takes, in nanoseconds. */
  private static long clock() {
    Samples samples = new Samples();
    for (int i = 0; i < 10_000; i++) {
      long begin = System.nanoTime();
      for (int looks = 0; looks < 99; looks++) {
        System.nanoTime();
      }
      samples.add((System.nanoTime() - begin) / 100);
    }
    return samples.median();
  }

  private Report.Table table(Collection<RunResult> results) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("ns a call", "with", "median", "mean", "p99"));
    for (RunResult result : results) {
      BenchmarkParams params = result.getParams();
      Result<?> times = result.getPrimaryResult();
      rows.add(
          List.of(
              params.getBenchmark().substring(params.getBenchmark().lastIndexOf('.') + 1),
              params.getParamsKeys().stream()
                  .map(key -> key + " " + params.getParam(key))
                  .collect(Collectors.joining(", ")),
              nanos(times.getStatistics().getPercentile(50)),
              nanos(times.getScore()),
              nanos(times.getStatistics().getPercentile(99))));
    }
    return new Report.Table(type.getSimpleName(), rows);
  }

  private static String nanos(double nanos) {
    return String.format(Locale.ROOT, "%,.0f", nanos);
  }
}
