package dev.adjoint.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints each number when it is known, and at the end how the libraries compare. */
final class Report {
  /** The metrics in which less is better, and which are compared at the end. */
  static final String TIME = "us/step";

  private final PrintStream out;
  private final Map<Key, Map<Library, Double>> compared = new LinkedHashMap<>();
  private final List<String> notes = new ArrayList<>();

  private record Key(Row row, String metric) {
  }

  Report(PrintStream out) {
    this.out = out;
    out.println("workload,library,dtype,batch,metric,value");
  }

  /** A number of its own. */
  void add(Row row, String library, String metric, double value) {
    out.printf(Locale.ROOT, "%s,%s,%s,%s,%s,%.6g%n", row.workload(), library, row.dtype(), row.size(), metric, value);
    out.flush();
  }

  /** A number to compare with that of the other libraries: less is better. */
  void compare(Row row, Library library, String metric, double value) {
    add(row, library.label, metric, value);
    compared.computeIfAbsent(new Key(row, metric), _ -> new EnumMap<>(Library.class)).put(library, value);
  }

  /** Something that the reader must know, such as a disagreement. */
  void note(String note) {
    out.println("# " + note);
    out.flush();
    notes.add(note);
  }

  /** For each row the ratio of each library to the fastest peer. */
  void ratios() {
    out.println();
    out.println("Ratios to the best peer of each row (less is better; the best peer is 1)");
    out.printf("%-14s %-8s %-12s %-14s %-24s", "workload", "dtype", "batch", "metric", "best peer");
    var libraries = compared.values().stream().flatMap(m -> m.keySet().stream()).distinct().sorted().toList();
    libraries.forEach(library -> out.printf(" %13s", library));
    out.println();
    compared.forEach((key, values) -> values.entrySet().stream().filter(e -> e.getKey().isPeer)
        .min(Comparator.comparingDouble(Map.Entry::getValue)).ifPresent(best -> {
          out.printf(Locale.ROOT, "%-14s %-8s %-12s %-14s %-24s", key.row.workload(), key.row.dtype(), key.row.size(),
              key.metric, "%s %.5g".formatted(best.getKey(), best.getValue()));
          for (var library : libraries) {
            var value = values.get(library);
            out.print(value == null ? " ".repeat(14) : String.format(Locale.ROOT, " %13.3f", value / best.getValue()));
          }
          out.println();
        }));
    if (!notes.isEmpty()) {
      out.println();
      notes.forEach(note -> out.println("# " + note));
    }
  }
}
